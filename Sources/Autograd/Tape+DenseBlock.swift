import TensorCore

extension Tape {
  /// A densely connected block in training, as one operation (see `DenseBlockBackend`).
  ///
  /// - Parameters:
  ///   - input: (batch, height, width, channels).
  ///   - units: The parameters of each unit, at least one.
  ///   - epsilon: Added to variances, above 0.
  /// - Returns: (batch, height, width, channels + units x growth), and the statistics of each unit's two norms.
  public mutating func denseBlock(
    _ input: Variable, units: [DenseUnit<Variable>], epsilon: Float = 1e-5
  ) -> (output: Variable, statistics: [(first: BatchStatistics, second: BatchStatistics)]) {
    let tensors = units.map { $0.map(\.value) }
    let block = backend.denseBlock(input.value, units: tensors, epsilon: epsilon)
    let output = record(block.output, arguments: [input] + units.flatMap(\.all)) {
      .denseBlock(SavedDenseBlock(block: block, units: tensors))
    }
    let sampleCount = input.shape.count / max(input.shape[-1], 1)
    let (means, variances) = (block.mean.scalars, block.variance.scalars)
    let statistics = zip(tensors, block.hidden).map { unit, hidden in
      let seen = unit.scale1.count
      return (
        first: BatchStatistics(
          mean: backend.tensor(Array(means[..<seen]), [seen]),
          variance: backend.tensor(Array(variances[..<seen]), [seen]), sampleCount: sampleCount),
        second: BatchStatistics(
          mean: hidden.mean, variance: hidden.variance, sampleCount: sampleCount)
      )
    }
    return (output, statistics)
  }
}

/// What the backward rule of a dense block needs.
struct SavedDenseBlock {
  var block: DenseBlockOutput
  var units: [DenseUnit<Tensor>]
}

extension Backend {
  /// The gradients of the input and of the parameters, unit by unit.
  func denseBlockGradients(_ outputGradient: Tensor, _ saved: SavedDenseBlock) -> [Tensor?] {
    let gradient = denseBlockGradient(
      outputGradient: outputGradient, of: saved.block, units: saved.units)
    return [gradient.input] + gradient.units.flatMap(\.all)
  }
}

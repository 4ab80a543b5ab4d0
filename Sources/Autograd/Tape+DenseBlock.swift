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
    let (rounds, backend) = (roundsSaved, backend)
    let output = record(block.output, arguments: [input] + units.flatMap(\.all), recipe: nil) {
      .denseBlock(
        SavedDenseBlock(
          block: block, units: tensors, output: $0.saved, rounds: rounds, backend: backend))
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

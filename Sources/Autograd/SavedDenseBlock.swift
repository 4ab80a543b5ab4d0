import TensorCore

/// What the backward rule of a dense block needs.
struct SavedDenseBlock {
  private let block: DenseBlockOutput
  private let output: SavedTensor
  /// What the 1x1 convolutions gave, in place of the block's own where they are kept rounded.
  private let hidden: [SavedTensor]
  let units: [DenseUnit<Tensor>]

  /// - Parameters:
  ///   - output: How the block's output is kept.
  ///   - rounds: Whether the rest is kept rounded.
  init(
    block: DenseBlockOutput, units: [DenseUnit<Tensor>], output: SavedTensor, rounds: Bool,
    backend: any Backend
  ) {
    self.units = units
    self.output = output
    hidden = block.hidden.map { norm in
      rounds ? .rounded(backend.rounded(norm.output)) : .kept(norm.output)
    }
    var rest = block
    let nothing = backend.zeros([0])
    rest.output = nothing
    for index in rest.hidden.indices { rest.hidden[index].output = nothing }
    self.block = rest
  }

  /// The block as it was, within what rounding cost.
  func block(on backend: any Backend) -> DenseBlockOutput {
    var whole = block
    whole.output = backend.value(of: output)
    for index in hidden.indices { whole.hidden[index].output = backend.value(of: hidden[index]) }
    return whole
  }
}

extension Backend {
  /// The gradients of the input and of the parameters, unit by unit.
  func denseBlockGradients(_ outputGradient: Tensor, _ saved: SavedDenseBlock) -> [Tensor?] {
    let gradient = denseBlockGradient(
      outputGradient: outputGradient, of: saved.block(on: self), units: saved.units)
    return [gradient.input] + gradient.units.flatMap(\.all)
  }
}

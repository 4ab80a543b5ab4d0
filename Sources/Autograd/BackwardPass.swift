import TensorCore

/// A walk back over a tape's operations, from the gradient of the last one to those of the leaves.
struct BackwardPass {
  private let backend: any Backend

  /// The gradients of variables that have received some, and whose own operation has not been walked back yet.
  private var pending: [Variable.ID: Tensor]

  /// A weight gradient that waits for a batch norm: computed beside that one's gradient, which waits for memory.
  private var waiting: (work: WeightGradientWork, weights: Variable.ID)?

  /// Starts with the gradient of `output`.
  init(backend: any Backend, output: Variable.ID, gradient: Tensor) {
    self.backend = backend
    pending = [output: gradient]
  }

  /// Walks back over one operation.
  ///
  /// - Parameters:
  ///   - node: The operation; all that depend on its result have been walked back.
  ///   - earlier: Those that remain, the next one last.
  ///   - keepsGradient: Whether the gradient of the result is wanted afterwards.
  mutating func walk(_ node: consuming Tape.Node, earlier: [Tape.Node], keepsGradient: Bool) {
    let gradient =
      keepsGradient ? pending[node.output] : pending.removeValue(forKey: node.output)
    guard let gradient else { return }
    // What the first argument has so far goes with it where the rule can add to that on its way to memory.
    let first = node.operation.addsInPlace ? node.arguments.first.flatMap(\.self) : nil
    let addend = first.flatMap { pending.removeValue(forKey: $0) }
    var contributions = contributions(
      of: node, earlier: earlier, outputGradient: consume gradient, addend: consume addend)
    for (position, argument) in node.arguments.enumerated() {
      // Moved out: a second reference would force a copy when it is added to.
      guard let argument, let contribution = contributions[position].take() else { continue }
      accumulate(contribution, under: argument)
    }
  }

  /// The gradients of all variables that are left: leaves, and what was to be kept.
  consuming func finish() -> Gradients {
    settle()
    return Gradients(pending)
  }

  private mutating func contributions(
    of node: Tape.Node, earlier: [Tape.Node], outputGradient: consuming Tensor,
    addend: consuming Tensor?
  ) -> [Tensor?] {
    switch node.operation {
    case .convolution(let input?, let weights, let inputShape, let weightShape, let geometry)
    where BackwardPass.isBatchNormNear(earlier):
      settle()
      let inputGradient = backend.convolutionInputGradient(
        outputGradient, weights: weights, inputShape: inputShape, geometry: geometry,
        addend: addend)
      waiting = node.arguments[1].map { weights in
        let work = backend.weightGradientWork(
          outputGradient, input: input, weightShape: weightShape, geometry: geometry)
        return (work, weights)
      }
      return [
        inputGradient, nil, node.arguments[2].map { _ in backend.sumOverRows(outputGradient) },
      ]
    case .batchNorm(let saved):
      let (work, weights) = (waiting?.work, waiting?.weights)
      waiting = nil
      let gradient = backend.batchNormGradient(consume outputGradient, saved, beside: work)
      if let weights, let weightGradient = gradient.weights {
        accumulate(weightGradient, under: weights)
      }
      return [gradient.input, gradient.scale, gradient.shift, gradient.residual]
    default:
      if !node.operation.isLight { settle() }
      return backend.gradients(of: node, outputGradient: consume outputGradient, addend: addend)
    }
  }

  /// Whether a batch norm is among the next operations, with only light ones before it.
  private static func isBatchNormNear(_ earlier: [Tape.Node]) -> Bool {
    guard let next = earlier.last(where: { !$0.operation.isLight }) else { return false }
    if case .batchNorm = next.operation { return true }
    return false
  }

  /// Computes what waits.
  private mutating func settle() {
    guard let (work, weights) = waiting.take() else { return }
    accumulate(backend.convolutionWeightGradient(work), under: weights)
  }

  /// Adds to the variable's gradient in place where it has one, without ever writing into shared memory.
  private mutating func accumulate(_ contribution: Tensor, under id: Variable.ID) {
    // Taken out first: a second reference in the store would force a copy.
    guard var sum = pending.removeValue(forKey: id) else {
      pending[id] = contribution
      return
    }
    backend.accumulate(contribution, into: &sum)
    pending[id] = sum
  }
}

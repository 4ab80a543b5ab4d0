import TensorCore

/// Records operations as they are computed, to walk them back for gradients.
///
/// A tape is a value that one forward pass is given and mutates. It saves of each operation what the backward rule
/// needs and nothing else; branches that lead to no leaf are not recorded at all.
///
///     var tape = Tape(backend: backend, recording: true)
///     let weights = tape.leaf(parameters)
///     let loss = tape.meanSquaredError(tape.linear(tape.constant(x), weights: weights), target: y)
///     let gradient = tape.backward(from: loss.variable)[weights]
public struct Tape: Sendable {
  /// One recorded operation.
  struct Node {
    let output: Variable.ID
    /// Where the gradients of the arguments go; nil for an argument that is absent or needs none.
    let arguments: [Variable.ID?]
    let operation: Operation
  }

  /// Computes everything that the tape is asked for.
  public let backend: any Backend

  /// Whether operations are recorded; when not, nothing is saved and no variable requires a gradient.
  public let isRecording: Bool

  /// Whether what backward rules need is kept as bfloat16, in half the memory.
  public let roundsSaved: Bool

  /// Whether operations are computed as if they were recorded, while nothing is saved: they will be computed again.
  public let isTrial: Bool

  /// The first result with a number that is not finite; nil when there was none, or nobody watches.
  public private(set) var firstNonFinite: NonFiniteResult?

  /// What a traced pass has computed so far; nil in any other one.
  public private(set) var trace: Trace?

  private var watch: NumberWatch?
  private var nodes: [Node] = []
  private var variableCount = 0

  /// Creates an empty tape.
  ///
  /// - Parameters:
  ///   - backend: What computes.
  ///   - recording: Whether a backward pass will follow.
  ///   - roundsSaved: Whether what backward rules need is kept as bfloat16, in half the memory.
  public init(backend: any Backend, recording: Bool, roundsSaved: Bool = false) {
    self.init(backend: backend, recording: recording, roundsSaved: roundsSaved, isTrial: false)
  }

  private init(backend: any Backend, recording: Bool, roundsSaved: Bool, isTrial: Bool) {
    self.backend = backend
    self.isRecording = recording
    self.roundsSaved = roundsSaved
    self.isTrial = isTrial
  }

  /// An empty tape that computes what a recording one does, and writes down the operations alone, in `trace`.
  public static func tracing(backend: any Backend) -> Tape {
    var tape = Tape(backend: backend, recording: true)
    tape.trace = Trace()
    return tape
  }

  /// An empty tape that computes as this one does and saves nothing.
  public var trial: Tape {
    Tape(backend: backend, recording: isRecording, roundsSaved: false, isTrial: true)
  }

  /// Begins to look at every number that is computed, for who wants to know where one that is not finite comes from.
  ///
  /// - Parameter named: How many of the first variables have names: the parameters.
  public mutating func watchNumbers(named count: Int) {
    watch = NumberWatch(namedCount: count)
  }

  /// The number of operations that a backward pass would walk over.
  public var recordedOperationCount: Int { nodes.count }

  /// A variable whose gradient is wanted: a parameter, or an input to be explained.
  public mutating func leaf(_ value: Tensor) -> Variable {
    makeLeaf(value, requiresGradient: isRecording)
  }

  /// A variable without a gradient: images, targets, frozen weights.
  public mutating func constant(_ value: Tensor) -> Variable {
    makeLeaf(value, requiresGradient: false)
  }

  /// The gradient of `output`, weighted by `seed`, with respect to every leaf that it depends on.
  ///
  /// Consumes the tape from its end: what a rule needed, and the gradient it was given, are released as soon as the
  /// rule has run. Afterwards the tape is empty.
  ///
  /// - Parameters:
  ///   - output: Where to start.
  ///   - seed: The gradient of the final quantity with respect to `output`, of its shape; nil for a scalar
  ///     `output` that is itself the final quantity.
  ///   - kept: Intermediate variables whose gradients are wanted too.
  public mutating func backward(
    from output: Variable, seed: Tensor? = nil, keeping kept: [Variable] = []
  ) -> Gradients {
    precondition(
      seed.map { $0.shape == output.shape } ?? (output.shape.count == 1),
      "backward: a seed of shape \(output.shape) is needed, got \(seed?.shape.description ?? "none")"
    )
    guard output.requiresGradient else {
      nodes = []
      return Gradients([:])
    }
    let keptIDs = Set(kept.map(\.id))
    var pending = [
      output.id: seed ?? Tensor(repeating: 1, shape: output.shape, pool: backend.storagePool)
    ]
    while let node = nodes.popLast() {
      let gradient =
        keptIDs.contains(node.output)
        ? pending[node.output] : pending.removeValue(forKey: node.output)
      guard let gradient else { continue }
      // What the first argument has so far goes with it where the rule can add to that on its way to memory.
      let first = node.operation.addsInPlace ? node.arguments.first.flatMap(\.self) : nil
      let addend = first.flatMap { pending.removeValue(forKey: $0) }
      var contributions = backend.gradients(
        of: node, outputGradient: consume gradient, addend: consume addend)
      for (position, argument) in node.arguments.enumerated() {
        // Moved out: a second reference would force a copy when it is added to.
        guard let argument, let contribution = contributions[position].take() else { continue }
        accumulate(contribution, under: argument, in: &pending)
      }
    }
    return Gradients(pending)
  }

  /// Adds to the variable's gradient in place where it has one, without ever writing into shared memory.
  private func accumulate(
    _ contribution: Tensor, under id: Variable.ID, in pending: inout [Variable.ID: Tensor]
  ) {
    // Taken out first: a second reference in the store would force a copy.
    guard var sum = pending.removeValue(forKey: id) else {
      pending[id] = contribution
      return
    }
    backend.accumulate(contribution, into: &sum)
    pending[id] = sum
  }

  /// Puts a result on the tape, and its operation too when any argument needs a gradient.
  ///
  /// - Parameters:
  ///   - recipe: How the value can be computed again, if nothing need be kept for that alone.
  ///   - operation: Made of the result, only when it is recorded.
  mutating func record(
    _ value: Tensor, arguments: [Variable?], recipe: @autoclosure () -> SavedTensor?,
    operation: (Variable) -> Operation
  ) -> Variable {
    if watch != nil, firstNonFinite == nil {
      firstNonFinite = watch?.look(at: value, computedFrom: arguments, backend: backend)
    }
    if trace != nil {
      let result = makeVariable(value, requiresGradient: false)
      trace?.steps.append(
        TraceStep(
          kind: TraceStep.Kind(operation(result)), arguments: arguments.map { $0?.id },
          output: result.id, shape: result.shape))
      return result
    }
    let isNeeded = arguments.contains { $0?.requiresGradient ?? false }
    guard isNeeded, !isTrial else {
      return makeVariable(value, requiresGradient: isNeeded)
    }
    let result = makeVariable(
      value, requiresGradient: true, recipe: recipe() ?? roundedCopy(of: value))
    nodes.append(
      Node(
        output: result.id, arguments: arguments.map { $0?.gradientID },
        operation: operation(result)))
    return result
  }

  /// As above, for an operation that does not need its result.
  mutating func record(
    _ value: Tensor, arguments: [Variable?], recipe: @autoclosure () -> SavedTensor? = nil,
    operation: () -> Operation
  ) -> Variable {
    record(value, arguments: arguments, recipe: recipe()) { _ in operation() }
  }

  /// Small tensors are not worth a copy.
  private func roundedCopy(of value: Tensor) -> SavedTensor? {
    roundsSaved && value.count >= 1024 ? .rounded(backend.rounded(value)) : nil
  }

  private mutating func makeLeaf(_ value: Tensor, requiresGradient: Bool) -> Variable {
    let variable = makeVariable(value, requiresGradient: requiresGradient && trace == nil)
    trace?.leaves[variable.id] = value
    return variable
  }

  private mutating func makeVariable(
    _ value: Tensor, requiresGradient: Bool, recipe: SavedTensor? = nil
  ) -> Variable {
    defer { variableCount += 1 }
    return Variable(
      id: Variable.ID(index: variableCount), value: value, requiresGradient: requiresGradient,
      recipe: recipe)
  }
}

extension Variable {
  /// Where a gradient of this variable is to go, if it is wanted.
  var gradientID: ID? { requiresGradient ? id : nil }

  /// The value, when a saved copy serves a gradient that is wanted.
  func saved(if isNeeded: Bool) -> Tensor? { isNeeded ? value : nil }

  /// The value, or how it is computed again.
  var saved: SavedTensor { recipe ?? .kept(value) }
}

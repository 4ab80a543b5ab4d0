import Autograd
import Basics
import TensorCore

/// All that a forward pass needs and returns besides its input and output: nothing is ambient.
///
///     var context = ForwardContext(state: state, backend: backend, mode: .training, random: stepSource)
///     let logits = model.forward(context.tape.constant(images), context: &context)
///     let loss = context.tape.crossEntropy(logits, labels: labels)
///     let gradients = context.backward(from: loss.variable)
///     state.apply(context.updates)
public struct ForwardContext: Sendable {
  /// Where operations are computed and recorded.
  public var tape: Tape

  /// What the pass is for.
  public private(set) var mode: ForwardMode

  /// How the pass is computed.
  public private(set) var execution: ExecutionOptions

  /// What the pass asks to be done to the state's buffers, in order; `ModelState.apply` does it.
  public private(set) var updates: [StateUpdate] = []

  /// What layers computed, in order, in a pass that is to be explained; nil otherwise.
  public private(set) var observations: [Observation]?

  private let subject: Observation.Subject?
  /// How many chains of layers the pass is inside of.
  private var chainDepth = 0
  private var parameters: [Variable]
  private let trainable: [Bool]?
  private var buffers: [Tensor]
  private let random: RandomSource
  private var randomUseCount = 0

  /// Prepares a forward pass.
  ///
  /// - Parameters:
  ///   - state: The model's parameters and buffers.
  ///   - backend: What computes.
  ///   - mode: What the pass is for.
  ///   - recording: Whether `backward` will follow; nil for: in training.
  ///   - trainable: For each parameter whether its gradient is wanted; nil for all.
  ///   - random: Decides everything random in this pass; give each step its own.
  ///   - execution: How the pass is computed.
  ///   - subject: What is noted for an explanation; nil: nothing.
  public init(
    state: ModelState, backend: any Backend, mode: ForwardMode, recording: Bool? = nil,
    trainable: [Bool]? = nil, random: RandomSource,
    execution: ExecutionOptions = ExecutionOptions(), observing subject: Observation.Subject? = nil
  ) {
    precondition(
      trainable.map { $0.count == state.parameters.count } ?? true,
      "ForwardContext: \(trainable?.count ?? 0) flags for \(state.parameters.count) parameters")
    var tape = Tape(
      backend: backend, recording: recording ?? (mode == .training),
      roundsSaved: execution.roundsSaved)
    parameters = state.parameters.enumerated().map { index, parameter in
      trainable?[index] ?? true ? tape.leaf(parameter) : tape.constant(parameter)
    }
    self.tape = tape
    self.trainable = trainable
    self.mode = mode
    self.random = random
    self.execution = execution
    self.subject = subject
    observations = subject == nil ? nil : []
    buffers = state.buffers
  }

  /// Prepares an evaluation of which `tape.trace` tells every operation.
  ///
  /// - Parameters:
  ///   - state: The model's parameters and buffers.
  ///   - backend: What computes.
  public init(tracing state: ModelState, backend: any Backend) {
    self.init(
      state: ModelState(parameters: [], buffers: state.buffers, counters: []), backend: backend,
      mode: .evaluation, random: RandomSource(seed: 0))
    tape = Tape.tracing(backend: backend)
    parameters = state.parameters.map { tape.leaf($0) }
  }

  /// Whether layers use fused operations.
  public var fusesOperations: Bool { execution.fusesOperations }

  /// The variable of a parameter.
  public subscript(parameter: ParameterID) -> Variable { parameters[parameter.index] }

  /// Where the parameters are on the tape, in their order.
  var parameterIDs: [Variable.ID] { parameters.map(\.id) }

  /// Whether a parameter is kept as it is.
  func isFrozen(_ parameter: ParameterID) -> Bool { !(trainable?[parameter.index] ?? true) }

  /// The value of a buffer.
  public subscript(buffer: BufferID) -> Tensor { buffers[buffer.index] }

  /// A random source that no other use within this pass shares.
  ///
  /// - Parameter purpose: What the numbers are for.
  public mutating func nextRandom(for purpose: String) -> RandomSource {
    defer { randomUseCount += 1 }
    return random.split(purpose).split(randomUseCount)
  }

  /// Begins to look at every number that layers compute; `tape.firstNonFinite` then names parameters by their places.
  public mutating func watchNumbers() {
    tape.watchNumbers(named: parameters.count)
  }

  /// Asks for a change of the state's buffers.
  public mutating func request(_ update: StateUpdate) {
    updates.append(update)
  }

  /// Runs part of a pass in evaluation mode: a frozen part keeps its statistics and drops nothing.
  public mutating func evaluating<Result>(_ body: (inout ForwardContext) -> Result) -> Result {
    let outerMode = mode
    mode = .evaluation
    defer { mode = outerMode }
    return body(&self)
  }

  /// Whether attention is to be noted.
  var notesAttention: Bool { subject == .attention }

  /// Notes the attention of a block: the mean over the heads, images x tokens x tokens.
  mutating func note(attention: [Float], tokens: Int) {
    observations?.append(.attention(attention, tokens: tokens))
  }

  /// Runs a chain of layers; the outputs of the outermost one are noted.
  mutating func inChain<Result>(_ body: (inout ForwardContext) -> Result) -> Result {
    chainDepth += 1
    defer { chainDepth -= 1 }
    return body(&self)
  }

  /// Notes the output of a layer of the outermost chain.
  mutating func note(output: Variable) {
    guard subject == .outputs, chainDepth == 1, output.shape.rank > 2 else { return }
    observations?.append(.output(output))
  }

  /// Computes a part of the network of which only the input is kept, where the execution asks for that.
  ///
  /// - Parameter body: The part; depends on its arguments and on values only.
  public mutating func recomputing(
    _ input: Variable, _ body: @escaping @Sendable (Variable, inout ForwardContext) -> Variable
  ) -> Variable {
    guard execution.recomputesBlocks, tape.isRecording else { return body(input, &self) }
    // The part within a part is computed with it.
    var start = self
    start.execution.recomputesBlocks = false
    start.tape = tape.trial
    start.parameters = []
    start.updates = []
    let arguments = [input] + parameters
    var trial = start
    let inner = trial.enter(arguments.map { (value: $0.value, isTrained: $0.requiresGradient) })
    let output = body(inner, &trial)
    updates += trial.updates
    randomUseCount = trial.randomUseCount
    return tape.recomputed(output.value, arguments: arguments) { [start] tape, arguments in
      var again = start
      again.tape = tape
      again.parameters = Array(arguments.dropFirst())
      let output = body(arguments[0], &again)
      tape = again.tape
      return output
    }
  }

  /// Puts the input and the parameters of a part on the context's tape; gives the input.
  private mutating func enter(_ arguments: [(value: Tensor, isTrained: Bool)]) -> Variable {
    let variables = arguments.map { $0.isTrained ? tape.leaf($0.value) : tape.constant($0.value) }
    parameters = Array(variables.dropFirst())
    return variables[0]
  }

  /// The gradients of a scalar with respect to the parameters, in their order; nil for frozen and for unused ones.
  ///
  /// Ends the pass: afterwards the context holds nothing of the model, so that an optimizer finds itself the only
  /// owner of the parameters and updates them in place.
  public mutating func backward(from loss: Variable) -> [Tensor?] {
    var gradients = tape.backward(from: loss)
    let result = parameters.map { gradients.take($0) }
    parameters = []
    buffers = []
    return result
  }
}

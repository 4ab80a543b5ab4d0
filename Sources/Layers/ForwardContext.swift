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

  /// Whether layers use fused operations; simple ones give the same results within rounding.
  public let fusesOperations: Bool

  /// What the pass asks to be done to the state's buffers, in order; `ModelState.apply` does it.
  public private(set) var updates: [StateUpdate] = []

  private var parameters: [Variable]
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
  ///   - fusesOperations: Whether layers use fused operations.
  public init(
    state: ModelState, backend: any Backend, mode: ForwardMode, recording: Bool? = nil,
    trainable: [Bool]? = nil, random: RandomSource, fusesOperations: Bool = true
  ) {
    precondition(
      trainable.map { $0.count == state.parameters.count } ?? true,
      "ForwardContext: \(trainable?.count ?? 0) flags for \(state.parameters.count) parameters")
    var tape = Tape(backend: backend, recording: recording ?? (mode == .training))
    parameters = state.parameters.enumerated().map { index, parameter in
      trainable?[index] ?? true ? tape.leaf(parameter) : tape.constant(parameter)
    }
    self.tape = tape
    self.mode = mode
    self.random = random
    self.fusesOperations = fusesOperations
    buffers = state.buffers
  }

  /// The variable of a parameter.
  public subscript(parameter: ParameterID) -> Variable { parameters[parameter.index] }

  /// The value of a buffer.
  public subscript(buffer: BufferID) -> Tensor { buffers[buffer.index] }

  /// A random source that no other use within this pass shares.
  ///
  /// - Parameter purpose: What the numbers are for.
  public mutating func nextRandom(for purpose: String) -> RandomSource {
    defer { randomUseCount += 1 }
    return random.split(purpose).split(randomUseCount)
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

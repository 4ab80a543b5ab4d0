import TensorCore

/// Stochastic gradient descent with optional momentum, in PyTorch's form.
///
/// v = momentum v + g, and the parameter loses rate v; with Nesterov's form rate (g + momentum v).
public struct GradientDescent: UpdateRule, Hashable {
  /// The momentum coefficient, in [0, 1).
  public var momentum: Double
  /// Whether Nesterov's form is used; needs a momentum.
  public var nesterov: Bool
  public var weightDecay: Double

  /// Creates the rule.
  public init(momentum: Double = 0, nesterov: Bool = false, weightDecay: Double = 0) {
    precondition((0..<1).contains(momentum), "GradientDescent: momentum \(momentum)")
    precondition(!nesterov || momentum > 0, "GradientDescent: Nesterov's form needs a momentum")
    precondition(weightDecay >= 0, "GradientDescent: decay \(weightDecay)")
    self.momentum = momentum
    self.nesterov = nesterov
    self.weightDecay = weightDecay
  }

  public var slotNames: [String] { momentum > 0 ? ["momentum_buffer"] : [] }

  public var exportsStep: Bool { false }

  public func initialState(for parameter: Tensor, backend: any Backend) -> ParameterState {
    ParameterState()
  }

  public func update(
    _ parameter: inout Tensor, gradient: Tensor, state: inout ParameterState,
    learningRate: Double, weightDecay: Double, backend: any Backend
  ) {
    state.step += 1
    var velocity = state.slots.popLast()
    let isFirst = velocity == nil
    if isFirst, momentum > 0 { velocity = backend.zeros(parameter.shape) }
    let settings = MomentumStep(
      learningRate: learningRate, momentum: momentum, nesterov: nesterov,
      weightDecay: weightDecay, isFirst: isFirst)
    backend.momentumUpdate(
      parameter: &parameter, gradient: gradient, velocity: &velocity, settings: settings)
    if let velocity { state.slots = [velocity] }
  }

  public func exportedSettings(learningRate: Double, weightDecay: Double) -> [ExportedItem] {
    [
      ExportedItem("lr", .real(learningRate)),
      ExportedItem("momentum", .real(momentum)),
      ExportedItem("dampening", .integer(0)),
      ExportedItem("weight_decay", .real(weightDecay)),
      ExportedItem("nesterov", .flag(nesterov)),
      ExportedItem("maximize", .flag(false)),
      ExportedItem("foreach", .none),
      ExportedItem("differentiable", .flag(false)),
      ExportedItem("fused", .none),
    ]
  }
}

extension OptimizerKind {
  /// Stochastic gradient descent with optional momentum.
  public static let sgd = OptimizerKind(
    "sgd", summary: "stochastic gradient descent with momentum, Nesterov on request"
  ) {
    GradientDescent(momentum: $0.momentum, nesterov: $0.nesterov, weightDecay: $0.weightDecay)
  }
}

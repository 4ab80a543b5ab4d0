import TensorCore

/// Adam (Kingma and Ba 2015), and AdamW (Loshchilov and Hutter 2019) with decoupled weight decay.
///
/// m = beta1 m + (1 - beta1) g, v = beta2 v + (1 - beta2) g^2, and the parameter loses
/// rate (m / (1 - beta1^t)) / (sqrt(v / (1 - beta2^t)) + epsilon).
public struct Adam: UpdateRule, Hashable {
  /// Decay of the first moment, in [0, 1).
  public var beta1: Double
  /// Decay of the second moment, in [0, 1).
  public var beta2: Double
  /// Added to the root of the second moment, above 0.
  public var epsilon: Double
  public var weightDecay: Double
  /// Whether parameters shrink by rate x decay (AdamW) instead of decay x parameter joining the gradient (Adam).
  public var decoupledDecay: Bool

  /// Creates the rule with PyTorch's defaults.
  public init(
    beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-8, weightDecay: Double = 0,
    decoupledDecay: Bool = false
  ) {
    precondition(
      (0..<1).contains(beta1) && (0..<1).contains(beta2), "Adam: betas \(beta1), \(beta2)")
    precondition(epsilon >= 0 && weightDecay >= 0, "Adam: epsilon \(epsilon), decay \(weightDecay)")
    self.beta1 = beta1
    self.beta2 = beta2
    self.epsilon = epsilon
    self.weightDecay = weightDecay
    self.decoupledDecay = decoupledDecay
  }

  /// AdamW with PyTorch's defaults.
  public static func adamW(
    beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-8, weightDecay: Double = 0.01
  ) -> Adam {
    Adam(
      beta1: beta1, beta2: beta2, epsilon: epsilon, weightDecay: weightDecay, decoupledDecay: true)
  }

  public var slotNames: [String] { ["exp_avg", "exp_avg_sq"] }

  public var exportsStep: Bool { true }

  public func update(
    _ parameter: inout Tensor, gradient: Tensor, state: inout ParameterState,
    learningRate: Double, weightDecay: Double, backend: any Backend
  ) {
    state.step += 1
    let settings = AdamStep(
      learningRate: learningRate, beta1: beta1, beta2: beta2, epsilon: epsilon,
      weightDecay: weightDecay, decoupledDecay: decoupledDecay, step: state.step)
    // Moved out, so that each is the only reference to its memory and is updated in place.
    var secondMoment = state.slots.removeLast()
    var firstMoment = state.slots.removeLast()
    backend.adamUpdate(
      parameter: &parameter, gradient: gradient, firstMoment: &firstMoment,
      secondMoment: &secondMoment, settings: settings)
    state.slots = [firstMoment, secondMoment]
  }

  public func exportedSettings(learningRate: Double, weightDecay: Double) -> [ExportedItem] {
    [
      ExportedItem("lr", .real(learningRate)),
      ExportedItem("betas", .tuple([.real(beta1), .real(beta2)])),
      ExportedItem("eps", .real(epsilon)),
      ExportedItem("weight_decay", .real(weightDecay)),
      ExportedItem("amsgrad", .flag(false)),
      ExportedItem("maximize", .flag(false)),
      ExportedItem("foreach", .none),
      ExportedItem("capturable", .flag(false)),
      ExportedItem("differentiable", .flag(false)),
      ExportedItem("fused", .none),
      ExportedItem("decoupled_weight_decay", .flag(decoupledDecay)),
    ]
  }
}

extension OptimizerKind {
  /// Adam with L2 regularisation (Kingma and Ba 2015).
  public static let adam = OptimizerKind(
    "adam", summary: "Adam; weight decay is added to the gradient (L2)"
  ) { rule($0, decoupledDecay: false) }

  /// Adam with decoupled weight decay (Loshchilov and Hutter 2019).
  public static let adamw = OptimizerKind(
    "adamw", summary: "Adam with decoupled weight decay"
  ) { rule($0, decoupledDecay: true) }

  private static func rule(_ options: OptimizationOptions, decoupledDecay: Bool) -> Adam {
    let betas = options.betas ?? [0.9, 0.999]
    return Adam(
      beta1: betas[0], beta2: betas[1], epsilon: options.epsilon ?? 1e-8,
      weightDecay: options.weightDecay, decoupledDecay: decoupledDecay)
  }
}

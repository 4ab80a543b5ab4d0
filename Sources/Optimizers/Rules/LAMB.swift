import TensorCore

/// LAMB (You and others 2020, algorithm 2): Adam's direction, scaled layer by layer to the size of the weights.
///
/// u = (m / (1 - beta1^t)) / (sqrt(v / (1 - beta2^t)) + epsilon) + decay w, and the parameter loses rate |w| / |u| u. As in
/// timm 1.0, parameters without a decay are not scaled, nor are those whose norm or update is 0. timm also clips the
/// global norm of the gradient to 1: here that is `gradient_clip_val`.
public struct LAMB: UpdateRule, Hashable {
  /// Decay of the first moment, in [0, 1).
  public var beta1: Double
  /// Decay of the second moment, in [0, 1).
  public var beta2: Double
  /// Added to the root of the second moment, at least 0.
  public var epsilon: Double
  public var weightDecay: Double

  /// Creates the rule with timm's defaults.
  public init(
    beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-6, weightDecay: Double = 0.01
  ) {
    precondition(
      (0..<1).contains(beta1) && (0..<1).contains(beta2), "LAMB: betas \(beta1), \(beta2)")
    precondition(epsilon >= 0 && weightDecay >= 0, "LAMB: epsilon \(epsilon), decay \(weightDecay)")
    self.beta1 = beta1
    self.beta2 = beta2
    self.epsilon = epsilon
    self.weightDecay = weightDecay
  }

  public var slotNames: [String] { ["exp_avg", "exp_avg_sq"] }

  public var exportsStep: Bool { true }

  public var exportsGroupStep: Bool { true }

  public func update(
    _ parameter: inout Tensor, gradient: Tensor, state: inout ParameterState,
    learningRate: Double, weightDecay: Double, backend: any Backend
  ) {
    let direction = state.adamDirection(
      of: parameter, gradient: gradient, beta1: beta1, beta2: beta2, epsilon: epsilon,
      weightDecay: weightDecay, backend: backend)
    var rate = learningRate
    if weightDecay != 0 {
      let size = backend.sumOfSquares(parameter).squareRoot()
      let step = backend.sumOfSquares(direction).squareRoot()
      if size > 0, step > 0 { rate *= size / step }
    }
    backend.accumulate(backend.scale(direction, by: Float(-rate)), into: &parameter)
  }

  public func exportedSettings(learningRate: Double, weightDecay: Double) -> [ExportedItem] {
    [
      ExportedItem("lr", .real(learningRate)),
      ExportedItem("bias_correction", .flag(true)),
      ExportedItem("betas", .tuple([.real(beta1), .real(beta2)])),
      ExportedItem("eps", .real(epsilon)),
      ExportedItem("weight_decay", .real(weightDecay)),
      ExportedItem("grad_averaging", .flag(true)),
      ExportedItem("max_grad_norm", .none),
      ExportedItem("trust_clip", .flag(false)),
      ExportedItem("always_adapt", .flag(false)),
      ExportedItem("caution", .flag(false)),
      ExportedItem("decoupled_decay", .flag(false)),
      ExportedItem("corrected_weight_decay", .flag(false)),
      ExportedItem("foreach", .none),
    ]
  }
}

extension OptimizerKind {
  /// LAMB (You and others 2020).
  public static let lamb = OptimizerKind(
    "lamb", summary: "Adam's step scaled layer by layer to the size of the weights"
  ) { options in
    let betas = options.betas ?? [0.9, 0.999]
    return LAMB(
      beta1: betas[0], beta2: betas[1], epsilon: options.epsilon ?? 1e-6,
      weightDecay: options.weightDecay)
  }
}

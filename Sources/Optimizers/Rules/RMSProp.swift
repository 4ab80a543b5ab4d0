import TensorCore

/// RMSprop (Hinton 2012, lecture 6e), in PyTorch's form.
///
/// v = alpha v + (1 - alpha) g^2, and the parameter loses rate g / (sqrt(v) + epsilon), or that much momentum. The centred
/// form (Graves 2013) takes the square of the average gradient off v.
public struct RMSProp: UpdateRule, Hashable {
  /// Decay of the average of squares, in [0, 1).
  public var alpha: Double
  /// Added to the root of the average, at least 0.
  public var epsilon: Double
  /// The momentum coefficient, in [0, 1).
  public var momentum: Double
  /// Whether squares are taken about the average gradient.
  public var isCentred: Bool
  public var weightDecay: Double

  /// Creates the rule with PyTorch's defaults.
  public init(
    alpha: Double = 0.99, epsilon: Double = 1e-8, momentum: Double = 0, isCentred: Bool = false,
    weightDecay: Double = 0
  ) {
    precondition(
      (0..<1).contains(alpha) && (0..<1).contains(momentum),
      "RMSProp: alpha \(alpha), momentum \(momentum)")
    precondition(
      epsilon >= 0 && weightDecay >= 0, "RMSProp: epsilon \(epsilon), decay \(weightDecay)")
    self.alpha = alpha
    self.epsilon = epsilon
    self.momentum = momentum
    self.isCentred = isCentred
    self.weightDecay = weightDecay
  }

  public var slotNames: [String] {
    ["square_avg"] + (momentum > 0 ? ["momentum_buffer"] : []) + (isCentred ? ["grad_avg"] : [])
  }

  public var exportsStep: Bool { true }

  public func update(
    _ parameter: inout Tensor, gradient: Tensor, state: inout ParameterState,
    learningRate: Double, weightDecay: Double, backend: any Backend
  ) {
    state.step += 1
    // Moved out, so that each is the only reference to its memory and is updated in place.
    var average = isCentred ? state.slots.removeLast() : nil
    var velocity = momentum > 0 ? state.slots.removeLast() : nil
    var squares = state.slots.removeLast()
    backend.rmsUpdate(
      parameter: &parameter, gradient: gradient, squareAverage: &squares, velocity: &velocity,
      average: &average,
      settings: RMSStep(
        learningRate: learningRate, alpha: alpha, epsilon: epsilon, momentum: momentum,
        weightDecay: weightDecay))
    state.slots = [squares] + [velocity, average].compactMap(\.self)
  }

  public func exportedSettings(learningRate: Double, weightDecay: Double) -> [ExportedItem] {
    [
      ExportedItem("lr", .real(learningRate)),
      ExportedItem("momentum", .real(momentum)),
      ExportedItem("alpha", .real(alpha)),
      ExportedItem("eps", .real(epsilon)),
      ExportedItem("centered", .flag(isCentred)),
      ExportedItem("weight_decay", .real(weightDecay)),
      ExportedItem("capturable", .flag(false)),
      ExportedItem("foreach", .none),
      ExportedItem("maximize", .flag(false)),
      ExportedItem("differentiable", .flag(false)),
    ]
  }
}

extension OptimizerKind {
  /// RMSprop (Hinton 2012).
  public static let rmsprop = OptimizerKind(
    "rmsprop", summary: "gradients over the root of their average square; L2 decay"
  ) {
    RMSProp(
      alpha: $0.rmspropAlpha, epsilon: $0.epsilon ?? 1e-8, momentum: $0.rmspropMomentum,
      isCentred: $0.rmspropIsCentred, weightDecay: $0.weightDecay)
  }
}

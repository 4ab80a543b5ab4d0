import TensorCore

/// Lion (Chen and others 2023, algorithm 2): the sign of an interpolated momentum, and decoupled weight decay.
///
/// The parameter shrinks by rate x decay and loses rate sign(beta1 m + (1 - beta1) g); then m = beta2 m + (1 - beta2) g.
/// Every element moves by the rate, so that it wants a rate three to ten times below Adam's.
public struct Lion: UpdateRule, Hashable {
  /// What the moment weighs in the direction, in [0, 1).
  public var beta1: Double
  /// Decay of the moment, in [0, 1).
  public var beta2: Double
  public var weightDecay: Double

  /// Creates the rule with its authors' defaults.
  public init(beta1: Double = 0.9, beta2: Double = 0.99, weightDecay: Double = 0) {
    precondition(
      (0..<1).contains(beta1) && (0..<1).contains(beta2), "Lion: betas \(beta1), \(beta2)")
    precondition(weightDecay >= 0, "Lion: decay \(weightDecay)")
    self.beta1 = beta1
    self.beta2 = beta2
    self.weightDecay = weightDecay
  }

  public var slotNames: [String] { ["exp_avg"] }

  public var exportsStep: Bool { false }

  public func update(
    _ parameter: inout Tensor, gradient: Tensor, state: inout ParameterState,
    learningRate: Double, weightDecay: Double, backend: any Backend
  ) {
    state.step += 1
    state.withLastSlot { moment in
      backend.lionUpdate(
        parameter: &parameter, gradient: gradient, moment: &moment, learningRate: learningRate,
        beta1: beta1, beta2: beta2, weightDecay: weightDecay)
    }
  }

  public func exportedSettings(learningRate: Double, weightDecay: Double) -> [ExportedItem] {
    [
      ExportedItem("lr", .real(learningRate)),
      ExportedItem("betas", .tuple([.real(beta1), .real(beta2)])),
      ExportedItem("weight_decay", .real(weightDecay)),
      ExportedItem("caution", .flag(false)),
      ExportedItem("corrected_weight_decay", .flag(false)),
      ExportedItem("foreach", .none),
      ExportedItem("maximize", .flag(false)),
    ]
  }
}

extension OptimizerKind {
  /// Lion (Chen and others 2023).
  public static let lion = OptimizerKind(
    "lion",
    summary: "the sign of a momentum; decoupled decay; wants a third of adam's rate or less"
  ) { options in
    let betas = options.betas ?? [0.9, 0.99]
    return Lion(beta1: betas[0], beta2: betas[1], weightDecay: options.weightDecay)
  }
}

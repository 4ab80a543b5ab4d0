import TensorCore

/// Adagrad (Duchi, Hazan and Singer 2011), in PyTorch's form without decay of the rate.
///
/// s = s + g^2, and the parameter loses rate g / (sqrt(s) + epsilon).
public struct Adagrad: UpdateRule, Hashable {
  /// Added to the root of the sum, at least 0.
  public var epsilon: Double
  public var weightDecay: Double

  /// Creates the rule with PyTorch's defaults.
  public init(epsilon: Double = 1e-10, weightDecay: Double = 0) {
    precondition(
      epsilon >= 0 && weightDecay >= 0, "Adagrad: epsilon \(epsilon), decay \(weightDecay)")
    self.epsilon = epsilon
    self.weightDecay = weightDecay
  }

  public var slotNames: [String] { ["sum"] }

  public var exportsStep: Bool { true }

  public func update(
    _ parameter: inout Tensor, gradient: Tensor, state: inout ParameterState,
    learningRate: Double, weightDecay: Double, backend: any Backend
  ) {
    state.step += 1
    state.withLastSlot { sum in
      backend.adagradUpdate(
        parameter: &parameter, gradient: gradient, sum: &sum, learningRate: learningRate,
        epsilon: epsilon, weightDecay: weightDecay)
    }
  }

  public func exportedSettings(learningRate: Double, weightDecay: Double) -> [ExportedItem] {
    [
      ExportedItem("lr", .real(learningRate)),
      ExportedItem("lr_decay", .integer(0)),
      ExportedItem("eps", .real(epsilon)),
      ExportedItem("weight_decay", .real(weightDecay)),
      ExportedItem("initial_accumulator_value", .integer(0)),
      ExportedItem("foreach", .none),
      ExportedItem("maximize", .flag(false)),
      ExportedItem("differentiable", .flag(false)),
      ExportedItem("fused", .none),
    ]
  }
}

extension OptimizerKind {
  /// Adagrad (Duchi, Hazan and Singer 2011).
  public static let adagrad = OptimizerKind(
    "adagrad", summary: "gradients over the root of the sum of their squares; L2 decay"
  ) { Adagrad(epsilon: $0.epsilon ?? 1e-10, weightDecay: $0.weightDecay) }
}

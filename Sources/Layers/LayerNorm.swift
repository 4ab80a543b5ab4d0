import Autograd
import TensorCore

/// Layer normalization over the last axis (Ba and others 2016).
///
/// - Shapes: (..., channels), kept.
public struct LayerNorm: Layer {
  private let name: String
  private let scale: ParameterID
  private let shift: ParameterID
  private let channels: Int
  private let epsilon: Float

  /// Declares `NAME.weight` and `NAME.bias`.
  ///
  /// - Parameters:
  ///   - name: The layer's name within the builder's scope.
  ///   - channels: At least 1.
  ///   - epsilon: Added to the variance, above 0.
  ///   - builder: Where the parameters are declared.
  public init(
    _ name: String, channels: Int, epsilon: Float = 1e-6, in builder: inout ModelBuilder
  ) {
    self.name = builder.qualifiedName(name)
    self.channels = channels
    self.epsilon = epsilon
    (scale, shift) = builder.scope(name) { builder in
      (
        builder.parameter(
          "weight", shape: [channels], kind: .normalizationScale, initializer: .constant(1)),
        builder.parameter(
          "bias", shape: [channels], kind: .normalizationShift, initializer: .constant(0))
      )
    }
  }

  public func forward(_ input: Variable, context: inout ForwardContext) -> Variable {
    context.tape.layerNorm(
      input, scale: context[scale], shift: context[shift], epsilon: epsilon)
  }

  public func describe(_ input: Shape, in summary: inout ModelSummary) -> Shape {
    summary.add(name: name, kind: "layer norm", outputShape: input, parameterCount: 2 * channels)
    return input
  }
}

import Autograd
import TensorCore

/// Dropout and one linear layer.
///
/// - Shapes: (batch, features) to (batch, classes).
public struct ClassificationHead: Head {
  public let outputShape: [Int]

  private let layers: Sequential

  /// Declares the linear layer.
  ///
  /// - Parameters:
  ///   - style: The linear layer's name and how it is drawn.
  ///   - features: The number of features.
  ///   - classes: The number of logits.
  ///   - dropout: The probability of a feature to fall in training.
  ///   - builder: Where the parameters are declared.
  public init(
    _ style: HeadStyle, features: Int, classes: Int, dropout: Float, in builder: inout ModelBuilder
  ) {
    outputShape = [classes]
    layers = Sequential([
      Dropout(dropout),
      Linear(
        style.name, inputs: features, outputs: classes, initializer: style.weights,
        biasInitializer: style.bias, in: &builder),
    ])
  }

  public func forward(_ input: Variable, context: inout ForwardContext) -> Variable {
    layers.forward(input, context: &context)
  }

  public func describe(_ input: Shape, in summary: inout ModelSummary) -> Shape {
    layers.describe(input, in: &summary)
  }
}

import Autograd
import TensorCore

/// Dropout and one independent linear classifier per group, all fed with the same features.
///
/// - Shapes: (batch, features) to (batch, groups, classes).
public struct GroupedClassificationHead: Head {
  private let dropout: Dropout
  private let classifiers: [Linear]
  private let classes: Int

  /// Declares the classifiers `SCOPE.NAME`.
  ///
  /// - Parameters:
  ///   - scope: The first part of the classifiers' names.
  ///   - names: One per group, at least one.
  ///   - features: The number of features.
  ///   - classes: The number of logits of each group.
  ///   - dropout: The probability of a feature to fall in training, for all groups at once.
  ///   - style: How the classifiers are drawn; its name is not used.
  ///   - builder: Where the parameters are declared.
  public init(
    scope: String, names: [String], features: Int, classes: Int, dropout: Float,
    style: HeadStyle = HeadStyle(name: ""), in builder: inout ModelBuilder
  ) {
    precondition(!names.isEmpty, "a grouped head needs at least one group")
    self.dropout = Dropout(dropout)
    self.classes = classes
    classifiers = builder.scope(scope) { builder in
      names.map {
        Linear(
          $0, inputs: features, outputs: classes, initializer: style.weights,
          biasInitializer: style.bias, in: &builder)
      }
    }
  }

  public var outputShape: [Int] { [classifiers.count, classes] }

  public func forward(_ input: Variable, context: inout ForwardContext) -> Variable {
    let features = dropout.forward(input, context: &context)
    let logits = classifiers.map { $0.forward(features, context: &context) }
    let joined = context.tape.concatenateChannels(logits)
    return context.tape.reshape(joined, to: Shape([input.shape[0]] + outputShape))
  }

  public func describe(_ input: Shape, in summary: inout ModelSummary) -> Shape {
    let features = dropout.describe(input, in: &summary)
    for classifier in classifiers { _ = classifier.describe(features, in: &summary) }
    return Shape([input[0]] + outputShape)
  }
}

import Autograd
import TensorCore

/// Dropout and one independent linear classifier per group, fed with the same features or each with its own.
///
/// - Shapes: (batch, features) or (batch, groups, features) to (batch, groups, classes).
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
    let logits = classifiers.enumerated().map { group, classifier in
      classifier.forward(
        input.shape.rank == 3 ? own(group, of: features, context: &context) : features,
        context: &context)
    }
    let joined = context.tape.concatenateChannels(logits)
    return context.tape.reshape(joined, to: Shape([input.shape[0]] + outputShape))
  }

  /// The features of one group, (batch, features).
  private func own(
    _ group: Int, of features: Variable, context: inout ForwardContext
  ) -> Variable {
    let (batch, groups, width) = (features.shape[0], features.shape[1], features.shape[2])
    let rows = context.tape.reshape(features, to: [batch, groups * width])
    return context.tape.sliceChannels(rows, group * width..<(group + 1) * width)
  }

  public func describe(_ input: Shape, in summary: inout ModelSummary) -> Shape {
    let features = dropout.describe(input, in: &summary)
    for classifier in classifiers { _ = classifier.describe(features, in: &summary) }
    return Shape([input[0]] + outputShape)
  }
}

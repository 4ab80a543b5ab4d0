/// Parameters that are updated alike.
public struct ParameterGroup: Sendable {
  /// Indices into the model's parameters.
  public var parameters: [Int]
  /// What the learning rate is multiplied by.
  public var learningRateFactor: Double
  /// The weight decay; nil for the rule's.
  public var weightDecay: Double?
  /// How gradients change these parameters; nil for the optimizer's rule.
  public var rule: (any UpdateRule)?

  /// Creates a group.
  public init(
    parameters: [Int], learningRateFactor: Double = 1, weightDecay: Double? = nil,
    rule: (any UpdateRule)? = nil
  ) {
    self.parameters = parameters
    self.learningRateFactor = learningRateFactor
    self.weightDecay = weightDecay
    self.rule = rule
  }
}

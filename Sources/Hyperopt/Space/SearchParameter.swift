/// A parameter that is searched.
public struct SearchParameter: Hashable, Sendable {
  /// Its name.
  public var name: String
  /// What its values are drawn from.
  public var distribution: Distribution
  /// When it exists; nil: always.
  public var condition: SearchCondition?

  /// Creates a parameter.
  public init(_ name: String, _ distribution: Distribution, if condition: SearchCondition? = nil) {
    self.name = name
    self.distribution = distribution
    self.condition = condition
  }
}

/// A parameter exists only while another one has a certain choice.
public struct SearchCondition: Hashable, Sendable {
  /// The other parameter, a categorical one.
  public var parameter: String
  /// The position of the choice that it must have.
  public var choice: Int

  /// Creates a condition.
  public init(_ parameter: String, isChoice choice: Int) {
    self.parameter = parameter
    self.choice = choice
  }
}

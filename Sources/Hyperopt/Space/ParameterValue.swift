/// A value drawn for a parameter.
public enum ParameterValue: Hashable, Sendable {
  /// Of `Distribution.float`.
  case double(Double)
  /// Of `Distribution.int`.
  case int(Int)
  /// Of `Distribution.categorical`: the position of the choice.
  case choice(Int)
}

/// What can be wrong with a stored optimizer or scheduler.
public enum OptimizersError: Error, Equatable, Sendable {
  /// A value is absent or of another type.
  case invalidState(key: String, expected: String)
  /// The state of a parameter that the optimizer does not have.
  case unknownParameter(id: Int, count: Int)
  /// A parameter's state whose named tensors are not those of the rule.
  case wrongSlots(parameter: Int, expected: [String], found: [String])
}

extension OptimizersError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .invalidState(let key, let expected):
      "stored state: \"\(key)\" should be \(expected)"
    case .unknownParameter(let id, let count):
      "stored optimizer: parameter \(id) of \(count)"
    case .wrongSlots(let parameter, let expected, let found):
      "stored optimizer: parameter \(parameter) has \(found) where \(expected) are needed"
    }
  }
}

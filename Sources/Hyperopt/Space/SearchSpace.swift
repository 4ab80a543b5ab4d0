/// The parameters of a search, each of which comes after the one that its condition names.
public struct SearchSpace: Hashable, Sendable {
  /// The parameters in order.
  public let parameters: [SearchParameter]

  /// Creates a space.
  ///
  /// It is an error of the program to give two parameters one name, or a condition on what does not come before.
  public init(_ parameters: [SearchParameter]) {
    var seen: Set<String> = []
    for parameter in parameters {
      if let condition = parameter.condition {
        precondition(
          seen.contains(condition.parameter),
          "\(parameter.name) depends on \(condition.parameter), which does not come before it")
      }
      precondition(seen.insert(parameter.name).inserted, "\(parameter.name) is searched twice")
    }
    self.parameters = parameters
  }

  /// A parameter by its name.
  public subscript(name: String) -> SearchParameter? { parameters.first { $0.name == name } }

  /// Whether a parameter exists beside the values of those before it.
  public func isActive(_ parameter: SearchParameter, in values: [String: ParameterValue]) -> Bool {
    guard let condition = parameter.condition else { return true }
    return values[condition.parameter] == .choice(condition.choice)
  }
}

import TensorCore

/// An update rule with the state of every parameter; a value that can be stored and restored.
///
/// Parameters without a gradient, frozen ones for instance, are left as they are and have no state.
public struct Optimizer: Sendable {
  /// How a gradient changes its parameter, unless its group has a rule of its own.
  public let rule: any UpdateRule
  /// Which parameters are updated alike; each belongs to at most one group.
  public let groups: [ParameterGroup]
  /// What the rule remembers, parameter by parameter; nil before the first update.
  public private(set) var states: [ParameterState?]

  /// Creates an optimizer that has made no update yet.
  ///
  /// - Parameters:
  ///   - rule: How a gradient changes its parameter.
  ///   - parameterCount: The number of the model's parameters.
  ///   - groups: Which parameters are updated alike; nil: all of them.
  public init(rule: any UpdateRule, parameterCount: Int, groups: [ParameterGroup]? = nil) {
    let groups = groups ?? [ParameterGroup(parameters: Array(0..<parameterCount))]
    let members = groups.flatMap(\.parameters)
    precondition(
      members.allSatisfy { (0..<parameterCount).contains($0) }
        && Set(members).count == members.count,
      "Optimizer: groups \(members) of \(parameterCount) parameters")
    self.rule = rule
    self.groups = groups
    states = Array(repeating: nil, count: parameterCount)
  }

  /// Changes the parameters by one step.
  ///
  /// - Parameters:
  ///   - parameters: Updated in place where they are the only reference to their memory.
  ///   - gradients: One per parameter, of its shape; nil where there is none.
  ///   - learningRate: The step size, at least 0.
  ///   - backend: What computes.
  public mutating func update(
    _ parameters: inout [Tensor], gradients: [Tensor?], learningRate: Double,
    backend: any Backend
  ) {
    precondition(
      parameters.count == states.count && gradients.count == states.count,
      "Optimizer: \(parameters.count) parameters and \(gradients.count) gradients for \(states.count)"
    )
    for group in groups {
      let rule = group.rule ?? self.rule
      for index in group.parameters {
        guard let gradient = gradients[index] else { continue }
        // Moved out and back, so that the state is the only reference to its memory.
        var state =
          states[index].take()
          ?? rule.initialState(for: parameters[index], backend: backend)
        rule.update(
          &parameters[index], gradient: gradient, state: &state,
          learningRate: learningRate * group.learningRateFactor,
          weightDecay: group.weightDecay ?? rule.weightDecay, backend: backend)
        states[index] = state
      }
    }
  }

  /// Puts a parameter's state back that was stored.
  mutating func setState(_ state: ParameterState, of parameter: Int) {
    states[parameter] = state
  }

  /// Forgets every parameter's state.
  mutating func reset() {
    states = Array(repeating: nil, count: states.count)
  }
}

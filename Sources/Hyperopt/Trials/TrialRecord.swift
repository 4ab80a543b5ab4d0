/// What samplers and pruners know of a trial.
public struct TrialRecord: Hashable, Sendable {
  /// Its number in the study, from 0.
  public var number: Int
  /// How far it is.
  public var state: TrialState
  /// Its parameters by name, only those that exist in it.
  public var values: [String: ParameterValue]
  /// The objective, of a pruned trial the last value on the way; nil before the end and of failed trials.
  public var value: Double?
  /// The values on the way by rising step.
  public var intermediateValues: [IntermediateValue]

  /// A value on the way.
  public struct IntermediateValue: Hashable, Sendable {
    /// The step: an epoch, say.
    public var step: Int
    /// The objective at that step; may be NaN.
    public var value: Double

    /// Creates a value.
    public init(step: Int, value: Double) {
      self.step = step
      self.value = value
    }
  }

  /// Creates a record.
  public init(
    number: Int, state: TrialState, values: [String: ParameterValue], value: Double? = nil,
    intermediateValues: [IntermediateValue] = []
  ) {
    self.number = number
    self.state = state
    self.values = values
    self.value = value
    self.intermediateValues = intermediateValues
  }
}

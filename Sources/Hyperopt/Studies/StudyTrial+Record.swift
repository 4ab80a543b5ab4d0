extension StudyTrial {
  /// What samplers and pruners know of it.
  public var record: TrialRecord {
    var values: [String: ParameterValue] = [:]
    for parameter in parameters { values[parameter.name] = parameter.value }
    return TrialRecord(
      number: number, state: state, values: values, value: value,
      intermediateValues: intermediateValues.map {
        TrialRecord.IntermediateValue(step: $0.step, value: $0.value)
      })
  }
}

extension StudyTrial.Parameter {
  /// Creates a parameter from a value.
  public init(_ name: String, _ value: ParameterValue, of distribution: Distribution) {
    self.init(name: name, internalValue: value.internalNumber, distribution: distribution)
  }

  /// Its value.
  public var value: ParameterValue {
    // What was read is checked, what is made here came from a value.
    distribution.value(internal: internalValue) ?? .double(internalValue)
  }
}

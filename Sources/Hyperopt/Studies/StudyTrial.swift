import Basics

/// A trial as a study file has it.
public struct StudyTrial: Sendable {
  /// A parameter: its name, its value in Optuna's internal form (a choice by its index), and what it was drawn from.
  public struct Parameter: Sendable {
    /// The name.
    public var name: String
    /// The number, or the index of the choice.
    public var internalValue: Double
    /// What the value was drawn from.
    public var distribution: Distribution
  }

  /// The position among all trials of the file.
  public internal(set) var id = 0
  /// The position among the trials of its study, from 0.
  public internal(set) var number = 0
  /// How far it is.
  public var state = TrialState.running
  /// The objective's values; nil before the end, and of a failed trial.
  public var values: [Double]?
  /// The parameters in the order in which they were set.
  public var parameters: [Parameter] = []
  /// The values on the way, by rising step.
  public var intermediateValues: [(step: Int, value: Double)] = []
  /// When it began, in seconds since 1970.
  public var startTime: Double?
  /// When it ended.
  public var endTime: Double?
  /// What users attached to it.
  public var userAttributes = JSONObject()
  /// What programs attached to it.
  public var systemAttributes = JSONObject()

  /// Creates a trial without parameters that runs.
  public init() {}

  /// The objective's value, if there is one objective and it is known.
  public var value: Double? { values?.count == 1 ? values?.first : nil }

  /// Sets a value on the way; a step that has one already gets the new one.
  mutating func report(step: Int, value: Double) {
    var position = intermediateValues.count
    while position > 0, intermediateValues[position - 1].step >= step { position -= 1 }
    if position < intermediateValues.count, intermediateValues[position].step == step {
      intermediateValues[position].value = value
    } else {
      intermediateValues.insert((step, value), at: position)
    }
  }

  /// Sets a parameter; one that is there already gets the new value.
  mutating func set(_ parameter: Parameter) {
    if let index = parameters.firstIndex(where: { $0.name == parameter.name }) {
      parameters[index] = parameter
    } else {
      parameters.append(parameter)
    }
  }
}

import Basics

/// Lines to be appended to a journal together, as Optuna writes them.
public struct JournalTransaction {
  private(set) var text = ""
  private let workerID: String

  init(workerID: String) { self.workerID = workerID }

  /// Begins a study of one objective.
  mutating func createStudy(name: String, direction: StudyDirection) {
    write(0, [("study_name", .text(name)), ("directions", .raw("[\(direction.optunaNumber)]"))])
  }

  /// Sets an attribute of a study.
  mutating func setAttribute(
    _ owner: JournalRecord.AttributeOwner, of study: JournalState.Study, key: String,
    value: JSONValue
  ) {
    let name = owner == .user ? "user_attr" : "system_attr"
    write(
      owner == .user ? 2 : 3,
      [("study_id", .raw("\(study.id)")), (name, .raw(PythonJSON.text([key: value])))])
  }

  /// Begins a trial, with its parameters in the same line: none is ever seen without them.
  mutating func createTrial(_ trial: StudyTrial, study: Int, time: Double) {
    let distributions = trial.parameters.map { parameter in
      "\(PythonJSON.quoted(parameter.name)):\(PythonJSON.quoted(parameter.distribution.optunaText))"
    }
    let values = trial.parameters.map { parameter in
      "\(PythonJSON.quoted(parameter.name)):\(PythonJSON.number(parameter.internalValue))"
    }
    write(
      4,
      [
        ("study_id", .raw("\(study)")), ("datetime_start", .time(time)),
        ("state", .raw("\(trial.state.optunaNumber)")), ("value", .raw("null")),
        ("values", .raw("null")),
        ("distributions", .raw("{\(distributions.joined(separator: ","))}")),
        ("params", .raw("{\(values.joined(separator: ","))}")),
        ("user_attrs", .raw(PythonJSON.text(.object(trial.userAttributes)))),
        ("system_attrs", .raw(PythonJSON.text(.object(trial.systemAttributes)))),
        ("intermediate_values", .raw("{}")),
      ])
  }

  /// Gives a trial that runs already a parameter.
  mutating func setParameter(_ parameter: StudyTrial.Parameter, of trial: Int) {
    write(
      5,
      [
        ("trial_id", .raw("\(trial)")), ("param_name", .text(parameter.name)),
        ("param_value_internal", .raw(PythonJSON.number(parameter.internalValue))),
        ("distribution", .text(parameter.distribution.optunaText)),
      ])
  }

  /// Changes a trial's state; with values when it is complete or pruned.
  mutating func setState(_ state: TrialState, of trial: Int, values: [Double]?, time: Double) {
    let list = values.map { "[\($0.map(PythonJSON.number).joined(separator: ","))]" }
    var fields: [(String, Field)] = [
      ("trial_id", .raw("\(trial)")), ("state", .raw("\(state.optunaNumber)")),
      ("values", .raw(list ?? "null")),
    ]
    if state == .running { fields.append(("datetime_start", .time(time))) }
    if state.isFinished { fields.append(("datetime_complete", .time(time))) }
    write(6, fields)
  }

  /// Reports a value on the way.
  mutating func report(step: Int, value: Double, of trial: Int) {
    write(
      7,
      [
        ("trial_id", .raw("\(trial)")), ("step", .raw("\(step)")),
        ("intermediate_value", .raw(PythonJSON.number(value))),
      ])
  }

  /// Sets an attribute of a trial.
  mutating func setAttribute(
    _ owner: JournalRecord.AttributeOwner, of trial: Int, key: String, value: JSONValue
  ) {
    let name = owner == .user ? "user_attr" : "system_attr"
    write(
      owner == .user ? 8 : 9,
      [("trial_id", .raw("\(trial)")), (name, .raw(PythonJSON.text([key: value])))])
  }

  private enum Field {
    case raw(String)
    case text(String)
    case time(Double)
  }

  private mutating func write(_ operation: Int, _ fields: [(String, Field)]) {
    text += "{\"op_code\":\(operation),\"worker_id\":\(PythonJSON.quoted(workerID))"
    for (key, field) in fields {
      text += ",\"\(key)\":"
      switch field {
      case .raw(let raw): text += raw
      case .text(let value): text += PythonJSON.quoted(value)
      case .time(let seconds): text += "\"\(WallClock.iso8601WithMicroseconds(seconds))\""
      }
    }
    text += "}\n"
  }
}

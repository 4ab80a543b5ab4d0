import Basics

/// Turns lines of a journal into records; what lines have in common is understood once.
struct JournalParser {
  private var distributions: [UInt64: Distribution] = [:]
  private var names: [UInt64: String] = [:]

  /// Understands one line, without its newline; nil for a line that is empty.
  mutating func record(
    in line: Range<Int>, of scanner: inout JournalScanner
  ) throws(JournalScanner.Problem) -> JournalRecord {
    try scanner.open(line)
    let operation = try scanner.integer(scanner.required("op_code"))
    switch operation {
    case 0:
      let directions = try scanner.numbers(scanner.required("directions")) ?? []
      return .createStudy(
        name: try scanner.string(scanner.required("study_name")),
        directions: directions.map { Int(exactly: $0) ?? 0 })
    case 1: return .deleteStudy(study: try study(scanner))
    case 2, 3:
      let isUser = operation == 2
      let pair = try attribute(isUser ? "user_attr" : "system_attr", &scanner)
      return .studyAttribute(
        study: try study(scanner), isUser ? .user : .system, key: pair.key, value: pair.value)
    case 4:
      return .createTrial(
        JournalRecord.CreatedTrial(study: try study(scanner), trial: try newTrial(&scanner)))
    case 5: return .parameter(trial: try trial(scanner), try parameter(&scanner))
    case 6: return .state(trial: try trial(scanner), try stateChange(scanner))
    case 7:
      return .intermediateValue(
        trial: try trial(scanner), step: try scanner.integer(scanner.required("step")),
        value: try scanner.number(scanner.required("intermediate_value")))
    case 8, 9:
      let isUser = operation == 8
      let pair = try attribute(isUser ? "user_attr" : "system_attr", &scanner)
      return .trialAttribute(
        trial: try trial(scanner), isUser ? .user : .system, key: pair.key, value: pair.value)
    case 10: return .discardTrials
    default:
      throw JournalScanner.Problem(reason: "there is no operation \(operation)")
    }
  }

  private func study(_ scanner: JournalScanner) throws(JournalScanner.Problem) -> Int {
    try scanner.integer(scanner.required("study_id"))
  }

  private func trial(_ scanner: JournalScanner) throws(JournalScanner.Problem) -> Int {
    try scanner.integer(scanner.required("trial_id"))
  }

  private func attribute(
    _ name: StaticString, _ scanner: inout JournalScanner
  ) throws(JournalScanner.Problem) -> (key: String, value: JSONValue) {
    let object = try scanner.required(name)
    let pairs = try scanner.pairs(of: object)
    guard pairs.count == 1 else {
      throw JournalScanner.Problem(reason: "expected one attribute, found \(pairs.count)")
    }
    return (try scanner.keyText(pairs[0].key), try scanner.json(pairs[0].value))
  }

  private mutating func parameter(
    _ scanner: inout JournalScanner
  ) throws(JournalScanner.Problem) -> StudyTrial.Parameter {
    let name = try name(scanner.required("param_name"), scanner)
    let distribution = try distribution(scanner.required("distribution"), scanner)
    let value = try scanner.number(scanner.required("param_value_internal"))
    return try Self.parameter(name, value, distribution)
  }

  private static func parameter(
    _ name: String, _ value: Double, _ distribution: Distribution
  ) throws(JournalScanner.Problem) -> StudyTrial.Parameter {
    guard distribution.value(internal: value) != nil else {
      throw JournalScanner.Problem(reason: "\(value) is no value of \(name), \(distribution)")
    }
    return StudyTrial.Parameter(name: name, internalValue: value, distribution: distribution)
  }

  private func stateChange(
    _ scanner: JournalScanner
  ) throws(JournalScanner.Problem) -> JournalRecord.StateChange {
    let state = try state(scanner.required("state"), scanner)
    let time = scanner.field(state.isFinished ? "datetime_complete" : "datetime_start")
    return JournalRecord.StateChange(
      state: state, values: try scanner.numbers(scanner.required("values")),
      time: try time.flatMap { (part) throws(JournalScanner.Problem) in
        try self.time(part, scanner)
      })
  }

  private func state(
    _ value: Range<Int>, _ scanner: JournalScanner
  ) throws(JournalScanner.Problem) -> TrialState {
    let number = try scanner.integer(value)
    guard let state = TrialState(optunaNumber: number) else {
      throw JournalScanner.Problem(reason: "there is no state \(number)")
    }
    return state
  }

  private func time(
    _ value: Range<Int>, _ scanner: JournalScanner
  ) throws(JournalScanner.Problem) -> Double? {
    scanner.isNull(value) ? nil : WallClock.seconds(iso8601: try scanner.string(value))
  }

  /// The fields of operation 4; all but the start may be missing.
  private mutating func newTrial(
    _ scanner: inout JournalScanner
  ) throws(JournalScanner.Problem) -> StudyTrial {
    var trial = StudyTrial()
    let parts = (
      distributions: scanner.field("distributions"), parameters: scanner.field("params"),
      values: scanner.field("values"), value: scanner.field("value"),
      intermediate: scanner.field("intermediate_values"), user: scanner.field("user_attrs"),
      system: scanner.field("system_attrs"), start: scanner.field("datetime_start"),
      end: scanner.field("datetime_complete")
    )
    if let part = scanner.field("state") { trial.state = try state(part, scanner) }
    if let part = parts.start { trial.startTime = try time(part, scanner) }
    if let part = parts.end { trial.endTime = try time(part, scanner) }
    if let part = parts.values { trial.values = try scanner.numbers(part) }
    if trial.values == nil, let part = parts.value, !scanner.isNull(part) {
      trial.values = [try scanner.number(part)]
    }
    if let part = parts.user { trial.userAttributes = try object(part, scanner) }
    if let part = parts.system { trial.systemAttributes = try object(part, scanner) }
    try addParameters(parts.parameters, parts.distributions, to: &trial, &scanner)
    if let part = parts.intermediate {
      for pair in try scanner.pairs(of: part) {
        trial.report(step: try scanner.integer(pair.key), value: try scanner.number(pair.value))
      }
    }
    return trial
  }

  private mutating func addParameters(
    _ values: Range<Int>?, _ distributions: Range<Int>?, to trial: inout StudyTrial,
    _ scanner: inout JournalScanner
  ) throws(JournalScanner.Problem) {
    guard let values else { return }
    let kinds = try distributions.map { (part) throws(JournalScanner.Problem) in
      try scanner.pairs(of: part)
    }
    for pair in try scanner.pairs(of: values) {
      let quoted = pair.key.lowerBound - 1..<pair.key.upperBound + 1
      let name = try name(quoted, scanner)
      let kind = kinds?.first { scanner.bytes[$0.key] == scanner.bytes[pair.key] }
      guard let kind else {
        throw JournalScanner.Problem(reason: "\(name) has a value but no distribution")
      }
      let distribution = try distribution(kind.value, scanner)
      trial.set(try Self.parameter(name, scanner.number(pair.value), distribution))
    }
  }

  private func object(
    _ value: Range<Int>, _ scanner: JournalScanner
  ) throws(JournalScanner.Problem) -> JSONObject {
    // Nearly all are empty.
    if value.count == 2 { return [:] }
    guard let object = try scanner.json(value).object else {
      throw JournalScanner.Problem(reason: "expected an object")
    }
    return object
  }

  private mutating func name(
    _ value: Range<Int>, _ scanner: JournalScanner
  ) throws(JournalScanner.Problem) -> String {
    let hash = scanner.hash(value)
    if let name = names[hash] { return name }
    let name = try scanner.string(value)
    names[hash] = name
    return name
  }

  private mutating func distribution(
    _ value: Range<Int>, _ scanner: JournalScanner
  ) throws(JournalScanner.Problem) -> Distribution {
    let hash = scanner.hash(value)
    if let distribution = distributions[hash] { return distribution }
    let text = try scanner.string(value)
    guard let distribution = Distribution(optunaText: text) else {
      throw JournalScanner.Problem(reason: "this is no distribution: \(text.prefix(80))")
    }
    distributions[hash] = distribution
    return distribution
  }
}

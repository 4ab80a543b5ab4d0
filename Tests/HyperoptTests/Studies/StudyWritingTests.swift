import Basics
import Glibc
import Hyperopt
import TestSupport
import Testing

@Suite("Working on a study")
struct StudyWritingTests {
  private let directory = TemporaryDirectory()
  private var path: String { directory.file("studies/study.journal") }

  private static let parameters = [
    StudyTrial.Parameter(
      "Training.learning_rate", .double(1e-05),
      of: .float(low: 1e-5, high: 0.1, step: nil, log: true)),
    StudyTrial.Parameter(
      "q", .double(0.7000000000000001), of: .float(low: 0.1, high: 0.9, step: 0.2, log: false)),
    StudyTrial.Parameter("n", .int(7), of: .int(low: 1, high: 9, step: 1, log: false)),
    StudyTrial.Parameter(
      "ö", .choice(1), of: .categorical([.string("a\"b"), .null, .bool(true), .double(2)])),
  ]

  private func open(_ direction: StudyDirection? = .minimize) throws -> Study {
    try Study(try Journal(path, creating: true), name: "s", direction: direction)
  }

  /// The lines of the file without what differs from process to process and from time to time.
  private func lines() throws -> [String] {
    try FileSystem.readText(path).split(separator: "\n").map { line in
      let record = try JSONValue.parse(Array(line.utf8), allowsNonFinite: true)
      var text = String(line)
      for key in ["worker_id", "datetime_start", "datetime_complete"] {
        if let value = record[key]?.string { text = text.replacing(value, with: "?") }
      }
      return text
    }
  }

  @Test("writes the lines that Optuna writes")
  func format() throws {
    let study = try open(.maximize)
    let trial = try #require(try study.begin { _ in Self.parameters })
    try study.report(trial: trial, step: 1, value: 0.5)
    try study.report(trial: trial, step: 2, value: .nan)
    try study.setAttribute("note", "é", of: 0)
    try study.finish(0, .complete, value: 1e-07)
    try study.setAttribute("who", ["a": 1])
    let distributions =
      #"{"Training.learning_rate":"{\"name\": \"FloatDistribution\", \"attributes\": "#
      + #"{\"step\": null, \"low\": 1e-05, \"high\": 0.1, \"log\": true}}","#
      + #""q":"{\"name\": \"FloatDistribution\", \"attributes\": "#
      + #"{\"step\": 0.2, \"low\": 0.1, \"high\": 0.9, \"log\": false}}","#
      + #""n":"{\"name\": \"IntDistribution\", \"attributes\": "#
      + #"{\"log\": false, \"step\": 1, \"low\": 1, \"high\": 9}}","#
      + #""\u00f6":"{\"name\": \"CategoricalDistribution\", \"attributes\": "#
      + #"{\"choices\": [\"a\\\"b\", null, true, 2.0]}}"}"#
    let found = try lines()
    #expect(
      found == [
        #"{"op_code":0,"worker_id":"?","study_name":"s","directions":[2]}"#,
        #"{"op_code":4,"worker_id":"?","study_id":0,"datetime_start":"?","state":0,"value":null,"#
          + #""values":null,"distributions":\#(distributions),"params":"#
          + #"{"Training.learning_rate":1e-05,"q":0.7000000000000001,"n":7.0,"\u00f6":1.0},"#
          + #""user_attrs":{},"system_attrs":{},"intermediate_values":{}}"#,
        #"{"op_code":7,"worker_id":"?","trial_id":0,"step":1,"intermediate_value":0.5}"#,
        #"{"op_code":7,"worker_id":"?","trial_id":0,"step":2,"intermediate_value":NaN}"#,
        #"{"op_code":8,"worker_id":"?","trial_id":0,"user_attr":{"note":"\u00e9"}}"#,
        #"{"op_code":6,"worker_id":"?","trial_id":0,"state":1,"values":[1e-07],"datetime_complete":"?"}"#,
        #"{"op_code":2,"worker_id":"?","study_id":0,"user_attr":{"who":{"a":1}}}"#,
      ])
    let again = try open(nil)
    #expect(again.trials[0].parameters.map(\.value) == Self.parameters.map(\.value))
    #expect(again.trials[0].parameters.map(\.distribution) == Self.parameters.map(\.distribution))
  }

  @Test("sees at once what another process appends, and not what it has written half")
  func following() throws {
    let one = try open()
    let other = try open()
    _ = try one.begin { _ in Self.parameters }
    #expect(other.trials.isEmpty)
    try other.refresh()
    #expect(other.trials.count == 1)
    try append(#"{"op_code":4,"worker_id":"w","study_id":0,"#)
    try other.refresh()
    #expect(other.trials.count == 1)
    try append("\"datetime_start\":null}\n")
    try other.refresh()
    #expect(other.trials.count == 2)
  }

  @Test("cuts off what a killed process left half written, before it appends")
  func tornTail() throws {
    let study = try open()
    try append(#"{"op_code":4,"worker_id":"w","stu"#)
    let trial = try #require(try study.begin { _ in [] })
    #expect(trial.number == 0)
    #expect(try open().trials.count == 1)
    #expect(try lines().count == 2)
  }

  @Test("says when the file was cut or a trial does not exist or has ended")
  func refusals() throws {
    let study = try open()
    _ = try study.begin { _ in [] }
    try study.finish(0, .failed, reason: "boom")
    #expect(study.trials[0].userAttributes[Study.failureKey] == "boom")
    #expect(throws: StudyError.hasEnded(trial: 0, state: .failed)) {
      try study.finish(0, .complete, value: 1)
    }
    #expect(throws: StudyError.noSuchTrial(path: path, number: 5, count: 1)) {
      try study.finish(5, .complete, value: 1)
    }
    try AtomicFile.write("", to: path)
    #expect(throws: StudyError.cutShort(path: path)) { try study.refresh() }
  }

  @Test("begins no trial beyond the limit, and an enqueued one first")
  func limits() throws {
    let study = try open()
    try append(
      #"{"op_code":4,"worker_id":"w","study_id":0,"datetime_start":null,"state":4,"value":null,"#
        + #""values":null,"distributions":{},"params":{},"user_attrs":{},"#
        + #""system_attrs":{"fixed_params":{"n":3,"q":5.0}},"intermediate_values":{}}"# + "\n")
    let enqueued = try #require(try study.begin(limit: 2) { _ in Self.parameters })
    #expect(enqueued.number == 0)
    // 5 lies outside of the range of q.
    #expect(
      enqueued.parameters.map(\.value)
        == [.double(1e-05), .double(0.7000000000000001), .int(3), .choice(1)])
    let second = try study.begin(limit: 2) { number in
      #expect(number == 1)
      #expect(study.trials.count == 1)
      return []
    }
    #expect(second?.number == 1)
    let third = try study.begin(limit: 2) { _ in [] }
    #expect(third?.number == nil)
  }

  @Test("gives every number once, however many work on it")
  func concurrency() throws {
    _ = try open()
    let path = path
    let workers = (0..<8).map { _ in
      WorkerThread {
        guard let journal = try? Journal(path), let study = try? Study(journal, name: "s") else {
          return
        }
        for _ in 0..<12 {
          guard let trial = try? study.begin(suggest: { _ in Self.parameters }) else { return }
          try? study.finish(trial.number, .complete, value: Double(trial.number))
        }
      }
    }
    for worker in workers { worker.join() }
    let trials = try open().trials
    #expect(trials.count == 96)
    #expect(trials.allSatisfy { $0.state == .complete && $0.value == Double($0.number) })
    #expect(!FileSystem.exists(path + ".lock"))
  }

  private func append(_ text: String) throws { try AppendFile(path).append(text) }
}

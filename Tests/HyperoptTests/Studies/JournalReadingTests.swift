import Basics
import Glibc
import Hyperopt
import TestSupport
import Testing

@Suite("Reading a journal that Optuna wrote")
struct JournalReadingTests {
  private let directory = TemporaryDirectory()

  private func journal(_ text: String) throws -> Journal {
    let path = directory.file("study.journal")
    try AtomicFile.write(text, to: path)
    return try Journal(path)
  }

  @Test("finds studies, states, parameters, values and attributes")
  func golden() throws {
    let study = try Study(try journal(GoldenJournal.text), name: "golden")
    let trials = study.trials
    #expect(study.direction == .maximize)
    #expect(study.userAttributes["who"] == "ärzte \"x\"")
    #expect(
      trials.map(\.state)
        == [.complete, .complete, .pruned, .complete, .failed, .pruned, .running, .complete])
    #expect(trials.map(\.number) == Array(0..<8))
    #expect(trials[0].systemAttributes["fixed_params"]?["o"] == "sgd")
    #expect(trials[0].parameters.map(\.name) == ["lr", "q", "n", "m", "o", "mom"])
    #expect(
      trials[0].parameters.map(\.value)
        == [
          .double(0.001), .double(0.5), .int(7), .int(8), .choice(1), .double(0.29930924690552135),
        ])
    #expect(
      trials[0].parameters.map(\.distribution)
        == [
          .float(low: 1e-5, high: 0.1, step: nil, log: true),
          .float(low: 0.1, high: 0.9, step: 0.2, log: false),
          .int(low: 1, high: 9, step: 1, log: false),
          .int(low: 8, high: 128, step: 1, log: true),
          .categorical([
            .string("adam"), .string("sgd"), .null, .bool(true), .int(3), .double(0.5),
          ]),
          .float(low: 0, high: 0.99, step: nil, log: false),
        ])
    #expect(trials[0].value == 0.001)
    #expect(trials[0].userAttributes["note"] == "n0")
    #expect(trials[0].intermediateValues.map(\.value) == [0, 0.001, 0.002])
    #expect(trials[2].value == 1.2869165107815022e-05)
    #expect(trials[4].value == nil)
    #expect(trials[7].value == .infinity)
    #expect(trials[7].intermediateValues.count == 2)
    #expect(trials[7].intermediateValues[1].value.isNaN)
    #expect(study.best?.number == 7)
  }

  @Test("reads times to the microsecond")
  func times() throws {
    let study = try Study(try journal(GoldenJournal.text), name: "golden")
    // 2026-11-21T08:16:53.100064+00:00
    let start = try #require(study.trials[0].startTime)
    #expect(abs(start - 1_795_249_013.100064) < 1e-6)
    #expect(WallClock.iso8601WithMicroseconds(start) == "2026-11-21T08:16:53.100064+00:00")
    #expect(WallClock.seconds(iso8601: "2026-11-21T09:16:53.100064+01:00") == start)
    #expect(study.trials[6].endTime == nil)
  }

  @Test("says that a study of two objectives is none of ours, and which studies there are")
  func otherStudies() throws {
    let journal = try journal(GoldenJournal.text)
    #expect(throws: StudyError.severalObjectives(path: journal.path, name: "other")) {
      try Study(journal, name: "other")
    }
    #expect(throws: StudyError.ambiguous(path: journal.path, known: ["golden", "other"])) {
      try Study(journal, name: nil)
    }
    #expect(
      throws: StudyError.noSuchStudy(
        path: journal.path, name: "x", known: ["golden", "other"])
    ) { try Study(journal, name: "x") }
    #expect(
      throws: StudyError.otherDirection(path: journal.path, name: "golden", found: .maximize)
    ) { try Study(journal, name: "golden", direction: .minimize) }
  }

  @Test("follows Optuna's rules for what is against them")
  func rules() throws {
    let distribution =
      #""{\"name\": \"FloatDistribution\", \"attributes\": {\"step\": null, \"low\": 0.0, \"high\": 1.0, \"log\": false}}""#
    let logarithmic = distribution.replacing("false", with: "true").replacing("0.0", with: "0.1")
    let lines = [
      #"{"op_code":0,"worker_id":"w","study_name":"s","directions":[1]}"#,
      // A second study of the name does not count, not even its id.
      #"{"op_code":0,"worker_id":"w","study_name":"s","directions":[2]}"#,
      // A trial of a study that does not exist does not count.
      #"{"op_code":4,"worker_id":"w","study_id":1,"datetime_start":null}"#,
      #"{"op_code":4,"worker_id":"w","study_id":0,"datetime_start":null}"#,
      #"{"op_code":5,"worker_id":"w","trial_id":0,"param_name":"x","param_value_internal":0.5,"distribution":\#(distribution)}"#,
      // Another scale is refused, another range is not.
      #"{"op_code":5,"worker_id":"w","trial_id":0,"param_name":"x","param_value_internal":0.7,"distribution":\#(logarithmic)}"#,
      #"{"op_code":6,"worker_id":"w","trial_id":0,"state":1,"values":[2],"datetime_complete":"2026-11-21T08:16:53+00:00"}"#,
      // What has ended never changes.
      #"{"op_code":6,"worker_id":"w","trial_id":0,"state":3,"values":null,"datetime_complete":"2026-11-21T08:16:54+00:00"}"#,
      #"{"op_code":7,"worker_id":"w","trial_id":0,"step":0,"intermediate_value":1}"#,
      #"{"op_code":8,"worker_id":"w","trial_id":0,"user_attr":{"a":1}}"#,
      #"{"op_code":10,"worker_id":"w","study_id":0,"trial_ids":[0]}"#,
    ]
    let study = try Study(
      try journal(lines.joined(separator: "\n") + "\n"), name: nil, direction: .minimize)
    #expect(study.trials.count == 1)
    let trial = try study.trial(0)
    #expect(trial.state == .complete)
    #expect(trial.value == 2)
    #expect(trial.parameters.map(\.internalValue) == [0.5])
    #expect(trial.intermediateValues.isEmpty)
    #expect(trial.userAttributes.count == 0)
  }

  @Test(
    "names the line of a damaged file",
    arguments: [
      #"{"op_code":99,"worker_id":"w"}"#, "not JSON", "{}", #"{"op_code":4}"#,
      #"{"op_code":4,"worker_id":"w","study_id":1.5}"#,
      #"{"op_code":5,"worker_id":"w","trial_id":0,"param_name":"x","param_value_internal":9,"distribution":"{}"}"#,
      #"{"op_code":6,"worker_id":"w","trial_id":0,"state":7,"values":null}"#, "",
    ])
  func damaged(line: String) throws {
    let start = #"{"op_code":0,"worker_id":"w","study_name":"s","directions":[1]}"#
    let text = "\(start)\n\(line)\n\(start)\n"
    let error = #expect(throws: StudyError.self) { try journal(text) }
    guard case .damaged(_, 2, _) = error else {
      Issue.record("\(error.map(String.init(describing:)) ?? "no error")")
      return
    }
  }

  @Test("never traps on a damaged file")
  func fuzz() throws {
    let path = directory.file("fuzzed.journal")
    let lines = GoldenJournal.text.split(separator: "\n")
    let parts = stride(from: 0, to: lines.count, by: 8).map {
      Array((lines[$0..<min($0 + 8, lines.count)].joined(separator: "\n") + "\n").utf8)
    }
    let mutator = Mutator(
      dictionary: [
        "null", "NaN", "-Infinity", "1e999", "9223372036854775808", "\"op_code\":", "{}", "[]",
        "\\u12", "\n", "-1", "\"trial_id\":0", "\"study_id\":0", "CategoricalDistribution",
      ], iterations: 5_000)
    try mutator.run(seeds: parts + [Array(lines[0].utf8) + [0x0A] + parts[2]]) { bytes in
      // Not on the device: nobody needs it after a crash.
      let file = fopen(path, "w")
      fwrite(bytes, 1, bytes.count, file)
      fclose(file)
      do {
        let journal = try Journal(path)
        _ = try Study(journal, name: nil).trials.map(\.record)
      } catch is StudyError {
        // Saying what is wrong is all that is asked.
      }
    }
  }
}

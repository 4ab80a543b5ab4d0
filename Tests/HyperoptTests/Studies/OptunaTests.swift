import Basics
import Foundation
import Hyperopt
import TestSupport
import Testing

/// Whether Optuna itself agrees.
///
/// These run where `ROENTGEN_PYTHON` names a Python that has Optuna, and are skipped elsewhere.
@Suite(
  "Studies shared with Optuna",
  .enabled(
    if: ProcessInfo.processInfo.environment["ROENTGEN_PYTHON"] != nil,
    "ROENTGEN_PYTHON names no Python that has optuna"))
struct OptunaTests {
  private let directory = TemporaryDirectory()
  private var path: String { directory.file("study.journal") }

  private static let start = """
    import json, sys, optuna
    optuna.logging.set_verbosity(optuna.logging.ERROR)
    from optuna.storages import JournalStorage
    from optuna.storages.journal import JournalFileBackend
    storage = JournalStorage(JournalFileBackend(sys.argv[1]))

    """

  private func makePython(_ script: String, _ arguments: [String] = []) throws -> (
    Process, Pipe
  ) {
    let environment = ProcessInfo.processInfo.environment
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(fileURLWithPath: try #require(environment["ROENTGEN_PYTHON"]))
    process.arguments = ["-W", "ignore", "-c", Self.start + script, path] + arguments
    process.standardOutput = output
    return (process, output)
  }

  private func python(_ script: String) throws -> JSONValue {
    let (process, output) = try makePython(script)
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0)
    return try JSONValue.parse(Array(data), allowsNonFinite: true)
  }

  private static let parameters = [
    StudyTrial.Parameter(
      "lr", .double(3.3e-05), of: .float(low: 1e-5, high: 0.1, step: nil, log: true)),
    StudyTrial.Parameter("q", .double(0.5), of: .float(low: 0.1, high: 0.9, step: 0.2, log: false)),
    StudyTrial.Parameter("n", .int(7), of: .int(low: 1, high: 9, step: 2, log: false)),
    StudyTrial.Parameter("m", .int(32), of: .int(low: 8, high: 128, step: 1, log: true)),
    StudyTrial.Parameter(
      "o", .choice(2),
      of: .categorical([.string("a\"ü"), .null, .bool(true), .int(3), .double(0.5)])),
  ]

  @Test("Optuna opens ours while it runs, finds everything, and goes on")
  func optunaContinues() throws {
    let study = try Study(
      try Journal(path, creating: true), name: "s", direction: .maximize)
    let first = try #require(
      try study.begin(worker: study.journal.process) { _ in Self.parameters })
    try study.report(trial: first, step: 1, value: 0.25)
    try study.report(trial: first, step: 2, value: .nan)
    try study.finish(0, .complete, value: 0.75)
    _ = try study.begin { _ in Self.parameters }
    try study.finish(1, .pruned, value: 0.1)
    _ = try study.begin { _ in Self.parameters }
    try study.finish(2, .failed, reason: "no memory\n")
    _ = try study.begin { _ in Self.parameters }
    let seen = try python(
      """
      study = optuna.load_study(study_name="s", storage=storage)
      trials = study.trials
      def objective(trial):
          return trial.suggest_float("lr", 1e-5, 0.1, log=True)
      study.optimize(objective, n_trials=2)
      print(json.dumps({
        "direction": study.direction.name, "best": study.best_trial.number,
        "states": [t.state.name for t in trials], "values": [t.value for t in trials],
        "params": trials[0].params, "reason": trials[2].user_attrs,
        "distributions": [str(d) for d in trials[0].distributions.values()],
        "intermediate": trials[0].intermediate_values, "count": len(study.trials)}))
      """)
    #expect(seen["direction"] == "MAXIMIZE")
    #expect(seen["best"] == 0)
    #expect(seen["states"] == ["COMPLETE", "PRUNED", "FAIL", "RUNNING"])
    #expect(seen["values"] == [0.75, 0.1, nil, nil])
    #expect(
      seen["params"] == ["lr": 3.3e-05, "q": 0.5, "n": 7, "m": 32, "o": true])
    #expect(
      seen["distributions"] == [
        "FloatDistribution(high=0.1, log=True, low=1e-05, step=None)",
        "FloatDistribution(high=0.9, log=False, low=0.1, step=0.2)",
        "IntDistribution(high=9, log=False, low=1, step=2)",
        "IntDistribution(high=128, log=True, low=8, step=1)",
        "CategoricalDistribution(choices=('a\"ü', None, True, 3, 0.5))",
      ])
    #expect(seen["reason"]?["failure"] == "no memory\n")
    #expect(seen["intermediate"]?["1"] == 0.25)
    #expect(seen["count"] == 6)
    try study.refresh()
    #expect(study.trials.map(\.state).suffix(2) == [.complete, .complete])
    #expect(study.trials[4].parameters.map(\.name) == ["lr"])
  }

  @Test("processes of both on one file never lose a trial")
  func together() throws {
    let study = try Study(
      try Journal(path, creating: true), name: "s", direction: .minimize)
    let script = """
      study = optuna.load_study(study_name="s", storage=storage)
      study.sampler = optuna.samplers.RandomSampler()
      study.optimize(lambda t: t.suggest_float("x", 0, 1), n_trials=20)
      """
    let others = try (0..<2).map { _ in try makePython(script).0 }
    for process in others { try process.run() }
    let x = StudyTrial.Parameter(
      "x", .double(0.5), of: .float(low: 0, high: 1, step: nil, log: false))
    var own: [Int] = []
    while own.count < 20 || others.contains(where: \.isRunning) {
      let trial = try #require(try study.begin { _ in [x] })
      try study.finish(trial.number, .complete, value: 0.5)
      own.append(trial.number)
      // Optuna waits ever longer between its attempts: leave it a chance.
      usleep(20_000)
    }
    for process in others {
      process.waitUntilExit()
      #expect(process.terminationStatus == 0)
    }
    try study.refresh()
    #expect(study.trials.count == own.count + 40)
    #expect(study.trials.allSatisfy { $0.state == .complete })
    #expect(Set(own).count == own.count)
    let count = try python("print(len(optuna.load_study(study_name='s', storage=storage).trials))")
    #expect(count.int == own.count + 40)
  }
}

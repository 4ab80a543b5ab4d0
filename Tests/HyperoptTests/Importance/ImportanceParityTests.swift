import Basics
import Foundation
import Hyperopt
import TestSupport
import Testing

/// Our importances beside those of Optuna's evaluator, on one study.
@Suite(
  "Importances beside Optuna's",
  .enabled(
    if: ProcessInfo.processInfo.environment["ROENTGEN_PYTHON"] != nil,
    "ROENTGEN_PYTHON names no Python that has optuna and scikit-learn"))
struct ImportanceParityTests {
  private let directory = TemporaryDirectory()

  @Test func sharesAreOptunas() throws {
    let path = directory.file("study.journal")
    let script = """
      import json, sys, math, optuna
      optuna.logging.set_verbosity(optuna.logging.ERROR)
      from optuna.storages import JournalStorage
      from optuna.storages.journal import JournalFileBackend
      storage = JournalStorage(JournalFileBackend(sys.argv[1]))
      study = optuna.create_study(
          storage=storage, study_name="s", sampler=optuna.samplers.RandomSampler(seed=1))
      def objective(t):
          x = t.suggest_float("lr", 1e-5, 1e-1, log=True)
          n = t.suggest_int("n", 1, 8)
          k = t.suggest_categorical("kind", ["a", "b", "c"])
          u = t.suggest_float("u", 0, 1)
          return (math.log10(x) + 3) ** 2 + 0.2 * n + (1.5 if k == "b" else 0) * u
      study.optimize(objective, n_trials=120)
      evaluator = optuna.importance.FanovaImportanceEvaluator(seed=0)
      print(json.dumps(optuna.importance.get_param_importances(study, evaluator=evaluator)))
      """
    let process = Process()
    let output = Pipe()
    let environment = ProcessInfo.processInfo.environment
    process.executableURL = URL(fileURLWithPath: try #require(environment["ROENTGEN_PYTHON"]))
    process.arguments = ["-W", "ignore", "-c", script, path]
    process.standardOutput = output
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0)
    let theirs = try JSONValue.parse(Array(data))
    let study = try Study(try Journal(path), name: "s")
    let shares = try #require(ParameterImportance.shares(of: study.trials))
    #expect(shares.count == 4)
    for share in shares {
      let expected = try #require(theirs[share.name]?.double)
      // Two forests of 64 trees differ by that much between seeds.
      #expect(abs(share.share - expected) < 0.06, "\(share.name): \(share.share), \(expected)")
    }
  }
}

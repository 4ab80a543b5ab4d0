import Basics
import Hyperopt
import Testing

/// Settings of searches, sweeps and W&B that no single training shows.
@Suite struct SearchSettingTests {
  private static let space = """

    [Search]
    Training.learning_rate = loguniform(1e-4, 1e-1)
    Training.batch_size = int(2, 16)
    """

  private static func workspace(_ changes: [String: String]) throws -> Workspace {
    let work = try Workspace()
    try work.makeImages(perClass: 8)
    try work.write(Workspace.configuration(changes) + space, to: "config.ini")
    return work
  }

  /// What a search of six trials with one epoch each tried.
  private static func tried(_ changes: [String: String]) throws -> [[Double]] {
    let work = try workspace(
      [
        "Hyperopt.n_trials": "6", "Hyperopt.max_epochs": "1", "Hyperopt.study_name": "s",
        "Hyperopt.startup_trials": "2", "Hyperopt.pruner": "none",
      ].merging(changes) { $1 })
    let outcome = try work.run("--mode", "hyperopt", "--quiet")
    #expect(outcome.status == 0, "\(outcome.errors)")
    let study = try Study(try Journal(work.path("models/hyperopt/s/study.journal")), name: nil)
    return study.trials.map { $0.parameters.map(\.internalValue) }
  }

  /// The first trials are drawn alike; how many those are, and how the next ones are drawn, is a setting.
  @Test func startupTrialsAndMultivariateDecideWhatIsTried() throws {
    let usual = try Self.tried([:])
    #expect(usual.count == 6)
    let later = try Self.tried(["Hyperopt.startup_trials": "6"])
    #expect(usual[..<2] == later[..<2] && usual[2...] != later[2...])
    let apart = try Self.tried(["Hyperopt.multivariate": "false"])
    #expect(usual[..<2] == apart[..<2] && usual[2...] != apart[2...])
  }

  /// The last epochs of the trials of a search for the least loss that were stopped, in at most four epochs each.
  private static func stopped(
    _ pruner: String, trials: Int = 8, _ changes: [String: String]
  ) throws -> [Int] {
    let work = try workspace(
      [
        "Hyperopt.n_trials": "\(trials)", "Hyperopt.max_epochs": "4", "Hyperopt.study_name": "s",
        "Hyperopt.sampler": "random", "Hyperopt.metric": "loss", "Hyperopt.pruner": pruner,
      ].merging(changes) { $1 })
    let outcome = try work.run("--mode", "hyperopt", "--quiet")
    #expect(outcome.status == 0, "\(outcome.errors)")
    let study = try Study(try Journal(work.path("models/hyperopt/s/study.journal")), name: nil)
    return study.trials.filter { $0.state == .pruned }.compactMap {
      $0.intermediateValues.last?.step
    }
  }

  @Test func boundsAndTheFirstEpochDecideWhatIsStopped() throws {
    func stopped(_ changes: [String: String]) throws -> [Int] {
      try Self.stopped("threshold", trials: 2, changes)
    }
    #expect(try stopped([:]) == [])
    #expect(try stopped(["Hyperopt.pruner_upper": "-1"]) == [1, 1])
    #expect(try stopped(["Hyperopt.pruner_lower": "1e6"]) == [1, 1])
    #expect(
      try stopped(["Hyperopt.pruner_upper": "-1", "Hyperopt.pruner_first_epoch": "3"]) == [3, 3])
    let work = try Self.workspace([
      "Hyperopt.pruner": "threshold", "Hyperopt.pruner_lower": "2", "Hyperopt.pruner_upper": "1",
    ])
    let outcome = try work.run("--mode", "hyperopt")
    #expect(outcome.status == 2)
    #expect(outcome.errorLines.count == 1)
    #expect(outcome.errors.contains("pruner_lower = 2.0: it is above pruner_upper"))
  }

  @Test func howManyAreStoppedIsASetting() throws {
    func count(_ pruner: String, _ changes: [String: String]) throws -> Int {
      try Self.stopped(pruner, changes).count
    }
    let early = ["Hyperopt.pruner_startup_trials": "1"]
    #expect(try count("median", early) > 0)
    #expect(try count("median", ["Hyperopt.pruner_startup_trials": "8"]) == 0)
    func percentile(_ share: String) throws -> Int {
      try count("percentile", early.merging(["Hyperopt.pruner_percentile": share]) { $1 })
    }
    #expect(try percentile("5") > percentile("100"))
    func halving(_ factor: String) throws -> Int {
      try count("successive_halving", ["Hyperopt.pruner_factor": factor])
    }
    #expect(try halving("8") > halving("2"))
    // The first steps of rmsprop are so large that some loss rises by far.
    func patient(_ epochs: String) throws -> Int {
      try count(
        "patient",
        early.merging(["Hyperopt.pruner_patience": epochs, "Optimization.optimizer": "rmsprop"]) {
          $1
        })
    }
    #expect(try patient("0") > patient("4"))
  }

  /// The trials of a sweep that hyperband ended early.
  private static func pruned(_ changes: [String: String]) throws -> Int {
    let work = try workspace(
      [
        "Sweep.method": "random", "Sweep.run_cap": "6", "Sweep.early_terminate": "hyperband",
        "Hyperopt.max_epochs": "4",
      ].merging(changes) { $1 })
    let created = try work.run("--mode", "sweep", "--sweep-name", "bands")
    let id = try #require(created.output.split(whereSeparator: \.isWhitespace).last)
    let outcome = try work.run("--mode", "sweep-agent", "--sweep-id", String(id), "--quiet")
    #expect(outcome.status == 0, "\(outcome.errors)")
    let path = work.path("models/hyperopt/\(id)/study.journal")
    return try Study(try Journal(path), name: nil).trials.count { $0.state == .pruned }
  }

  /// `min_iter` is when a sweep first looks, `eta` how many it lets go on.
  @Test func bandsFollowTheirSettings() throws {
    let strict = try Self.pruned(["Sweep.min_iter": "1", "Sweep.eta": "6"])
    #expect(strict > 0)
    #expect(try Self.pruned(["Sweep.min_iter": "50", "Sweep.eta": "6"]) == 0)
    #expect(try Self.pruned(["Sweep.min_iter": "1", "Sweep.eta": "1.01"]) < strict)
  }

  @Test func aRunsGroupAndNameAreInItsFile() throws {
    let work = try Workspace()
    try work.makeImages(perClass: 6)
    try work.configure([
      "Logging.wandb_project": "p", "Logging.wandb_group": "a-group-of-mine",
      "Logging.wandb_name": "a-name-of-mine", "Training.n_epochs": "1",
    ])
    try work.train()
    let folder = try #require(try work.list("wandb").first { $0.hasPrefix("offline-run-") })
    let name = try #require(try work.list("wandb/\(folder)").first { $0.hasSuffix(".wandb") })
    let bytes = try work.bytes("wandb/\(folder)/\(name)")
    for text in ["a-group-of-mine", "a-name-of-mine"] {
      let wanted = Array(text.utf8)
      let isThere = bytes.indices.contains { bytes[$0...].starts(with: wanted) }
      #expect(isThere, "\(text)")
    }
  }
}

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

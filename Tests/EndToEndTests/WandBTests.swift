import Basics
import Testing

/// Runs that W&B can take over.
@Suite struct WandBTests {
  @Test func aRunHasItsRowsAndItsSummary() throws {
    let work = try Workspace.withLoggedSteps([
      "Logging.wandb_entity": "lab", "Logging.wandb_project": "lungs",
    ])
    try work.train()
    let run = try #require(try WandBRuns(work).runs.first)
    #expect(run.project == "lungs" && run.entity == "lab" && run.name == "exp1")
    #expect(run.group == nil && run.exitCode == 0)
    #expect(run.numbers == Array(1...run.numbers.count))
    #expect(run.history.compactMap { $0["_step"]?.int } == Array(0..<run.history.count))
    let epochs = run.history.filter { $0["epoch"] != nil }
    let losses = try work.json("logs/validation_history.json")["loss"]?.array
    #expect(epochs.compactMap { $0["val_loss"] } == losses)
    #expect(epochs.map { $0["global_step"]?.int } == [4, 8, 12])
    let steps = run.history.filter { $0["step/loss"] != nil }
    #expect(steps.map { $0["global_step"]?.int } == [5, 10])
    let best = try work.json("logs/run.json")["best_epoch"]
    #expect(run.summary["best_epoch"] == best)
    #expect(run.summary["val_loss"] == losses?.last)
    #expect(run.summary["test_accuracy"] == (try work.json("logs/metrics_test.json")["accuracy"]))
    let summary = try work.json("\(run.folder)/files/wandb-summary.json")
    #expect(summary == .object(run.summary))
    #expect(try work.text("\(run.folder)/files/config.yaml").contains("Training:\n    value: {"))
  }

  @Test func theFlagNamesTheProject() throws {
    let work = try Workspace.withLoggedSteps()
    try work.train("--epochs", "1")
    #expect(!work.exists("wandb"))
    try work.train("--epochs", "1", "--wandb-project", "p", "--wandb-entity", "e")
    let run = try #require(try WandBRuns(work).runs.first)
    #expect(run.project == "p" && run.entity == "e" && run.name == "exp2")
  }

  @Test func nothingSaysWhatImagesAreCalledOrWhereTheyAre() throws {
    let work = try Workspace.withLoggedSteps([
      "Logging.wandb_project": "p", "Data.exclude_ids": "dark/dark01.png",
      "Logging.tensorboard_images": "3",
    ])
    try FileSystem.move(work.path("data"), to: work.path("patients"))
    try work.train("--set", "Data.root=patients")
    let run = try #require(try WandBRuns(work).runs.first)
    var files =
      ["\(run.file)"] + (try work.list("\(run.folder)/files").map { "\(run.folder)/files/\($0)" })
    files += try work.list("logs").filter { $0.contains("tfevents") }.map { "logs/\($0)" }
    #expect(files.count == 5)
    for file in files {
      let bytes = try work.bytes(file)
      for word in ["dark0", "light1", "patients", work.path("")] {
        #expect(bytes.firstRange(of: Array(word.utf8)) == nil, "\(file): \(word)")
      }
    }
  }

  @Test func aRunThatWasKilledLosesNothingAndGoesOn() throws {
    let settings = [
      "Training.n_epochs": "60", "Logging.log_every_n_steps": "1", "Logging.wandb_project": "p",
    ]
    let work = try Workspace.withLoggedSteps(settings)
    let undisturbed = try Workspace.withLoggedSteps(settings)
    try undisturbed.train()
    try work.trainAndKill(after: 5)
    let killed = try #require(try WandBRuns(work).runs.first)
    let trained = try #require(try work.json("logs/run.json")["epochs_trained"]?.int)
    #expect((killed.summary["epoch"]?.int ?? 0) >= trained)
    try work.train("--resume")
    let runs = try WandBRuns(work).runs
    let whole = try #require(try WandBRuns(undisturbed).runs.first)
    #expect(runs.count == 1 && runs[0].id == killed.id && runs[0].exitCode == 0)
    #expect(runs[0].numbers == whole.numbers)
    #expect(runs[0].history.map(Self.untimed) == whole.history.map(Self.untimed))
    #expect(Self.untimed(runs[0].summary) == Self.untimed(whole.summary))
  }

  private static func untimed(_ row: JSONObject) -> JSONObject {
    let timed = ["_runtime", "_timestamp", "_wandb", "epoch_time", "images_per_s"]
    return JSONObject(row.pairs.filter { !timed.contains($0.key) }.map { ($0.key, $0.value) })
  }

  @Test func theTrialsOfASearchAreAGroup() throws {
    let work = try Workspace.withLoggedSteps([
      "Search.Training.learning_rate": "loguniform(1e-4, 1e-2)"
    ])
    let outcome = try work.run(
      "--mode", "hyperopt", "--n-trials", "2", "--max-epochs", "1", "--study-name", "rates",
      "--wandb-project", "p", "--quiet")
    #expect(outcome.status == 0, "\(outcome.errors)")
    let runs = try WandBRuns(work).runs
    #expect(runs.map(\.group) == ["rates", "rates"])
    #expect(Set(runs.map(\.name)) == ["rates-0", "rates-1"])
    #expect(runs.allSatisfy { $0.project == "p" && $0.exitCode == 0 })
  }

  /// W&B's own reader: `wandb leet inspect`.
  @Test(
    .enabled(
      if: Peer.can("-m", "wandb", "leet", "inspect", "--help"),
      "ROENTGEN_PYTHON names no Python that has wandb"))
  func wandbsOwnReaderFindsTheSame() throws {
    let work = try Workspace.withLoggedSteps([
      "Logging.wandb_project": "p", "Logging.log_every_n_steps": "1",
    ])
    try work.train()
    let own = try #require(try WandBRuns(work).runs.first)
    let theirs = try Peer.json(
      "-m", "wandb", "leet", "inspect", "--summary", "--json", work.path(own.folder))
    #expect(theirs["state"] == "finished" && theirs["exit_code"] == 0)
    #expect(theirs["project"] == "p" && theirs["run_id"]?.string == own.id)
    #expect(theirs["step"]?.int == own.history.count - 1)
    for (key, value) in own.summary.pairs where key != "_wandb" {
      #expect(theirs["summary"]?[key]?.double == value.double, "\(key)")
    }
    #expect(theirs["config"]?["Training"]?["batch_size"] == 8)
    let rows = try Self.wandbsRows(work, own)
    #expect(rows["history"]?.array?.compactMap(\.object?.sorted) == own.history.map(\.sorted))
    #expect(rows["summary"]?.object?.sorted == own.summary.sorted)
    #expect(rows["exit_code"] == 0 && rows["records"]?.int == own.numbers.count)
  }

  /// `Benchmarks/parity/wandb_reader.py`: every row that wandb's own reader finds.
  private static func wandbsRows(_ work: Workspace, _ run: WandBRuns.Run) throws -> JSONValue {
    try Peer.json("Benchmarks/parity/wandb_reader.py".inRepository, work.path(run.folder))
  }

  @Test(
    .enabled(
      if: Peer.can("-m", "wandb", "leet", "inspect", "--help"),
      "ROENTGEN_PYTHON names no Python that has wandb"))
  func wandbsOwnReaderFindsAllOfARunThatWasKilled() throws {
    let work = try Workspace.withLoggedSteps([
      "Training.n_epochs": "200", "Logging.log_every_n_steps": "1", "Logging.wandb_project": "p",
    ])
    try work.trainAndKill(after: 5)
    let own = try #require(try WandBRuns(work).runs.first)
    let rows = try Self.wandbsRows(work, own)
    #expect(rows["exit_code"] == .null)
    let epochs = (rows["history"]?.array ?? []).filter { $0["epoch"]?.int != nil }
    let last = try #require(epochs.last)
    let trained = try #require(try work.json("logs/run.json")["epochs_trained"]?.int)
    // The row of an epoch and the summary that knows it are two records.
    let summary = try #require(rows["summary"]?["epoch"]?.int)
    #expect(summary >= trained && summary <= (last["epoch"]?.int ?? 0))
    let known = try #require(epochs.last { $0["epoch"]?.int == summary })
    #expect(rows["summary"]?["val_loss"] == known["val_loss"])
  }
}

extension JSONObject {
  /// The pairs by name: readers keep no order.
  fileprivate var sorted: [String] {
    pairs.map { key, value in "\(key): " + (value.double.map { "\($0)" } ?? value.text()) }.sorted()
  }
}

import Basics
import Testing

/// The files of a run, by name and content.
@Suite struct RunFilesTests {
  private static func finishedRun(_ changes: [String: String] = [:]) throws -> Workspace {
    let work = try Workspace()
    try work.makeImages()
    try work.configure(changes)
    let outcome = try work.run("--mode", "train", "--quiet")
    #expect(outcome.status == 0, "\(outcome.errors)")
    return work
  }

  @Test func theyHaveTheirNames() throws {
    let work = try Self.finishedRun(["Training.n_epochs": "4", "Training.checkpoint_interval": "2"])
    #expect(
      try work.list("models") == [
        "best_model.pth", "checkpoint_epoch_2.pth", "checkpoint_epoch_4.pth", "last_model.pth",
      ])
    #expect(
      try work.list("logs").filter { !$0.contains("tfevents") } == [
        "metrics.csv", "metrics_test.json", "predictions_test.csv", "resolved.ini", "run.json",
        "run.log", "splits.json", "steps.csv", "training_history.json", "validation_history.json",
      ])
  }

  @Test func historiesAreEquallyLongArrays() throws {
    let work = try Self.finishedRun()
    for (name, extra) in [
      ("training", ["learning_rate", "epoch_time", "images_per_s", "grad_norm"]),
      ("validation", ["global_step"]),
    ] {
      let history = try #require(try work.json("logs/\(name)_history.json").object)
      #expect(history.keys.prefix(3) == ["epochs", "loss", "accuracy"])
      #expect(Array(history.keys.suffix(extra.count)) == extra)
      #expect(history["epochs"] == [1, 2, 3])
      for key in history.keys { #expect(history[key]?.array?.count == 3, "\(name) \(key)") }
    }
    let steps = try work.json("logs/validation_history.json")["global_step"]
    // 28 images in batches of 8 are 4 steps.
    #expect(steps == [4, 8, 12])
  }

  @Test func theRunIsDescribed() throws {
    let work = try Self.finishedRun(["Training.seed": "7"])
    let run = try #require(try work.json("logs/run.json").object)
    for key in [
      "name", "status", "stop_reason", "epochs_trained", "best_epoch", "best_metric",
      "training_time", "test", "seed", "threads", "version", "dataset_hash", "files",
    ] {
      #expect(run[key] != nil, "\(key)")
    }
    #expect(run["name"] == "exp1" && run["status"] == "completed")
    #expect(run["epochs_trained"] == 3 && run["seed"] == 7 && run["threads"] == 1)
    #expect(run["best_metric"]?["name"] == "val_accuracy")
    let test = try #require(run["test"]?.object)
    let metrics = try work.json("logs/metrics_test.json")
    for (name, value) in test.pairs { #expect(metrics[name] == value, "\(name)") }
    #expect(test.count > 5)
    let best = try #require(run["best_epoch"]?.int)
    let accuracies = try work.json("logs/validation_history.json")["accuracy"]?.array
    #expect(accuracies?[best - 1] == run["best_metric"]?["value"])
    let files = try #require(run["files"]?.texts)
    let present =
      try work.list("models").map { "models/\($0)" }
      + work.list("logs").map { "logs/\($0)" }
    #expect(Set(present).isSubset(of: files))
    for file in present {
      #expect(try work.bytes(file).suffix(2) != Array("\n\n".utf8), "\(file) ends in a blank line")
    }
  }

  @Test func tablesHaveARowForEachEpochAndEachLoggedStep() throws {
    let work = try Self.finishedRun(["Logging.log_every_n_steps": "5"])
    let metrics = try work.text("logs/metrics.csv").split(separator: "\n")
    #expect(metrics.count == 4)
    #expect(metrics[0].hasPrefix("epoch,global_step,train_loss,train_accuracy,"))
    #expect(metrics[0].contains(",val_loss,"))
    let steps = try work.text("logs/steps.csv").split(separator: "\n")
    #expect(steps[0] == "step,epoch,loss,learning_rate")
    #expect(steps.dropFirst().map { $0.split(separator: ",")[0] } == ["5", "10"])
  }

  @Test func predictionsAndSplitsAreTheSameSamples() throws {
    let work = try Self.finishedRun()
    let splits = try work.json("logs/splits.json")
    let ids = ["train", "val", "test"].map { splits[$0]?.texts ?? [] }
    #expect(ids.map(\.count) == [28, 6, 6])
    #expect(Set(ids.joined()).count == 40)
    let rows = try work.text("logs/predictions_test.csv").split(separator: "\n")
    #expect(rows[0] == "id,truth,prediction,p_dark,p_light")
    #expect(Set(rows.dropFirst().map { String($0.split(separator: ",")[0]) }) == Set(ids[2]))
  }

  @Test func theResolvedConfigurationRepeatsTheRun() throws {
    let work = try Self.finishedRun([
      "Data.augmentation": "strong", "Training.num_workers": "2",
      "Optimization.scheduler": "cosine",
    ])
    let first = try work.learned()
    let outcome = try work.run("--mode", "train", "--config", "logs/resolved.ini", "--quiet")
    #expect(outcome.status == 0, "\(outcome.errors)")
    work.expectSame(first, try work.learned())
    work.expectSame(first, try work.learned(in: "runs/exp1"))
  }

  @Test func theResolvedConfigurationRepeatsARunFromGivenWeights() throws {
    let work = try Self.finishedRun()
    let second = try work.run(
      "--mode", "train", "--set", "Model.pretrained=models/best_model.pth", "--quiet")
    #expect(second.status == 0, "\(second.errors)")
    let learned = try work.learned()
    let third = try work.run("--mode", "train", "--config", "logs/resolved.ini", "--quiet")
    #expect(third.status == 0, "\(third.errors)")
    work.expectSame(learned, try work.learned())
  }

  @Test func anEarlierRunMovesAway() throws {
    let work = try Self.finishedRun()
    let first = try work.learned()
    // Not a file of the run: it stays.
    try work.write("mine", to: "logs/notes.txt")
    try work.run("--mode", "train", "--quiet", "--seed", "3")
    work.expectSame(first, try work.learned(in: "runs/exp1"))
    #expect(try work.json("runs/exp1/logs/run.json")["name"] == "exp1")
    #expect(try work.json("logs/run.json")["name"] == "exp2")
    #expect(try work.text("logs/notes.txt") == "mine")
    #expect(!work.exists("runs/exp1/logs/notes.txt"))
  }

  @Test func aMoveCutShortIsCompleted() throws {
    let work = try Self.finishedRun()
    let first = try work.learned()
    // As if the program had been killed after the first two files.
    try FileSystem.createDirectory(work.path("runs/exp1/models"))
    try FileSystem.createDirectory(work.path("runs/exp1/logs"))
    for file in ["models/best_model.pth", "logs/splits.json"] {
      try FileSystem.move(work.path(file), to: work.path("runs/exp1/\(file)"))
    }
    let outcome = try work.run("--mode", "train", "--quiet")
    #expect(outcome.status == 0, "\(outcome.errors)")
    work.expectSame(first, try work.learned(in: "runs/exp1"))
    #expect(try work.json("logs/run.json")["name"] == "exp2")
  }

  @Test func aForkStartsFromAnotherRunsWeights() throws {
    let work = try Self.finishedRun(["Training.n_epochs": "6"])
    let fork = try work.run("--mode", "train", "--fork", "exp1", "--epochs", "1", "--quiet")
    #expect(fork.status == 0, "\(fork.errors)")
    #expect(try work.json("logs/run.json")["forked_from"] == "exp1")
    #expect(try work.json("logs/run.json")["name"] == "exp2")
    let before = try work.json("runs/exp1/logs/training_history.json")["loss"]?[0]?.double
    let after = try work.json("logs/training_history.json")["loss"]?[0]?.double
    #expect(try #require(after) < #require(before))
    let learned = try work.learned()
    let again = try work.run("--mode", "train", "--config", "logs/resolved.ini", "--quiet")
    #expect(again.status == 0, "\(again.errors)")
    work.expectSame(learned, try work.learned())
  }

  @Test func otherDataAreSplitAnew() throws {
    let work = try Self.finishedRun()
    for name in ["dark", "light"] {
      for index in 0..<4 {
        try work.write(
          try work.bytes("data/\(name)/\(name)0\(index).png"), to: "other/\(name)/\(index).png")
      }
    }
    let outcome = try work.run(
      "--mode", "evaluate", "--model-path", "models/best_model.pth", "--set", "Data.root=other",
      "--set", "Data.test_split=0.5", "--set", "Data.val_split=0", "--output-dir", "out")
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(try work.text("out/predictions_test.csv").split(separator: "\n").count == 5)
  }
}

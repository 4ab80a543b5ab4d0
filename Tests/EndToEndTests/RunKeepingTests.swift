import Basics
import Checkpoints
import Foundation
import Testing

/// Runs are packed, thinned out and begun from one another.
@Suite struct RunKeepingTests {
  /// Four short runs; the last one lies in `models/` and `logs/`.
  private static func workspace() throws -> Workspace {
    let work = try Workspace()
    try work.makeImages(perClass: 8)
    try work.configure(["Training.n_epochs": "2", "Training.checkpoint_interval": "1"])
    for seed in 1...4 {
      let outcome = try work.run("--mode", "train", "--quiet", "--seed", "\(seed)")
      #expect(outcome.status == 0, "\(outcome.errors)")
    }
    return work
  }

  @Test func pruningKeepsTheNewestRuns() throws {
    let work = try Self.workspace()
    try work.write("mine", to: "runs/exp2/notes.txt")
    let trial = try work.run("--mode", "prune", "--keep", "2", "--dry-run")
    #expect(trial.status == 0)
    #expect(trial.output.split(separator: "\n").map { $0.prefix(5) } == ["exp1:", "exp2:"])
    #expect(try work.list("runs") == ["exp1", "exp2", "exp3"])
    let outcome = try work.run("--mode", "prune", "--keep", "2")
    #expect(outcome.status == 0, "\(outcome.errors)")
    // Not a file of the run: it stays.
    #expect(try work.list("runs") == ["exp2", "exp3"])
    #expect(try work.list("runs/exp2") == ["notes.txt"])
    #expect(work.exists("models/best_model.pth"))
    let listed = try work.run("--mode", "list", "runs").output.split(separator: "\n")
    #expect(listed.map { $0.prefix(4) } == ["exp3", "exp4"])
  }

  /// Each run with its date, state, epochs, score and size.
  @Test func theListSaysWhenHowGoodAndHowLarge() throws {
    let work = try Self.workspace()
    let lines = try work.run("--mode", "list", "runs").output.split(separator: "\n")
    #expect(lines.count == 4)
    for (number, line) in lines.enumerated() {
      let folder = number == 3 ? "." : "runs/exp\(number + 1)"
      let record = try work.json("\(folder)/logs/run.json")
      let best = try #require(record["best_metric"]?["value"]?.double)
      let parts = line.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
      #expect(parts.count == 5, "\(line)")
      #expect(parts[0].hasPrefix("exp\(number + 1)  20") && parts[0].contains(":"), "\(line)")
      #expect(parts[1...2] == ["completed", "2 epochs"])
      #expect(parts[3] == "val_accuracy " + NumberText.fixed(best, decimals: 4))
      let bytes = (record["files"]?.texts ?? []).reduce(0) {
        $0 + ((try? work.bytes("\(folder)/\($1)").count) ?? 0)
      }
      #expect(parts[4] == NumberText.bytes(bytes))
    }
  }

  @Test func pruningCheckpointsLeavesTheBest() throws {
    let work = try Self.workspace()
    let outcome = try work.run("--mode", "prune", "--keep", "1", "--checkpoints")
    #expect(outcome.status == 0, "\(outcome.errors)")
    for name in ["exp1", "exp2", "exp3"] {
      #expect(try work.list("runs/\(name)/models") == ["best_model.pth"])
      let files = try work.json("runs/\(name)/logs/run.json")["files"]?.texts ?? []
      #expect(files.filter { $0.hasSuffix(".pth") } == ["models/best_model.pth"])
      #expect(work.exists("runs/\(name)/logs/metrics.csv"))
    }
    #expect(try work.list("models").count == 4)
    let again = try work.run("--mode", "prune", "--keep", "1", "--checkpoints")
    #expect(again.status == 0 && again.output.isEmpty)
  }

  /// What a run that stays began from stays with it: without those weights it could not be repeated.
  @Test func pruningLeavesWhatLaterRunsBeganFrom() throws {
    let work = try Self.workspace()
    for words in [
      ["--fork", "exp1"], ["--set", "Model.pretrained=runs/exp2/models/last_model.pth"],
    ] {
      let outcome = try work.run(words: ["--mode", "train", "--quiet", "--epochs", "1"] + words)
      #expect(outcome.status == 0, "\(outcome.errors)")
    }
    let thinned = try work.run("--mode", "prune", "--keep", "2", "--checkpoints")
    #expect(thinned.status == 0, "\(thinned.errors)")
    #expect(thinned.errors.contains("exp2: some weights stay"), "\(thinned.errors)")
    #expect(try work.list("runs/exp1/models") == ["best_model.pth"])
    #expect(try work.list("runs/exp2/models") == ["best_model.pth", "last_model.pth"])
    #expect(try work.list("runs/exp3/models") == ["best_model.pth"])
    let outcome = try work.run("--mode", "prune", "--keep", "2")
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.errors.contains("exp1: it stays"), "\(outcome.errors)")
    #expect(outcome.output.split(separator: "\n").map { $0.prefix(5) } == ["exp3:", "exp4:"])
    #expect(try work.list("runs") == ["exp1", "exp2", "exp5"])
    let again = try work.run("--mode", "train", "--config", "logs/resolved.ini", "--quiet")
    #expect(again.status == 0, "\(again.errors)")
  }

  @Test(arguments: [["--keep", "0"], ["--keep", "x"], []])
  func pruningWantsToKnowHowManyStay(words: [String]) throws {
    let work = try Workspace()
    let outcome = try work.run(words: ["--mode", "prune"] + words)
    #expect(outcome.status == 2 && outcome.errors.contains("--keep"))
  }

  @Test func anArchiveIsTheRunWithoutItsWeights() throws {
    let work = try Self.workspace()
    let outcome = try work.run("--mode", "archive", "exp2")
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output == "runs/exp2.zip\n")
    let archive = try ZipReader(work.bytes("runs/exp2.zip"))
    let names = archive.names
    #expect(names.contains("exp2/logs/run.json") && names.contains("exp2/logs/metrics.csv"))
    #expect(!names.contains { $0.hasSuffix(".pth") })
    for name in names {
      let original = try work.bytes("runs/\(name)")
      #expect(try archive.contents(of: name) == original, "\(name)")
    }
  }

  @Test func anArchiveWithCheckpointsCanBeContinuedElsewhere() throws {
    let work = try Self.workspace()
    let outcome = try work.run(
      "--mode", "archive", "exp4", "--include-checkpoints", "--output", "kept/four.zip")
    #expect(outcome.status == 0, "\(outcome.errors)")
    let archive = try ZipReader(work.bytes("kept/four.zip"))
    for name in archive.names {
      try work.write(try archive.contents(of: name), to: "unpacked/\(name)")
    }
    let resumed = try work.run(
      "--mode", "train", "--resume", "unpacked/exp4/models/last_model.pth", "--epochs", "3",
      "--quiet")
    #expect(resumed.status == 0, "\(resumed.errors)")
    #expect(try work.json("unpacked/exp4/logs/run.json")["epochs_trained"] == 3)
  }

  @Test func anUnknownRunIsNamed() throws {
    let work = try Self.workspace()
    for words in [["exp9"], [], ["exp1", "exp2"]] {
      let outcome = try work.run(words: ["--mode", "archive"] + words)
      #expect(outcome.status == 2, "\(outcome.errors)")
      #expect(outcome.errorLines.count == 1)
    }
  }

  @Test func aForkTakesTheOptimizersStateWhenItIsAsked() throws {
    let work = try Self.workspace()
    func forked(_ words: String...) throws -> LearnedState {
      let outcome = try work.run(
        words: ["--mode", "train", "--fork", "exp1", "--quiet", "--epochs", "1"] + words)
      #expect(outcome.status == 0, "\(outcome.errors)")
      return try work.learned()
    }
    let fresh = try forked()
    let taken = try forked("--fork-optimizer")
    #expect(fresh != taken)
    // Adam goes on counting where the other run's best epoch was saved.
    func steps() throws -> Double? {
      let states = try PyTorchFile.read(work.path("models/last_model.pth"))["optimizer_state_dict"]
      return states?["state"]?[0]?["step"]?.tensorValue?.floats().first.map(Double.init)
    }
    let epochs = try PyTorchFile.read(work.path("runs/exp1/models/best_model.pth"))["epoch"]
    let perEpoch = 2.0
    #expect(try steps() == perEpoch * Double(try #require(epochs?.intValue) + 1))
    // It can be repeated.
    let again = try work.run("--mode", "train", "--config", "logs/resolved.ini", "--quiet")
    #expect(again.status == 0, "\(again.errors)")
    work.expectSame(taken, try work.learned())
  }

  @Test func anotherOptimizersStateIsRefused() throws {
    let work = try Self.workspace()
    let outcome = try work.run(
      "--mode", "train", "--fork", "exp1", "--fork-optimizer", "--quiet", "--set",
      "Optimization.optimizer=sgd")
    #expect(outcome.status == 3, "\(outcome.errors)")
    #expect(outcome.errors.contains("without --fork-optimizer"), "\(outcome.errors)")
    let alone = try work.run("--mode", "train", "--fork-optimizer")
    #expect(alone.status == 2 && alone.errors.contains("--fork"))
  }
}

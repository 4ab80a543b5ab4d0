import Basics
import Checkpoints
import Foundation
import Glibc
import TestSupport
import Testing

/// A run that was stopped or killed and resumed is the run that was never disturbed, bit for bit.
@Suite struct ResumeTests {
  /// Everything that must survive: random order, augmentation, dropout, moments of Adam, a schedule with a memory, early
  /// stopping, checkpoints that are pruned, and rows of steps.
  private static let settings = [
    "Training.n_epochs": "25", "Training.batch_size": "1", "Data.augmentation": "strong",
    "Model.dropout": "0.3", "Training.learning_rate": "0.0001",
    "Optimization.scheduler": "reduce_lr_on_plateau", "Optimization.patience": "2",
    "Training.checkpoint_interval": "4", "Callbacks.keep_checkpoints": "2",
    "Callbacks.early_stopping_patience": "100", "Logging.log_every_n_steps": "3",
  ]

  private static func makeWorkspace(_ changes: [String: String] = [:]) throws -> Workspace {
    let work = try Workspace()
    try work.makeImages(perClass: 60)
    try work.configure(settings.merging(changes) { $1 })
    return work
  }

  private static func undisturbed(_ changes: [String: String] = [:]) throws -> LearnedState {
    let work = try makeWorkspace(changes)
    let outcome = try work.run("--mode", "train", "--quiet")
    #expect(outcome.status == 0, "\(outcome.errors)")
    return try work.learned()
  }

  private static func epochsTrained(_ work: Workspace) -> Int {
    (try? work.json("logs/run.json")["epochs_trained"]?.int) ?? 0
  }

  /// A folder with a run that a signal ended after some epochs.
  private static func interrupted(
    by signal: Int32 = SIGTERM, after epochs: Int = 2
  ) throws -> (work: Workspace, outcome: Outcome) {
    // On a busy machine the run may be over before this process is woken: then once more.
    for _ in 0..<5 {
      let work = try makeWorkspace()
      let program = try work.start(["--mode", "train"])
      #expect(work.wait { epochsTrained(work) >= epochs || !program.isRunning })
      program.send(signal)
      let outcome = try program.wait()
      if outcome.status == 0 { continue }
      #expect(outcome.status == 128 + Int(signal), "\(outcome.errors)")
      return (work, outcome)
    }
    throw NeverInterrupted()
  }

  private struct NeverInterrupted: Error {}

  @Test(arguments: [SIGTERM, SIGINT])
  func aSignalSavesAndTheRunContinues(signal: Int32) throws {
    let (work, stopped) = try Self.interrupted(by: signal, after: 3)
    #expect(stopped.errors.contains("main --mode train --resume exp1"))
    let record = try work.json("logs/run.json")
    #expect(record["status"] == "interrupted")
    #expect(record["stop_reason"]?.string == "interrupted by signal \(signal)")
    try work.expectWholeFiles()

    let resumed = try work.run("--mode", "train", "--resume", "--quiet")
    #expect(resumed.status == 0, "\(resumed.errors)")
    #expect(try work.json("logs/run.json")["status"] == "completed")
    work.expectSame(try Self.undisturbed(), try work.learned())
  }

  /// Batches are the same however many threads decode them, and so is what callbacks know.
  @Test(arguments: ["1", "3"])
  func otherWorkersAndCallbacksWithAMemoryChangeNothing(workers: String) throws {
    let changes = [
      "Callbacks.early_stopping_strategy": "plateau", "Callbacks.plateau_patience": "12",
      "Callbacks.plateau_threshold": "100", "Callbacks.early_stopping_min_epochs": "10",
    ]
    let whole = try Self.makeWorkspace(changes)
    let first = try whole.run("--mode", "train", "--quiet")
    #expect(first.status == 0, "\(first.errors)")
    // The first epoch has none before it to differ from.
    #expect(try whole.json("logs/run.json")["epochs_trained"] == 13)

    let work = try Self.makeWorkspace(changes)
    var arguments = ["--mode", "train"]
    var stops = 0
    for signal in [SIGTERM, SIGKILL, SIGTERM, SIGKILL] {
      let before = Self.epochsTrained(work)
      let program = try work.start(arguments)
      #expect(work.wait { Self.epochsTrained(work) > before || !program.isRunning })
      program.send(signal)
      let outcome = try program.wait()
      if outcome.status == 0 { break }
      stops += 1
      arguments = ["--mode", "train", "--resume", "--set", "Training.num_workers=\(workers)"]
    }
    #expect(stops > 0)
    let last = try work.run("--mode", "train", "--resume", "--quiet")
    #expect(last.status == 0, "\(last.errors)")
    #expect(try work.json("logs/run.json")["epochs_trained"] == 13)
    work.expectSame(try whole.learned(), try work.learned())
  }

  // MARK: Settings

  @Test func otherSettingsAreRefusedWithTheWayOut() throws {
    let work = try Self.interrupted().work
    let before = try work.text("logs/run.json")
    let outcome = try work.run(
      "--mode", "train", "--resume", "--batch-size", "4", "--set", "Training.num_workers=2")
    #expect(outcome.status == 2)
    #expect(outcome.errorLines.count == 1)
    #expect(outcome.errors.contains("Training.batch_size = 4 (it was 1)"), "\(outcome.errors)")
    #expect(outcome.errors.contains("--fork exp1"))
    #expect(!outcome.errors.contains("num_workers"))
    #expect(try work.text("logs/run.json") == before)
  }

  @Test func settingsThatDecideNothingMayChange() throws {
    let work = try Self.interrupted().work
    let outcome = try work.run(
      "--mode", "train", "--resume", "--set", "Training.num_workers=2", "--set",
      "Logging.event_log=true", "--set", "Plugin:listener.command=cat > heard")
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.errors.contains("goes on with Training.num_workers = 2 (it was 1)"))
    #expect(work.exists("logs/events.jsonl") && work.exists("heard"))
    work.expectSame(try Self.undisturbed(), try work.learned())
  }

  @Test func theFileThatTheRunBeganWithChangesNothing() throws {
    let work = try Self.interrupted().work
    let outcome = try work.run(
      "--mode", "train", "--resume", "--config", "config.ini", "--quiet")
    #expect(outcome.status == 0, "\(outcome.errors)")
    work.expectSame(try Self.undisturbed(), try work.learned())
  }

  @Test func otherDataAreRefused() throws {
    let work = try Self.interrupted().work
    try work.write(try work.bytes("data/dark/dark00.png"), to: "data/dark/another.png")
    let outcome = try work.run("--mode", "train", "--resume")
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains("cannot go on with other data"), "\(outcome.errors)")
  }

  @Test func everySignalOnTheWayIsSurvived() throws {
    let work = try Self.makeWorkspace(["Training.n_epochs": "8"])
    var arguments = ["--mode", "train"]
    var stops = 0
    while true {
      let before = Self.epochsTrained(work)
      let program = try work.start(arguments)
      #expect(work.wait { Self.epochsTrained(work) > before || !program.isRunning })
      program.send(SIGTERM)
      let outcome = try program.wait()
      if outcome.status == 0 { break }
      // A signal that comes before the program is ready for it ends it at once.
      #expect(outcome.status == 143 || outcome.status == -15, "\(outcome.errors)")
      stops += 1
      arguments = ["--mode", "train", "--resume"]
      try #require(stops < 30)
    }
    #expect(stops > 0)
    work.expectSame(
      try Self.undisturbed(["Training.n_epochs": "8"]), try work.learned())
  }

  /// `ROENTGEN_KILL_ROUNDS` says how often, if it is set.
  @Test func aKillAtAnyMomentLosesNoFile() throws {
    let rounds = getenv("ROENTGEN_KILL_ROUNDS").flatMap { Int(String(cString: $0)) } ?? 6
    let settings = ["Training.n_epochs": "40", "Training.checkpoint_interval": "7"]
    let work = try Self.makeWorkspace(settings)
    var random = RandomSource(seed: 5).split("kills")
    var kills = 0
    for _ in 0..<rounds {
      // A run that was killed before it began cannot be resumed; nor is there anything to lose.
      let resume = work.exists("logs/run.json") ? ["--resume"] : []
      let before = Self.epochsTrained(work)
      let program = try work.start(["--mode", "train", "--quiet"] + resume)
      if random.nextInt(below: 3) > 0 {
        // Most kills fall while it trains.
        #expect(work.wait { Self.epochsTrained(work) > before || !program.isRunning })
      }
      usleep(UInt32(random.nextInt(below: 150_000)))
      if program.isRunning { program.send(SIGKILL) }
      let outcome = try program.wait()
      kills += outcome.status == -9 ? 1 : 0
      try work.expectWholeFiles()
      if outcome.status == 0 { break }
      #expect(outcome.status == -9, "\(outcome.errors)")
    }
    #expect(kills > 0)
    let last = try work.run("--mode", "train", "--resume", "--quiet")
    #expect(last.status == 0, "\(last.errors)")
    #expect(try work.json("logs/run.json")["name"] == "exp1")
    #expect(try work.json("logs/run.json")["status"] == "completed")
    work.expectSame(try Self.undisturbed(settings), try work.learned())
  }

  @Test func aRunThatSavedNothingStartsAgain() throws {
    let work = try Self.makeWorkspace()
    let first = try work.run("--mode", "train", "--quiet")
    #expect(first.status == 0, "\(first.errors)")
    let learned = try work.learned()
    // As a kill before the first checkpoint leaves it.
    var record = try #require(try work.json("logs/run.json").object)
    record["status"] = "running"
    record["epochs_trained"] = 0
    record["stop_reason"] = .null
    try work.write(JSONValue.object(record).text(), to: "logs/run.json")
    for name in try work.list("models") { try FileSystem.remove(work.path("models/\(name)")) }
    for name in ["training_history.json", "validation_history.json", "metrics.csv"] {
      try FileSystem.remove(work.path("logs/\(name)"))
    }
    let resumed = try work.run("--mode", "train", "--resume")
    #expect(resumed.status == 0, "\(resumed.errors)")
    #expect(resumed.errors.contains("from its beginning"))
    work.expectSame(learned, try work.learned())
  }

  @Test func aCompletedRunIsLeftAlone() throws {
    let work = try Self.makeWorkspace(["Training.n_epochs": "2"])
    try work.run("--mode", "train", "--quiet")
    func contents() throws -> [String: [UInt8]] {
      var result: [String: [UInt8]] = [:]
      for folder in ["models", "logs"] {
        for name in try work.list(folder) {
          result["\(folder)/\(name)"] = try work.bytes("\(folder)/\(name)")
        }
      }
      return result
    }
    let before = try contents()
    for words in [["--resume"], ["--resume", "exp1"]] {
      let outcome = try work.run(words: ["--mode", "train"] + words)
      #expect(outcome.status == 0 && outcome.output == "", "\(outcome.errors)")
      #expect(outcome.errors.contains("run exp1 is complete"))
    }
    let after = try contents()
    #expect(before == after)
  }

  @Test func anEarlierRunContinuesWhereItLies() throws {
    let work = try Self.interrupted().work
    try work.run("--mode", "train", "--epochs", "1", "--quiet")
    let resumed = try work.run("--mode", "train", "--resume", "exp1", "--quiet")
    #expect(resumed.status == 0, "\(resumed.errors)")
    work.expectSame(try Self.undisturbed(), try work.learned(in: "runs/exp1"))
    #expect(try work.json("logs/run.json")["name"] == "exp2")
  }

  @Test func aMovedRunFolderContinuesFromItsCheckpoint() throws {
    let work = try Self.interrupted().work
    for folder in ["models", "logs"] {
      try FileSystem.createDirectory(work.path("elsewhere"))
      try FileSystem.move(work.path(folder), to: work.path("elsewhere/\(folder)"))
    }
    let resumed = try work.run(
      "--mode", "train", "--resume", "elsewhere/models/last_model.pth", "--quiet")
    #expect(resumed.status == 0, "\(resumed.errors)")
    work.expectSame(try Self.undisturbed(), try work.learned(in: "elsewhere"))
  }

  @Test func moreEpochsMayBeAskedFor() throws {
    let work = try Self.makeWorkspace(["Training.n_epochs": "3"])
    try work.run("--mode", "train", "--quiet")
    let extended = try work.run("--mode", "train", "--resume", "--epochs", "25", "--quiet")
    #expect(extended.status == 0, "\(extended.errors)")
    #expect(try work.json("logs/run.json")["epochs_trained"] == 25)
    #expect(try work.text("logs/resolved.ini").contains("n_epochs = 25\n"))
    work.expectSame(try Self.undisturbed(), try work.learned())
  }

  @Test func anExtensionThatIsInterruptedIsNotForgotten() throws {
    let work = try Self.makeWorkspace(["Training.n_epochs": "3"])
    try work.run("--mode", "train", "--quiet")
    let program = try work.start(["--mode", "train", "--resume", "--epochs", "25"])
    #expect(work.wait { Self.epochsTrained(work) >= 5 || !program.isRunning })
    program.send(SIGTERM)
    let status = try program.wait().status
    #expect(status == 143 || status == 0)
    let resumed = try work.run("--mode", "train", "--resume", "--quiet")
    #expect(resumed.status == 0, "\(resumed.errors)")
    work.expectSame(try Self.undisturbed(), try work.learned())
  }

  @Test func whatKilledProgramsLeftIsRemoved() throws {
    let work = try Self.makeWorkspace(["Training.n_epochs": "1"])
    let leftover = "models/.best_model.pth.tmp-1-0"
    try work.write("half", to: leftover)
    var times = [
      timeval(tv_sec: 1_000_000_000, tv_usec: 0), timeval(tv_sec: 1_000_000_000, tv_usec: 0),
    ]
    #expect(utimes(work.path(leftover), &times) == 0)
    try work.run("--mode", "train", "--quiet")
    #expect(!work.exists(leftover))
  }

  @Test func twoTrainingsDoNotShareAFolder() throws {
    let work = try Self.makeWorkspace()
    let program = try work.start(["--mode", "train"])
    #expect(work.wait { Self.epochsTrained(work) >= 1 || !program.isRunning })
    let second = try work.run("--mode", "train")
    program.send(SIGKILL)
    _ = try program.wait()
    #expect(second.status == 2, "\(second.errors)")
    #expect(second.errorLines.count == 1 && second.errors.contains("another training"))
  }
}

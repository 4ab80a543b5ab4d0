import Basics
import Glibc
import Testing

/// Settings of the training loop, from outside.
@Suite struct LoopFeatureTests {
  private static func workspace(_ changes: [String: String] = [:]) throws -> Workspace {
    let work = try Workspace()
    try work.makeImages()
    try work.configure(changes)
    return work
  }

  private static func train(_ work: Workspace, _ more: String...) throws {
    let outcome = try work.run(words: ["--mode", "train", "--quiet"] + more)
    #expect(outcome.status == 0 && outcome.errors.isEmpty, "\(outcome.errors)")
  }

  @Test func aTrialLeavesNothingBehind() throws {
    let work = try Self.workspace(["Logging.wandb_project": "p"])
    try Self.train(work)
    let before = try work.bytes("models/last_model.pth")
    let files = try work.list(".") + work.list("logs") + work.list("wandb")
    let outcome = try work.run("--mode", "train", "--fast-dev-run", "2")
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.errors.contains("epoch 1/1"))
    #expect(outcome.output.contains("2 batches of each split; nothing is kept"))
    #expect(try work.list(".") + work.list("logs") + work.list("wandb") == files)
    #expect(try work.bytes("models/last_model.pth") == before)
    let resumed = try work.run("--mode", "train", "--resume", "--fast-dev-run")
    #expect(resumed.status != 0 && resumed.errors.contains("does not go with --resume"))
  }

  /// A step of two images instead of all: the loss of that step alone is reported.
  @Test func aTrialTakesSoManyBatches() throws {
    let work = try Self.workspace(["Training.fast_dev_run": "true", "Training.batch_size": "2"])
    let outcome = try work.run("--mode", "train", "--json")
    #expect(outcome.status == 0, "\(outcome.errors)")
    let events = outcome.outputEvents.compactMap(\.self)
    #expect(events.filter { $0["event"] == "step_end" }.map { $0["steps"]?.int } == [1])
    #expect(events.filter { $0["event"] == "epoch_end" }.map { $0["epochs"]?.int } == [1])
  }

  @Test func aFewBatchesAreLearnedByHeart() throws {
    let work = try Self.workspace([
      "Training.overfit_batches": "1", "Training.n_epochs": "40", "Model.dropout": "0",
    ])
    try Self.train(work)
    let history = try work.json("logs/validation_history.json")
    #expect(history["accuracy"]?.array?.last == 1.0)
    #expect(history["global_step"]?.array?.last == 40)
  }

  /// Programs and plugins see validations within an epoch, and that they are such.
  @Test func validationsWithinAnEpochAreTold() throws {
    let work = try Self.workspace([
      "Training.val_check_interval": "2", "Plugin:watcher.command": "cat > heard",
      "Plugin:watcher.events": "end_validation_loop",
    ])
    let outcome = try work.run("--mode", "train", "--json")
    #expect(outcome.status == 0, "\(outcome.errors)")
    let told = outcome.outputEvents.compactMap(\.self).filter { $0["event"] == "validation_end" }
    let heard = try work.text("heard").split(separator: "\n").map {
      try JSONValue.parse(String($0))
    }
    // 28 images are four steps of an epoch: after two of them, and at the end.
    for events in [told, heard] {
      #expect(events.map { $0["within_epoch"] } == [true, false, true, false, true, false])
      #expect(events.map { $0["global_step"]?.int } == [2, 4, 6, 8, 10, 12])
    }
    let history = try work.json("logs/validation_history.json")["loss"]?.array
    #expect(told.compactMap { $0["val_loss"] } == history)
    #expect(heard.map { $0["validation"]?["loss"] } == told.map { $0["val_loss"] })
  }

  @Test func aNameThatIsNotThereIsSaid() throws {
    let work = try Self.workspace(["Model.freeze": "conv9"])
    let outcome = try work.run("--mode", "train", "--quiet")
    #expect(outcome.status == 3 || outcome.status == 2, "\(outcome.status)")
    #expect(outcome.errorLines.count == 1)
    #expect(outcome.errors.contains("no parameter is below \"conv9\"; did you mean \"conv1\"?"))
  }

  @Test func aKilledRunWithEverythingContinuesBitForBit() throws {
    let settings = [
      "Training.n_epochs": "40", "Training.batch_size": "2", "Data.augmentation": "default",
      "Training.accumulate_grad_batches": "3", "Training.ema_decay": "0.99",
      "Training.mixup_alpha": "0.4", "Training.freeze_epochs": "3",
      "Training.unfreeze_learning_rate": "0.0005", "Data.balanced_sampling": "true",
      "Training.val_check_interval": "0.3", "Model.freeze": "conv1",
      "Logging.log_every_n_steps": "3",
    ]
    let undisturbed = try Self.workspace(settings)
    try Self.train(undisturbed)
    let work = try Self.workspace(settings)
    for signal in [SIGKILL, SIGTERM] {
      let before = (try? work.json("logs/run.json")["epochs_trained"]?.int) ?? 0
      let resume = work.exists("logs/run.json") ? ["--resume"] : []
      let program = try work.start(["--mode", "train", "--quiet"] + resume)
      #expect(
        work.wait {
          ((try? work.json("logs/run.json")["epochs_trained"]?.int) ?? 0) > before + 2
            || !program.isRunning
        })
      program.send(signal)
      _ = try program.wait()
    }
    try Self.train(work, "--resume")
    work.expectSame(try undisturbed.learned(), try work.learned())
  }
}

import Basics
import Optimizers
import Testing
import Training

struct TrainerTests {
  @Test func aRunTrainsAllEpochsAndLearns() throws {
    let fixture = TrainerFixture()
    var trainer = try fixture.trainer()
    #expect(try trainer.fit() == .epochsReached)
    let losses = trainer.history.epochs.compactMap { $0.training["loss"] }
    #expect(losses.count == 3)
    #expect(losses[2] < losses[0])
  }

  @Test func theSameSeedGivesTheSameBits() throws {
    var first = try TrainerFixture().trainer()
    var second = try TrainerFixture().trainer()
    _ = try first.fit()
    _ = try second.fit()
    #expect(first.hasSameWeights(as: second))
    #expect(first.timelessHistory == second.timelessHistory)
  }

  @Test func anotherSeedGivesOthers() throws {
    var first = try TrainerFixture().trainer()
    var other = TrainerFixture()
    other.options.seed = 7
    var second = try other.trainer()
    _ = try first.fit()
    _ = try second.fit()
    #expect(!first.hasSameWeights(as: second))
  }

  /// 18 images in batches of 4 are 5 steps an epoch: stops in the middle, at the end, and after validation steps.
  @Test(arguments: [1, 2, 4, 5, 6, 7, 8, 12])
  func aStoppedRunContinuesBitForBit(stop: Int) throws {
    var whole = try TrainerFixture().trainer()
    _ = try whole.fit()

    let fixture = TrainerFixture()
    var stopped = try fixture.trainer(stoppingAfter: stop)
    #expect(try stopped.fit() == .interrupted(signal: 15))
    var resumed = try fixture.trainer()
    try resumed.resume(from: fixture.folders.lastModel)
    #expect(try resumed.fit() == .epochsReached)

    #expect(resumed.hasSameWeights(as: whole))
    #expect(resumed.timelessHistory == whole.timelessHistory)
    let rows = try FileSystem.readText(fixture.folders.steps).split(separator: "\n")
    #expect(rows.count == 1 + 15)
  }

  /// Every rule and every schedule that there is, stopped in the middle of an epoch and between two.
  @Test(arguments: OptimizerRegistry.standard.kinds, [2, 5, 8])
  func everyOptimizerContinuesBitForBit(rule: OptimizerKind, stop: Int) throws {
    try expectExactResume(stop: stop) { $0.rule = rule }
  }

  @Test(arguments: ScheduleRegistry.standard.kinds, [2, 5, 8])
  func everyScheduleContinuesBitForBit(schedule: ScheduleKind, stop: Int) throws {
    try expectExactResume(stop: stop) { $0.schedule = schedule }
  }

  private func expectExactResume(
    stop: Int, _ change: (inout TrainerFixture) -> Void,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    func fixture() -> TrainerFixture {
      var fixture = TrainerFixture()
      fixture.learningRate = 0.001
      fixture.options.earlyStopping.patience = 50
      change(&fixture)
      return fixture
    }
    var whole = try fixture().trainer()
    _ = try whole.fit()
    let stopped = fixture()
    var first = try stopped.trainer(stoppingAfter: stop)
    _ = try first.fit()
    var resumed = try stopped.trainer()
    try resumed.resume(from: stopped.folders.lastModel)
    _ = try resumed.fit()
    #expect(resumed.hasSameWeights(as: whole), sourceLocation: sourceLocation)
    #expect(resumed.timelessHistory == whole.timelessHistory, sourceLocation: sourceLocation)
  }

  @Test func theLossOfAnEpochIsASumOverASumNotAMeanOfMeans() throws {
    let fixture = TrainerFixture()
    let recorder = HookRecorder()
    var trainer = try fixture.trainer(callbacks: [recorder])
    _ = try trainer.fit()
    let steps = recorder.contexts(of: .trainingBatchEnded).filter { $0.epoch == 1 }
    let losses = steps.compactMap(\.batchLoss)
    // Four batches of 4 images and one of 2.
    let weights = [4.0, 4, 4, 4, 2]
    let expected = zip(losses, weights).reduce(0) { $0 + $1.0 * $1.1 } / 18
    let loss = try #require(trainer.history.epochs[0].training["loss"])
    #expect(abs(loss - expected) < 1e-12)
    #expect(steps.last?.runningLoss == loss)
  }

  @Test func trainingThatDivergesFailsAndSavesNothingBad() throws {
    var fixture = TrainerFixture()
    fixture.learningRate = 1e30
    fixture.options.epochs = 20
    var trainer = try fixture.trainer()
    #expect(throws: TrainingError.self) { try trainer.fit() }
    for epoch in trainer.history.epochs {
      #expect(epoch.training["loss"]?.isFinite ?? true)
    }
  }

  @Test func checkpointsAreKeptByIntervalAndCount() throws {
    var fixture = TrainerFixture()
    fixture.options.epochs = 5
    fixture.options.checkpointInterval = 1
    fixture.options.keptCheckpoints = 2
    var trainer = try fixture.trainer()
    _ = try trainer.fit()
    let names = try FileSystem.list(fixture.folders.models)
    #expect(
      names == [
        "best_model.pth", "checkpoint_epoch_4.pth", "checkpoint_epoch_5.pth", "last_model.pth",
      ])
  }

  @Test func earlyStoppingEndsTheRunAndSaysWhy() throws {
    var fixture = TrainerFixture()
    fixture.options.epochs = 50
    fixture.options.earlyStopping.patience = 1
    fixture.options.earlyStopping.minDelta = 100
    var trainer = try fixture.trainer()
    #expect(try trainer.fit() == .noImprovement(monitor: "val_loss", epochs: 1))
    #expect(trainer.epochsTrained == 2)
  }

  @Test func anUnknownMonitorIsRefusedBeforeTheFirstEpoch() throws {
    var fixture = TrainerFixture()
    fixture.options.earlyStopping.patience = 3
    fixture.options.earlyStopping.monitor = "val_los"
    let message = DataFixture.message { _ = try fixture.trainer() }
    #expect(message.contains("did you mean val_loss?"))
  }

  @Test func aCheckpointOfAnotherSeedIsNotContinued() throws {
    var fixture = TrainerFixture()
    var trainer = try fixture.trainer(stoppingAfter: 2)
    _ = try trainer.fit()
    fixture.options.seed = 8
    var other = try fixture.trainer()
    #expect(throws: TrainingError.self) { try other.resume(from: fixture.folders.lastModel) }
  }

  @Test func aCompletedRunHasNothingLeftToDo() throws {
    let fixture = TrainerFixture()
    var trainer = try fixture.trainer()
    _ = try trainer.fit()
    var again = try fixture.trainer()
    try again.resume(from: fixture.folders.lastModel)
    #expect(try again.fit() == .epochsReached)
    #expect(again.hasSameWeights(as: trainer))
  }

  @Test func moreEpochsContinueARunThatTrainedAllOfThem() throws {
    var fixture = TrainerFixture()
    var trainer = try fixture.trainer()
    _ = try trainer.fit()
    fixture.options.epochs = 4
    var longer = try fixture.trainer()
    try longer.resume(from: fixture.folders.lastModel)
    #expect(try longer.fit() == .epochsReached)
    #expect(longer.epochsTrained == 4)
  }
}

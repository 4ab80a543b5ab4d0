import Basics
import Layers
import TensorCore
import Testing
import Training

struct CallbackTests {
  /// 18 images in batches of 8 are 3 steps; 8 images are one batch of validation.
  private func smallFixture(epochs: Int = 2) -> TrainerFixture {
    var fixture = TrainerFixture()
    fixture.options.batchSize = 8
    fixture.options.epochs = epochs
    fixture.options.checkpointInterval = 0
    return fixture
  }

  @Test func theHooksOfARunComeInTheirOrder() throws {
    let recorder = HookRecorder()
    var trainer = try smallFixture(epochs: 1).trainer(callbacks: [recorder])
    _ = try trainer.fit()
    let batch: [Hook] = [.trainingBatchStarted, .trainingBatchEnded]
    let expected: [Hook] =
      [.trainingSessionStarted, .epochStarted, .trainingLoopStarted] + batch + batch + batch
      + [
        .trainingLoopEnded, .validationLoopStarted, .validationBatchStarted, .validationBatchEnded,
        .validationLoopEnded, .epochEnded,
        // best_model.pth and last_model.pth.
        .checkpointSaved, .checkpointSaved, .trainingSessionEnded,
      ]
    #expect(recorder.hooks == expected)
  }

  @Test func aContinuedSessionSaysWhatItLoaded() throws {
    let fixture = smallFixture()
    var stopped = try fixture.trainer(stoppingAfter: 1)
    _ = try stopped.fit()
    let recorder = HookRecorder()
    var resumed = try fixture.trainer(callbacks: [recorder])
    try resumed.resume(from: fixture.folders.lastModel)
    _ = try resumed.fit()
    #expect(recorder.hooks.prefix(2) == [.trainingSessionStarted, .checkpointLoaded])
    #expect(recorder.contexts[1].checkpoint == fixture.folders.lastModel)
  }

  @Test func aCallbackIsToldWhereTheRunIs() throws {
    let recorder = HookRecorder()
    var trainer = try smallFixture().trainer(callbacks: [recorder])
    _ = try trainer.fit()
    let steps = recorder.contexts(of: .trainingBatchEnded)
    #expect(steps.map(\.epoch) == [1, 1, 1, 2, 2, 2])
    #expect(steps.map(\.step) == [1, 2, 3, 1, 2, 3])
    #expect(steps.map(\.globalStep) == [1, 2, 3, 4, 5, 6])
    #expect(recorder.contexts(of: .trainingBatchStarted).map(\.step) == [1, 2, 3, 1, 2, 3])
    #expect(steps.allSatisfy { $0.steps == 3 && $0.epochs == 2 && $0.gradientNorm != nil })
    let ended = recorder.contexts(of: .epochEnded)
    #expect(ended.map(\.record) == trainer.history.epochs)
    #expect(ended.map(\.history.epochs.count) == [1, 2])
    #expect(ended.last?.validationMetrics?["accuracy"] != nil)
    #expect(recorder.contexts.last?.ending == .ended(.epochsReached, test: nil))
  }

  /// What copy-on-write would copy were a second owner of the weights alive during an update.
  @Test func callbacksMakeNoStepCopyTheWeights() throws {
    var addresses: [Hook: [[UnsafeRawPointer?]]] = [:]
    let watcher = HookRecorder { hook, context in
      guard let weights = context.weights else { return }
      addresses[hook, default: []].append(
        weights.parameters.map { $0.withElements { UnsafeRawPointer($0.baseAddress) } })
    }
    var trainer = try smallFixture(epochs: 3).trainer(callbacks: [watcher])
    _ = try trainer.fit()
    let seen = addresses.values.flatMap(\.self)
    #expect(addresses[.epochStarted]?.count == 3)
    #expect(Set(seen).count == 1, "the weights lie where they lay")
  }

  @Test func theHooksOfSingleBatchesShowNoWeights() throws {
    var shown: Set<Hook> = []
    let watcher = HookRecorder { hook, context in
      if context.snapshot != nil { shown.insert(hook) }
    }
    var trainer = try smallFixture().trainer(callbacks: [watcher])
    _ = try trainer.fit()
    #expect(shown.contains(.epochEnded))
    #expect(
      shown.isDisjoint(with: [
        .trainingBatchStarted, .trainingBatchEnded, .validationBatchStarted, .validationBatchEnded,
      ]))
  }

  @Test func aCallbackThatFailsIsNamedOnceAndTrainingGoesOn() throws {
    struct Broken: Error, CustomStringConvertible {
      let description = "out of luck"
    }
    var plain = try smallFixture().trainer()
    _ = try plain.fit()

    let broken = HookRecorder { hook, _ in
      if hook == .trainingBatchEnded { throw Broken() }
    }
    let watcher = HookRecorder()
    var trainer = try smallFixture().trainer(callbacks: [broken, watcher])
    #expect(try trainer.fit() == .epochsReached)
    #expect(
      watcher.contexts(of: .warning).map(\.message) == [
        "recorder failed at end_training_batch: out of luck"
      ])
    #expect(trainer.hasSameWeights(as: plain))
    #expect(trainer.timelessHistory == plain.timelessHistory)
  }

  /// bz trained a whole extra epoch after a stop, and left out the last epoch's hook and checkpoint.
  @Test func aStopAtTheEndOfAnEpochTrainsNoOtherAndSavesThisOne() throws {
    let fixture = smallFixture(epochs: 5)
    let stopper = HookRecorder { hook, context in
      if hook == .epochEnded, context.epoch == 2 { context.requestStop(reason: "enough") }
    }
    let watcher = HookRecorder()
    var trainer = try fixture.trainer(callbacks: [stopper, watcher])
    #expect(try trainer.fit() == .requested(by: "recorder", reason: "enough"))
    #expect(trainer.epochsTrained == 2)
    #expect(watcher.contexts(of: .epochStarted).count == 2)
    #expect(watcher.contexts(of: .epochEnded).count == 2)
    var saved = try fixture.trainer()
    try saved.resume(from: fixture.folders.lastModel)
    #expect(saved.epochsTrained == 2)
    #expect(saved.hasSameWeights(as: trainer))
    #expect(try saved.fit() == .requested(by: "recorder", reason: "enough"), "it stays ended")
  }

  @Test func aStopWithinAnEpochEndsItsTrainingButNotItsValidationAndCheckpoint() throws {
    let fixture = smallFixture(epochs: 5)
    let recorder = HookRecorder { hook, context in
      if hook == .trainingBatchEnded, context.globalStep == 5 {
        context.requestStop(reason: "enough")
      }
    }
    var trainer = try fixture.trainer(callbacks: [recorder])
    _ = try trainer.fit()
    #expect(trainer.epochsTrained == 2)
    #expect(recorder.contexts(of: .trainingBatchEnded).count == 5)
    #expect(recorder.contexts(of: .validationLoopEnded).count == 2)
    #expect(trainer.history.epochs.last?.validation?["loss"] != nil)
    #expect(FileSystem.exists(fixture.folders.lastModel))
  }

  @Test(arguments: [Hook.trainingSessionStarted, .epochStarted])
  func aStopBeforeTheFirstBatchTrainsNothing(hook: Hook) throws {
    let recorder = HookRecorder { present, context in
      if present == hook { context.requestStop(reason: "not today") }
    }
    var trainer = try smallFixture().trainer(callbacks: [recorder])
    #expect(try trainer.fit() == .requested(by: "recorder", reason: "not today"))
    #expect(trainer.epochsTrained == 0)
    #expect(recorder.hooks.last == .trainingSessionEnded)
  }

  @Test func loggedScalarsAreColumnsOfTheHistoriesAndTheTable() throws {
    let fixture = smallFixture(epochs: 3)
    let logger = HookRecorder { hook, context in
      if hook == .trainingBatchEnded { context.log("last_step", Double(context.globalStep)) }
      if hook == .epochEnded, context.epoch == 2 { context.log("weight/norm", 0.5) }
    }
    var trainer = try fixture.trainer(callbacks: [logger])
    _ = try trainer.fit()
    let history = trainer.history.trainingJSON
    #expect(history["last_step"]?.array?.map(\.int) == [3, 6, 9])
    #expect(history["weight/norm"]?.array?.map(\.double) == [nil, 0.5, nil])
    let rows = try FileSystem.readText(fixture.folders.metrics).split(separator: "\n")
    #expect(rows[0].hasSuffix(",grad_norm,last_step,weight/norm"))
    #expect(rows[1].hasSuffix(",3.0,"))
    #expect(rows[2].hasSuffix(",6.0,0.5"))
  }

  @Test func aScalarCannotTakeTheNameOfAMetric() throws {
    let logger = HookRecorder { hook, context in
      if hook == .trainingBatchEnded {
        context.log("val_loss", 0)
        context.log("two words", 1)
      }
    }
    var trainer = try smallFixture().trainer(callbacks: [logger])
    _ = try trainer.fit()
    #expect(trainer.history.loggedNames.isEmpty)
    #expect(logger.contexts(of: .warning).count == 2)
    #expect(trainer.history.epochs.allSatisfy { $0.validation?["loss"] != 0 })
  }

  @Test func aLaterCallbackSeesWhatEarlierOnesLoggedAtTheHook() throws {
    let logger = HookRecorder { hook, context in
      if hook == .epochEnded { context.log("x", 4) }
    }
    var seen: [Double?] = []
    let watcher = HookRecorder { hook, context in
      if hook == .epochEnded { seen.append(context.metric("x")) }
    }
    var trainer = try smallFixture().trainer(callbacks: [logger, watcher])
    _ = try trainer.fit()
    #expect(seen == [4, 4])
  }

  /// Counts batches over all sessions.
  private struct Counter: Callback {
    let name = "counter"
    var count = 0
    var state: JSONValue { ["count": .int(count)] }

    mutating func restore(_ state: JSONValue) -> Bool {
      guard let count = state["count"]?.int else { return false }
      self.count = count
      return true
    }

    mutating func trainingBatchEnded(_ context: inout CallbackContext) {
      count += 1
      context.log("count", Double(count))
    }
  }

  @Test(arguments: [1, 2, 3, 4, 7])
  func whatCallbacksKnowIsInTheCheckpoint(stop: Int) throws {
    var whole = try smallFixture().trainer(callbacks: [Counter()])
    _ = try whole.fit()
    let fixture = smallFixture()
    var stopped = try fixture.trainer(stoppingAfter: stop, callbacks: [Counter()])
    _ = try stopped.fit()
    var resumed = try fixture.trainer(callbacks: [Counter()])
    try resumed.resume(from: fixture.folders.lastModel)
    _ = try resumed.fit()
    #expect(resumed.timelessHistory == whole.timelessHistory)
    #expect(whole.history.epochs.last?.logged["count"] == 6)
  }

  @Test func aStateThatDoesNotFitIsAWarning() throws {
    struct Other: Callback {
      let name = "counter"
      func restore(_ state: JSONValue) -> Bool { false }
    }
    let fixture = smallFixture()
    var stopped = try fixture.trainer(stoppingAfter: 1, callbacks: [Counter()])
    _ = try stopped.fit()
    let watcher = HookRecorder()
    var resumed = try fixture.trainer(callbacks: [Other(), watcher])
    try resumed.resume(from: fixture.folders.lastModel)
    #expect(watcher.contexts(of: .warning).first?.message?.contains("counter") ?? false)
    #expect(try resumed.fit() == .epochsReached)
  }

  @Test func aFailedSessionIsToldToTheCallbacks() throws {
    var fixture = smallFixture(epochs: 20)
    fixture.learningRate = 1e30
    let recorder = HookRecorder()
    var trainer = try fixture.trainer(callbacks: [recorder])
    #expect(throws: TrainingError.self) { try trainer.fit() }
    guard case .failed(let reason) = recorder.contexts.last?.ending else {
      Issue.record("no failure was told")
      return
    }
    #expect(reason.contains("not finite"))
  }
}

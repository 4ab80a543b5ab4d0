import Basics
import Checkpoints
import Layers
import TensorCore
import Testing
import Training

/// What goes wrong on the way is reported, and ends a run only where nothing else is left.
struct FailureTests {
  /// A run whose weights of one name are all of one value at the beginning.
  private func fixture(_ name: String, _ value: Float) -> TrainerFixture {
    var fixture = TrainerFixture()
    fixture.prepare = { state, layout in
      for (index, spec) in layout.parameters.enumerated() where spec.name == name {
        state.parameters[index].withMutableElements { elements in
          for position in elements.indices { elements[position] = value }
        }
      }
    }
    return fixture
  }

  /// A run in which a layer's output is too large for a number: its weights and its bias are near the largest one.
  private func overflowing(_ layer: String) -> TrainerFixture {
    var fixture = TrainerFixture()
    fixture.prepare = { state, layout in
      for (index, spec) in layout.parameters.enumerated() where spec.name.hasPrefix("\(layer).") {
        // The images are dark, below 0; what layers hand on is not.
        let isNegative = spec.name == "conv1.weight"
        state.parameters[index].withMutableElements { elements in
          for position in elements.indices { elements[position] = isNegative ? -3e38 : 3e38 }
        }
      }
    }
    return fixture
  }

  private func names() throws -> [String] {
    try TrainerFixture().trainer().model.layout.parameters.map(\.name)
  }

  @Test func theFirstLayerThatIsNotFiniteIsNamed() throws {
    let weights = try names().filter { $0.hasSuffix(".weight") }
    #expect(weights.count == 5)
    for layer in weights.map({ String($0.dropLast(".weight".count)) }) {
      var fixture = overflowing(layer)
      fixture.options.maxBadSteps = 1
      let recorder = HookRecorder()
      var trainer = try fixture.trainer(callbacks: [recorder])
      #expect(throws: TrainingError.self) { try trainer.fit() }
      let step = recorder.contexts(of: .trainingBatchEnded).last?.badStep
      #expect(step?.origin == "first in the output of \(layer)")
    }
  }

  @Test func weightsThatAreNotFiniteAreNamed() throws {
    let name = try #require(try names().last)
    let recorder = HookRecorder()
    var trainer = try fixture(name, .nan).trainer(callbacks: [recorder])
    #expect(throws: TrainingError.self) { try trainer.fit() }
    let step = recorder.contexts(of: .trainingBatchEnded).first?.badStep
    #expect(step?.origin == "first in the weights \(name)")
  }

  @Test(arguments: [1, 3, 7])
  func theRunFailsAfterSoManyBadSteps(limit: Int) throws {
    var fixture = overflowing("conv1")
    fixture.options.maxBadSteps = limit
    let recorder = HookRecorder()
    var trainer = try fixture.trainer(callbacks: [recorder])
    #expect(throws: TrainingError.self) { try trainer.fit() }
    let steps = recorder.contexts(of: .trainingBatchEnded)
    #expect(steps.map(\.badStep?.consecutive) == (1...limit).map { $0 })
    #expect(steps.allSatisfy { $0.batchLoss == nil })
    // The weights that the bad steps left alone.
    let file = try ModelFile(contentsOf: fixture.folders.lastModel)
    let saved = try file.state(for: trainer.model.layout, pool: StoragePool())
    #expect(
      zip(saved.parameters, trainer.state.parameters).allSatisfy { $0.isIdentical(to: $1) })
  }

  /// A step so large that nothing after it is finite, in the middle of a run.
  @Test func whatWasSavedBeforeADivergenceStays() throws {
    var fixture = TrainerFixture()
    var first = try fixture.trainer(stoppingAfter: 8)
    _ = try first.fit()
    let before = try FileSystem.read(fixture.folders.lastModel)
    fixture.learningRate = 1e38
    fixture.options.epochs = 30
    var second = try fixture.trainer()
    try second.resume(from: fixture.folders.lastModel)
    #expect(throws: TrainingError.self) { try second.fit() }
    let after = try ModelFile(contentsOf: fixture.folders.lastModel)
      .state(for: second.model.layout, pool: StoragePool())
    for parameter in after.parameters {
      #expect(parameter.withElements { $0.allSatisfy(\.isFinite) })
    }
    #expect(!before.isEmpty)
  }

  // MARK: Images

  @Test func aBadImageEndsTrainingUnlessItIsSkipped() throws {
    var fixture = TrainerFixture()
    fixture.dataset.brokenIndices = [3]
    var trainer = try fixture.trainer()
    let message = DataFixture.message { _ = try trainer.fit() }
    #expect(message.contains("3.png"))
  }

  @Test func aSkippedImageIsReportedOnceAndLeftOutOfItsBatches() throws {
    var fixture = TrainerFixture()
    fixture.dataset.brokenIndices = [3, 20]
    fixture.skipsBadImages = true
    let recorder = HookRecorder()
    var trainer = try fixture.trainer(callbacks: [recorder])
    #expect(try trainer.fit() == .epochsReached)
    let warnings = recorder.contexts(of: .warning)
    #expect(warnings.count == 2)
    #expect(warnings.compactMap(\.message).allSatisfy { $0.contains("left out") })
    // Which image it is may be shown, but not kept: it may name a patient.
    let subjects = warnings.compactMap(\.subject)
    for name in ["3.png", "20.png"] {
      #expect(subjects.contains { $0.hasSuffix(name) }, "\(subjects)")
      #expect(!warnings.contains { $0.message?.contains(name) ?? false })
    }
    // Five batches an epoch, one of them smaller.
    #expect(trainer.history.epochs.last?.globalStep == 15)
  }

  @Test func aBatchOfBadImagesIsNoStep() throws {
    var fixture = TrainerFixture()
    fixture.dataset.brokenIndices = Set(0..<18)
    fixture.dataset.brokenIndices.subtract([0, 1, 2])
    fixture.skipsBadImages = true
    let recorder = HookRecorder()
    var trainer = try fixture.trainer(callbacks: [recorder])
    #expect(try trainer.fit() == .epochsReached)
    let steps = recorder.contexts(of: .trainingBatchEnded)
    #expect(steps.count == 15)
    #expect(steps.contains { $0.batchLoss == nil && $0.badStep == nil })
    #expect(trainer.history.epochs.allSatisfy { $0.validation?["loss"] != nil })
  }

  @Test func anEpochOfBadImagesHasNoLoss() throws {
    var fixture = TrainerFixture()
    fixture.dataset.brokenIndices = Set(0..<26)
    fixture.skipsBadImages = true
    var trainer = try fixture.trainer()
    _ = try trainer.fit()
    #expect(trainer.history.epochs.allSatisfy { $0.training["loss"] == nil })
    #expect(trainer.history.epochs.allSatisfy { $0.validation?["loss"] == nil })
    #expect(!FileSystem.exists(fixture.folders.bestModel), "an undefined value is never the best")
  }

  // MARK: Files

  /// A folder where a file should go: no file can be written there.
  private func block(_ path: String) throws {
    try FileSystem.createDirectory(path)
    try AtomicFile.write("in the way", to: FilePath.join(path, "file"))
  }

  private func unblock(_ path: String) throws {
    try FileSystem.remove(FilePath.join(path, "file"))
    try FileSystem.remove(path)
  }

  @Test func aCheckpointThatCannotBeWrittenIsTriedAgain() throws {
    let fixture = TrainerFixture()
    var plain = try TrainerFixture().trainer()
    _ = try plain.fit()

    let recorder = HookRecorder { hook, context in
      if hook == .epochEnded, context.epoch == 3 { try unblock(fixture.folders.bestModel) }
    }
    var trainer = try fixture.trainer(callbacks: [recorder])
    try block(fixture.folders.bestModel)
    #expect(try trainer.train() == .epochsReached)
    try trainer.finishSaving()
    let warnings = recorder.contexts(of: .warning).compactMap(\.message)
    #expect(warnings.count == 1, "\(warnings)")
    #expect(warnings.first?.contains("best_model.pth") ?? false)
    #expect(recorder.contexts(of: .notice).map(\.message) == ["best_model.pth is written again"])
    let best = try PyTorchFile.read(fixture.folders.bestModel)["epoch"]?.intValue
    #expect(best == trainer.bestEpoch)
    #expect(trainer.hasSameWeights(as: plain))
    #expect(trainer.unwrittenFiles.isEmpty)
  }

  @Test func whatIsNeverWrittenIsSaidAtTheEnd() throws {
    let fixture = TrainerFixture()
    var trainer = try fixture.trainer()
    try block(fixture.folders.lastModel)
    #expect(try trainer.train() == .epochsReached)
    #expect(trainer.epochsTrained == 3)
    let message = DataFixture.message { try trainer.finishSaving() }
    #expect(message.contains("last_model.pth"), "\(message)")
    try unblock(fixture.folders.lastModel)
    try trainer.finishSaving()
    let saved = try PyTorchFile.read(fixture.folders.lastModel)["epoch"]?.intValue
    #expect(saved == 3)
  }

  @Test func aTableThatCannotBeWrittenCatchesUp() throws {
    var fixture = TrainerFixture()
    let recorder = HookRecorder { hook, context in
      if hook == .trainingBatchEnded, context.globalStep == 4 {
        try unblock(fixture.folders.steps)
      }
    }
    fixture.options.epochs = 2
    var trainer = try fixture.trainer(callbacks: [recorder])
    try block(fixture.folders.steps)
    _ = try trainer.fit()
    let rows = try FileSystem.readText(fixture.folders.steps).split(separator: "\n")
    #expect(rows.map { $0.split(separator: ",")[0] } == ["step"] + (1...10).map { "\($0)" })
    #expect(recorder.contexts(of: .warning).count == 1)
  }
}

import Basics
import Layers
import TensorCore
import Testing
import Training

/// What makes a loop more than steps on batches.
struct LoopFeatureTests {
  private static let features: [(name: String, change: @Sendable (inout TrainingOptions) -> Void)] =
    [
      ("accumulation", { $0.accumulatedBatches = 2 }),
      ("average", { $0.averageDecay = 0.9 }),
      ("checks", { $0.validationInterval = .updates(2) }),
      ("mixup", { $0.mixupAlpha = 0.4 }),
      (
        "phases",
        {
          $0.freezeEpochs = 1
          $0.unfrozenRateFactor = 0.1
        }
      ),
      (
        "all",
        {
          $0.accumulatedBatches = 2
          $0.averageDecay = 0.99
          $0.mixupAlpha = 1
          $0.freezeEpochs = 2
          $0.unfrozenRateFactor = 0.5
          $0.validationInterval = .fraction(0.34)
        }
      ),
    ]

  @Test(arguments: 0..<6, [1, 2, 3, 4, 5, 7])
  func aStoppedRunContinuesBitForBit(feature: Int, stop: Int) throws {
    let fixture = Self.fixture(feature)
    var whole = try Self.fixture(feature).trainer()
    _ = try whole.fit()
    var stopped = try fixture.trainer(stoppingAfter: stop)
    let reason = try stopped.fit()
    #expect(reason == .interrupted(signal: 15))
    var resumed = try fixture.trainer()
    try resumed.resume(from: fixture.folders.lastModel)
    _ = try resumed.fit()
    #expect(resumed.hasSameWeights(as: whole))
    #expect(resumed.timelessHistory == whole.timelessHistory)
  }

  @Test(arguments: [0, 1, 3, 4, 5])
  func eachChangesWhatIsLearned(feature: Int) throws {
    var plain = try TrainerFixture().trainer()
    _ = try plain.fit()
    var changed = try Self.fixture(feature).trainer()
    _ = try changed.fit()
    #expect(!changed.hasSameWeights(as: plain))
  }

  private static func fixture(_ feature: Int) -> TrainerFixture {
    var fixture = TrainerFixture()
    features[feature].change(&fixture.options)
    return fixture
  }

  /// 5 updates an epoch: a validation after 2, after 4 and at the end; the best of all is what is saved.
  @Test func everyValidationMayBeTheBest() throws {
    var fixture = TrainerFixture()
    fixture.options.validationInterval = .updates(2)
    fixture.options.metrics.primary = "loss"
    fixture.options.epochs = 2
    let recorder = HookRecorder()
    var trainer = try fixture.trainer(callbacks: [recorder])
    _ = try trainer.fit()
    let validations = trainer.history.validations
    #expect(validations.map(\.epoch) == [1, 1, 1, 2, 2, 2])
    #expect(validations.map(\.globalStep) == [2, 4, 5, 7, 9, 10])
    let within = recorder.contexts(of: .validationLoopEnded).map(\.isWithinEpoch)
    #expect(within == [true, true, false, true, true, false])
    let losses = validations.compactMap { $0.values["loss"] }
    #expect(trainer.bestValue == losses.min())
    let json = trainer.history.validationJSON
    #expect(json["epochs"] == [1, 1, 1, 2, 2, 2])
    #expect(json["global_step"] == [2, 4, 5, 7, 9, 10])
    #expect(trainer.history.epochs.count == 2)
    var plain = TrainerFixture()
    plain.options.epochs = 2
    var other = try plain.trainer()
    _ = try other.fit()
    // Looking changes nothing.
    #expect(trainer.hasSameWeights(as: other))
  }

  /// 18 images in batches of 4 are 5 batches, and 3 updates of two batches each, the last of one.
  @Test func updatesAreCountedAndNotBatches() throws {
    var fixture = TrainerFixture()
    fixture.options.accumulatedBatches = 2
    fixture.options.epochs = 2
    let recorder = HookRecorder()
    var trainer = try fixture.trainer(callbacks: [recorder])
    _ = try trainer.fit()
    #expect(trainer.history.epochs.map(\.globalStep) == [3, 6])
    let steps = recorder.contexts(of: .trainingBatchEnded)
    #expect(steps.map(\.step) == [2, 4, 5, 2, 4, 5])
    #expect(steps.map(\.globalStep) == [1, 2, 3, 4, 5, 6])
  }

  /// One update: average = d w0 + (1 - d) w1 with d = min(0.99, 2 / 11).
  @Test func theAverageFollowsItsFormula() throws {
    var fixture = TrainerFixture()
    fixture.options.batchSize = 18
    fixture.options.epochs = 1
    fixture.options.averageDecay = 0.99
    var trainer = try fixture.trainer()
    let first = trainer.state.parameters.map(\.scalars)
    _ = try trainer.fit()
    let factor = Float(2.0 / 11)
    for (index, start) in first.enumerated() {
      let weights = trainer.state.parameters[index].scalars
      let expected = zip(start, weights).map { factor * $0 + (1 - factor) * $1 }
      #expect(trainer.scoredState.parameters[index].scalars == expected)
    }
  }

  @Test func savedModelsHoldTheAverageAndTheWeights() throws {
    var fixture = TrainerFixture()
    fixture.options.averageDecay = 0.99
    var trainer = try fixture.trainer()
    _ = try trainer.fit()
    let file = try ModelFile(contentsOf: fixture.folders.lastModel)
    let saved = try file.state(for: trainer.model.layout, pool: StoragePool())
    #expect(saved.isIdentical(to: trainer.scoredState))
    #expect(!saved.isIdentical(to: trainer.state))
  }

  @Test func theBackboneWaitsForItsPhase() throws {
    var fixture = TrainerFixture()
    fixture.options.freezeEpochs = 2
    fixture.options.unfrozenRateFactor = 0.25
    var states: [ModelState] = []
    let recorder = HookRecorder { hook, context in
      if hook == .epochEnded, let weights = context.weights { states.append(weights) }
    }
    var trainer = try fixture.trainer(callbacks: [recorder])
    let first = trainer.state
    _ = try trainer.fit()
    let names = trainer.model.layout.parameters.map(\.name)
    let head = Set(trainer.model.headParameterNames)
    for (index, name) in names.enumerated() {
      let isKept = states[1].parameters[index].isIdentical(to: first.parameters[index])
      #expect(isKept == !head.contains(name), "\(name)")
      let isTrained = !states[2].parameters[index].isIdentical(to: states[1].parameters[index])
      #expect(isTrained, "\(name)")
    }
    var plain = try TrainerFixture().trainer()
    _ = try plain.fit()
    let rates = zip(trainer.history.epochs, plain.history.epochs).map {
      $0.learningRate / $1.learningRate
    }
    #expect(rates == [1, 1, 0.25])
  }
}

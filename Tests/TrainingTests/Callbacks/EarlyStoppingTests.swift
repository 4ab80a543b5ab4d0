import Testing
import Training

/// Training ends after the epoch in which the value has not improved on the best by more than `minDelta` for `patience`
/// epochs in a row.
struct EarlyStoppingTests {
  /// The epoch after which training ends; nil when it does not.
  private func stoppingEpoch(
    _ values: [Double?], _ change: (inout EarlyStopping.Options) -> Void
  ) -> Int? {
    var options = EarlyStopping.Options()
    options.minDelta = 0
    change(&options)
    var stopping = EarlyStopping(options: options)
    return values.firstIndex { stopping.shouldStop(after: $0) }.map { $0 + 1 }
  }

  private func stoppingEpoch(
    _ values: [Double?], patience: Int, minDelta: Double = 0, monitor: String = "val_loss"
  ) -> Int? {
    stoppingEpoch(values) { options in
      options.patience = patience
      options.minDelta = minDelta
      options.monitor = monitor
    }
  }

  @Test(arguments: [
    // The first epoch is always an improvement, so patience 1 stops after the second at the earliest.
    (values: [1.0, 1.0, 1.0], patience: 1, epoch: 2 as Int?),
    (values: [1.0, 1.0, 1.0], patience: 2, epoch: 3),
    (values: [1.0, 0.9, 0.95, 0.91, 0.92], patience: 3, epoch: 5),
    (values: [1.0, 0.9, 0.8, 0.7], patience: 1, epoch: nil),
    // Patience 0 turns it off.
    (values: [1.0, 2.0, 3.0, 4.0], patience: 0, epoch: nil),
  ])
  func countsEpochsWithoutImprovement(values: [Double], patience: Int, epoch: Int?) {
    #expect(stoppingEpoch(values, patience: patience) == epoch)
  }

  @Test func anImprovementMustExceedMinDelta() {
    #expect(stoppingEpoch([1.0, 0.95, 0.9], patience: 2, minDelta: 0.1) == 3)
    #expect(stoppingEpoch([1.0, 0.89, 0.78], patience: 2, minDelta: 0.1) == nil)
  }

  @Test func smallImprovementsAddUpAgainstTheBestNotThePrevious() {
    #expect(stoppingEpoch([1.0, 0.95, 0.89, 0.89], patience: 2, minDelta: 0.1) == nil)
  }

  @Test func scoresImproveUpwards() {
    #expect(stoppingEpoch([0.5, 0.6, 0.55, 0.6], patience: 2, monitor: "val_f1_macro") == 4)
  }

  @Test func theDirectionCanBeTurnedRound() {
    let values: [Double?] = [1, 2, 3, 4]
    #expect(stoppingEpoch(values, patience: 2) == 3)
    let turned = stoppingEpoch(values) { options in
      options.patience = 2
      options.direction = .maximize
    }
    #expect(turned == nil)
  }

  @Test func anUndefinedValueIsNoImprovement() {
    #expect(stoppingEpoch([nil, nil], patience: 2) == 2)
    #expect(stoppingEpoch([1.0, .nan, .nan], patience: 2) == 3)
  }

  /// bz's plateau: consecutive epochs in which abs(value - previous) stays below the threshold.
  @Test(arguments: [
    (values: [1.0, 0.995, 0.99, 0.985], threshold: 0.01, patience: 3, epoch: 4 as Int?),
    (values: [1.0, 0.995, 0.9, 0.895, 0.89], threshold: 0.01, patience: 2, epoch: 5),
    (values: [1.0, 0.9, 0.8, 0.7], threshold: 0.01, patience: 1, epoch: nil),
    // Worse counts as a change too, and an undefined value as none.
    (values: [1.0, 2.0, 3.0, 4.0], threshold: 0.5, patience: 1, epoch: nil),
    (values: [1.0, .nan, .nan], threshold: 0.5, patience: 2, epoch: 3),
  ])
  func aPlateauIsAValueThatHardlyChanges(
    values: [Double], threshold: Double, patience: Int, epoch: Int?
  ) {
    let stop = stoppingEpoch(values) { options in
      options.strategy = .plateau
      options.plateauThreshold = threshold
      options.plateauPatience = patience
    }
    #expect(stop == epoch)
  }

  @Test func theFirstEpochsAreAlwaysTrained() {
    let stop = stoppingEpoch([1, 1, 1, 1, 1, 1]) { options in
      options.patience = 1
      options.minEpochs = 5
    }
    #expect(stop == 5)
  }

  @Test func aBaselineMustBeBeaten() {
    func stop(_ values: [Double?]) -> Int? {
      stoppingEpoch(values) { options in
        options.patience = 2
        options.baseline = 0.5
      }
    }
    #expect(stop([0.9, 0.8, 0.7]) == 2)
    #expect(stop([0.9, 0.4, 0.3]) == nil)
  }

  @Test(arguments: EarlyStopping.Strategy.allCases)
  func countersSurviveAResume(strategy: EarlyStopping.Strategy) {
    var options = EarlyStopping.Options()
    options.patience = 3
    options.plateauPatience = 2
    options.strategy = strategy
    options.minEpochs = 4
    var first = EarlyStopping(options: options)
    for value in [1.0, 1, 1] { _ = first.shouldStop(after: value) }
    var resumed = EarlyStopping(options: options)
    let isRestored = resumed.restore(first.state)
    #expect(isRestored)
    #expect(resumed == first)
    let stops = resumed.shouldStop(after: 1)
    #expect(stops)
  }
}

import Testing
import Training

/// Training ends after the epoch in which the value has not improved on the best by more than `minDelta` for `patience`
/// epochs in a row.
struct EarlyStoppingTests {
  private func stoppingEpoch(
    _ values: [Double?], patience: Int, minDelta: Double = 0, monitor: String = "val_loss"
  ) -> Int? {
    var options = EarlyStopping.Options()
    options.patience = patience
    options.minDelta = minDelta
    options.monitor = monitor
    var stopping = EarlyStopping(options: options)
    return values.firstIndex { stopping.shouldStop(after: $0) }.map { $0 + 1 }
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

  @Test func anUndefinedValueIsNoImprovement() {
    #expect(stoppingEpoch([nil, nil], patience: 2) == 2)
    #expect(stoppingEpoch([1.0, .nan, .nan], patience: 2) == 3)
  }

  @Test func countersSurviveAResume() {
    var options = EarlyStopping.Options()
    options.patience = 2
    var first = EarlyStopping(options: options)
    _ = first.shouldStop(after: 1)
    _ = first.shouldStop(after: 1)
    var resumed = EarlyStopping(options: options)
    let isRestored = resumed.restore(first.state)
    #expect(isRestored)
    #expect(resumed == first)
    let stops = resumed.shouldStop(after: 1)
    #expect(stops)
  }
}

import Optimizers
import TestSupport
import Testing

/// Rates of 60 epochs against PyTorch's, see Benchmarks/parity/optimizer_goldens.py.
@Suite struct ScheduleTests {
  /// The rates of 60 epochs (of one step each) of a schedule.
  private func rates(
    _ schedule: any LearningRateSchedule, monitored: [Double] = ScheduleGoldens.monitored
  ) -> [Double] {
    var schedule = schedule
    return (0..<60).map { epoch in
      schedule.prepareStep(epoch: epoch, step: 0, stepsPerEpoch: 1)
      defer { schedule.epochEnded(monitored: monitored[epoch]) }
      return schedule.learningRate
    }
  }

  private func curve(_ curve: any LearningRateCurve) -> CurveSchedule {
    CurveSchedule(initialLearningRate: 0.1, curve: curve)
  }

  @Test func curvesFollowPyTorchs() {
    let curves: [(any LearningRateCurve, [Double])] = [
      (StepDecay(stepSize: 7, gamma: 0.3), ScheduleGoldens.stepDecay),
      (MultiStepDecay(milestones: [5, 20, 20, 41], gamma: 0.2), ScheduleGoldens.multiStepDecay),
      (ExponentialDecay(gamma: 0.93), ScheduleGoldens.exponentialDecay),
      (CosineAnnealing(period: 25, minimumRate: 0.001), ScheduleGoldens.cosineAnnealing),
      (
        CosineWarmRestarts(firstPeriod: 4, growth: 2, minimumRate: 0.001),
        ScheduleGoldens.cosineWarmRestarts
      ),
      (CosineWarmRestarts(firstPeriod: 7), ScheduleGoldens.cosineEqualRestarts),
      (OneCycle(maximumRate: 0.5, totalSteps: 60), ScheduleGoldens.oneCycle),
    ]
    for (curve, expected) in curves {
      let difference = largestDifference(rates(self.curve(curve)), expected)
      #expect(difference < 1e-12, "\(curve)")
    }
  }

  @Test func aConstantStays() {
    #expect(rates(curve(ConstantRate())) == Array(repeating: 0.1, count: 60))
  }

  @Test func aCurveByStepsIgnoresTheEndsOfEpochs() {
    var schedule = curve(OneCycle(maximumRate: 0.5, totalSteps: 60))
    schedule.prepareStep(epoch: 2, step: 3, stepsPerEpoch: 10)
    schedule.epochEnded(monitored: nil)
    #expect(isClose(schedule.learningRate, ScheduleGoldens.oneCycle[23], relative: 1e-12))
  }

  @Test func warmupRisesAndHandsOver() {
    let schedule = LinearWarmup(epochs: 5, following: curve(CosineAnnealing(period: 40)))
    #expect(largestDifference(rates(schedule), ScheduleGoldens.warmupThenCosine) < 1e-12)
  }

  @Test func plateausFollowPyTorchs() {
    let schedules = [
      (
        ReduceOnPlateau(initialLearningRate: 0.1, factor: 0.5, patience: 3),
        ScheduleGoldens.plateau
      ),
      (
        ReduceOnPlateau(
          initialLearningRate: 0.1, factor: 0.3, patience: 2, cooldown: 4, minimumRate: 0.002),
        ScheduleGoldens.plateauWithCooldown
      ),
      (
        ReduceOnPlateau(
          initialLearningRate: 0.1, direction: .maximize, factor: 0.5, patience: 2,
          threshold: 0.05, thresholdMode: .absolute), ScheduleGoldens.plateauOfScore
      ),
    ]
    for (schedule, expected) in schedules {
      #expect(largestDifference(rates(schedule), expected) < 1e-12)
    }
  }

  @Test func anEpochWithoutAValueCountsNeitherWay() {
    var schedule = ReduceOnPlateau(initialLearningRate: 1, factor: 0.5, patience: 0)
    schedule.epochEnded(monitored: 1)
    for _ in 0..<5 { schedule.epochEnded(monitored: nil) }
    #expect(schedule.learningRate == 1)
    schedule.epochEnded(monitored: 1)
    #expect(schedule.learningRate == 0.5)
  }

  @Test func everyScheduleContinuesFromItsStateAsIfNeverStopped() throws {
    let plateau = ReduceOnPlateau(
      initialLearningRate: 0.1, factor: 0.3, patience: 2, cooldown: 4, minimumRate: 0.002)
    let schedules: [any LearningRateSchedule] = [
      curve(StepDecay(stepSize: 7, gamma: 0.3)), curve(CosineAnnealing(period: 25)),
      curve(CosineWarmRestarts(firstPeriod: 4, growth: 2)),
      plateau, LinearWarmup(epochs: 5, following: plateau),
    ]
    for fresh in schedules {
      for stop in [0, 3, 5, 6, 17] {
        var straight = fresh
        for epoch in 0..<stop { straight.epochEnded(monitored: ScheduleGoldens.monitored[epoch]) }
        var resumed = fresh
        try resumed.restore(straight.exportedState)
        for epoch in stop..<60 {
          #expect(resumed.learningRate == straight.learningRate)
          straight.epochEnded(monitored: ScheduleGoldens.monitored[epoch])
          resumed.epochEnded(monitored: ScheduleGoldens.monitored[epoch])
        }
      }
    }
  }

  @Test func statesUsePyTorchsKeys() {
    var schedule = curve(MultiStepDecay(milestones: [1, 3, 3], gamma: 0.5))
    schedule.epochEnded(monitored: nil)
    #expect(
      schedule.exportedState == [
        ExportedItem(
          "milestones",
          .dictionary([
            ExportedItem(.integer(1), .integer(1)), ExportedItem(.integer(3), .integer(2)),
          ])),
        ExportedItem("gamma", .real(0.5)),
        ExportedItem("base_lrs", .list([.real(0.1)])),
        ExportedItem("last_epoch", .integer(1)),
        ExportedItem("_step_count", .integer(2)),
        ExportedItem("_is_initial", .flag(false)),
        ExportedItem("_get_lr_called_within_step", .flag(false)),
        ExportedItem("_last_lr", .list([.real(0.05)])),
      ])
  }

  @Test func statesOfTheWrongKindAreRefused() {
    var cosine = curve(CosineAnnealing(period: 25))
    #expect(
      throws: OptimizersError.invalidState(key: "last_epoch", expected: "a whole number")
    ) {
      try cosine.restore([ExportedItem("last_epoch", .text("seven"))])
    }
    #expect(
      throws: OptimizersError.invalidState(key: "last_epoch", expected: "a count of at least 0")
    ) {
      try cosine.restore([ExportedItem("last_epoch", .integer(-1))])
    }
    var plateau = ReduceOnPlateau(initialLearningRate: 0.1)
    let state = plateau.exportedState.map {
      $0.key == .text("_last_lr") ? ExportedItem("_last_lr", .list([.real(.nan)])) : $0
    }
    #expect(
      throws: OptimizersError.invalidState(key: "_last_lr", expected: "a rate of at least 0")
    ) {
      try plateau.restore(state)
    }
    var warmup = LinearWarmup(epochs: 2, following: cosine)
    #expect(throws: OptimizersError.self) {
      try warmup.restore([ExportedItem("last_epoch", .integer(1))])
    }
  }
}

import Optimizers
import TestSupport
import Testing

/// Rates of 200 epochs against PyTorch's, see Benchmarks/parity/optimizer_goldens.py.
@Suite struct ScheduleTests {
  /// The rates of 200 epochs (of one step each) of a schedule.
  private func rates(
    _ schedule: any LearningRateSchedule, monitored: [Double] = ScheduleGoldens.monitored
  ) -> [Double] {
    var schedule = schedule
    return (0..<200).map { epoch in
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
      (OneCycle(maximumRate: 0.5, totalSteps: 200), ScheduleGoldens.oneCycle),
    ]
    for (curve, expected) in curves {
      let difference = largestDifference(rates(self.curve(curve)), expected)
      #expect(difference < 1e-12, "\(curve)")
    }
  }

  @Test func aConstantStays() {
    #expect(rates(curve(ConstantRate())) == Array(repeating: 0.1, count: 200))
  }

  @Test func aCurveByStepsIgnoresTheEndsOfEpochs() {
    var schedule = curve(OneCycle(maximumRate: 0.5, totalSteps: 200))
    schedule.prepareStep(epoch: 2, step: 3, stepsPerEpoch: 10)
    schedule.epochEnded(monitored: nil)
    #expect(isClose(schedule.learningRate, ScheduleGoldens.oneCycle[23], relative: 1e-12))
  }

  @Test func warmupRisesAndHandsOver() {
    let schedule = LinearWarmup(length: 5, following: curve(CosineAnnealing(period: 40)))
    #expect(largestDifference(rates(schedule), ScheduleGoldens.warmupThenCosine) < 1e-12)
    let curves: [(any LearningRateCurve, [Double])] = [
      (StepDecay(stepSize: 7, gamma: 0.3), ScheduleGoldens.warmupThenStep),
      (MultiStepDecay(milestones: [8, 11], gamma: 0.2), ScheduleGoldens.warmupThenMultiStep),
      (ExponentialDecay(gamma: 0.93), ScheduleGoldens.warmupThenExponential),
      (
        CosineWarmRestarts(firstPeriod: 4, growth: 2, minimumRate: 0.001),
        ScheduleGoldens.warmupThenRestarts
      ),
    ]
    for (curve, expected) in curves {
      let schedule = LinearWarmup(length: 10, following: self.curve(curve))
      #expect(largestDifference(rates(schedule), expected) < 1e-12, "\(curve)")
    }
  }

  /// The rates of 200 steps, in epochs of 9.
  private func stepRates(_ schedule: any LearningRateSchedule) -> [Double] {
    var schedule = schedule
    return (0..<200).map { step in
      let (epoch, place) = step.quotientAndRemainder(dividingBy: 9)
      schedule.prepareStep(epoch: epoch, step: place, stepsPerEpoch: 9)
      defer { if place == 8 { schedule.epochEnded(monitored: nil) } }
      return schedule.learningRate
    }
  }

  @Test func curvesMayCountSteps() {
    let curves: [(any LearningRateCurve, plain: [Double], warm: [Double])] = [
      (
        StepDecay(stepSize: 7, gamma: 0.3), ScheduleGoldens.stepDecay,
        ScheduleGoldens.warmupThenStep
      ),
      (
        ExponentialDecay(gamma: 0.93), ScheduleGoldens.exponentialDecay,
        ScheduleGoldens.warmupThenExponential
      ),
      (
        CosineWarmRestarts(firstPeriod: 4, growth: 2, minimumRate: 0.001),
        ScheduleGoldens.cosineWarmRestarts, ScheduleGoldens.warmupThenRestarts
      ),
    ]
    for (curve, plain, warm) in curves {
      let schedule = CurveSchedule(initialLearningRate: 0.1, curve: curve, interval: .step)
      #expect(largestDifference(stepRates(schedule), plain) < 1e-12, "\(curve)")
      let warmed = LinearWarmup(length: 10, interval: .step, following: schedule)
      #expect(largestDifference(stepRates(warmed), warm) < 1e-12, "\(curve)")
    }
  }

  /// The defect C5 of source-systems.md: there, milestones 8 and 11 were steps.
  @Test func milestonesAreEpochsUnlessStepsAreAskedFor() {
    var options = OptimizationOptions()
    options.learningRate = 1
    options.schedule = .multistep
    options.milestones = [8, 11]
    let epochs = stepRates(options.makeSchedule(epochs: 23, stepsPerEpoch: 9))
    #expect(epochs.firstIndex { $0 < 1 } == 8 * 9)
    #expect(epochs.firstIndex { $0 < 0.05 } == 11 * 9)
    options.chosenInterval = .step
    let steps = stepRates(options.makeSchedule(epochs: 23, stepsPerEpoch: 9))
    #expect(steps.firstIndex { $0 < 1 } == 8)
    #expect(steps.firstIndex { $0 < 0.05 } == 11)
  }

  @Test func oneCycleMayCountEpochs() {
    var options = OptimizationOptions()
    options.learningRate = 0.1
    options.maximumRate = 0.5
    options.schedule = .oneCycle
    #expect(options.interval == .step)
    options.chosenInterval = .epoch
    let schedule = options.makeSchedule(epochs: 200, stepsPerEpoch: 9)
    #expect(largestDifference(rates(schedule), ScheduleGoldens.oneCycle) < 1e-12)
  }

  @Test func warmupTakesTheRunsFirstEpochsInTheSchedulesUnit() {
    var options = OptimizationOptions()
    options.learningRate = 1
    options.schedule = .oneCycle
    options.maximumRate = 10
    options.warmupEpochs = 2
    // 18 steps of warm-up, then a cycle over the other 182 steps of 200.
    let rates = stepRates(options.makeSchedule(epochs: 22, stepsPerEpoch: 9))
    for step in 0..<18 {
      #expect(isClose(rates[step], Double(step + 1) / 19, relative: 1e-12))
    }
    let cycle = OneCycle(maximumRate: 10, totalSteps: 180)
    for step in 18..<198 {
      #expect(rates[step] == cycle.learningRate(at: step - 18, initialRate: 1))
    }
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
      plateau, LinearWarmup(length: 5, following: plateau),
      LinearWarmup(length: 5, following: curve(ExponentialDecay(gamma: 0.93))),
    ]
    for fresh in schedules {
      for stop in [0, 3, 5, 6, 17] {
        var straight = fresh
        for epoch in 0..<stop { straight.epochEnded(monitored: ScheduleGoldens.monitored[epoch]) }
        var resumed = fresh
        try resumed.restore(straight.exportedState)
        for epoch in stop..<200 {
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
    var warmup = LinearWarmup(length: 2, following: cosine)
    #expect(throws: OptimizersError.self) {
      try warmup.restore([ExportedItem("last_epoch", .integer(1))])
    }
  }
}

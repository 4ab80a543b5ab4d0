import Hyperopt
import Testing

/// Every pruner stops the trials of Benchmarks/parity/pruner_goldens.py where Optuna's does.
@Suite("Pruners beside Optuna's")
struct PrunerParityTests {
  /// A pruner and what Optuna's did.
  struct Case: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let pruner: any Pruner
    let minimize: [Int]
    let maximize: [Int]

    init(_ name: String, _ pruner: any Pruner, _ minimize: [Int], _ maximize: [Int]) {
      testDescription = name
      self.pruner = pruner
      self.minimize = minimize
      self.maximize = maximize
    }
  }

  static let cases = [
    Case("none", NoPruner(), PrunerGoldens.noneMinimize, PrunerGoldens.noneMaximize),
    Case(
      "median", PercentilePruner.median(), PrunerGoldens.medianMinimize,
      PrunerGoldens.medianMaximize),
    Case(
      "median with warm-up",
      PercentilePruner.median(
        startUpTrials: 3, leastTrials: 6, interval: PruningInterval(warmUpSteps: 7, steps: 4)),
      PrunerGoldens.medianWithWarmUpMinimize, PrunerGoldens.medianWithWarmUpMaximize),
    Case(
      "percentile", PercentilePruner(percentile: 30, startUpTrials: 2),
      PrunerGoldens.percentileMinimize, PrunerGoldens.percentileMaximize),
    Case(
      "halving", SuccessiveHalvingPruner(leastResource: 1), PrunerGoldens.halvingMinimize,
      PrunerGoldens.halvingMaximize),
    Case(
      "halving with bootstrap",
      SuccessiveHalvingPruner(
        leastResource: 2, reductionFactor: 2, earlyStoppingRate: 1, bootstrapCount: 3),
      PrunerGoldens.halvingWithBootstrapMinimize, PrunerGoldens.halvingWithBootstrapMaximize),
    Case(
      "Hyperband", HyperbandPruner(studyName: "goldens", mostResource: 30),
      PrunerGoldens.hyperbandMinimize,
      PrunerGoldens.hyperbandMaximize),
    Case(
      "Hyperband by halves",
      HyperbandPruner(
        studyName: "goldens", leastResource: 2, mostResource: 27, reductionFactor: 2),
      PrunerGoldens.hyperbandByHalvesMinimize, PrunerGoldens.hyperbandByHalvesMaximize),
    Case(
      "patient", PatientPruner(nil, patience: 1, leastDifference: 5), PrunerGoldens.patientMinimize,
      PrunerGoldens.patientMaximize),
    Case(
      "patient median", PatientPruner(PercentilePruner.median(), patience: 1),
      PrunerGoldens.patientMedianMinimize, PrunerGoldens.patientMedianMaximize),
    Case(
      "threshold",
      ThresholdPruner(20...700, interval: PruningInterval(warmUpSteps: 3, steps: 2)),
      PrunerGoldens.thresholdMinimize, PrunerGoldens.thresholdMaximize),
  ]

  @Test("Forty trials, four at a time, are stopped after the same reports", arguments: cases)
  func parity(_ example: Case) {
    #expect(reports(example.pruner, .minimize) == example.minimize)
    #expect(reports(example.pruner, .maximize) == example.maximize)
  }

  private static let stepCount = 30

  /// The values of the Python script.
  private func curve(_ trial: Int, _ step: Int) -> Double {
    if (trial * 13 + step * 7) % 97 == 5 { return .nan }
    return Double(1000 / (step + 2) + (trial * 37 % 101) * 3 + (trial * 53 + step * 29) % 41)
  }

  /// After how many reports each trial ends.
  private func reports(_ pruner: any Pruner, _ direction: StudyDirection) -> [Int] {
    let sign: Double = direction == .minimize ? 1 : -1
    var trials: [TrialRecord] = []
    var live: [Int] = []
    while trials.count < 40 || !live.isEmpty {
      while live.count < 4, trials.count < 40 {
        live.append(trials.count)
        trials.append(TrialRecord(number: trials.count, state: .running, values: [:]))
      }
      for number in live {
        let step = trials[number].intermediateValues.count
        trials[number].intermediateValues.append(
          TrialRecord.IntermediateValue(step: step, value: sign * curve(number, step)))
        if pruner.shouldPrune(trials[number], among: trials, direction: direction) {
          trials[number].state = .pruned
        } else if step + 1 == Self.stepCount {
          trials[number].state = .complete
          trials[number].value = sign * Double(number)
        } else {
          continue
        }
        live.removeAll { $0 == number }
      }
    }
    return trials.map(\.intermediateValues.count)
  }
}

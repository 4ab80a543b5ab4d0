import Hyperopt
import Testing

@Suite("Pruners")
struct PrunerTests {
  /// A trial whose values were reported at the steps 0, 1, 2 ...
  private func trial(_ number: Int, _ state: TrialState, _ values: [Double]) -> TrialRecord {
    TrialRecord(
      number: number, state: state, values: [:],
      intermediateValues: values.enumerated().map {
        TrialRecord.IntermediateValue(step: $0.offset, value: $0.element)
      })
  }

  @Test("The median compares the best value so far with the others at the same step")
  func median() {
    let trials = [
      trial(0, .complete, [5, 1]), trial(1, .complete, [7, 3]), trial(2, .pruned, [0]),
    ]
    let pruner = PercentilePruner.median(startUpTrials: 2)
    // The medians of the complete trials are 6 and 2.
    func stops(_ values: [Double], _ direction: StudyDirection = .minimize) -> Bool {
      pruner.shouldPrune(trial(3, .running, values), among: trials, direction: direction)
    }
    #expect(!stops([6]))
    #expect(stops([6.5]))
    #expect(!stops([1.5, 9]))
    #expect(stops([6, 2.5]))
    #expect(stops([.nan]))
    #expect(!stops([6, 9, 99]))
    #expect(stops([5.5], .maximize))
    #expect(!stops([6.5], .maximize))
    #expect(!stops([]))
    let careful = PercentilePruner.median(startUpTrials: 3)
    #expect(
      !careful.shouldPrune(trial(3, .running, [99]), among: trials, direction: .minimize))
  }

  @Test("A rung promotes the best of the first few and then one in so many")
  func halving() {
    let pruner = SuccessiveHalvingPruner(leastResource: 1, reductionFactor: 2)
    func stops(_ values: [Double], beside others: [[Double]]) -> Bool {
      let trials = others.enumerated().map { trial($0.offset, .running, $0.element) }
      return pruner.shouldPrune(trial(99, .running, values), among: trials, direction: .minimize)
    }
    // Step 0 is in front of every rung.
    #expect(!stops([9], beside: [[0, 0]]))
    #expect(!stops([9, 3], beside: []))
    #expect(!stops([9, 3], beside: [[0, 4]]))
    #expect(stops([9, 3], beside: [[0, 2]]))
    // Of four, two go on; ties go on too.
    #expect(!stops([9, 3], beside: [[0, 2], [0, 4], [0, 5]]))
    #expect(stops([9, 3], beside: [[0, 1], [0, 2], [0, 5]]))
    #expect(!stops([9, 2], beside: [[0, 1], [0, 2], [0, 2]]))
    // The second rung is at step 2, the third at step 4: step 3 decides nothing.
    #expect(stops([9, 3, 3], beside: [[0, 9, 2]]))
    #expect(!stops([9, 3, 3, 9], beside: [[0, 9, 2, 2]]))
    #expect(stops([9, .nan], beside: []))
  }

  @Test("The first rung is at a hundredth of the longest complete trial")
  func estimatedRung() {
    let long = trial(0, .complete, Array(repeating: 0, count: 301))
    func stops(after count: Int) -> Bool {
      SuccessiveHalvingPruner(reductionFactor: 2).shouldPrune(
        trial(1, .running, Array(repeating: 1, count: count)), among: [long], direction: .minimize)
    }
    // Step 3 is the fourth report.
    #expect(!stops(after: 3))
    #expect(stops(after: 4))
    #expect(!stops(after: 5))
    #expect(stops(after: 7))
  }

  @Test("Nothing is stopped before the length of a trial is known")
  func unknownLength() {
    let running = trial(1, .running, [1, 9, 9, 9, 9])
    let other = trial(0, .running, [0, 0, 0, 0, 0, 0])
    let pruners: [any Pruner] = [
      SuccessiveHalvingPruner(reductionFactor: 2), HyperbandPruner(studyName: "s"),
    ]
    for pruner in pruners {
      #expect(!pruner.shouldPrune(running, among: [other, running], direction: .minimize))
    }
  }

  @Test("Hyperband spreads its trials over the brackets in their shares, by the study's name")
  func brackets() {
    let pruner = HyperbandPruner(studyName: "study", mostResource: 81)
    var counts = [0, 0, 0, 0, 0]
    for number in 0..<2000 {
      if let bracket = pruner.bracket(ofTrial: number, among: []) { counts[bracket] += 1 }
    }
    // The shares are 81, 34, 15, 8 and 5 of 143 trials (by hand: ceil(5 * 3^s / (s + 1)) for s = 4 ... 0).
    for (count, share) in zip(counts, [81, 34, 15, 8, 5]) {
      #expect(abs(Double(count) - 2000 * Double(share) / 143) < 60)
    }
    let other = HyperbandPruner(studyName: "other", mostResource: 81)
    let moved = (0..<100).contains {
      pruner.bracket(ofTrial: $0, among: []) != other.bracket(ofTrial: $0, among: [])
    }
    #expect(moved)
  }

  @Test("Patience counts the reports since the best one, and a wrapped pruner has the last word")
  func patience() {
    let pruner = PatientPruner(nil, patience: 1)
    func stops(_ pruner: PatientPruner, _ values: [Double]) -> Bool {
      pruner.shouldPrune(trial(0, .running, values), among: [], direction: .minimize)
    }
    #expect(!stops(pruner, [1, 2]))
    #expect(stops(pruner, [1, 2, 2]))
    #expect(!stops(pruner, [1, 2, 1]))
    #expect(!stops(PatientPruner(nil, patience: 1, leastDifference: 1), [1, 2, 2]))
    #expect(!stops(PatientPruner(NoPruner(), patience: 1), [1, 2, 2]))
  }

  @Test("A threshold stops what leaves its bounds, at its own steps only")
  func threshold() {
    let pruner = ThresholdPruner(0...1, interval: PruningInterval(warmUpSteps: 1, steps: 2))
    func stops(_ values: [Double]) -> Bool {
      pruner.shouldPrune(trial(0, .running, values), among: [], direction: .minimize)
    }
    #expect(!stops([2]))
    #expect(stops([0, 2]))
    #expect(stops([0, .nan]))
    #expect(!stops([0, 1]))
    #expect(!stops([0, 1, 2]))
    #expect(stops([0, 1, 1, -0.1]))
  }
}

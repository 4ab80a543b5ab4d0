import Basics
import Glibc

/// Successive halving in several brackets, which differ in how early they stop.
///
/// Each trial belongs to one bracket by its number and the study's name, and competes only within it. Source: Li et
/// al., "Hyperband: a novel bandit-based approach to hyperparameter optimization" (JMLR 2018), with the brackets and
/// decisions of Optuna's `HyperbandPruner`.
public struct HyperbandPruner: Pruner, Hashable {
  /// The name of the study, which spreads its trials over the brackets.
  public var studyName: String
  /// The step of the first rung of the first bracket, at least 1.
  public var leastResource: Int
  /// The number of steps of a whole trial; nil: one more than the last step of the longest complete trial.
  public var mostResource: Int?
  /// One in so many trials goes on, at least 2.
  public var reductionFactor: Int
  /// A rung stops every trial until more than so many have reached it.
  public var bootstrapCount: Int

  /// Creates a pruner; the defaults are Optuna's.
  public init(
    studyName: String, leastResource: Int = 1, mostResource: Int? = nil, reductionFactor: Int = 3,
    bootstrapCount: Int = 0
  ) {
    precondition(leastResource >= 1, "the first rung must be at step 1 or later")
    precondition(mostResource ?? leastResource >= leastResource, "no step lies between the bounds")
    precondition(reductionFactor >= 2, "one in \(reductionFactor) trials stops none")
    self.studyName = studyName
    self.leastResource = leastResource
    self.mostResource = mostResource
    self.reductionFactor = reductionFactor
    self.bootstrapCount = bootstrapCount
  }

  public func shouldPrune(
    _ trial: TrialRecord, among trials: [TrialRecord], direction: StudyDirection
  ) -> Bool {
    guard let budgets = budgets(among: trials) else { return false }
    let bracket = bracket(ofTrial: trial.number, budgets: budgets)
    let halving = SuccessiveHalvingPruner(
      leastResource: leastResource, reductionFactor: reductionFactor, earlyStoppingRate: bracket,
      bootstrapCount: bootstrapCount)
    let competitors = trials.filter {
      self.bracket(ofTrial: $0.number, budgets: budgets) == bracket
    }
    return halving.shouldPrune(trial, among: competitors, direction: direction)
  }

  /// The bracket of a trial, from 0, the one that stops earliest; nil while the steps of a trial are unknown.
  public func bracket(ofTrial number: Int, among trials: [TrialRecord]) -> Int? {
    budgets(among: trials).map { bracket(ofTrial: number, budgets: $0) }
  }

  /// The shares of the brackets, in trials; nil while the steps of a trial are unknown.
  func budgets(among trials: [TrialRecord]) -> [Int]? {
    let longest = trials.lazy.filter { $0.state == .complete }
      .compactMap { $0.intermediateValues.last?.step }.max()
    guard let most = mostResource ?? longest.map({ $0 + 1 }) else { return nil }
    // A quotient of two logarithms, rounded as Python rounds it: 243 steps by threes make five brackets, not six.
    let halvings = log(Double(most) / Double(leastResource)) / log(Double(reductionFactor))
    let count = max(Int(halvings.rounded(.down)) + 1, 1)
    return (0..<count).map { bracket in
      let rest = count - 1 - bracket
      let trials = Double(count) * pow(Double(reductionFactor), Double(rest)) / Double(rest + 1)
      return Int(trials.rounded(.up))
    }
  }

  private func bracket(ofTrial number: Int, budgets: [Int]) -> Int {
    let hash = CRC32.checksum(Array("\(studyName)_\(number)".utf8))
    var position = Int(hash) % budgets.reduce(0, +)
    for (bracket, budget) in budgets.enumerated() {
      position -= budget
      if position < 0 { return bracket }
    }
    return budgets.count - 1
  }
}

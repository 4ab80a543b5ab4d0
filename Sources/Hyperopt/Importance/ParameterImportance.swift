import Basics

/// How much of what the objective does is due to each parameter alone: functional analysis of variance over a random
/// forest.
///
/// A forest of regression trees is fitted to the complete trials. A tree is constant on boxes, so that the mean over all
/// other parameters, as a function of one, and its variance under the uniform distribution of the space are exact sums.
/// The importance of a parameter is the share of a tree's variance that this function has, averaged over the trees, and
/// divided by the sum over the parameters.
///
/// Source: Hutter, Hoos and Leyton-Brown, "An efficient approach for assessing hyperparameter importance" (2014). Numbers
/// of trees and their growth are those of Optuna's evaluator: 64 trees, grown until leaves are single trials.
public enum ParameterImportance {
  /// The parameters that every complete trial has, by falling importance; shares of 1.
  ///
  /// - Parameters:
  ///   - trials: all trials of a study; only complete ones with a finite value count.
  ///   - seed: of the forest.
  /// - Returns: nil when fewer than two complete trials differ.
  public static func shares(
    of trials: [StudyTrial], seed: UInt64 = 0
  ) -> [(name: String, share: Double)]? {
    let complete = trials.filter { $0.state == .complete && $0.value?.isFinite == true }
    guard let first = complete.first else { return nil }
    let parameters = first.parameters.filter { parameter in
      !parameter.distribution.isSingle
        && complete.allSatisfy { trial in trial.parameters.contains { $0.name == parameter.name } }
    }
    let values = complete.compactMap(\.value)
    guard !parameters.isEmpty, let low = values.min(), let high = values.max(), low < high else {
      return nil
    }
    let axes = parameters.map { ForestAxis($0.distribution) }
    let points = complete.map { trial in
      zip(parameters, axes).map { parameter, axis in
        let own = trial.parameters.first { $0.name == parameter.name }
        return axis.coordinate(own?.internalValue ?? 0)
      }
    }
    var shares = [Double](repeating: 0, count: axes.count)
    let source = RandomSource(seed: seed).split("importance")
    for index in 0..<treeCount {
      var random = source.split(index)
      // More rows than that change nothing but the time.
      let count = min(points.count, mostRows)
      let rows = (0..<count).map { _ in random.nextInt(below: points.count) }
      let tree = RegressionTree(axes: axes, points: points, values: values, rows: rows)
      let total = tree.variance
      guard total > 0 else { continue }
      for axis in axes.indices { shares[axis] += tree.variance(alone: axis) / total }
    }
    let sum = shares.reduce(0, +)
    guard sum > 0 else { return nil }
    return zip(parameters, shares).map { ($0.name, $1 / sum) }
      .sorted { ($1.1, $0.0) < ($0.1, $1.0) }
  }

  private static let treeCount = 64
  private static let mostRows = 2000
}

/// One parameter as a forest sees it: a coordinate from 0 to 1, or one of several choices.
struct ForestAxis {
  /// The number of choices; nil for a numeric parameter.
  let choiceCount: Int?
  private let low: Double
  private let high: Double
  private let isLog: Bool

  init(_ distribution: Distribution) {
    switch distribution {
    case .categorical(let choices):
      (choiceCount, low, high, isLog) = (choices.count, 0, 1, false)
    case .float(let low, let high, _, let log):
      (choiceCount, isLog) = (nil, log)
      (self.low, self.high) = (low, high)
    case .int(let low, let high, _, let log):
      (choiceCount, isLog) = (nil, log)
      // A whole number stands for the interval around it.
      (self.low, self.high) = (Double(low) - 0.5, Double(high) + 0.5)
    }
  }

  /// The coordinate of a value in Optuna's form; choices stay as they are.
  func coordinate(_ value: Double) -> Double {
    guard choiceCount == nil else { return value }
    let position =
      isLog
      ? (logarithm(value) - logarithm(low)) / (logarithm(high) - logarithm(low))
      : (value - low) / (high - low)
    return min(max(position, 0), 1)
  }
}

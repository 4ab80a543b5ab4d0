import Basics
import Glibc

/// A learning-rate range test (Smith 2017): a few steps with growing rates, and the rate at which the loss falls fastest.
public struct LearningRateFinder: Sendable {
  /// What is tried.
  public struct Options: Sendable, Equatable {
    /// How the rates grow.
    public enum Growth: String, Sendable, CaseIterable {
      /// By equal factors.
      case exponential
      /// By equal differences.
      case linear
    }

    /// The first rate, above 0.
    public var lowest = 1e-7
    /// The last one, above the first.
    public var highest = 1.0
    /// The number of steps.
    public var steps = 100
    /// How the rates grow.
    public var growth = Growth.exponential
    /// The test ends when the smoothed loss is this many times the best one; nil: never.
    public var divergence: Double? = 4

    /// Creates the default options.
    public init() {}
  }

  /// How much each loss counts in the smoothed one: 1 minus this.
  static let smoothing = 0.98
  /// What the first steps, whose average still swings, and the last one count for: nothing.
  static let skipped = (first: 10, last: 1)

  /// What is tried.
  public let options: Options

  /// Creates a finder.
  public init(options: Options) {
    precondition(
      options.lowest > 0 && options.highest > options.lowest && options.steps > 1,
      "LearningRateFinder: \(options)")
    self.options = options
  }

  /// The rate of a step: lowest (highest / lowest)^(step / steps), or the straight line between both.
  public func rate(at step: Int) -> Double {
    let share = Double(step) / Double(options.steps)
    switch options.growth {
    case .exponential: return options.lowest * pow(options.highest / options.lowest, share)
    case .linear: return options.lowest + (options.highest - options.lowest) * share
    }
  }

  /// Runs the test.
  ///
  /// - Parameter loss: Takes the next step at a rate; gives the loss before it, nil when it is not finite, which ends the
  ///   test.
  public func run<Failure: Error>(
    loss: (_ step: Int, _ rate: Double) throws(Failure) -> Double?
  ) throws(Failure) -> LearningRateCurveReport {
    var report = LearningRateCurveReport()
    var average = 0.0
    var best = Double.infinity
    for step in 0..<options.steps {
      let rate = rate(at: step)
      guard let value = try loss(step, rate) else {
        report.endedEarly = true
        break
      }
      average = Self.smoothing * average + (1 - Self.smoothing) * value
      let smoothed = average / (1 - pow(Self.smoothing, Double(step + 1)))
      report.points.append(.init(rate: rate, loss: value, smoothed: smoothed))
      if let divergence = options.divergence, step > 0, smoothed > divergence * best {
        report.endedEarly = true
        break
      }
      best = min(best, smoothed)
    }
    report.suggestion = Self.suggestion(for: report.points)
    return report
  }

  /// The rate at which the smoothed loss falls fastest from step to step; nil when there are too few steps or it falls
  /// nowhere.
  static func suggestion(for points: [LearningRateCurveReport.Point]) -> Double? {
    let points = points.dropFirst(skipped.first).dropLast(skipped.last)
    guard points.count > 1 else { return nil }
    let places = Array(points)
    let slopes = places.indices.map { index -> Double in
      let (before, after) = (max(index - 1, 0), min(index + 1, places.count - 1))
      return (places[after].smoothed - places[before].smoothed) / Double(after - before)
    }
    let steepest = slopes.indices.min { slopes[$0] < slopes[$1] } ?? 0
    // Less than rounding does is no fall.
    let least = 1e-9 * abs(places[steepest].smoothed)
    return slopes[steepest] < -least ? places[steepest].rate : nil
  }
}

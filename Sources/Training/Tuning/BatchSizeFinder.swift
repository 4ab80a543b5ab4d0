import Basics

/// Looks for the largest batch that fits into memory.
public struct BatchSizeFinder: Sendable {
  /// How sizes are tried.
  public struct Options: Sendable, Equatable {
    /// What follows a size that fits.
    public enum Mode: String, Sendable, CaseIterable {
      /// Twice the size, until one does not fit.
      case power
      /// The same, then the middle between the largest that fits and the smallest that does not.
      case binsearch
    }

    /// What follows a size that fits.
    public var mode = Mode.power
    /// The first size, at least 1.
    public var first = 16
    /// The real steps for each size.
    public var stepsPerTrial = 3
    /// How many sizes are tried at most.
    public var trials = 25

    /// Creates the default options.
    public init() {}
  }

  /// A size and what came of it.
  public struct Trial: Sendable, Equatable {
    /// The size.
    public var size: Int
    /// Whether it fits.
    public var fits: Bool
    /// Whether steps were taken, or their memory was only foreseen.
    public var wasRun: Bool
  }

  /// What was found.
  public struct Report: Sendable, Equatable {
    /// The sizes in the order of their trials.
    public var trials: [Trial] = []
    /// The largest size that fits; nil when not even one image does.
    public var best: Int?

    /// The content of `batch_size_finder.json`.
    public var json: JSONValue {
      [
        "batch_size": best.map(JSONValue.int) ?? .null,
        "trials": .array(
          trials.map {
            ["batch_size": .int($0.size), "fits": .bool($0.fits), "was_run": .bool($0.wasRun)]
          }),
      ]
    }
  }

  /// How sizes are tried.
  public let options: Options
  /// The most bytes that a step may take.
  public let budget: Int
  /// The largest size that makes sense: the number of samples.
  public let limit: Int

  /// Creates a finder.
  public init(options: Options, budget: Int, limit: Int) {
    precondition(
      options.first > 0 && options.trials > 0 && limit > 0, "BatchSizeFinder: \(options), \(limit)")
    self.options = options
    self.budget = budget
    self.limit = limit
  }

  /// Tries sizes.
  ///
  /// One whose need, foreseen from those before, is beyond the budget is not run.
  ///
  /// - Parameter bytes: Takes real steps with batches of a size, and gives the most bytes that they held at once.
  public func run<Failure: Error>(
    bytes: (_ size: Int) throws(Failure) -> Int
  ) throws(Failure) -> Report {
    var report = Report()
    var forecast = MemoryForecast()
    var (largest, smallestFailure) = (0, Int.max)
    var size = min(options.first, limit)
    while report.trials.count < options.trials {
      let foreseen = forecast.bytes(for: size)
      let isHopeless = foreseen.map { $0 > Double(budget) } ?? false
      var need = 0
      if !isHopeless {
        need = try bytes(size)
        forecast.add(size: size, bytes: need)
      }
      let fits = !isHopeless && need <= budget
      report.trials.append(Trial(size: size, fits: fits, wasRun: !isHopeless))
      if fits { largest = size } else { smallestFailure = size }
      guard let next = next(after: largest, before: smallestFailure) else { break }
      size = next
    }
    report.best = largest > 0 ? largest : nil
    return report
  }

  /// The size to try next; nil when the search is over.
  private func next(after largest: Int, before failure: Int) -> Int? {
    if largest == 0 { return failure > 1 ? failure / 2 : nil }
    if failure == .max {
      return largest < limit ? min(largest.multipliedSafely(by: 2), limit) : nil
    }
    guard options.mode == .binsearch, failure - largest > 1 else { return nil }
    return largest + (failure - largest) / 2
  }
}

/// A straight line through the needs of the two largest sizes so far.
private struct MemoryForecast {
  private var points: [(size: Int, bytes: Int)] = []

  mutating func add(size: Int, bytes: Int) {
    points.append((size, bytes))
    points.sort { $0.size < $1.size }
  }

  /// The need of a size; nil before two sizes are known.
  func bytes(for size: Int) -> Double? {
    guard points.count > 1 else { return nil }
    let (first, second) = (points[points.count - 2], points[points.count - 1])
    let slope = Double(second.bytes - first.bytes) / Double(second.size - first.size)
    return Double(second.bytes) + max(slope, 0) * Double(size - second.size)
  }
}

extension Int {
  fileprivate func multipliedSafely(by factor: Int) -> Int {
    let (product, overflow) = multipliedReportingOverflow(by: factor)
    return overflow ? .max : product
  }
}

/// Which scores are reported, and which one says what "best" means.
public struct MetricOptions: Sendable, Equatable {
  /// The types that are reported besides the loss, with their usual settings, in this order.
  public var listed = ["accuracy", "precision", "recall", "f1"].map { MetricRequest($0) }
  /// The metrics with a name and settings of their own.
  public var own: [MetricRequest] = []
  /// Everything that is reported besides the loss.
  public var requests: [MetricRequest] {
    get { listed + own }
    set {
      listed = newValue
      own = []
    }
  }

  /// How precision and recall are averaged where a request does not say; F1 is reported both macro and weighted.
  public var average: ScoreAverage = .macro

  /// The metric that decides what is best; nil: `f1_macro` with zones, `accuracy` otherwise.
  public var primary: String?

  /// Whether higher or lower is better; nil: lower for losses and errors, higher for scores.
  public var direction: Direction?

  /// The draws from which evaluation's intervals come; 0: none.
  public var bootstrapDraws = 2000
  /// Whether a temperature is fitted on validation, so that probabilities say how often they are right.
  public var calibrates = true

  /// Which way is better.
  public enum Direction: String, Sendable, CaseIterable {
    /// Lower is better.
    case minimize = "min"
    /// Higher is better.
    case maximize = "max"

    /// The customary direction of a metric, by its name.
    public static func customary(for metric: String) -> Direction {
      let errors: Set = ["loss", "mse", "mae", "rmse", "ece", "nll", "error"]
      return metric.split(separator: "_").contains { errors.contains(String($0)) }
        ? .minimize : .maximize
    }

    /// Whether `candidate` is strictly better than `best` by more than `margin`.
    public func isBetter(_ candidate: Double, than best: Double, margin: Double = 0) -> Bool {
      switch self {
      case .minimize: candidate < best - margin
      case .maximize: candidate > best + margin
      }
    }
  }

  /// Creates the default options.
  public init() {}
}

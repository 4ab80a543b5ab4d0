/// Which scores are reported, and which one says what "best" means.
public struct MetricOptions: Sendable, Equatable {
  /// A family of scores that can be asked for.
  public enum Family: String, Sendable, CaseIterable {
    /// Share of right predictions.
    case accuracy
    /// Share of a class's predictions that are right.
    case precision
    /// Share of a class's samples that are found.
    case recall
    /// Harmonic mean of precision and recall.
    case f1
    /// Share of samples whose class is among the five most probable.
    case top5Accuracy = "top5_accuracy"
  }

  /// What is reported besides the loss, in this order.
  public var families: [Family] = [.accuracy, .precision, .recall, .f1]

  /// How precision and recall are averaged over classes; F1 is reported both macro and weighted.
  public var average: ScoreAverage = .macro

  /// The metric that decides what is best; nil: `f1_macro` with zones, `accuracy` otherwise.
  public var primary: String?

  /// Whether higher or lower is better; nil: lower for losses, higher for scores.
  public var direction: Direction?

  /// Which way is better.
  public enum Direction: String, Sendable, CaseIterable {
    /// Lower is better.
    case minimize = "min"
    /// Higher is better.
    case maximize = "max"

    /// The customary direction of a metric, by its name.
    public static func customary(for metric: String) -> Direction {
      metric == "loss" || metric.hasSuffix("_loss") ? .minimize : .maximize
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

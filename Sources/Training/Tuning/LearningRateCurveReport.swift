import Basics

/// What a learning-rate range test saw.
public struct LearningRateCurveReport: Sendable, Equatable {
  /// One step.
  public struct Point: Sendable, Equatable {
    /// The rate of the step.
    public var rate: Double
    /// The loss before it.
    public var loss: Double
    /// The exponential average of the losses so far, freed of its bias towards 0.
    public var smoothed: Double
  }

  /// The steps.
  public var points: [Point] = []
  /// Whether the loss grew too high, or stopped being finite, before the last step.
  public var endedEarly = false
  /// The rate at which the loss falls fastest; nil where it falls nowhere.
  public var suggestion: Double?

  /// The content of `lr_finder.json`.
  public var json: JSONValue {
    [
      "suggestion": JSONValue(suggestion), "ended_early": .bool(endedEarly),
      "learning_rate": .array(points.map { .double($0.rate) }),
      "loss": .array(points.map { .double($0.loss) }),
      "smoothed_loss": .array(points.map { .double($0.smoothed) }),
    ]
  }
}

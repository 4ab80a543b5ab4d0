import Basics

/// How the terms of a loss are weighted and its targets softened.
public struct LossOptions: Sendable, Equatable {
  /// The share of the target spread evenly over all classes, from 0 to below 1.
  public var labelSmoothing = 0.0
  /// A weight for each class (or label), at least 0; nil for all 1.
  public var classWeights: [Double]?
  /// With zones: the weight of the class "unknown", at least 0.
  public var unknownWeight = 0.3

  /// With zones: what the squared distance of the expected grade from the true one weighs, at least 0.
  public var ordinalWeight = 0.0

  /// Creates the default options.
  public init() {}

  /// The keys of `[Loss]`.
  public static let keys: [Key<LossOptions>] = [
    Key(
      "Loss", "unknown_weight", \.unknownWeight, .real(.closed(0, 1)),
      "with zones: the weight of labels that are unknown; grades have weight 1"),
    Key(
      "Loss", "ordinal_weight", \.ordinalWeight, .real(.atLeast(0)),
      "with zones: what the squared distance of the expected grade from the truth weighs"),
    Key(
      "Loss", "label_smoothing", \.labelSmoothing, .real(.halfOpen(0, 1)),
      "the share of each target spread evenly over all classes"),
    Key(
      "Loss", "class_weights", \.classWeights, none: "none", .list(of: .real(.atLeast(0))),
      "a weight for each class, in the order of the classes"),
  ]
}

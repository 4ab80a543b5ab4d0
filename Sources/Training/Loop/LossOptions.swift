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
  public static let declaredKeys: [DeclaredKey] = [
    DeclaredKey(
      section: "Loss", name: "unknown_weight", kind: .real(.closed(0, 1)), default: "0.3",
      summary: "with zones: the weight of labels that are unknown; grades have weight 1"),
    DeclaredKey(
      section: "Loss", name: "ordinal_weight", kind: .real(.atLeast(0)), default: "0",
      summary: "with zones: what the squared distance of the expected grade from the truth weighs"),
    DeclaredKey(
      section: "Loss", name: "label_smoothing", kind: .real(.halfOpen(0, 1)), default: "0",
      summary: "the share of each target spread evenly over all classes"),
    DeclaredKey(
      section: "Loss", name: "class_weights",
      kind: .word("none", or: .list(of: .real(.atLeast(0)))), default: "none",
      summary: "a weight for each class, in the order of the classes"),
  ]
}

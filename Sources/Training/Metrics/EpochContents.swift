/// What is kept of an epoch's predictions besides their confusion matrix, because a metric needs it.
public struct EpochContents: OptionSet, Sendable, Hashable {
  public let rawValue: Int

  /// Creates a set from its bits.
  public init(rawValue: Int) {
    self.rawValue = rawValue
  }

  /// How many classes scored higher than the true one, counted.
  public static let ranks = EpochContents(rawValue: 1)
  /// How sure and how often right, in bins.
  public static let confidences = EpochContents(rawValue: 2)
  /// Every output and its truth: 4 bytes for each output of each sample.
  public static let logits = EpochContents(rawValue: 4)
}

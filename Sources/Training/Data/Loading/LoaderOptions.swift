import Imaging

/// How a loader makes batches.
public struct LoaderOptions: Sendable {
  /// The images per batch.
  public var batchSize = 32
  /// Whether each epoch has its own random order.
  public var isShuffled = false
  /// Random changes to the images, in this order.
  public var augmentation: [any ImageTransform] = []
  /// The seed of the order and of the augmentation.
  public var seed: UInt64 = 42
  /// The background threads; 0: batches are made when they are asked for.
  public var workers = 2
  /// How many batches are made ahead.
  public var prefetchCount = 3

  /// Creates the defaults.
  public init() {}
}

import Imaging
import Layers

/// How a loader makes batches.
public struct LoaderOptions: Sendable {
  /// The images per batch.
  public var batchSize = 32
  /// Whether each epoch has its own random order.
  public var isShuffled = false
  /// Random changes to the images, in this order.
  public var augmentation: [any ImageTransform] = []
  /// Whether an image that cannot be loaded is left out of its batch, rather than an error.
  public var skipsBadImages = false
  /// Where each label of a mirrored image comes from; nil: labels have no sides.
  public var mirroredLabels: [Int]?
  /// The regions of the model's groups: the data set's masks cut them smaller, and they move as images do.
  public var regions: [ImageRegion] = []
  /// The seed of the order and of the augmentation.
  public var seed: UInt64 = 42
  /// The background threads; 0: batches are made when they are asked for.
  public var workers = 2
  /// How many batches are made ahead.
  public var prefetchCount = 3
  /// The most batches of an epoch; nil: all.
  public var batchLimit: Int?
  /// Whether samples are drawn, with repetition, so that all classes come equally often.
  public var balancesClasses = false
  /// A label that no balance is kept for, such as "unknown".
  public var unbalancedLabel: Int32?

  /// Creates the defaults.
  public init() {}
}

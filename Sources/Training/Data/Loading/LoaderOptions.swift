import Basics
import Imaging

/// How a loader makes batches.
public struct LoaderOptions: Sendable {
  /// The images per batch.
  public var batchSize = 32
  /// Whether each epoch has its own random order.
  public var isShuffled = false
  /// Random changes to the images; nil: none.
  public var augmentation: ImageAugmentation?
  /// The seed of the order and of the augmentation.
  public var seed: UInt64 = 42
  /// The background threads; 0: batches are made when they are asked for.
  public var workers = 2
  /// How many batches are made ahead.
  public var prefetchCount = 3

  /// Creates the defaults.
  public init() {}
}

/// A random change of an image with samples from 0 to 1 that keeps its size.
public typealias ImageAugmentation =
  @Sendable (_ image: FloatImage, _ random: inout RandomSource) -> FloatImage

import Imaging
import Layers
import TensorCore

/// Images that go through the model together, with their truth.
public struct Batch: Sendable {
  /// Normalised pixels, of shape (n, height, width, channels).
  public var images: Tensor
  /// Class indices, of length n, or n * zones with the zones of an image side by side; empty for multilabel.
  public var labels: [Int32]
  /// 0 or 1, of length n * labels with the labels of an image side by side; empty unless multilabel.
  public var targets: [Float]
  /// Where each image stands in the data set.
  public var sampleIndices: [Int]
  /// What its images were blended with; nil when they were not.
  public var mixing: Mixing?
  /// For each image the regions that a model's groups see; nil where, and empty when, those are the grid's cells.
  public var masks: [RegionMask?]

  /// Why images that belong to the batch are not in it; empty unless bad images are skipped.
  public var failures: [DataError] = []

  /// For each image, from its pixel positions to those of the image before augmentation; empty where nothing was augmented.
  ///
  /// Masks and regions follow the image by it; labels have followed already.
  public var geometries: [AffineMap] = []

  /// The number of images.
  public var count: Int { sampleIndices.count }

  /// Creates a batch from its parts.
  public init(
    images: Tensor, labels: [Int32], targets: [Float], sampleIndices: [Int],
    masks: [RegionMask?] = []
  ) {
    self.images = images
    self.labels = labels
    self.targets = targets
    self.sampleIndices = sampleIndices
    self.masks = masks
  }
}

import Imaging

/// Images with their truth: what is known before decoding, and the decoder.
///
/// A data set is opened once and then read from several threads.
public protocol ImageDataset: Sendable {
  /// The name in configurations: `folder`, `csi`, ...
  var name: String { get }
  /// What is to be predicted.
  var task: PredictionTask { get }
  /// The samples, in an order that depends on nothing but the data.
  var samples: [Sample] { get }
  /// The splits that the data come with, nil when they are one heap.
  var presetSplits: PresetSplits? { get }
  /// What the data have and `samples` lacks, because it cannot be used and was to be skipped.
  var skipped: [SkippedSample] { get }
  /// Remarks for people, one line each.
  var notices: [String] { get }
  /// The side that images are scaled to where neither the configuration nor the model says.
  var defaultImageSize: Int { get }
  /// The normalisation where neither the configuration nor the weights say.
  var defaultNormalization: Normalization { get }
  /// Whether decoding costs nothing because all images lie in memory already.
  var holdsImages: Bool { get }

  /// Decodes one image; safe to call from any thread.
  ///
  /// - Parameter index: a position in `samples`.
  func image(at index: Int) throws(DataError) -> Image

  /// Reads what marks parts of one image, such as lungs; safe to call from any thread.
  ///
  /// - Returns: a picture for each column of the grid of regions, from the left, white where something of it is; nil for
  ///   one that is missing; nothing when the data have no marks.
  func masks(at index: Int) throws(DataError) -> [Image?]
}

extension ImageDataset {
  /// None, unless the data set says otherwise.
  public var presetSplits: PresetSplits? { nil }
  /// Nothing, unless the data set says otherwise.
  public var skipped: [SkippedSample] { [] }
  /// None, unless the data set says otherwise.
  public var notices: [String] { [] }
  /// 224, what most networks are made for.
  public var defaultImageSize: Int { 224 }
  /// ImageNet's, unless the data set says otherwise.
  public var defaultNormalization: Normalization { .imagenet }
  /// No, unless the data set says otherwise.
  public var holdsImages: Bool { false }

  /// None, unless the data set has some.
  public func masks(at index: Int) throws(DataError) -> [Image?] { [] }

  /// Decodes the file of one sample.
  public func image(at index: Int) throws(DataError) -> Image {
    guard let path = samples[index].path else {
      preconditionFailure("the sample \(samples[index].id) of \(name) has no file")
    }
    do throws(ImageError) {
      return try ImageCodec.read(path)
    } catch {
      throw DataError(.image(error))
    }
  }
}

/// The splits that data come with, as positions in the data set.
public struct PresetSplits: Hashable, Sendable {
  /// The samples to train on.
  public var train: [Int]
  /// The samples to choose the best epoch by; nil when the data set has no such split.
  public var val: [Int]?
  /// The samples to report on; nil when the data set has no such split.
  public var test: [Int]?

  /// Creates splits from positions.
  public init(train: [Int], val: [Int]? = nil, test: [Int]? = nil) {
    self.train = train
    self.val = val
    self.test = test
  }
}

/// A sample that was left out, and why.
public struct SkippedSample: Hashable, Sendable {
  /// Its id.
  public var id: String
  /// Why it cannot be used, in words.
  public var reason: String

  /// Creates a record of a sample that was left out.
  public init(id: String, reason: String) {
    self.id = id
    self.reason = reason
  }
}

import Basics
import Imaging

/// What decoding every image of a data set showed.
public struct ImageInspection: Sendable {
  /// An image that cannot be decoded.
  public struct BrokenImage: Hashable, Sendable {
    /// Its position in the data set.
    public var index: Int
    /// What is wrong with it.
    public var error: DataError
  }

  /// The images that cannot be decoded, in the order of the data set.
  public private(set) var broken: [BrokenImage] = []
  /// The images that use less than a tenth of the range of their values.
  public private(set) var dim: [Int] = []
  /// The mean over the images of the used part of their range, nil without images.
  public private(set) var meanUsedFraction: Double?
  /// The smallest and the largest sides, nil without images.
  public private(set) var widths: ClosedRange<Int>?
  /// The smallest and the largest sides, nil without images.
  public private(set) var heights: ClosedRange<Int>?
  /// How many images have each number of channels.
  public private(set) var channelCounts: [Int: Int] = [:]
  /// How many images have each number of bits.
  public private(set) var bitCounts: [Int: Int] = [:]

  /// What is kept of one image.
  fileprivate struct Finding: Sendable {
    var width: Int
    var height: Int
    var channels: Int
    var bits: Int
    var usedFraction: Double
  }

  fileprivate init(_ findings: [(index: Int, result: Result<Finding, DataError>)]) {
    var used = 0.0
    var count = 0
    for (index, result) in findings {
      switch result {
      case .failure(let error): broken.append(BrokenImage(index: index, error: error))
      case .success(let finding):
        count += 1
        used += finding.usedFraction
        if finding.usedFraction < 0.1 { dim.append(index) }
        widths = ImageInspection.extended(widths, by: finding.width)
        heights = ImageInspection.extended(heights, by: finding.height)
        channelCounts[finding.channels, default: 0] += 1
        bitCounts[finding.bits, default: 0] += 1
      }
    }
    meanUsedFraction = count == 0 ? nil : used / Double(count)
  }

  private static func extended(_ range: ClosedRange<Int>?, by value: Int) -> ClosedRange<Int> {
    guard let range else { return value...value }
    return min(range.lowerBound, value)...max(range.upperBound, value)
  }

  /// An error that names the broken images, nil if there are none.
  public var error: DataError? {
    guard !broken.isEmpty else { return nil }
    return DataError(
      .brokenImages(
        reasons: broken.prefix(5).map(\.error.description), count: broken.count))
  }
}

extension ImageStore {
  /// Decodes images in parallel, and keeps them prepared as far as the memory limit goes.
  ///
  /// - Parameters:
  ///   - indices: positions in the data set.
  ///   - threads: at least 1.
  public func inspect(_ indices: [Int], threads: Int) -> ImageInspection {
    let findings = ParallelLoop.map(indices.count, threads: threads) { place in
      Result { () throws(DataError) in
        let image = try self.dataset.image(at: indices[place])
        self.keep(image, at: indices[place])
        return ImageInspection.Finding(
          width: image.width, height: image.height, channels: image.channels, bits: image.bits,
          usedFraction: IntensityRange(of: image).usedFraction)
      }
    }
    return ImageInspection(Array(zip(indices, findings).map { ($0, $1) }))
  }
}

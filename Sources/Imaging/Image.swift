/// A decoded picture: interleaved grey or RGB samples of 8 or 16 bits, rows from the top.
///
/// Sample (x, y, c) lies at `(y * width + x) * channels + c`.
public struct Image: Hashable, Sendable {
  /// The samples, as deep as the file held them.
  public enum Samples: Hashable, Sendable {
    /// Values from 0 to 255.
    case bits8([UInt8])
    /// Values from 0 to 65,535.
    case bits16([UInt16])
  }

  /// Pixels per row, at least 1.
  public let width: Int
  /// Rows, at least 1.
  public let height: Int
  /// 1 (grey) or 3 (red, green, blue).
  public let channels: Int
  /// The samples; their count is `width * height * channels`.
  public let samples: Samples

  /// Creates a picture from samples of either depth.
  ///
  /// - Parameters:
  ///   - width: pixels per row, at least 1.
  ///   - height: rows, at least 1.
  ///   - channels: 1 or 3.
  ///   - samples: `width * height * channels` values.
  public init(width: Int, height: Int, channels: Int, samples: Samples) {
    precondition(width > 0 && height > 0, "Image: \(width) x \(height) pixels")
    precondition(channels == 1 || channels == 3, "Image: \(channels) channels, expected 1 or 3")
    precondition(
      samples.count == width * height * channels,
      "Image: \(samples.count) samples for \(width) x \(height) x \(channels)")
    self.width = width
    self.height = height
    self.channels = channels
    self.samples = samples
  }

  /// Creates an 8-bit picture; requirements as for `init(width:height:channels:samples:)`.
  public init(width: Int, height: Int, channels: Int, pixels: [UInt8]) {
    self.init(width: width, height: height, channels: channels, samples: .bits8(pixels))
  }

  /// Creates a 16-bit picture; requirements as for `init(width:height:channels:samples:)`.
  public init(width: Int, height: Int, channels: Int, pixels: [UInt16]) {
    self.init(width: width, height: height, channels: channels, samples: .bits16(pixels))
  }

  /// Bits per sample: 8 or 16.
  public var bits: Int { samples.bits }

  /// The value of white: 255 or 65,535.
  public var maximum: Float { bits == 8 ? 255 : 65_535 }

  /// The memory that the samples take, in bytes.
  public var byteCount: Int { samples.count * bits / 8 }
}

extension Image.Samples {
  /// The number of samples.
  public var count: Int {
    switch self {
    case .bits8(let values): values.count
    case .bits16(let values): values.count
    }
  }

  /// Bits per sample: 8 or 16.
  public var bits: Int {
    switch self {
    case .bits8: 8
    case .bits16: 16
    }
  }

  /// The samples as numbers of the same value.
  public var floats: [Float] {
    switch self {
    case .bits8(let values): values.map(Float.init)
    case .bits16(let values): values.map(Float.init)
    }
  }
}

extension Image {
  /// Returns the picture with 1 or 3 channels, converting where needed.
  ///
  /// - Parameter channels: 1 for luma, 3 for RGB; grey becomes three equal channels.
  public func converted(toChannels channels: Int) -> Image {
    precondition(channels == 1 || channels == 3, "Image: \(channels) channels, expected 1 or 3")
    if channels == self.channels { return self }
    return channels == 1 ? grey() : rgb()
  }

  /// The luma of ITU-R BT.601, in the fixed-point form of Pillow's mode "L".
  ///
  ///     L = (19595 R + 38470 G + 7471 B + 32768) >> 16
  private func grey() -> Image {
    switch samples {
    case .bits8(let values):
      Image(width: width, height: height, channels: 1, pixels: Self.luma(values))
    case .bits16(let values):
      Image(width: width, height: height, channels: 1, pixels: Self.luma(values))
    }
  }

  private func rgb() -> Image {
    switch samples {
    case .bits8(let values):
      Image(width: width, height: height, channels: 3, pixels: Self.tripled(values))
    case .bits16(let values):
      Image(width: width, height: height, channels: 3, pixels: Self.tripled(values))
    }
  }

  private static func luma<Sample: FixedWidthInteger>(_ rgb: [Sample]) -> [Sample] {
    [Sample](unsafeUninitializedCapacity: rgb.count / 3) { target, count in
      rgb.withUnsafeBufferPointer { source in
        for i in 0..<source.count / 3 {
          let (red, green, blue) = (source[3 * i], source[3 * i + 1], source[3 * i + 2])
          let sum = UInt64(red) &* 19_595 &+ UInt64(green) &* 38_470 &+ UInt64(blue) &* 7471
          target[i] = Sample(truncatingIfNeeded: (sum &+ 32_768) &>> 16)
        }
      }
      count = rgb.count / 3
    }
  }

  private static func tripled<Sample: FixedWidthInteger>(_ grey: [Sample]) -> [Sample] {
    [Sample](unsafeUninitializedCapacity: grey.count * 3) { target, count in
      grey.withUnsafeBufferPointer { source in
        for i in 0..<source.count {
          target[3 * i] = source[i]
          target[3 * i + 1] = source[i]
          target[3 * i + 2] = source[i]
        }
      }
      count = grey.count * 3
    }
  }
}

extension Image {
  /// Returns the picture scaled to the given sides, each on its own.
  ///
  /// 8-bit results equal Pillow's `resize` (fixed-point, rounded after either pass). 16-bit samples
  /// are computed as real numbers and rounded once, at the end.
  ///
  /// - Parameters:
  ///   - width: pixels per row, at least 1.
  ///   - height: rows, at least 1.
  ///   - interpolation: the kernel, anti-aliased.
  public func resized(
    width: Int, height: Int, interpolation: Interpolation = .bilinear
  ) -> Image {
    resized(ResizePlan(width: width, height: height), interpolation: interpolation)
  }

  /// Returns the picture as a square.
  ///
  /// - Parameters:
  ///   - size: the side in pixels, at least 1.
  ///   - mode: what happens to the aspect ratio; bars of `.pad` are 0.
  ///   - interpolation: the kernel, anti-aliased.
  public func resized(
    toSquare size: Int, mode: ResizeMode = .squash, interpolation: Interpolation = .bilinear
  ) -> Image {
    let plan = ResizePlan(from: width, height, toSquare: size, mode: mode)
    let content = resized(plan, interpolation: interpolation)
    guard plan.hasBars else { return content }
    let samples: Samples =
      switch content.samples {
      case .bits8(let values): .bits8(plan.placed(values, channels: channels))
      case .bits16(let values): .bits16(plan.placed(values, channels: channels))
      }
    return Image(width: size, height: size, channels: channels, samples: samples)
  }

  /// Computes the pixels of a plan, without its bars.
  func resized(_ plan: ResizePlan, interpolation: Interpolation) -> Image {
    let resampler = Resampler(
      width: width, height: height, channels: channels, plan: plan, interpolation: interpolation)
    let result: Samples =
      switch samples {
      case .bits8(let values): .bits8(resampler.apply(values))
      case .bits16: .bits16(resampler.apply(samples.floats).map(Self.level))
      }
    return Image(
      width: plan.columns.count, height: plan.rows.count, channels: channels, samples: result)
  }

  private static func level(_ value: Float) -> UInt16 {
    UInt16(max(0, min(65_535, value.rounded())))
  }
}

extension FloatImage {
  /// Returns the picture scaled to the given sides, each on its own.
  ///
  /// Equals Pillow's `resize` in mode "F" up to float32 rounding.
  ///
  /// - Parameters:
  ///   - width: pixels per row, at least 1.
  ///   - height: rows, at least 1.
  ///   - interpolation: the kernel, anti-aliased.
  public func resized(
    width: Int, height: Int, interpolation: Interpolation = .bilinear
  ) -> FloatImage {
    let resampler = Resampler(
      width: self.width, height: self.height, channels: channels,
      plan: ResizePlan(width: width, height: height), interpolation: interpolation)
    return FloatImage(
      width: width, height: height, channels: channels, values: resampler.apply(values))
  }
}

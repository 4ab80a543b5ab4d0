/// Which sample values become 0 and 1.
///
/// Values outside the window are clamped. For colour pictures the window is taken over all three
/// channels together, so that hues stay.
public enum Intensity: Hashable, Sendable {
  /// 0 and the largest value of the depth (255 or 65,535): nothing depends on the picture.
  case fullRange
  /// The smallest and the largest value of the picture.
  case minMax
  /// Two percentiles of the picture's values, from 0 to 100, the lower one first.
  ///
  /// Between two values the percentile is interpolated linearly, as `numpy.percentile` does.
  case percentile(lower: Double, upper: Double)

  /// The name in configurations: "full_range", "min_max" or "percentile(1.0, 99.0)".
  public var name: String {
    switch self {
    case .fullRange: "full_range"
    case .minMax: "min_max"
    case .percentile(let lower, let upper): "percentile(\(lower), \(upper))"
    }
  }

  /// Finds the sample values that become 0 and 1.
  ///
  /// - Returns: the bounds in sample values; equal for a constant picture (except with
  ///   `.fullRange`).
  public func window(of image: Image) -> IntensityWindow {
    switch self {
    case .fullRange: return IntensityWindow(lower: 0, upper: image.maximum)
    case .minMax:
      let range = IntensityRange(of: image)
      return IntensityWindow(lower: Float(range.minimum), upper: Float(range.maximum))
    case .percentile(let lower, let upper):
      precondition(
        0 <= lower && lower < upper && upper <= 100, "percentiles \(lower) and \(upper)")
      let histogram = Histogram(of: image)
      return IntensityWindow(
        lower: Float(histogram.percentile(lower)), upper: Float(histogram.percentile(upper)))
    }
  }
}

/// The mean and standard deviation by which values from 0 to 1 are normalised: `(x - mean) / std`.
public enum Normalization: Hashable, Sendable {
  /// Those of ImageNet's channels: (0.485, 0.456, 0.406) and (0.229, 0.224, 0.225).
  ///
  /// With one channel their averages, 0.449 and 0.226.
  case imagenet
  /// 0.5 and 0.5: values from -1 to 1.
  case medical
  /// 0 and 1: values stay as they are.
  case simple
  /// Numbers of one's own, one for all channels or one per channel; deviations above 0.
  case custom(mean: [Float], standardDeviation: [Float])

  /// The name in configurations.
  public var name: String {
    switch self {
    case .imagenet: "imagenet"
    case .medical: "medical"
    case .simple: "simple"
    case .custom: "custom"
    }
  }

  /// The mean and the standard deviation of every channel.
  ///
  /// - Parameter channels: 1 or 3.
  /// - Returns: two arrays of `channels` numbers, or nil where custom numbers do not fit: not 1 or
  ///   `channels` of them, not finite, or a deviation that is not above 0.
  public func constants(
    channels: Int
  ) -> (mean: [Float], standardDeviation: [Float])? {
    let mean: [Float]
    let deviation: [Float]
    switch self {
    case .imagenet where channels == 1: (mean, deviation) = ([0.449], [0.226])
    case .imagenet: (mean, deviation) = ([0.485, 0.456, 0.406], [0.229, 0.224, 0.225])
    case .medical: (mean, deviation) = ([0.5], [0.5])
    case .simple: (mean, deviation) = ([0], [1])
    case .custom(let ownMean, let ownDeviation): (mean, deviation) = (ownMean, ownDeviation)
    }
    guard mean.allSatisfy(\.isFinite), deviation.allSatisfy({ $0.isFinite && $0 > 0 }),
      let mean = Self.spread(mean, channels), let deviation = Self.spread(deviation, channels)
    else { return nil }
    return (mean, deviation)
  }

  private static func spread(_ values: [Float], _ channels: Int) -> [Float]? {
    if values.count == channels { return values }
    return values.count == 1 ? [Float](repeating: values[0], count: channels) : nil
  }
}

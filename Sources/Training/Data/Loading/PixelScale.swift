import Imaging

/// Turns samples into network inputs: `(x / white - mean) / deviation`, each channel on its own.
///
/// The operations and their order are those of torchvision's `ToTensor` and `Normalize`, so that the
/// results have the same bits.
struct PixelScale: Sendable {
  private let mean: [Float]
  private let deviation: [Float]
  /// The result for each 8-bit level, channel after channel.
  private let table: [Float]

  /// The number of channels that come out.
  var channels: Int { mean.count }

  /// - Parameters:
  ///   - mean: one number per channel.
  ///   - deviation: one positive number per channel.
  init(mean: [Float], deviation: [Float]) {
    precondition(mean.count == deviation.count && !mean.isEmpty, "mean and deviation differ")
    self.mean = mean
    self.deviation = deviation
    table = mean.indices.flatMap { channel in
      (0..<256).map { (Float($0) / 255 - mean[channel]) / deviation[channel] }
    }
  }

  /// Writes an image of 1 or as many channels as come out; grey goes to every channel.
  func write(_ image: PreparedImage, to target: UnsafeMutableBufferPointer<Float>) {
    let isGrey = image.channels == 1
    precondition(isGrey || image.channels == channels, "\(image.channels) channels")
    switch image {
    case .levels(let image):
      switch image.samples {
      case .bits8(let levels):
        levels.withUnsafeBufferPointer { writeLevels($0, isGrey: isGrey, to: target) }
      case .bits16(let levels):
        levels.withUnsafeBufferPointer { levels in
          write(count: levels.count, isGrey: isGrey, to: target) { Float(levels[$0]) / 65_535 }
        }
      }
    case .values(let image):
      image.values.withUnsafeBufferPointer { values in
        write(count: values.count, isGrey: isGrey, to: target) { values[$0] }
      }
    }
  }

  private func writeLevels(
    _ levels: UnsafeBufferPointer<UInt8>, isGrey: Bool,
    to target: UnsafeMutableBufferPointer<Float>
  ) {
    table.withUnsafeBufferPointer { table in
      switch (channels, isGrey) {
      case (1, _):
        for i in levels.indices { target[i] = table[Int(levels[i])] }
      case (3, true):
        for i in levels.indices {
          let level = Int(levels[i])
          target[3 &* i] = table[level]
          target[3 &* i &+ 1] = table[256 &+ level]
          target[3 &* i &+ 2] = table[512 &+ level]
        }
      default:
        let pixels = levels.count / channels
        for i in 0..<pixels {
          for c in 0..<channels {
            let at = i &* channels &+ c
            target[at] = table[c &* 256 &+ Int(levels[at])]
          }
        }
      }
    }
  }

  @inline(__always)
  private func write(
    count: Int, isGrey: Bool, to target: UnsafeMutableBufferPointer<Float>,
    _ value: (Int) -> Float
  ) {
    let pixels = isGrey ? count : count / channels
    for i in 0..<pixels {
      for c in 0..<channels {
        let value = value(isGrey ? i : i &* channels &+ c)
        target[i &* channels &+ c] = (value - mean[c]) / deviation[c]
      }
    }
  }
}

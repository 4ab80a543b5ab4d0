import Imaging

/// Writes images into the memory of a batch: `((x - lower) / (upper - lower) - mean) / deviation`.
///
/// The operations and their order are those of `PreprocessingOptions.normalize`, so that the results
/// have the same bits; 8-bit images go through a table of them.
struct PixelWriter: Sendable {
  let options: PreprocessingOptions
  private let mean: [Float]
  private let deviation: [Float]
  /// The inputs for the 8-bit levels of a full-range image, channel after channel.
  private let fullRangeTable: [Float]

  /// The numbers that an image becomes.
  var count: Int { options.size * options.size * options.channels }

  init(_ options: PreprocessingOptions) {
    guard let constants = options.normalization.constants(channels: options.channels) else {
      preconditionFailure("\(options.normalization) does not fit \(options.channels) channels")
    }
    self.options = options
    mean = constants.mean
    deviation = constants.standardDeviation
    fullRangeTable = PixelWriter.table(
      IntensityWindow(lower: 0, upper: 255), mean: mean, deviation: deviation)
  }

  /// Writes `count` numbers.
  func write(_ image: BatchImage, to target: UnsafeMutableBufferPointer<Float>) {
    precondition(target.count == count, "room for \(target.count) numbers, not \(count)")
    switch image {
    case .augmented(let augmented): write(augmented.image, to: target)
    case .prepared(let prepared):
      let content = prepared.content
      let fills = content.width == options.size && content.height == options.size
      guard fills, case .bits8(let levels) = content.samples else {
        return write(options.unitImage(prepared), to: target)
      }
      let window = prepared.window
      let table =
        window == IntensityWindow(lower: 0, upper: 255)
        ? fullRangeTable : PixelWriter.table(window, mean: mean, deviation: deviation)
      write(levels, channels: content.channels, table: table, to: target)
    }
  }

  private static func table(
    _ window: IntensityWindow, mean: [Float], deviation: [Float]
  ) -> [Float] {
    let values = window.apply((0..<256).map(Float.init))
    return mean.indices.flatMap { channel in
      values.map { ($0 - mean[channel]) / deviation[channel] }
    }
  }

  private func write(
    _ levels: [UInt8], channels: Int, table: [Float],
    to target: UnsafeMutableBufferPointer<Float>
  ) {
    levels.withUnsafeBufferPointer { levels in
      table.withUnsafeBufferPointer { table in
        switch (options.channels, channels) {
        case (1, 1):
          for i in levels.indices { target[i] = table[Int(levels[i])] }
        case (3, 1):
          for i in levels.indices {
            let level = Int(levels[i])
            target[3 &* i] = table[level]
            target[3 &* i &+ 1] = table[256 &+ level]
            target[3 &* i &+ 2] = table[512 &+ level]
          }
        case (3, 3):
          for i in 0..<levels.count / 3 {
            target[3 &* i] = table[Int(levels[3 &* i])]
            target[3 &* i &+ 1] = table[256 &+ Int(levels[3 &* i &+ 1])]
            target[3 &* i &+ 2] = table[512 &+ Int(levels[3 &* i &+ 2])]
          }
        default: preconditionFailure("\(channels) channels into \(options.channels)")
        }
      }
    }
  }

  private func write(_ image: FloatImage, to target: UnsafeMutableBufferPointer<Float>) {
    let values = options.normalize(image).values
    values.withUnsafeBufferPointer { _ = target.update(fromContentsOf: $0) }
  }
}

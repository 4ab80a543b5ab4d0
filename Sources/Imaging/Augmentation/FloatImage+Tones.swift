/// Changes of tone with given parameters, as torchvision's functions of these names; values lie between 0 and 1.
extension FloatImage {
  /// Every value times a factor.
  public func adjustedBrightness(_ factor: Float) -> FloatImage {
    mapped { $0 * factor }
  }

  /// Every value's distance from the mean luma times a factor.
  public func adjustedContrast(_ factor: Float) -> FloatImage {
    var sum = 0.0
    if channels == 1 {
      for value in values { sum += Double(value) }
    } else {
      for pixel in 0..<width * height { sum += Double(luma(pixel)) }
    }
    let offset = (1 - factor) * Float(sum / Double(width * height))
    return mapped { $0 * factor + offset }
  }

  /// Every colour's distance from its grey times a factor; grey pictures stay.
  public func adjustedSaturation(_ factor: Float) -> FloatImage {
    guard channels == 3 else { return self }
    var result = values
    for pixel in 0..<width * height {
      let grey = (1 - factor) * luma(pixel)
      for c in pixel * 3..<pixel * 3 + 3 { result[c] = clamped(values[c] * factor + grey) }
    }
    return withValues(result)
  }

  /// Every colour's hue moved along the circle of length 1; grey pictures stay.
  public func adjustedHue(_ shift: Float) -> FloatImage {
    guard channels == 3 else { return self }
    var result = values
    for pixel in 0..<width * height {
      let first = pixel * 3
      let (r, g, b) = (values[first], values[first + 1], values[first + 2])
      let (highest, lowest) = (max(r, g, b), min(r, g, b))
      let range = highest - lowest
      guard range > 0 else { continue }
      // The hexagon of colours: red at 0, green at 2, blue at 4.
      var hue: Float
      if highest == r {
        hue = (g - b) / range
      } else if highest == g {
        hue = 2 + (b - r) / range
      } else {
        hue = 4 + (r - g) / range
      }
      hue += 6 * shift
      hue -= 6 * (hue / 6).rounded(.down)
      for (c, corner) in [Float(5), 3, 1].enumerated() {
        // How far the channel is from its highest value, along the hexagon.
        var distance = corner + hue
        if distance >= 6 { distance -= 6 }
        result[first + c] = highest - range * max(0, min(distance, 4 - distance, 1))
      }
    }
    return withValues(result)
  }

  /// Every value's distance from a blurred picture times a factor; the edge pixels stay.
  public func adjustedSharpness(_ factor: Float) -> FloatImage {
    guard width > 2, height > 2 else { return self }
    let row = width * channels
    var result = values
    values.withUnsafeBufferPointer { source in
      for y in 1..<height - 1 {
        for place in y * row + channels..<(y + 1) * row - channels {
          var sum = 4 * source[place]
          for line in [place - row, place, place + row] {
            sum += source[line - channels] + source[line] + source[line + channels]
          }
          result[place] = clamped(factor * source[place] + (1 - factor) * sum / 13)
        }
      }
    }
    return withValues(result)
  }

  /// Only the highest bits of 8-bit levels.
  public func posterized(bits: Int) -> FloatImage {
    let mask = UInt8(truncatingIfNeeded: 0xFF << (8 - bits))
    return withLevels { _, level in level & mask }
  }

  /// 8-bit levels from a threshold on are inverted.
  public func solarized(threshold: Double) -> FloatImage {
    withLevels { _, level in Double(level) >= threshold ? 255 - level : level }
  }

  /// Each channel stretched to the whole range.
  public func autocontrasted() -> FloatImage {
    var result = values
    for c in 0..<channels {
      var (lowest, highest) = (Float.infinity, -Float.infinity)
      for place in stride(from: c, to: values.count, by: channels) {
        lowest = min(lowest, values[place])
        highest = max(highest, values[place])
      }
      guard highest > lowest else { continue }
      let scale = 1 / (highest - lowest)
      for place in stride(from: c, to: values.count, by: channels) {
        result[place] = clamped((values[place] - lowest) * scale)
      }
    }
    return withValues(result)
  }

  /// Each channel's 8-bit levels spread so that all are about equally frequent.
  public func equalized() -> FloatImage {
    let tables = (0..<channels).map { equalization(of: $0) }
    return withLevels { c, level in tables[c][Int(level)] }
  }

  private func equalization(of channel: Int) -> [UInt8] {
    var counts = [Int](repeating: 0, count: 256)
    for place in stride(from: channel, to: values.count, by: channels) {
      counts[Int(level(values[place]))] += 1
    }
    let last = counts.last { $0 > 0 } ?? 0
    let step = (counts.reduce(0, +) - last) / 255
    guard step > 0 else { return (0...255).map(UInt8.init) }
    var below = 0
    return counts.map { count in
      defer { below += count }
      return UInt8(min((below + step / 2) / step, 255))
    }
  }

  /// torchvision's luma of a colour pixel.
  private func luma(_ pixel: Int) -> Float {
    0.2989 * values[pixel * 3] + 0.587 * values[pixel * 3 + 1] + 0.114 * values[pixel * 3 + 2]
  }

  private func mapped(_ change: (Float) -> Float) -> FloatImage {
    withValues(values.map { clamped(change($0)) })
  }

  /// The picture with its 8-bit levels changed.
  private func withLevels(_ change: (Int, UInt8) -> UInt8) -> FloatImage {
    var result = values
    for place in result.indices {
      result[place] = Float(change(place % channels, level(values[place]))) / 255
    }
    return withValues(result)
  }
}

/// The nearest 8-bit level of a value between 0 and 1.
func level(_ value: Float) -> UInt8 { UInt8(clamped(value) * 255 + 0.5) }

private func clamped(_ value: Float) -> Float { min(max(value, 0), 1) }

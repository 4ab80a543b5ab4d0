import TensorCore

extension Backend {
  func concatenateChannelsGradients(
    _ outputGradient: Tensor, widths: [Int], wanted: [Bool]
  ) -> [Tensor?] {
    var start = 0
    return zip(widths, wanted).map { width, isWanted in
      defer { start += width }
      return isWanted ? sliceChannels(outputGradient, start..<start + width) : nil
    }
  }

  /// Puts the gradient back where the slice was taken, between zeros.
  func sliceChannelsGradient(
    _ outputGradient: Tensor, range: Range<Int>, inputShape: Shape
  ) -> Tensor {
    func zeros(width: Int) -> [Tensor] {
      width == 0 ? [] : [self.zeros(Shape(inputShape.dimensions.dropLast() + [width]))]
    }
    let parts =
      zeros(width: range.lowerBound) + [outputGradient]
      + zeros(width: inputShape[-1] - range.upperBound)
    return parts.count == 1 ? outputGradient : concatenateChannels(parts)
  }

  func flattenChannelsFirstGradient(_ outputGradient: Tensor, inputShape: Shape) -> Tensor {
    let channelsFirst: Shape = [inputShape[0], inputShape[3], inputShape[1], inputShape[2]]
    return channelsLast(outputGradient.reshaped(to: channelsFirst))
  }
}

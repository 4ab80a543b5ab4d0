extension Reference {
  /// The maximum of each window; the first of equal values wins.
  public static func maxPool(
    _ input: ReferenceTensor, window: ReferenceWindow
  ) -> (output: ReferenceTensor, winners: [Int]) {
    var output = ReferenceTensor(
      zeros: window.outputShape(of: input.shape, channels: input.channels))
    var winners = [Int](repeating: 0, count: output.count)
    forEachWindow(input.shape, output.shape) { n, i, j, c, place in
      var best = -Double.infinity
      var isFirst = true
      window.forEachTap(row: i, column: j, height: input.shape[1], width: input.shape[2]) {
        u, v, h, w in
        let value = input[n, h, w, c]
        if isFirst || value > best || (value.isNaN && !best.isNaN) {
          best = value
          winners[place] = u * window.kernelWidth + v
          isFirst = false
        }
      }
      output.values[place] = best
    }
    return (output, winners)
  }

  /// Sends each output's gradient to the place that won.
  public static func maxPoolGradient(
    outputGradient: ReferenceTensor, winners: [Int], inputShape: [Int], window: ReferenceWindow
  ) -> ReferenceTensor {
    var gradient = ReferenceTensor(zeros: inputShape)
    forEachWindow(inputShape, outputGradient.shape) { n, i, j, c, place in
      window.forEachTap(row: i, column: j, height: inputShape[1], width: inputShape[2]) {
        u, v, h, w in
        guard winners[place] == u * window.kernelWidth + v else { return }
        gradient[n, h, w, c] += outputGradient.values[place]
      }
    }
    return gradient
  }

  /// The mean of each window, padded places counting as zeros or not at all.
  public static func averagePool(
    _ input: ReferenceTensor, window: ReferenceWindow, countsPadding: Bool
  ) -> ReferenceTensor {
    var output = ReferenceTensor(
      zeros: window.outputShape(of: input.shape, channels: input.channels))
    forEachWindow(input.shape, output.shape) { n, i, j, c, place in
      var sum = 0.0
      var taps = 0.0
      window.forEachTap(row: i, column: j, height: input.shape[1], width: input.shape[2]) {
        _, _, h, w in
        sum += input[n, h, w, c]
        taps += 1
      }
      output.values[place] =
        sum / (countsPadding ? Double(window.kernelHeight * window.kernelWidth) : taps)
    }
    return output
  }

  /// Shares each output's gradient out among its window.
  public static func averagePoolGradient(
    outputGradient: ReferenceTensor, inputShape: [Int], window: ReferenceWindow,
    countsPadding: Bool
  ) -> ReferenceTensor {
    var gradient = ReferenceTensor(zeros: inputShape)
    forEachWindow(inputShape, outputGradient.shape) { n, i, j, c, place in
      var places: [(Int, Int)] = []
      window.forEachTap(row: i, column: j, height: inputShape[1], width: inputShape[2]) {
        _, _, h, w in places.append((h, w))
      }
      let divisor = countsPadding ? window.kernelHeight * window.kernelWidth : places.count
      for (h, w) in places {
        gradient[n, h, w, c] += outputGradient.values[place] / Double(divisor)
      }
    }
    return gradient
  }

  private static func forEachWindow(
    _ input: [Int], _ output: [Int], _ body: (Int, Int, Int, Int, Int) -> Void
  ) {
    var place = 0
    for n in 0..<output[0] {
      for i in 0..<output[1] {
        for j in 0..<output[2] {
          for c in 0..<output[3] {
            body(n, i, j, c, place)
            place += 1
          }
        }
      }
    }
  }
}

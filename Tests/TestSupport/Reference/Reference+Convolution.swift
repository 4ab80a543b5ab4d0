extension Reference {
  /// y[n, i, j, o] = bias[o] + sum over taps and channels of x w.
  public static func convolution(
    _ input: ReferenceTensor, weights: ReferenceTensor, bias: ReferenceTensor?,
    window: ReferenceWindow
  ) -> ReferenceTensor {
    var output = ReferenceTensor(
      zeros: window.outputShape(of: input.shape, channels: weights.channels))
    forEachProduct(input.shape, weights.shape, window) { x, w, y in
      output.values[y] += input.values[x] * weights.values[w]
    }
    if let bias {
      for index in output.values.indices {
        output.values[index] += bias.values[index % bias.count]
      }
    }
    return output
  }

  /// The gradients with respect to input, weights and bias.
  public static func convolutionGradient(
    outputGradient: ReferenceTensor, input: ReferenceTensor, weights: ReferenceTensor,
    window: ReferenceWindow
  ) -> (input: ReferenceTensor, weights: ReferenceTensor, bias: ReferenceTensor) {
    var inputGradient = ReferenceTensor(zeros: input.shape)
    var weightGradient = ReferenceTensor(zeros: weights.shape)
    forEachProduct(input.shape, weights.shape, window) { x, w, y in
      inputGradient.values[x] += outputGradient.values[y] * weights.values[w]
      weightGradient.values[w] += outputGradient.values[y] * input.values[x]
    }
    return (inputGradient, weightGradient, sumOverRows(outputGradient))
  }

  /// Calls `body` with the flat indices of input, weight and output for every product of the sum.
  private static func forEachProduct(
    _ input: [Int], _ weights: [Int], _ window: ReferenceWindow, _ body: (Int, Int, Int) -> Void
  ) {
    let output = window.outputShape(of: input, channels: weights[3])
    let groupInputs = weights[2]
    let groupOutputs = weights[3] / window.groups
    for n in 0..<output[0] {
      for i in 0..<output[1] {
        for j in 0..<output[2] {
          window.forEachTap(row: i, column: j, height: input[1], width: input[2]) { u, v, h, w in
            for o in 0..<weights[3] {
              for c in 0..<groupInputs {
                let channel = o / groupOutputs * groupInputs + c
                body(
                  ((n * input[1] + h) * input[2] + w) * input[3] + channel,
                  ((u * weights[1] + v) * weights[2] + c) * weights[3] + o,
                  ((n * output[1] + i) * output[2] + j) * output[3] + o)
              }
            }
          }
        }
      }
    }
  }
}

import Glibc

extension Reference {
  /// Softmax of each row.
  public static func softmax(_ input: ReferenceTensor) -> ReferenceTensor {
    var output = input
    for first in stride(from: 0, to: input.count, by: input.channels) {
      let row = first..<first + input.channels
      let largest = input.values[row].reduce(-.infinity, max)
      let sum = input.values[row].reduce(0) { $0 + exp($1 - largest) }
      for index in row { output.values[index] = exp(input.values[index] - largest) / sum }
    }
    return output
  }

  /// The gradient of `softmax`, given its output: y (dy - sum of y dy).
  public static func softmaxGradient(
    outputGradient: ReferenceTensor, output: ReferenceTensor
  ) -> ReferenceTensor {
    var gradient = output
    for first in stride(from: 0, to: output.count, by: output.channels) {
      let row = first..<first + output.channels
      let sum = row.reduce(0) { $0 + output.values[$1] * outputGradient.values[$1] }
      for index in row {
        gradient.values[index] = output.values[index] * (outputGradient.values[index] - sum)
      }
    }
    return gradient
  }

  /// The sums of terms and weights of a weighted cross-entropy with label smoothing; negative labels are left out.
  public static func crossEntropy(
    logits: ReferenceTensor, labels: [Int], classWeights: [Double], labelSmoothing: Double
  ) -> (terms: Double, weights: Double) {
    let classes = logits.channels
    let probabilities = softmax(logits)
    var terms = 0.0
    var weights = 0.0
    for (row, label) in labels.enumerated() where label >= 0 {
      weights += classWeights[label]
      for c in 0..<classes {
        let target = (c == label ? 1 - labelSmoothing : 0) + labelSmoothing / Double(classes)
        terms -= target * classWeights[c] * log(probabilities.values[row * classes + c])
      }
    }
    return (terms, weights)
  }

  /// The gradient of the quotient of the sums, zeros when the weights sum to 0.
  public static func crossEntropyGradient(
    logits: ReferenceTensor, labels: [Int], classWeights: [Double], labelSmoothing: Double
  ) -> ReferenceTensor {
    let classes = logits.channels
    let probabilities = softmax(logits)
    let weightSum = labels.filter { $0 >= 0 }.reduce(0) { $0 + classWeights[$1] }
    var gradient = ReferenceTensor(zeros: logits.shape)
    guard weightSum != 0 else { return gradient }
    for (row, label) in labels.enumerated() where label >= 0 {
      for c in 0..<classes {
        let target = (c == label ? 1 - labelSmoothing : 0) + labelSmoothing / Double(classes)
        let factor = target * classWeights[c] / weightSum
        for k in 0..<classes {
          gradient.values[row * classes + k] +=
            factor * (probabilities.values[row * classes + k] - (k == c ? 1 : 0))
        }
      }
    }
    return gradient
  }

  /// The weighted mean of max(z, 0) - z t + log(1 + exp(-|z|)).
  public static func binaryCrossEntropy(
    logits: ReferenceTensor, targets: ReferenceTensor, weights: [Double]
  ) -> Double {
    let terms = logits.values.indices.map { index in
      let z = logits.values[index]
      return weights[index] * (max(z, 0) - z * targets.values[index] + log1p(exp(-abs(z))))
    }
    return terms.reduce(0, +) / weights.reduce(0, +)
  }

  /// The gradient of `binaryCrossEntropy`: w (sigmoid(z) - t) / sum of w.
  public static func binaryCrossEntropyGradient(
    logits: ReferenceTensor, targets: ReferenceTensor, weights: [Double]
  ) -> ReferenceTensor {
    let sum = weights.reduce(0, +)
    return ReferenceTensor(
      logits.values.indices.map { index in
        let probability = 1 / (1 + exp(-logits.values[index]))
        return weights[index] * (probability - targets.values[index]) / sum
      }, logits.shape)
  }

  /// The mean of squared differences.
  public static func meanSquaredError(
    _ prediction: ReferenceTensor, _ target: ReferenceTensor
  ) -> Double {
    let squares = zip(prediction.values, target.values).map { ($0 - $1) * ($0 - $1) }
    return squares.reduce(0, +) / Double(prediction.count)
  }

  /// The gradient of `meanSquaredError`: 2 (prediction - target) / count.
  public static func meanSquaredErrorGradient(
    _ prediction: ReferenceTensor, _ target: ReferenceTensor
  ) -> ReferenceTensor {
    ReferenceTensor(
      zip(prediction.values, target.values).map { 2 * ($0 - $1) / Double(prediction.count) },
      prediction.shape)
  }
}

extension Reference {
  /// The mean and the biased variance of each channel, in two passes.
  public static func moments(
    _ input: ReferenceTensor
  ) -> (mean: ReferenceTensor, variance: ReferenceTensor) {
    let channels = input.channels
    let rows = Double(input.count / channels)
    var mean = sumOverRows(input)
    mean.values = mean.values.map { $0 / rows }
    var variance = ReferenceTensor(zeros: [channels])
    for (index, value) in input.values.enumerated() {
      let difference = value - mean.values[index % channels]
      variance.values[index % channels] += difference * difference / rows
    }
    return (mean, variance)
  }

  /// activation(scale (x - mean) / sqrt(variance + epsilon) + shift + residual), activation ReLU or nothing.
  public static func normalize(
    _ input: ReferenceTensor, mean: ReferenceTensor, variance: ReferenceTensor,
    scale: ReferenceTensor, shift: ReferenceTensor, epsilon: Double, residual: ReferenceTensor?,
    relu: Bool
  ) -> ReferenceTensor {
    var output = input
    for index in input.values.indices {
      let c = index % input.channels
      let deviation = (variance.values[c] + epsilon).squareRoot()
      var value = scale.values[c] * (input.values[index] - mean.values[c]) / deviation
      value += shift.values[c] + (residual?.values[index] ?? 0)
      output.values[index] = relu ? max(value, 0) : value
    }
    return output
  }

  /// The gradients of `normalize`, the statistics being the input's own or constants.
  ///
  /// Ioffe and Szegedy 2015, section 3, with xhat = (x - mean) / deviation and g the gradient behind the activation:
  /// dx = scale / deviation (g - mean of g - xhat mean of (g xhat)).
  public static func normalizeGradient(
    outputGradient: ReferenceTensor, input: ReferenceTensor, output: ReferenceTensor,
    mean: ReferenceTensor, variance: ReferenceTensor, scale: ReferenceTensor, epsilon: Double,
    relu: Bool, usesBatchStatistics: Bool
  ) -> (
    input: ReferenceTensor, scale: ReferenceTensor, shift: ReferenceTensor,
    residual: ReferenceTensor
  ) {
    let channels = input.channels
    let rows = Double(input.count / channels)
    let deviation = variance.values.map { ($0 + epsilon).squareRoot() }
    var g = outputGradient
    if relu {
      for index in g.values.indices where output.values[index] <= 0 { g.values[index] = 0 }
    }
    var normalized = input
    for index in input.values.indices {
      let c = index % channels
      normalized.values[index] = (input.values[index] - mean.values[c]) / deviation[c]
    }
    var products = g
    for index in g.values.indices { products.values[index] *= normalized.values[index] }
    let shiftGradient = sumOverRows(g)
    let scaleGradient = sumOverRows(products)
    var inputGradient = g
    for index in g.values.indices {
      let c = index % channels
      var value = g.values[index]
      if usesBatchStatistics {
        value -= shiftGradient.values[c] / rows
        value -= normalized.values[index] * scaleGradient.values[c] / rows
      }
      inputGradient.values[index] = scale.values[c] / deviation[c] * value
    }
    return (inputGradient, scaleGradient, shiftGradient, g)
  }
}

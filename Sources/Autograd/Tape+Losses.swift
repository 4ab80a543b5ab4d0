import TensorCore

extension Tape {
  /// Weighted softmax cross-entropy of class labels, as PyTorch's `cross_entropy`.
  ///
  /// - Parameters:
  ///   - logits: (..., classes); all axes but the last are rows.
  ///   - labels: One per row, in 0 ..< classes or `ignoredLabel`.
  ///   - classWeights: One per class, or nil for all 1.
  ///   - labelSmoothing: From 0 to below 1.
  ///   - ignoredLabel: A label whose rows have neither term nor weight.
  public mutating func crossEntropy(
    _ logits: Variable, labels: [Int32], classWeights: [Float]? = nil, labelSmoothing: Float = 0,
    ignoredLabel: Int32? = nil
  ) -> LossValue {
    let classes = logits.shape[-1]
    let rows: Shape = [classes == 0 ? 0 : logits.shape.count / classes, classes]
    precondition(
      labels.count == rows[0], "crossEntropy: \(labels.count) labels for logits \(logits.shape)")
    let output = backend.crossEntropy(
      logits: logits.value.reshaped(to: rows), labels: labels, classWeights: classWeights,
      labelSmoothing: labelSmoothing, ignoredLabel: ignoredLabel)
    return recordLoss(output, of: logits)
  }

  /// Binary cross-entropy with logits, averaged over all elements by their weights.
  ///
  /// - Parameters:
  ///   - logits: (rows, labels).
  ///   - targets: Of the logits' shape, in [0, 1].
  ///   - elementWeights: Of the logits' shape, or nil for all 1.
  public mutating func binaryCrossEntropy(
    _ logits: Variable, targets: Tensor, elementWeights: Tensor? = nil
  ) -> LossValue {
    let output = backend.binaryCrossEntropy(
      logits: logits.value, targets: targets, elementWeights: elementWeights)
    return recordLoss(output, of: logits)
  }

  /// The mean of squared differences over all elements.
  public mutating func meanSquaredError(_ prediction: Variable, target: Tensor) -> LossValue {
    recordLoss(backend.meanSquaredError(prediction.value, target: target), of: prediction)
  }

  /// Two losses of the same outputs as one: the terms and weights of `first` count `share`, those of `second` the rest.
  ///
  /// The result is the sum of all weighted terms over the sum of all weights, as if both had been one loss.
  ///
  /// - Parameter share: From 0 to 1.
  public mutating func mixed(
    _ first: LossValue, share: Double, _ second: LossValue
  ) -> LossValue {
    let weights = (share * first.weightSum, (1 - share) * second.weightSum)
    let sum = weights.0 + weights.1
    let terms = (share * first.termSum, (1 - share) * second.termSum)
    // The mean of nothing is undefined and must not enter the sum.
    let variable: Variable
    if weights.1 == 0 {
      variable = first.variable
    } else if weights.0 == 0 {
      variable = second.variable
    } else {
      variable = add(
        scale(first.variable, by: Float(weights.0 / sum)),
        scale(second.variable, by: Float(weights.1 / sum)))
    }
    return LossValue(
      variable: variable, termSum: (weights.0 > 0 ? terms.0 : 0) + (weights.1 > 0 ? terms.1 : 0),
      weightSum: sum)
  }

  private mutating func recordLoss(_ loss: LossOutput, of input: Variable) -> LossValue {
    let scalar = backend.tensor([Float(loss.termSum / loss.weightSum)], .scalar)
    let variable = record(scalar, arguments: [input]) {
      .loss(gradient: loss.gradient.reshaped(to: input.shape))
    }
    return LossValue(variable: variable, termSum: loss.termSum, weightSum: loss.weightSum)
  }
}

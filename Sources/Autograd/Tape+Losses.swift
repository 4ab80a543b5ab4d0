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

  private mutating func recordLoss(_ loss: LossOutput, of input: Variable) -> LossValue {
    let scalar = backend.tensor([Float(loss.termSum / loss.weightSum)], .scalar)
    let variable = record(scalar, arguments: [input]) {
      .loss(gradient: loss.gradient.reshaped(to: input.shape))
    }
    return LossValue(variable: variable, termSum: loss.termSum, weightSum: loss.weightSum)
  }
}

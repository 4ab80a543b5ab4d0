import CKernels

extension CPUBackend {
  public func softmax(_ input: Tensor) -> Tensor {
    require(input.shape.channels > 0, "softmax: rows of \(input.shape) are empty")
    var output = makeTensor(input.shape)
    run(input) { context in
      ck_softmax_forward(
        context, Int64(input.shape.rows), Int64(input.shape.channels), input.baseAddress,
        output.mutableBaseAddress)
    }
    return output
  }

  public func softmaxGradient(outputGradient: Tensor, output: Tensor) -> Tensor {
    requireSameShape("softmaxGradient", "output gradient", outputGradient, as: output.shape)
    var gradient = makeTensor(output.shape)
    run(outputGradient, output) { context in
      ck_softmax_backward(
        context, Int64(output.shape.rows), Int64(output.shape.channels),
        outputGradient.baseAddress, output.baseAddress, gradient.mutableBaseAddress)
    }
    return gradient
  }

  public func crossEntropy(
    logits: Tensor, labels: [Int32], classWeights: [Float]?, labelSmoothing: Float,
    ignoredLabel: Int32?
  ) -> LossOutput {
    requireRank("crossEntropy", "logits", logits, 2)
    let (rows, classes) = (logits.shape[0], logits.shape[1])
    require(classes > 0, "crossEntropy: needs at least one class, not shape \(logits.shape)")
    require(labels.count == rows, "crossEntropy: \(rows) rows, but \(labels.count) labels")
    require(
      classWeights == nil || classWeights?.count == classes,
      "crossEntropy: \(classes) classes, but \(classWeights?.count ?? 0) class weights")
    require(
      labelSmoothing >= 0 && labelSmoothing < 1,
      "crossEntropy: label smoothing must be at least 0 and below 1, not \(labelSmoothing)")
    let checked = labels.map { label -> Int32 in
      if label == ignoredLabel { return -1 }
      require(
        label >= 0 && label < classes, "crossEntropy: label \(label) is not in 0 ..< \(classes)")
      return label
    }
    var gradient = makeTensor(logits.shape)
    let loss = run(logits) { context in
      checked.withUnsafeBufferPointer { labels in
        withOptionalPointer(to: classWeights) { weights in
          // An empty array has no address, and none is read.
          guard let labels = labels.baseAddress else { return ck_loss(term_sum: 0, weight_sum: 0) }
          var problem = ck_cross_entropy(
            rows: Int64(rows), classes: Int64(classes), logits: logits.baseAddress, labels: labels,
            class_weights: weights, label_smoothing: Double(labelSmoothing),
            gradient: gradient.mutableBaseAddress)
          return ck_cross_entropy_loss(context, &problem)
        }
      }
    }
    return LossOutput(loss, gradient: gradient)
  }

  public func binaryCrossEntropy(
    logits: Tensor, targets: Tensor, elementWeights: Tensor?
  ) -> LossOutput {
    requireSameShape("binaryCrossEntropy", "targets", targets, as: logits.shape)
    if let elementWeights {
      requireSameShape("binaryCrossEntropy", "element weights", elementWeights, as: logits.shape)
    }
    var gradient = makeTensor(logits.shape)
    let loss = run(logits, targets, elementWeights) { context in
      ck_binary_cross_entropy_loss(
        context, Int64(logits.count), logits.baseAddress, targets.baseAddress,
        elementWeights?.baseAddress, gradient.mutableBaseAddress)
    }
    return LossOutput(loss, gradient: gradient)
  }

  public func meanSquaredError(_ prediction: Tensor, target: Tensor) -> LossOutput {
    requireSameShape("meanSquaredError", "target", target, as: prediction.shape)
    var gradient = makeTensor(prediction.shape)
    let loss = run(prediction, target) { context in
      ck_squared_error_loss(
        context, Int64(prediction.count), prediction.baseAddress, target.baseAddress,
        gradient.mutableBaseAddress)
    }
    return LossOutput(loss, gradient: gradient)
  }
}

extension LossOutput {
  fileprivate init(_ loss: ck_loss, gradient: Tensor) {
    self.init(termSum: loss.term_sum, weightSum: loss.weight_sum, gradient: gradient)
  }
}

private func withOptionalPointer<Result>(
  to values: [Float]?, _ body: (UnsafePointer<Float>?) -> Result
) -> Result {
  guard let values else { return body(nil) }
  return values.withUnsafeBufferPointer { body($0.baseAddress) }
}

import CKernels

extension CPUBackend {
  public func batchNorm(
    _ input: Tensor, scale: Tensor, shift: Tensor, epsilon: Float, sums: ChannelSums?,
    residual: Tensor?, activation: Activation
  ) -> BatchNormOutput {
    require(
      input.shape.rows >= 2,
      "batchNorm: needs at least two values per channel, not shape \(input.shape)")
    require(epsilon > 0, "batchNorm: epsilon must be above 0, not \(epsilon)")
    let (mean, variance, inverseDeviation) = statistics(of: input, sums: sums, epsilon: epsilon)
    let (output, positive) = normalized(
      "batchNorm", input, scale: scale, shift: shift, mean: mean,
      inverseDeviation: inverseDeviation, residual: residual, activation: activation)
    return BatchNormOutput(
      output: output, mean: mean, variance: variance, inverseDeviation: inverseDeviation,
      positive: positive)
  }

  /// The mean, biased variance and 1 / sqrt(variance + epsilon) of each channel: from sums if they can be trusted.
  func statistics(
    of input: Tensor, sums: ChannelSums?, epsilon: Float
  ) -> (mean: Tensor, variance: Tensor, inverseDeviation: Tensor) {
    let channels = input.shape.channels
    var mean = makeTensor([channels])
    var variance = makeTensor([channels])
    var inverseDeviation = makeTensor([channels])
    if let sums, sums.channels == channels, sums.areWellConditioned {
      mean.fill { Float(sums.mean($0)) }
      variance.fill { Float(sums.variance($0)) }
      inverseDeviation.fill { Float(1 / (sums.variance($0) + Double(epsilon)).squareRoot()) }
    } else {
      run(input) { context in
        ck_batch_norm_statistics(
          context, Int64(input.shape.rows), Int64(channels), input.baseAddress, Double(epsilon),
          mean.mutableBaseAddress, variance.mutableBaseAddress, inverseDeviation.mutableBaseAddress)
      }
    }
    return (mean, variance, inverseDeviation)
  }

  public func batchNormInference(
    _ input: Tensor, scale: Tensor, shift: Tensor, mean: Tensor, variance: Tensor, epsilon: Float,
    residual: Tensor?, activation: Activation
  ) -> (output: Tensor, positive: PositiveBits?) {
    requireVector("batchNormInference", "variance", variance, count: input.shape.channels)
    return normalized(
      "batchNormInference", input, scale: scale, shift: shift, mean: mean,
      inverseDeviation: inverseDeviation(variance, epsilon: epsilon), residual: residual,
      activation: activation)
  }

  /// 1 / sqrt(variance + epsilon) of each channel.
  func inverseDeviation(_ variance: Tensor, epsilon: Float) -> Tensor {
    var result = makeTensor(variance.shape)
    variance.withElements { variance in
      result.fill { Float(1 / (Double(variance[$0]) + Double(epsilon)).squareRoot()) }
    }
    return result
  }

  public func normalized(
    _ input: Tensor, scale: Tensor, shift: Tensor, mean: Tensor, inverseDeviation: Tensor,
    activation: Activation
  ) -> Tensor {
    normalized(
      "normalized", input, scale: scale, shift: shift, mean: mean,
      inverseDeviation: inverseDeviation, residual: nil, activation: activation
    ).output
  }

  public func batchNormGradient(
    outputGradient: consuming Tensor, input: Tensor, positive: PositiveBits?, scale: Tensor,
    shift: Tensor, mean: Tensor, inverseDeviation: Tensor, activation: Activation,
    usesBatchStatistics: Bool,
    wantsResidual: Bool
  ) -> BatchNormGradient {
    let channels = input.shape.channels
    let usesReLU = isReLU("batchNormGradient", activation)
    requireSameShape("batchNormGradient", "output gradient", outputGradient, as: input.shape)
    requireVector("batchNormGradient", "scale", scale, count: channels)
    requireVector("batchNormGradient", "shift", shift, count: channels)
    requireVector("batchNormGradient", "mean", mean, count: channels)
    requireVector("batchNormGradient", "inverse deviation", inverseDeviation, count: channels)
    require(
      !usesReLU || !wantsResidual || positive?.count == input.count,
      "batchNormGradient: relu behind a residual needs a bit for each of \(input.count) outputs")
    // What arrives is masked in place for the residual, or overwritten with the input's gradient.
    let source = outputGradient.baseAddress
    var reused = consume outputGradient
    var lender: Tensor?
    if !reused.ownsMemory() {
      lender = reused
      reused = makeTensor(input.shape)
    }
    var fresh = wantsResidual ? makeTensor(input.shape) : nil
    var scaleGradient = makeTensor([channels])
    var shiftGradient = makeTensor([channels])
    run(lender, input, positive, scale, shift, mean, inverseDeviation) { context in
      let target = reused.mutableBaseAddress
      var arguments = ck_batch_norm_gradient(
        rows: Int64(input.shape.rows), channels: Int64(channels),
        output_gradient: source, input: input.baseAddress,
        relu: usesReLU, positive: positive?.baseAddress, scale: scale.baseAddress,
        shift: shift.baseAddress, mean: mean.baseAddress,
        inverse_deviation: inverseDeviation.baseAddress,
        batch_statistics: usesBatchStatistics,
        input_gradient: fresh?.mutableBaseAddress ?? target,
        scale_gradient: scaleGradient.mutableBaseAddress,
        shift_gradient: shiftGradient.mutableBaseAddress,
        residual_gradient: wantsResidual ? target : nil)
      ck_batch_norm_backward(context, &arguments)
    }
    return BatchNormGradient(
      input: fresh ?? reused, scale: scaleGradient, shift: shiftGradient,
      residual: wantsResidual ? reused : nil)
  }

  private func normalized(
    _ operation: StaticString, _ input: Tensor, scale: Tensor, shift: Tensor, mean: Tensor,
    inverseDeviation: Tensor, residual: Tensor?, activation: Activation
  ) -> (output: Tensor, positive: PositiveBits?) {
    let channels = input.shape.channels
    let usesReLU = isReLU(operation, activation)
    requireVector(operation, "scale", scale, count: channels)
    requireVector(operation, "shift", shift, count: channels)
    requireVector(operation, "mean", mean, count: channels)
    if let residual {
      requireSameShape(operation, "residual", residual, as: input.shape)
    }
    var output = makeTensor(input.shape)
    var positive =
      usesReLU && residual != nil
      ? PositiveBits(count: input.count, pool: storagePool) : nil
    run(input, scale, shift, mean, inverseDeviation, residual) { context in
      ck_batch_norm_apply(
        context, Int64(input.shape.rows), Int64(channels), input.baseAddress, mean.baseAddress,
        inverseDeviation.baseAddress, scale.baseAddress, shift.baseAddress, residual?.baseAddress,
        usesReLU, output.mutableBaseAddress, positive?.mutableBaseAddress)
    }
    return (output, positive)
  }

  private func isReLU(_ operation: StaticString, _ activation: Activation) -> Bool {
    require(
      activation == .relu || activation == .identity,
      "\(operation): activation must be identity or relu, not \(activation)")
    return activation == .relu
  }
}

extension Tensor {
  /// Gives every element the value of its index.
  fileprivate mutating func fill(_ value: (Int) -> Float) {
    withMutableElements { elements in
      for index in elements.indices { elements[index] = value(index) }
    }
  }
}

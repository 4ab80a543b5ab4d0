import CKernels

extension CPUBackend {
  public func layerNorm(
    _ input: Tensor, scale: Tensor, shift: Tensor, epsilon: Float
  ) -> LayerNormOutput {
    let (rows, channels) = (input.shape.rows, input.shape.channels)
    require(channels > 0, "layerNorm: rows of \(input.shape) are empty")
    require(epsilon > 0, "layerNorm: epsilon must be above 0, not \(epsilon)")
    requireVector("layerNorm", "scale", scale, count: channels)
    requireVector("layerNorm", "shift", shift, count: channels)
    var output = makeTensor(input.shape)
    var mean = makeTensor([rows])
    var inverseDeviation = makeTensor([rows])
    run(input, scale, shift) { context in
      ck_layer_norm_forward(
        context, Int64(rows), Int64(channels), epsilon, input.baseAddress, scale.baseAddress,
        shift.baseAddress, mean.mutableBaseAddress, inverseDeviation.mutableBaseAddress,
        output.mutableBaseAddress)
    }
    return LayerNormOutput(output: output, mean: mean, inverseDeviation: inverseDeviation)
  }

  public func layerNormGradient(
    outputGradient: Tensor, input: Tensor, scale: Tensor, mean: Tensor, inverseDeviation: Tensor
  ) -> LayerNormGradient {
    let (rows, channels) = (input.shape.rows, input.shape.channels)
    requireSameShape("layerNormGradient", "output gradient", outputGradient, as: input.shape)
    requireVector("layerNormGradient", "scale", scale, count: channels)
    requireVector("layerNormGradient", "mean", mean, count: rows)
    requireVector("layerNormGradient", "inverse deviation", inverseDeviation, count: rows)
    var inputGradient = makeTensor(input.shape)
    var scaleGradient = makeTensor([channels])
    var shiftGradient = makeTensor([channels])
    run(outputGradient, input, scale, mean, inverseDeviation) { context in
      var arguments = ck_layer_norm_gradient(
        rows: Int64(rows), channels: Int64(channels), output_gradient: outputGradient.baseAddress,
        input: input.baseAddress, scale: scale.baseAddress, mean: mean.baseAddress,
        inverse_deviation: inverseDeviation.baseAddress,
        input_gradient: inputGradient.mutableBaseAddress,
        scale_gradient: scaleGradient.mutableBaseAddress,
        shift_gradient: shiftGradient.mutableBaseAddress)
      ck_layer_norm_backward(context, &arguments)
    }
    return LayerNormGradient(input: inputGradient, scale: scaleGradient, shift: shiftGradient)
  }

  public func scaledResidual(
    _ input: Tensor, scale: Tensor?, sampleFactors: [Float]?, residual: Tensor
  ) -> Tensor {
    requireSameShape("scaledResidual", "residual", residual, as: input.shape)
    var output = makeTensor(input.shape)
    withResidualShape(input.shape, scale, sampleFactors) { context, shape in
      withExtendedLifetime((input, residual)) {
        ck_scaled_residual_forward(
          context, shape, input.baseAddress, residual.baseAddress, output.mutableBaseAddress)
      }
    }
    return output
  }

  public func scaledResidualGradient(
    outputGradient: Tensor, input: Tensor?, scale: Tensor?, sampleFactors: [Float]?,
    wantsInput: Bool
  ) -> (input: Tensor?, scale: Tensor?) {
    if let input {
      requireSameShape("scaledResidualGradient", "input", input, as: outputGradient.shape)
    }
    var inputGradient = wantsInput ? makeTensor(outputGradient.shape) : nil
    var scaleGradient = input == nil ? nil : makeTensor([outputGradient.shape.channels])
    withResidualShape(outputGradient.shape, scale, sampleFactors) { context, shape in
      withExtendedLifetime((outputGradient, input)) {
        ck_scaled_residual_backward(
          context, shape, outputGradient.baseAddress, input?.baseAddress,
          inputGradient?.mutableBaseAddress, scaleGradient?.mutableBaseAddress)
      }
    }
    return (inputGradient, scaleGradient)
  }

  public func gated(_ input: Tensor, gates: Tensor) -> Tensor {
    requireRank("gated", "input", input, 4)
    requireSameShape("gated", "gates", gates, as: [input.shape[0], input.shape[3]])
    var output = makeTensor(input.shape)
    run(input, gates) { context in
      ck_apply_gates(
        context, Int64(input.shape[0]), Int64(input.shape[1] * input.shape[2]),
        Int64(input.shape[3]), input.baseAddress, gates.baseAddress, output.mutableBaseAddress)
    }
    return output
  }

  public func gateGradient(outputGradient: Tensor, input: Tensor) -> Tensor {
    requireRank("gateGradient", "input", input, 4)
    requireSameShape("gateGradient", "output gradient", outputGradient, as: input.shape)
    var gradient = makeTensor([input.shape[0], input.shape[3]])
    run(outputGradient, input) { context in
      ck_gate_gradient(
        context, Int64(input.shape[0]), Int64(input.shape[1] * input.shape[2]),
        Int64(input.shape[3]), outputGradient.baseAddress, input.baseAddress,
        gradient.mutableBaseAddress)
    }
    return gradient
  }

  public func embeddedTokens(patches: Tensor, classToken: Tensor, positions: Tensor) -> Tensor {
    requireRank("embeddedTokens", "patches", patches, 3)
    let (images, count, channels) = (patches.shape[0], patches.shape[1], patches.shape[2])
    requireVector("embeddedTokens", "class token", classToken, count: channels)
    requireSameShape("embeddedTokens", "positions", positions, as: [count + 1, channels])
    var output = makeTensor([images, count + 1, channels])
    run(patches, classToken, positions) { context in
      ck_embed_tokens(
        context, Int64(images), Int64(count), Int64(channels), patches.baseAddress,
        classToken.baseAddress, positions.baseAddress, output.mutableBaseAddress)
    }
    return output
  }

  private func withResidualShape(
    _ shape: Shape, _ scale: Tensor?, _ sampleFactors: [Float]?,
    _ body: (OpaquePointer, UnsafePointer<ck_scaled_residual>) -> Void
  ) {
    require(shape.rank >= 2, "scaledResidual: \(shape) has no batch")
    let channels = shape.channels
    if let scale { requireVector("scaledResidual", "scale", scale, count: channels) }
    require(
      sampleFactors.map { $0.count == shape[0] } ?? true,
      "scaledResidual: \(sampleFactors?.count ?? 0) factors for a batch of \(shape[0])")
    guard shape.count > 0 else { return }
    func call(_ factors: UnsafePointer<Float>?) {
      run(scale) { context in
        var problem = ck_scaled_residual(
          images: Int64(shape[0]), rows: Int64(shape.rows / shape[0]), channels: Int64(channels),
          factors: factors, scale: scale?.baseAddress)
        body(context, &problem)
      }
    }
    if let sampleFactors {
      sampleFactors.withUnsafeBufferPointer { call($0.baseAddress) }
    } else {
      call(nil)
    }
  }
}

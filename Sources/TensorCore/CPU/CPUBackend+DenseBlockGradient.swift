import CKernels

extension CPUBackend {
  public func denseBlockGradient(
    outputGradient: consuming Tensor, of block: DenseBlockOutput, units: [DenseUnit<Tensor>]
  ) -> DenseBlockGradient {
    let growth = units[0].weights2.shape.channels
    let inputChannels = block.output.shape.channels - units.count * growth
    let plan = DenseBlockPlan(
      input: Shape(block.output.shape.dimensions.dropLast() + [inputChannels]), units: units)
    requireSameShape("denseBlockGradient", "output gradient", outputGradient, as: plan.outputShape)
    // From here on the gradient of everything that is behind the unit in turn.
    var gradient = outputGradient
    var corrections = DenseCorrections(channels: plan.outputChannels)
    var scratch = makeTensor(plan.scratchShape)
    var results: [DenseUnit<Tensor>] = []
    for index in units.indices.reversed() {
      let (unit, hidden, channels) = (units[index], block.hidden[index], plan.seenChannels(index))
      correct(&gradient, block, corrections, channels: channels..<channels + growth)
      let activated = normalized(
        hidden.output, scale: unit.scale2, shift: unit.shift2, mean: hidden.mean,
        inverseDeviation: hidden.inverseDeviation, activation: .relu)
      let (weights2, narrow) = convolutionGradients(
        gradient, firstChannel: channels, input: activated, weights: unit.weights2)
      let norm2 = batchNormGradient(
        outputGradient: narrow, input: hidden.output, positive: nil, scale: unit.scale2,
        shift: unit.shift2, mean: hidden.mean, inverseDeviation: hidden.inverseDeviation,
        activation: .relu, usesBatchStatistics: true, wantsResidual: false)
      normalize(
        block.output, channels: channels, mean: block.mean,
        inverseDeviation: block.inverseDeviation, scale: unit.scale1, shift: unit.shift1,
        into: &scratch)
      let seen = plan.shape(channels: channels)
      let weights1 = convolutionWeightGradient(
        outputGradient: norm2.input, input: scratch.prefix(shape: seen),
        weightShape: unit.weights1.shape, geometry: ConvolutionGeometry(kernel: 1))
      convolutionInputGradient(norm2.input, unit.weights1, inputShape: seen, into: &scratch)
      let norm1 = normalizeGradient(
        scratch, block, unit, channels: channels, into: &gradient, &corrections)
      results.append(
        DenseUnit(
          scale1: norm1.scale, shift1: norm1.shift, weights1: weights1, scale2: norm2.scale,
          shift2: norm2.shift, weights2: weights2))
    }
    correct(&gradient, block, corrections, channels: 0..<inputChannels)
    return DenseBlockGradient(
      input: sliceChannels(gradient, 0..<inputChannels), units: results.reversed())
  }

  /// The gradients of the 3x3 convolution whose output is a slice of the block's.
  private func convolutionGradients(
    _ gradient: Tensor, firstChannel: Int, input: Tensor, weights: Tensor
  ) -> (weights: Tensor, input: Tensor) {
    var problem = ck_convolution(
      "denseBlockGradient", inputShape: input.shape, weightShape: weights.shape,
      geometry: ConvolutionGeometry(kernel: 3, padding: 1))
    problem.widenOutput(to: gradient.shape.channels)
    var weightGradient = makeTensor(weights.shape)
    var inputGradient = makeTensor(input.shape)
    run(gradient, input, weights) { context in
      let slice = gradient.baseAddress + firstChannel
      ck_convolution_backward_weights(
        context, &problem, input.baseAddress, slice, false, weightGradient.mutableBaseAddress)
      ck_convolution_backward_data(
        context, &problem, slice, weights.baseAddress, false, inputGradient.mutableBaseAddress)
    }
    return (weightGradient, inputGradient)
  }

  /// The input gradient of the 1x1 convolution, densely at the start of `target`.
  private func convolutionInputGradient(
    _ outputGradient: Tensor, _ weights: Tensor, inputShape: Shape, into target: inout Tensor
  ) {
    var problem = ck_convolution(
      "denseBlockGradient", inputShape: inputShape, weightShape: weights.shape,
      geometry: ConvolutionGeometry(kernel: 1))
    run(outputGradient, weights) { context in
      ck_convolution_backward_data(
        context, &problem, outputGradient.baseAddress, weights.baseAddress, false,
        target.mutableBaseAddress)
    }
  }

  /// The first norm's gradients; that of its input is added to `gradient`, short of what it owes to the statistics.
  private func normalizeGradient(
    _ outputGradient: Tensor, _ block: DenseBlockOutput, _ unit: DenseUnit<Tensor>, channels: Int,
    into gradient: inout Tensor, _ corrections: inout DenseCorrections
  ) -> (scale: Tensor, shift: Tensor) {
    var sums = [Double](repeating: 0, count: channels)
    var products = sums
    run(outputGradient, block, unit) { context in
      var slice = ck_slice(block, channels: channels)
      slice.scale = unit.scale1.baseAddress
      slice.shift = unit.shift1.baseAddress
      let stride = Int64(gradient.shape.channels)
      ck_slice_normalize_backward(
        context, &slice, outputGradient.baseAddress, gradient.mutableBaseAddress, stride, &sums,
        &products)
    }
    let deviations = block.inverseDeviation.scalars
    corrections.add(
      sums: sums, products: products, scale: unit.scale1.scalars, inverseDeviation: deviations,
      rows: block.output.shape.rows)
    let scale = products.enumerated().map { Float($1 * Double(deviations[$0])) }
    return (
      Tensor(scale, shape: [channels], pool: storagePool),
      Tensor(sums.map(Float.init), shape: [channels], pool: storagePool)
    )
  }

  /// Adds what the norms that saw these channels owe to their statistics.
  private func correct(
    _ gradient: inout Tensor, _ block: DenseBlockOutput, _ corrections: DenseCorrections,
    channels: Range<Int>
  ) {
    let slopes = corrections.slopes[channels].map(Float.init)
    let offsets = corrections.offsets[channels].map(Float.init)
    run(block) { context in
      var slice = ck_slice(block, channels: channels.count)
      slice.input += channels.lowerBound
      slice.mean += channels.lowerBound
      let stride = Int64(gradient.shape.channels)
      ck_slice_correct(
        context, &slice, slopes, offsets, gradient.mutableBaseAddress + channels.lowerBound, stride)
    }
  }
}

/// What the gradients of a block's channels owe to the statistics of the norms that saw them: slope (x - mean) + offset.
private struct DenseCorrections {
  private(set) var slopes: [Double]
  private(set) var offsets: [Double]

  init(channels: Int) {
    slopes = Array(repeating: 0, count: channels)
    offsets = slopes
  }

  /// A norm of the first channels: with factor f = scale d, dx = f (g - mean of g - (x - mean) d^2 mean of g (x - mean)).
  mutating func add(
    sums: [Double], products: [Double], scale: [Float], inverseDeviation: [Float], rows: Int
  ) {
    for channel in sums.indices {
      let deviation = Double(inverseDeviation[channel])
      let factor = Double(scale[channel]) * deviation / Double(rows)
      slopes[channel] -= factor * deviation * deviation * products[channel]
      offsets[channel] -= factor * sums[channel]
    }
  }
}

extension ck_slice {
  /// The first channels of a block's output, with their statistics; scale and shift are the caller's.
  fileprivate init(_ block: DenseBlockOutput, channels: Int) {
    self.init(
      rows: Int64(block.output.shape.rows), channels: Int64(channels),
      input: block.output.baseAddress, input_stride: Int64(block.output.shape.channels),
      mean: block.mean.baseAddress, inverse_deviation: block.inverseDeviation.baseAddress,
      scale: block.mean.baseAddress, shift: block.mean.baseAddress)
  }
}

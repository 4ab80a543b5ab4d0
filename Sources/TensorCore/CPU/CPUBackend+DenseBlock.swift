import CKernels

extension CPUBackend {
  public func denseBlock(
    _ input: Tensor, units: [DenseUnit<Tensor>], epsilon: Float
  ) -> DenseBlockOutput {
    let plan = DenseBlockPlan(input: input.shape, units: units)
    require(
      plan.rows >= 2, "denseBlock: needs at least two values per channel, not shape \(input.shape)")
    var buffer = makeTensor(plan.outputShape)
    copy(input, into: &buffer, firstChannel: 0)
    var mean = makeTensor([plan.outputChannels])
    var variance = makeTensor([plan.outputChannels])
    var inverseDeviation = makeTensor([plan.outputChannels])
    func keep(_ statistics: (mean: Tensor, variance: Tensor, inverseDeviation: Tensor), at c: Int) {
      mean.replace(from: c, with: statistics.mean)
      variance.replace(from: c, with: statistics.variance)
      inverseDeviation.replace(from: c, with: statistics.inverseDeviation)
    }
    keep(statistics(of: input, sums: nil, epsilon: epsilon), at: 0)
    var seen = makeTensor(plan.scratchShape)
    var hidden: [BatchNormOutput] = []
    for (index, unit) in units.enumerated() {
      let channels = plan.seenChannels(index)
      normalize(
        buffer, channels: channels, mean: mean, inverseDeviation: inverseDeviation,
        scale: unit.scale1, shift: unit.shift1, into: &seen)
      let narrow = convolutionWithSums(
        seen.prefix(shape: plan.shape(channels: channels)), weights: unit.weights1, bias: nil,
        geometry: ConvolutionGeometry(kernel: 1))
      let norm = batchNorm(
        narrow.output, scale: unit.scale2, shift: unit.shift2, epsilon: epsilon, sums: narrow.sums,
        residual: nil, activation: .relu)
      let sums = convolve(norm.output, unit.weights2, into: &buffer, firstChannel: channels)
      keep(
        statistics(of: buffer, from: channels, sums: sums, epsilon: epsilon), at: channels)
      // What was normalized is kept, what came of it is computed again.
      hidden.append(
        BatchNormOutput(
          output: narrow.output, mean: norm.mean, variance: norm.variance,
          inverseDeviation: norm.inverseDeviation, positive: nil))
    }
    return DenseBlockOutput(
      output: buffer, mean: mean, variance: variance, inverseDeviation: inverseDeviation,
      hidden: hidden)
  }

  public func denseBlockInference(
    _ input: Tensor, units: [DenseUnit<Tensor>], statistics: [DenseUnitStatistics], epsilon: Float
  ) -> Tensor {
    let plan = DenseBlockPlan(input: input.shape, units: units)
    var buffer = makeTensor(plan.outputShape)
    copy(input, into: &buffer, firstChannel: 0)
    var seen = makeTensor(plan.scratchShape)
    for (index, (unit, statistics)) in zip(units, statistics).enumerated() {
      let channels = plan.seenChannels(index)
      normalize(
        buffer, channels: channels, mean: statistics.mean1,
        inverseDeviation: inverseDeviation(statistics.variance1, epsilon: epsilon),
        scale: unit.scale1, shift: unit.shift1, into: &seen)
      let factors = multiply(
        unit.scale2, inverseDeviation(statistics.variance2, epsilon: epsilon))
      let bias = add(unit.shift2, scale(multiply(statistics.mean2, factors), by: -1))
      let narrow = convolution(
        seen.prefix(shape: plan.shape(channels: channels)),
        weights: scaleChannels(unit.weights1, by: factors), bias: bias, residual: nil,
        activation: .relu, geometry: ConvolutionGeometry(kernel: 1))
      _ = convolve(narrow, unit.weights2, into: &buffer, firstChannel: channels)
    }
    return buffer
  }

  /// relu(norm) of the first channels of a buffer, densely at the start of `target`.
  func normalize(
    _ buffer: Tensor, channels: Int, mean: Tensor, inverseDeviation: Tensor, scale: Tensor,
    shift: Tensor, into target: inout Tensor
  ) {
    requireVector("denseBlock", "scale", scale, count: channels)
    requireVector("denseBlock", "shift", shift, count: channels)
    run(buffer, mean, inverseDeviation, scale, shift) { context in
      var slice = ck_slice(
        rows: Int64(buffer.shape.rows), channels: Int64(channels), input: buffer.baseAddress,
        input_stride: Int64(buffer.shape.channels), mean: mean.baseAddress,
        inverse_deviation: inverseDeviation.baseAddress, scale: scale.baseAddress,
        shift: shift.baseAddress)
      ck_slice_normalize(context, &slice, target.mutableBaseAddress)
    }
  }

  /// The 3x3 convolution with its output in a slice of a buffer.
  private func convolve(
    _ input: Tensor, _ weights: Tensor, into buffer: inout Tensor, firstChannel: Int
  ) -> ChannelSums {
    let growth = weights.shape.channels
    var problem = ck_convolution(
      "denseBlock", inputShape: input.shape, weightShape: weights.shape,
      geometry: ConvolutionGeometry(kernel: 3, padding: 1))
    problem.widenOutput(to: buffer.shape.channels)
    let values = [Double](unsafeUninitializedCapacity: 2 * growth) { sums, count in
      run(input, weights) { context in
        var epilogue = ck_convolution_epilogue()
        epilogue.sums = sums.baseAddress
        ck_convolution_forward(
          context, &problem, input.baseAddress, weights.baseAddress, &epilogue,
          buffer.mutableBaseAddress + firstChannel)
      }
      count = 2 * growth
    }
    return ChannelSums(values: values, count: input.shape.rows)
  }

  /// The statistics of a slice, from its sums if they can be trusted.
  private func statistics(
    of buffer: Tensor, from first: Int, sums: ChannelSums, epsilon: Float
  ) -> (mean: Tensor, variance: Tensor, inverseDeviation: Tensor) {
    let slice =
      sums.areWellConditioned
      ? zeros([1, sums.channels]) : sliceChannels(buffer, first..<first + sums.channels)
    return statistics(of: slice, sums: sums, epsilon: epsilon)
  }

  private func copy(_ input: Tensor, into buffer: inout Tensor, firstChannel: Int) {
    run(input) { context in
      ck_copy_columns(
        context, Int64(input.shape.rows), Int64(input.shape.channels), input.baseAddress,
        Int64(input.shape.channels), buffer.mutableBaseAddress + firstChannel,
        Int64(buffer.shape.channels))
    }
  }
}

import CKernels

extension CPUBackend {
  public func convolution(
    _ input: Tensor, weights: Tensor, bias: Tensor?, geometry: ConvolutionGeometry
  ) -> Tensor {
    convolve(
      input, weights, bias: bias, residual: nil, activation: .identity, sums: nil, geometry)
  }

  public func convolutionWithSums(
    _ input: Tensor, weights: Tensor, bias: Tensor?, geometry: ConvolutionGeometry
  ) -> (output: Tensor, sums: ChannelSums) {
    var values = [Double](repeating: 0, count: 2 * weights.shape.channels)
    let output = values.withUnsafeMutableBufferPointer {
      convolve(
        input, weights, bias: bias, residual: nil, activation: .identity, sums: $0.baseAddress,
        geometry)
    }
    return (output, ChannelSums(values: values, count: output.shape.rows))
  }

  public func convolution(
    _ input: Tensor, weights: Tensor, bias: Tensor?, residual: Tensor?,
    activation: Activation, geometry: ConvolutionGeometry
  ) -> Tensor {
    convolve(
      input, weights, bias: bias, residual: residual, activation: activation, sums: nil, geometry)
  }

  private func convolve(
    _ input: Tensor, _ weights: Tensor, bias: Tensor?, residual: Tensor?,
    activation: Activation, sums: UnsafeMutablePointer<Double>?, _ geometry: ConvolutionGeometry
  ) -> Tensor {
    requireRank("convolution", "weights", weights, 4)
    let problem = ck_convolution(
      "convolution", inputShape: input.shape, weightShape: weights.shape, geometry: geometry)
    if let bias {
      requireVector("convolution", "bias", bias, count: weights.shape[3])
    }
    if let residual {
      requireSameShape("convolution", "residual", residual, as: problem.outputShape)
    }
    let epilogueActivation = activation.epilogue
    require(
      epilogueActivation != nil,
      "convolution: activation must be identity, relu or silu, not \(activation)")
    var output = makeTensor(problem.outputShape)
    run(input, weights, bias, residual) { context in
      var epilogue = ck_convolution_epilogue(
        bias: bias?.baseAddress, addend: residual?.baseAddress,
        activation: epilogueActivation ?? CK_ACTIVATION_NONE, sums: sums)
      withUnsafePointer(to: problem) { problem in
        ck_convolution_forward(
          context, problem, input.baseAddress, weights.baseAddress, &epilogue,
          output.mutableBaseAddress)
      }
    }
    return output
  }

  public func convolutionInputGradient(
    outputGradient: Tensor, weights: Tensor, inputShape: Shape, geometry: ConvolutionGeometry,
    addend: consuming Tensor?
  ) -> Tensor {
    let problem = ck_convolution(
      "convolutionInputGradient", inputShape: inputShape, weightShape: weights.shape,
      geometry: geometry)
    requireSameShape(
      "convolutionInputGradient", "output gradient", outputGradient, as: problem.outputShape)
    if let addend {
      requireSameShape("convolutionInputGradient", "addend", addend, as: inputShape)
    }
    let accumulates = addend != nil
    var gradient = consume addend ?? makeTensor(inputShape)
    run(outputGradient, weights) { context in
      withUnsafePointer(to: problem) { problem in
        ck_convolution_backward_data(
          context, problem, outputGradient.baseAddress, weights.baseAddress, accumulates,
          gradient.mutableBaseAddress)
      }
    }
    return gradient
  }

  public func convolutionWeightGradient(
    outputGradient: Tensor, input: Tensor, weightShape: Shape, geometry: ConvolutionGeometry
  ) -> Tensor {
    let problem = ck_convolution(
      "convolutionWeightGradient", inputShape: input.shape, weightShape: weightShape,
      geometry: geometry)
    requireSameShape(
      "convolutionWeightGradient", "output gradient", outputGradient, as: problem.outputShape)
    var gradient = makeTensor(weightShape)
    run(outputGradient, input) { context in
      withUnsafePointer(to: problem) { problem in
        ck_convolution_backward_weights(
          context, problem, input.baseAddress, outputGradient.baseAddress, false,
          gradient.mutableBaseAddress)
      }
    }
    return gradient
  }
}

extension Activation {
  /// How a convolution applies it on the way to memory; nil when it cannot.
  fileprivate var epilogue: ck_activation? {
    switch self {
    case .identity: CK_ACTIVATION_NONE
    case .relu: CK_ACTIVATION_RELU
    case .silu: CK_ACTIVATION_SILU
    case .gelu, .geluTanh, .sigmoid: nil
    }
  }
}

extension ck_convolution {
  /// The problem that shapes and geometry describe; traps when they do not fit together.
  init(
    _ operation: StaticString, inputShape: Shape, weightShape: Shape, geometry: ConvolutionGeometry
  ) {
    require(
      inputShape.rank == 4,
      "\(operation): input must be (batch, height, width, channels), not \(inputShape)")
    let channels = inputShape[3]
    let expected: Shape = [
      geometry.kernel.height, geometry.kernel.width, channels / geometry.groups,
      weightShape.channels,
    ]
    require(
      weightShape == expected && channels.isMultiple(of: geometry.groups)
        && weightShape.channels.isMultiple(of: geometry.groups),
      """
      \(operation): weights of \(inputShape) with \(geometry.groups) groups and kernel \
      \(geometry.kernel) must have shape \(expected), not \(weightShape)
      """)
    self.init()
    images = Int32(inputShape[0])
    input_height = Int32(inputShape[1])
    input_width = Int32(inputShape[2])
    input_channels = Int32(channels)
    output_channels = Int32(weightShape.channels)
    kernel_height = Int32(geometry.kernel.height)
    kernel_width = Int32(geometry.kernel.width)
    stride_height = Int32(geometry.stride.height)
    stride_width = Int32(geometry.stride.width)
    padding_height = Int32(geometry.padding.height)
    padding_width = Int32(geometry.padding.width)
    dilation_height = Int32(geometry.dilation.height)
    dilation_width = Int32(geometry.dilation.width)
    groups = Int32(geometry.groups)
    algorithm = CK_CONVOLUTION_AUTOMATIC
    ck_convolution_set_dense_strides(&self)
    require(
      ck_convolution_is_valid(&self),
      "\(operation): input \(inputShape) is smaller than the window of \(geometry)")
  }

  var outputShape: Shape {
    var copy = self
    return [
      Int(images), Int(ck_convolution_output_height(&copy)),
      Int(ck_convolution_output_width(&copy)), Int(output_channels),
    ]
  }
}

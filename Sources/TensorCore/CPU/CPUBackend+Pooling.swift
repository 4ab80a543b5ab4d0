import CKernels

extension CPUBackend {
  public func maxPool(_ input: Tensor, geometry: PoolingGeometry) -> MaxPoolOutput {
    let problem = ck_pooling("maxPool", inputShape: input.shape, geometry: geometry)
    require(
      geometry.window.height * geometry.window.width <= 256,
      "maxPool: window \(geometry.window) has more than 256 taps")
    var output = makeTensor(problem.outputShape)
    var winners = PoolingWinners(count: output.count, pool: storagePool)
    run(input) { context in
      withUnsafePointer(to: problem) { problem in
        ck_max_pool_forward(
          context, problem, input.baseAddress, output.mutableBaseAddress, winners.mutableBaseAddress
        )
      }
    }
    return MaxPoolOutput(output: output, winners: winners)
  }

  public func maxPoolGradient(
    outputGradient: Tensor, winners: PoolingWinners, inputShape: Shape, geometry: PoolingGeometry
  ) -> Tensor {
    let problem = ck_pooling("maxPoolGradient", inputShape: inputShape, geometry: geometry)
    requireSameShape("maxPoolGradient", "output gradient", outputGradient, as: problem.outputShape)
    require(
      winners.count == outputGradient.count,
      "maxPoolGradient: \(outputGradient.count) outputs need as many winners, not \(winners.count)")
    var gradient = makeTensor(inputShape)
    run(outputGradient, winners) { context in
      withUnsafePointer(to: problem) { problem in
        ck_max_pool_backward(
          context, problem, outputGradient.baseAddress, winners.baseAddress,
          gradient.mutableBaseAddress)
      }
    }
    return gradient
  }

  public func averagePool(_ input: Tensor, geometry: PoolingGeometry) -> Tensor {
    let problem = ck_pooling("averagePool", inputShape: input.shape, geometry: geometry)
    var output = makeTensor(problem.outputShape)
    run(input) { context in
      withUnsafePointer(to: problem) { problem in
        ck_average_pool_forward(context, problem, input.baseAddress, output.mutableBaseAddress)
      }
    }
    return output
  }

  public func averagePoolGradient(
    outputGradient: Tensor, inputShape: Shape, geometry: PoolingGeometry
  ) -> Tensor {
    let problem = ck_pooling("averagePoolGradient", inputShape: inputShape, geometry: geometry)
    requireSameShape(
      "averagePoolGradient", "output gradient", outputGradient, as: problem.outputShape)
    var gradient = makeTensor(inputShape)
    run(outputGradient) { context in
      withUnsafePointer(to: problem) { problem in
        ck_average_pool_backward(
          context, problem, outputGradient.baseAddress, gradient.mutableBaseAddress)
      }
    }
    return gradient
  }

  public func globalAveragePool(_ input: Tensor) -> Tensor {
    requireRank("globalAveragePool", "input", input, 4)
    let (images, channels) = (input.shape[0], input.shape[3])
    let pixels = input.shape[1] * input.shape[2]
    require(pixels > 0, "globalAveragePool: \(input.shape) has no pixels")
    var means = makeTensor([images, channels])
    run(input) { context in
      ck_image_means(
        context, Int64(images), Int64(pixels), Int64(channels), input.baseAddress,
        means.mutableBaseAddress)
    }
    return means
  }

  public func globalAveragePoolGradient(outputGradient: Tensor, inputShape: Shape) -> Tensor {
    require(
      inputShape.rank == 4,
      "globalAveragePoolGradient: input must have 4 axes, not shape \(inputShape)")
    let (images, channels) = (inputShape[0], inputShape[3])
    let pixels = inputShape[1] * inputShape[2]
    requireSameShape(
      "globalAveragePoolGradient", "output gradient", outputGradient, as: [images, channels])
    var gradient = makeTensor(inputShape)
    run(outputGradient) { context in
      ck_spread_over_images(
        context, Int64(images), Int64(pixels), Int64(channels), 1 / Float(pixels),
        outputGradient.baseAddress, gradient.mutableBaseAddress)
    }
    return gradient
  }
}

extension ck_pooling {
  /// The problem that shape and geometry describe; traps when they do not fit together.
  fileprivate init(_ operation: StaticString, inputShape: Shape, geometry: PoolingGeometry) {
    require(
      inputShape.rank == 4,
      "\(operation): input must be (batch, height, width, channels), not \(inputShape)")
    let output = geometry.outputSize(of: Extent(height: inputShape[1], width: inputShape[2]))
    require(
      output.height > 0 && output.width > 0,
      "\(operation): input \(inputShape) is smaller than the window \(geometry.window)")
    self.init(
      images: Int32(inputShape[0]), input_height: Int32(inputShape[1]),
      input_width: Int32(inputShape[2]), channels: Int32(inputShape[3]),
      output_height: Int32(output.height), output_width: Int32(output.width),
      window_height: Int32(geometry.window.height), window_width: Int32(geometry.window.width),
      stride_height: Int32(geometry.stride.height), stride_width: Int32(geometry.stride.width),
      padding_height: Int32(geometry.padding.height), padding_width: Int32(geometry.padding.width),
      counts_padding: geometry.countsPadding)
  }

  fileprivate var outputShape: Shape {
    [Int(images), Int(output_height), Int(output_width), Int(channels)]
  }
}

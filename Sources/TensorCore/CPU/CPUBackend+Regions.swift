extension CPUBackend {
  public func regionSums(_ input: Tensor, weights: Tensor) -> Tensor {
    let (images, pixels, channels) = regionExtents("regionSums", input.shape, weights)
    var output = makeTensor([images, weights.shape[0], channels])
    run(input, weights) { context in
      let target = output.mutableBaseAddress
      for image in 0..<images {
        MatrixProduct(
          rows: weights.shape[0], columns: channels, inner: pixels, left: weights.baseAddress,
          right: input.baseAddress + image * pixels * channels, leftIsTransposed: false,
          rightIsTransposed: false, result: target + image * weights.shape[0] * channels,
          accumulates: false
        ).run(on: context)
      }
    }
    return output
  }

  public func regionSumsGradient(
    outputGradient: Tensor, weights: Tensor, inputShape: Shape
  ) -> Tensor {
    let (images, pixels, channels) = regionExtents("regionSumsGradient", inputShape, weights)
    requireSameShape(
      "regionSumsGradient", "output gradient", outputGradient,
      as: [images, weights.shape[0], channels])
    var gradient = makeTensor(inputShape)
    run(outputGradient, weights) { context in
      let target = gradient.mutableBaseAddress
      for image in 0..<images {
        MatrixProduct(
          rows: pixels, columns: channels, inner: weights.shape[0], left: weights.baseAddress,
          right: outputGradient.baseAddress + image * weights.shape[0] * channels,
          leftIsTransposed: true, rightIsTransposed: false,
          result: target + image * pixels * channels, accumulates: false
        ).run(on: context)
      }
    }
    return gradient
  }

  private func regionExtents(
    _ operation: StaticString, _ shape: Shape, _ weights: Tensor
  ) -> (images: Int, pixels: Int, channels: Int) {
    require(shape.rank == 4, "\(operation): input must have 4 axes, not shape \(shape)")
    let pixels = shape[1] * shape[2]
    requireRank(operation, "weights", weights, 2)
    require(
      weights.shape[1] == pixels && pixels > 0 && weights.shape[0] > 0,
      "\(operation): weights \(weights.shape) for \(pixels) pixels")
    return (shape[0], pixels, shape[3])
  }
}

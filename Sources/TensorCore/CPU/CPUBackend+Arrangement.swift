import CKernels

extension CPUBackend {
  public func concatenateChannels(_ parts: [Tensor]) -> Tensor {
    require(!parts.isEmpty, "concatenateChannels: needs at least one tensor")
    let leading = Array(parts[0].shape.dimensions.dropLast())
    let channels = parts.reduce(0) { $0 + $1.shape.channels }
    var output = makeTensor(Shape(leading + [channels]))
    let rows = output.shape.rows
    var offset = 0
    for part in parts {
      requireSameShape(
        "concatenateChannels", "every part", part, as: Shape(leading + [part.shape.channels]))
      run(part) { context in
        ck_copy_columns(
          context, Int64(rows), Int64(part.shape.channels), part.baseAddress,
          Int64(part.shape.channels), output.mutableBaseAddress + offset, Int64(channels))
      }
      offset += part.shape.channels
    }
    return output
  }

  public func sliceChannels(_ input: Tensor, _ range: Range<Int>) -> Tensor {
    let channels = input.shape.channels
    require(
      range.lowerBound >= 0 && range.upperBound <= channels,
      "sliceChannels: \(range) is not within the channels of \(input.shape)")
    var output = makeTensor(Shape(input.shape.dimensions.dropLast() + [range.count]))
    run(input) { context in
      ck_copy_columns(
        context, Int64(input.shape.rows), Int64(range.count), input.baseAddress + range.lowerBound,
        Int64(channels), output.mutableBaseAddress, Int64(range.count))
    }
    return output
  }

  public func channelsFirst(_ input: Tensor) -> Tensor {
    requireRank("channelsFirst", "input", input, 4)
    let (height, width, channels) = (input.shape[1], input.shape[2], input.shape[3])
    return transposed(
      input, rows: height * width, columns: channels,
      to: [input.shape[0], channels, height, width])
  }

  public func channelsLast(_ input: Tensor) -> Tensor {
    requireRank("channelsLast", "input", input, 4)
    let (channels, height, width) = (input.shape[1], input.shape[2], input.shape[3])
    return transposed(
      input, rows: channels, columns: height * width,
      to: [input.shape[0], height, width, channels])
  }

  public func sumOverRows(_ input: Tensor) -> Tensor {
    var sums = makeTensor([input.shape.channels])
    run(input) { context in
      ck_column_sums(
        context, Int64(input.shape.rows), Int64(input.shape.channels), input.baseAddress,
        sums.mutableBaseAddress)
    }
    return sums
  }

  private func transposed(_ input: Tensor, rows: Int, columns: Int, to shape: Shape) -> Tensor {
    var output = makeTensor(shape)
    run(input) { context in
      ck_transpose(
        context, Int64(shape[0]), Int64(rows), Int64(columns), input.baseAddress,
        output.mutableBaseAddress)
    }
    return output
  }
}

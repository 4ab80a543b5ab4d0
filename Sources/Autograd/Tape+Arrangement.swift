import TensorCore

extension Tape {
  /// Joins variables along the last axis; all other extents agree.
  public mutating func concatenateChannels(_ parts: [Variable]) -> Variable {
    precondition(!parts.isEmpty, "concatenateChannels: no parts")
    if parts.count == 1 { return parts[0] }
    return record(backend.concatenateChannels(parts.map(\.value)), arguments: parts) {
      .concatenateChannels(widths: parts.map { $0.shape[-1] })
    }
  }

  /// Elements `range` of the last axis.
  public mutating func sliceChannels(_ input: Variable, _ range: Range<Int>) -> Variable {
    precondition(
      range.lowerBound >= 0 && range.upperBound <= input.shape[-1],
      "sliceChannels: \(range) of \(input.shape)")
    return record(backend.sliceChannels(input.value, range), arguments: [input]) {
      .sliceChannels(range: range, inputShape: input.shape)
    }
  }

  /// The same elements in the same order under another shape.
  public mutating func reshape(_ input: Variable, to shape: Shape) -> Variable {
    record(
      input.value.reshaped(to: shape), arguments: [input],
      recipe: input.recipe.map { .reshaped($0, shape) }
    ) {
      .reshape(inputShape: input.shape)
    }
  }

  /// Makes one row of each image, in PyTorch's order (channel, row, column).
  ///
  /// Weights of a linear layer that PyTorch trained behind a flatten fit as they are.
  ///
  /// - Parameter input: (batch, height, width, channels).
  /// - Returns: (batch, channels x height x width).
  public mutating func flattenChannelsFirst(_ input: Variable) -> Variable {
    let shape = input.shape
    precondition(shape.rank == 4, "flattenChannelsFirst: \(shape) is not NHWC")
    let flat: Shape = [shape[0], shape[1] * shape[2] * shape[3]]
    return record(backend.channelsFirst(input.value).reshaped(to: flat), arguments: [input]) {
      .flattenChannelsFirst(inputShape: shape)
    }
  }
}

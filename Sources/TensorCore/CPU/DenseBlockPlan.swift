import CKernels

/// The shapes of a dense block.
struct DenseBlockPlan {
  let inputChannels: Int
  let growth: Int
  let width: Int
  let outputChannels: Int
  private let input: Shape
  private let unitCount: Int

  /// Traps when shapes do not fit together.
  init(input: Shape, units: [DenseUnit<Tensor>]) {
    require(input.rank == 4, "denseBlock: input must be (batch, height, width, channels)")
    require(!units.isEmpty, "denseBlock: needs at least one unit")
    self.input = input
    unitCount = units.count
    inputChannels = input[3]
    growth = units[0].weights2.shape.channels
    width = units[0].weights1.shape.channels
    outputChannels = inputChannels + units.count * growth
    for (index, unit) in units.enumerated() {
      require(
        unit.weights1.shape == [1, 1, seenChannels(index), width]
          && unit.weights2.shape == [3, 3, width, growth],
        "denseBlock: unit \(index) of \(input) has weights \(unit.weights1.shape), "
          + "\(unit.weights2.shape)")
    }
  }

  /// Values of each channel.
  var rows: Int { input.rows }

  var outputShape: Shape { shape(channels: outputChannels) }

  /// Room for what the last unit sees.
  var scratchShape: Shape { shape(channels: seenChannels(unitCount - 1)) }

  /// What a unit sees.
  func seenChannels(_ unit: Int) -> Int { inputChannels + unit * growth }

  func shape(channels: Int) -> Shape { Shape(input.dimensions.dropLast() + [channels]) }
}

extension ck_convolution {
  /// The output is a slice of pixels with more channels.
  mutating func widenOutput(to channels: Int) {
    output_pixel_stride = Int64(channels)
    output_row_stride = output_pixel_stride * Int64(ck_convolution_output_width(&self))
    output_image_stride = output_row_stride * Int64(ck_convolution_output_height(&self))
  }
}

extension Tensor {
  /// Overwrites the elements from `first` on with all of `values`.
  mutating func replace(from first: Int, with values: Tensor) {
    withMutableElements { elements in
      values.withElements { values in
        for (index, value) in values.enumerated() { elements[first + index] = value }
      }
    }
  }
}

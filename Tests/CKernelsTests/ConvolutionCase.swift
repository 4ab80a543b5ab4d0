import CKernels

/// The shape of one test, with defaults that keep the lists short.
struct ConvolutionCase: CustomStringConvertible, Sendable {
  var images = 1
  var height: Int
  var width: Int
  var inputs: Int
  var outputs: Int
  var kernel: (height: Int, width: Int)
  var stride = (height: 1, width: 1)
  var padding = (height: 0, width: 0)
  var dilation = (height: 1, width: 1)
  var groups = 1
  /// Floats left out between pixels, rows and images of both buffers.
  var gap = 0

  init(
    _ images: Int, _ size: (Int, Int), _ inputs: Int, to outputs: Int, kernel: (Int, Int),
    stride: (Int, Int) = (1, 1), padding: (Int, Int) = (0, 0), dilation: (Int, Int) = (1, 1),
    groups: Int = 1, gap: Int = 0
  ) {
    self.images = images
    (height, width) = size
    self.inputs = inputs
    self.outputs = outputs
    self.kernel = kernel
    self.stride = stride
    self.padding = padding
    self.dilation = dilation
    self.groups = groups
    self.gap = gap
  }

  var description: String {
    "\(images)x\(height)x\(width)x\(inputs) to \(outputs), kernel \(kernel), stride \(stride), "
      + "padding \(padding), dilation \(dilation), groups \(groups), gap \(gap)"
  }

  /// The structure that the kernels take.
  func shape(_ algorithm: ck_convolution_algorithm) -> ck_convolution {
    var shape = ck_convolution()
    shape.images = Int32(images)
    shape.input_height = Int32(height)
    shape.input_width = Int32(width)
    shape.input_channels = Int32(inputs)
    shape.output_channels = Int32(outputs)
    shape.kernel_height = Int32(kernel.height)
    shape.kernel_width = Int32(kernel.width)
    shape.stride_height = Int32(stride.height)
    shape.stride_width = Int32(stride.width)
    shape.padding_height = Int32(padding.height)
    shape.padding_width = Int32(padding.width)
    shape.dilation_height = Int32(dilation.height)
    shape.dilation_width = Int32(dilation.width)
    shape.groups = Int32(groups)
    shape.algorithm = algorithm
    ck_convolution_set_dense_strides(&shape)
    guard gap > 0 else { return shape }
    let gap = Int64(gap)
    shape.input_pixel_stride += gap
    shape.input_row_stride = shape.input_pixel_stride * Int64(width) + gap
    shape.input_image_stride = shape.input_row_stride * Int64(height) + gap
    shape.output_pixel_stride += gap
    shape.output_row_stride =
      shape.output_pixel_stride * Int64(ck_convolution_output_width(&shape)) + gap
    shape.output_image_stride =
      shape.output_row_stride * Int64(ck_convolution_output_height(&shape)) + gap
    return shape
  }

  var weightCount: Int { kernel.height * kernel.width * (inputs / groups) * outputs }
}

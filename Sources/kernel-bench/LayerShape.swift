import CKernels

/// A square convolution layer, as the lists of networks give it.
struct LayerShape {
  let images: Int32
  let size: Int32
  let inputs: Int32
  let outputs: Int32
  let kernel: Int32
  let stride: Int32
  let padding: Int32

  /// Parses "images,size,inputs,outputs,kernel,stride,padding".
  init?(_ text: some StringProtocol) {
    let numbers = text.split(separator: ",").compactMap { Int32($0) }
    guard numbers.count == 7 else { return nil }
    self.init(numbers)
    var shape = convolution()
    guard ck_convolution_is_valid(&shape) else { return nil }
  }

  private init(_ numbers: [Int32]) {
    images = numbers[0]
    size = numbers[1]
    inputs = numbers[2]
    outputs = numbers[3]
    kernel = numbers[4]
    stride = numbers[5]
    padding = numbers[6]
  }

  func convolution() -> ck_convolution {
    var shape = ck_convolution()
    shape.images = images
    (shape.input_height, shape.input_width) = (size, size)
    (shape.input_channels, shape.output_channels) = (inputs, outputs)
    (shape.kernel_height, shape.kernel_width) = (kernel, kernel)
    (shape.stride_height, shape.stride_width) = (stride, stride)
    (shape.padding_height, shape.padding_width) = (padding, padding)
    (shape.dilation_height, shape.dilation_width) = (1, 1)
    shape.groups = 1
    ck_convolution_set_dense_strides(&shape)
    return shape
  }

  var description: String {
    "\(images)x\(size)x\(size)x\(inputs) to \(outputs), \(kernel)x\(kernel)/\(stride)"
  }

  /// One shape of each kind that the networks here are made of: ResNet50, Custom_1, small images.
  static let standard = [
    "16,224,3,64,7,2,3", "16,56,64,64,1,1,0", "16,56,64,256,1,1,0", "16,56,256,64,1,1,0",
    "16,28,128,512,1,1,0", "16,14,256,1024,1,1,0", "16,14,1024,256,1,1,0", "16,7,2048,512,1,1,0",
    "16,28,512,1024,1,2,0", "16,56,64,64,3,1,1", "16,28,128,128,3,1,1", "16,14,256,256,3,1,1",
    "16,7,512,512,3,1,1", "16,56,128,128,3,2,1", "16,14,512,512,3,2,1", "16,56,64,128,5,2,2",
    "16,14,128,256,3,2,1", "16,7,256,512,3,2,1", "16,4,512,1024,3,2,1", "64,28,1,32,5,1,2",
    "64,28,32,64,3,1,1", "32,64,16,32,3,1,1", "32,16,64,128,3,1,1",
  ].compactMap { LayerShape($0) }
}

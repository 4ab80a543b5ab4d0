import Autograd
import TensorCore

/// Convolutions with batch norm, and a shortcut around them: relu(last norm + shortcut).
///
/// Basic: 3x3 / stride, 3x3. Bottleneck: 1x1, 3x3 / stride, 1x1 to four times the width (the stride in the 3x3, as
/// torchvision's "v1.5"). The shortcut is a strided 1x1 convolution with batch norm where the shapes differ.
struct ResidualBlock: Layer {
  /// The channels behind the block.
  let outputChannels: Int

  private var convolutions: [Convolution2D] = []
  private var norms: [BatchNorm2D] = []
  private var shortcut: (convolution: Convolution2D, norm: BatchNorm2D)?

  init(
    inputChannels: Int, width: Int, stride: Int, isBottlenecked: Bool,
    in builder: inout ModelBuilder
  ) {
    outputChannels = isBottlenecked ? 4 * width : width
    let kernels = isBottlenecked ? [1, 3, 1] : [3, 3]
    let strided = isBottlenecked ? 1 : 0
    var channels = inputChannels
    for (index, kernel) in kernels.enumerated() {
      let isLast = index == kernels.count - 1
      let outputs = isLast ? outputChannels : width
      convolutions.append(
        Convolution2D(
          "conv\(index + 1)", inputChannels: channels, outputChannels: outputs,
          geometry: ConvolutionGeometry(
            kernel: Extent(kernel), stride: Extent(index == strided ? stride : 1),
            padding: Extent(kernel / 2)),
          hasBias: false, initializer: .kaimingNormal(mode: .output), in: &builder))
      norms.append(
        BatchNorm2D("bn\(index + 1)", channels: outputs, activation: .relu, in: &builder))
      channels = outputs
    }
    guard stride != 1 || inputChannels != outputChannels else { return }
    let outputs = outputChannels
    shortcut = builder.scope("downsample") { builder in
      (
        Convolution2D(
          "0", inputChannels: inputChannels, outputChannels: outputs,
          geometry: ConvolutionGeometry(kernel: 1, stride: Extent(stride)), hasBias: false,
          initializer: .kaimingNormal(mode: .output), in: &builder),
        BatchNorm2D("1", channels: outputs, in: &builder)
      )
    }
  }

  func forward(_ input: Variable, context: inout ForwardContext) -> Variable {
    var residual = input
    if let shortcut {
      residual = shortcut.norm.forward(input, behind: shortcut.convolution, context: &context)
    }
    var output = input
    for (index, (convolution, norm)) in zip(convolutions, norms).enumerated() {
      output = norm.forward(
        output, behind: convolution, residual: index == norms.count - 1 ? residual : nil,
        context: &context)
    }
    return output
  }

  func describe(_ input: Shape, in summary: inout ModelSummary) -> Shape {
    if let shortcut {
      let map = shortcut.convolution.describe(input, in: &summary)
      _ = shortcut.norm.describe(map, in: &summary)
    }
    return zip(convolutions, norms).reduce(input) { shape, pair in
      pair.1.describe(pair.0.describe(shape, in: &summary), in: &summary)
    }
  }
}

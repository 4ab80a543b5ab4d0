import Autograd
import TensorCore

/// A two-dimensional convolution of NHWC maps.
///
/// - Shapes: (batch, height, width, inputChannels) to (batch, height', width', outputChannels).
public struct Convolution2D: Layer {
  private let name: String
  private let weights: ParameterID
  private let bias: ParameterID?
  private let weightShape: Shape

  /// How the kernel walks over its input.
  public let geometry: ConvolutionGeometry

  /// The number of output channels.
  public var outputChannels: Int { weightShape[3] }

  /// Declares the layer's parameters, `NAME.weight` and `NAME.bias`.
  ///
  /// - Parameters:
  ///   - name: The layer's name within the builder's scope.
  ///   - inputChannels: Divisible by the geometry's groups.
  ///   - outputChannels: Divisible by the geometry's groups.
  ///   - geometry: Kernel, stride, padding, dilation and groups.
  ///   - hasBias: Whether a bias is added.
  ///   - initializer: How the weights are drawn; PyTorch's default unless given.
  ///   - biasInitializer: How the bias is drawn; nil: PyTorch's default.
  ///   - builder: Where the parameters are declared.
  public init(
    _ name: String, inputChannels: Int, outputChannels: Int, geometry: ConvolutionGeometry,
    hasBias: Bool = true, initializer: Initializer = .layerDefault,
    biasInitializer: Initializer? = nil, in builder: inout ModelBuilder
  ) {
    precondition(
      inputChannels.isMultiple(of: geometry.groups)
        && outputChannels.isMultiple(of: geometry.groups),
      "\(name): \(geometry.groups) groups of \(inputChannels) to \(outputChannels) channels")
    let shape: Shape = [
      geometry.kernel.height, geometry.kernel.width, inputChannels / geometry.groups,
      outputChannels,
    ]
    self.name = builder.qualifiedName(name)
    self.geometry = geometry
    weightShape = shape
    (weights, bias) = builder.scope(name) { builder in
      let weights = builder.parameter(
        "weight", shape: shape, layout: .convolutionHWIO, kind: .weight, initializer: initializer)
      let fanIn = shape[0] * shape[1] * shape[2]
      let bias =
        hasBias
        ? builder.parameter(
          "bias", shape: [outputChannels], kind: .bias,
          initializer: biasInitializer ?? .biasDefault(weightFanIn: fanIn)) : nil
      return (weights, bias)
    }
  }

  public func forward(_ input: Variable, context: inout ForwardContext) -> Variable {
    context.tape.convolution(
      input, weights: context[weights], bias: bias.map { context[$0] }, geometry: geometry)
  }

  /// The weights, for an operation that contains this convolution.
  func weights(in context: ForwardContext) -> Variable { context[weights] }

  /// As `forward`, and the sums of each output channel, for the batch norm behind.
  func forwardWithSums(
    _ input: Variable, context: inout ForwardContext
  ) -> (output: Variable, sums: ChannelSums) {
    context.tape.convolutionWithSums(
      input, weights: context[weights], bias: bias.map { context[$0] }, geometry: geometry)
  }

  /// activation((convolution - offset) factor + shift + residual) for each output channel, without a gradient.
  func forward(
    _ input: Variable, factors: [Double], offsets: [Double], shifts: [Double],
    residual: Variable?, activation: Activation, context: inout ForwardContext
  ) -> Variable {
    let backend = context.tape.backend
    let biases = bias.map { context[$0].value.scalars } ?? Array(repeating: 0, count: factors.count)
    let bias = factors.indices.map {
      Float((Double(biases[$0]) - offsets[$0]) * factors[$0] + shifts[$0])
    }
    let pool = backend.storagePool
    let scaled = backend.scaleChannels(
      context[weights].value,
      by: Tensor(factors.map(Float.init), shape: [factors.count], pool: pool))
    return context.tape.constant(
      backend.convolution(
        input.value, weights: scaled, bias: Tensor(bias, shape: [bias.count], pool: pool),
        residual: residual?.value, activation: activation, geometry: geometry))
  }

  public func describe(_ input: Shape, in summary: inout ModelSummary) -> Shape {
    let size = geometry.outputSize(of: Extent(height: input[1], width: input[2]))
    let output: Shape = [input[0], size.height, size.width, outputChannels]
    let stride = geometry.stride == 1 ? "" : " / \(geometry.stride.height)"
    summary.add(
      name: name, kind: "convolution \(geometry.kernel)\(stride)", outputShape: output,
      parameterCount: weightShape.count + (bias == nil ? 0 : outputChannels),
      multiplyAddCount: output.count * (weightShape.count / max(outputChannels, 1)))
    return output
  }
}

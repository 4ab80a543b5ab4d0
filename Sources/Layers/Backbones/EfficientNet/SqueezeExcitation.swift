import Autograd
import TensorCore

/// Gates each channel by what all channels are on average (Hu and others 2017), with SiLU and sigmoid as in EfficientNet.
///
/// - Shapes: (batch, height, width, channels), kept.
struct SqueezeExcitation: Layer {
  private let name: String
  private let squeeze: Convolution2D
  private let excite: Convolution2D
  private let channels: Int

  /// Declares `NAME.fc1` and `NAME.fc2`, which are 1x1 convolutions of the averages.
  init(_ name: String, channels: Int, squeezed: Int, in builder: inout ModelBuilder) {
    self.name = builder.qualifiedName(name)
    self.channels = channels
    (squeeze, excite) = builder.scope(name) { builder in
      func layer(
        _ name: String, _ inputs: Int, _ outputs: Int, in builder: inout ModelBuilder
      ) -> Convolution2D {
        Convolution2D(
          name, inputChannels: inputs, outputChannels: outputs,
          geometry: ConvolutionGeometry(kernel: 1),
          initializer: .kaimingNormal(mode: .output), biasInitializer: .constant(0), in: &builder)
      }
      return (
        layer("fc1", channels, squeezed, in: &builder),
        layer("fc2", squeezed, channels, in: &builder)
      )
    }
  }

  func forward(_ input: Variable, context: inout ForwardContext) -> Variable {
    let batch = input.shape[0]
    let means = context.tape.globalAveragePool(input)
    var gates = context.tape.reshape(means, to: [batch, 1, 1, channels])
    gates = squeeze.forward(gates, context: &context)
    gates = context.tape.activation(gates, .silu)
    gates = context.tape.activation(excite.forward(gates, context: &context), .sigmoid)
    return context.tape.gated(
      input, gates: context.tape.reshape(gates, to: [batch, channels]))
  }

  func describe(_ input: Shape, in summary: inout ModelSummary) -> Shape {
    let squeezed = squeeze.describe([input[0], 1, 1, channels], in: &summary)
    _ = excite.describe(squeezed, in: &summary)
    summary.add(name: name, kind: "gates", outputShape: input)
    return input
  }
}

import Autograd
import TensorCore

/// Makes one row of each image, in PyTorch's order (channel, row, column).
///
/// - Shapes: (batch, height, width, channels) to (batch, channels x height x width).
public struct Flatten: Layer {
  /// Creates the layer.
  public init() {}

  public func forward(_ input: Variable, context: inout ForwardContext) -> Variable {
    context.tape.flattenChannelsFirst(input)
  }

  public func describe(_ input: Shape, in summary: inout ModelSummary) -> Shape {
    let output: Shape = [input[0], input[1] * input[2] * input[3]]
    summary.add(name: "", kind: "flatten", outputShape: output)
    return output
  }
}

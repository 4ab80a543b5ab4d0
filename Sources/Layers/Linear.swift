import Autograd
import TensorCore

/// A fully connected layer: x weight^T + bias.
///
/// - Shapes: (..., inputs) to (..., outputs).
public struct Linear: Layer {
  private let name: String
  let weights: ParameterID
  let bias: ParameterID?
  private let inputs: Int
  private let outputs: Int

  /// Declares the layer's parameters, `NAME.weight` (outputs, inputs) and `NAME.bias` (outputs).
  ///
  /// - Parameters:
  ///   - name: The layer's name within the builder's scope.
  ///   - inputs: The number of input features.
  ///   - outputs: The number of output features.
  ///   - hasBias: Whether a bias is added.
  ///   - initializer: How the weights are drawn; PyTorch's default unless given.
  ///   - biasInitializer: How the bias is drawn; nil: PyTorch's default.
  ///   - builder: Where the parameters are declared.
  public init(
    _ name: String, inputs: Int, outputs: Int, hasBias: Bool = true,
    initializer: Initializer = .layerDefault, biasInitializer: Initializer? = nil,
    in builder: inout ModelBuilder
  ) {
    self.name = builder.qualifiedName(name)
    self.inputs = inputs
    self.outputs = outputs
    (weights, bias) = builder.scope(name) { builder in
      let weights = builder.parameter(
        "weight", shape: [outputs, inputs], kind: .weight, initializer: initializer)
      let bias =
        hasBias
        ? builder.parameter(
          "bias", shape: [outputs], kind: .bias,
          initializer: biasInitializer ?? .biasDefault(weightFanIn: inputs)) : nil
      return (weights, bias)
    }
  }

  public func forward(_ input: Variable, context: inout ForwardContext) -> Variable {
    guard input.shape.rank != 2 else { return product(input, context: &context) }
    let leading = input.shape.dimensions.dropLast()
    let rows = context.tape.reshape(input, to: [leading.reduce(1, *), inputs])
    return context.tape.reshape(
      product(rows, context: &context), to: Shape(leading + [outputs]))
  }

  private func product(_ rows: Variable, context: inout ForwardContext) -> Variable {
    context.tape.linear(rows, weights: context[weights], bias: bias.map { context[$0] })
  }

  public func describe(_ input: Shape, in summary: inout ModelSummary) -> Shape {
    let output = Shape(input.dimensions.dropLast() + [outputs])
    summary.add(
      name: name, kind: "linear", outputShape: output,
      parameterCount: inputs * outputs + (bias == nil ? 0 : outputs),
      multiplyAddCount: output.count * inputs)
    return output
  }
}

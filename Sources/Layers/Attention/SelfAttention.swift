import Autograd
import TensorCore

/// Multi-head self-attention between two linear layers.
///
/// - Shapes: (batch, tokens, width), kept.
struct SelfAttention: Layer {
  /// How queries, keys and values are stored.
  enum Storage: Hashable, Sendable {
    /// One layer gives all three.
    case packed(String)
    /// A layer each.
    case separate(query: String, key: String, value: String)
  }

  private let name: String
  private let inputs: [Linear]
  private let output: Linear
  private let heads: Int
  private let width: Int

  /// Declares the layers.
  ///
  /// - Parameters:
  ///   - storage: The names of the first layers.
  ///   - outputName: The name of the last.
  ///   - width: The channels of the tokens, divisible by `heads`.
  ///   - heads: The number of heads.
  ///   - initializer: How weights are drawn; biases begin at 0.
  ///   - builder: Where the parameters are declared.
  init(
    _ storage: Storage, outputName: String, width: Int, heads: Int, initializer: Initializer,
    in builder: inout ModelBuilder
  ) {
    func linear(_ name: String, _ outputs: Int, in builder: inout ModelBuilder) -> Linear {
      Linear(
        name, inputs: width, outputs: outputs, initializer: initializer,
        biasInitializer: .constant(0), in: &builder)
    }
    name = builder.qualifiedName(outputName)
    switch storage {
    case .packed(let name):
      inputs = [linear(name, 3 * width, in: &builder)]
    case .separate(let query, let key, let value):
      inputs = [query, key, value].map { linear($0, width, in: &builder) }
    }
    output = linear(outputName, width, in: &builder)
    self.heads = heads
    self.width = width
  }

  func forward(_ input: Variable, context: inout ForwardContext) -> Variable {
    let packed = packed(input, context: &context)
    if context.notesAttention { return notedForward(packed, context: &context) }
    let mixed =
      context.fusesOperations
      ? context.tape.attention(packed, heads: heads)
      : context.tape.composedAttention(packed, heads: heads)
    return output.forward(mixed, context: &context)
  }

  /// The same, with the heads' attention noted.
  private func notedForward(_ packed: Variable, context: inout ForwardContext) -> Variable {
    let (images, tokens) = (packed.shape[0], packed.shape[1])
    let size = tokens * tokens
    var means = [Float](repeating: 0, count: images * size)
    let mixed = context.tape.composedAttention(packed, heads: heads) { image, probabilities in
      probabilities.value.withElements { values in
        for place in 0..<size { means[image * size + place] += values[place] / Float(heads) }
      }
    }
    context.note(attention: means, tokens: tokens)
    return output.forward(mixed, context: &context)
  }

  func describe(_ input: Shape, in summary: inout ModelSummary) -> Shape {
    for layer in inputs { _ = layer.describe(input, in: &summary) }
    // Q K^T and P V.
    summary.add(
      name: "", kind: "attention, \(heads) heads", outputShape: input,
      multiplyAddCount: 2 * input.count * input[1])
    return output.describe(input, in: &summary)
  }

  /// Queries, keys and values of every token, (batch, tokens, 3 width).
  ///
  /// Separate layers are computed as one: their weights are stacked, which costs less than two more products.
  private func packed(_ input: Variable, context: inout ForwardContext) -> Variable {
    if inputs.count == 1 { return inputs[0].forward(input, context: &context) }
    let weights = context.tape.concatenateRows(inputs.map { context[$0.weights] })
    let biases = context.tape.concatenateChannels(
      inputs.compactMap(\.bias).map { context[$0] })
    let (images, tokens) = (input.shape[0], input.shape[1])
    let rows = context.tape.reshape(input, to: [images * tokens, width])
    let product = context.tape.linear(rows, weights: weights, bias: biases)
    return context.tape.reshape(product, to: [images, tokens, 3 * width])
  }
}

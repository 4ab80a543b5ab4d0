import Autograd
import TensorCore

/// x + scale attention(norm(x)), then x + scale mlp(norm(x)); the mlp widens fourfold, with exact GELU.
struct TransformerBlock: Layer {
  private let norms: [LayerNorm]
  private let attention: SelfAttention
  private let widening: Linear
  private let narrowing: Linear
  private let scales: [ParameterID?]

  init(_ configuration: VisionTransformerConfiguration, in builder: inout ModelBuilder) {
    let names = VisionTransformerNames(configuration.style)
    let width = configuration.width
    // Truncated at two in both libraries: a hundred deviations.
    let initializer = Initializer.normal(deviation: 0.02)
    func scale(_ index: Int, in builder: inout ModelBuilder) -> ParameterID? {
      configuration.layerScale.map { value in
        builder.scope(names.layerScales[index].layer) {
          $0.parameter(
            names.layerScales[index].parameter, shape: [width], kind: .layerScale,
            initializer: .constant(value))
        }
      }
    }
    let norm1 = LayerNorm("norm1", channels: width, in: &builder)
    attention = SelfAttention(
      names.attention, outputName: names.attentionOutput, width: width,
      heads: configuration.heads, initializer: initializer, in: &builder)
    let scale1 = scale(0, in: &builder)
    norms = [norm1, LayerNorm("norm2", channels: width, in: &builder)]
    widening = Linear(
      "mlp.fc1", inputs: width, outputs: 4 * width, initializer: initializer,
      biasInitializer: .constant(0), in: &builder)
    narrowing = Linear(
      "mlp.fc2", inputs: 4 * width, outputs: width, initializer: initializer,
      biasInitializer: .constant(0), in: &builder)
    scales = [scale1, scale(1, in: &builder)]
  }

  func forward(_ input: Variable, context: inout ForwardContext) -> Variable {
    let normalized = norms[0].forward(input, context: &context)
    let mixed = attention.forward(normalized, context: &context)
    let middle = sum(mixed, scales[0], input, context: &context)
    let wide = widening.forward(norms[1].forward(middle, context: &context), context: &context)
    let narrow = narrowing.forward(context.tape.activation(wide, .gelu), context: &context)
    return sum(narrow, scales[1], middle, context: &context)
  }

  func describe(_ input: Shape, in summary: inout ModelSummary) -> Shape {
    _ = attention.describe(norms[0].describe(input, in: &summary), in: &summary)
    describeSum(input, scales[0], in: &summary)
    let wide = widening.describe(norms[1].describe(input, in: &summary), in: &summary)
    summary.add(name: "", kind: Activation.gelu.rawValue, outputShape: wide)
    _ = narrowing.describe(wide, in: &summary)
    describeSum(input, scales[1], in: &summary)
    return input
  }

  private func sum(
    _ branch: Variable, _ scale: ParameterID?, _ residual: Variable,
    context: inout ForwardContext
  ) -> Variable {
    context.tape.scaledResidual(
      branch, scale: scale.map { context[$0] }, sampleFactors: nil, residual: residual)
  }

  private func describeSum(
    _ shape: Shape, _ scale: ParameterID?, in summary: inout ModelSummary
  ) {
    summary.add(
      name: "", kind: scale == nil ? "sum" : "scaled sum", outputShape: shape,
      parameterCount: scale == nil ? 0 : shape[2])
  }
}

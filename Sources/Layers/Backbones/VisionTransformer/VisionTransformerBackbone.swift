import Autograd
import TensorCore

/// Vision transformers of Dosovitskiy and others, "An image is worth 16x16 words" (2020), as timm builds them, and DINOv2's
/// of Oquab and others (2023) as Hugging Face's Dinov2Model does.
///
/// Patches become tokens behind a class token; blocks of attention and mlp, each behind a layer norm with epsilon 1e-6; a last
/// layer norm. timm's names are `cls_token`, `pos_embed`, `patch_embed.proj`, `blocks.0.attn.qkv`, ..., `norm`, the head is
/// `head`; Hugging Face's are `embeddings.cls_token`, `encoder.layer.0.attention.attention.query`, ..., `layernorm`.
///
/// - Shapes: (batch, height, width, channels) to (batch, 1 + patches, width).
public struct VisionTransformerBackbone: Backbone {
  public let featureCount: Int
  public let pooling: FeaturePooling

  private let layers: Sequential

  /// Declares the parameters.
  ///
  /// - Throws: `LayersError.imageTooSmall` when there is no whole patch.
  public init(
    _ configuration: VisionTransformerConfiguration, options: BackboneOptions,
    in builder: inout ModelBuilder
  ) throws(LayersError) {
    let size = min(options.imageSize.height, options.imageSize.width)
    guard size >= configuration.patch else {
      throw .imageTooSmall(
        architecture: "a vision transformer", size: size, minimum: configuration.patch)
    }
    let names = VisionTransformerNames(configuration.style)
    func embedding(in builder: inout ModelBuilder) -> TokenEmbedding {
      TokenEmbedding(configuration, options: options, in: &builder)
    }
    let embedding =
      names.embeddings.map { builder.scope($0, embedding) } ?? embedding(in: &builder)
    let blocks: [any Layer] = builder.scope(names.block) { builder in
      (0..<configuration.depth).map { index in
        builder.scope("\(index)") { TransformerBlock(configuration, in: &$0) }
      }
    }
    layers = Sequential(
      [embedding] + blocks
        + [LayerNorm(names.norm, channels: configuration.width, in: &builder)])
    featureCount = configuration.width
    pooling = .classToken(grid: embedding.grid)
  }

  public func forward(_ input: Variable, context: inout ForwardContext) -> Variable {
    layers.forward(input, context: &context)
  }

  public func describe(_ input: Shape, in summary: inout ModelSummary) -> Shape {
    layers.describe(input, in: &summary)
  }
}

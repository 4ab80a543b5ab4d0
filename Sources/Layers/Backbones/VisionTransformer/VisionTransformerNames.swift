/// What a vision transformer's parts are called.
struct VisionTransformerNames {
  let embeddings: String?
  let classToken: String
  /// A token that only pretraining uses; kept so that files fit.
  let maskToken: String?
  let positions: String
  let patches: String
  let block: String
  let attention: SelfAttention.Storage
  let attentionOutput: String
  let layerScales: [(layer: String, parameter: String)]
  let norm: String

  init(_ style: VisionTransformerConfiguration.Style) {
    switch style {
    case .timm:
      embeddings = nil
      classToken = "cls_token"
      maskToken = nil
      positions = "pos_embed"
      patches = "patch_embed.proj"
      block = "blocks"
      attention = .packed("attn.qkv")
      attentionOutput = "attn.proj"
      layerScales = [("ls1", "gamma"), ("ls2", "gamma")]
      norm = "norm"
    case .dinov2:
      embeddings = "embeddings"
      classToken = "cls_token"
      maskToken = "mask_token"
      positions = "position_embeddings"
      patches = "patch_embeddings.projection"
      block = "encoder.layer"
      attention = .separate(
        query: "attention.attention.query", key: "attention.attention.key",
        value: "attention.attention.value")
      attentionOutput = "attention.output.dense"
      layerScales = [("layer_scale1", "lambda1"), ("layer_scale2", "lambda1")]
      norm = "layernorm"
    }
  }
}

extension VisionTransformerBackbone {
  /// The registry's entries.
  static let architectures = [
    timm("ViT-Ti/16", "vit_tiny_patch16_224", .tiny16, "5.7"),
    timm("ViT-S/16", "vit_small_patch16_224", .small16, "22"),
    timm("ViT-B/16", "vit_base_patch16_224", .base16, "87"),
    timm("ViT-L/16", "vit_large_patch16_224", .large16, "304"),
    Architecture(
      name: "ViT-B/14", aliases: ["vit_base_patch14_dinov2"],
      summary: "timm's vision transformer of DINOv2 with LayerScale, 87 million parameters",
      head: head("head"),
      weights: PublishedWeights(
        fileName: "vit_base_patch14_dinov2.lvd142m.safetensors",
        publisher: "https://huggingface.co/timm/vit_base_patch14_dinov2.lvd142m"
          + " (model.safetensors)",
        mean: [0.485, 0.456, 0.406], deviation: [0.229, 0.224, 0.225]),
      naming: .timmVisionTransformer, makeBackbone: factory(.base14)),
    Architecture(
      name: "RadDINO", aliases: ["rad-dino"],
      summary: "DINOv2's ViT-B/14 at 518 pixels with Hugging Face's names, 87 million parameters",
      defaultImageSize: 518, head: head("classifier"),
      weights: PublishedWeights(
        fileName: "rad-dino.safetensors",
        publisher: "https://huggingface.co/microsoft/rad-dino (model.safetensors)",
        mean: [0.5307], deviation: [0.2583]),
      naming: .dinov2, makeBackbone: factory(.radDINO)),
  ]

  private static func timm(
    _ name: String, _ timmName: String, _ configuration: VisionTransformerConfiguration,
    _ millions: String
  ) -> Architecture {
    Architecture(
      name: name, aliases: [timmName],
      summary: "timm's vision transformer, \(millions) million parameters", head: head("head"),
      weights: PublishedWeights(
        fileName: "\(timmName).augreg_in21k_ft_in1k.safetensors",
        publisher: "https://huggingface.co/timm/\(timmName).augreg_in21k_ft_in1k"
          + " (model.safetensors)",
        mean: [0.5], deviation: [0.5]),
      naming: .timmVisionTransformer, makeBackbone: factory(configuration))
  }

  private static func head(_ name: String) -> HeadStyle {
    HeadStyle(name: name, weights: .normal(deviation: 0.02), bias: .constant(0))
  }

  private static func factory(
    _ configuration: VisionTransformerConfiguration
  ) -> Architecture.Factory {
    { options, builder throws(LayersError) in
      try VisionTransformerBackbone(configuration, options: options, in: &builder)
    }
  }
}

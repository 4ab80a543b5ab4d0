/// The sizes of a vision transformer, and whose names it bears.
public struct VisionTransformerConfiguration: Hashable, Sendable {
  /// Whose names and initialization.
  public enum Style: Hashable, Sendable {
    /// timm's VisionTransformer: positions are stored for the grid of the images that it is built for.
    case timm
    /// Hugging Face's Dinov2Model: positions are stored for one grid and interpolated for others.
    case dinov2
  }

  /// The side of a patch in pixels.
  public var patch: Int
  /// The channels of a token.
  public var width: Int
  /// The number of blocks.
  public var depth: Int
  /// Divides the width.
  public var heads: Int
  /// The first value of LayerScale; nil for none.
  public var layerScale: Float?
  /// Whose names and initialization.
  public var style: Style
  /// The side of the images whose positions Dinov2Model stores.
  public var storedImageSize: Int

  /// Creates a configuration.
  public init(
    patch: Int, width: Int, depth: Int, heads: Int, layerScale: Float? = nil,
    style: Style = .timm, storedImageSize: Int = 518
  ) {
    self.patch = patch
    self.width = width
    self.depth = depth
    self.heads = heads
    self.layerScale = layerScale
    self.style = style
    self.storedImageSize = storedImageSize
  }

  /// ViT-Ti/16.
  public static let tiny16 = VisionTransformerConfiguration(
    patch: 16, width: 192, depth: 12, heads: 3)
  /// ViT-S/16.
  public static let small16 = VisionTransformerConfiguration(
    patch: 16, width: 384, depth: 12, heads: 6)
  /// ViT-B/16.
  public static let base16 = VisionTransformerConfiguration(
    patch: 16, width: 768, depth: 12, heads: 12)
  /// ViT-L/16.
  public static let large16 = VisionTransformerConfiguration(
    patch: 16, width: 1024, depth: 24, heads: 16)
  /// ViT-B/14 as DINOv2 has it, with timm's names (`vit_base_patch14_dinov2`).
  public static let base14 = VisionTransformerConfiguration(
    patch: 14, width: 768, depth: 12, heads: 12, layerScale: 1e-5)
  /// RAD-DINO: DINOv2's ViT-B/14 with Hugging Face's names.
  public static let radDINO = VisionTransformerConfiguration(
    patch: 14, width: 768, depth: 12, heads: 12, layerScale: 1, style: .dinov2)
}

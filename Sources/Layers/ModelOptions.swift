import Basics

/// Which network is built.
public struct ModelOptions: Sendable, Equatable {
  /// The architecture's name.
  public var architecture = "Custom_1"
  /// A file of weights to start from; nil: random ones.
  public var pretrained: String?
  /// The number of classes that the user expects; nil: what the data say.
  public var classCount: Int?
  /// The head that the user expects; nil: what the data ask for.
  public var head: String?
  /// The probability of a feature to fall before the head, in [0, 1).
  public var dropout = 0.5
  /// Whether only the head is trained.
  public var freezesBackbone = false
  /// Which parameters are kept as they are besides.
  public var freezing = Freezing.nothing

  /// What each zone's classifier gets to see.
  public var zoneFocus = ZoneFocus.shared

  /// How masks cover what a zone's classifier is not to see.
  public var maskingStrategy = MaskingStrategy.zero

  /// What the strategy `attention` leaves of the zone, from 0 to 1; the rest gets 1 minus that.
  public var attentionStrength = 0.7

  /// How masks cover an image.
  public enum MaskingStrategy: String, CaseIterable, Hashable, Sendable {
    /// The rest is black.
    case zero
    /// Zone and rest are dimmed, the rest more.
    case attention
  }

  /// What a zone's classifier may get to see.
  public enum ZoneFocus: String, CaseIterable, Hashable, Sendable {
    /// The whole image's features.
    case shared
    /// The features of a copy of the image that shows the zone only.
    case masking
    /// The features of the zone's part of the feature map.
    case pooling
  }

  /// Creates the default options.
  public init() {}

  /// The keys of `[Model]`.
  ///
  /// - Parameter registry: The architectures that may be chosen.
  public static func declaredKeys(registry: BackboneRegistry) -> [DeclaredKey] {
    [
      DeclaredKey(
        section: "Model", name: "model_arch",
        kind: .choice(registry.architectures.map { ChoiceOption($0.name, aliases: $0.aliases) }),
        default: "Custom_1", summary: "the architecture; see --mode list models"),
      DeclaredKey(
        section: "Model", name: "pretrained", kind: .oneOf([.words("false", "true"), .path]),
        default: "false",
        summary:
          "a .pth or .safetensors file to take weights from; a head that does not fit is made anew; "
          + "true: the published ones, laid under models/pretrained"),
      DeclaredKey(
        section: "Model", name: "num_classes", kind: .word("auto", or: .integer(atLeast: 2)),
        default: "auto", summary: "checked against the data; auto: what the data say"),
      DeclaredKey(
        section: "Model", name: "head",
        kind: .words("auto", "zones", "classification", "multilabel"), default: "auto",
        summary: "checked against the data; auto: what the data ask for"),
      DeclaredKey(
        section: "Model", name: "dropout", kind: .real(.halfOpen(0, 1)), default: "0.5",
        summary: "the probability of a feature to fall before the head"),
      DeclaredKey(
        section: "Model", name: "freeze_backbone", kind: .boolean, default: "false",
        summary: "train the head only; a frozen batch norm keeps its statistics"),
      DeclaredKey(
        section: "Model", name: "freeze",
        kind: .oneOf([.words("none"), .integer(atLeast: 0), .list(of: .text)]), default: "none",
        summary:
          "parameters that are kept as they are: the first N blocks of the backbone, or names such as "
          + "conv1, layer1, features.denseblock*; a frozen batch norm keeps its statistics"),
      DeclaredKey(
        section: "Model", name: "zone_focus", kind: .words("shared", "masking", "pooling"),
        default: "shared",
        summary:
          "what a zone's classifier sees: the whole image; a copy that shows the zone alone (six passes); "
          + "its part of the feature map"),
      DeclaredKey(
        section: "Model", name: "masking_strategy", kind: .words("zero", "attention"),
        default: "zero",
        summary:
          "with zone_focus = masking: the rest of the image is black (zero), or dimmed (attention)"),
      DeclaredKey(
        section: "Model", name: "attention_strength", kind: .real(.closed(0, 1)), default: "0.7",
        summary:
          "with masking_strategy = attention: the zone is dimmed to this, the rest to 1 minus this"),
    ]
  }
}

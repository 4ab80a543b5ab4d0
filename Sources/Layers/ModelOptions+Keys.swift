import Basics

extension ModelOptions {
  /// The keys of `[Model]`.
  ///
  /// - Parameter registry: The architectures that may be chosen.
  public static func keys(registry: BackboneRegistry) -> [Key<ModelOptions>] {
    [
      Key(
        "Model", "model_arch", \.architecture,
        .choice(registry.architectures.map { ChoiceOption($0.name, aliases: $0.aliases) }),
        "the architecture; see --mode list models", read: { .word($0) },
        write: { String(configValue: $0) }),
      Key(
        "Model", "pretrained", \.pretrained, none: "false", .oneOf([.words("true"), .path]),
        "a .pth or .safetensors file to take weights from; a head that does not fit is made anew; "
          + "true: the published ones, laid under models/pretrained", whileResuming: .settled),
      Key(
        "Model", "num_classes", \.classCount, none: "auto", .integer(atLeast: 2),
        "checked against the data; auto: what the data say"),
      Key(
        "Model", "head", \.head, none: "auto", .words("zones", "classification", "multilabel"),
        "checked against the data; auto: what the data ask for"),
      Key(
        "Model", "dropout", \.dropout, .real(.halfOpen(0, 1)),
        "the probability of a feature to fall before the head"),
      Key(
        "Model", "freeze_backbone", \.freezesBackbone, .boolean,
        "train the head only; a frozen batch norm keeps its statistics"),
      Key(
        "Model", "freeze", \.freezing,
        .oneOf([.words("none"), .integer(atLeast: 0), .list(of: .text)]),
        "parameters that are kept as they are: the first N blocks of the backbone, or names such as "
          + "conv1, layer1, features.denseblock*; a frozen batch norm keeps its statistics"),
      Key(
        "Model", "zone_focus", \.zoneFocus, .words("shared", "masking", "pooling"),
        "what a zone's classifier sees: the whole image; a copy that shows the zone alone (six passes); "
          + "its part of the feature map"),
      Key(
        "Model", "masking_strategy", \.maskingStrategy, .words("zero", "attention"),
        "with zone_focus = masking: the rest of the image is black (zero), or dimmed (attention)"),
      Key(
        "Model", "attention_strength", \.attentionStrength, .real(.closed(0, 1)),
        "with masking_strategy = attention: the zone is dimmed to this, the rest to 1 minus this"),
    ]
  }
}

extension ModelOptions.ZoneFocus: KeyConvertible {}
extension ModelOptions.MaskingStrategy: KeyConvertible {}

extension Freezing: KeyConvertible {
  public init?(configValue: ConfigValue?) {
    switch configValue {
    case .word: self = .nothing
    case .integer(let count): self = .blocks(count)
    case .list:
      guard let names = [String](configValue: configValue) else { return nil }
      self = names.isEmpty ? .nothing : .names(names)
    default: return nil
    }
  }

  public var configValue: ConfigValue? {
    switch self {
    case .nothing: .word("none")
    case .blocks(let count): .integer(count)
    case .names(let names): names.configValue
    }
  }
}

import Basics

/// Which network is built.
public struct ModelOptions: Sendable, Equatable {
  /// The architecture's name.
  public var architecture = "Custom_1"
  /// The weights to start from; nil: random ones.
  public var pretrained: PretrainedSource?
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
}

/// An entry of the registry of architectures: a name and how to build what it names.
public struct Architecture: Sendable {
  /// Declares a backbone's parameters.
  public typealias Factory =
    @Sendable (BackboneOptions, inout ModelBuilder) throws(LayersError) -> any Backbone

  /// The name as people write it; compared without regard to case.
  public let name: String
  /// Other names of the same architecture.
  public let aliases: [String]
  /// One line for people.
  public let summary: String
  /// The height and width of images that it was made for.
  public let defaultImageSize: Int
  /// The channels of images that it was made for.
  public let defaultChannels: Int
  /// The last linear layer, as in the PyTorch network of that name.
  public let head: HeadStyle
  /// The weights that it is usually started from, if there are any.
  public let weights: PublishedWeights?
  /// How other libraries' files name its tensors.
  public let naming: WeightNaming
  /// Declares the backbone's parameters.
  public let makeBackbone: Factory

  /// Creates an entry.
  public init(
    name: String, aliases: [String] = [], summary: String, defaultImageSize: Int = 224,
    defaultChannels: Int = 3, head: HeadStyle, weights: PublishedWeights? = nil,
    naming: WeightNaming = WeightNaming(), makeBackbone: @escaping Factory
  ) {
    self.name = name
    self.aliases = aliases
    self.summary = summary
    self.defaultImageSize = defaultImageSize
    self.defaultChannels = defaultChannels
    self.head = head
    self.weights = weights
    self.naming = naming
    self.makeBackbone = makeBackbone
  }
}

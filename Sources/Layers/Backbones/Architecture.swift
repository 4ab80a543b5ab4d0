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
  /// The name of the last linear layer, as in the PyTorch network of that name.
  public let headName: String
  /// Declares the backbone's parameters.
  public let makeBackbone: Factory

  /// Creates an entry.
  public init(
    name: String, aliases: [String] = [], summary: String, defaultImageSize: Int,
    defaultChannels: Int, headName: String, makeBackbone: @escaping Factory
  ) {
    self.name = name
    self.aliases = aliases
    self.summary = summary
    self.defaultImageSize = defaultImageSize
    self.defaultChannels = defaultChannels
    self.headName = headName
    self.makeBackbone = makeBackbone
  }
}

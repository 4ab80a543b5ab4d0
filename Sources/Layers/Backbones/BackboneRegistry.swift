/// The architectures that exist; a plain value that may be extended.
public struct BackboneRegistry: Sendable {
  /// All entries, in the order in which they are listed.
  public var architectures: [Architecture]

  /// Creates a registry.
  public init(_ architectures: [Architecture]) {
    self.architectures = architectures
  }

  /// The architectures of this module.
  public static let standard = BackboneRegistry(
    [Custom1Backbone.architecture] + ResNetBackbone.architectures + DenseNetBackbone.architectures
      + EfficientNetBackbone.architectures + VisionTransformerBackbone.architectures
      + [LeNetBackbone.architecture, MyNetBackbone.architecture])

  /// The architecture of a name or alias, without regard to case.
  ///
  /// - Throws: `LayersError.unknownArchitecture`.
  public func architecture(named name: String) throws(LayersError) -> Architecture {
    let wanted = name.lowercased()
    let found = architectures.first { architecture in
      ([architecture.name] + architecture.aliases).contains { $0.lowercased() == wanted }
    }
    guard let found else {
      throw .unknownArchitecture(name: name, known: architectures.map(\.name))
    }
    return found
  }
}

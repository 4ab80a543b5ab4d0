import Basics

/// All keys that a program understands, assembled from the declarations of its modules.
public struct Schema: Sendable {
  /// The sections in the order of the documentation.
  public let sections: [DeclaredSection]
  /// The keys, in the order declared.
  public let keys: [DeclaredKey]
  /// The keys that are accepted without effect.
  public let ignoredKeys: [IgnoredKey]
  private let positions: [KeyIdentity: Int]

  /// Assembles a schema.
  ///
  /// It is an error of the program to declare a key twice, in a section that is not listed, or
  /// with a default that its kind does not allow.
  public init(
    sections: [DeclaredSection], keys: [DeclaredKey], ignoredKeys: [IgnoredKey] = []
  ) {
    self.sections = sections
    self.keys = keys
    self.ignoredKeys = ignoredKeys
    var positions: [KeyIdentity: Int] = [:]
    for (position, key) in keys.enumerated() {
      let name = key.fullName
      let earlier = positions.updateValue(
        position, forKey: KeyIdentity(section: key.section, key: key.name))
      precondition(earlier == nil, "\(name) is declared twice")
      precondition(
        sections.contains { $0.name == key.section }, "\(name) is in a section that is not declared"
      )
      if let value = key.defaultValue {
        let text = value.text(of: key.kind)
        precondition(key.kind.value(of: text) == value, "\(name) has the illegal default '\(text)'")
      }
    }
    self.positions = positions
  }

  /// The keys declared in a section, in order.
  public func keys(in section: DeclaredSection) -> [DeclaredKey] {
    keys.filter { $0.section == section.name }
  }

  /// A key by the declared name of its section.
  func key(_ name: String, in section: DeclaredSection) -> DeclaredKey? {
    positions[KeyIdentity(section: section.name, key: name)].map { keys[$0] }
  }
}

extension DeclaredSection {
  /// `Metric:` of a section `Metric:NAME`, which stands for many; nil for an ordinary one.
  var prefix: String? { name.hasSuffix(":NAME") ? String(name.dropLast(4)) : nil }

  /// Whether a section of a file is meant.
  func matches(_ section: String) -> Bool {
    guard let prefix else { return section.lowercased() == name.lowercased() }
    return section.count > prefix.count && section.lowercased().hasPrefix(prefix.lowercased())
  }
}

import Basics

/// Turns the tensors of a file of somebody else's into those that a network of ours is made of.
///
/// What a wrapper put in front of all names (`module.`, `model.`, ...) is taken away first; then the architecture's own rules
/// rename, split and join what other libraries call or cut differently.
public struct WeightNaming: Sendable {
  /// Translates entries for a layout; leaves alone what it does not know.
  public typealias Rule = @Sendable ([StateEntry], ModelLayout) -> [StateEntry]

  /// What libraries wrap around a network of their own.
  private static let wrappers = ["module.", "_orig_mod.", "model.", "network.", "backbone."]

  private let prefixes: [String]
  private let rule: Rule

  /// Creates a naming.
  ///
  /// - Parameters:
  ///   - prefixes: What may stand in front of this architecture's names besides the usual wrappers.
  ///   - rule: What is done behind that.
  public init(prefixes: [String] = [], rule: @escaping Rule = { entries, _ in entries }) {
    self.prefixes = prefixes
    self.rule = rule
  }

  /// The entries under the names of `layout`, as far as they are known.
  public func translated(_ entries: [StateEntry], for layout: ModelLayout) -> [StateEntry] {
    let own = Set(layout.entries.map(layout.name))
    let bare = entries.map { entry in
      StateEntry(name: bareName(entry.name, own: own), value: entry.value)
    }
    return rule(bare, layout)
  }

  private func bareName(_ name: String, own: Set<String>) -> String {
    var name = name
    while !own.contains(name),
      let prefix = (Self.wrappers + prefixes).first(where: { name.hasPrefix($0) })
    {
      name = String(name.dropFirst(prefix.count))
    }
    return name
  }
}

extension WeightNaming {
  /// A naming that changes names one by one.
  static func renaming(
    prefixes: [String] = [], _ rename: @escaping @Sendable (String) -> String
  ) -> WeightNaming {
    WeightNaming(prefixes: prefixes) { entries, _ in
      entries.map { StateEntry(name: rename($0.name), value: $0.value) }
    }
  }
}

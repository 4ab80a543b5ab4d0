import Basics

/// Which parameters of a network are kept as they are.
///
/// A frozen parameter has no gradient, and a batch norm whose scale is frozen keeps its statistics and uses them.
public enum Freezing: Hashable, Sendable {
  /// All are trained.
  case nothing
  /// Those below these names, which end at dots: `layer1` means `layer1.0.conv1.weight`, `features.1` does not mean
  /// `features.10.weight`. A `*` stands for any characters but dots.
  case names([String])
  /// Those of the first so many blocks of the backbone. A block is a name up to its first part with a digit in it
  /// (`layer1`, `features.denseblock2`, `encoder.layer.0`), or else the name of a module (`classifier`).
  case blocks(Int)

  /// For each parameter, in the layout's order, whether it is frozen.
  ///
  /// - Parameters:
  ///   - layout: The network's parameters.
  ///   - backboneCount: How many of them, the first ones, are the backbone's.
  /// - Throws: `LayersError.nothingToFreeze` for a name that nothing is below.
  func flags(
    for layout: ModelLayout, backboneCount: Int
  ) throws(LayersError) -> [Bool] {
    let names = layout.parameters.map { $0.name.split(separator: ".") }
    switch self {
    case .nothing:
      return names.map { _ in false }
    case .blocks(let count):
      var blocks: [[Substring]] = []
      return names.enumerated().map { index, parts in
        guard index < backboneCount else { return false }
        let block = Self.block(of: parts)
        if !blocks.contains(block) { blocks.append(block) }
        return blocks.count <= count
      }
    case .names(let patterns):
      var flags = names.map { _ in false }
      for pattern in patterns {
        let wanted = pattern.split(separator: ".", omittingEmptySubsequences: false)
        let matches = names.map { parts in
          parts.count >= wanted.count
            && zip(wanted, parts).allSatisfy { Self.matches($0, $1) }
        }
        guard matches.contains(true) else {
          let known = Set(
            names.flatMap { parts in
              (1...parts.count).map { parts.prefix($0).joined(separator: ".") }
            })
          throw .nothingToFreeze(
            name: pattern, nearest: Suggestion.nearest(to: pattern, in: known.sorted()))
        }
        for index in flags.indices where matches[index] { flags[index] = true }
      }
      return flags
    }
  }

  private static func block(of parts: [Substring]) -> [Substring] {
    if let place = parts.firstIndex(where: { $0.contains(where: \.isNumber) }) {
      return Array(parts[...place])
    }
    return parts.count > 1 ? Array(parts.dropLast()) : parts
  }

  /// Whether a part of a name is what a pattern asks for.
  private static func matches(_ pattern: Substring, _ part: Substring) -> Bool {
    guard let star = pattern.firstIndex(of: "*") else { return pattern == part }
    guard part.hasPrefix(pattern[..<star]) else { return false }
    let rest = pattern[pattern.index(after: star)...]
    var tail = part.dropFirst(pattern[..<star].count)
    while true {
      if matches(rest, tail) { return true }
      if tail.isEmpty { return false }
      tail = tail.dropFirst()
    }
  }
}

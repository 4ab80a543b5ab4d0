import Glibc

/// Operations on paths as text; the file system is not asked.
public enum FilePath {
  /// Joins parts with single slashes; an absolute part starts afresh.
  public static func join(_ parts: String...) -> String {
    parts.reduce("") { path, part in
      if path.isEmpty || part.hasPrefix("/") { return part }
      if part.isEmpty { return path }
      return path.hasSuffix("/") ? path + part : "\(path)/\(part)"
    }
  }

  /// The last component: `a/b.png` gives `b.png`; of `/` it is `/`.
  public static func basename(_ path: String) -> String {
    let trimmed = withoutTrailingSlashes(path)
    guard let slash = trimmed.lastIndex(of: "/"), trimmed != "/" else { return trimmed }
    return String(trimmed[trimmed.index(after: slash)...])
  }

  /// All but the last component: `a/b.png` gives `a`, `b.png` gives `.`, `/b` gives `/`.
  public static func parent(_ path: String) -> String {
    let trimmed = withoutTrailingSlashes(path)
    guard let slash = trimmed.lastIndex(of: "/") else { return "." }
    return slash == trimmed.startIndex ? "/" : withoutTrailingSlashes(String(trimmed[..<slash]))
  }

  /// What follows the last dot of the last component, as written: `a/b.nii.gz` gives `gz`.
  ///
  /// Empty when there is no dot, or only one in front, as in `.hidden`.
  public static func fileExtension(_ path: String) -> String {
    let name = basename(path)
    guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return "" }
    return String(name[name.index(after: dot)...])
  }

  /// The last component without its extension: `a/b.png` gives `b`.
  public static func stem(_ path: String) -> String {
    let name = basename(path)
    guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return name }
    return String(name[..<dot])
  }

  /// Whether the path starts at the root.
  public static func isAbsolute(_ path: String) -> Bool { path.hasPrefix("/") }

  /// The path as seen from the root, with `.`, `..` and doubled slashes resolved as text.
  ///
  /// - Parameter directory: where a relative path starts; the working directory by default.
  public static func absolute(_ path: String, from directory: String? = nil) -> String {
    let full =
      isAbsolute(path) ? path : join(directory ?? FileSystem.workingDirectory(), path)
    var parts: [Substring] = []
    for part in full.split(separator: "/") where part != "." {
      if part == ".." { _ = parts.popLast() } else { parts.append(part) }
    }
    return "/" + parts.joined(separator: "/")
  }

  private static func withoutTrailingSlashes(_ path: String) -> String {
    var end = path.endIndex
    while end > path.startIndex {
      let last = path.index(before: end)
      guard path[last] == "/", last != path.startIndex else { break }
      end = last
    }
    return String(path[..<end])
  }
}

/// Where a value comes from.
public enum Origin: Hashable, Sendable, CustomStringConvertible {
  /// Its declaration.
  case declaration
  /// A line of a file, the first being 1; the name is the one that people know.
  case file(name: String, line: Int)
  /// A flag of the command line, `--set` or `--epochs`, or any other source with a name.
  case option(String)

  /// A few words for people: `default`, `config.ini:12`, `--set`.
  public var description: String {
    switch self {
    case .declaration: "default"
    case .file(let name, let line): "\(name):\(line)"
    case .option(let name): name
    }
  }

  var isFile: Bool { if case .file = self { true } else { false } }
}

import Basics

/// Why a search cannot go on.
enum SearchError: Error, CustomStringConvertible {
  /// One trial after the other failed at once.
  case quickFailures(count: Int, reason: String)
  /// A trial could not write its files; it is left to be continued.
  case noRoom(trial: Int, reason: String)
  /// A name that cannot be a folder.
  case badName(option: String, name: String)
  /// There is no such sweep.
  case noSuchSweep(id: String, known: [String])
  /// A file of settings that cannot be used.
  case settings(path: String, reason: String)

  var description: String {
    switch self {
    case .quickFailures(let count, let reason):
      "\(count) trials in a row failed before their first epoch ended; the last one said: \(reason)"
    case .noRoom(let trial, let reason):
      "trial \(trial) could not write its files and waits to be continued: \(reason)"
    case .badName(let option, let name):
      "\(option) \(name): expected letters, digits, '-', '_' and '.', not starting with '.'"
    case .noSuchSweep(let id, let known):
      known.isEmpty
        ? "there is no sweep \(id); create one with --mode sweep"
        : "there is no sweep \(id); there are: \(known.joined(separator: ", "))"
    case .settings(let path, let reason): "\(path): \(reason)"
    }
  }
}

import Basics

/// A configuration of another program that cannot be read.
enum ImportError: Error, CustomStringConvertible {
  case unreadable(FileError)
  case notJSON(path: String, JSONError)
  case notAnObject(path: String)
  case exists(path: String)
  case nothingGiven

  var description: String {
    switch self {
    case .unreadable(let error): "\(error)"
    case .notJSON(let path, let error): "\(path): \(error)"
    case .notAnObject(let path): "\(path): expected a JSON object such as {\"training\": {...}}"
    case .exists(let path): "\(path) exists; move it away first, nothing is overwritten"
    case .nothingGiven:
      "--from needs a value: --from FILE (BZ_CONFIG is not set, and there is no bz_config.json)"
    }
  }
}

import Basics
import Imaging

/// Why a phantom data set could not be written.
public enum PhantomError: Error, Hashable, Sendable, CustomStringConvertible {
  /// A file could not be read or written.
  case file(FileError)
  /// An image could not be encoded.
  case image(ImageError)
  /// The folder holds something that is no phantom data set.
  case occupied(path: String)
  /// The folder holds a phantom data set made with other options; both as text.
  case different(path: String, found: String, wanted: String)
  /// The folder holds the right data set, but files are missing or changed.
  case damaged(path: String, file: String)

  /// One line for people.
  public var description: String {
    switch self {
    case .file(let error): error.description
    case .image(let error): error.description
    case .occupied(let path):
      "\(path) is not empty and holds no phantom data set: choose another folder"
    case .different(let path, let found, let wanted):
      "\(path) holds other phantoms (\(found)) than wanted (\(wanted)): "
        + "choose another folder or remove it"
    case .damaged(let path, let file):
      "the phantom data set in \(path) is incomplete (\(file) is missing or changed): remove it"
    }
  }
}

import Basics

/// Where the weights that a network starts from come from.
public enum PretrainedSource: Hashable, Sendable {
  /// The published ones of its architecture, laid under `models/pretrained`.
  case published
  /// A `.pth` or `.safetensors` file.
  case file(String)
}

extension PretrainedSource: KeyConvertible {
  public init?(configValue: ConfigValue?) {
    switch configValue {
    case .word("true"): self = .published
    case .text(let path): self = .file(path)
    default: return nil
    }
  }

  public var configValue: ConfigValue? {
    switch self {
    case .published: .word("true")
    case .file(let path): .text(path)
    }
  }
}

extension ModelOptions {
  /// The file of weights to start from; nil: random weights.
  ///
  /// Published ones are looked for under their own file name, then under the architecture's; where nothing is there the
  /// first of these names is given.
  public func weightsPath(for architecture: Architecture) -> String? {
    switch pretrained {
    case nil: return nil
    case .file(let path): return path
    case .published:
      let plain = architecture.name.replacing("/", with: "-")
      let names = [architecture.weights?.fileName, "\(plain).pth", "\(plain).safetensors"]
      let paths = names.compactMap(\.self).map { "models/pretrained/\($0)" }
      return paths.first(where: FileSystem.isFile) ?? paths[0]
    }
  }
}

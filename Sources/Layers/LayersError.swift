/// What can be wrong with a model's description or with weights from outside.
public enum LayersError: Error, Equatable, Sendable {
  /// No architecture has this name; `known` lists those that exist.
  case unknownArchitecture(name: String, known: [String])
  /// The architecture's maps would vanish at this size.
  case imageTooSmall(architecture: String, size: Int, minimum: Int)
  /// The architecture gives one vector per image, of which no region can be pooled.
  case noFeatureMap(architecture: String)
  /// A name that no parameter of the network begins with.
  case nothingToFreeze(name: String, nearest: String?)
  /// Named values that do not fit a model.
  case stateMismatch(StateLoadReport)
  /// An array that does not fit the parameter it is meant for.
  case shapeMismatch(name: String, expected: [Int], found: [Int])
}

extension LayersError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .unknownArchitecture(let name, let known):
      "unknown architecture \"\(name)\"; known: \(known.joined(separator: ", "))"
    case .imageTooSmall(let architecture, let size, let minimum):
      "\(architecture) needs images of at least \(minimum) x \(minimum), got \(size)"
    case .noFeatureMap(let architecture):
      "\(architecture) has no feature map whose regions could be pooled: zone_focus = pooling needs "
        + "another architecture"
    case .nothingToFreeze(let name, let nearest):
      "freeze: no parameter is below \"\(name)\""
        + (nearest.map { "; did you mean \"\($0)\"?" } ?? "")
    case .stateMismatch(let report):
      "weights do not fit the model: \(report)"
    case .shapeMismatch(let name, let expected, let found):
      "\(name): expected shape \(expected), found \(found)"
    }
  }
}

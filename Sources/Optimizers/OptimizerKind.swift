/// An optimizer that can be asked for by name.
///
/// A new one is its update rule, a kind beside it, and a row in a registry.
public struct OptimizerKind: Sendable {
  /// What configurations call it.
  public let name: String
  /// Other spellings.
  public let aliases: [String]
  /// One line for people.
  public let summary: String
  /// Makes the rule with the coefficients of the options.
  public let makeRule: @Sendable (OptimizationOptions) -> any UpdateRule
  /// Divides the parameters into groups; nil: all are updated alike.
  let makeGroups: (@Sendable (OptimizationOptions, ParameterRoles) -> [ParameterGroup])?

  /// Describes an optimizer.
  ///
  /// - Parameters:
  ///   - makeRule: Makes the rule with the coefficients of the options.
  ///   - makeGroups: Divides the parameters into groups; nil: all are updated alike.
  public init(
    _ name: String, aliases: [String] = [], summary: String,
    makeGroups: (@Sendable (OptimizationOptions, ParameterRoles) -> [ParameterGroup])? = nil,
    makeRule: @escaping @Sendable (OptimizationOptions) -> any UpdateRule
  ) {
    self.name = name
    self.aliases = aliases
    self.summary = summary
    self.makeRule = makeRule
    self.makeGroups = makeGroups
  }
}

/// Kinds are equal when they have the same name.
extension OptimizerKind: Hashable {
  public static func == (left: OptimizerKind, right: OptimizerKind) -> Bool {
    left.name == right.name
  }

  public func hash(into hasher: inout Hasher) { hasher.combine(name) }
}

extension OptimizerKind: CustomStringConvertible {
  public var description: String { name }
}

/// What an optimizer may know of the parameters that it updates.
public struct ParameterRoles {
  /// How many there are.
  public let count: Int
  /// Whether one is a matrix between hidden layers.
  public let isHiddenMatrix: (Int) -> Bool

  /// Describes parameters.
  public init(count: Int, isHiddenMatrix: @escaping (Int) -> Bool) {
    self.count = count
    self.isHiddenMatrix = isHiddenMatrix
  }
}

/// The optimizers that can be asked for by name; a plain value that may be extended.
public struct OptimizerRegistry: Sendable {
  /// All of them, in the order in which they are listed.
  public private(set) var kinds: [OptimizerKind]

  /// Creates a registry.
  public init(_ kinds: [OptimizerKind]) { self.kinds = kinds }

  /// Those of this module.
  public static let standard = OptimizerRegistry([
    .adam, .adamw, .sgd, .rmsprop, .adagrad, .lamb, .adamp, .lion, .muon,
  ])

  /// Adds one; one of the same name is replaced.
  public mutating func register(_ kind: OptimizerKind) {
    kinds.removeAll { $0.name == kind.name }
    kinds.append(kind)
  }
}

import Basics

/// A transform or a preset that configurations can name.
public struct AugmentationKind: Sendable {
  /// A number that can be given in brackets.
  public struct Setting: Sendable {
    /// What it is.
    public let name: String
    /// What values are legal.
    public let range: RealRange
    /// The value where none is given.
    public let usual: Double
  }

  /// The name in configurations.
  public let name: String
  /// One line for people.
  public let summary: String
  /// What can be given in brackets, in order.
  public let settings: [Setting]
  /// Makes the transforms.
  ///
  /// - Parameter hasSides: Whether left, right, top and bottom mean something, as in radiographs whose zones are graded.
  let make: @Sendable (_ values: [Double], _ hasSides: Bool) -> [any ImageTransform]
  /// What is wrong with it where sides mean something; nil: nothing.
  var objection: @Sendable (_ values: [Double]) -> String? = { _ in nil }

  init(
    _ name: String, _ summary: String, _ settings: [Setting] = [],
    make: @escaping @Sendable (_ values: [Double], _ hasSides: Bool) -> [any ImageTransform]
  ) {
    self.name = name
    self.summary = summary
    self.settings = settings
    self.make = make
  }

  /// The kind with a rule for where sides mean something.
  func objecting(
    _ objection: @escaping @Sendable (_ values: [Double]) -> String?
  ) -> AugmentationKind {
    var kind = self
    kind.objection = objection
    return kind
  }

  /// The values of an entry's settings.
  func values(of item: AugmentationItem) -> [Double] {
    item.arguments + settings.dropFirst(item.arguments.count).map(\.usual)
  }

  /// The name with its settings, for people: `rotate(degrees 10)`.
  public var signature: String {
    guard !settings.isEmpty else { return name }
    return
      "\(name)(\(settings.map { "\($0.name) \(Self.text($0.usual))" }.joined(separator: ", ")))"
  }

  private static func text(_ number: Double) -> String {
    Int(exactly: number).map(String.init) ?? NumberText.significant(number, digits: 3)
  }
}

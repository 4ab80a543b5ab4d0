/// A part of a report under a heading.
public struct DocumentSection: Sendable {
  /// The heading.
  public var title: String
  /// What stands below it.
  public var blocks: [DocumentBlock]

  /// Creates a section.
  public init(_ title: String, _ blocks: [DocumentBlock]) {
    self.title = title
    self.blocks = blocks
  }
}

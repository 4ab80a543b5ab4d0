/// A figure with the words that a report needs for it.
public struct DocumentFigure: Sendable {
  /// A word for files and for names within a page: letters, digits and `_`.
  public var name: String
  /// One line below the figure.
  public var caption: String
  /// The figure.
  public var figure: Figure

  /// Creates a figure of a report.
  public init(_ name: String, caption: String, figure: Figure) {
    self.name = name
    self.caption = caption
    self.figure = figure
  }
}

/// The style sheet that gives the inks of SVG pictures their colours, light or dark as the reader prefers.
public enum SVGStyle {
  /// CSS: custom properties for both themes, and the classes that use them; paper is always light.
  public static let sheet: String = {
    let dark = variables(.dark)
    var text = ":root{\(variables(.light))}\n"
    text += "@media screen and (prefers-color-scheme:dark){:root{\(dark)}}\n"
    for name in names {
      text += ".pf-\(name){fill:var(--plot-\(name))}.ps-\(name){stroke:var(--plot-\(name))}\n"
    }
    text += "svg.plot{font-family:Helvetica,Arial,\"Liberation Sans\",sans-serif}\n"
    return text
  }()

  /// The word for an ink in class names.
  static func name(of ink: Ink) -> String {
    switch ink {
    case .foreground: "foreground"
    case .muted: "muted"
    case .grid: "grid"
    case .background: "background"
    case .panel: "panel"
    case .series(let index): "s\(Int(index.magnitude) % Theme.light.series.count)"
    case .fixed: "fixed"
    }
  }

  private static let roles: [Ink] = [.foreground, .muted, .grid, .background, .panel]

  private static let inks: [Ink] = roles + Theme.light.series.indices.map { .series($0) }

  private static let names: [String] = inks.map(name(of:))

  private static func variables(_ theme: Theme) -> String {
    inks.map { "--plot-\(name(of: $0)):\(theme.color(of: $0).hex)" }.joined(separator: ";")
  }
}

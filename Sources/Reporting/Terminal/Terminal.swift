import Glibc

/// Where people read: standard error, and what it can show.
public struct Terminal: Sendable {
  /// Whether standard error is a terminal, on which a line can be drawn over.
  public let isInteractive: Bool
  /// Whether colours are wanted: on a terminal, unless `NO_COLOR` is set.
  public let usesColor: Bool

  private let sink: @Sendable (String) -> Void

  /// Looks at standard error and the environment.
  public init(environment: [String: String]) {
    isInteractive = isatty(STDERR_FILENO) == 1 && environment["TERM"] != "dumb"
    usesColor = isInteractive && (environment["NO_COLOR"] ?? "").isEmpty
    sink = { Terminal.write($0, to: STDERR_FILENO) }
  }

  /// Describes a terminal outright.
  ///
  /// - Parameters:
  ///   - isInteractive: Whether a line can be drawn over.
  ///   - usesColor: Whether colours are wanted.
  ///   - sink: Takes what is written.
  public init(
    isInteractive: Bool, usesColor: Bool, sink: @escaping @Sendable (String) -> Void
  ) {
    self.isInteractive = isInteractive
    self.usesColor = usesColor
    self.sink = sink
  }

  /// The number of columns; 80 when it cannot be known.
  public var columns: Int {
    var size = winsize()
    guard ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
    return Int(size.ws_col)
  }

  /// Writes a text as it is.
  public func write(_ text: String) {
    sink(text)
  }

  /// Writes a line.
  public func writeLine(_ text: String) {
    write(text + "\n")
  }

  /// Writes to a stream of the process, at once; who is not listening misses it.
  public static func write(_ text: String, to stream: Int32) {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let written = rest.withUnsafeBytes { Glibc.write(stream, $0.baseAddress, $0.count) }
      if written > 0 {
        rest = rest.dropFirst(written)
      } else if errno != EINTR {
        return
      }
    }
  }

  /// A text in a style, where colours are wanted.
  public func styled(_ text: String, _ style: Style) -> String {
    usesColor ? "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m" : text
  }

  /// How a text is set off.
  public enum Style: Int, Sendable {
    /// Brighter.
    case bold = 1
    /// Darker.
    case dim = 2
    /// For errors.
    case red = 31
    /// For what went well.
    case green = 32
    /// For warnings.
    case yellow = 33
  }
}

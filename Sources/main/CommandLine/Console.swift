import Basics
import Glibc
import Reporting

/// Where the program speaks: results to standard output, everything else to standard error.
struct Console {
  /// How much is said.
  enum Verbosity {
    case quiet
    case normal
    case verbose
  }

  let terminal: Terminal
  let verbosity: Verbosity
  /// Whether standard output carries JSON objects, one a line, and nothing else.
  let isJSON: Bool

  init(arguments: Arguments, environment: [String: String]) {
    terminal = Terminal(environment: environment)
    isJSON = arguments.contains("--json")
    verbosity =
      arguments.contains("--quiet")
      ? .quiet : arguments.contains("--verbose") ? .verbose : .normal
  }

  /// What was asked for, for people; left out when standard output belongs to a program.
  func result(_ text: String) {
    if !isJSON { Terminal.write(text + "\n", to: STDOUT_FILENO) }
  }

  /// A summary of what was done, which is in files too.
  func report(_ text: String) {
    if verbosity != .quiet { result(text) }
  }

  /// A result for programs.
  func event(_ name: String, _ fields: JSONObject) {
    if isJSON { makeJSONReporter().emit(name, fields) }
  }

  /// Writes events as they come.
  ///
  /// - Parameter reportsSteps: Whether each step of a training is an event.
  func makeJSONReporter(reportsSteps: Bool = true) -> JSONReporter {
    JSONReporter(reportsSteps: reportsSteps) { Terminal.write($0 + "\n", to: STDOUT_FILENO) }
  }

  /// Something worth knowing.
  func note(_ text: String) {
    if verbosity != .quiet { terminal.writeLine(text) }
  }

  /// Something for the curious.
  func detail(_ text: String) {
    if verbosity == .verbose { terminal.writeLine(text) }
  }

  /// Something that may go wrong later.
  func warn(_ text: String) {
    terminal.writeLine(terminal.styled("warning: ", .yellow) + text)
  }

  /// Why the program ends.
  func error(_ text: String) {
    for line in text.split(separator: "\n") {
      terminal.writeLine(terminal.styled("error: ", .red) + line)
    }
  }
}

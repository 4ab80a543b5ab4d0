import Basics

/// What a finished program left behind.
struct Outcome {
  /// The exit status; the negative number of the signal that ended it, if one did.
  let status: Int
  /// What it wrote to standard output.
  let output: String
  /// What it wrote to standard error.
  let errors: String

  /// The lines of standard error that say why it ended.
  var errorLines: [String] {
    errors.split(separator: "\n").filter { $0.hasPrefix("error: ") }
      .map { String($0.dropFirst("error: ".count)) }
  }

  /// Standard output, a JSON value for each line; nil for a line that is none.
  var outputEvents: [JSONValue?] {
    output.split(separator: "\n").map { try? JSONValue.parse(String($0)) }
  }
}

/// What `curl --config -` reads: one request.
struct CurlSettings {
  private(set) var text = ""

  /// Begins a request that says nothing but what goes wrong, on standard output.
  init(url: String, timeLimit: Int) {
    add("url", url)
    add("silent")
    add("show-error")
    add("fail")
    add("stderr", "-")
    add("output", "/dev/null")
    add("max-time", "\(timeLimit)")
  }

  /// Adds an option, with its value if it has one.
  mutating func add(_ name: String, _ value: String? = nil) {
    guard let value else {
      text += name + "\n"
      return
    }
    var quoted = ""
    for character in value.unicodeScalars {
      switch character {
      case "\\": quoted += "\\\\"
      case "\"": quoted += "\\\""
      case "\n": quoted += "\\n"
      case "\r": quoted += "\\r"
      case "\t": quoted += "\\t"
      default: quoted.unicodeScalars.append(character)
      }
    }
    text += "\(name) = \"\(quoted)\"\n"
  }
}

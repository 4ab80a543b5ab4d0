/// The texts of `--help`.
enum Help {
  static func overview(version: String) -> String {
    let modes = Mode.allCases.map { row($0.rawValue, $0.summary) }
    let common = Option.all.filter { $0.modes == nil }.map { row($0.usage, $0.summary) }
    return """
      roentgen \(version): image models from one INI file

      Usage: main --mode MODE [--config FILE] [--set Section.key=value]... [options]

      Modes (main --mode MODE --help says more):
      \(modes.joined(separator: "\n"))

      Options:
      \(common.joined(separator: "\n"))

      Exit status: 0 done, 1 failed while running, 2 usage or configuration, 3 data or model file,
      130/143 interrupted after saving.
      """
  }

  static func text(for mode: Mode) -> String {
    let own = Option.all.filter { $0.modes?.contains(mode) ?? false }
    let options =
      own.isEmpty
      ? ""
      : "\n\nOptions of this mode:\n"
        + own.map { row($0.usage, $0.summary) }.joined(separator: "\n")
    return """
      main --mode \(mode.rawValue): \(mode.summary)

      \(mode.details)\(options)

      Common options: see main --help. Configuration keys: see config/config.ini.
      """
  }

  private static func row(_ left: String, _ right: String) -> String {
    let column = 34
    guard left.count < column - 2 else {
      return "  \(left)\n" + String(repeating: " ", count: column) + right
    }
    return "  " + left + String(repeating: " ", count: column - 2 - left.count) + right
  }
}

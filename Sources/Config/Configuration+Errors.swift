import Basics

extension Configuration {
  /// The error for a value that is legal in itself but not here.
  ///
  /// - Parameter reason: what was expected and why, as the end of the line.
  public func rejection(_ section: String, _ key: String, _ reason: String) -> ConfigError {
    let entry = entry(section, key)
    return ConfigError(
      ConfigProblem(
        origin: entry.origin, section: entry.section, key: entry.key.name, value: entry.text,
        issue: .rejected(reason: reason)))
  }

  /// The error for a key that is unset and needed.
  ///
  /// - Parameters:
  ///   - reason: why it is needed.
  ///   - lines: lines of the section that would give it.
  public func absence(
    _ section: String, _ key: String, _ reason: String, add lines: [String]
  ) -> ConfigError {
    let entry = entry(section, key)
    return ConfigError(
      ConfigProblem(
        section: entry.section, key: entry.key.name, issue: .missing(reason: reason, lines: lines)))
  }
}

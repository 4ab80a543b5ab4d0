import Basics

/// A key of a section, whatever its spelling in upper and lower case.
struct KeyIdentity: Hashable, Sendable {
  let section: String
  let key: String

  init(section: String, key: String) {
    self.section = section.lowercased()
    self.key = key.lowercased()
  }
}

/// What a key was set to, or left unset, and where.
struct GivenValue: Hashable, Sendable {
  var value: ConfigValue?
  var origin: Origin
}

import Basics

/// The settings of a run as other programs are shown them: without paths and without anything that names a patient.
public struct RunSettings: Sendable, Equatable {
  /// One setting.
  public struct Entry: Sendable, Equatable {
    /// The section, such as `Training`.
    public var section: String
    /// The key, such as `batch_size`.
    public var key: String
    /// A number, truth value, text or list of such.
    public var value: JSONValue

    /// Creates a setting.
    public init(section: String, key: String, value: JSONValue) {
      self.section = section
      self.key = key
      self.value = value
    }

    /// `Training.batch_size`.
    public var name: String { "\(section).\(key)" }
  }

  /// The settings in order, those of a section together.
  public var entries: [Entry]

  /// Creates settings.
  public init(_ entries: [Entry] = []) { self.entries = entries }

  /// An object for each section.
  public var sections: JSONObject {
    var result = JSONObject()
    for entry in entries {
      var section = result[entry.section]?.object ?? [:]
      section[entry.key] = entry.value
      result[entry.section] = .object(section)
    }
    return result
  }

  /// The settings as a table in Markdown.
  public var markdown: String {
    let rows = entries.map { "| \($0.name) | \($0.value.plainText) |" }
    return (["| setting | value |", "|---|---|"] + rows).joined(separator: "\n")
  }
}

extension JSONValue {
  /// A text as it is, anything else as JSON.
  var plainText: String { string ?? text() }
}

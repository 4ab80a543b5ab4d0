import Basics
import Config
import Training

/// The settings with which a run goes on: those that it began with, but for what may change on the way.
struct ResumeSettings {
  /// A key whose value is not the stored one.
  struct Change: Equatable {
    let key: String
    let before: String
    let after: String

    /// Whether it may be another one when a run goes on.
    let isFree: Bool

    var text: String { "\(key) = \(after.isEmpty ? "(unset)" : after) (it was \(before))" }
  }

  let configuration: Configuration
  /// What changes, each of which may.
  let changes: [Change]

  /// Compares what is wanted with what is stored.
  ///
  /// - Parameters:
  ///   - run: The run's name.
  ///   - stored: Its configuration.
  ///   - wanted: The configuration that the command line and an explicit file make of it.
  ///   - resolve: Makes the configuration again with a last layer over it.
  /// - Throws: `RunError.settingsChanged` when a key changes that must not.
  init(
    run: String, stored: Configuration, wanted: Configuration,
    resolve: (ConfigLayer) throws -> Configuration
  ) throws {
    let before = Dictionary(
      stored.entries.map { (Self.name($0), $0) }, uniquingKeysWith: { first, _ in first })
    var changes: [Change] = []
    var refused: [Change] = []
    var kept: [Assignment] = []
    for entry in wanted.entries {
      let key = Self.name(entry)
      let old = before[key]
      guard old?.value != entry.value else { continue }
      // `auto` stays what it came to when the run began.
      if entry.key.whileResuming == .settled || entry.value == .word("auto"), let old {
        kept.append(
          Assignment(
            section: entry.section, key: entry.key.name, value: old.text,
            origin: .option("the run")))
        continue
      }
      let change = Change(
        key: key, before: old?.text ?? "", after: entry.text,
        isFree: entry.key.whileResuming == .free)
      if change.isFree { changes.append(change) } else { refused.append(change) }
    }
    guard refused.isEmpty else { throw RunError.settingsChanged(run: run, refused) }
    self.changes = changes
    configuration = kept.isEmpty ? wanted : try resolve(ConfigLayer(kept))
  }

  /// The keys whose values differ.
  static func changes(from before: Configuration, to after: Configuration) -> [Change] {
    let old = Dictionary(
      before.entries.map { (name($0), $0) }, uniquingKeysWith: { first, _ in first })
    return after.entries.compactMap { entry in
      let key = name(entry)
      guard old[key]?.value != entry.value else { return nil }
      return Change(
        key: key, before: old[key]?.text ?? "", after: entry.text,
        isFree: entry.key.whileResuming == .free)
    }
  }

  private static func name(_ entry: Configuration.Entry) -> String {
    "\(entry.section).\(entry.key.name)"
  }
}

import Assembly
import Basics
import Config
import Hyperopt
import Reporting

/// Everything that a configuration says.
struct Settings: Sendable {
  /// The training.
  var recipe = Recipe()
  /// Which files show how it goes.
  var logging = LoggingOptions()
  /// What is drawn and reported.
  var report = ReportOptions()
  /// Who is told.
  var notify = NotifyOptions()
  /// Which outside programs take part.
  var plugins: [PluginOptions] = []
  /// How a study is searched.
  var study = StudyOptions()
  /// How a sweep is searched.
  var sweep = SweepOptions()

  /// The key of every property.
  static let keys =
    Recipe.keys.lifted(to: \Settings.recipe)
    + KeySet(LoggingOptions.keys).lifted(to: \.logging)
    + KeySet(ReportOptions.keys).lifted(to: \.report)
    + KeySet(NotifyOptions.keys).lifted(to: \.notify)
    + KeySet(
      [],
      repeated: [
        RepeatedKeys(
          "Plugin", \Settings.plugins, keys: PluginOptions.keys, name: \.name,
          make: { PluginOptions(name: $0, command: "") })
      ])
    + KeySet(StudyOptions.keys).lifted(to: \.study)
    + KeySet(SweepOptions.keys).lifted(to: \.sweep)
}

extension Configuration {
  /// What it says, as plain structs.
  var settings: Settings {
    var settings = Settings()
    fill(&settings, Settings.keys)
    return settings
  }

  /// The same configuration with other values of some properties.
  ///
  /// - Parameters:
  ///   - origin: Where the new values come from.
  ///   - change: Sets them.
  func changing(
    _ origin: Origin, _ change: (inout Settings) -> Void
  ) throws(ConfigError) -> Configuration {
    let before = settings
    var after = before
    change(&after)
    return try with(ConfigLayer(changing: before, to: after, Settings.keys, origin: origin))
  }

  /// The same configuration with a layer over it.
  func with(_ layer: ConfigLayer) throws(ConfigError) -> Configuration {
    let given = ConfigLayer(INIDocument(Array(text().utf8), name: "the configuration"))
    return try Schema.roentgen.resolve([given, layer])
  }

  /// The key of a property, as messages have it: `Training.n_epochs`.
  static func name(of path: PartialKeyPath<Settings>) -> String {
    guard let key = Settings.keys.key(of: path) else { preconditionFailure("no key sets \(path)") }
    return "\(key.section).\(key.name)"
  }

  /// The error for a property whose value is legal in itself but not here.
  func rejection(of path: PartialKeyPath<Settings>, _ reason: String) -> ConfigError {
    rejection(of: path, Settings.keys, reason)
  }

  /// The error for a property that is unset and needed.
  func absence(
    of path: PartialKeyPath<Settings>, _ reason: String, add lines: [String]
  ) -> ConfigError {
    absence(of: path, Settings.keys, reason, add: lines)
  }

  /// Whether a property was given, rather than left at its default.
  func isGiven(_ path: PartialKeyPath<Settings>) -> Bool { origin(of: path) != .declaration }

  /// Where the value of a property comes from.
  func origin(of path: PartialKeyPath<Settings>) -> Origin { origin(of: path, Settings.keys) }
}

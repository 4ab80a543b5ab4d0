import Basics
import Config

/// Finds and resolves the configuration: flags and `--set` over the INI file over defaults.
struct ConfigurationSource {
  let context: CommandContext

  /// The configuration for work that starts from an INI file.
  ///
  /// - Parameters:
  ///   - overlay: Values over those of the file and below `--set` and flags.
  ///   - section: A section of the file that counts for nothing.
  func resolve(
    overlay: ConfigLayer? = nil, replacing section: String? = nil
  ) throws -> Configuration {
    var layers: [ConfigLayer] = []
    if let path = path() {
      context.console.detail("configuration: \(path)")
      var layer = try layer(file: path)
      layer.assignments.removeAll {
        $0.section?.lowercased() == section?.lowercased() && section != nil
      }
      layers.append(layer)
    }
    return try finish(layers + [overlay].compactMap(\.self))
  }

  /// The configuration for work that starts from a saved model or run: only flags, `--set` and an explicit `--config`
  /// change what is stored.
  ///
  /// - Parameters:
  ///   - stored: The stored INI text.
  ///   - name: What it is called in messages.
  func resolve(stored: String, name: String) throws -> Configuration {
    var layers = [ConfigLayer(INIDocument(Array(stored.utf8), name: name))]
    if let path = context.arguments["--config"] {
      layers.append(try layer(file: path))
    }
    return try finish(layers)
  }

  /// The configuration with which a run goes on.
  ///
  /// - Parameters:
  ///   - run: The run's name.
  ///   - stored: Its stored INI text.
  ///   - name: What that is called in messages.
  /// - Throws: `RunError.settingsChanged` when a key changes that must not.
  func resolve(resuming run: String, stored: String, name: String) throws -> ResumeSettings {
    let begun = ConfigLayer(INIDocument(Array(stored.utf8), name: name))
    let wanted = try resolve(stored: stored, name: name)
    let explicit = try context.arguments["--config"].map { [try layer(file: $0)] } ?? []
    return try ResumeSettings(
      run: run, stored: Schema.roentgen.resolve([begun]), wanted: wanted,
      resolve: { try Schema.roentgen.resolve([begun] + explicit + overrides + [$0]) })
  }

  /// The settings of an INI file, or of a JSON file of bz.
  private func layer(file path: String) throws(ImportError) -> ConfigLayer {
    guard path.lowercased().hasSuffix(".json") else { return ConfigLayer(file: path) }
    let settings = try BzConfiguration.settings(of: path)
    for remark in settings.remarks { context.console.note("note: \(path): \(remark)") }
    return settings.layer
  }

  private func finish(_ layers: [ConfigLayer]) throws -> Configuration {
    let configuration = try Schema.roentgen.resolve(layers + overrides)
    for notice in configuration.notices {
      context.console.note("note: \(notice)")
    }
    return configuration
  }

  /// `--set`, and the flags over it.
  private var overrides: [ConfigLayer] {
    let flags = context.arguments.overrides.map { flag in
      Assignment(
        section: flag.section, key: flag.key, value: flag.value, origin: .option(flag.option))
    }
    return [ConfigLayer(settings: context.arguments.assignments), ConfigLayer(flags)]
  }

  /// The first of `--config`, `ROENTGEN_CONFIG`, `BZ_CONFIG`, `config/config.ini`, `config.ini`.
  private func path() -> String? {
    if let named = context.arguments["--config"] ?? context.environment["ROENTGEN_CONFIG"]
      ?? context.environment["BZ_CONFIG"]
    {
      return named
    }
    return ["config/config.ini", "config.ini"].first(where: FileSystem.exists)
  }
}

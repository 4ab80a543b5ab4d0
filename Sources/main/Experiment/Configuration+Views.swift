import Basics
import Config
import Reporting

extension Configuration {
  /// Where W&B would keep the run; nil unless a project is named.
  var wandbOptions: WandBOptions? {
    let options = settings.logging.wandb
    return options.isUsed ? options : nil
  }

  /// The settings that other programs may be shown: no paths, and nothing that names a patient.
  var shownSettings: RunSettings {
    let sections = ["Data", "Training", "Model", "Optimization", "Loss", "Metrics", "Callbacks"]
    return RunSettings(
      entries.filter { sections.contains($0.section) && !$0.key.mayIdentify }
        .compactMap { entry in
          entry.value.map {
            RunSettings.Entry(section: entry.section, key: entry.key.name, value: $0.json)
          }
        })
  }

  /// Those of them that runs are compared by.
  var hyperparameters: RunSettings {
    let kept = ["image_size", "augmentation", "normalization", "intensity", "channels"]
    var settings = shownSettings
    settings.entries.removeAll { entry in
      switch entry.section {
      case "Training", "Model", "Optimization", "Loss": false
      case "Data": !kept.contains(entry.key)
      default: true
      }
    }
    return settings
  }
}

extension DeclaredKey {
  /// Whether values may hold a path or the name of an image or a patient.
  fileprivate var mayIdentify: Bool { kind.mayIdentify || name == "exclude_ids" }
}

extension KeyKind {
  fileprivate var mayIdentify: Bool {
    switch self {
    case .path: true
    case .oneOf(let kinds): kinds.contains(where: \.mayIdentify)
    case .list(let kind, _): kind.mayIdentify
    default: false
    }
  }
}

extension ConfigValue {
  /// The value for programs; a word with arguments is a text.
  fileprivate var json: JSONValue {
    switch self {
    case .integer(let value): .int(value)
    case .real(let value): .double(value)
    case .boolean(let value): .bool(value)
    case .text(let value), .word(let value): .string(value)
    case .call(let name, let arguments):
      .string("\(name)(\(arguments.map { $0.json.text() }.joined(separator: ", ")))")
    case .list(let values): .array(values.map(\.json))
    }
  }
}

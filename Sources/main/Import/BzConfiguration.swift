import Basics
import Config
import Training

/// The configuration of the bz command line: `bz_config.json`.
struct BzConfiguration {
  private var settings: ImportedSettings

  /// Reads a file.
  static func settings(of path: String) throws(ImportError) -> ImportedSettings {
    let text: String
    do {
      text = try FileSystem.readText(path, limit: ConfigLayer.maximumFileSize)
    } catch {
      throw .unreadable(error)
    }
    let json: JSONValue
    do {
      json = try JSONValue.parse(text)
    } catch {
      throw .notJSON(path: path, error)
    }
    guard let object = json.object else { throw .notAnObject(path: path) }
    var configuration = BzConfiguration(settings: ImportedSettings(source: path))
    configuration.read(object)
    return configuration.settings
  }

  private static let training = [
    "epochs": "Training.n_epochs", "batch_size": "Training.batch_size",
    "learning_rate": "Training.learning_rate", "device": "Training.device",
    "compile": "Training.compile", "checkpoint_interval": "Training.checkpoint_interval",
    "early_stopping_patience": "Callbacks.early_stopping_patience",
    "early_stopping_min_delta": "Callbacks.early_stopping_min_delta",
  ]

  private mutating func read(_ object: JSONObject) {
    for (name, value) in object.pairs {
      switch (name, value) {
      case ("training", .object(let content)): readTraining(content)
      case ("plugins", .object(let plugins)):
        for (plugin, content) in plugins.pairs { readPlugin(plugin, content) }
      case ("metrics", .array(let names)): readMetrics(names)
      case ("custom_metrics", .object(let metrics)):
        for (metric, content) in metrics.pairs { readCustomMetric(metric, content) }
      default: settings.leave(name, "there is no such part of a bz configuration")
      }
    }
    // There, nothing stops a run early unless it is asked for.
    if !settings.assignments.contains(where: { $0.key == "early_stopping_patience" }) {
      settings.carry(
        "training.early_stopping_patience", to: "Callbacks.early_stopping_patience", "0")
    }
  }

  private mutating func readTraining(_ content: JSONObject) {
    for (key, value) in content.pairs {
      let name = "training.\(key)"
      guard let target = Self.training[key] else {
        settings.leave(name, "there is no such setting")
        continue
      }
      if key == "early_stopping_patience", value.isNull {
        settings.carry(name, to: target, "0")
      } else {
        carry(name, to: target, value)
      }
    }
  }

  /// What bz trains are classifiers; of how many classes, the data say.
  private static let anyTask = PredictionTask.classification(classes: (0..<10).map(String.init))

  private mutating func readMetrics(_ names: [JSONValue]) {
    let spellings = ["f1_score": "f1"]
    var known: [String] = []
    for name in names {
      let text = Self.text(name) ?? name.text()
      let own = spellings[text] ?? text
      do throws(MetricError) {
        _ = try MetricRegistry.roentgen.make(MetricRequest(own), task: Self.anyTask)
        if !known.contains(own) { known.append(own) }
      } catch {
        settings.leave("metrics: \(text)", error.reason)
      }
    }
    if !known.isEmpty {
      settings.carry("metrics", to: "Metrics.metrics", known.joined(separator: ", "))
    }
  }

  private mutating func readCustomMetric(_ metric: String, _ content: JSONValue) {
    guard let object = content.object else {
      return settings.leave("custom_metrics.\(metric)", "expected an object with its type")
    }
    let spellings = ["f1_score": "f1"]
    for (key, value) in object.pairs {
      let text = Self.text(value).map { spellings[$0] ?? $0 }
      carry(
        "custom_metrics.\(metric).\(key)", to: "Metric:\(metric).\(key)",
        text.map(JSONValue.string) ?? value)
    }
  }

  private mutating func readPlugin(_ plugin: String, _ content: JSONValue) {
    let name = "plugins.\(plugin)"
    guard let object = content.object else {
      return settings.leave(name, "expected an object with enabled and config")
    }
    if case .array(let needed)? = object["dependencies"], !needed.isEmpty {
      settings.leave("\(name).dependencies", "what is shipped here depends on nothing")
    }
    for key in object.keys where !["enabled", "config", "dependencies"].contains(key) {
      settings.leave("\(name).\(key)", "there is no such setting")
    }
    let isEnabled = object["enabled"]?.bool ?? true
    let pairs = object["config"]?.object?.pairs ?? []
    switch plugin {
    case "early_stopping" where !isEnabled:
      settings.carry("\(name).enabled", to: "Callbacks.early_stopping_patience", "0")
    case "early_stopping":
      if !pairs.contains(where: { $0.key == "patience" }) {
        settings.carry(name, to: "Callbacks.early_stopping_patience", "10")
      }
      for (key, value) in pairs { readEarlyStopping("\(name).config.\(key)", key, value) }
    case "tensorboard":
      carry("\(name).enabled", to: "Logging.tensorboard", .bool(isEnabled))
      for (key, _) in pairs {
        settings.leave(
          "\(name).config.\(key)",
          key == "log_dir" ? "event files lie in Output.logs_dir" : "there is no such setting")
      }
    case _ where !isEnabled: return
    case "wandb":
      let targets = ["project_name": "Logging.wandb_project", "entity": "Logging.wandb_entity"]
      carry(pairs, of: name, to: targets)
    case "optuna":
      for (key, value) in pairs { readSearch("\(name).config.\(key)", key, value) }
    case "console_out":
      for (key, _) in pairs {
        settings.leave("\(name).config.\(key)", "progress is shown unless --quiet is given")
      }
    default:
      settings.leave(
        name, "it is a Python program; an outside program can take part as [Plugin:\(plugin)]")
    }
  }

  private mutating func readEarlyStopping(_ name: String, _ key: String, _ value: JSONValue) {
    switch key {
    case "strategy" where value.string == "custom":
      // There it is another word for the same.
      settings.carry(name, to: "Callbacks.early_stopping_strategy", "patience")
    case "patience", "min_delta", "mode", "strategy", "min_epochs", "baseline":
      carry(name, to: "Callbacks.early_stopping_\(key)", value)
    case "plateau_patience", "plateau_threshold":
      carry(name, to: "Callbacks.\(key)", value)
    case "monitor":
      let names = ["validation_loss": "val_loss", "training_loss": "train_loss"]
      let text = Self.text(value) ?? ""
      settings.carry(name, to: "Callbacks.early_stopping_monitor", names[text] ?? text)
    case "restore_best_weights":
      carry(name, to: "Callbacks.restore_best_weights", value)
    case "verbose": settings.leave(name, "why a run ended is always said")
    default: settings.leave(name, "there is no such setting")
    }
  }

  private mutating func readSearch(_ name: String, _ key: String, _ value: JSONValue) {
    switch key {
    case "study_name", "n_trials", "sampler", "pruner", "direction":
      carry(name, to: "Hyperopt.\(key)", value)
    case "storage":
      settings.leave(name, "studies are journals below models/hyperopt, which Optuna opens")
    case "timeout": settings.leave(name, "give --timeout to --mode hyperopt")
    case "hyperparameters":
      for (parameter, range) in value.object?.pairs ?? [] {
        readRange("\(name).\(parameter)", parameter, range)
      }
    default: settings.leave(name, "there is no such setting")
    }
  }

  private mutating func readRange(_ name: String, _ parameter: String, _ range: JSONValue) {
    let other = [
      "weight_decay": "Optimization.weight_decay", "momentum": "Optimization.momentum",
      "optimizer": "Optimization.optimizer", "dropout": "Model.dropout",
      "dropout_rate": "Model.dropout",
    ]
    guard let target = Self.training[parameter] ?? other[parameter] else {
      return settings.leave(name, "there is no key of that name to search")
    }
    let bounds = ["low", "high"].compactMap { range[$0].flatMap(Self.text) }
    let choices = range["choices"]?.array?.compactMap(Self.text) ?? []
    let isLogarithmic = range["log"]?.bool ?? false
    let line: String
    switch range["type"]?.string {
    case "categorical" where !choices.isEmpty: line = "choice(\(choices.joined(separator: ", ")))"
    case "int" where bounds.count == 2:
      line = "\(isLogarithmic ? "logint" : "int")(\(bounds[0]), \(bounds[1]))"
    case "loguniform" where bounds.count == 2: line = "loguniform(\(bounds[0]), \(bounds[1]))"
    case "float" where bounds.count == 2:
      line = "\(isLogarithmic ? "loguniform" : "uniform")(\(bounds[0]), \(bounds[1]))"
    default: return settings.leave(name, "expected a type with low and high, or choices")
    }
    settings.carry(name, to: "Search.\(target)", line)
  }

  private mutating func carry(
    _ pairs: [(key: String, value: JSONValue)], of name: String, to targets: [String: String]
  ) {
    for (key, value) in pairs {
      if let target = targets[key] {
        carry("\(name).config.\(key)", to: target, value)
      } else {
        settings.leave("\(name).config.\(key)", "there is no such setting")
      }
    }
  }

  private mutating func carry(_ name: String, to target: String, _ value: JSONValue) {
    guard let text = Self.text(value) else {
      return settings.leave(name, value.isNull ? "it has no value" : "expected one value")
    }
    settings.carry(name, to: target, text)
  }

  /// A plain value as an INI file has it.
  private static func text(_ value: JSONValue) -> String? {
    switch value {
    case .string(let text): text
    case .bool(let flag): flag ? "true" : "false"
    case .int, .double: value.text()
    default: nil
    }
  }
}

import Assembly
import Basics
import Config
import Layers
import Optimizers
import Training

/// Settings that a search found: those of `best_params.json`, of CSI-Predictor's files with flat names, or Optuna's
/// `study.best_params` as JSON.
struct FoundSettings {
  let path: String
  /// By declared name, as texts.
  private(set) var values: [(section: String, key: String, value: JSONValue)] = []
  /// Names that mean nothing here, and values that have no effect beside the others.
  private(set) var notices: [String] = []
  private let document: JSONObject

  /// Flat names of CSI-Predictor that are not simply a key's name here.
  private static let flatNames = [
    "lr": "Training.learning_rate", "dropout_rate": "Model.dropout",
    "architecture": "Model.model_arch",
    "patience": "Callbacks.early_stopping_patience", "scheduler_type": "Optimization.scheduler",
    "normalization_strategy": "Data.normalization", "epochs": "Training.n_epochs",
  ]

  /// Reads a file.
  ///
  /// - Throws: when it is no JSON object, or when none of its names is a key.
  init(contentsOf path: String) throws {
    self.path = path
    let json = try JSONValue(settings: path)
    guard let document = json.object, let found = (document["best_params"] ?? json).object else {
      throw SearchError.settings(path: path, reason: "expected an object with best_params")
    }
    self.document = document
    for (name, value) in found.pairs {
      guard let key = Self.key(of: name), value.array == nil, value.object == nil, !value.isNull
      else {
        notices.append("\(path): \(name) means nothing here and has no effect")
        continue
      }
      // CSI-Predictor draws it for every trial, whatever its masks do.
      if name.lowercased() == "attention_strength", !Self.dims(found) {
        notices.append("\(path): \(name) has no effect without masking_strategy = attention")
        continue
      }
      values.append((key.section, key.name, value))
    }
    guard !values.isEmpty else {
      throw SearchError.settings(path: path, reason: "it holds no setting that is a key here")
    }
  }

  /// Whether settings with flat names dim what lies outside of a zone.
  private static func dims(_ found: JSONObject) -> Bool {
    found.pairs.contains { name, value in
      name.lowercased() == "masking_strategy" && value.string?.lowercased() == "attention"
    }
  }

  /// The key that a name means, full or flat; nil for none, or several.
  static func key(of name: String) -> DeclaredKey? {
    let wanted = name.lowercased()
    let full = flatNames[wanted]?.lowercased() ?? wanted
    let keys = Schema.roentgen.keys.filter {
      !["Hyperopt", "Sweep", "Output"].contains($0.section)
    }
    if full.contains(".") {
      return keys.first { "\($0.section).\($0.name)".lowercased() == full }
    }
    let named = keys.filter { $0.name == full }
    return named.count == 1 ? named[0] : nil
  }

  /// The settings as a layer of configuration.
  var layer: ConfigLayer {
    ConfigLayer(
      values.map {
        Assignment(
          section: $0.section, key: $0.key, value: Self.text(of: $0.value), origin: .option(path))
      })
  }

  /// The settings in one line.
  var summary: String {
    values.map { "\($0.key) \(Self.text(of: $0.value))" }.joined(separator: ", ")
  }

  /// Where the values of a run came from.
  func provenance(as configuration: Configuration) -> JSONValue {
    var source: JSONObject = ["file": .string(path)]
    for key in ["study_name", "metric", "direction", "best_value", "best_trial", "n_trials"] {
      source[key] = document[key]
    }
    let recipe = configuration.settings.recipe
    var used = JSONObject()
    for value in values {
      // An option of the command line may have won.
      let entry = configuration.entry(value.section, value.key)
      used["\(entry.section).\(entry.key.name)"] =
        entry.origin == .option(path) ? value.value : .string(entry.text)
    }
    return [
      "source_optimization": .object(source), "used_hyperparameters": .object(used),
      "training_config": [
        "model_arch": .string(recipe.model.architecture),
        "optimizer": .string(recipe.optimization.rule.name),
        "learning_rate": .double(recipe.optimization.learningRate),
        "batch_size": .int(recipe.training.batchSize),
        "n_epochs": .int(recipe.training.epochs),
        "patience": .int(recipe.training.earlyStopping.patience),
      ],
    ]
  }

  private static func text(of value: JSONValue) -> String {
    switch value {
    case .string(let text): text
    case .bool(let flag): flag ? "true" : "false"
    case .int(let number): "\(number)"
    case .double(let number): number.description
    case .null, .array, .object: ""
    }
  }
}

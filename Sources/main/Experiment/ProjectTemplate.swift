import Basics
import Config
import Medical

/// What `--mode init` writes.
enum ProjectTemplate: String {
  /// The keys that people change first.
  case basic
  /// Every key.
  case advanced

  /// Where the phantoms go.
  static let phantomFolder = CSIDataset.phantomFolder

  /// How many phantoms of which size.
  static let phantoms = PhantomOptions(count: 1200, seed: 1)

  /// The commented configuration.
  var configuration: String {
    switch self {
    case .basic:
      Schema.roentgen.selecting(Self.basicKeys).template(
        heading: [
          "What people change first. Every key: main --mode init --template advanced, or",
          "docs/configuration.md.",
        ], values: Self.values)
    case .advanced:
      Schema.roentgen.template(
        heading: ["Every key; a line may be left out, its default holds then."],
        values: Self.values)
    }
  }

  /// Settings that learn the phantoms within about a minute on two cores.
  private static let values = [
    "Data.dataset": "phantom", "Data.root": phantomFolder, "Data.image_size": "128",
    "Data.channels": "1", "Training.batch_size": "16", "Training.n_epochs": "16",
    "Model.dropout": "0.2", "Optimization.optimizer": "adamw", "Optimization.weight_decay": "0.02",
    "Optimization.scheduler": "cosine",
  ]

  private static let basicKeys: Set<String> = [
    "Data.dataset", "Data.root", "Data.image_size", "Data.channels", "Data.augmentation",
    "Training.batch_size", "Training.learning_rate", "Training.n_epochs", "Training.seed",
    "Model.model_arch", "Model.dropout", "Optimization.optimizer", "Optimization.weight_decay",
    "Optimization.scheduler", "Loss.unknown_weight",
    "Callbacks.early_stopping_patience", "Output.models_dir", "Output.logs_dir",
  ]
}

extension Schema {
  /// The schema of some keys, named as `Section.key`, and of the sections that they are in.
  fileprivate func selecting(_ names: Set<String>) -> Schema {
    let kept = keys.filter { names.contains("\($0.section).\($0.name)") }
    return Schema(
      sections: sections.filter { section in kept.contains { $0.section == section.name } },
      keys: kept)
  }
}

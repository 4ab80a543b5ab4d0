import Basics
import Config

/// Keys of every kind, as the modules of the program declare theirs.
let sampleSchema = Schema(
  sections: [
    DeclaredSection("Data", summary: "where the images and labels come from"),
    DeclaredSection("Training", summary: "how long and how fast to train"),
    DeclaredSection("Model", summary: "the network"),
    DeclaredSection("Optimization", summary: "the optimizer and its schedule"),
    DeclaredSection("Metric:NAME", summary: "a metric of one's own"),
    DeclaredSection("Logging", summary: "what is written down"),
  ],
  keys: [
    DeclaredKey(
      section: "Data", name: "dataset", kind: .words("phantom", "csi", "folder"),
      summary: "the kind of data set"),
    DeclaredKey(section: "Data", name: "csv_path", kind: .path, summary: "the table of labels"),
    DeclaredKey(
      section: "Data", name: "csv_separator", kind: .word("auto", or: .text), default: "auto",
      summary: "what separates the columns"),
    DeclaredKey(
      section: "Data", name: "image_size", kind: .word("auto", or: .integer(8...4096)),
      default: "auto", summary: "side of the square images in pixels"),
    DeclaredKey(
      section: "Data", name: "val_split", kind: .real(.halfOpen(0, 1)), default: "0.15",
      summary: "share of the validation images"),
    DeclaredKey(
      section: "Data", name: "intensity",
      kind: .oneOf([
        .words("full_range", "min_max"),
        .call("percentile", [.real(.closed(0, 100)), .real(.closed(0, 100))]),
      ]), default: "full_range", summary: "how grey values are scaled"),
    DeclaredKey(
      section: "Data", name: "zone_columns", kind: .list(of: .text, count: 1...64),
      default: "right_sup, left_sup", summary: "the columns of the zones"),
    DeclaredKey(
      section: "Training", name: "batch_size", kind: .integer(atLeast: 1), default: "32",
      summary: "images in a step"),
    DeclaredKey(
      section: "Training", name: "learning_rate", kind: .real(.above(0)), default: "0.001",
      summary: "size of the first step",
      aliases: [KeyAlias(section: "Optimization", name: "learning_rate")]),
    DeclaredKey(
      section: "Training", name: "n_epochs", kind: .integer(atLeast: 1), default: "100",
      summary: "passes over the training images"),
    DeclaredKey(
      section: "Training", name: "val_check_interval",
      kind: .oneOf([.real(.above(0, upTo: 1)), .integer(atLeast: 2)]), default: "1.0",
      summary: "fraction of an epoch, or steps, between validations"),
    DeclaredKey(
      section: "Training", name: "device", kind: .words("auto", "cpu", "cuda"), default: "auto",
      summary: "where to compute"),
    DeclaredKey(
      section: "Model", name: "pretrained", kind: .oneOf([.boolean, .path]), default: "false",
      summary: "weights to start from"),
    DeclaredKey(
      section: "Model", name: "dropout", kind: .real(.halfOpen(0, 1)), default: "0.5",
      summary: "share of the features dropped"),
    DeclaredKey(
      section: "Optimization", name: "scheduler",
      kind: .choice([
        ChoiceOption("reduce_lr_on_plateau", aliases: ["ReduceLROnPlateau", "plateau"]),
        ChoiceOption("step", aliases: ["StepLR"]),
        ChoiceOption("cosine", aliases: ["CosineAnnealingLR", "cosine_annealing"]),
      ]), default: "reduce_lr_on_plateau", summary: "how the learning rate falls"),
    DeclaredKey(
      section: "Optimization", name: "betas", kind: .list(of: .real(.halfOpen(0, 1)), count: 2...2),
      default: "0.9, 0.999", summary: "decay rates of adam's moments"),
    DeclaredKey(
      section: "Optimization", name: "milestones", kind: .list(of: .integer(atLeast: 1)),
      default: "30,60,90", summary: "epochs at which multistep steps"),
    DeclaredKey(
      section: "Metric:NAME", name: "type", kind: .text, summary: "a type of the registry"),
    DeclaredKey(
      section: "Metric:NAME", name: "threshold", kind: .real(.closed(0, 1)), default: "0.5",
      summary: "from which on a score counts as positive"),
    DeclaredKey(
      section: "Logging", name: "wandb_project", kind: .text, summary: "project of W&B",
      aliases: [KeyAlias(section: nil, name: "wandb_project")]),
    DeclaredKey(
      section: "Logging", name: "csv", kind: .boolean, default: "true",
      summary: "whether to write tables"),
  ],
  ignoredKeys: [
    IgnoredKey(section: "Training", name: "pin_memory", reason: "memory is never copied twice")
  ])

/// Resolves an INI text that is called `config.ini`, under the values of `--set`.
func resolve(_ text: String, settings: [String] = []) throws(ConfigError) -> Configuration {
  try sampleSchema.resolve([
    ConfigLayer(INIDocument(text: text, name: "config.ini")), ConfigLayer(settings: settings),
  ])
}

/// The lines of the error that an INI text and settings give; empty if there is none.
func problems(_ text: String, settings: [String] = []) -> [String] {
  do throws(ConfigError) {
    _ = try resolve(text, settings: settings)
    return []
  } catch {
    return error.problems.map(\.description)
  }
}

extension DeclaredKey {
  /// A key whose default is written as a file would have it.
  init(
    section: String, name: String, kind: KeyKind, default text: String, summary: String,
    aliases: [KeyAlias] = []
  ) {
    self.init(
      section: section, name: name, kind: kind, default: kind.value(of: text), summary: summary,
      aliases: aliases)
  }
}

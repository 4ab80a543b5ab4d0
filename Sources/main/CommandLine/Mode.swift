/// What the program can be asked to do.
enum Mode: String, CaseIterable {
  case initialize = "init"
  case check
  case train
  case evaluate
  case predict
  case benchmark
  case list
  case docs

  /// The mode of a name, any of its spellings.
  init?(name: String) {
    switch name.lowercased() {
    case "eval", "validate": self = .evaluate
    case let name: self.init(rawValue: name)
    }
  }

  /// One line for `--help`.
  var summary: String {
    switch self {
    case .initialize: "write a ready project: a commented configuration and the phantom data set"
    case .check: "do everything short of training, and report on configuration, data and model"
    case .train: "train, validate, save, then evaluate the best weights on the test split"
    case .evaluate: "score a saved model on a split (also: eval, validate)"
    case .predict: "predict for an image, a folder of images or a CSV"
    case .benchmark: "measure training and inference speed on random data"
    case .list: "list what exists: models, optimizers, schedulers, metrics, losses, ..., runs"
    case .docs: "rewrite config/config.ini and docs/configuration.md from the declared keys"
    }
  }

  /// More about the mode, for `--mode MODE --help`.
  var details: String {
    switch self {
    case .initialize:
      """
      Writes config/config.ini and data/phantoms into the working directory. Nothing that exists is overwritten.
      """
    case .check:
      """
      Prints the resolved configuration with the origin of each value, counts and broken images of the data set, the
      class balance of each split, the model's layers, estimates of memory and time, and takes one real step.
      """
    case .train:
      """
      Writes models/best_model.pth, last_model.pth and checkpoint_epoch_N.pth, and logs/ with histories, tables, run.json
      and the evaluation of the best weights. An earlier run's files move to runs/expN first. Ctrl-C finishes the
      step, saves, and says how to resume.
      """
    case .evaluate:
      """
      Starts from the configuration stored in the model; only flags, --set and an explicit --config change it. Writes
      predictions_SPLIT.csv and metrics_SPLIT.json.
      """
    case .predict:
      """
      The input is an image, a folder of images, or a CSV with a column of paths. Results are in the order of the
      sorted paths; without --output they go to stdout as JSON.
      """
    case .benchmark:
      """
      Runs the trainer's own step (forward, loss, backward, Adam; statistics kept) in float32 and prints medians.
      """
    case .list:
      """
      Usage: main --mode list models|optimizers|schedulers|metrics|losses|augmentations|datasets|runs
      """
    case .docs:
      """
      Both files are generated from the keys that the program's modules declare; a test holds them to that.
      """
    }
  }
}

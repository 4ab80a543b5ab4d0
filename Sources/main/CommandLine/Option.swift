import Assembly
import Hyperopt
import Layers
import Optimizers
import Reporting
import Training

/// One option of the command line.
struct Option {
  /// What follows the option's name.
  enum Value: Equatable {
    case none
    case required(String)
    case optional(String)
  }

  /// Its names; the first one is the one shown.
  var names: [String]
  var value: Value
  var summary: String
  /// The modes that take it; nil for all.
  var modes: Set<Mode>?
  /// The configuration key that it sets, if it is a short form of one.
  var key: (any PartialKeyPath<Settings> & Sendable)?
  /// What a flag without a value sets its key to.
  var keyValue: String?

  init(
    _ names: String..., value: Value, key: (any PartialKeyPath<Settings> & Sendable)? = nil,
    keyValue: String? = nil, modes: Set<Mode>? = nil, _ summary: String
  ) {
    self.names = names
    self.value = value
    self.key = key
    self.keyValue = keyValue
    self.modes = modes
    self.summary = summary
  }

  /// How it is shown in `--help`: `--epochs N`.
  var usage: String {
    switch value {
    case .none: names.joined(separator: ", ")
    case .required(let placeholder): names.joined(separator: ", ") + " \(placeholder)"
    case .optional(let placeholder): names.joined(separator: ", ") + " [\(placeholder)]"
    }
  }
}

extension Option {
  /// Every option, in the order of `--help`.
  static let all: [Option] = [
    Option("--mode", value: .required("MODE"), "what to do"),
    Option("--config", value: .required("FILE"), "the configuration; default config/config.ini"),
    Option(
      "--set", value: .required("SECTION.KEY=VALUE"), "override one key; may be given repeatedly"),

    Option(
      "--epochs", value: .required("N"), key: \Settings.recipe.training.epochs, "epochs to train"),
    Option(
      "--batch-size", value: .required("N"), key: \Settings.recipe.training.batchSize,
      "images a step"),
    Option(
      "--learning-rate", value: .required("X"), key: \Settings.recipe.optimization.learningRate,
      "the initial learning rate"),
    Option(
      "--device", value: .required("D"), key: \Settings.recipe.machine.device, "auto, cpu or cuda"),
    Option(
      "--seed", value: .required("N"), key: \Settings.recipe.training.seed,
      "the seed of all randomness"),
    Option(
      "--threads", value: .required("N"), key: \Settings.recipe.machine.threads, "compute threads"),
    Option(
      "--checkpoint-interval", value: .required("N"),
      key: \Settings.recipe.training.checkpointInterval,
      "keep a checkpoint every N epochs; 0 for none"),
    Option(
      "--early-stopping-patience", "--patience", value: .required("N"),
      key: \Settings.recipe.training.earlyStopping.patience,
      "epochs without improvement before training ends; 0: never"),
    Option(
      "--early-stopping-min-delta", value: .required("X"),
      key: \Settings.recipe.training.earlyStopping.minDelta, "what counts as an improvement"),

    Option(
      "--no-compile", value: .none, key: \Settings.recipe.training.execution.fusesOperations,
      keyValue: "false",
      "run the simple operations instead of the fused ones"),

    Option(
      "--fast-dev-run", value: .optional("N"), key: \Settings.recipe.training.triedBatches,
      keyValue: "1",
      modes: [.train, .trainOptimized],
      "try everything on N batches (1) of each split, and keep nothing"),
    Option(
      "--wandb-project", value: .required("P"), key: \Settings.logging.wandb.project,
      modes: [.train, .trainOptimized, .hyperopt, .sweep, .sweepAgent],
      "write runs for W&B to wandb/, for this project"),
    Option(
      "--wandb-entity", value: .required("E"), key: \Settings.logging.wandb.entity,
      modes: [.train, .trainOptimized, .hyperopt, .sweep, .sweepAgent],
      "the user or team that the project belongs to"),

    Option(
      "--resume", value: .optional("NAME or FILE"), modes: [.train],
      "continue the newest run, the run of that name, or from that checkpoint"),
    Option(
      "--fork", value: .required("NAME"), modes: [.train],
      "start a new run from the best weights of another"),
    Option(
      "--fork-optimizer", value: .none, modes: [.train],
      "with --fork: take over the optimizer's state too"),
    Option(
      "--keep", value: .required("N"), modes: [.prune], "how many of the newest runs stay"),
    Option(
      "--checkpoints", value: .none, modes: [.prune],
      "remove all checkpoints but the best, and nothing else"),
    Option("--dry-run", value: .none, modes: [.prune], "say what would be removed"),
    Option(
      "--include-checkpoints", value: .none, modes: [.archive], "pack the weights too"),

    Option(
      "--n-trials", value: .required("N"), key: \Settings.study.trialCount, modes: [.hyperopt],
      "the study's total of trials"),
    Option(
      "--study-name", value: .required("NAME"), key: \Settings.study.name,
      modes: [.hyperopt, .ask, .tell, .report], "the study"),
    Option(
      "--max-epochs", value: .required("N"), key: \Settings.study.maximumEpochs, modes: [.hyperopt],
      "the most epochs of a trial"),
    Option(
      "--sampler", value: .required("NAME"), key: \Settings.study.sampler, modes: [.hyperopt],
      "how values are drawn; see --mode list samplers"),
    Option(
      "--pruner", value: .required("NAME"), key: \Settings.study.pruner, modes: [.hyperopt],
      "how hopeless trials are found; see --mode list pruners"),
    Option(
      "--jobs", value: .required("N"), key: \Settings.study.jobs, modes: [.hyperopt],
      "trials at a time; the threads are split among them"),
    Option(
      "--timeout", value: .required("SECONDS"), modes: [.hyperopt],
      "begin no trial after that time"),
    Option(
      "--hyperparams", value: .required("FILE"), modes: [.trainOptimized],
      "the settings; default models/hyperopt/best_params.json"),
    Option(
      "--sweep-name", value: .required("NAME"), modes: [.sweep], "what the sweep is called"),
    Option(
      "--sweep-config", value: .required("FILE"), modes: [.sweep],
      "a W&B sweep configuration in JSON"),
    Option(
      "--sweep-id", value: .required("ID"), modes: [.sweepAgent], "the sweep to work on"),
    Option(
      "--count", value: .required("N"), modes: [.sweepAgent], "trials after which the agent leaves"),
    Option("--study", value: .required("FILE"), modes: [.ask, .tell], "the study file"),
    Option(
      "--space", value: .required("FILE"), modes: [.ask], "an INI file with what is searched"),
    Option("--trial", value: .required("N"), modes: [.tell], "the trial's number"),
    Option("--value", value: .required("V"), modes: [.tell], "its result"),
    Option(
      "--state", value: .required("STATE"), modes: [.tell], "complete, pruned or failed"),
    Option(
      "--no-test", value: .none, modes: [.train],
      "leave the test split alone at the end, as a search does"),
    Option(
      "--model-path", value: .required("FILE"), modes: [.evaluate, .predict, .explain, .export],
      "the saved model to use"),
    Option(
      "--split", value: .required("SPLIT"), modes: [.evaluate],
      "train, val or test, or several: val,test; default test"),
    Option(
      "--reader", value: .required("FILE.csv"), key: \Settings.recipe.data.readerCSV,
      modes: [.evaluate],
      "a second reader's grades to compare with"),
    Option(
      "--preview", value: .required("FILE.png"), modes: [.check],
      "write a contact sheet of training images, as they are and augmented"),
    Option(
      "--output-dir", value: .required("DIR"), modes: [.evaluate, .explain],
      "where results go; default logs, for explain logs/explain"),
    Option(
      "--input", value: .required("PATH"), modes: [.predict, .explain],
      "an image, a folder or a CSV"),
    Option(
      "--method", value: .required("NAME"), modes: [.explain],
      "gradcam, gradcam++, hirescam or rollout"),
    Option(
      "--target", value: .required("CLASS"), modes: [.explain],
      "what is explained instead of the predicted class: its name or number"),
    Option(
      "--output", value: .required("FILE"), modes: [.predict, .archive, .export],
      "the file to write: .json or .csv; for archive .zip, default runs/RUN.zip"),
    Option(
      "--format", value: .required("FORMAT"), modes: [.export],
      "pth, safetensors or onnx; default: as the output's name ends"),
    Option("--logits", value: .none, modes: [.predict], "add the raw outputs to each prediction"),
    Option(
      "--template", value: .required("NAME"), modes: [.initialize], "basic or advanced"),
    Option(
      "--from", value: .optional("FILE"), modes: [.initialize],
      "carry a bz_config.json or a CSI-Predictor INI (with its .env) over; default BZ_CONFIG"),
    Option(
      "--arch", value: .required("NAME"), key: \Settings.recipe.model.architecture,
      modes: [.benchmark],
      "the architecture to measure"),
    Option(
      "--image-size", value: .required("N"), key: \Settings.recipe.data.imageSize,
      modes: [.benchmark],
      "the side of the random images"),
    Option("--steps", value: .required("N"), modes: [.benchmark], "measured steps; default 10"),

    Option("--quiet", value: .none, "print errors and warnings only"),
    Option("--verbose", value: .none, "print more"),
    Option(
      "--json", value: .none, "print one JSON object a line on stdout, and nothing else there"),
    Option("--help", "-h", value: .none, "show this, or with --mode the help of that mode"),
    Option("--version", value: .none, "show the version"),
  ]
}

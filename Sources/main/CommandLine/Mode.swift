/// What the program can be asked to do.
enum Mode: String, CaseIterable {
  case initialize = "init"
  case check
  case train
  case trainOptimized = "train-optimized"
  case hyperopt
  case sweep
  case sweepAgent = "sweep-agent"
  case ask
  case tell
  case evaluate
  case predict
  case explain
  case export
  case report
  case benchmark
  case list
  case archive
  case prune
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
    case .trainOptimized: "train with the best settings that a search found"
    case .hyperopt: "search for better settings: many trainings, the hopeless ones stopped early"
    case .sweep: "create a sweep on which any number of agents work; prints its id"
    case .sweepAgent: "work on a sweep"
    case .ask: "give the parameters of the next trial to any program, as JSON"
    case .tell: "take the result of a trial that ask gave"
    case .evaluate: "score a saved model on a split (also: eval, validate)"
    case .predict: "predict for an image, a folder of images or a CSV"
    case .explain: "draw what speaks for a model's answers over images: heat maps"
    case .export: "write a saved model for other programs: PyTorch, safetensors, ONNX"
    case .report: "draw the plots and write the page of a run, or of a study, again"
    case .benchmark: "measure training and inference speed on random data"
    case .list: "list what exists: models, optimizers, schedulers, metrics, losses, ..., runs"
    case .archive: "pack a run into one zip file"
    case .prune: "remove old runs, or their checkpoints"
    case .docs: "rewrite config/config.ini and docs/configuration.md from the declared keys"
    }
  }

  /// More about the mode, for `--mode MODE --help`.
  var details: String {
    switch self {
    case .initialize:
      """
      Writes config/config.ini and data/phantoms into the working directory. Nothing that exists is overwritten.
      With --from, writes what another program's configuration says instead, and lists what has no place here.
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
    case .trainOptimized:
      """
      Lays the values of --hyperparams (default models/hyperopt/best_params.json) over the configuration, then trains as
      --mode train does. Flat names (learning_rate) and Optuna's best_params are understood too. Where the values came
      from is in models/final_model_hyperparams.json.
      """
    case .hyperopt:
      """
      Searches what [Search] says, as [Hyperopt] says. Each trial is a process of its own with its own folder below
      models/hyperopt/STUDY/trials. The study is in models/hyperopt/STUDY/study.journal, which Optuna and its dashboard
      open, also while it runs. Ctrl-C ends cleanly; the same command continues. --n-trials is the study's total.
      """
    case .sweep:
      """
      Writes models/hyperopt/ID from [Search] and [Sweep], or from a W&B sweep configuration in JSON given by
      --sweep-config, and prints its id as the last word on stdout.
      """
    case .sweepAgent:
      """
      Works on the sweep --sweep-id until it is complete, or for --count trials. Any number of agents, on any machines
      that share the folder, may join and leave. Flags change what this agent does: --threads, say.
      """
    case .ask:
      """
      SPACE.ini has a [Search] with keys of any name, and may have [Hyperopt] direction, sampler and so on. Prints
      {"trial": n, "params": {key: value}}.
      """
    case .tell:
      """
      Takes --value V, or --state failed or pruned.
      """
    case .evaluate:
      """
      Starts from the configuration stored in the model; only flags, --set and an explicit --config change it. Writes
      predictions_SPLIT.csv, metrics_SPLIT.json, plots/ and report.html; --split val,test does both, on one page.
      """
    case .predict:
      """
      The input is an image, a folder of images, or a CSV with a column of paths, or of ids that are looked up as in
      training (Data.image_dir, image_pattern). Results are in the order of the sorted paths; without --output they go to
      stdout as JSON. --set Data.bad_images=skip leaves out what cannot be read.
      """
    case .explain:
      """
      The input is an image, a folder of images, or a CSV with a column of paths. For each image: ID_ZONE.png for every zone
      (or label), ID.png with all of them, ID.json with the numbers; the default --output-dir is logs/explain. Maps speak
      for the predicted grade, or for --target. --method hirescam, gradcam or gradcam++ look at the last layer whose map has
      7 rows and columns; rollout (attention, which knows no grade) is for transformers, whose default it is.
      """
    case .export:
      """
      Usage: main --mode export --model-path FILE --output FILE [--format pth|safetensors|onnx]
      pth: without what only training needs. safetensors: the weights under PyTorch's names. onnx: the network too (operator
      set 17, any batch size), input images (batch, channels, height, width), output logits; classes and preprocessing are
      in its metadata.
      """
    case .report:
      """
      Usage: main --mode report [RUN], or main --mode report --study-name S
      RUN is a name such as exp3 or a run's folder; without it the newest run. Rewrites logs/plots/, logs/report.html and
      logs/training_curves.png from the run's own files; nothing is trained or evaluated.
      """
    case .benchmark:
      """
      Runs the trainer's own step (forward, loss, backward, Adam; statistics kept) in float32 and prints medians.
      """
    case .list:
      """
      Usage: main --mode list models|optimizers|schedulers|metrics|losses|augmentations|datasets|samplers|pruners|runs
      """
    case .archive:
      """
      Usage: main --mode archive RUN [--output FILE.zip] [--include-checkpoints]. Unpacked, the file is a run's folder
      again; with its checkpoints the run can be continued from there: --resume FOLDER/models/last_model.pth.
      """
    case .prune:
      """
      Removes the runs below runs/ but for the newest --keep N (the run in models/ and logs/ counts, and always stays);
      with --checkpoints only their checkpoints, and of these not the best. Files that are not a run's own stay.
      """
    case .docs:
      """
      Both files are generated from the keys that the program's modules declare; a test holds them to that.
      """
    }
  }
}

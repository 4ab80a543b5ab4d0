/// A key, a value that is not its default, and what must be so for it to matter.
struct KeyCase {
  /// The key as `Section.key`.
  let key: String
  let value: String
  /// Other keys, in both of the runs that are compared.
  let context: [String: String]

  init(_ key: String, _ value: String, _ context: [String: String] = [:]) {
    self.key = key
    self.value = value
    self.context = context
  }
}

extension KeyCase {
  private static let table = [
    "Data.dataset": "csv", "Data.csv_path": "table.csv", "Data.image_dir": "data",
    "Data.label_column": "class",
  ]
  private static let zones = [
    "Data.dataset": "csi", "Data.csv_path": "phantoms/labels.csv",
    "Data.image_dir": "phantoms/images",
  ]
  /// Enough zones for a temperature.
  private static let half = zones.merging(["Data.val_split": "0.5", "Data.test_split": "0.2"]) {
    $1
  }
  private static let masking = zones.merging(["Model.zone_focus": "masking"]) { $1 }
  /// So slow that nothing improves.
  private static let standstill = ["Training.learning_rate": "1e-7"]

  /// Where early stopping by plateau ends the run, and that by patience does not.
  private static let plateau = standstill.merging([
    "Callbacks.early_stopping_patience": "100", "Callbacks.plateau_patience": "2",
    "Callbacks.plateau_threshold": "10", "Training.n_epochs": "5",
  ]) { $1 }

  /// What changes a run, section by section.
  static let groups: [[KeyCase]] = [
    [
      KeyCase("Data.dataset", "csv", ["Data.csv_path": "table.csv", "Data.label_column": "class"]),
      KeyCase("Data.root", "wide"),
      KeyCase("Data.csv_path", "mixed.csv", table),
      KeyCase("Data.csv_separator", "semicolon", table),
      KeyCase("Data.image_dir", "nowhere", table),
      KeyCase("Data.image_pattern", "{id}.jpg", table),
      KeyCase("Data.id_column", "code", table),
      KeyCase("Data.label_column", "kind", table),
      KeyCase(
        "Data.zone_columns", "left_sup, right_sup, right_mid, left_mid, right_inf, left_inf", zones),
      KeyCase("Data.group_column", "patient", table),
      KeyCase(
        "Data.group_csv", "groups.csv", table.merging(["Data.group_column": "patient"]) { $1 }),
      KeyCase("Data.split_column", "part", table),
      KeyCase("Data.reader_csv", "phantoms/labels.csv", zones),
      KeyCase("Data.exclude_ids", "dark/dark01.png"),
      KeyCase("Data.bad_images", "skip", ["Data.root": "broken"]),
      KeyCase("Data.val_split", "0.3"),
      KeyCase("Data.test_split", "0.3"),
      KeyCase("Data.split_seed", "1"),
      KeyCase("Data.splits_file", "splits.json"),
    ],
    [
      KeyCase("Data.image_size", "20"),
      KeyCase("Data.resize", "crop", ["Data.root": "wide"]),
      KeyCase("Data.interpolation", "bicubic", ["Data.root": "wide"]),
      KeyCase("Data.channels", "3"),
      KeyCase("Data.intensity", "min_max"),
      KeyCase("Data.normalization", "simple"),
      KeyCase(
        "Data.mean", "0.2",
        ["Data.normalization": "custom", "Data.std": "1", "Data.mean": "0.1"]),
      KeyCase(
        "Data.std", "0.5", ["Data.normalization": "custom", "Data.std": "1", "Data.mean": "0.1"]),
      KeyCase("Data.augmentation", "rotate(20), jitter(0.2, 0.2)"),
      KeyCase("Data.shuffle", "false"),
      KeyCase("Data.balanced_sampling", "true"),
      KeyCase("Training.batch_size", "4"),
      KeyCase("Training.learning_rate", "0.01"),
      KeyCase("Training.n_epochs", "2"),
      KeyCase("Training.device", "cuda"),
      KeyCase("Training.threads", "2"),
      KeyCase("Training.seed", "1"),
      KeyCase(
        "Training.compile", "false", ["Model.model_arch": "MyNet", "Data.image_size": "28"]),
      KeyCase("Training.precision", "bf16-mixed"),
      KeyCase("Training.gradient_clip_val", "0.001", ["Optimization.optimizer": "sgd"]),
      KeyCase("Training.checkpoint_interval", "1"),
      KeyCase("Training.accumulate_grad_batches", "2"),
      KeyCase("Training.val_check_interval", "0.5"),
      KeyCase("Training.overfit_batches", "1"),
      KeyCase("Training.ema_decay", "0.9"),
      KeyCase("Training.mixup_alpha", "0.4"),
      KeyCase("Training.freeze_epochs", "1"),
      KeyCase("Training.unfreeze_learning_rate", "0.01", ["Training.freeze_epochs": "1"]),
      KeyCase(
        "Training.max_bad_steps", "1000",
        ["Training.learning_rate": "1e30", "Optimization.optimizer": "sgd"]),
    ],
    [
      KeyCase("Model.model_arch", "MyNet", ["Data.image_size": "28"]),
      KeyCase("Model.pretrained", "given.pth"),
      KeyCase("Model.num_classes", "3"),
      KeyCase("Model.head", "multilabel"),
      KeyCase("Model.dropout", "0.5"),
      KeyCase("Model.freeze_backbone", "true"),
      KeyCase("Model.freeze", "conv1"),
      KeyCase(
        "Model.zone_focus", "pooling",
        zones.merging(["Model.model_arch": "Custom_1", "Data.image_size": "64"]) { $1 }),
      KeyCase("Data.masks_dir", "lungs", masking),
      KeyCase("Model.masking_strategy", "attention", masking),
      KeyCase(
        "Model.attention_strength", "0.9",
        masking.merging(["Model.masking_strategy": "attention"]) { $1 }),
      KeyCase("Loss.unknown_weight", "0.9", zones),
      KeyCase("Loss.ordinal_weight", "0.5", zones),
      KeyCase("Loss.label_smoothing", "0.1"),
      KeyCase("Loss.class_weights", "1, 3"),
      KeyCase("Metrics.metrics", "accuracy"),
      KeyCase("Metrics.average", "weighted"),
      KeyCase("Metrics.primary", "loss"),
      KeyCase("Metrics.bootstrap_samples", "0"),
      KeyCase("Metrics.calibration", "none", half),
      KeyCase("Metrics.mode", "max", ["Metrics.primary": "loss"]),
      KeyCase("Callbacks.early_stopping_patience", "1", standstill),
      KeyCase(
        "Callbacks.early_stopping_min_delta", "10", ["Callbacks.early_stopping_patience": "1"]),
      KeyCase(
        "Callbacks.early_stopping_monitor", "val_accuracy",
        ["Callbacks.early_stopping_patience": "1", "Training.n_epochs": "8"]),
      KeyCase(
        "Callbacks.early_stopping_mode", "max",
        ["Callbacks.early_stopping_patience": "1", "Training.n_epochs": "8"]),
      KeyCase("Callbacks.early_stopping_strategy", "plateau", plateau),
      KeyCase(
        "Callbacks.early_stopping_min_epochs", "3",
        standstill.merging(["Callbacks.early_stopping_patience": "1"]) { $1 }),
      KeyCase(
        "Callbacks.early_stopping_baseline", "-1", ["Callbacks.early_stopping_patience": "1"]),
      KeyCase(
        "Callbacks.plateau_patience", "1",
        plateau.merging(["Callbacks.early_stopping_strategy": "plateau"]) { $1 }),
      KeyCase(
        "Callbacks.plateau_threshold", "1e-9",
        plateau.merging(["Callbacks.early_stopping_strategy": "plateau"]) { $1 }),
      KeyCase(
        "Callbacks.restore_best_weights", "false",
        ["Metrics.primary": "loss", "Metrics.mode": "max"]),
      KeyCase("Callbacks.keep_checkpoints", "1", ["Training.checkpoint_interval": "1"]),
      KeyCase("Logging.csv", "false"),
      KeyCase("Logging.tensorboard", "false"),
      KeyCase("Logging.event_log", "true"),
      KeyCase("Logging.weight_norm", "true"),
      KeyCase("Logging.log_every_n_steps", "1"),
      KeyCase("Logging.report", "true"),
    ],
    [
      KeyCase("Optimization.optimizer", "sgd"),
      KeyCase("Optimization.weight_decay", "0.1"),
      KeyCase("Optimization.state_from", "given.pth"),
      KeyCase("Optimization.momentum", "0.5", ["Optimization.optimizer": "sgd"]),
      KeyCase("Optimization.nesterov", "true", ["Optimization.optimizer": "sgd"]),
      KeyCase("Optimization.betas", "0.5, 0.9"),
      KeyCase("Optimization.eps", "0.1"),
      KeyCase("Optimization.scheduler", "exponential"),
      KeyCase("Optimization.patience", "0", standstill),
      KeyCase(
        "Optimization.factor", "0.1", standstill.merging(["Optimization.patience": "0"]) { $1 }),
      KeyCase("Optimization.step_size", "1", ["Optimization.scheduler": "step"]),
      KeyCase(
        "Optimization.gamma", "0.5",
        ["Optimization.scheduler": "step", "Optimization.step_size": "1"]),
      KeyCase("Optimization.milestones", "1", ["Optimization.scheduler": "multistep"]),
      KeyCase("Optimization.t_max", "2", ["Optimization.scheduler": "cosine"]),
      KeyCase("Optimization.eta_min", "1e-4", ["Optimization.scheduler": "cosine"]),
      KeyCase("Optimization.max_lr", "0.1", ["Optimization.scheduler": "one_cycle"]),
      KeyCase("Optimization.warmup_epochs", "2"),
    ],
    [
      KeyCase("Optimization.rmsprop_alpha", "0.9", ["Optimization.optimizer": "rmsprop"]),
      KeyCase("Optimization.rmsprop_momentum", "0.9", ["Optimization.optimizer": "rmsprop"]),
      KeyCase("Optimization.rmsprop_centered", "true", ["Optimization.optimizer": "rmsprop"]),
      KeyCase("Optimization.muon_momentum", "0.5", ["Optimization.optimizer": "muon"]),
      KeyCase("Optimization.muon_ns_steps", "3", ["Optimization.optimizer": "muon"]),
      KeyCase("Optimization.muon_adjust_lr", "match_rms_adamw", ["Optimization.optimizer": "muon"]),
      KeyCase("Optimization.muon_adam_lr", "0.01", ["Optimization.optimizer": "muon"]),
      KeyCase("Optimization.scheduler_interval", "step", ["Optimization.scheduler": "exponential"]),
      KeyCase(
        "Optimization.plateau_monitor", "train_loss",
        ["Training.n_epochs": "12", "Optimization.patience": "0", "Training.learning_rate": "0.02"]),
      KeyCase("Optimization.plateau_mode", "max", ["Optimization.patience": "0"]),
      KeyCase("Optimization.plateau_threshold", "0.9", ["Optimization.patience": "0"]),
      KeyCase(
        "Optimization.plateau_threshold_mode", "abs",
        ["Optimization.patience": "0", "Optimization.plateau_threshold": "0.9"]),
      KeyCase(
        "Optimization.plateau_cooldown", "2",
        ["Optimization.patience": "0", "Optimization.plateau_threshold": "0.9"]),
      KeyCase(
        "Optimization.t_mult", "2",
        ["Optimization.scheduler": "cosine_warm_restarts", "Optimization.t_max": "1"]),
    ],
    [
      KeyCase("Training.auto_lr", "true", ["Tuning.num_training": "30"]),
      KeyCase("Tuning.min_lr", "1e-5", rates),
      KeyCase("Tuning.max_lr", "0.1", rates),
      KeyCase("Tuning.num_training", "20", rates),
      KeyCase("Tuning.mode", "linear", rates),
      KeyCase("Tuning.early_stop_threshold", "1.01", rates),
      KeyCase("Training.auto_batch_size", "true", ["Tuning.init_val": "2"]),
      KeyCase(
        "Tuning.batch_mode", "binsearch", sizes.merging(["Tuning.memory_budget": "3"]) { $1 }),
      KeyCase("Tuning.init_val", "3", sizes),
      KeyCase("Tuning.max_trials", "1", sizes),
      KeyCase("Tuning.memory_budget", "2", sizes),
    ],
  ]

  /// A search for the learning rate that is over soon.
  private static let rates = ["Training.auto_lr": "true", "Tuning.num_training": "30"]
  private static let sizes = [
    "Training.auto_batch_size": "true", "Tuning.init_val": "2", "Tuning.memory_budget": "4",
    "Data.image_size": "32",
  ]

  /// Keys whose effect no single training shows, and the suite that shows it, by the key's own name unless another word
  /// is given.
  static let unseen = [
    "Tuning.steps_per_trial": "how sure it is that a size fits: see TunerTests",
    "Data.cache": "where decoded images are kept, not what they are: see CheckTests (Data.cache)",
    "Data.memory_limit": "how many of them are kept: see CheckTests (Data.memory_limit)",
    "Training.fast_dev_run":
      "it leaves nothing to compare: see LoopFeatureTests (Training.fast_dev_run)",
    "Training.num_workers": "how soon images are decoded: see CheckTests (Training.num_workers)",
    "Training.recompute": "the same bits in less memory: see RecomputationTests (recomputesBlocks)",
    "Hyperopt.study_name": "of a search: see SearchTests",
    "Hyperopt.n_trials": "of a search: see SearchTests",
    "Hyperopt.max_epochs": "of a search: see SearchTests",
    "Hyperopt.sampler": "of a search: see SearchTests",
    "Hyperopt.pruner": "of a search: see SearchTests",
    "Hyperopt.metric": "of a search: see SearchTests",
    "Hyperopt.direction": "of a search: see SearchTests",
    "Hyperopt.startup_trials": "of a search: see SearchSettingTests",
    "Hyperopt.multivariate": "of a search: see SearchSettingTests",
    "Hyperopt.jobs": "of a search: see SearchTests",
    "Hyperopt.seed": "of a search: see SearchTests",
    "Hyperopt.tpe_candidates": "of a search: see TPESettingTests",
    "Hyperopt.tpe_gamma": "of a search: see TPESettingTests",
    "Hyperopt.tpe_good_limit": "of a search: see TPESettingTests",
    "Hyperopt.tpe_good_weights": "of a search: see TPESettingTests",
    "Hyperopt.tpe_other_weights": "of a search: see TPESettingTests",
    "Hyperopt.tpe_bandwidth": "of a search: see TPESettingTests",
    "Hyperopt.tpe_magic_clip": "of a search: see TPESettingTests",
    "Hyperopt.tpe_min_bandwidth": "of a search: see TPESettingTests",
    "Hyperopt.tpe_cell_share": "of a search: see TPESettingTests",
    "Hyperopt.tpe_categorical": "of a search: see TPESettingTests",
    "Hyperopt.tpe_prior_weight": "of a search: see TPESettingTests",
    "Hyperopt.tpe_split_groups": "of a search: see TPESettingTests",
    "Hyperopt.tpe_liar": "of a search: see TPESettingTests",
    "Hyperopt.tpe_single_period": "of a search: see TPESettingTests",
    "Hyperopt.pruner_startup_trials": "of a search: see SearchSettingTests",
    "Hyperopt.pruner_first_epoch": "of a search: see SearchSettingTests",
    "Hyperopt.pruner_percentile": "of a search: see SearchSettingTests",
    "Hyperopt.pruner_patience": "of a search: see SearchSettingTests",
    "Hyperopt.pruner_factor": "of a search: see SearchSettingTests",
    "Hyperopt.pruner_lower": "of a search: see SearchSettingTests",
    "Hyperopt.pruner_upper": "of a search: see SearchSettingTests",
    "Sweep.method": "of a sweep: see SweepTests",
    "Sweep.metric": "of a sweep: see SweepTests",
    "Sweep.goal": "of a sweep: see SweepTests",
    "Sweep.early_terminate": "of a sweep: see SweepTests",
    "Sweep.min_iter": "of a sweep: see SearchSettingTests",
    "Sweep.eta": "of a sweep: see SearchSettingTests",
    "Sweep.run_cap": "of a sweep: see SweepTests",
    "Notify.webhook": "of messages: see NotifyTests",
    "Notify.email": "of messages: see NotifyTests",
    "Notify.email_from": "of messages: see NotifyTests",
    "Notify.smtp_url": "of messages: see NotifyTests",
    "Notify.on": "of messages: see NotifyTests",
    "Logging.tensorboard_histograms": "in event files: see TensorBoardTests",
    "Logging.tensorboard_images": "in event files: see TensorBoardTests",
    "Logging.wandb_project": "see WandBTests",
    "Logging.wandb_entity": "see WandBTests",
    "Logging.wandb_group": "see SearchSettingTests",
    "Logging.wandb_name": "see SearchSettingTests",
    "Logging.report_ids": "of the page: see ReportTests",
    "Logging.report_images": "of the page: see ReportTests",
    "Callbacks.plot_interval": "when curves are drawn: see ReportTests",
    "Output.models_dir": "see KeyEffectTests",
    "Output.logs_dir": "see KeyEffectTests",
    "Output.runs_dir": "see KeyEffectTests",
  ]
}

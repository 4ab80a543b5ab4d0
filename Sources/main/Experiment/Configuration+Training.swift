import Basics
import Config
import Layers
import Medical
import Optimizers
import TensorCore
import Training

extension Configuration {
  /// The sections `Training`, `Callbacks`, `Metrics` and `Logging` as a plain struct.
  var trainingOptions: TrainingOptions {
    var options = TrainingOptions()
    options.batchSize = integer("Training", "batch_size")
    options.epochs = integer("Training", "n_epochs")
    options.seed = UInt64(integer("Training", "seed"))
    options.execution.fusesOperations = boolean("Training", "compile")
    options.execution.recomputesBlocks = boolean("Training", "recompute")
    options.execution.roundsSaved = word("Training", "precision") == "bf16-mixed"
    options.gradientClipNorm = optionalReal("Training", "gradient_clip_val")
    options.accumulatedBatches = integer("Training", "accumulate_grad_batches")
    let decay = real("Training", "ema_decay")
    options.averageDecay = decay > 0 ? decay : nil
    let alpha = real("Training", "mixup_alpha")
    options.mixupAlpha = alpha > 0 ? alpha : nil
    if let count = optionalInteger("Training", "val_check_interval") {
      options.validationInterval = .updates(count)
    } else {
      options.validationInterval = .fraction(real("Training", "val_check_interval"))
    }
    options.freezeEpochs = integer("Training", "freeze_epochs")
    if let rate = optionalReal("Training", "unfreeze_learning_rate") {
      options.unfrozenRateFactor = rate / real("Training", "learning_rate")
    }
    if triedBatches != nil { options.epochs = 1 }
    options.maxBadSteps = integer("Training", "max_bad_steps")
    options.checkpointInterval = integer("Training", "checkpoint_interval")
    options.keptCheckpoints = integer("Callbacks", "keep_checkpoints")
    options.earlyStopping = earlyStoppingOptions
    options.metrics = metricOptions
    options.scheduleMonitor =
      word("Optimization", "scheduler") == OptimizationOptions.Schedule.reduceOnPlateau.rawValue
      ? text("Optimization", "plateau_monitor") : nil
    options.writesTables = boolean("Logging", "csv")
    options.loggedStepInterval = integer("Logging", "log_every_n_steps")
    if boolean("Logging", "tensorboard") {
      options.shownGradientInterval = integer("Logging", "tensorboard_histograms")
    }
    return options
  }

  /// How many batches of each split are tried out instead of training; nil: none.
  var triedBatches: Int? {
    optionalInteger("Training", "fast_dev_run")
      ?? (optionalBoolean("Training", "fast_dev_run") == true ? 1 : nil)
  }

  /// Which parameters are kept as they are.
  private var freezing: Freezing {
    if let count = optionalInteger("Model", "freeze") { return .blocks(count) }
    let names = texts("Model", "freeze")
    return names.isEmpty ? .nothing : .names(names)
  }

  /// The section `Tuning`, and what of `Training` belongs to it, as a plain struct.
  var tuningOptions: TuningOptions {
    var options = TuningOptions()
    options.findsLearningRate = boolean("Training", "auto_lr")
    options.findsBatchSize = boolean("Training", "auto_batch_size")
    options.learningRate.lowest = real("Tuning", "min_lr")
    options.learningRate.highest = real("Tuning", "max_lr")
    options.learningRate.steps = integer("Tuning", "num_training")
    options.learningRate.growth = choice(
      "Tuning", "mode", default: options.learningRate.growth)
    options.learningRate.divergence = optionalReal("Tuning", "early_stop_threshold")
    options.batchSize.mode = choice("Tuning", "batch_mode", default: options.batchSize.mode)
    options.batchSize.first = integer("Tuning", "init_val")
    options.batchSize.stepsPerTrial = integer("Tuning", "steps_per_trial")
    options.batchSize.trials = integer("Tuning", "max_trials")
    options.memoryBudget = optionalInteger("Tuning", "memory_budget").map { $0 << 20 }
    return options
  }

  /// The section `Model` as a plain struct.
  var modelOptions: ModelOptions {
    var options = ModelOptions()
    options.architecture = word("Model", "model_arch")
    switch value("Model", "pretrained") {
    case .text(let path): options.pretrained = path
    case .word("true"): options.pretrained = publishedPath(options.architecture)
    default: break
    }
    options.classCount = optionalInteger("Model", "num_classes")
    let head = word("Model", "head")
    options.head = head == "auto" ? nil : head
    options.dropout = real("Model", "dropout")
    options.freezesBackbone = boolean("Model", "freeze_backbone")
    options.freezing = freezing
    options.zoneFocus = choice("Model", "zone_focus", default: options.zoneFocus)
    options.maskingStrategy = choice(
      "Model", "masking_strategy", default: options.maskingStrategy)
    options.attentionStrength = real("Model", "attention_strength")
    return options
  }

  /// Where `pretrained = true` looks: for the published file by its own name, else for the architecture's.
  private func publishedPath(_ architecture: String) -> String {
    let plain = architecture.replacing("/", with: "-")
    let published = try? BackboneRegistry.standard.architecture(named: architecture).weights
    let names = [published?.fileName].compactMap(\.self) + ["\(plain).pth", "\(plain).safetensors"]
    let paths = names.map { "models/pretrained/\($0)" }
    return paths.first(where: FileSystem.isFile) ?? paths[0]
  }

  /// What the weights of a file ask of their images.
  func givenWeights(at path: String) throws(LayersError) -> GivenWeights {
    GivenWeights(
      path: path,
      architecture: try BackboneRegistry.standard.architecture(
        named: modelOptions.architecture),
      channels: word("Data", "channels") == "1" ? 1 : 3)
  }

  /// The file of weights to start from, if any.
  ///
  /// - Throws: When `pretrained = true` and the file is not where it belongs.
  func pretrainedPath() throws(ConfigError) -> String? {
    let path = modelOptions.pretrained
    if let path, value("Model", "pretrained") == .word("true"), !FileSystem.isFile(path) {
      let published = try? BackboneRegistry.standard.architecture(
        named: modelOptions.architecture
      ).weights
      let advice =
        published.map { "fetch it from \($0.publisher)" }
        ?? "put weights of that architecture there"
      throw rejection(
        "Model", "pretrained",
        "there is no file \(path); \(advice), name another file, or "
          + "set pretrained = false to train from random weights")
    }
    return path
  }

  /// The section `Optimization` as a plain struct.
  var optimizationOptions: OptimizationOptions {
    var options = OptimizationOptions()
    options.rule = choice("Optimization", "optimizer", default: options.rule)
    options.learningRate = real("Training", "learning_rate")
    options.weightDecay = real("Optimization", "weight_decay")
    options.momentum = real("Optimization", "momentum")
    options.nesterov = boolean("Optimization", "nesterov")
    let betas = reals("Optimization", "betas")
    options.betas = betas.isEmpty ? nil : betas
    options.epsilon = optionalReal("Optimization", "eps")
    options.rmspropAlpha = real("Optimization", "rmsprop_alpha")
    options.rmspropMomentum = real("Optimization", "rmsprop_momentum")
    options.rmspropIsCentred = boolean("Optimization", "rmsprop_centered")
    options.muonMomentum = real("Optimization", "muon_momentum")
    options.muonSteps = integer("Optimization", "muon_ns_steps")
    options.muonRateAdjustment = choice(
      "Optimization", "muon_adjust_lr", default: options.muonRateAdjustment)
    options.muonAdamRate = optionalReal("Optimization", "muon_adam_lr")
    options.schedule = choice("Optimization", "scheduler", default: options.schedule)
    options.patience = integer("Optimization", "patience")
    options.factor = real("Optimization", "factor")
    options.stepSize = integer("Optimization", "step_size")
    options.gamma = real("Optimization", "gamma")
    options.milestones = integers("Optimization", "milestones")
    options.chosenInterval = ScheduleInterval(
      rawValue: word("Optimization", "scheduler_interval"))
    options.plateauMonitor = text("Optimization", "plateau_monitor")
    options.plateauDirection = ReduceOnPlateau.Direction(
      rawValue: word("Optimization", "plateau_mode"))
    options.plateauThreshold = real("Optimization", "plateau_threshold")
    options.plateauThresholdMode = choice(
      "Optimization", "plateau_threshold_mode", default: options.plateauThresholdMode)
    options.plateauCooldown = integer("Optimization", "plateau_cooldown")
    options.cosinePeriod = optionalInteger("Optimization", "t_max")
    options.periodGrowth = integer("Optimization", "t_mult")
    options.minimumRate = real("Optimization", "eta_min")
    options.maximumRate = optionalReal("Optimization", "max_lr")
    options.warmupEpochs = integer("Optimization", "warmup_epochs")
    return options
  }

  /// The section `Loss` as a plain struct.
  var lossOptions: LossOptions {
    var options = LossOptions()
    options.labelSmoothing = real("Loss", "label_smoothing")
    options.unknownWeight = real("Loss", "unknown_weight")
    options.ordinalWeight = real("Loss", "ordinal_weight")
    let weights = reals("Loss", "class_weights")
    options.classWeights = weights.isEmpty ? nil : weights
    return options
  }

  /// Where the newest run's files go, and where earlier runs lie.
  var runStore: RunStore {
    RunStore(
      newest: RunFolders(
        models: text("Output", "models_dir"), logs: text("Output", "logs_dir")),
      archive: text("Output", "runs_dir"))
  }

  /// Makes sure that what the user expects of the data is so.
  func checkExpectations(of task: PredictionTask) throws(ConfigError) {
    let options = modelOptions
    if let head = options.head, head != task.headName {
      throw rejection(
        "Model", "head", "the data ask for \(task.headName); leave it at auto")
    }
    if let count = options.classCount, count != task.classes.count {
      throw rejection(
        "Model", "num_classes",
        "the data have \(task.classes.count): \(task.classes.joined(separator: ", "))")
    }
    if options.zoneFocus != .shared {
      guard case .zones(let zones, _, _) = task else {
        throw rejection("Model", "zone_focus", "it has an effect only where zones are scored")
      }
      guard Zone.regions(of: zones) != nil else {
        throw rejection(
          "Model", "zone_focus", "regions are known of six zones, not of \(zones.count)")
      }
    }
    if lossOptions.ordinalWeight > 0, !task.hasZones {
      throw rejection("Loss", "ordinal_weight", "it has an effect only where zones are scored")
    }
    if dataReader != nil, !task.hasZones {
      throw rejection("Data", "reader_csv", "it has an effect only where zones are scored")
    }
    try checkMasking()
    let weights = lossOptions.classWeights
    if let weights, weights.count != task.classes.count {
      throw rejection(
        "Loss", "class_weights", "one weight for each of the \(task.classes.count) classes")
    }
    if let weights, weights.allSatisfy({ $0 == 0 }) {
      throw rejection("Loss", "class_weights", "at least one weight above 0")
    }
    let rates = tuningOptions.learningRate
    guard rates.lowest < rates.highest else {
      throw rejection("Tuning", "max_lr", "it must be above min_lr")
    }
    if optimizationOptions.schedule == .reduceOnPlateau,
      optimizationOptions.interval == .step
    {
      throw rejection(
        "Optimization", "scheduler_interval",
        "reduce_lr_on_plateau acts on what an epoch came to; use auto or epoch")
    }
    if boolean("Optimization", "nesterov"), word("Optimization", "optimizer") == "sgd",
      real("Optimization", "momentum") == 0
    {
      throw rejection("Optimization", "nesterov", "it needs a momentum above 0")
    }
  }

  /// Makes sure that what is said about masks has an effect.
  private func checkMasking() throws(ConfigError) {
    let options = modelOptions
    if optionalText("Data", "masks_dir") != nil, options.zoneFocus == .shared {
      throw rejection(
        "Data", "masks_dir",
        "it has an effect only with Model.zone_focus = masking or pooling, not shared")
    }
    if options.maskingStrategy != .zero, options.zoneFocus != .masking {
      throw rejection(
        "Model", "masking_strategy",
        "it has an effect only with zone_focus = masking, not \(options.zoneFocus.rawValue)")
    }
    if options.attentionStrength != ModelOptions().attentionStrength,
      options.maskingStrategy != .attention
    {
      throw rejection(
        "Model", "attention_strength", "it has an effect only with masking_strategy = attention")
    }
  }

  /// The processor, as the configuration and the environment ask for it.
  ///
  /// - Parameter usesStoredThreads: Whether a thread count that no option gave counts: it belongs to a run, not to
  ///   somebody who uses its model elsewhere.
  func makeBackend(
    _ context: CommandContext, usesStoredThreads: Bool = true
  ) throws -> CPUBackend {
    let origin = origin("Training", "device")
    if word("Training", "device") == "cuda" {
      let reason = "this build computes on the processor only"
      if case .option = origin {
        throw rejection("Training", "device", "\(reason); use cpu or auto")
      }
      context.console.warn("\(origin): device = cuda: \(reason); using it instead")
    }
    var threads = optionalInteger("Training", "threads")
    if !usesStoredThreads, case .file = self.origin("Training", "threads") { threads = nil }
    return try CPUBackend(
      threads: threads, simd: SIMDLevel(environment: context.environment))
  }
}

extension PredictionTask {
  /// Whether zones are scored.
  fileprivate var hasZones: Bool {
    if case .zones = self { true } else { false }
  }
}

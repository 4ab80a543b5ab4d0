import Config
import Hyperopt

extension Configuration {
  /// The section `Hyperopt` as a plain struct.
  var studyOptions: StudyOptions {
    var options = StudyOptions()
    options.name = text("Hyperopt", "study_name")
    options.trialCount = integer("Hyperopt", "n_trials")
    options.maximumEpochs = integer("Hyperopt", "max_epochs")
    options.sampler = choice("Hyperopt", "sampler", default: options.sampler)
    options.pruner = choice("Hyperopt", "pruner", default: options.pruner)
    options.pruning = prunerOptions
    let metric = text("Hyperopt", "metric")
    options.metric = metric.lowercased() == "auto" ? nil : metric
    options.direction = StudyDirection(rawValue: word("Hyperopt", "direction"))
    options.tpe = tpeOptions
    options.jobs = integer("Hyperopt", "jobs")
    options.seed = UInt64(integer("Hyperopt", "seed"))
    return options
  }

  /// When trials are stopped.
  private var prunerOptions: PrunerOptions {
    var options = PrunerOptions()
    options.startupTrials = integer("Hyperopt", "pruner_startup_trials")
    options.firstEpoch = integer("Hyperopt", "pruner_first_epoch")
    options.percentile = real("Hyperopt", "pruner_percentile")
    options.patience = integer("Hyperopt", "pruner_patience")
    options.factor = optionalInteger("Hyperopt", "pruner_factor")
    options.lower = optionalReal("Hyperopt", "pruner_lower")
    options.upper = optionalReal("Hyperopt", "pruner_upper")
    return options
  }
}

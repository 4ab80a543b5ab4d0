import Basics
import Config
import Optimizers
import Training

/// Finds settings that defeat each other.
struct SettingsReview {
  let configuration: Configuration
  let experiment: Experiment

  /// One line for each.
  var warnings: [String] {
    var warnings: [String] = []
    let training = experiment.training
    let optimization = configuration.optimizationOptions
    let patience = training.earlyStopping.patience
    if optimization.schedule == .reduceOnPlateau, patience > 0, patience <= optimization.patience {
      warnings.append(
        "early_stopping_patience \(patience) ends training before reduce_lr_on_plateau, with "
          + "patience \(optimization.patience), can lower the learning rate")
    }
    if optimization.warmupEpochs >= training.epochs {
      warnings.append(
        "warmup_epochs \(optimization.warmupEpochs) is not less than n_epochs \(training.epochs): "
          + "the learning rate never reaches its full value")
    }
    if optimization.schedule == .step, optimization.interval == .epoch,
      optimization.stepSize >= training.epochs
    {
      warnings.append(
        "step_size \(optimization.stepSize) is not less than n_epochs \(training.epochs): "
          + "the learning rate never changes")
    }
    if optimization.schedule == .reduceOnPlateau {
      let usual = experiment.metrics.direction(of: optimization.plateauMonitor)
      if let chosen = optimization.plateauDirection, chosen.rawValue != usual.rawValue {
        warnings.append(
          "plateau_mode \(chosen.rawValue) lowers the learning rate while "
            + "\(optimization.plateauMonitor) gets better")
      }
    }
    if training.freezeEpochs >= training.epochs {
      warnings.append(
        "freeze_epochs \(training.freezeEpochs) is not less than n_epochs \(training.epochs): "
          + "the backbone is never trained")
    }
    if training.freezeEpochs == 0, training.unfrozenRateFactor != 1 {
      warnings.append("unfreeze_learning_rate has no effect without freeze_epochs")
    }
    if training.checkpointInterval > training.epochs {
      warnings.append(
        "checkpoint_interval \(training.checkpointInterval) is more than n_epochs "
          + "\(training.epochs): no checkpoint_epoch_N.pth will be kept")
    }
    if experiment.splits.val.isEmpty {
      warnings.append("there is no validation split: the training loss decides what is best")
    }
    if experiment.splits.test.isEmpty {
      warnings.append("there is no test split: nothing is evaluated at the end")
    }
    return warnings
  }
}

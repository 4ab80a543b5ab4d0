import Basics
import Config
import Hyperopt
import Layers
import Optimizers
import Reporting
import Training

extension Schema {
  /// Every key that the program understands, from the declarations of its modules.
  static let roentgen = Schema(
    sections: [
      DeclaredSection("Data", summary: "what is learned from, and how images are prepared"),
      DeclaredSection("Training", summary: "how long, how fast and on what"),
      DeclaredSection(
        "Tuning", summary: "how auto_lr and auto_batch_size of [Training] look for their values"),
      DeclaredSection("Model", summary: "the network"),
      DeclaredSection("Optimization", summary: "the update rule and the learning rate's schedule"),
      DeclaredSection("Loss", summary: "what is minimised"),
      DeclaredSection("Metrics", summary: "what is measured, and what \"best\" means"),
      DeclaredSection("Metric:NAME", summary: "a metric of one's own, called NAME"),
      DeclaredSection("Callbacks", summary: "when training ends, and which checkpoints are kept"),
      DeclaredSection("Logging", summary: "what is written besides the histories"),
      DeclaredSection("Notify", summary: "who is told how a run goes"),
      DeclaredSection(
        "Plugin:NAME", summary: "an outside program that takes part in the run"),
      DeclaredSection("Output", summary: "where everything goes"),
      DeclaredSection("Hyperopt", summary: "the search for better settings"),
      DeclaredSection("Sweep", summary: "a search on which any number of agents work"),
      DeclaredSection(
        "Search",
        summary: "what is searched: any key of the sections above, with what its values are drawn "
          + "from",
        openLines: SearchDefaults.openLines),
    ],
    keys: DataOptions.declaredKeys + TrainingOptions.declaredKeys + TuningOptions.declaredKeys
      + MetricOptions.declaredKeys + EarlyStopping.declaredKeys
      + EventLog.declaredKeys + WeightNormLogger.declaredKeys + ReportOptions.declaredKeys
      + TensorBoardReporter.declaredKeys
      + WandBOptions.declaredKeys
      + NotifyOptions.declaredKeys + PluginOptions.declaredKeys
      + ModelOptions.declaredKeys(registry: .standard) + OptimizationOptions.declaredKeys
      + LossOptions.declaredKeys + StudyOptions.declaredKeys + SweepOptions.declaredKeys,
    ignoredKeys: [
      IgnoredKey(
        section: "Training", name: "pin_memory",
        reason: "images are decoded by threads of this process, into memory that needs no pinning")
    ])
}

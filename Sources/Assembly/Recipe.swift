import Basics
import Layers
import Optimizers
import Training

/// All settings of a training as one value: what is learned from, which network, how, and where its files go.
///
/// The program reads a recipe from an INI file, a library user sets its properties; both give it to the same assembly.
public struct Recipe: Sendable {
  /// What is learned from, and how images are prepared.
  public var data = DataOptions()
  /// How long and how fast, what is measured, when training ends.
  public var training = TrainingOptions()
  /// How learning rate and batch size are found before training.
  public var tuning = TuningOptions()
  /// The network.
  public var model = ModelOptions()
  /// The update rule and the learning rate's schedule.
  public var optimization = OptimizationOptions()
  /// What is minimised.
  public var loss = LossOptions()
  /// What computes.
  public var machine = MachineOptions()
  /// Where the files go.
  public var output = OutputOptions()
  /// What can be asked for by name.
  public var registries = Registries()

  /// Creates the default settings; `data.dataset` has no default.
  public init() {}
}

extension Recipe {
  /// The sections that the keys of a recipe lie in.
  public static let sections = [
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
    DeclaredSection("Output", summary: "where everything goes"),
  ]

  /// The key of every property.
  public static let keys = keys(Registries())

  /// The key of every property; words are those of registries.
  public static func keys(_ registries: Registries) -> KeySet<Recipe> {
    KeySet(
      DataOptions.keys(datasets: registries.datasets, augmentations: registries.augmentations)
    ).lifted(to: \Recipe.data)
      + KeySet(
        OptimizationOptions.keys(
          optimizers: registries.optimizers, schedules: registries.schedules)
      ).lifted(to: \.optimization)
      + KeySet(TrainingOptions.keys).lifted(to: \.training)
      + KeySet(MachineOptions.keys).lifted(to: \.machine)
      + KeySet(TuningOptions.keys).lifted(to: \.tuning)
      + KeySet(
        MetricOptions.keys,
        repeated: [
          RepeatedKeys(
            "Metric", \MetricOptions.own, keys: MetricRequest.keys, name: { $0.name ?? "" },
            make: { MetricRequest("", name: $0) })
        ]
      ).lifted(to: \.training.metrics)
      + KeySet(EarlyStopping.Options.keys).lifted(to: \.training.earlyStopping)
      + KeySet(ModelOptions.keys(registry: registries.architectures)).lifted(to: \.model)
      + KeySet(LossOptions.keys).lifted(to: \.loss)
      + KeySet(OutputOptions.keys).lifted(to: \.output)
  }
}

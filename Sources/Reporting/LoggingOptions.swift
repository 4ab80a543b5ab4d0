import Basics

/// Which files show how a run goes, besides its histories and tables.
public struct LoggingOptions: Sendable, Hashable {
  /// TensorBoard's event files.
  public var tensorBoard = true
  /// Epochs between distributions of weights and gradients in them; 0: none.
  public var histogramInterval = 0
  /// Training images in them, augmented as the network sees them.
  public var imageCount = 0
  /// Whether the norm of the weights joins the histories.
  public var weightNorm = false
  /// Whether each hook is written to `events.jsonl`.
  public var eventLog = false
  /// Where W&B would keep the run.
  public var wandb = WandBOptions()

  /// Creates the default options.
  public init() {}

  /// The keys of `[Logging]` for them.
  public static let keys: [Key<LoggingOptions>] =
    [
      Key(
        "Logging", "tensorboard", \.tensorBoard, .boolean,
        "write TensorBoard's event files, logs/events.out.tfevents.*", whileResuming: .free),
      Key(
        "Logging", "tensorboard_histograms", \.histogramInterval, .integer(atLeast: 0),
        "write distributions of weights and gradients every so many epochs; 0: never",
        whileResuming: .free),
      Key(
        "Logging", "tensorboard_images", \.imageCount, .integer(0...1000),
        "show so many training images, augmented as the network sees them", whileResuming: .free),
      Key(
        "Logging", "weight_norm", \.weightNorm, .boolean,
        "add the norm of the weights to the histories, metrics.csv and whatever shows them",
        whileResuming: .free),
      Key(
        "Logging", "event_log", \.eventLog, .boolean,
        "write events.jsonl, a JSON object for each hook but those of single batches",
        whileResuming: .free),
    ] + WandBOptions.keys.map { $0.lifted(to: \.wandb) }
}

import Basics

/// What is drawn and told of a run.
public struct ReportOptions: Hashable, Sendable {
  /// Whether plots and `report.html` are written at the end of training and by evaluation.
  public var isWritten = true
  /// Whether images are called by their ids, which may be patient data.
  public var showsIDs = false
  /// Whether the worst and best cases are shown as pictures.
  public var showsImages = true
  /// Epochs between drawings of the training curves; 0: only at the end.
  public var plotInterval = 10

  /// Creates the default options.
  public init() {}

  /// The keys of `[Logging]` and `[Callbacks]` that say so.
  public static let keys: [Key<ReportOptions>] = [
    Key(
      "Logging", "report", \.isWritten, .boolean,
      "write plots and report.html at the end and when evaluating", whileResuming: .free),
    Key(
      "Logging", "report_ids", \.showsIDs, .boolean,
      "name images by their ids in plots and report; ids may be patient data", whileResuming: .free),
    Key(
      "Logging", "report_images", \.showsImages, .boolean,
      "show the worst and best cases as pictures in plots and report", whileResuming: .free),
    Key(
      "Callbacks", "plot_interval", \.plotInterval, .integer(atLeast: 0),
      "epochs between drawings of training_curves.png; 0: only at the end", whileResuming: .free),
  ]
}

import Basics
import Config

/// What is searched where the configuration does not say: the documented space of CSI-Predictor without the architecture,
/// so that a first study ends the same day.
enum SearchDefaults {
  /// The lines as the template has them.
  static let openLines = [
    OpenLine("Training.learning_rate", "loguniform(1e-5, 1e-2)"),
    OpenLine("Training.batch_size", "choice(8, 16, 32, 64)"),
    OpenLine("Optimization.optimizer", "choice(adam, adamw, sgd)"),
    OpenLine("Optimization.weight_decay", "loguniform(1e-5, 1e-2)"),
    OpenLine("Optimization.momentum", "uniform(0.5, 0.99) if Optimization.optimizer == sgd"),
    OpenLine("Model.dropout", "uniform(0.1, 0.7)"),
  ]

  /// The lines as if they stood in a file.
  static var lines: [Assignment] {
    openLines.map {
      Assignment(
        section: "Search", key: $0.key, value: $0.value, origin: .option("the default space"))
    }
  }
}

import Basics
import Plotting
import Training

/// The course of a training in four charts: loss, primary metric, learning rate, speed.
public enum TrainingCurves {
  /// The file's name in the folder of logs.
  public static let fileName = "training_curves.png"

  /// Draws the histories.
  ///
  /// - Parameters:
  ///   - title: above the charts.
  ///   - training: what `training_history.json` holds.
  ///   - validation: what `validation_history.json` holds.
  ///   - metric: the metric that decides what is best; nil: accuracy.
  ///   - bestEpoch: the best epoch; nil: none is marked.
  public static func figure(
    _ title: String, training: JSONValue, validation: JSONValue, metric: String?, bestEpoch: Int?
  ) -> Figure {
    let epochs = Axis("Epoch", isWhole: true)
    let best = bestEpoch.map { [Rule(.vertical(Double($0)), label: "best")] } ?? []
    func curves(_ name: String) -> [Series] {
      [("training", training), ("validation", validation)].compactMap { split, history in
        let points = Self.points(name, of: history)
        return points.contains { $0.y.isFinite } ? Series(split, points) : nil
      }
    }
    let metric = metric ?? "accuracy"
    var panels: [any Panel] = [
      Chart("Loss", x: epochs, y: Axis("Loss"), series: curves("loss"), rules: best)
    ]
    if metric != "loss" {
      panels.append(Chart(metric, x: epochs, y: Axis(metric), series: curves(metric), rules: best))
    }
    let rates = Series(nil, points("learning_rate", of: training))
    panels.append(
      Chart(
        "Learning rate", x: epochs, y: Axis("Learning rate", scale: .logarithmic),
        series: [rates]))
    panels.append(
      Chart(
        "Speed", x: epochs, y: Axis("Training images per second", includesZero: true),
        series: [Series(nil, points("images_per_s", of: training))]))
    return Figure(title, panels: panels, columns: 2, width: Figure.pageWidth)
  }

  private static func points(_ name: String, of history: JSONValue) -> [DataPoint] {
    let epochs = history["epochs"]?.array ?? []
    let values = history[name]?.array ?? []
    return zip(epochs, values).compactMap { epoch, value in
      epoch.double.map { DataPoint($0, value.double ?? .nan) }
    }
  }
}

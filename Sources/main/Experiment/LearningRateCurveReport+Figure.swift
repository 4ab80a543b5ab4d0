import Basics
import Plotting
import Training

extension LearningRateCurveReport {
  /// The losses over the rates, with the rate that was chosen.
  ///
  /// - Parameter growth: How the rates grew.
  func figure(growth: LearningRateFinder.Options.Growth) -> Figure {
    let chosen = suggestion.map { "steepest at \(NumberText.significant($0))" }
    let chart = Chart(
      x: Axis("learning rate", scale: growth == .exponential ? .logarithmic : .linear),
      y: Axis("loss"),
      series: [
        Series(
          "loss", points.map { DataPoint($0.rate, $0.loss) }, style: .dots(radius: 1.6),
          ink: .muted),
        Series("smoothed", points.map { DataPoint($0.rate, $0.smoothed) }, ink: .series(0)),
      ],
      rules: suggestion.map { [Rule(.vertical($0), label: chosen)] } ?? [])
    return Figure(
      "Learning-rate range test",
      subtitle: chosen ?? "the smoothed loss falls nowhere: the configured rate stays",
      panels: [chart])
  }
}

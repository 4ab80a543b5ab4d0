import Assembly
import Basics
import Config
import Layers
import Medical
import TensorCore
import Training

extension Experiment {
  /// Looks at the answers of a split as the task asks for.
  func makeAnalysis() throws(DataError) -> any SplitAnalysis {
    guard case .zones(let zones, _, _) = task else { return ClassAnalysis() }
    guard let path = data.readerCSV else { return ClinicalAnalysis() }
    return ClinicalAnalysis(
      reader: try ReaderTable(data.located(path), options: data, zones: zones))
  }

  /// How answers are looked at.
  ///
  /// - Parameter calibration: What a model's file says of its calibration.
  func analysisOptions(calibration: TemperatureScaling?) -> AnalysisOptions {
    let draws = configuration.settings.recipe.training.metrics.bootstrapDraws
    let bootstrap =
      draws > 0
      ? ClusterBootstrap(
        drawCount: draws, seed: training.seed, threads: backend.threadCount) : nil
    return AnalysisOptions(calibration: calibrates ? calibration : nil, bootstrap: bootstrap)
  }

  /// Whether probabilities are calibrated.
  var calibrates: Bool { configuration.calibrates }
}

extension Configuration {
  /// Whether probabilities are calibrated.
  var calibrates: Bool { settings.recipe.training.metrics.calibrates }
}

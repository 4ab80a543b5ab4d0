import Assembly
import Basics
import Config
import Imaging
import Layers
import Optimizers
import TensorCore
import Training

extension Experiment {
  /// What is trained on what, in one line.
  var description: String {
    let parameters = NumberText.grouped(model.layout.parameterCount)
    let sizes = Split.allCases.map { "\($0.rawValue) \(splits[$0].count)" }
    return "\(model.architecture.name) (\(parameters) parameters), \(dataset.name) "
      + "(\(sizes.joined(separator: ", "))), \(store.preprocessing.size) px, \(backend.name)"
  }

  /// The configuration as run: what results depend on and no file says is written out.
  ///
  /// That is what `auto` threads came to, and with given weights where they lie and what they brought with them.
  func resolvedText(
    run: String, weights: String?, optimizerState: String?
  ) throws -> String {
    try configuration.changing(.option("this machine")) { settings in
      settings.recipe.machine.threads = backend.threadCount
      if let weights { settings.recipe.model.pretrained = .file(weights) }
      if let optimizerState { settings.recipe.optimization.stateSource = optimizerState }
      if self.weights?.normalization != nil {
        settings.recipe.data.imageSize = store.preprocessing.size
        settings.recipe.data.normalization = store.preprocessing.normalization
      }
    }
    .text(heading: ["The whole configuration of run \(run), roentgen \(Entry.version)."])
  }

  /// Seconds that training may take at most, from a short measurement of this machine; nil when it cannot be known.
  func estimatedTrainingSeconds() -> Double? {
    guard let loader = loader(of: .train) else { return nil }
    let images = Double(loader.sampleCount) * 3 + Double(splits.val.count)
    let perImage = Double(model.summary().forwardOperationCount)
    let rate = SpeedProbe(backend: backend).operationsPerSecond()
    return images * perImage / rate * Double(training.epochs)
  }
}

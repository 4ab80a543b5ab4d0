import Basics
import Config
import Imaging
import Layers
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

  /// The configuration as run: what `auto` threads came to is written out, since the last bits of results depend on it.
  func resolvedText(run: String) throws -> String {
    let pinned = ConfigLayer([
      Assignment(
        section: "Training", key: "threads", value: "\(backend.threadCount)",
        origin: .option("this machine"))
    ])
    let given = ConfigLayer(
      INIDocument(Array(configuration.text().utf8), name: "the configuration"))
    return try Schema.roentgen.resolve([given, pinned])
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

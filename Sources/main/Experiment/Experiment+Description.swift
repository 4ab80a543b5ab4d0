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

  /// The configuration as run: what results depend on and no file says is written out.
  ///
  /// That is what `auto` threads came to, and with given weights where they lie and what they brought with them.
  func resolvedText(
    run: String, weights: String?, optimizerState: String?
  ) throws -> String {
    var values = [("Training", "threads", "\(backend.threadCount)")]
    if let weights {
      values.append(("Model", "pretrained", weights))
    }
    if let optimizerState {
      values.append(("Optimization", "state_from", optimizerState))
    }
    if self.weights?.normalization != nil {
      let card = store.preprocessing.card
      values.append(("Data", "image_size", "\(store.preprocessing.size)"))
      for key in card["normalization"] == "custom"
        ? ["normalization", "mean", "std"] : ["normalization"]
      {
        values.append(("Data", key, card[key] ?? ""))
      }
    }
    let pinned = ConfigLayer(
      values.map { section, key, value in
        Assignment(section: section, key: key, value: value, origin: .option("this machine"))
      })
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

import Basics
import Checkpoints

/// What a saved model says about itself besides its weights; enough to use it without the run's other files.
public struct ModelCard: Sendable, Equatable {
  /// The architecture's name.
  public var architecture: String
  /// What it predicts, with the names of the answers.
  public var task: PredictionTask
  /// The side of its images, in pixels.
  public var imageSize: Int
  /// The channels of its images.
  public var channels: Int
  /// The run's whole configuration as INI text.
  public var configuration: String
  /// How images are prepared, by the names and values of the `Data` keys; for other programs to read.
  public var preprocessing: [String: String]
  /// The version of the program that wrote it.
  public var version: String

  /// Creates a card.
  public init(
    architecture: String, task: PredictionTask, imageSize: Int, channels: Int,
    configuration: String, preprocessing: [String: String], version: String
  ) {
    self.architecture = architecture
    self.task = task
    self.imageSize = imageSize
    self.channels = channels
    self.configuration = configuration
    self.preprocessing = preprocessing
    self.version = version
  }
}

extension ModelCard {
  /// `model_config`, `preprocessing`, `classes`, `config` and `version` of a model file.
  var entries: [(key: PickleKey, value: PickleValue)] {
    var model = PickleDictionary()
    model["name"] = .string(architecture)
    model["num_classes"] = .int(task.classes.count)
    model["head"] = .string(task.headName)
    model["image_size"] = .int(imageSize)
    model["channels"] = .int(channels)
    if case .zones(let zones, _, let unknown) = task {
      model["zones"] = .list(zones.map(PickleValue.string))
      model["unknown_class"] = .int(unknown)
    }
    let preprocessing = self.preprocessing.sorted { $0.key < $1.key }
    return [
      (key: "model_config", value: .dictionary(model)),
      (
        key: "preprocessing",
        value: .dictionary(
          PickleDictionary(preprocessing.map { (key: .string($0.key), value: .string($0.value)) }))
      ),
      (key: "classes", value: .list(task.classes.map(PickleValue.string))),
      (key: "config", value: .string(configuration)),
      (key: "version", value: .string(version)),
    ]
  }

  /// Reads what `entries` gave.
  init(file: PickleValue) throws(CheckpointError) {
    architecture = try file.string(at: "model_config", "name")
    imageSize = try file.integer(at: "model_config", "image_size")
    channels = try file.integer(at: "model_config", "channels")
    configuration = try file.string(at: "config")
    version = try file.string(at: "version")
    preprocessing = [:]
    for (key, value) in try file.dictionary(at: "preprocessing").pairs {
      if case .string(let name) = key { preprocessing[name] = value.stringValue }
    }
    let classes = try file.list(at: "classes").compactMap(\.stringValue)
    switch try file.string(at: "model_config", "head") {
    case "zones":
      let zones = try file.list(at: "model_config", "zones").compactMap(\.stringValue)
      let unknown = try file.integer(at: "model_config", "unknown_class")
      task = .zones(zones: zones, classes: classes, unknownClass: unknown)
    case "multilabel":
      task = .multilabel(labels: classes)
    default:
      task = .classification(classes: classes)
    }
  }
}

extension PredictionTask {
  /// The head that serves the task, as in `[Model] head`.
  public var headName: String {
    switch self {
    case .classification: "classification"
    case .zones: "zones"
    case .multilabel: "multilabel"
    }
  }
}

import Assembly
import Basics
import Config
import Glibc
import Imaging
import Layers
import Optimizers
import TensorCore
import Training

/// Measures training and inference on random images.
struct Benchmark {
  private static let classCount = 10

  private let model: Model
  private let backend: CPUBackend
  private let batchSize: Int
  private let rule: any UpdateRule
  private let execution: ExecutionOptions

  init(configuration: Configuration, backend: CPUBackend) throws {
    let recipe = configuration.settings.recipe
    let options = recipe.model
    let architecture = try BackboneRegistry.standard.architecture(named: options.architecture)
    let size =
      recipe.data.imageSize ?? architecture.defaultImageSize
    let classes = (0..<Self.classCount).map(String.init)
    model = try Experiment.makeModel(
      options, task: .classification(classes: classes),
      preprocessing: PreprocessingOptions(
        size: size, channels: recipe.data.channels))
    self.backend = backend
    batchSize = recipe.training.batchSize
    execution = configuration.trainingOptions.execution
    var optimization = OptimizationOptions()
    optimization.rule = .adam
    rule = optimization.makeRule()
  }

  /// What was measured; rates are medians over the steps.
  struct Result {
    var json: JSONObject
    var text: String
  }

  func run(steps: Int) -> Result {
    let random = RandomSource(seed: 0)
    let batch = randomBatch(random)
    var state = model.layout.initialState(random: random, pool: backend.storagePool)
    var optimizer = Optimizer(rule: rule, parameterCount: model.layout.parameters.count)
    let loss = ClassificationLoss(options: LossOptions())
    let step = TrainingStep(
      model: model, loss: loss, backend: backend, execution: execution)
    var times: [Double] = []
    for index in 0...steps {
      let clock = Stopwatch()
      _ = step.run(
        on: batch, state: &state, optimizer: &optimizer, learningRate: 1e-4,
        random: random.split(index))
      times.append(clock.seconds)
    }
    let evaluator = Evaluator(model: model, loss: loss, backend: backend)
    let inference = (0...steps).map { _ in
      let clock = Stopwatch()
      _ = evaluator.predict(state, images: batch.images)
      return clock.seconds
    }
    return result(
      firstStep: times[0], training: median(times.dropFirst()),
      inference: median(inference.dropFirst()))
  }

  private func randomBatch(_ random: RandomSource) -> Batch {
    var source = random.split("images")
    let size = model.options.imageSize
    let shape: Shape = [batchSize, size.height, size.width, model.options.channels]
    let values = (0..<shape.count).map { _ in source.nextFloat() * 2 - 1 }
    return Batch(
      images: backend.tensor(values, shape),
      labels: (0..<batchSize).map { Int32($0 % Self.classCount) }, targets: [],
      sampleIndices: Array(0..<batchSize))
  }

  private func result(firstStep: Double, training: Double, inference: Double) -> Result {
    // A training step costs a forward pass and twice as much for the two gradients.
    let operations = Double(model.summary(batchSize: batchSize).forwardOperationCount) * 3
    let images = Double(batchSize)
    let product = SpeedProbe.libraryOperationsPerSecond(backend) / 1e9
    let json: JSONObject = [
      "arch": .string(model.architecture.name), "batch_size": .int(batchSize),
      "image_size": .int(model.options.imageSize.height), "threads": .int(backend.threadCount),
      "train_images_per_s": .double(images / training),
      "infer_images_per_s": .double(images / inference), "first_step_s": .double(firstStep),
      "peak_rss_mb": .double(peakResidentMegabytes()), "sgemm_gflops": .double(product),
      "train_gflops": .double(operations / training / 1e9),
    ]
    let lines = json.pairs.map { key, value in
      let shown = value.string ?? value.double.map { NumberText.significant($0) } ?? ""
      return key + String(repeating: " ", count: max(1, 20 - key.count)) + shown
    }
    return Result(json: json, text: lines.joined(separator: "\n"))
  }

  private func median(_ values: some Sequence<Double>) -> Double {
    let sorted = values.sorted()
    let middle = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
  }

  private func peakResidentMegabytes() -> Double {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return Double(usage.ru_maxrss) / 1024
  }
}

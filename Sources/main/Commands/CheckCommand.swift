import Basics
import Config
import Imaging
import Layers
import Medical
import Optimizers
import Plotting
import TensorCore
import Training

/// `--mode check`: everything short of training.
struct CheckCommand: Command {
  func run(_ context: CommandContext) throws -> Int32 {
    let console = context.console
    let configuration = try ConfigurationSource(context: context).resolve()
    show(configuration, console)
    let weights = try configuration.pretrainedPath()
    let experiment = try Experiment(
      configuration, context: context, weights: weights.map(configuration.givenWeights(at:)))
    try experiment.checkMonitors()
    let all = Array(experiment.dataset.samples.indices)
    let inspection = experiment.store.inspect(all, threads: experiment.backend.threadCount)
    let report = DataReport(
      experiment.dataset, splits: experiment.splits, intensity: experiment.data.intensity,
      inspection: inspection)
    console.report("\nData")
    for line in report.lines { console.report("  \(line)") }
    if !experiment.data.skipsBadImages, let error = inspection.error { throw error }
    try drawZones(experiment, console)
    if let path = context.arguments["--preview"] {
      let folder = FilePath.parent(path)
      if !folder.isEmpty { try FileSystem.createDirectory(folder) }
      try AtomicFile.write(try AugmentationPreview(experiment: experiment).figure().png(), to: path)
      console.report("  augmented training images: \(path)")
    }
    let memory = AvailableMemory()
    let machine = MachineReport(
      experiment, memory: try MemoryEstimate(experiment, available: memory), available: memory)
    showModel(experiment, console)
    console.report("\nMachine")
    for line in machine.lines { console.report("  \(line)") }
    for warning in machine.warnings { console.warn(warning) }
    // Taking a step that does not fit would be the end of this program too.
    if machine.hasMemory { try takeStep(experiment, from: weights, console) }
    for warning in SettingsReview(configuration: configuration, experiment: experiment).warnings {
      console.warn(warning)
    }
    var event: JSONObject = [
      "samples": .int(experiment.dataset.samples.count),
      "parameters": .int(experiment.model.layout.parameterCount),
      "notices": JSONValue(report.notices),
    ]
    for (key, value) in machine.json.pairs { event[key] = value }
    console.event("check", event)
    return ExitStatus.done.rawValue
  }

  private func show(_ configuration: Configuration, _ console: Console) {
    console.report("Configuration (value, where it comes from)")
    var section = ""
    for entry in configuration.entries {
      if entry.section != section {
        section = entry.section
        console.report("  [\(section)]")
      }
      let assignment = "\(entry.key.name) = \(entry.text)"
      let gap = String(repeating: " ", count: max(2, 48 - assignment.count))
      console.report("    \(assignment)\(gap)\(entry.origin)")
    }
  }

  /// A look at orientation: the first training image with the zones' boundaries, R and L.
  private func drawZones(_ experiment: Experiment, _ console: Console) throws {
    guard case .zones(let zones, _, _) = experiment.task, zones == Zone.names,
      let index = experiment.splits.train.first
    else { return }
    let overlay = ZoneOverlay.draw(on: try experiment.dataset.image(at: index))
    let folder = experiment.configuration.runStore.newest.logs
    let path = FilePath.join(folder, "check_zones.png")
    try FileSystem.createDirectory(folder)
    try AtomicFile.write(try ImageCodec.encodePNG(overlay), to: path)
    console.report("  zones drawn over \(experiment.dataset.samples[index].id): \(path)")
  }

  private func showModel(_ experiment: Experiment, _ console: Console) {
    let summary = experiment.model.summary()
    console.report("\nModel \(experiment.model.architecture.name), for one image")
    for row in summary.rows {
      let cells = [
        row.name, row.kind, "\(row.outputShape)", NumberText.grouped(row.parameterCount),
      ]
      console.report("  " + zip(cells, [22, 30, 22, 12]).map(padded).joined())
    }
    console.report(
      "  \(NumberText.grouped(summary.parameterCount)) parameters, "
        + "\(NumberText.significant(Double(summary.forwardOperationCount) / 1e9)) GFLOP forward")
    if let seconds = experiment.estimatedTrainingSeconds() {
      let epoch = seconds / Double(experiment.training.epochs)
      console.report("  about \(NumberText.duration(epoch)) an epoch, or a little more")
    }
  }

  private func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(1, width - text.count))
  }

  /// One real step on real data, whose result is thrown away.
  private func takeStep(
    _ experiment: Experiment, from weights: String?, _ console: Console
  ) throws {
    guard let loader = experiment.loader(of: .train),
      let batch = try loader.batches(epoch: 0).next()
    else { return }
    let random = RandomSource(seed: experiment.training.seed)
    var state = experiment.model.layout.initialState(
      random: random, pool: experiment.backend.storagePool)
    if let weights {
      try experiment.loadWeights(from: weights, into: &state, console: console)
    }
    let options = experiment.optimization
    var optimizer = options.makeOptimizer(for: experiment.model)
    let step = TrainingStep(
      model: experiment.model, loss: experiment.makeLoss(), backend: experiment.backend)
    let clock = Stopwatch()
    let outcome = step.run(
      on: batch, state: &state, optimizer: &optimizer, learningRate: options.learningRate,
      random: random)
    guard case .updated(let report) = outcome else {
      console.warn("the first step's loss or gradient is not finite, or no label has weight")
      return
    }
    let rate = Double(batch.count) / clock.seconds
    console.report(
      "\nOne step: loss \(NumberText.fixed(report.loss, decimals: 4)), gradient norm "
        + "\(NumberText.significant(report.gradientNorm)), "
        + "\(NumberText.significant(rate, digits: 3)) images/s (the first step is the slowest)")
  }
}

import Assembly
import Basics
import Config
import Layers
import Medical
import Optimizers
import Reporting
import TensorCore
import Training

extension Configuration {
  /// The sections `Training`, `Callbacks`, `Metrics` and `Logging` as a plain struct, with what follows from other sections.
  var trainingOptions: TrainingOptions {
    let settings = settings
    var options = settings.recipe.training
    let optimization = settings.recipe.optimization
    if let rate = optimization.unfrozenRate {
      options.unfrozenRateFactor = rate / optimization.learningRate
    }
    if options.triedBatches != nil { options.epochs = 1 }
    options.scheduleMonitor =
      optimization.schedule == .reduceOnPlateau ? optimization.plateauMonitor : nil
    if settings.logging.tensorBoard {
      options.shownGradientInterval = settings.logging.histogramInterval
    }
    return options
  }

  /// How many batches of each split are tried out instead of training; nil: none.
  var triedBatches: Int? { settings.recipe.training.triedBatches }

  /// The section `Tuning`, and what of `Training` belongs to it, as a plain struct.
  var tuningOptions: TuningOptions { settings.recipe.tuning }

  /// The section `Model` as a plain struct.
  var modelOptions: ModelOptions { settings.recipe.model }

  /// The network that is asked for.
  private func architecture() throws(LayersError) -> Architecture {
    try BackboneRegistry.standard.architecture(named: modelOptions.architecture)
  }

  /// What the weights of a file ask of their images.
  func givenWeights(at path: String) throws(LayersError) -> GivenWeights {
    GivenWeights(
      path: path, architecture: try architecture(), channels: settings.recipe.data.channels)
  }

  /// The file of weights to start from, if any.
  ///
  /// - Throws: When `pretrained = true` and the file is not where it belongs.
  func pretrainedPath() throws -> String? {
    let architecture = try architecture()
    let path = modelOptions.weightsPath(for: architecture)
    if let path, modelOptions.pretrained == .published, !FileSystem.isFile(path) {
      let advice =
        architecture.weights.map { "fetch it from \($0.publisher)" }
        ?? "put weights of that architecture there"
      throw rejection(
        of: \.recipe.model.pretrained,
        "there is no file \(path); \(advice), name another file, or "
          + "set pretrained = false to train from random weights")
    }
    return path
  }

  /// The section `Optimization` as a plain struct.
  var optimizationOptions: OptimizationOptions { settings.recipe.optimization }

  /// The section `Loss` as a plain struct.
  var lossOptions: LossOptions { settings.recipe.loss }

  /// Where the newest run's files go, and where earlier runs lie.
  var runStore: RunStore {
    let output = settings.recipe.output
    return RunStore(
      newest: RunFolders(models: output.models, logs: output.logs), archive: output.runs)
  }

  /// Makes sure that what the user expects of the data is so.
  func checkExpectations(of task: PredictionTask) throws(ConfigError) {
    let options = modelOptions
    if let head = options.head, head != task.headName {
      throw rejection(
        of: \.recipe.model.head, "the data ask for \(task.headName); leave it at auto")
    }
    if let count = options.classCount, count != task.classes.count {
      throw rejection(
        of: \.recipe.model.classCount,
        "the data have \(task.classes.count): \(task.classes.joined(separator: ", "))")
    }
    if options.zoneFocus != .shared {
      guard case .zones(let zones, _, _) = task else {
        throw rejection(
          of: \.recipe.model.zoneFocus, "it has an effect only where zones are scored")
      }
      guard Zone.regions(of: zones) != nil else {
        throw rejection(
          of: \.recipe.model.zoneFocus, "regions are known of six zones, not of \(zones.count)")
      }
    }
    if lossOptions.ordinalWeight > 0, !task.hasZones {
      throw rejection(
        of: \.recipe.loss.ordinalWeight, "it has an effect only where zones are scored")
    }
    if settings.recipe.data.readerCSV != nil, !task.hasZones {
      throw rejection(of: \.recipe.data.readerCSV, "it has an effect only where zones are scored")
    }
    try checkMasking()
    let weights = lossOptions.classWeights
    if let weights, weights.count != task.classes.count {
      throw rejection(
        of: \.recipe.loss.classWeights, "one weight for each of the \(task.classes.count) classes")
    }
    if let weights, weights.allSatisfy({ $0 == 0 }) {
      throw rejection(of: \.recipe.loss.classWeights, "at least one weight above 0")
    }
    let rates = tuningOptions.learningRate
    guard rates.lowest < rates.highest else {
      throw rejection(of: \.recipe.tuning.learningRate.highest, "it must be above min_lr")
    }
    if optimizationOptions.schedule == .reduceOnPlateau,
      optimizationOptions.interval == .step
    {
      throw rejection(
        of: \.recipe.optimization.chosenInterval,
        "reduce_lr_on_plateau acts on what an epoch came to; use auto or epoch")
    }
    let optimization = optimizationOptions
    if optimization.nesterov, optimization.rule == .sgd, optimization.momentum == 0 {
      throw rejection(of: \.recipe.optimization.nesterov, "it needs a momentum above 0")
    }
  }

  /// Makes sure that what is said about masks has an effect.
  private func checkMasking() throws(ConfigError) {
    let options = modelOptions
    if settings.recipe.data.masksDirectory != nil, options.zoneFocus == .shared {
      throw rejection(
        of: \.recipe.data.masksDirectory,
        "it has an effect only with Model.zone_focus = masking or pooling, not shared")
    }
    if options.maskingStrategy != .zero, options.zoneFocus != .masking {
      throw rejection(
        of: \.recipe.model.maskingStrategy,
        "it has an effect only with zone_focus = masking, not \(options.zoneFocus.rawValue)")
    }
    if options.attentionStrength != ModelOptions().attentionStrength,
      options.maskingStrategy != .attention
    {
      throw rejection(
        of: \.recipe.model.attentionStrength,
        "it has an effect only with masking_strategy = attention")
    }
  }

  /// The processor, as the configuration and the environment ask for it.
  ///
  /// - Parameter usesStoredThreads: Whether a thread count that no option gave counts: it belongs to a run, not to
  ///   somebody who uses its model elsewhere.
  func makeBackend(
    _ context: CommandContext, usesStoredThreads: Bool = true
  ) throws -> CPUBackend {
    let machine = settings.recipe.machine
    let origin = origin(of: \.recipe.machine.device)
    if machine.device == .cuda {
      let reason = "this build computes on the processor only"
      if case .option = origin {
        throw rejection(of: \.recipe.machine.device, "\(reason); use cpu or auto")
      }
      context.console.warn("\(origin): device = cuda: \(reason); using it instead")
    }
    var threads = machine.threads
    if !usesStoredThreads, case .file = self.origin(of: \.recipe.machine.threads) { threads = nil }
    return try CPUBackend(
      threads: threads, simd: SIMDLevel(environment: context.environment))
  }
}

extension PredictionTask {
  /// Whether zones are scored.
  fileprivate var hasZones: Bool {
    if case .zones = self { true } else { false }
  }
}

import Config
import Hyperopt

/// A sweep as a study.
enum SweepSetup {
  static func make(
    _ configuration: Configuration, id: String, folder: StudyFolder, _ context: CommandContext
  ) throws -> StudyWorker.Setup {
    let sweep = configuration.sweepOptions
    var options = configuration.studyOptions
    options.name = id
    options.metric = sweep.metric
    options.direction = sweep.goal
    options.pruner = .none
    switch sweep.method {
    case .bayes: options.sampler = .tpe
    case .random: options.sampler = .random
    case .grid: options.sampler = .grid
    }
    var setup = try SearchSetup.make(
      configuration, options: options, section: "Sweep", folder: folder, context)
    if sweep.stopsEarly {
      setup.pruner = SweepHyperbandPruner(first: sweep.firstBand, eta: sweep.eta)
    }
    return setup
  }

  /// The most trials: the cap, and of a grid its points.
  static func total(_ sweep: SweepOptions, _ setup: StudyWorker.Setup) -> Int? {
    let points = sweep.method == .grid ? GridSampler.pointCount(of: setup.plan.space) : nil
    return [sweep.runCap, points].compactMap(\.self).min()
  }
}

extension Configuration {
  /// The section `Sweep` as a plain struct.
  var sweepOptions: SweepOptions { settings.sweep }
}

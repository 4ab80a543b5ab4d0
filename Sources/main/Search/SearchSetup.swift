import Basics
import Config
import Hyperopt
import TensorCore
import Training

/// What the modes that search have in common: everything is checked before the first trial, and summed up at the end.
enum SearchSetup {
  /// Opens data and model once, so that what is wrong with them is said now and not by every trial.
  static func make(
    _ configuration: Configuration, options: StudyOptions, section: String = "Hyperopt",
    folder: StudyFolder, _ context: CommandContext
  ) throws -> StudyWorker.Setup {
    let plan = try SearchPlan(configuration)
    if let lower = options.pruning.lower, let upper = options.pruning.upper, lower > upper {
      throw configuration.rejection(of: \.study.pruning.lower, "it is above pruner_upper")
    }
    for notice in plan.notices { context.console.note("note: \(notice)") }
    let weights = try configuration.pretrainedPath().map(configuration.givenWeights(at:))
    let experiment = try Experiment(configuration, context: context, weights: weights)
    try experiment.checkMonitors()
    let images = try SharedImageFile.prepare(experiment, at: folder.images)
    let goal = try SearchGoal(options, section: section, experiment: experiment)
    return StudyWorker.Setup(
      configuration: configuration, options: options, plan: plan, goal: goal, folder: folder,
      sampler: options.sampler.makeSampler(options), pruner: options.pruner.makePruner(options),
      threads: experiment.backend.threadCount, images: images,
      secondsPerTrial: try secondsPerTrial(configuration, plan, options, context))
  }

  /// An upper bound: all epochs with the smallest batches, all images decoded anew, and the start of a process.
  private static func secondsPerTrial(
    _ configuration: Configuration, _ plan: SearchPlan, _ options: StudyOptions,
    _ context: CommandContext
  ) throws -> Double? {
    var values: [Assignment] = []
    if case .categorical(let choices) = plan.space["Training.batch_size"]?.distribution,
      let smallest = choices.compactMap(\.number).min()
    {
      values.append(
        Assignment(
          section: "Training", key: "batch_size", value: "\(Int(smallest))",
          origin: .option("the search")))
    }
    let text = INIDocument(Array(configuration.text().utf8), name: "the configuration")
    let resolved = try Schema.roentgen.resolve([ConfigLayer(text), ConfigLayer(values)])
    let weights = try resolved.pretrainedPath().map(resolved.givenWeights(at:))
    let experiment = try Experiment(resolved, context: context, weights: weights)
    guard let result = try EpochProbe(experiment: experiment).measure() else { return nil }
    return 1.5 * (result.epoch * Double(options.maximumEpochs) + result.decoding) + 0.5
  }

  /// Says how long it takes at most.
  static func announceTime(trials: Int, _ setup: StudyWorker.Setup, _ context: CommandContext) {
    guard trials > 0, let seconds = setup.secondsPerTrial else { return }
    let bound = seconds * Double(trials)
    let isLarger = setup.plan.space.parameters.contains {
      ["model.model_arch", "data.image_size"].contains($0.name.lowercased())
    }
    context.console.note(
      "\(trials) \(trials == 1 ? "trial" : "trials") of at most "
        + "\(setup.options.maximumEpochs) epochs: at most "
        + NumberText.duration(bound)
        + (isLarger ? " with the configured network and image size" : "")
        + "; pruning and early stopping shorten it")
  }

  /// The last words, and the exit status.
  static func conclude(
    _ ending: StudyWorker.Ending, study: Study, folder: StudyFolder, console: Console
  ) -> Int32 {
    let trials = study.trials
    func count(_ state: TrialState) -> Int { trials.count { $0.state == state } }
    console.event(
      "study_end",
      [
        "study": .string(study.name), "complete": .int(count(.complete)),
        "pruned": .int(count(.pruned)), "failed": .int(count(.failed)),
        "best_trial": study.best.map { .int($0.number) } ?? .null,
        "best_value": JSONValue(study.best?.value), "journal": .string(folder.journal),
      ])
    var lines = [
      "Study \(study.name): \(count(.complete)) complete, \(count(.pruned)) pruned, "
        + "\(count(.failed)) failed"
    ]
    if let best = study.best, let value = best.value {
      lines.append("  best: trial \(best.number), \(NumberText.fixed(value, decimals: 4))")
      for parameter in best.parameters {
        lines.append(
          "    \(parameter.name) = \(parameter.distribution.text(of: parameter.value))")
      }
      lines += ["  settings: \(folder.best)", "  table: \(folder.table)"]
      do {
        lines.append("  report: \(try StudyReport(study).write(to: folder))")
      } catch {
        console.warn("the study's report could not be written: \(error)")
      }
    }
    if trials.count(where: { $0.state == .complete }) >= 10,
      let shares = ParameterImportance.shares(of: trials)
    {
      let texts = shares.map { "\($0.name) \(NumberText.percent($0.share, decimals: 0))" }
      lines.append("  importance: \(texts.joined(separator: ", "))")
    }
    console.report(lines.joined(separator: "\n"))
    switch ending {
    case .interrupted(let signal):
      console.note("interrupted; the same command continues")
      return 128 + signal
    case .timeOver:
      console.note("the time is over; the same command continues")
    case .done:
      if study.best != nil {
        console.report("\nNext:\n  main --mode train-optimized --hyperparams \(folder.best)")
      }
    }
    return ExitStatus.done.rawValue
  }
}

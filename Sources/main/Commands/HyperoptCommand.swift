import Basics
import Config
import Hyperopt
import Training

/// `--mode hyperopt`: a study until its total of trials.
struct HyperoptCommand: Command {
  func run(_ context: CommandContext) throws -> Int32 {
    let configuration = try ConfigurationSource(context: context).resolve()
    let options = configuration.studyOptions
    let seconds = try timeout(context)
    let folder = try StudyFolder(
      named: options.name, option: "Hyperopt.study_name", configuration)
    let setup = try SearchSetup.make(configuration, options: options, folder: folder, context)
    let journal = try Journal(folder.journal, creating: true)
    let study = try Study(journal, name: options.name, direction: setup.goal.direction)
    let console = context.console
    let finished = study.trials.count { $0.state.isFinished }
    console.note(
      "study \(options.name): \(finished) of \(options.trialCount) trials, "
        + "\(setup.options.sampler.rawValue) sampler, \(setup.options.pruner.rawValue) pruner, "
        + "\(study.direction.rawValue) \(setup.goal.monitored)")
    SearchSetup.announceTime(
      trials: options.trialCount - finished, setup, context)
    let worker = StudyWorker(
      setup, study: study,
      limits: StudyWorker.Limits(total: options.trialCount, seconds: seconds), context: context)
    let ending = try worker.work()
    return SearchSetup.conclude(ending, study: study, folder: folder, console: console)
  }

  private func timeout(_ context: CommandContext) throws -> Double? {
    guard let text = context.arguments["--timeout"] else { return nil }
    guard let seconds = Double(text), seconds.isFinite, seconds > 0 else {
      throw UsageError.badValue(
        option: "--timeout", value: text, expected: "a number of seconds above 0")
    }
    return seconds
  }
}

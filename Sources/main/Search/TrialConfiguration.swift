import Assembly
import Basics
import Config
import Hyperopt
import Reporting
import Training

/// The configurations with which the trials of a study are run.
struct TrialConfiguration {
  let setup: StudyWorker.Setup
  /// The name of the study.
  let study: String

  /// The configuration of a trial: the search's own, with the trial's values.
  ///
  /// - Throws: `ConfigError` for values that are possible one by one but do not go together.
  func make(for trial: StudyTrial) throws(ConfigError) -> Configuration {
    let folder = setup.folder.trial(trial.number)
    let origin = Origin.option("trial \(trial.number)")
    let values = trial.parameters.compactMap { parameter -> Assignment? in
      guard let dot = parameter.name.firstIndex(of: ".") else { return nil }
      return Assignment(
        section: String(parameter.name[..<dot]),
        key: String(parameter.name[parameter.name.index(after: dot)...]),
        value: parameter.distribution.text(of: parameter.value), origin: origin)
    }
    // A searched value wins over what every trial is given, but for where its files go.
    return try setup.configuration.changing(origin) { settings in
      settings.recipe.training.epochs = setup.options.maximumEpochs
      settings.recipe.training.checkpointInterval = 0
      settings.recipe.machine.threads = max(1, setup.threads / setup.options.jobs)
    }.with(ConfigLayer(values)).changing(origin) { settings in
      settings.recipe.output.models = folder.models
      settings.recipe.output.logs = folder.logs
      settings.recipe.output.runs = FilePath.join(folder.path, "runs")
      guard settings.logging.wandb.isUsed else { return }
      settings.logging.wandb.group = setup.configuration.settings.logging.wandb.group ?? study
      settings.logging.wandb.name = "\(study)-\(trial.number)"
    }
  }

  /// Writes the configuration of a trial into its folder.
  func write(for trial: StudyTrial) throws {
    try AtomicFile.write(
      make(for: trial).text(heading: ["Trial \(trial.number) of the study \(study)."]),
      to: setup.folder.trial(trial.number).configuration)
  }

  /// What would be otherwise if the last of these trials that has left its configuration were run now: settings that are
  /// not searched, and decide what a trial is worth.
  func changes(since trials: [StudyTrial]) -> [ResumeSettings.Change] {
    let last = trials.last { FileSystem.exists(setup.folder.trial($0.number).configuration) }
    // What cannot be read any more, or not be run, says nothing.
    guard let last, let now = try? make(for: last),
      let before = try? Schema.roentgen.resolve([
        ConfigLayer(file: setup.folder.trial(last.number).configuration)
      ])
    else { return [] }
    return ResumeSettings.changes(from: before, to: now).filter {
      !$0.isFree || $0.key == Configuration.name(of: \.recipe.training.epochs)
    }
  }
}

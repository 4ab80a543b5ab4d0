import Basics
import Config
import Hyperopt

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
    let threads = max(1, setup.threads / setup.options.jobs)
    var values = [
      ("Training", "n_epochs", "\(setup.options.maximumEpochs)"),
      ("Training", "threads", "\(threads)"), ("Training", "checkpoint_interval", "0"),
    ]
    for parameter in trial.parameters {
      guard let dot = parameter.name.firstIndex(of: ".") else { continue }
      values.append(
        (
          String(parameter.name[..<dot]),
          String(parameter.name[parameter.name.index(after: dot)...]),
          parameter.distribution.text(of: parameter.value)
        ))
    }
    values += [
      ("Output", "models_dir", folder.models), ("Output", "logs_dir", folder.logs),
      ("Output", "runs_dir", FilePath.join(folder.path, "runs")),
    ]
    if setup.configuration.optionalText("Logging", "wandb_project") != nil {
      let group = setup.configuration.optionalText("Logging", "wandb_group") ?? study
      values += [
        ("Logging", "wandb_group", group), ("Logging", "wandb_name", "\(study)-\(trial.number)"),
      ]
    }
    let origin = Origin.option("trial \(trial.number)")
    let overlay = ConfigLayer(
      values.map { Assignment(section: $0.0, key: $0.1, value: $0.2, origin: origin) })
    let base = ConfigLayer(
      INIDocument(Array(setup.configuration.text().utf8), name: "the configuration"))
    return try Schema.roentgen.resolve([base, overlay])
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
      !$0.isFree || $0.key == "Training.n_epochs"
    }
  }
}

import Basics
import Glibc
import Hyperopt
import TestSupport
import Testing

/// Searches for better settings, as a user starts them.
@Suite struct SearchTests {
  /// A folder in which a search takes a moment.
  private func makeWorkspace(_ changes: [String: String] = [:], search: String = "") throws
    -> Workspace
  {
    let work = try Workspace()
    try work.makeImages(perClass: 8)
    let keys = [
      "Hyperopt.n_trials": "4", "Hyperopt.max_epochs": "2", "Hyperopt.pruner": "none",
      "Hyperopt.sampler": "random", "Hyperopt.study_name": "s",
    ].merging(changes) { $1 }
    try work.write(Workspace.configuration(keys) + "\n[Search]\n" + search, to: "config.ini")
    return work
  }

  private static let space = """
    training.learning_rate = loguniform(1e-4, 1e-1)
    Optimization.optimizer = choice(Adam, sgd)
    Optimization.momentum = uniform(0.5, 0.9) if Optimization.optimizer == sgd

    """

  private func study(_ work: Workspace, _ name: String = "s") throws -> Study {
    try Study(try Journal(work.path("models/hyperopt/\(name)/study.journal")), name: nil)
  }

  /// What a study found, without times.
  private func results(_ study: Study) -> [String] {
    study.trials.map { trial in
      "\(trial.number) \(trial.state) \(trial.value ?? -1) "
        + trial.parameters.map { "\($0.name) \($0.internalValue)" }.joined(separator: ", ")
        + " \(trial.intermediateValues.map(\.value))"
    }
  }

  @Test func aSearchFindsSettingsThatTheNextTrainingUses() throws {
    let work = try makeWorkspace(search: Self.space)
    let outcome = try work.run("--mode", "hyperopt")
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.errors.contains("4 trials of at most 2 epochs: at most "))
    let study = try study(work)
    #expect(study.direction == .maximize)
    #expect(study.trials.count == 4)
    #expect(study.trials.allSatisfy { $0.state == .complete })
    #expect(study.trials.allSatisfy { $0.intermediateValues.map(\.step) == [1, 2] })
    for trial in study.trials {
      #expect(trial.value == trial.intermediateValues.map(\.value).max())
      let names = trial.parameters.map(\.name)
      #expect(names.prefix(2) == ["Training.learning_rate", "Optimization.optimizer"])
      #expect(names.contains("Optimization.momentum") == (trial.parameters[1].value == .choice(1)))
      let folder = "models/hyperopt/s/trials/\(trial.number)"
      #expect(work.exists("\(folder)/logs/run.json"))
      // The test split is not touched, and only the best weights are kept.
      #expect(!work.exists("\(folder)/logs/metrics_test.json"))
      #expect(try !work.text("\(folder)/errors.log").contains("error:"))
      #expect(
        work.exists("\(folder)/models/best_model.pth") == (trial.number == study.best?.number))
    }
    #expect(try work.text("models/hyperopt/s/trials.csv").split(separator: "\n").count == 5)
    let page = try work.text("models/hyperopt/s/report.html")
    #expect(XMLCheck(page, isHTML: true).problem == nil)
    #expect(page.contains("trial \(study.best?.number ?? -1)"))
    for name in ["history", "parallel_coordinates", "slices"] {
      #expect(work.exists("models/hyperopt/s/\(name).png"))
    }
    try FileSystem.remove(work.path("models/hyperopt/s/report.html"))
    let again = try work.run("--mode", "report", "--study-name", "s")
    #expect(again.status == 0, "\(again.errors)")
    #expect(try work.text("models/hyperopt/s/report.html") == page)
    // The decoded images that the trials shared went with the last of them.
    #expect(!work.exists("models/hyperopt/s/images.cache"))
    let best = try work.json("models/hyperopt/best_params.json")
    #expect(
      best.object?.keys == [
        "study_name", "metric", "direction", "best_value", "best_trial", "best_params", "n_trials",
        "optimization_time",
      ])
    #expect(best["metric"] == "val_accuracy")
    #expect(best["best_value"]?.double == study.best?.value)
    #expect(best["n_trials"] == 4)

    let trained = try work.run("--mode", "train-optimized", "--epochs", "1")
    #expect(trained.status == 0, "\(trained.errors)")
    let resolved = try work.text("logs/resolved.ini")
    let rate = try #require(best["best_params"]?["Training.learning_rate"]?.double)
    #expect(resolved.contains("learning_rate = \(rate)\n"))
    #expect(resolved.contains("n_epochs = 1\n"))
    let source = try work.json("models/final_model_hyperparams.json")
    #expect(source["source_optimization"]?["study_name"] == "s")
    #expect(source["used_hyperparameters"]?["Training.learning_rate"] == .double(rate))
    #expect(source["training_config"]?["n_epochs"] == 1)
    let evaluated = try work.run(
      "--mode", "evaluate", "--model-path", "models/best_model.pth", "--quiet")
    #expect(evaluated.status == 0, "\(evaluated.errors)")
  }

  @Test func theNumberOfTrialsIsTheTotal() throws {
    let work = try makeWorkspace(search: Self.space)
    try work.run("--mode", "hyperopt", "--n-trials", "2", "--quiet")
    let first = results(try study(work))
    #expect(first.count == 2)
    try work.run("--mode", "hyperopt", "--n-trials", "2", "--quiet")
    #expect(try results(study(work)) == first)
    try work.run("--mode", "hyperopt", "--n-trials", "3", "--quiet")
    #expect(try results(study(work)).prefix(2) == first[...])
    #expect(try study(work).trials.count == 3)
    try work.run("--mode", "hyperopt", "--study-name", "t", "--set", "Hyperopt.seed=1", "--quiet")
    #expect(try results(study(work, "t")).prefix(2) != first[...])
  }

  /// A study is begun anew by removing its file; the folders of its trials may still be there.
  @Test func aNewStudyTakesNothingFromTheTrialsOfAnOlderOne() throws {
    let work = try makeWorkspace(["Hyperopt.n_trials": "2"], search: Self.space)
    try work.run("--mode", "hyperopt", "--quiet")
    try work.write("", to: "models/hyperopt/s/study.journal")
    let outcome = try work.run("--mode", "hyperopt", "--set", "Hyperopt.seed=7", "--quiet")
    #expect(outcome.status == 0, "\(outcome.errors)")
    for trial in try study(work).trials {
      let folder = "models/hyperopt/s/trials/\(trial.number)"
      let rate = trial.parameters[0].internalValue.description
      #expect(try work.text("\(folder)/logs/resolved.ini").contains("learning_rate = \(rate)\n"))
      let history = try work.json("\(folder)/logs/validation_history.json")
      #expect(
        history["accuracy"]?.array?.compactMap(\.double) == trial.intermediateValues.map(\.value))
    }
  }

  @Test func otherSettingsThanThoseOfEarlierTrialsAreAWarning() throws {
    let work = try makeWorkspace(["Hyperopt.n_trials": "1"], search: Self.space)
    try work.run("--mode", "hyperopt", "--quiet")
    let same = try work.run("--mode", "hyperopt", "--n-trials", "2", "--jobs", "2", "--quiet")
    #expect(same.status == 0 && same.errors == "", "\(same.errors)")
    let other = try work.run(
      "--mode", "hyperopt", "--set", "Model.dropout=0.3", "--max-epochs", "3", "--quiet")
    #expect(other.status == 0)
    #expect(
      other.errors.contains(
        "had other settings: Training.n_epochs = 3 (it was 2), Model.dropout = 0.3 (it was 0.1);"),
      "\(other.errors)")
  }

  @Test func aStudyIsOfOneMetric() throws {
    let work = try makeWorkspace(["Hyperopt.n_trials": "1"], search: Self.space)
    try work.run("--mode", "hyperopt", "--quiet")
    #expect(try study(work).metric == "val_accuracy")
    let other = try work.run(
      "--mode", "hyperopt", "--set", "Hyperopt.metric=f1_macro", "--n-trials", "2")
    #expect(other.status == 3)
    #expect(other.errorLines.count == 1)
    #expect(other.errors.contains("the study s is of val_accuracy, not of val_f1_macro"))
    #expect(try study(work).trials.count == 1)
  }

  @Test func aSearchThatWasKilledGoesOnAsIfNothingHadHappened() throws {
    let keys = [
      "Hyperopt.max_epochs": "6", "Hyperopt.sampler": "tpe", "Hyperopt.startup_trials": "2",
    ]
    let whole = try makeWorkspace(keys, search: Self.space)
    try whole.run("--mode", "hyperopt", "--quiet")
    let expected = results(try study(whole))
    #expect(expected.count == 4)
    for signal in [SIGKILL, SIGINT] {
      let work = try makeWorkspace(keys, search: Self.space)
      for trial in 1...2 {
        let program = try work.start(["--mode", "hyperopt", "--quiet"])
        let steps = "models/hyperopt/s/trials/\(trial)/logs/metrics.csv"
        #expect(work.wait { work.exists(steps) || !program.isRunning })
        program.send(signal)
        let outcome = try program.wait()
        #expect(outcome.status == (signal == SIGKILL ? -9 : 130), "\(outcome.errors)")
      }
      let outcome = try work.run("--mode", "hyperopt", "--quiet")
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(try results(study(work)) == expected)
    }
  }

  @Test func aFailingTrialIsRecordedAndThreeInARowStopTheSearch() throws {
    let work = try makeWorkspace(
      ["Hyperopt.seed": "2", "Hyperopt.n_trials": "6"],
      search: "Model.pretrained = choice(false, missing.pth)\n")
    let outcome = try work.run("--mode", "hyperopt")
    let trials = try study(work).trials
    let failed = trials.filter { $0.state == .failed }
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(!failed.isEmpty && failed.count < 6)
    for trial in failed {
      let reason = trial.userAttributes[Study.failureKey]?.string ?? ""
      #expect(reason.contains("missing.pth"), "\(reason)")
    }
    let hopeless = try makeWorkspace(search: "Model.pretrained = choice(missing.pth)\n")
    let stopped = try hopeless.run("--mode", "hyperopt")
    #expect(stopped.status == 3)
    #expect(stopped.errorLines.count == 1)
    #expect(stopped.errorLines.first?.contains("3 trials in a row") == true)
    #expect(stopped.errorLines.first?.contains("missing.pth") == true)
    #expect(try study(hopeless).trials.count == 3)
  }

  @Test(.enabled(if: SmallDisk.isAvailable, "a file system may not be mounted here"))
  func aFullDiskStopsTheSearchAndTheTrialGoesOnLater() throws {
    let work = try makeWorkspace(search: Self.space)
    let disk = try SmallDisk(at: work.path("models"), kilobytes: 100)
    defer { disk.unmount() }
    let stopped = try work.run("--mode", "hyperopt", "--quiet")
    #expect(stopped.status == 1)
    #expect(stopped.errorLines.count == 1, "\(stopped.errors)")
    #expect(stopped.errors.contains("trial 0 could not write its files"), "\(stopped.errors)")
    #expect(stopped.errors.contains("the disk is full"), "\(stopped.errors)")
    #expect(try study(work).trials.map(\.state) == [.running])
    try disk.resize(kilobytes: 100_000)
    let outcome = try work.run("--mode", "hyperopt", "--quiet")
    #expect(outcome.status == 0, "\(outcome.errors)")
    let trials = try study(work).trials
    #expect(trials.count == 4 && trials.allSatisfy { $0.state == .complete })
    #expect(trials.allSatisfy { $0.intermediateValues.map(\.step) == [1, 2] })
  }

  @Test func hopelessTrialsArePruned() throws {
    let work = try makeWorkspace(
      [
        "Hyperopt.pruner": "median", "Hyperopt.n_trials": "12", "Hyperopt.max_epochs": "4",
        "Hyperopt.metric": "loss", "Hyperopt.jobs": "2",
      ], search: "Training.learning_rate = loguniform(1e-7, 1e-2)\n")
    let outcome = try work.run("--mode", "hyperopt", "--json")
    #expect(outcome.status == 0, "\(outcome.errors)")
    let study = try study(work)
    #expect(study.direction == .minimize)
    #expect(study.trials.count == 12)
    let pruned = study.trials.filter { $0.state == .pruned }
    #expect(!pruned.isEmpty)
    #expect(pruned.allSatisfy { $0.intermediateValues.count < 4 })
    let events = outcome.outputEvents.compactMap { $0?["event"]?.string }
    #expect(events.count == outcome.outputEvents.count)
    #expect(events.count { $0 == "trial_start" } == 12)
    #expect(events.count { $0 == "trial_end" } == 12)
    #expect(events.last == "study_end")
  }

  @Test(arguments: [
    ("Training.lerning_rate = uniform(0, 1)", "unknown key; did you mean learning_rate"),
    ("learning_rate = uniform(0, 1)", "expected a key as Section.key"),
    ("Training.learning_rate = uniform(0, 1)", "expected a number above 0"),
    ("Training.batch_size = uniform(8, 64)", "expected a whole number"),
    ("Training.batch_size = itn(8, 64)", "did you mean int?"),
    ("Training.batch_size = int(64, 8)", "the lower bound must not be above"),
    ("Training.learning_rate = loguniform(0, 1)", "bounds above 0"),
    ("Training.learning_rate = loguniform(1e-5)", "needs 2 numbers"),
    ("Training.learning_rate = uniform(-1e308, 1e308)", "too far from each other"),
    ("Optimization.optimizer = choice(adam, adm)", "did you mean adam?"),
    ("Model.dropout = uniform(0, 0.5) when x", "expected: if Section.key == value"),
    (
      "Model.dropout = uniform(0, 0.5) if Optimization.optimizer == sgd\n"
        + "Optimization.optimizer = choice(adam, adamw)", "choices that have sgd"
    ),
    ("Output.models_dir = choice(a, b)", "cannot be searched"),
    ("Hyperopt.seed = int(1, 2)", "cannot be searched"),
  ])
  func whatCannotBeSearchedIsSaidBeforeTheFirstTrial(line: String, text: String) throws {
    let work = try makeWorkspace(search: line + "\n")
    let outcome = try work.run("--mode", "hyperopt")
    #expect(outcome.status == 2)
    #expect(outcome.errorLines.count == 1, "\(outcome.errors)")
    #expect(outcome.errorLines.first?.hasPrefix("config.ini:") == true, "\(outcome.errors)")
    #expect(outcome.errorLines.first?.contains(text) == true, "\(outcome.errors)")
    #expect(!work.exists("models"))
  }

  @Test func settingsOfOtherProgramsAreUnderstood() throws {
    let work = try makeWorkspace()
    try work.write(
      """
      {"learning_rate": 0.004, "optimizer": "sgd", "dropout_rate": 0.2, "attention_strength": 0.5,
       "optimizer_epochs": 3}
      """,
      to: "flat.json")
    let outcome = try work.run(
      "--mode", "train-optimized", "--hyperparams", "flat.json", "--epochs", "1")
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.errors.contains("optimizer_epochs means nothing here"))
    #expect(outcome.errors.contains("attention_strength has no effect without"))
    let resolved = try work.text("logs/resolved.ini")
    #expect(resolved.contains("learning_rate = 0.004\n"))
    #expect(resolved.contains("optimizer = sgd\n"))
    #expect(resolved.contains("dropout = 0.2\n"))
    for (name, text) in [("missing.json", nil), ("bad.json", "key = 1"), ("empty.json", "{}")] {
      if let text { try work.write(text, to: name) }
      let refused = try work.run("--mode", "train-optimized", "--hyperparams", name)
      #expect(refused.status == 3)
      #expect(refused.errorLines.count == 1)
      #expect(refused.errorLines.first?.hasPrefix(name) == true, "\(refused.errors)")
    }
  }
}

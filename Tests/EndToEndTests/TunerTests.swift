import Basics
import Testing

/// Learning rate and batch size found before training.
@Suite struct TunerTests {
  private func makeWorkspace(_ settings: [String: String]) throws -> Workspace {
    let work = try Workspace()
    try work.makeImages()
    try work.configure(settings)
    return work
  }

  @Test func theFoundRateIsTrainedWithAndWrittenDown() throws {
    let work = try makeWorkspace(["Training.auto_lr": "true", "Tuning.num_training": "40"])
    let outcome = try work.run("--mode", "train")
    #expect(outcome.status == 0, "\(outcome.errors)")
    let report = try work.json("logs/lr_finder.json")
    let rate = try #require(report["suggestion"]?.double)
    #expect((1e-7...1).contains(rate))
    #expect(report["learning_rate"]?.array?.count == report["loss"]?.array?.count)
    let resolved = try work.text("logs/resolved.ini")
    #expect(resolved.contains("learning_rate = \(rate)\n"))
    #expect(resolved.contains("auto_lr = false\n"))
    let files = try #require(try work.json("logs/run.json")["files"]?.array)
    #expect(files.contains("logs/lr_finder.json"))

    // The test leaves no trace: whoever sets that rate by hand gets the same weights.
    let learned = try work.learned()
    let repeated = try work.run("--mode", "train", "--config", "logs/resolved.ini", "--quiet")
    #expect(repeated.status == 0, "\(repeated.errors)")
    #expect(!work.exists("logs/lr_finder.json"))
    let again = try work.learned()
    for (name, model) in learned.models {
      #expect(model["model_state_dict"] == again.models[name]?["model_state_dict"])
    }
  }

  /// One step sees two images, fifty see them all: the broken one is then found before the run begins.
  @Test func stepsPerTrialAreRealSteps() throws {
    for (steps, begins) in [("1", true), ("50", false)] {
      let work = try makeWorkspace([
        "Training.auto_batch_size": "true", "Tuning.init_val": "2", "Tuning.max_trials": "1",
        "Tuning.steps_per_trial": steps,
      ])
      try work.write("no image", to: "data/light/light05.png")
      let outcome = try work.run("--mode", "train", "--quiet")
      #expect(outcome.status == 3 && outcome.errors.contains("light05.png"), "\(outcome.errors)")
      #expect(work.exists("logs/run.json") == begins, "\(steps) steps")
    }
  }

  @Test func whereNothingFallsTheConfiguredRateStays() throws {
    let work = try makeWorkspace([
      "Training.auto_lr": "true", "Tuning.num_training": "15", "Tuning.min_lr": "1000",
      "Tuning.max_lr": "10000", "Tuning.early_stop_threshold": "1.001",
      "Training.learning_rate": "0.002",
    ])
    let outcome = try work.run("--mode", "train", "--quiet")
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.errors.contains("goes on with learning_rate 0.002"), "\(outcome.errors)")
    #expect(try work.json("logs/lr_finder.json")["suggestion"] == .null)
    #expect(try work.text("logs/resolved.ini").contains("learning_rate = 0.002\n"))
  }

  @Test func theBatchSizeFillsTheMemoryThatItMay() throws {
    var sizes: [Int] = []
    for budget in ["2", "3"] {
      let work = try makeWorkspace([
        "Training.auto_batch_size": "true", "Tuning.init_val": "1", "Tuning.memory_budget": budget,
        "Tuning.batch_mode": "binsearch", "Training.n_epochs": "1", "Data.image_size": "32",
      ])
      let outcome = try work.run("--mode", "train")
      #expect(outcome.status == 0, "\(outcome.errors)")
      let report = try work.json("logs/batch_size_finder.json")
      let size = try #require(report["batch_size"]?.int)
      #expect(try work.text("logs/resolved.ini").contains("batch_size = \(size)\n"))
      sizes.append(size)
    }
    #expect(sizes[0] < sizes[1])
  }

  @Test func aRangeTheWrongWayRoundIsRefused() throws {
    let work = try makeWorkspace(["Tuning.min_lr": "2"])
    let outcome = try work.run("--mode", "train", "--quiet")
    #expect(outcome.status == 2 && outcome.errors.contains("above min_lr"), "\(outcome.errors)")
  }
}

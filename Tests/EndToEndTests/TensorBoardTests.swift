import Basics
import Testing

/// What TensorBoard shows of a run.
@Suite struct TensorBoardTests {
  @Test func itShowsTheNumbersOfTheHistories() throws {
    let work = try Workspace.withLoggedSteps()
    try work.train()
    let events = try EventFiles(work)
    for (split, file) in [("train", "training"), ("val", "validation")] {
      let history = try #require(try work.json("logs/\(file)_history.json").object)
      let losses = try #require(history["loss"]?.array).map { Float($0.double ?? .nan) }
      // 28 images in batches of 8 are 4 steps an epoch.
      #expect(events.scalars["\(split)_loss"] == [4: losses[0], 8: losses[1], 12: losses[2]])
      #expect(events.scalars["\(split)_accuracy"]?.count == 3)
    }
    #expect(events.scalars["step/loss"]?.keys.sorted() == [5, 10])
    #expect(events.scalars["step/learning_rate"] == [5: 0.001, 10: 0.001])
    let test = try work.json("logs/metrics_test.json")["accuracy"]?.double
    #expect(events.scalars["test_accuracy"] == [12: Float(try #require(test))])
    for tag in ["configuration", "_hparams_/session_start_info", "_hparams_/session_end_info"] {
      #expect(events.tags.contains(tag))
    }
    // Two classes: one matrix.
    #expect(events.tags.filter { $0.contains("confusion") } == ["test_confusion"])
    #expect(!events.tags.contains { $0.hasPrefix("weights/") || $0.hasPrefix("augmented/") })
  }

  @Test func picturesAndDistributionsAreShownOnRequest() throws {
    let work = try Workspace.withLoggedSteps([
      "Logging.tensorboard_images": "2", "Logging.tensorboard_histograms": "2",
    ])
    try work.train()
    let tags = try EventFiles(work).tags
    for tag in [
      "augmented/1", "augmented/2", "weights/conv1.weight", "gradients/conv1.weight",
    ] {
      #expect(tags.contains(tag), "\(tag)")
    }
    #expect(!tags.contains("augmented/3"))
  }

  @Test func aRunThatWasKilledGoesOnWithoutDoubledRows() throws {
    let settings = ["Training.n_epochs": "60", "Logging.log_every_n_steps": "1"]
    let work = try Workspace.withLoggedSteps(settings)
    let undisturbed = try Workspace.withLoggedSteps(settings)
    try undisturbed.train()
    try work.trainAndKill(after: 5)
    _ = try EventFiles(work)
    try work.train("--resume")
    let timed = ["epoch_time", "images_per_s"]
    let left = try EventFiles(work).scalars.filter { !timed.contains($0.key) }
    #expect(left == (try EventFiles(undisturbed).scalars.filter { !timed.contains($0.key) }))
  }

  /// TensorBoard's own reader, as `Benchmarks/parity/tensorboard_reader.py` uses it.
  @Test(
    .enabled(
      if: Peer.can("-c", "import tensorboard"),
      "ROENTGEN_PYTHON names no Python that has tensorboard"))
  func tensorBoardsOwnReaderFindsTheSame() throws {
    let work = try Workspace.withLoggedSteps([
      "Logging.tensorboard_images": "1", "Logging.tensorboard_histograms": "1",
      "Training.n_epochs": "2",
    ])
    try work.train()
    try work.configure(["Training.n_epochs": "4", "Logging.log_every_n_steps": "5"])
    try work.train("--resume", "--epochs", "4")
    let own = try EventFiles(work)
    let theirs = try Peer.json(
      "Benchmarks/parity/tensorboard_reader.py".inRepository, work.path("logs"))
    let scalars = try #require(theirs["scalars"]?.object)
    #expect(Set(scalars.keys) == Set(own.scalars.keys))
    for (tag, values) in own.scalars {
      let rows = try #require(scalars[tag]?.array)
      #expect(rows.count == values.count, "\(tag)")
      for row in rows {
        let step = try #require(row[0]?.int)
        #expect(row[1]?.double == values[step].map(Double.init), "\(tag) at \(step)")
      }
    }
    #expect(theirs["images"]?.object?["augmented/1"] == [16, 16])
    let matrix = theirs["images"]?.object?["test_confusion"]?.array?.compactMap(\.int) ?? []
    #expect(matrix.count == 2 && matrix.allSatisfy { $0 >= 100 })
    #expect(theirs["histograms"]?.object?["weights/conv1.bias"]?.array?.isEmpty == false)
    #expect(
      theirs["texts"]?.object?["configuration"]?.string?.contains("Training.seed | 42") == true)
    #expect(theirs["hyperparameters"]?.object?["Training.batch_size"] == 8.0)
  }
}

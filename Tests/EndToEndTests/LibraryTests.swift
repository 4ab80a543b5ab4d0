import Basics
import Checkpoints
import Glibc
import Imaging
import Layers
import Medical
import Testing
import Training

/// Training from a program of one's own.
@Suite struct LibraryTests {
  @Test func theDocumentedExampleIsTheOneThatIsBuilt() throws {
    let page = try FileSystem.readText("docs/extending.md".inRepository)
    let example = try FileSystem.readText("Examples/Library/main.swift".inRepository)
    #expect(page.contains("```swift\n" + example + "```\n"))
    let lines = example.split(separator: "\n").filter { !$0.isEmpty && !$0.hasPrefix("//") }
    #expect(lines.count <= 15)
  }

  @Test func theExampleTrainsAndGoesOnAfterAKill() throws {
    let work = try Self.workspace()
    let whole = try work.startExample().wait()
    #expect(whole.status == 0, "\(whole.errors)")
    let lines = whole.output.split(separator: "\n")
    #expect(lines.count == 6 && lines[4].hasPrefix("epoch 5: accuracy "))
    #expect(lines[5].hasSuffix("in runs/mine/models/best_model.pth"))
    let killed = try Self.workspace()
    let program = try killed.startExample()
    #expect(
      killed.wait { killed.exists("runs/mine/models/last_model.pth") || !program.isRunning })
    program.send(SIGKILL)
    _ = try program.wait()
    let resumed = try killed.startExample().wait()
    #expect(resumed.status == 0, "\(resumed.errors)")
    #expect(resumed.output == whole.output)
    for key in ["model_state_dict", "optimizer_state_dict"] {
      let left = try PyTorchFile.read(work.path("runs/mine/models/last_model.pth"))
      let right = try PyTorchFile.read(killed.path("runs/mine/models/last_model.pth"))
      let isSame = left[.string(key)] == right[.string(key)]
      #expect(isSame, "\(key)")
    }
    // A run that is complete stays as it is.
    let again = try killed.startExample().wait()
    #expect(again.status == 0 && again.output == whole.output)
    #expect(try killed.json("runs/mine/logs/run.json")["status"] == "completed")
  }

  /// What a Swift program trains, `main` predicts with and evaluates, zones with a focus included.
  @Test func itsModelsAreTheProgramsOwn() throws {
    let work = try Workspace()
    try PhantomDataSet.write(
      to: work.path("phantoms"), options: PhantomOptions(count: 16, seed: 1, size: 64))
    var data = DataOptions()
    data.dataset = "csi"
    data.csvPath = work.path("phantoms/labels.csv")
    data.imageDirectory = work.path("phantoms/images")
    data.imageSize = 64
    data.channels = 1
    data.normalization = .custom(mean: [0.4], standardDeviation: [0.2])
    data.augmentation = [AugmentationItem("rotate")]
    func run(_ name: String, _ change: (inout TrainingRun) -> Void = { _ in }) throws {
      var run = TrainingRun("Custom_1", on: data, in: work.path(name))
      run.datasets.register(.csi)
      run.regions = { Zone.regions(of: $0) }
      run.model.zoneFocus = .pooling
      run.threads = 1
      run.epochs = 1
      run.options.batchSize = 4
      change(&run)
      _ = try run.fit()
    }
    try run("first")
    let model = "first/models/best_model.pth"
    let image = try #require(try work.list("phantoms/images").first)
    let predicted = try work.run(
      "--mode", "predict", "--model-path", model, "--input", "phantoms/images/\(image)")
    #expect(predicted.status == 0, "\(predicted.errors)")
    #expect(try JSONValue.parse(predicted.output)[0]?["prediction"]?.object?.count == 6)
    let evaluated = try work.run(
      "--mode", "evaluate", "--model-path", model, "--split", "val", "--output-dir", "scores")
    #expect(evaluated.status == 0, "\(evaluated.errors)")
    let history = try work.json("first/logs/validation_history.json")
    let ours = try #require(try work.json("scores/metrics_val.json")["loss"]?.double)
    let theirs = try #require(history["loss"]?.array?.first?.double)
    #expect(abs(ours - theirs) < 1e-6 * theirs, "\(ours) \(theirs)")

    // Weights to start from, of which the first layer stays as it is.
    try run("second") {
      $0.model.pretrained = .file(work.path(model))
      $0.model.freezing = .names(["conv1"])
    }
    func weights(_ name: String, _ key: String) throws -> [Float]? {
      try PyTorchFile.read(work.path("\(name)/models/last_model.pth"))["model_state_dict"]?[
        .string(key)]?.tensorValue?.floats()
    }
    #expect(try weights("first", "conv1.weight") == weights("second", "conv1.weight"))
    #expect(try weights("first", "conv2.weight") != weights("second", "conv2.weight"))
    #expect(throws: PretrainedError.self) {
      try run("third") {
        $0.model.pretrained = .file(work.path(model))
        $0.model.architecture = "ResNet18"
      }
    }
  }

  private static func workspace() throws -> Workspace {
    let work = try Workspace()
    try work.makeImages(perClass: 60)
    return work
  }
}

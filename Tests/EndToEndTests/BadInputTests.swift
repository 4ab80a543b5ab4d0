import Basics
import Checkpoints
import Foundation
import Imaging
import Testing

/// Whatever is wrong is said in one clear line, with the status of its kind; nothing ever traps.
@Suite struct BadInputTests {
  /// Checks status, number of lines and words of an error.
  private func expect(
    _ outcome: Outcome, status: Int, _ words: String...,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(outcome.status == status, "\(outcome.errors)", sourceLocation: sourceLocation)
    #expect(outcome.errorLines.count == 1, "\(outcome.errors)", sourceLocation: sourceLocation)
    #expect(outcome.output == "", sourceLocation: sourceLocation)
    for word in words {
      #expect(outcome.errors.contains(word), "\(outcome.errors)", sourceLocation: sourceLocation)
    }
    for word in ["Fatal error", "Swift/", "at /", "Optional("] {
      #expect(!outcome.errors.contains(word), sourceLocation: sourceLocation)
    }
  }

  // MARK: Command line

  @Test(arguments: [
    (["--mode", "trian"], "did you mean train?"),
    (["--mode", "train", "--epochz", "3"], "did you mean --epochs?"),
    (["--mode"], "--mode needs a value"),
    (["--epochs", "3"], "--mode MODE"),
    (["train"], "--mode MODE"),
    (["--mode", "train", "extra"], "unexpected \"extra\""),
    (["--mode", "train", "--epochs"], "--epochs needs a value"),
    (["--mode", "train", "--epochs", "--quiet"], "--epochs needs a value"),
    (["--mode", "train", "--epochs", "2", "--epochs", "3"], "given twice"),
    (["--mode", "train", "--quiet=yes"], "takes no value"),
    (["--mode", "train", "--input", "x.png"], "does not belong to --mode train"),
    (["--mode", "train", "--epochs", "0"], "a whole number from 1"),
    (["--mode", "train", "--set", "n_epochs"], "Section.key=value"),
    (["--mode", "train", "--set", "Training.n_epoch=3"], "did you mean n_epochs?"),
    (["--mode", "train", "--learning-rate", "-1"], "--learning-rate"),
    (["--mode", "train", "--device", "cuda"], "computes on the processor only"),
    (["--mode", "evaluate"], "--model-path FILE"),
    (["--mode", "predict", "--model-path", "x.pth"], "--input PATH"),
    (["--mode", "list", "everything"], "models"),
    (["--mode", "init", "--template", "huge"], "basic or advanced"),
    (["--mode", "benchmark", "--steps", "0"], "--steps"),
    (["--mode", "benchmark", "--arch", "LeNet", "--image-size", "2"], "12 x 12"),
    (["--mode", "train", "--resume"], "no run to continue"),
    (["--mode", "train", "--resume", "exp9"], "no run exp9"),
    (["--mode", "train", "--fork", "exp9"], "no run exp9"),
  ])
  func aWrongCommandLine(words: [String], message: String) throws {
    let work = try Workspace()
    try work.makeImages(perClass: 4)
    try work.configure()
    expect(try work.run(words: words), status: 2, message)
    #expect(!work.exists("models"))
  }

  // MARK: Configuration

  @Test(arguments: [
    ("[Training]\nn_epoch = 3", "bad.ini:2: ", "did you mean n_epochs?"),
    ("[Trainig]\nn_epochs = 3", "bad.ini:1: ", "did you mean [Training]?"),
    ("[Training]\nn_epochs = many", "bad.ini:2: ", "a whole number from 1"),
    ("[Training]\nn_epochs = 1.5", "bad.ini:2: ", "a whole number from 1"),
    ("[Training]\nbatch_size = 0", "bad.ini:2: ", "a whole number from 1"),
    ("[Training]\nbatch_size = 99999999999999999999", "bad.ini:2: ", "a whole number from 1"),
    ("[Training]\nlearning_rate = nan", "bad.ini:2: ", "learning_rate = nan"),
    ("[Training]\nlearning_rate = inf", "bad.ini:2: ", "learning_rate = inf"),
    ("[Training]\nlearning_rate = -0.1", "bad.ini:2: ", "learning_rate = -0.1"),
    ("[Training]\nseed = 1\nseed = 2", "bad.ini:3: ", "given twice, first at bad.ini:2"),
    ("[Training]\ncompile = perhaps", "bad.ini:2: ", "compile = perhaps"),
    ("[Model]\nmodel_arch = ResNot", "bad.ini:2: ", "LeNet"),
    ("[Data]\nval_split = 1.5", "bad.ini:2: ", "val_split = 1.5"),
    ("[Optimization]\nbetas = 0.9", "bad.ini:2: ", "betas = 0.9"),
    ("what is this", "bad.ini:1: ", "[Section] or key = value"),
    ("n_epochs = 3", "bad.ini:1: ", "n_epochs"),
    ("[Training]\nlearning_rate=0.1\n[Optimization]\nlearning_rate=0.2", "bad.ini:4: ", "remove"),
    ("[Data]\nintensity = percentile(90, 10)", "bad.ini:2: ", "below the second"),
    ("[Data]\nmean = 0.5", "bad.ini:2: ", "normalization = custom"),
    ("[Metrics]\nprimary = f2_macro", "primary = f2_macro: ", "f1_macro"),
    (
      "[Callbacks]\nearly_stopping_monitor = val_los", "early_stopping_monitor = val_los: ",
      "did you mean val_loss?"
    ),
    ("[Model]\nnum_classes = 5", "bad.ini:2: ", "the data have 2: dark, light"),
    ("[Model]\nhead = zones", "bad.ini:2: ", "classification"),
    ("[Loss]\nclass_weights = 1, 2, 3", "bad.ini:2: ", "each of the 2 classes"),
    ("[Model]\npretrained = true", "bad.ini:2: ", "models/pretrained/LeNet.pth"),
  ])
  func aWrongConfiguration(text: String, place: String, message: String) throws {
    let work = try Workspace()
    try work.makeImages(perClass: 4)
    try work.write(text + "\n", to: "bad.ini")
    let settings =
      [
        "Data.dataset=folder", "Data.root=data", "Data.image_size=16", "Data.channels=1",
        "Training.threads=1",
      ] + (text.contains("model_arch") ? [] : ["Model.model_arch=LeNet"])
    let outcome = try work.run(
      words: ["--mode", "train", "--config", "bad.ini"] + settings.flatMap { ["--set", $0] })
    expect(outcome, status: 2, place, message)
    #expect(!work.exists("models"), "nothing is written")
  }

  @Test func configurationFilesThatAreNone() throws {
    let work = try Workspace()
    expect(try work.run("--mode", "train", "--config", "none.ini"), status: 2, "none.ini")
    expect(
      try work.run("--mode", "train", environment: ["ROENTGEN_CONFIG": "gone.ini"]), status: 2,
      "gone.ini")
    try FileSystem.createDirectory(work.path("folder.ini"))
    expect(try work.run("--mode", "train", "--config", "folder.ini"), status: 2, "folder.ini")
    var random = RandomSource(seed: 3)
    let garbage = (0..<4000).map { _ in UInt8(random.nextInt(below: 256)) }
    try work.write(garbage, to: "garbage.ini")
    let outcome = try work.run("--mode", "train", "--config", "garbage.ini")
    #expect(outcome.status == 2 && outcome.output == "")
    #expect(outcome.errorLines.count < 30 && !outcome.errorLines.isEmpty)
    for line in outcome.errorLines { #expect(line.hasPrefix("garbage.ini:")) }
  }

  @Test func withoutAnyConfigurationTheDataAreMissing() throws {
    let outcome = try Workspace().run("--mode", "train")
    expect(outcome, status: 2, "[Data] dataset: missing", "'dataset = csi", "'csv_path = ")
  }

  // MARK: Data

  private func tableWorkspace(_ table: String, _ changes: [String: String] = [:]) throws
    -> Workspace
  {
    let work = try Workspace()
    try work.makeImages(perClass: 4)
    try work.write(table, to: "table.csv")
    var keys = [
      "Data.dataset": "csv", "Data.csv_path": "table.csv", "Data.image_dir": "data",
      "Data.label_column": "class",
    ]
    keys["Data.root"] = "."
    try work.configure(keys.merging(changes) { $1 })
    return work
  }

  @Test func tables() throws {
    var work = try tableWorkspace("id,class\n")
    expect(try work.run("--mode", "train"), status: 3, "table.csv")
    work = try tableWorkspace("id,kind\ndark/dark00,a\n")
    expect(try work.run("--mode", "train"), status: 3, "table.csv", "class", "kind")
    work = try tableWorkspace("id,class\ndark/dark00,a\ndark/dark77,b\n")
    expect(try work.run("--mode", "train"), status: 3, "dark77")
    work = try tableWorkspace("id,class\n\"dark/dark00,a\n")
    expect(try work.run("--mode", "train"), status: 3, "table.csv")
    work = try tableWorkspace("id,class\ndark/dark00,a\n", ["Data.csv_path": "gone.csv"])
    expect(try work.run("--mode", "train"), status: 3, "gone.csv")
  }

  @Test func gradesThatAreNone() throws {
    let header = "FileID;right_sup;left_sup;right_mid;left_mid;right_inf;left_inf"
    func table(_ grade: String) -> String { "\(header)\ndark/dark00;0;1;2;3;\(grade);0\n" }
    let work = try tableWorkspace(table("1.5"), ["Data.dataset": "csi"])
    expect(try work.run("--mode", "train"), status: 3, "table.csv:2", "right_inf", "1.5")
    // Whole numbers outside of the scale are unknown, with a notice.
    try work.write(table("7"), to: "table.csv")
    let outcome = try work.run("--mode", "check")
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(
      (outcome.output + outcome.errors).contains("1 grade outside of 0 to 4 counts as unknown"))
  }

  @Test func foldersWithoutImages() throws {
    let work = try Workspace()
    try work.configure()
    expect(try work.run("--mode", "train"), status: 3, "data")
    try FileSystem.createDirectory(work.path("data/dark"))
    expect(try work.run("--mode", "train"), status: 3, "data")
    #expect(!work.exists("models"))
  }

  @Test func brokenImages() throws {
    let png = try ImageCodec.encodePNG(
      Image(width: 64, height: 64, channels: 1, pixels: (0..<4096).map { UInt8($0 * 7 % 251) }))
    let jpeg = try ImageCodec.encodeJPEG(
      Image(width: 64, height: 64, channels: 1, pixels: (0..<4096).map { UInt8($0 * 7 % 251) }))
    // Length and type of the header chunk, its 30,000 x 30,000 pixels of 8 grey bits, and the checksum.
    let fields: [UInt8] = [73, 72, 68, 82, 0, 0, 0x75, 0x30, 0, 0, 0x75, 0x30, 8, 0, 0, 0, 0]
    let sum = CRC32.checksum(fields)
    let huge: [UInt8] =
      [137, 80, 78, 71, 13, 10, 26, 10, 0, 0, 0, 13] + fields
      + [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: sum >> $0) }
    for (name, bytes) in [
      ("broken.png", Array(png.prefix(png.count / 2))),
      ("broken.jpg", Array(jpeg.prefix(jpeg.count / 3))),
      ("text.png", Array("this is no picture".utf8)), ("empty.png", []), ("huge.png", huge),
    ] {
      let work = try Workspace()
      try work.makeImages(perClass: 4)
      try work.configure()
      try work.write(bytes, to: "data/dark/\(name)")
      for mode in ["check", "train"] {
        let outcome = try work.run("--mode", mode, "--quiet")
        expect(outcome, status: 3, name)
      }
      let skipping = try work.run("--mode", "train", "--quiet", "--set", "Data.bad_images=skip")
      #expect(skipping.status == 0, "\(skipping.errors)")
      #expect(try work.text("logs/splits.json").contains(name))
      let predicted = try work.run(
        "--mode", "predict", "--model-path", "models/best_model.pth", "--input",
        "data/dark/\(name)")
      expect(predicted, status: 3, name)
    }
  }

  // MARK: Models

  @Test func brokenModels() throws {
    let work = try Workspace()
    try work.makeImages()
    try work.configure(["Training.n_epochs": "1"])
    try work.run("--mode", "train", "--quiet")
    let good = try work.bytes("models/best_model.pth")
    let input = ["--input", "data/dark/dark00.png"]
    func predict(_ bytes: [UInt8]) throws -> Outcome {
      try work.write(bytes, to: "bad.pth")
      return try work.run(words: ["--mode", "predict", "--model-path", "bad.pth"] + input)
    }
    var random = RandomSource(seed: 11)
    for _ in 0..<10 {
      var flipped = good
      // A byte of the tensors: everything that is not is checked as well, but its message varies.
      flipped[good.count / 4 + random.nextInt(below: good.count / 2)] ^= 0x40
      expect(try predict(flipped), status: 3, "bad.pth")
    }
    for size in [0, 1, 100, good.count / 2, good.count - 1] {
      expect(try predict(Array(good.prefix(size))), status: 3, "bad.pth")
    }
    expect(
      try work.run(words: ["--mode", "predict", "--model-path", "gone.pth"] + input), status: 3,
      "gone.pth")
    expect(
      try work.run(words: ["--mode", "evaluate", "--model-path", "config.ini"]), status: 3,
      "config.ini")
    expect(
      try work.run(words: ["--mode", "train", "--set", "Model.pretrained=config.ini"]), status: 3,
      "config.ini")
    let other = try work.run(
      "--mode", "train", "--set", "Model.pretrained=models/best_model.pth", "--set",
      "Model.model_arch=Custom_1", "--set", "Data.image_size=64")
    expect(other, status: 3, "no weights of Custom_1")
    expect(
      try work.run(
        words: [
          "--mode", "predict", "--model-path", "models/best_model.pth", "--set",
          "Model.model_arch=Custom_1",
        ] + input), status: 3, "best_model.pth")
    expect(
      try work.run(
        "--mode", "train", "--resume", "models/last_model.pth", "--set",
        "Model.model_arch=MyNet"), status: 2, "other settings: Model.model_arch = MyNet")
    #expect(try work.bytes("models/best_model.pth") == good)
  }

  @Test func picklesCallNothing() throws {
    let work = try Workspace()
    try work.makeImages(perClass: 4)
    // cposix\nsystem\n(S'touch owned'\ntR. as torch would load it without weights_only.
    let pickle = Array("cposix\nsystem\n(S'touch owned'\ntR.".utf8)
    var writer = ZipWriter()
    let header = writer.begin(
      "archive/data.pkl", size: pickle.count, checksum: CRC32.checksum(pickle))
    try work.write(header + pickle + writer.finish(), to: "evil.pth")
    let outcome = try work.run(
      "--mode", "predict", "--model-path", "evil.pth", "--input", "data/dark/dark00.png")
    expect(outcome, status: 3, "evil.pth")
    #expect(!work.exists("owned"))
  }

  @Test func dataOfAnotherTask() throws {
    let work = try Workspace()
    try work.makeImages()
    try work.configure(["Training.n_epochs": "1"])
    try work.run("--mode", "train", "--quiet")
    try FileSystem.move(work.path("data/light"), to: work.path("data/bright"))
    let outcome = try work.run("--mode", "evaluate", "--model-path", "models/best_model.pth")
    #expect(outcome.status == 3 && outcome.errorLines.count == 1, "\(outcome.errors)")
  }

  // MARK: Running

  @Test func foldersThatCannotBeWritten() throws {
    let work = try Workspace()
    try work.makeImages(perClass: 4)
    try work.configure()
    try work.write("a file", to: "blocked")
    for key in ["models_dir", "logs_dir"] {
      let outcome = try work.run("--mode", "train", "--quiet", "--set", "Output.\(key)=blocked/x")
      expect(outcome, status: 1, "blocked")
    }
    #expect(try work.text("blocked") == "a file")
    try work.run("--mode", "train", "--quiet")
    let predicted = try work.run(
      "--mode", "predict", "--model-path", "models/best_model.pth", "--input", "data/dark",
      "--output", "blocked/out.json")
    expect(predicted, status: 1, "blocked/out.json")
  }

  @Test(.enabled(if: SmallDisk.isAvailable, "a file system may not be mounted here"))
  func aFullDiskLeavesWhatWasThere() throws {
    let work = try Workspace()
    try work.makeImages(perClass: 4)
    try work.configure(["Output.models_dir": "disk/models"])
    let disk = try SmallDisk(at: work.path("disk"), kilobytes: 1100)
    defer { disk.unmount() }
    let first = try work.run(
      "--mode", "train", "--quiet", "--epochs", "2", "--set", "Training.checkpoint_interval=0")
    #expect(first.status == 0, "\(first.errors)")
    let outcome = try work.run(
      "--mode", "train", "--quiet", "--set", "Training.checkpoint_interval=1", "--set",
      "Output.runs_dir=disk/runs")
    expect(outcome, status: 1, "the disk is full")
    #expect(try work.json("logs/run.json")["status"] == "failed")
    try work.expectWholeFiles()
    #expect(throws: Never.self) {
      try PyTorchFile.read(work.path("disk/runs/exp1/models/best_model.pth"))
    }
  }

  @Test func divergenceEndsTheRun() throws {
    let work = try Workspace()
    try work.makeImages()
    try work.configure([
      "Training.learning_rate": "1e30", "Training.n_epochs": "20", "Optimization.optimizer": "sgd",
    ])
    let outcome = try work.run("--mode", "train", "--quiet")
    expect(outcome, status: 1, "not finite", "lower learning rate")
    #expect(try work.json("logs/run.json")["status"] == "failed")
  }
}

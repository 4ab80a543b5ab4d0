import Basics
import Checkpoints
import Testing

/// What the command line says reaches the run.
@Suite struct OverrideTests {
  private static func workspace(_ changes: [String: String] = [:]) throws -> Workspace {
    let work = try Workspace()
    try work.makeImages(perClass: 8)
    try work.configure(changes)
    return work
  }

  private static func resolved(_ work: Workspace, _ words: [String]) throws -> [Substring] {
    let outcome = try work.run(words: ["--mode", "train", "--quiet"] + words)
    #expect(outcome.status == 0, "\(words): \(outcome.errors)")
    return try work.text("logs/resolved.ini").split(separator: "\n").filter { !$0.hasPrefix(";") }
  }

  /// A flag does what its key does: the same settings, and where the key decides what is learned, other weights.
  @Test(arguments: [
    ("--epochs", "2", "Training.n_epochs"), ("--batch-size", "4", "Training.batch_size"),
    ("--learning-rate", "0.02", "Training.learning_rate"), ("--device", "cpu", "Training.device"),
    ("--seed", "7", "Training.seed"), ("--threads", "2", "Training.threads"),
    ("--checkpoint-interval", "1", "Training.checkpoint_interval"),
    ("--early-stopping-patience", "1", "Callbacks.early_stopping_patience"),
    ("--patience", "1", "Callbacks.early_stopping_patience"),
    ("--early-stopping-min-delta", "0.5", "Callbacks.early_stopping_min_delta"),
    ("--no-compile", "false", "Training.compile"),
    ("--wandb-project", "p", "Logging.wandb_project"),
    ("--wandb-entity", "e", "Logging.wandb_entity"),
  ])
  func everyFlagIsItsKey(flag: String, value: String, key: String) throws {
    let work = try Self.workspace()
    let before = try Self.resolved(work, [])
    let learned = try work.learned()
    let words = flag == "--no-compile" ? [flag] : [flag, value]
    let given = try Self.resolved(work, words)
    let byFlag = try work.learned()
    let set = try Self.resolved(work, ["--set", "\(key)=\(value)"])
    #expect(given == set && given != before)
    work.expectSame(byFlag, try work.learned())
    let decides = [
      "--epochs", "--batch-size", "--learning-rate", "--seed", "--checkpoint-interval",
    ]
    if decides.contains(flag) {
      let isSame = learned == byFlag
      #expect(!isSame, "\(flag)")
    }
    let name = key.split(separator: ".")[1]
    #expect(given.contains("\(name) = \(value)"), "\(given)")
  }

  /// Whether a flag was given counts, not whether its value is the usual one.
  @Test func aFlagThatIsTheDefaultStillWins() throws {
    let work = try Self.workspace(["Training.learning_rate": "0.05", "Training.seed": "3"])
    let given = try Self.resolved(work, ["--learning-rate", "0.001", "--seed", "42"])
    #expect(given.contains("learning_rate = 0.001") && given.contains("seed = 42"))
  }

  /// Whoever is named first wins: the flag, the variables, the file in the folder; and all of the program reads that one.
  @Test func theConfigurationIsTheFirstOfItsPlaces() throws {
    let work = try Self.workspace()
    var number = 1
    func write(_ name: String) throws {
      number += 1
      try work.write(
        Workspace.configuration([
          "Training.n_epochs": "1", "Training.batch_size": "\(number)",
          "Training.learning_rate": "0.00\(number)", "Output.logs_dir": "logs\(number)",
        ]), to: name)
    }
    try write("config.ini")
    try write("config/config.ini")
    try write("named.ini")
    try write("other.ini")
    func expect(
      _ wanted: Int, _ words: [String] = [], _ environment: [String: String] = [:]
    ) throws {
      let outcome = try work.start(
        ["--mode", "train", "--quiet"] + words, environment: environment
      ).wait()
      #expect(outcome.status == 0, "\(outcome.errors)")
      let text = try work.text("logs\(wanted)/resolved.ini")
      #expect(text.contains("\nbatch_size = \(wanted)\n"))
      #expect(text.contains("\nlearning_rate = 0.00\(wanted)\n"))
      try FileSystem.removeTree(work.path("logs\(wanted)"))
      try FileSystem.removeTree(work.path("models"))
    }
    let variables = ["ROENTGEN_CONFIG": "named.ini", "BZ_CONFIG": "other.ini"]
    try expect(5, ["--config", "other.ini"], variables)
    try expect(4, [], variables)
    try expect(3)
    try FileSystem.remove(work.path("config/config.ini"))
    try expect(2)
    // YAML is neither: it is said where it stops making sense.
    try work.write("training:\n  epochs: 3\n", to: "bz.yaml")
    let yaml = try work.run("--mode", "train", "--config", "bz.yaml")
    #expect(yaml.status == 2 && yaml.errorLines.first?.hasPrefix("bz.yaml:1: ") == true)
  }

  @Test func templatesDiffer() throws {
    var texts: [String] = []
    for template in ["basic", "advanced"] {
      let work = try Workspace()
      let outcome = try work.run("--mode", "init", "--template", template, "--quiet")
      #expect(outcome.status == 0, "\(outcome.errors)")
      texts.append(try work.text("config/config.ini"))
      // What it writes is what the other modes read.
      let trial = try work.run(
        "--mode", "train", "--fast-dev-run", "--quiet", "--set", "Data.image_size=32", "--set",
        "Data.channels=1")
      #expect(trial.status == 0 && trial.errors.isEmpty, "\(trial.errors)")
    }
    #expect(texts[0].count < texts[1].count)
    #expect(texts[1].contains("\n; rmsprop_alpha") || texts[1].contains("\nrmsprop_alpha"))
    #expect(!texts[0].contains("rmsprop_alpha"))
  }

  /// From the weights of the last epoch's own file.
  @Test func theNormOfTheWeightsIsAColumn() throws {
    let work = try Self.workspace(["Logging.weight_norm": "true", "Training.n_epochs": "2"])
    try work.train()
    let values = try #require(try work.json("logs/training_history.json")["weight_norm"]?.numbers)
    let weights = try PyTorchFile.read(work.path("models/last_model.pth"))["model_state_dict"]
    var sum = 0.0
    for (_, value) in try #require(weights?.dictionaryValue).pairs {
      for element in value.tensorValue?.floats() ?? [] { sum += Double(element) * Double(element) }
    }
    #expect(values.count == 2)
    #expect(abs(values[1] - sum.squareRoot()) < 1e-9 * sum.squareRoot())
    #expect(try work.text("logs/metrics.csv").split(separator: "\n")[0].contains("weight_norm"))
  }
}

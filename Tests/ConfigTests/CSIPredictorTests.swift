import Basics
import Config
import Testing

/// The configuration file of CSI-Predictor's guide is understood as it stands.
@Suite struct CSIPredictorTests {
  static let guide = """
    wandb_project = csi
    [Training]
    batch_size = 32
    learning_rate = 0.001
    n_epochs = 100
    device = cuda
    pin_memory = true
    [Optimization]
    learning_rate = 0.001
    scheduler = ReduceLROnPlateau
    """

  @Test func theGuideIsTaken() throws {
    let config = try resolve(Self.guide)
    #expect(config.text("Logging", "wandb_project") == "csi")
    #expect(config.real("Training", "learning_rate") == 0.001)
    #expect(
      config.notices.map(\.description) == [
        "config.ini:7: [Training] pin_memory has no effect here: memory is never copied twice"
      ])
  }

  @Test func theLearningRateMayStandWithTheOptimizer() throws {
    let config = try resolve("[Optimization]\nlearning_rate = 0.01")
    #expect(config.real("Training", "learning_rate") == 0.01)
    #expect(config.origin("Training", "learning_rate") == .file(name: "config.ini", line: 2))
  }

  @Test func learningRatesMustAgree() {
    let text = "[Training]\nlearning_rate = 0.001\n[Optimization]\nlearning_rate = 1e-2"
    #expect(
      problems(text) == [
        "config.ini:4: [Optimization] learning_rate = 1e-2: [Training] learning_rate = 0.001 "
          + "at config.ini:2 says otherwise; remove one of the two"
      ])
    #expect(problems("[Training]\nlearning_rate=0.01\n[Optimization]\nlearning_rate=1e-2") == [])
  }

  @Test func theCommandLineMayContradictTheFile() throws {
    let config = try resolve(
      "[Optimization]\nlearning_rate = 0.01", settings: ["Training.learning_rate=0.5"])
    #expect(config.real("Training", "learning_rate") == 0.5)
  }

  @Test(arguments: ["", "[Training]", "[Model]", "[Logging]", "[WandB]"])
  func theProjectMayStandAnywhere(section: String) throws {
    let config = try resolve("\(section)\nwandb_project = x")
    #expect(config.text("Logging", "wandb_project") == "x")
  }

  @Test func anEmptyProjectContradictsNothing() throws {
    for text in [
      "[Logging]\nwandb_project=\n[Model]\nwandb_project=x",
      "wandb_project=x\n[Logging]\nwandb_project=",
    ] {
      #expect(try resolve(text).text("Logging", "wandb_project") == "x")
    }
  }
}

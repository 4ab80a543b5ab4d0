import Basics
import Medical
import Testing

/// The configuration of CSI-Predictor's guide, as it stands there.
@Suite struct CSIPredictorGuideTests {
  private static let guide = """
    wandb_project = csi-predictor
    [Training]
    batch_size = 32
    learning_rate = 0.001
    n_epochs = 100
    device = cuda
    num_workers = 4
    pin_memory = true

    [Model]
    model_arch = Custom_1
    pretrained = PRETRAINED
    num_classes = 5

    [Optimization]
    optimizer = adam
    learning_rate = 0.001
    weight_decay = 0.0001
    scheduler = ReduceLROnPlateau
    patience = 10
    factor = 0.5

    [Loss]
    unknown_weight = 0.3

    [Callbacks]
    early_stopping_patience = 10
    early_stopping_min_delta = 0.001
    restore_best_weights = true

    [WandB]
    wandb_entity = somebody

    """

  private static func guide(pretrained: String) -> String {
    let parts = guide.split(separator: "PRETRAINED", omittingEmptySubsequences: false)
    return parts.joined(separator: pretrained)
  }

  @Test func onlyTheDataAreMissing() throws {
    let work = try Workspace()
    try work.write(Self.guide(pretrained: "false"), to: "config.ini")
    let outcome = try work.run("--mode", "check")
    #expect(outcome.status == 2)
    #expect(outcome.errorLines.count == 1, "\(outcome.errors)")
    for word in ["[Data] dataset: missing", "'dataset = csi", "'csv_path = ", "'image_dir = "] {
      #expect(outcome.errors.contains(word))
    }
    #expect(outcome.errors.contains("config.ini:8: [Training] pin_memory has no effect"))
  }

  @Test func withDataItTrains() throws {
    let work = try Workspace()
    try PhantomDataSet.write(
      to: work.path("phantoms"), options: PhantomOptions(count: 12, seed: 1, size: 64))
    let data = """
      [Data]
      dataset = csi
      csv_path = phantoms/labels.csv
      image_dir = phantoms/images
      image_size = 64
      channels = 1

      """
    try work.write(Self.guide(pretrained: "false") + data, to: "config.ini")
    let outcome = try work.run("--mode", "train", "--epochs", "1", "--threads", "1")
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.errors.contains("config.ini:6: device = cuda"))
    #expect(try work.json("logs/run.json")["best_metric"]?["name"] == "val_f1_macro")
    let offline = try WandBRuns(work).runs.first
    #expect(offline?.project == "csi-predictor" && offline?.entity == "somebody")
    let rows = try work.text("logs/predictions_test.csv").split(separator: "\n")
    #expect(rows[0].hasPrefix("id,truth_right_sup,prediction_right_sup,"))

    let predicted = try work.run(
      "--mode", "predict", "--model-path", "models/best_model.pth", "--input", "phantoms/images",
      "--device", "cpu")
    let first = try #require(try JSONValue.parse(predicted.output)[0])
    #expect(
      first["prediction"]?.object?.keys == [
        "right_sup", "left_sup", "right_mid", "left_mid", "right_inf", "left_inf",
      ])
    for zone in first["probabilities"]?.object?.pairs ?? [] {
      #expect(zone.value.array?.count == 5)
    }
  }

  @Test func pretrainedWeightsMustBeThere() throws {
    let work = try Workspace()
    try work.makeImages(perClass: 4)
    let keys = "[Data]\ndataset = folder\nroot = data\n"
    try work.write(Self.guide(pretrained: "true") + keys, to: "config.ini")
    let outcome = try work.run("--mode", "check", "--device", "cpu", "--quiet")
    #expect(outcome.status == 2 && outcome.errorLines.count == 1, "\(outcome.errors)")
    #expect(outcome.errors.contains("models/pretrained/Custom_1.pth"))
    #expect(outcome.errors.contains("pretrained = false"))
  }
}

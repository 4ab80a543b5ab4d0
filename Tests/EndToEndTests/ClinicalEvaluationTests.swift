import Basics
import Checkpoints
import Glibc
import Medical
import TestSupport
import Testing

/// What a clinician gets of a model that scores zones.
@Suite struct ClinicalEvaluationTests {
  private static let zones = [
    "Data.dataset": "csi", "Data.root": "phantoms", "Data.csv_path": "phantoms/labels.csv",
    "Data.image_dir": "phantoms/images", "Data.group_column": "patient_id",
    "Data.image_size": "32", "Data.val_split": "0.3", "Data.test_split": "0.3",
    "Metrics.bootstrap_samples": "200", "Training.n_epochs": "2",
  ]

  private func trained(_ changes: [String: String] = [:]) throws -> Workspace {
    let work = try Workspace()
    try PhantomDataSet.write(
      to: work.path("phantoms"), options: PhantomOptions(count: 40, seed: 1, size: 64))
    try work.configure(Self.zones.merging(changes) { $1 })
    let train = try work.run("--mode", "train", "--quiet")
    #expect(train.status == 0, "\(train.errors)")
    return work
  }

  @Test func evaluationAccountsForZonesAveragesAndTheReader() throws {
    let work = try trained()
    let outcome = try work.run(
      "--mode", "evaluate", "--model-path", "models/best_model.pth", "--output-dir", "scores",
      "--reader", "phantoms/labels.csv")
    #expect(outcome.status == 0, "\(outcome.errors)")
    let metrics = try work.json("scores/metrics_test.json")
    for name in ["overall", "zones", "csi_average", "ahf", "unknown", "calibration"] {
      #expect(metrics[name]?.object != nil, "\(name)")
    }
    #expect(metrics["zones"]?.object?.keys == CSIDataset.standardZones)
    #expect(metrics["overall"]?["f1_macro"] == metrics["f1_macro"])
    #expect(metrics["overall"]?["accuracy"] == metrics["accuracy"])
    #expect(metrics["intervals"]?["clusters"] == "groups")
    #expect(metrics["intervals"]?["draws"] == 200)
    // The truth itself is a reader without a fault.
    let reader = metrics["reader"]
    #expect(reader?["reader_against_truth"]?["overall"]?["accuracy"]?.double == 1)
    #expect(
      reader?["model_against_reader"]?["overall"]?["accuracy"] == metrics["overall"]?["accuracy"])
    for heading in [
      "graded zones", "right_sup", "average grade", "heart failure", "calibration: ECE",
      "second reader", "95 % intervals",
    ] {
      #expect(outcome.output.contains(heading), "\(heading)")
    }
    // Without the reader it is what training found.
    let trained = try work.json("logs/metrics_test.json")
    #expect(trained["intervals"] == metrics["intervals"])
    #expect(trained["reader"]?.isNull == true)
  }

  @Test func probabilitiesAreCalibratedWithTheTemperatureOfTheFile() throws {
    let work = try trained([
      "Training.n_epochs": "8", "Training.learning_rate": "0.005",
    ])
    let file = try PyTorchFile.read(work.path("models/best_model.pth"))
    let temperature = try #require(file["calibration"]?["temperature"]?.doubleValue)
    let image = try #require(try work.list("phantoms/images").first)
    func predict(_ more: String...) throws -> JSONValue {
      let words =
        [
          "--mode", "predict", "--model-path", "models/best_model.pth", "--input",
          "phantoms/images/\(image)", "--logits",
        ] + more
      let outcome = try work.run(words: words)
      #expect(outcome.status == 0, "\(outcome.errors)")
      return try #require(try JSONValue.parse(outcome.output)[0])
    }
    let calibrated = try predict()
    let plain = try predict("--set", "Metrics.calibration=none")
    #expect(calibrated["logits"] == plain["logits"])
    #expect(calibrated["prediction"] == plain["prediction"])
    for (result, divisor) in [(calibrated, temperature), (plain, 1)] {
      let logits = result["logits"]?["left_mid"]?.array?.compactMap(\.double) ?? []
      let terms = logits.map { exp($0 / divisor) }
      let found = result["probabilities"]?["left_mid"]?.array?.compactMap(\.double) ?? []
      for (term, probability) in zip(terms, found) {
        // The logits are floats, printed as such.
        #expect(abs(term / terms.reduce(0, +) - probability) < 1e-7)
      }
      #expect(found.count == 5)
    }
  }

  @Test func predictionsSummariseEachImage() throws {
    let work = try trained()
    let outcome = try work.run(
      "--mode", "predict", "--model-path", "models/best_model.pth", "--input", "phantoms/images",
      "--output", "p.json")
    #expect(outcome.status == 0, "\(outcome.errors)")
    for item in try work.json("p.json").array ?? [] {
      let names = item["prediction"]?.object?.pairs.compactMap(\.value.string) ?? []
      let grades = names.compactMap { CSIDataset.classNames.firstIndex(of: $0) }
      let average = CongestionScore.average(of: grades)
      #expect(item["csi_average"]?.double == average)
      #expect(item["ahf"]?.string == average.map { HeartFailureClass(average: $0).name })
      #expect(item["ungradable"]?.bool == (average == nil))
    }
    try work.run(
      "--mode", "predict", "--model-path", "models/best_model.pth", "--input", "phantoms/images",
      "--output", "p.csv")
    let header = try #require(try work.text("p.csv").split(separator: "\n").first)
    #expect(header.hasSuffix("csi_average,ahf,ungradable,notice"))
    #expect(
      try work.text("p.csv").split(separator: "\n").dropFirst().allSatisfy {
        $0.hasSuffix("not for clinical use.")
      })
    #expect(outcome.errors.contains("not for clinical use"))
  }

  @Test func predictTakesTheTableOfTheDataAndLeavesOutWhatItMay() throws {
    let work = try trained(["Training.n_epochs": "1"])
    func predict(_ more: String...) throws -> Outcome {
      try work.run(
        words: [
          "--mode", "predict", "--model-path", "models/best_model.pth", "--output", "p.json",
        ] + more)
    }
    // The ids of a table without paths are looked up as training looked them up.
    let all = try predict("--input", "phantoms/labels.csv")
    #expect(all.status == 0, "\(all.errors)")
    #expect(try work.json("p.json").array?.count == 40)
    try work.write("finding\nnone\n", to: "other.csv")
    let other = try predict("--input", "other.csv")
    #expect(other.status == 3 && other.errors.contains("of ids (FileID"), "\(other.errors)")
    let image = try #require(try work.list("phantoms/images").first)
    try work.write("junk", to: "phantoms/images/\(image)")
    let failed = try predict("--input", "phantoms/images")
    #expect(failed.status == 3 && failed.errors.contains(image))
    let skipped = try predict("--input", "phantoms/images", "--set", "Data.bad_images=skip")
    #expect(skipped.status == 0 && skipped.errors.contains("\(image): not a PNG"))
    #expect(try work.json("p.json").array?.count == 39)
    let none = try predict("--input", "phantoms/images/\(image)", "--set", "Data.bad_images=skip")
    #expect(none.status == 3 && none.errors.contains("no image can be read"))
  }

  @Test func aReaderOfAnythingButZonesIsRefused() throws {
    let work = try Workspace()
    try work.makeImages(perClass: 4)
    try work.configure(["Data.reader_csv": "reader.csv"])
    let outcome = try work.run("--mode", "check")
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains("[Data] reader_csv"), "\(outcome.errors)")
  }

  @Test(.enabled(if: SharedData.directory("cxr6") != nil, "cxr6 is absent"))
  func realRadiographsAreComparedWithTheJuniorReader() throws {
    let root = try #require(SharedData.directory("cxr6"))
    let work = try Workspace()
    try work.configure([
      "Data.dataset": "csi", "Data.root": root, "Data.csv_path": "\(root)/metadata.csv",
      "Data.group_column": "patient_id", "Data.group_csv": "\(root)/files.csv",
      "Data.image_size": "32", "Data.val_split": "0.25", "Data.test_split": "0.25",
      "Data.reader_csv": "\(root)/metadata_junior.csv", "Metrics.bootstrap_samples": "200",
    ])
    let train = try work.run("--mode", "train", "--quiet")
    #expect(train.status == 0, "\(train.errors)")
    let outcome = try work.run(
      "--mode", "evaluate", "--model-path", "models/best_model.pth", "--output-dir", "scores")
    #expect(outcome.status == 0, "\(outcome.errors)")
    let metrics = try work.json("scores/metrics_test.json")
    let images = try #require(metrics["images"]?.int)
    #expect(metrics["reader"]?["images"]?.int == images && images > 3)
    #expect(metrics["overall"]?["graded"]?.int == images * 6)
    #expect(metrics["reader"]?["reader_against_truth"]?["overall"]?["mae"]?.double ?? 9 < 1.2)
    #expect(outcome.output.contains("reader against truth"))
  }
}

import Basics
import Imaging
import Medical
import TestSupport
import Testing

/// Plots and pages, as a user finds them.
@Suite struct ReportTests {
  private static func trained(_ changes: [String: String] = [:]) throws -> Workspace {
    let work = try Workspace()
    try PhantomDataSet.write(
      to: work.path("phantoms"), options: PhantomOptions(count: 24, seed: 1, size: 64))
    let keys = [
      "Data.dataset": "csi", "Data.root": "phantoms", "Data.csv_path": "phantoms/labels.csv",
      "Data.image_dir": "phantoms/images", "Data.group_column": "patient_id",
      "Data.image_size": "32", "Data.test_split": "0.3", "Metrics.bootstrap_samples": "50",
      "Logging.report": "true",
    ]
    try work.configure(keys.merging(changes) { $1 })
    let outcome = try work.run("--mode", "train", "--quiet")
    #expect(outcome.status == 0 && outcome.errors.isEmpty, "\(outcome.errors)")
    return work
  }

  private static let plots = [
    "best_cases", "confusion", "confusion_zones", "csi_agreement", "heart_failure", "pr_zones",
    "reliability", "roc", "roc_zones", "worst_cases", "zone_errors",
  ].map { "test_\($0).png" }

  @Test func aRunIsReportedAndReportedAgainFromItsFiles() throws {
    let work = try Self.trained()
    let found = try work.list("logs/plots")
    // An untrained network may be right about no image.
    #expect(Set(found).isSuperset(of: Set(Self.plots).subtracting(["test_best_cases.png"])))
    let page = try work.text("logs/report.html")
    #expect(XMLCheck(page, isHTML: true).problem == nil)
    #expect(page.contains("f1_macro is") && page.contains("95 % interval"))
    let files = try work.json("logs/run.json")["files"]?.array?.compactMap(\.string) ?? []
    for name in found { #expect(files.contains("logs/plots/\(name)")) }
    #expect(files.contains("logs/report.html") && files.contains("logs/training_curves.png"))

    let splits = try work.json("logs/splits.json")
    let ids = try #require(splits["test"]?.texts)
    for id in ids { #expect(!page.contains(id)) }

    if HeadlessBrowser.path != nil {
      try FileSystem.createDirectory(work.path("browser"))
      #expect(
        try HeadlessBrowser.cutOff(work.path("logs/report.html"), folder: work.path("browser"))
          == "")
    }
    // Beside each case there is what speaks for its answer, and on the page what the tables say.
    #expect(page.contains("what speaks for the prediction named below it (HiResCAM)"))
    for words in [
      "Quadratic kappa", "Acute heart failure", "Zones that cannot be graded", "Temperature",
      "or that of the table's csi",
    ] {
      #expect(page.contains(words), "\(words)")
    }
    let curves = try work.bytes("logs/training_curves.png")
    for name in ["logs/report.html", "logs/training_curves.png", "logs/plots/test_roc.png"] {
      try FileSystem.remove(work.path(name))
    }
    let again = try work.run("--mode", "report", "--quiet")
    #expect(again.status == 0, "\(again.errors)")
    #expect(try work.text("logs/report.html") == page)
    #expect(try work.bytes("logs/training_curves.png") == curves)
    #expect(try work.list("logs/plots") == found)

    let told = try work.run(
      "--mode", "report", "exp1", "--set", "Logging.report_ids=true", "--quiet")
    #expect(told.status == 0, "\(told.errors)")
    let named = try work.text("logs/report.html")
    #expect(ids.contains { named.contains($0) })
    let unknown = try work.run("--mode", "report", "exp9")
    #expect(unknown.status == 2 && unknown.errors.contains("there are: exp1"))
  }

  @Test func plotsMoveWithTheirRunAndKeysTurnThemOff() throws {
    let work = try Self.trained(["Callbacks.plot_interval": "1"])
    try work.configure([
      "Logging.report": "true", "Logging.report_images": "false", "Data.root": "d",
    ])
    try FileSystem.createDirectory(work.path("d"))
    for name in ["dark", "light"] {
      for index in 0..<8 {
        let image = Image(
          width: 16, height: 16, channels: 1,
          pixels: [UInt8](repeating: UInt8(index * 9 + (name == "dark" ? 0 : 150)), count: 256))
        try work.write(try ImageCodec.encodePNG(image), to: "d/\(name)/\(index).png")
      }
    }
    let outcome = try work.run("--mode", "train", "--quiet")
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(work.exists("runs/exp1/logs/plots/test_zone_errors.png"))
    #expect(work.exists("runs/exp1/logs/report.html"))
    #expect(
      try work.list("logs/plots") == [
        "test_confusion.png", "test_reliability.png", "test_roc.png",
      ])
    // The page of the earlier run can be made where it lies, and a run without pictures has none.
    #expect(try !work.text("logs/report.html").contains("<image"))
    let earlier = try work.run("--mode", "report", "runs/exp1", "--quiet")
    #expect(earlier.status == 0, "\(earlier.errors)")

    let evaluated = try work.run(
      "--mode", "evaluate", "--model-path", "models/best_model.pth", "--split", "train,val",
      "--output-dir", "scores", "--quiet")
    #expect(evaluated.status == 0, "\(evaluated.errors)")
    for split in ["train", "val"] {
      #expect(work.exists("scores/predictions_\(split).csv"))
      #expect(try work.json("scores/metrics_\(split).json")["accuracy"] != nil)
      #expect(work.exists("scores/plots/\(split)_roc.png"))
      #expect(try work.text("scores/report.html").contains("Evaluation: \(split)"))
    }
    let unknown = try work.run(
      "--mode", "evaluate", "--model-path", "models/best_model.pth", "--split", "val,text")
    #expect(unknown.status == 2 && unknown.errors.contains("train, val or test"))
  }
}

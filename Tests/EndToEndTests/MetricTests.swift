import Basics
import Testing

/// Metrics that are asked for by name, and metrics of one's own.
@Suite struct MetricTests {
  @Test func metricsAppearWhereverNumbersDo() throws {
    let work = try Workspace()
    try work.makeImages()
    try work.configure([
      "Metrics.metrics": "accuracy, auroc, cohen_kappa", "Metrics.primary": "light_recall",
      "Metric:light_recall.type": "recall", "Metric:light_recall.class": "light",
      "Metric:light_recall.stages": "val, test", "Metric:light_recall.progress_bar": "true",
      "Metric:sure.type": "accuracy", "Metric:sure.threshold": "0.9",
      "Callbacks.early_stopping_monitor": "val_auroc",
    ])
    let train = try work.run("--mode", "train")
    #expect(train.status == 0, "\(train.errors)")
    #expect(train.errors.contains("val_light_recall "))
    let training = try #require(try work.json("logs/training_history.json").object)
    let validation = try #require(try work.json("logs/validation_history.json").object)
    #expect(training["auroc"] != nil && training["sure"] != nil)
    #expect(training["light_recall"] == nil && validation["light_recall"]?.array?.count == 3)
    let header = try #require(try work.text("logs/metrics.csv").split(separator: "\n").first)
    #expect(header.contains("train_auroc") && header.contains("val_light_recall"))
    #expect(!header.contains("train_light_recall"))
    let run = try work.json("logs/run.json")
    #expect(run["best_metric"]?["name"] == "val_light_recall")
    #expect(run["test"]?["cohen_kappa"] != nil && run["test"]?["sure"] != nil)
  }

  @Test(arguments: [
    (["Metrics.metrics": "acuracy"], "did you mean accuracy?"),
    (["Metrics.metrics": "mae"], "mae means nothing for 2 classes (dark, light)"),
    (["Metric:x.average": "macro"], "[Metric:x] type: missing"),
    (["Metric:x.type": "f1", "Metric:x.k": "3"], "[Metric:x] k = 3: k has no effect on f1"),
    (["Metric:x.type": "recall", "Metric:x.class": "grey"], "expected one of dark, light"),
    (["Metric:loss.type": "f1"], "another metric is called loss already"),
    (["Metric:x.typ": "f1"], "did you mean type?"),
    (["Metrics.primary": "aurok", "Metrics.metrics": "auroc"], "did you mean auroc?"),
  ])
  func whatCannotBeMeasuredIsSaidInOneLine(changes: [String: String], line: String) throws {
    let work = try Workspace()
    try work.makeImages(perClass: 6)
    try work.configure(changes)
    let outcome = try work.run("--mode", "check")
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains(line), "\(outcome.errors)")
  }

  @Test func interruptedEpochsKeepWhatRankingsNeed() throws {
    let work = try Workspace()
    try work.makeImages()
    let changes = [
      "Metrics.metrics": "accuracy, auroc, ece, top2_accuracy", "Training.batch_size": "2",
      "Training.n_epochs": "2",
    ]
    try work.configure(changes)
    let whole = try work.run("--mode", "train", "--quiet")
    #expect(whole.status == 0, "\(whole.errors)")
    let expected = try work.learned()
    try work.configure(
      changes.merging([
        "Output.models_dir": "b/models", "Output.logs_dir": "b/logs", "Output.runs_dir": "b/runs",
      ]) { $1 })
    let first = try work.start(["--mode", "train", "--quiet"])
    _ = work.wait { work.exists("b/logs/steps.csv") }
    first.send(15)
    let stopped = try first.wait()
    if stopped.status != 0 {
      let resumed = try work.run("--mode", "train", "--resume", "--quiet")
      #expect(resumed.status == 0, "\(resumed.errors)")
    }
    let found = try work.learned(in: "b")
    work.expectSame(expected, found)
  }

  @Test func listsSayWhatThereIs() throws {
    let work = try Workspace()
    let metrics = try work.run("--mode", "list", "metrics").output
    for name in ["balanced_accuracy", "topK_accuracy", "quadratic_kappa", "csi_average", "ahf"] {
      #expect(metrics.split(separator: "\n").contains { $0.hasPrefix("\(name) ") }, "\(name)")
    }
    #expect(try work.run("--mode", "list", "losses").output.contains("ordinal_weight"))
  }
}

import Basics
import Testing

/// What a new user does, from the first command to the first prediction.
@Suite struct NewUserTests {
  @Test func aProjectIsMadeCheckedAndNeverOverwritten() throws {
    let work = try Workspace()
    let made = try work.run("--mode", "init", "--quiet")
    #expect(made.status == 0, "\(made.errors)")
    #expect(made.output == "" && made.errors == "")
    try work.write("[Training]\nn_epochs = 7\n", to: "config/config.ini")
    let again = try work.run("--mode", "init")
    #expect(again.status == 0, "\(again.errors)")
    #expect(again.errors.contains("config/config.ini exists and stays as it is"))
    #expect(again.errors.contains("data/phantoms exists and stays as it is"))
    #expect(try work.text("config/config.ini") == "[Training]\nn_epochs = 7\n")
    #expect(try work.list("data/phantoms") == ["images", "labels.csv", "phantom.json"])
  }

  @Test func everyModeFollowsFromTheOneBefore() throws {
    let work = try Workspace()
    try work.makeImages()
    try work.configure()

    let check = try work.run("--mode", "check")
    #expect(check.status == 0, "\(check.errors)")
    #expect(check.output.contains("train: 28 samples"))
    #expect(check.output.contains("LeNet"))
    #expect(!work.exists("models") && !work.exists("logs"))

    let train = try work.run("--mode", "train")
    #expect(train.status == 0, "\(train.errors)")
    #expect(train.output.contains("Run exp1: all epochs trained"))
    #expect(train.errors.contains("epoch 3/3"))

    let evaluate = try work.run(
      "--mode", "evaluate", "--model-path", "models/best_model.pth", "--output-dir", "scores")
    #expect(evaluate.status == 0, "\(evaluate.errors)")
    #expect(try work.text("scores/metrics_test.json") == work.text("logs/metrics_test.json"))
    #expect(
      try work.text("scores/predictions_test.csv") == work.text("logs/predictions_test.csv"))
    #expect(evaluate.output.contains("test_accuracy "))

    for name in ["eval", "validate"] {
      let other = try work.run(
        "--mode", name, "--model-path", "models/best_model.pth", "--split", "val",
        "--output-dir", name)
      #expect(other.status == 0, "\(other.errors)")
      #expect(try work.list(name) == ["metrics_val.json", "predictions_val.csv"])
    }

    let runs = try work.run("--mode", "list", "runs")
    #expect(runs.output.hasPrefix("exp1  "))
    #expect(runs.output.contains("completed, 3 epochs"))
  }

  @Test func predictionsAreForAnImageAFolderOrATable() throws {
    let work = try Workspace()
    try work.makeImages()
    try work.configure(["Training.n_epochs": "8"])
    try work.run("--mode", "train", "--quiet")
    let model = ["--mode", "predict", "--model-path", "models/best_model.pth"]

    let one = try work.run(words: model + ["--input", "data/dark/dark03.png", "--logits"])
    #expect(one.status == 0, "\(one.errors)")
    let object = try #require(try JSONValue.parse(one.output)[0]?.object)
    #expect(object.keys == ["id", "path", "prediction", "probabilities", "logits"])
    #expect(object["id"] == "dark03" && object["path"] == "data/dark/dark03.png")
    #expect(object["prediction"] == "dark")
    let probabilities = try #require(object["probabilities"]?.numbers)
    #expect(abs(probabilities.reduce(0, +) - 1) < 1e-12)
    #expect(object["logits"]?.array?.count == 2)

    let folder = try work.run(words: model + ["--input", "data", "--output", "all.json"])
    #expect(folder.status == 0 && folder.output == "", "\(folder.errors)")
    let paths = try #require(try work.json("all.json").array).compactMap { $0["path"]?.string }
    #expect(paths.count == 40 && paths == paths.sorted())

    try work.write("id,path\nb,light/light01.png\na,dark/dark01.png\n", to: "data/list.csv")
    let table = try work.run(words: model + ["--input", "data/list.csv", "--output", "out.csv"])
    #expect(table.status == 0, "\(table.errors)")
    let lines = try work.text("out.csv").split(separator: "\n")
    #expect(lines.count == 3)
    #expect(lines[0] == "id,path,prediction,p_dark,p_light")
    #expect(lines[1].hasPrefix("a,data/dark/dark01.png,dark,"))
    #expect(lines[2].hasPrefix("b,data/light/light01.png,light,"))
  }

  @Test func predictionsAgreeWithTheEvaluation() throws {
    let work = try Workspace()
    try work.makeImages()
    try work.configure()
    try work.run("--mode", "train", "--quiet")
    try work.run(
      "--mode", "predict", "--model-path", "models/best_model.pth", "--input", "data", "--output",
      "all.csv")
    var predicted: [Substring: [Substring]] = [:]
    for line in try work.text("all.csv").split(separator: "\n").dropFirst() {
      let cells = line.split(separator: ",")
      predicted[cells[1]] = Array(cells.dropFirst(2))
    }
    let evaluated = try work.text("logs/predictions_test.csv").split(separator: "\n").dropFirst()
    #expect(evaluated.count == 6)
    for line in evaluated {
      let cells = line.split(separator: ",")
      let other = try #require(predicted["data/" + cells[0]])
      #expect(cells[2] == other[0])
      for (left, right) in zip(cells.dropFirst(3), other.dropFirst()) {
        let (left, right) = (try #require(Double(left)), try #require(Double(right)))
        // Batches of another size may add up in another order.
        #expect(abs(left - right) < 1e-6)
      }
    }
  }

  @Test func theWeightsMayComeFromTheConfiguration() throws {
    let work = try Workspace()
    try work.makeImages()
    try work.configure()
    try work.run("--mode", "train", "--quiet")
    try work.configure(["Model.pretrained": "models/best_model.pth"])
    let input = ["--input", "data/dark/dark03.png"]
    let named = try work.run(
      words: ["--mode", "predict", "--model-path", "models/best_model.pth"] + input)
    let configured = try work.run(words: ["--mode", "predict"] + input)
    #expect(configured.status == 0, "\(configured.errors)")
    #expect(configured.output == named.output)
  }

  @Test func theBenchmarkIsOneObject() throws {
    let work = try Workspace()
    let outcome = try work.run(
      "--mode", "benchmark", "--arch", "LeNet", "--batch-size", "2", "--image-size", "28",
      "--steps", "2", "--threads", "1", "--json")
    #expect(outcome.status == 0, "\(outcome.errors)")
    let object = try #require(try JSONValue.parse(outcome.output).object)
    #expect(
      object.keys == [
        "arch", "batch_size", "image_size", "threads", "train_images_per_s",
        "infer_images_per_s", "first_step_s", "peak_rss_mb", "sgemm_gflops", "train_gflops",
      ])
    #expect(object["arch"] == "LeNet" && object["batch_size"] == 2 && object["image_size"] == 28)
    #expect(object["threads"] == 1)
    for key in object.keys.dropFirst(4) {
      #expect((object[key]?.double ?? 0) > 0, "\(key)")
    }
  }

  @Test func helpAndVersionGoToStandardOutput() throws {
    let work = try Workspace()
    for words in [["--help"], [], ["--mode", "train", "--help"], ["-h"]] {
      let outcome = try work.run(words: words)
      #expect(outcome.status == 0 && outcome.errors == "")
      #expect(outcome.output.contains("--mode"))
    }
    let version = try work.run("--version")
    #expect(version.status == 0 && version.output.hasPrefix("roentgen "))
  }

  @Test(arguments: [
    "models", "optimizers", "schedulers", "metrics", "losses", "augmentations", "datasets",
  ])
  func whatExistsIsListed(subject: String) throws {
    let outcome = try Workspace().run("--mode", "list", subject)
    #expect(outcome.status == 0 && outcome.errors == "")
    let lines = outcome.output.split(separator: "\n")
    #expect(!lines.isEmpty)
    for line in lines { #expect(line.contains("  "), "\(line) has no summary") }
  }

  @Test func jsonIsAlone() throws {
    let work = try Workspace()
    try work.makeImages()
    try work.configure()
    for words in [
      ["--mode", "check"], ["--mode", "train"],
      ["--mode", "evaluate", "--model-path", "models/best_model.pth"],
      ["--mode", "predict", "--model-path", "models/best_model.pth", "--input", "data/dark"],
      ["--mode", "list", "runs"], ["--mode", "train", "--config", "missing.ini"],
    ] {
      let outcome = try work.run(words: words + ["--json"])
      #expect(!outcome.outputEvents.isEmpty)
      for event in outcome.outputEvents {
        #expect(event?["event"]?.string != nil, "\(words): \(outcome.output)")
      }
    }
    let events = try work.run("--mode", "train", "--json").outputEvents.compactMap {
      $0?["event"]?.string
    }
    #expect(events.first == "run_start" && events.last == "run_end")
    #expect(events.filter { $0 == "epoch_end" }.count == 3)
  }

  @Test func quietLeavesErrorsAndWarnings() throws {
    let work = try Workspace()
    try work.makeImages()
    try work.configure(["Training.device": "cuda"])
    let train = try work.run("--mode", "train", "--quiet")
    #expect(train.status == 0 && train.output == "")
    #expect(train.errors.hasPrefix("warning: ") && train.errors.contains("device = cuda"))
    #expect(train.errors.split(separator: "\n").count == 1)
    let evaluate = try work.run(
      "--mode", "evaluate", "--model-path", "models/best_model.pth", "--quiet", "--device", "cpu")
    #expect(evaluate.status == 0 && evaluate.output == "" && evaluate.errors == "")
    let wrong = try work.run("--mode", "train", "--quiet", "--epochs", "none")
    #expect(wrong.status == 2 && wrong.errorLines.count == 1)
  }
}

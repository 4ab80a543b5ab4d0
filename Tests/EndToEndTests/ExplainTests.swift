import Basics
import Imaging
import Medical
import Testing

/// `--mode explain` on a small model of the phantoms.
@Suite struct ExplainTests {
  private func trained(_ changes: [String: String] = [:]) throws -> Workspace {
    let work = try Workspace()
    try PhantomDataSet.write(
      to: work.path("phantoms"), options: PhantomOptions(count: 16, seed: 1, size: 64))
    try work.configure(
      [
        "Data.dataset": "csi", "Data.csv_path": "phantoms/labels.csv",
        "Data.image_dir": "phantoms/images", "Data.root": "phantoms", "Data.image_size": "64",
        "Training.n_epochs": "1", "Model.model_arch": "Custom_1",
      ].merging(changes) { $1 })
    let outcome = try work.run("--mode", "train", "--quiet")
    #expect(outcome.status == 0, "\(outcome.errors)")
    return work
  }

  private func explain(_ work: Workspace, _ words: String...) throws -> Outcome {
    try work.run(
      words: ["--mode", "explain", "--model-path", "models/best_model.pth"] + words)
  }

  @Test func everyZoneGetsAPictureAndNumbers() throws {
    let work = try trained()
    let image = try #require(try work.list("phantoms/images").first)
    let outcome = try explain(
      work, "--input", "phantoms/images/\(image)", "--output-dir", "maps")
    #expect(outcome.status == 0, "\(outcome.errors)")
    let id = FilePath.stem(image)
    let names = Zone.names.map { "\(id)_\($0).png" } + ["\(id).png", "\(id).json"]
    #expect(try work.list("maps") == names.sorted())
    for name in names where name.hasSuffix(".png") {
      #expect(try ImageCodec.read(work.path("maps/\(name)")).channels == 3)
    }
    let json = try work.json("maps/\(id).json")
    #expect(json["method"]?.string == "hirescam")
    // The answers are those of predict.
    let output = try work.run(
      "--mode", "predict", "--model-path", "models/best_model.pth", "--input",
      "phantoms/images/\(image)"
    ).output
    let prediction = try JSONValue.parse(output).array?[0]["prediction"]
    for zone in Zone.names {
      let map = json["maps"]?[zone]
      #expect(map?["predicted"]?.string == prediction?[zone]?.string)
      #expect(map?["target"]?.string == map?["predicted"]?.string)
      let rows = map?["values"]?.array ?? []
      #expect(rows.count == 8 && rows.allSatisfy { $0.array?.count == 8 })
    }
  }

  @Test func theTargetAndTheMethodMatter() throws {
    let work = try trained()
    let image = try #require(try work.list("phantoms/images").first)
    var maps: [JSONValue] = []
    for (place, words) in [
      ["--target", "Severe"], ["--target", "0"], ["--target", "0", "--method", "gradcam++"],
    ].enumerated() {
      let outcome = try work.run(
        words: [
          "--mode", "explain", "--model-path", "models/best_model.pth", "--input",
          "phantoms/images/\(image)", "--output-dir", "maps\(place)", "--quiet",
        ] + words)
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(try work.list("maps\(place)").count == 8)
      maps.append(try #require(try work.json("maps\(place)/\(FilePath.stem(image)).json")["maps"]))
    }
    #expect(maps[0]["left_sup"]?["target"]?.string == "Severe")
    #expect(maps[1]["left_sup"]?["target"]?.string == "Normal")
    #expect(maps[0] != maps[1] && maps[1] != maps[2])
  }

  @Test func wrongWishesAreNamed() throws {
    let work = try trained()
    let rollout = try explain(work, "--input", "phantoms/images", "--method", "rollout")
    #expect(rollout.status == 2)
    #expect(
      rollout.errorLines == [
        "--method rollout: expected gradcam, gradcam++ or hirescam, since Custom_1 has no attention"
      ])
    let target = try explain(work, "--input", "phantoms/images", "--target", "Sever")
    #expect(target.status == 2)
    #expect(
      target.errorLines == [
        "--target Sever: expected one of Normal, Mild, Moderate, Severe, Unknown, or 0 to 4"
      ])
    #expect(try work.run("--mode", "explain", "--input", "x").status == 2)
  }

  @Test func transformersRollTheirAttentionOut() throws {
    let work = try trained(["Model.model_arch": "ViT-Ti/16", "Training.n_epochs": "1"])
    let image = try #require(try work.list("phantoms/images").first)
    let outcome = try explain(
      work, "--input", "phantoms/images/\(image)", "--output-dir", "maps")
    #expect(outcome.status == 0, "\(outcome.errors)")
    let json = try work.json("maps/\(FilePath.stem(image)).json")
    #expect(json["method"]?.string == "rollout")
    #expect(json["maps"]?["left_sup"]?["values"]?.array?.count == 4)
  }
}

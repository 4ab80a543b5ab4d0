import Basics
import Checkpoints
import Testing

/// Training from weights that others published.
@Suite struct PretrainedTests {
  /// A folder with images and the weights of a residual network as torchvision or timm would save them.
  private func workspace() throws -> Workspace {
    let work = try Workspace()
    try work.makeImages(perClass: 6, side: 32)
    try work.configure([
      "Model.model_arch": "ResNet18", "Data.image_size": "32", "Training.n_epochs": "1",
    ])
    let outcome = try work.run("--mode", "train", "--quiet")
    #expect(outcome.status == 0, "\(outcome.errors)")
    let tensors = try PyTorchFile.read(work.path("models/best_model.pth"))
      .stateDict(at: "model_state_dict")
    // Of another number of classes: the head does not fit.
    let published = tensors.map { name, tensor in
      (
        name: "module.\(name)",
        tensor: name.hasPrefix("fc.")
          ? StoredTensor(
            [Float](repeating: 0, count: 1000 * tensor.count / 2),
            shape: [1000] + tensor.shape.dropFirst()) : tensor
      )
    }
    try SafetensorsFile(tensors: published).write(to: work.path("published.safetensors"))
    return work
  }

  @Test func somebodyElsesFileIsTakenWithItsPreprocessing() throws {
    let work = try workspace()
    let outcome = try work.run(
      "--mode", "train", "--set", "Model.pretrained=published.safetensors", "--json")
    #expect(outcome.status == 0, "\(outcome.errors)")
    let event = try #require(
      try outcome.output.split(separator: "\n").map { try JSONValue.parse(String($0)) }
        .first { $0["event"] == "weights" })
    #expect(event["loaded"]?.array?.count == 120)
    #expect(event["mismatched"] == ["fc.weight", "fc.bias"])
    #expect(event["missing"] == [] && event["unexpected"] == [])
    #expect(try work.text("logs/resolved.ini").contains("\nnormalization = imagenet\n"))
    // What an image processor beside the file says comes before what is usual.
    try work.write(
      #"{"image_mean": [0.25, 0.25, 0.25], "image_std": [0.5, 0.5, 0.5]}"#,
      to: "preprocessor_config.json")
    try work.run("--mode", "train", "--set", "Model.pretrained=published.safetensors", "--quiet")
    let resolved = try work.text("logs/resolved.ini")
    #expect(resolved.contains("\nnormalization = custom\nmean = 0.25\nstd = 0.5\n"))
  }

  @Test func theConfigurationsOwnNormalizationIsKept() throws {
    let work = try workspace()
    try work.run(
      "--mode", "train", "--set", "Model.pretrained=published.safetensors", "--set",
      "Data.normalization=simple", "--quiet")
    #expect(try work.text("logs/resolved.ini").contains("\nnormalization = simple\n"))
  }

  @Test func trueLooksForThePublishedFile() throws {
    let work = try workspace()
    let absent = try work.run("--mode", "train", "--set", "Model.pretrained=true", "--quiet")
    #expect(absent.status == 2)
    #expect(absent.errors.contains("models/pretrained/resnet18-f37072fd.pth"))
    #expect(absent.errors.contains("https://download.pytorch.org/models/resnet18-f37072fd.pth"))
    #expect(absent.errors.contains("pretrained = false"))
    try work.write(
      try work.bytes("published.safetensors"), to: "models/pretrained/ResNet18.safetensors")
    let own = try work.run("--mode", "train", "--set", "Model.pretrained=true", "--quiet")
    #expect(own.status == 0, "\(own.errors)")
    try work.write(
      try work.bytes("published.safetensors"), to: "models/pretrained/resnet18-f37072fd.pth")
    let other = try work.run("--mode", "train", "--set", "Model.pretrained=true", "--quiet")
    #expect(other.status == 0 && other.errors.contains("f37072fd: it is another one"))
  }

  @Test func weightsOfAnotherNetworkEndTheRun() throws {
    let work = try workspace()
    let outcome = try work.run(
      "--mode", "train", "--set", "Model.pretrained=published.safetensors", "--set",
      "Model.model_arch=ResNet34",
      "--quiet")
    #expect(outcome.status == 3)
    #expect(outcome.errors.contains("no weights of ResNet34"))
    #expect(outcome.errors.contains("missing"))
  }

  @Test func somebodyElsesNetworkPredicts() throws {
    let work = try workspace()
    // torchvision's names; the head has two classes.
    let tensors = try PyTorchFile.read(work.path("models/best_model.pth"))
      .stateDict(at: "model_state_dict")
    try SafetensorsFile(tensors: tensors).write(to: work.path("whole.safetensors"))
    let own = try work.run(
      "--mode", "predict", "--model-path", "models/best_model.pth", "--input", "data",
      "--logits")
    let words = [
      "--mode", "predict", "--input", "data", "--logits", "--quiet", "--set",
      "Model.pretrained=whole.safetensors",
    ]
    let named = try work.run(words: words)
    #expect(named.status == 0, "\(named.errors)")
    func answers(_ outcome: Outcome, _ key: String) throws -> [JSONValue?] {
      try JSONValue.parse(outcome.output).array?.map { $0[key] } ?? []
    }
    #expect(try answers(named, "logits") == answers(own, "logits"))
    #expect(try answers(named, "prediction") == answers(own, "prediction"))
    // Without a data set nobody knows the names.
    try work.write(
      "[Model]\nmodel_arch = ResNet18\n[Data]\nimage_size = 32\nchannels = 1\n", to: "bare.ini")
    let numbered = try work.run(words: words + ["--config", "bare.ini"])
    #expect(numbered.status == 0, "\(numbered.errors)")
    let classes = try Set(answers(numbered, "prediction").compactMap { $0?.string })
    #expect(!classes.isEmpty && classes.isSubset(of: ["0", "1"]))
    // A head of another size, and one that is not there.
    let other = try work.run(
      words: words.dropLast() + ["Model.pretrained=published.safetensors"])
    #expect(other.status == 3 && other.errors.contains("fc.weight: expected [2, 512]"))
    try SafetensorsFile(tensors: tensors.filter { !$0.name.hasPrefix("fc.") })
      .write(to: work.path("headless.safetensors"))
    let headless = try work.run(
      words: words.dropLast() + ["Model.pretrained=headless.safetensors", "--config", "bare.ini"])
    #expect(headless.status == 3 && headless.errors.contains("fc.weight"))
  }

  @Test func zonesThatAreNotScoredHaveNoFocus() throws {
    let work = try workspace()
    let outcome = try work.run("--mode", "check", "--set", "Model.zone_focus=masking", "--quiet")
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains("zone_focus"))
  }
}

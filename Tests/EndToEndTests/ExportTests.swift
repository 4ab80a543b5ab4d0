import Basics
import Checkpoints
import Testing

/// `--mode export`: a model for other programs.
@Suite struct ExportTests {
  private func trained(_ changes: [String: String] = [:]) throws -> Workspace {
    let work = try Workspace()
    try work.makeImages()
    try work.configure(["Training.n_epochs": "1"].merging(changes) { $1 })
    try work.train()
    return work
  }

  private func export(_ work: Workspace, _ words: String...) throws -> Outcome {
    try work.run(
      words: ["--mode", "export", "--model-path", "models/best_model.pth"] + words)
  }

  private func predictions(_ work: Workspace, _ model: String) throws -> String {
    try work.run(
      "--mode", "predict", "--model-path", model, "--input", "data/dark", "--logits"
    ).output
  }

  @Test func aPTHFileAnswersAsTheModelDoesWithoutWhatTrainingNeeds() throws {
    let work = try trained()
    let outcome = try export(work, "--output", "small.pth")
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(try predictions(work, "small.pth") == predictions(work, "models/best_model.pth"))
    let content = try PyTorchFile.read(work.path("small.pth"))
    #expect(content["optimizer_state_dict"] == nil && content["random_state"] == nil)
    #expect(try work.bytes("small.pth").count < work.bytes("models/best_model.pth").count / 2)
  }

  @Test func safetensorsHoldTheWeightsUnderTheirNamesAndTheCard() throws {
    let work = try trained()
    let outcome = try export(work, "--format", "safetensors", "--output", "weights.bin")
    #expect(outcome.status == 0, "\(outcome.errors)")
    let file = try SafetensorsFile.read(work.path("weights.bin"))
    let names = try PyTorchFile.read(work.path("models/best_model.pth"))
      .stateDict(at: "model_state_dict").map(\.name)
    #expect(file.tensors.map(\.name).sorted() == names.sorted())
    #expect(file.metadata["architecture"] == "LeNet")
    #expect(file.metadata["classes"] == #"["dark","light"]"#)
    // A training that starts from it finds every weight.
    let next = try work.run(
      "--mode", "train", "--set", "Model.pretrained=weights.bin", "--set",
      "Training.learning_rate=1e-30")
    #expect(next.status == 0, "\(next.errors)")
    let again = try PyTorchFile.read(work.path("models/best_model.pth"))
      .stateDict(at: "model_state_dict")
    for (name, tensor) in again {
      #expect(file.tensors.first { $0.name == name }?.tensor.bytes == tensor.bytes, "\(name)")
    }
  }

  @Test func anONNXFileNamesEveryResultBeforeItIsUsed() throws {
    let work = try trained(["Model.model_arch": "Custom_1", "Data.image_size": "32"])
    let outcome = try export(work, "--output", "model.onnx")
    #expect(outcome.status == 0, "\(outcome.errors)")
    let model = try #require(ProtobufFields(try work.bytes("model.onnx")))
    #expect(model[number: 1] == 8)
    #expect(model[messages: 8].first?[number: 2] == 17)
    let graph = try #require(model[messages: 7].first)
    let weights = graph[messages: 5]
    for weight in weights {
      let extents = weight.numbers.filter { $0.field == 1 }.map { Int($0.value) }
      let data = try #require(weight.blobs.first { $0.field == 9 })
      let width = weight[number: 2] == 1 ? 4 : 8
      #expect(data.bytes.count == extents.reduce(width, *), "\(weight[text: 8] ?? "")")
    }
    var known = Set(weights.compactMap { $0[text: 8] }).union(["images"])
    for node in graph[messages: 1] {
      let inputs = node.blobs.filter { $0.field == 1 }
        .map { String(decoding: $0.bytes, as: UTF8.self) }
      #expect(known.isSuperset(of: inputs), "\(node[text: 4] ?? ""): \(inputs)")
      for output in node.blobs where output.field == 2 {
        #expect(known.insert(String(decoding: output.bytes, as: UTF8.self)).inserted)
      }
    }
    #expect(known.isSuperset(of: ["logits", "conv1.weight", "fc.bias"]))
    let facts = model[messages: 14].map { ($0[text: 1] ?? "", $0[text: 2] ?? "") }
    let preprocessing = try #require(facts.first { $0.0 == "preprocessing" }?.1)
    #expect(try JSONValue.parse(preprocessing)["image_size"]?.string == "32")
  }

  @Test(
    .enabled(
      if: Peer.can("-c", "import onnx, onnxruntime, numpy, PIL"),
      "needs ROENTGEN_PYTHON with onnx, onnxruntime, numpy and pillow"),
    arguments: ["LeNet", "Custom_1", "ViT-Ti/16"])
  func onnxRuntimeGivesTheSameLogits(architecture: String) throws {
    let work = try trained([
      "Model.model_arch": architecture, "Data.image_size": "32",
    ])
    try work.makeImages(side: 32)
    #expect(try export(work, "--output", "model.onnx").status == 0)
    let paths = try work.list("data/dark").map { work.path("data/dark/\($0)") }
    let theirs = try Peer.json(
      words: ["Benchmarks/parity/onnx_logits.py".inRepository, work.path("model.onnx")] + paths)
    let ours = try JSONValue.parse(predictions(work, "models/best_model.pth"))
    #expect(ours.array?.count == paths.count)
    for (mine, peer) in zip(ours.array ?? [], theirs.array ?? []) {
      for (a, b) in zip(mine["logits"]?.array ?? [], peer.array ?? []) {
        #expect(abs((a.double ?? .nan) - (b.double ?? .nan)) < 1e-4)
      }
    }
  }

  @Test func whatCannotBeDoneIsSaid() throws {
    let work = try trained()
    let unknown = try export(work, "--output", "model.tflite")
    #expect(unknown.status == 2)
    #expect(unknown.errors.contains("--format"))
    let same = try export(work, "--output", "models/../models/best_model.pth")
    #expect(same.status == 2)
    #expect(same.errors.contains("another file"))
    try work.write("no model", to: "other.pth")
    let foreign = try work.run(
      "--mode", "export", "--model-path", "other.pth", "--output", "model.onnx")
    #expect(foreign.status == 3)
    #expect(!work.exists("model.onnx"))
    let nowhere = try export(work, "--output", "missing/model.onnx")
    #expect(nowhere.status != 0 && nowhere.errors.contains("missing"))
  }
}

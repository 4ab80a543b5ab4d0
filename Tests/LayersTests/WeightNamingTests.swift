import Basics
import Layers
import TensorCore
import Testing

/// Files of other libraries and other times, read into our networks.
@Suite struct WeightNamingTests {
  let backend: CPUBackend

  init() throws {
    backend = try CPUBackend(threads: 1)
  }

  /// A narrow and shallow network with the published one's names.
  private func model(
    _ name: String, size: Int = 64, classes: Int = 4, channels: Int = 3
  ) throws -> Model {
    let published = try BackboneRegistry.standard.architecture(named: name)
    func transformer(
      _ configuration: VisionTransformerConfiguration
    ) -> Architecture.Factory {
      var narrow = configuration
      (narrow.width, narrow.depth, narrow.heads, narrow.storedImageSize) = (24, 2, 3, 56)
      return { [narrow] options, builder throws(LayersError) in
        try VisionTransformerBackbone(narrow, options: options, in: &builder)
      }
    }
    let factories: [String: Architecture.Factory] = [
      "ResNet18": { options, builder throws(LayersError) in
        ResNetBackbone(
          ResNetConfiguration(depths: [1, 2], isBottlenecked: false, width: 8), options: options,
          in: &builder)
      },
      "CheXNet": { options, builder throws(LayersError) in
        try DenseNetBackbone(
          DenseNetConfiguration(depths: [2, 1], growth: 4, stemChannels: 8), options: options,
          in: &builder)
      },
      "ViT-Ti/16": transformer(.tiny16), "ViT-B/14": transformer(.base14),
      "RadDINO": transformer(.radDINO),
    ]
    return try Model(
      Architecture(
        name: name, summary: "", head: published.head, naming: published.naming,
        makeBackbone: #require(factories[name])),
      options: BackboneOptions(channels: channels, imageSize: Extent(size)),
      head: .classification(classes: classes), dropout: 0)
  }

  private func state(_ model: Model, seed: UInt64) -> ModelState {
    model.layout.initialState(random: RandomSource(seed: seed), pool: backend.storagePool)
  }

  /// Renames what a model would save, and loads it into a fresh state.
  private func reload(
    _ model: Model, from source: Model? = nil, _ change: (StateEntry) -> [StateEntry]
  ) -> (report: StateLoadReport, saved: ModelState, loaded: ModelState) {
    let saved = state(source ?? model, seed: 1)
    var loaded = state(model, seed: 2)
    let entries = (source ?? model).layout.exported(saved).flatMap(change)
    let report = model.load(entries, into: &loaded, pool: backend.storagePool)
    return (report, saved, loaded)
  }

  private func expectAllLoaded(
    _ model: Model, _ change: (StateEntry) -> [StateEntry],
    location: SourceLocation = #_sourceLocation
  ) {
    let (report, saved, loaded) = reload(model, change)
    #expect(report.isComplete, "\(report)", sourceLocation: location)
    #expect(
      zip(saved.parameters, loaded.parameters).allSatisfy { $0.isIdentical(to: $1) },
      sourceLocation: location)
  }

  private func renamed(_ rename: @escaping (String) -> String) -> (StateEntry) -> [StateEntry] {
    { [StateEntry(name: rename($0.name), value: $0.value)] }
  }

  @Test func wrappersInFrontOfAllNamesAreTakenAway() throws {
    let model = try model("ResNet18", size: 64)
    for wrapper in ["", "module.", "model.", "_orig_mod.", "module.model."] {
      expectAllLoaded(model, renamed { wrapper + $0 })
    }
  }

  /// arnoweng's CheXNet: `module.densenet121.`, old names of torchvision, `classifier.0`.
  @Test func cheXNetsFileFits() throws {
    let model = try model("CheXNet", size: 64, classes: 14)
    expectAllLoaded(
      model,
      renamed { name in
        var name = name
        for part in ["norm", "conv"] {
          for digit in ["1", "2"] where name.contains("denselayer") {
            name = name.replacing(".\(part)\(digit).", with: ".\(part).\(digit).")
          }
        }
        name = name.replacing("classifier.", with: "classifier.0.")
        return "module.densenet121." + name
      })
  }

  @Test func aHeadOfOtherClassesIsLeftOut() throws {
    let fine = try model("ResNet18", size: 64, classes: 3)
    let (report, saved, loaded) = reload(fine, from: try model("ResNet18", size: 64, classes: 5)) {
      [$0]
    }
    #expect(report.mismatched.map(\.name) == fine.headParameterNames)
    #expect(report.mismatched.map(\.found) == [[5, 16], [5]])
    #expect(report.missing.isEmpty && report.unexpected.isEmpty)
    #expect(saved.parameters[0].isIdentical(to: loaded.parameters[0]))
  }

  /// Of a picture whose colours are equal, the summed convolution gives what the three gave.
  @Test func greyImagesGetTheColoursTogether() throws {
    let grey = try model("ResNet18", channels: 1)
    let colour = try model("ResNet18")
    let (report, saved, loaded) = reload(grey, from: colour) { [$0] }
    #expect(report.isComplete)
    let (three, one) = (saved.parameters[0].scalars, loaded.parameters[0].scalars)
    // Stored (height, width, colours, 8 outputs).
    #expect(loaded.parameters[0].shape == [7, 7, 1, 8])
    for tap in 0..<49 {
      for output in 0..<8 {
        let sum = (0..<3).reduce(Float(0)) { $0 + three[(tap * 3 + $1) * 8 + output] }
        #expect(one[tap * 8 + output] == sum)
      }
    }
  }

  private let torchvisionParts = [
    ("norm1.", "ln_1."), ("norm2.", "ln_2."), ("attn.qkv.", "self_attention.in_proj_"),
    ("attn.proj.", "self_attention.out_proj."), ("mlp.fc1.", "mlp.0."), ("mlp.fc2.", "mlp.3."),
  ]

  private let torchvisionNames = [
    ("cls_token", "class_token"), ("pos_embed", "encoder.pos_embedding"),
    ("patch_embed.proj.", "conv_proj."), ("norm.", "encoder.ln."), ("head.", "heads.head."),
  ]

  @Test func torchvisionsVisionTransformerFits() throws {
    expectAllLoaded(
      try model("ViT-Ti/16", size: 32),
      renamed { name in
        guard name.hasPrefix("blocks.") else {
          return torchvisionNames.first { name.hasPrefix($0.0) }
            .map { $0.1 + String(name.dropFirst($0.0.count)) } ?? name
        }
        let part = torchvisionParts.first { name.contains($0.0) }
        let parts = name.split(separator: ".", maxSplits: 2)
        let rest = String(parts[2])
        return "encoder.layers.encoder_layer_\(parts[1])."
          + (part.map { rest.replacing($0.0, with: $0.1) } ?? rest)
      })
  }

  /// Queries, keys and values of Dinov2Model and of ViTModel are layers of their own.
  @Test func huggingFacesNamesFitTimmsNetwork() throws {
    let model = try model("ViT-B/14", size: 28)
    expectAllLoaded(model) { entry in
      var name = entry.name
      for (timm, theirs) in [
        ("cls_token", "embeddings.cls_token"), ("pos_embed", "embeddings.position_embeddings"),
        ("patch_embed.proj.", "embeddings.patch_embeddings.projection."),
        ("attn.proj.", "attention.output.dense."), ("ls1.gamma", "layer_scale1.lambda1"),
        ("ls2.gamma", "layer_scale2.lambda1"),
      ] { name = name.replacing(timm, with: theirs) }
      name = name.replacing("blocks.", with: "dinov2.encoder.layer.")
      if name == "norm.weight" || name == "norm.bias" {
        name = "dinov2.layernorm" + name.dropFirst(4)
      }
      guard name.contains("attn.qkv"), case .floats(let shape, let values) = entry.value else {
        return [StateEntry(name: name, value: entry.value)]
      }
      return ["query", "key", "value"].enumerated().map { index, part in
        let length = values.count / 3
        return StateEntry(
          name: name.replacing("attn.qkv.", with: "attention.attention.\(part)."),
          value: .floats(
            shape: [shape[0] / 3] + shape.dropFirst(),
            values: Array(values[index * length..<(index + 1) * length])))
      }
    }
  }

  /// transformers 5 calls them `q_proj`, ...; DINOv2's authors and timm pack them.
  @Test func radDINOTakesAllNamesOfItsNetwork() throws {
    let model = try model("RadDINO", size: 28)
    expectAllLoaded(model) { [$0] }
    expectAllLoaded(
      model,
      renamed { name in
        [
          ("attention.query", "q_proj"), ("attention.key", "k_proj"), ("attention.value", "v_proj"),
          ("output.dense", "o_proj"),
        ].reduce(name) { $0.replacing($1.0, with: $1.1) }
      })
    let timm = try self.model("ViT-B/14", size: 56)
    let (report, saved, loaded) = reload(model, from: timm) { [$0] }
    #expect(report.missing == ["embeddings.mask_token"])
    #expect(report.unexpected.isEmpty && report.mismatched.isEmpty)
    let positions = try #require(
      timm.layout.parameters.firstIndex { $0.name == "pos_embed" })
    let own = try #require(
      model.layout.parameters.firstIndex { $0.name == "embeddings.position_embeddings" })
    #expect(loaded.parameters[own].scalars == saved.parameters[positions].scalars)
  }

  /// PyTorch 2.13: interpolate(mode "bicubic", antialias) of the made-up positions below, 3 x 3 to 2 x 2.
  @Test func positionsOfAnotherGridAreResampled() throws {
    let source = try model("ViT-Ti/16", size: 48)
    let target = try model("ViT-Ti/16", size: 32)
    let (report, _, loaded) = reload(target, from: source) { entry in
      guard entry.name == "pos_embed" else { return [entry] }
      let rows: [Float] = [10, 1, 2, 4, 8, -3, 5, 7, 0, 2]
      return [
        StateEntry(
          name: entry.name,
          value: .floats(
            shape: [1, 10, 24], values: rows.flatMap { [Float](repeating: $0, count: 24) }))
      ]
    }
    #expect(report.isComplete)
    let index = try #require(target.layout.parameters.firstIndex { $0.name == "pos_embed" })
    let values = loaded.parameters[index].scalars
    let found = (0..<5).map { values[$0 * 24] }
    #expect(
      zip(found, [10, 2.1398246, 2.8167388, 4.3489355, 1.2147456]).allSatisfy {
        abs($0 - $1) < 1e-5
      })
  }
}

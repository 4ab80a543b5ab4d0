import Autograd
import Basics
import Layers
import TensorCore
import TestSupport
import Testing

/// Explanations of whole networks.
@Suite struct ObservedPassTests {
  let backend: CPUBackend
  let zones = ["right_sup", "left_sup", "right_mid", "left_mid", "right_inf", "left_inf"]

  init() throws {
    backend = try CPUBackend(threads: 2)
  }

  private func regions() -> [ImageRegion] {
    (0..<6).map { ImageRegion(row: $0 / 2, of: 3, column: $0 % 2, of: 2) }
  }

  private func model(
    _ name: String, size: Extent, channels: Int = 1, focus: GroupFocus = .shared
  ) throws -> Model {
    try Model(
      BackboneRegistry.standard.architecture(named: name),
      options: BackboneOptions(channels: channels, imageSize: size),
      head: .grouped(scope: "zones", names: zones, classes: 5), dropout: 0.5, focus: focus)
  }

  private func state(_ model: Model, seed: UInt64) -> ModelState {
    model.layout.initialState(random: RandomSource(seed: seed), pool: backend.storagePool)
  }

  /// Tolerances are those of the networks' own goldens.
  private func expect(
    _ model: Model, _ goldens: [ExplanationGolden], images: Shape
  ) throws {
    let pass = model.observe(
      Fixture.tensor(images, seed: 9, backend: backend),
      state: try ModelParity(backend: backend).madeUpState(model.layout), backend: backend,
      noting: .outputs)
    for (method, golden) in [
      (ClassActivation.gradCAM, \ExplanationGolden.gradCAM),
      (.gradCAMPlusPlus, \.gradCAMPlusPlus),
    ] {
      let maps = try #require(pass.activationMaps(of: goldens.map(\.target), method))
      for (map, expected) in zip(maps, goldens) {
        let values = expected[keyPath: golden]
        #expect(map.width == expected.width)
        let scale = values.max() ?? 1
        #expect(
          largestDifference(map.values.map { Double($0) / scale }, values.map { $0 / scale })
            < 1e-4)
      }
    }
  }

  @Test func mapsOfCustom1AreThoseOfPyTorch() throws {
    try expect(
      model("Custom_1", size: Extent(height: 97, width: 113), channels: 3),
      ExplanationGolden.custom1, images: [1, 97, 113, 3])
  }

  @Test func mapsOfMyNetAreThoseOfPyTorch() throws {
    let model = try Model(
      BackboneRegistry.standard.architecture(named: "MyNet"),
      options: BackboneOptions(channels: 1, imageSize: 28), head: .classification(classes: 10),
      dropout: 0)
    try expect(model, ExplanationGolden.myNet, images: [1, 28, 28, 1])
  }

  @Test(arguments: ["Custom_1", "ResNet18", "MyNet", "ViT-Ti/16"])
  func theAnswerIsTheOneOfAnOrdinaryPass(name: String) throws {
    let model = try model(name, size: 64)
    let state = state(model, seed: 1)
    let image = Fixture.tensor([1, 64, 64, 1], seed: 3, backend: backend)
    var context = ForwardContext(
      state: state, backend: backend, mode: .evaluation, random: RandomSource(seed: 0))
    let logits = model.forward(context.tape.constant(image), context: &context).value.scalars
    for subject in [Observation.Subject.outputs, .attention] {
      let pass = model.observe(image, state: state, backend: backend, noting: subject)
      #expect(largestDifference(pass.logits, logits) < 1e-4)
    }
  }

  /// Adebayo and others 2018: a map that stays when the weights are drawn anew explains nothing.
  @Test(arguments: ["Custom_1", "ViT-Ti/16"]) func mapsDependOnTheWeights(name: String) throws {
    let model = try model(name, size: 96)
    let image = Fixture.tensor([1, 96, 96, 1], seed: 3, backend: backend)
    let targets = (0..<6).map { 5 * $0 + 1 }
    let maps = try (1...2).map { seed in
      let pass = model.observe(
        image, state: state(model, seed: UInt64(seed)), backend: backend, noting: .outputs)
      return try #require(pass.activationMaps(of: targets, .gradCAM)).map(\.normalized)
    }
    for (first, second) in zip(maps[0], maps[1]) {
      #expect(largestDifference(first.values, second.values) > 0.1)
    }
  }

  @Test func rolloutsDependOnTheWeights() throws {
    let model = try model("ViT-Ti/16", size: 64)
    let image = Fixture.tensor([1, 64, 64, 1], seed: 3, backend: backend)
    let maps = try (1...2).map { seed in
      let pass = model.observe(
        image, state: state(model, seed: UInt64(seed)), backend: backend, noting: .attention)
      let rollouts = try #require(pass.attentionRollouts(of: [0, 29], discarding: 0.9))
      // One pass over the whole image: the rollout is the same for all zones.
      #expect(rollouts[0] == rollouts[1] && rollouts[0].width == 4)
      return rollouts[0].normalized
    }
    #expect(largestDifference(maps[0].values, maps[1].values) > 0.05)
  }

  @Test func convolutionsHaveNoRollout() throws {
    let model = try model("Custom_1", size: 64)
    let pass = model.observe(
      Fixture.tensor([1, 64, 64, 1], seed: 3, backend: backend), state: state(model, seed: 1),
      backend: backend, noting: .attention)
    #expect(pass.attentionRollouts(of: [0], discarding: 0.9) == nil)
  }

  /// Seeds of all zones at once give what each zone's own backward pass gives.
  @Test func masksKeepZonesApart() throws {
    let model = try model(
      "Custom_1", size: 64, focus: .masking(regions(), fill: [-1]))
    let state = state(model, seed: 1)
    let pass = model.observe(
      Fixture.tensor([1, 64, 64, 1], seed: 3, backend: backend), state: state, backend: backend,
      noting: .outputs)
    let targets = (0..<6).map { 5 * $0 + $0 % 5 }
    let together = try #require(pass.activationMaps(of: targets, .gradCAM))
    for (target, map) in zip(targets, together) {
      #expect(try #require(pass.activationMaps(of: [target], .gradCAM)) == [map])
    }
    #expect(together[0] != together[1])
  }

  /// A zone that sees its part of the map only has its evidence there (the last layer's places reach no further).
  @Test func pooledZonesHaveTheirHeatInside() throws {
    let model = try model("ResNet18", size: 224, focus: .pooling(regions()))
    let pass = model.observe(
      Fixture.tensor([1, 224, 224, 1], seed: 3, backend: backend), state: state(model, seed: 1),
      backend: backend, noting: .outputs)
    let map = try #require(pass.activationMaps(of: [5 * 5 + 2], .gradCAM))[0]
    #expect(map.width == 7 && map.height == 7)
  }
}

import Basics
import Layers
import TensorCore
import Testing

/// What the registry promises of the published networks, without computing anything.
@Suite struct ArchitectureTests {
  /// Parameters with a head of 1000 classes, as torchvision's documentation (`num_params` of the weights) and timm's table of
  /// results state them.
  @Test(arguments: [
    ("ResNet18", 11_689_512), ("ResNet34", 21_797_672), ("ResNet50", 25_557_032),
    ("ResNet101", 44_549_160), ("ResNet152", 60_192_808), ("DenseNet121", 7_978_856),
    ("DenseNet169", 14_149_480), ("DenseNet201", 20_013_928), ("CheXNet", 7_978_856),
    ("EfficientNet-B0", 5_288_548), ("EfficientNet-B1", 7_794_184),
    ("EfficientNet-B2", 9_109_994), ("EfficientNet-B3", 12_233_232),
    ("EfficientNet-B4", 19_341_616), ("ViT-Ti/16", 5_717_416), ("ViT-S/16", 22_050_664),
    ("ViT-B/16", 86_567_656), ("ViT-L/16", 304_326_632),
  ])
  func parameterCounts(_ name: String, _ count: Int) throws {
    let architecture = try BackboneRegistry.standard.architecture(named: name)
    let model = try Model(
      architecture,
      options: BackboneOptions(channels: 3, imageSize: Extent(architecture.defaultImageSize)),
      head: .classification(classes: 1000), dropout: 0)
    #expect(model.layout.parameterCount == count)
    #expect(model.summary().parameterCount == count)
  }

  /// He and others 2015, table 1: 3.8 and 1.8 billion multiply-adds; torchvision states 4.09 ("v1.5") and 1.81.
  @Test(arguments: [
    ("ResNet50", 4.09), ("ResNet18", 1.81), ("DenseNet121", 2.83),
    ("EfficientNet-B0", 0.386),
  ])
  func multiplyAdds(_ name: String, _ billions: Double) throws {
    let model = try Model(
      BackboneRegistry.standard.architecture(named: name),
      options: BackboneOptions(channels: 3, imageSize: 224),
      head: .classification(classes: 1000), dropout: 0)
    #expect(abs(Double(model.summary().multiplyAddCount) / 1e9 - billions) < 0.01)
  }

  @Test func tooSmallImagesAreRefused() throws {
    #expect(
      throws: LayersError.imageTooSmall(architecture: "DenseNet", size: 28, minimum: 29)
    ) {
      try Model(
        BackboneRegistry.standard.architecture(named: "CheXNet"),
        options: BackboneOptions(channels: 3, imageSize: 28),
        head: .multilabel(labels: 14), dropout: 0)
    }
  }

  @Test func newModelsAreDrawnAsTorchvisionsAre() throws {
    let backend = try CPUBackend(threads: 1)
    func state(_ name: String) throws -> (ModelLayout, ModelState) {
      let model = try Model(
        BackboneRegistry.standard.architecture(named: name),
        options: BackboneOptions(channels: 3, imageSize: 64),
        head: .classification(classes: 10), dropout: 0)
      return (
        model.layout,
        model.layout.initialState(random: RandomSource(seed: 1), pool: backend.storagePool)
      )
    }
    func deviation(_ name: String, in model: (ModelLayout, ModelState)) throws -> Double {
      let index = try #require(model.0.parameters.firstIndex { $0.name == name })
      let values = model.1.parameters[index].scalars
      return (values.reduce(0) { $0 + Double($1) * Double($1) } / Double(values.count))
        .squareRoot()
    }
    let residual = try state("ResNet18")
    // Kaiming normal by the output fan: sqrt(2 / (128 9)).
    #expect(
      abs(try deviation("layer2.0.conv2.weight", in: residual) / 0.041667 - 1) < 0.02)
    let dense = try state("DenseNet121")
    // By the input fan: sqrt(2 / (128 9)); the head's bias is 0.
    #expect(
      abs(
        try deviation("features.denseblock1.denselayer1.conv2.weight", in: dense) / 0.041667 - 1)
        < 0.02)
    #expect(try deviation("classifier.bias", in: dense) == 0)
  }
}

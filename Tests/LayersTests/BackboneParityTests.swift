import Layers
import TensorCore
import Testing

/// Narrow variants of the published networks against float64 PyTorch: names, logits, gradients, running statistics.
@Suite struct BackboneParityTests {
  private let parity: ModelParity

  init() throws {
    parity = ModelParity(backend: try CPUBackend(threads: 2))
  }

  private func expectParity(
    _ golden: ModelGolden, head: HeadStyle, images: Shape, fuses: Bool = true,
    tolerance: Double, makeBackbone: @escaping Architecture.Factory
  ) throws {
    let model = try Model(
      Architecture(name: "narrow", summary: "", head: head, makeBackbone: makeBackbone),
      options: BackboneOptions(
        channels: 3, imageSize: Extent(height: images[1], width: images[2])),
      head: .classification(classes: 5), dropout: 0)
    try parity.expect(
      model, golden, images: images, loss: ClassWeightedCrossEntropy(), labels: [3, 1, 4],
      mode: .training, fuses: fuses, tolerance: tolerance)
  }

  @Test(arguments: [true, false]) func residualNetworks(fuses: Bool) throws {
    for (golden, isBottlenecked) in [
      (ModelGolden.basicResNet, false), (.bottleneckResNet, true),
    ] {
      try expectParity(
        golden, head: HeadStyle(name: "fc"), images: [3, 65, 49, 3], fuses: fuses, tolerance: 5e-5
      ) { options, builder throws(LayersError) in
        ResNetBackbone(
          ResNetConfiguration(
            depths: [1, 2, 1, 1], isBottlenecked: isBottlenecked, width: isBottlenecked ? 8 : 16),
          options: options, in: &builder)
      }
    }
  }

  @Test(arguments: [true, false]) func denselyConnectedNetworks(fuses: Bool) throws {
    try expectParity(
      .denseNet, head: HeadStyle(name: "classifier"), images: [3, 77, 93, 3], fuses: fuses,
      tolerance: 5e-5
    ) { options, builder throws(LayersError) in
      try DenseNetBackbone(
        DenseNetConfiguration(depths: [2, 3, 1, 2], growth: 8, stemChannels: 16),
        options: options, in: &builder)
    }
  }
}

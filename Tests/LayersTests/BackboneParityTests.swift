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
    mode: ForwardMode = .training, tolerance: Double, makeBackbone: @escaping Architecture.Factory
  ) throws {
    let model = try Model(
      Architecture(name: "narrow", summary: "", head: head, makeBackbone: makeBackbone),
      options: BackboneOptions(
        channels: 3, imageSize: Extent(height: images[1], width: images[2])),
      head: .classification(classes: 5), dropout: 0)
    try parity.expect(
      model, golden, images: images, loss: ClassWeightedCrossEntropy(), labels: [3, 1, 4],
      mode: mode, fuses: fuses, tolerance: tolerance)
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

  @Test(arguments: [true, false]) func efficientNetworks(fuses: Bool) throws {
    try expectParity(
      .efficientNet, head: HeadStyle(name: "classifier.1"), images: [3, 35, 41, 3], fuses: fuses,
      tolerance: 2e-6
    ) { options, builder throws(LayersError) in
      EfficientNetBackbone(
        EfficientNetConfiguration(
          stemChannels: 8,
          stages: [(1, 3, 8, 1), (4, 5, 16, 2), (6, 3, 24, 1)].map {
            expansion, kernel, channels, depth in
            EfficientNetConfiguration.Stage(
              expansion: expansion, kernel: kernel, stride: depth, channels: channels, depth: depth)
          }),
        options: options, in: &builder)
    }
  }

  @Test(arguments: [true, false]) func visionTransformers(fuses: Bool) throws {
    for (golden, layerScale, mode) in [
      (ModelGolden.timmTransformer, Float?.some(0.1), ForwardMode.training),
      (.plainTimmTransformer, nil, .evaluation),
    ] {
      try expectParity(
        golden, head: HeadStyle(name: "head"), images: [3, 33, 27, 3], fuses: fuses, mode: mode,
        tolerance: 1e-5
      ) { options, builder throws(LayersError) in
        try VisionTransformerBackbone(
          VisionTransformerConfiguration(
            patch: 8, width: 24, depth: 2, heads: 3, layerScale: layerScale),
          options: options, in: &builder)
      }
    }
  }

  /// Positions of a 4 x 4 grid are interpolated for one of 5 x 4; the mask token gets no gradient.
  @Test(arguments: [true, false]) func dinov2(fuses: Bool) throws {
    try expectParity(
      .dinov2, head: HeadStyle(name: "classifier"), images: [3, 41, 37, 3], fuses: fuses,
      tolerance: 1e-5
    ) { options, builder throws(LayersError) in
      try VisionTransformerBackbone(
        VisionTransformerConfiguration(
          patch: 8, width: 24, depth: 2, heads: 2, layerScale: 1, style: .dinov2,
          storedImageSize: 32),
        options: options, in: &builder)
    }
  }
}

import Layers
import TensorCore
import Testing

/// Forward pass, gradients and running statistics against float64 PyTorch on made-up weights.
@Suite struct ModelParityTests {
  let backend: CPUBackend

  init() throws {
    backend = try CPUBackend(threads: 2)
  }

  @Test(arguments: [true, false]) func custom1WithZones(fuses: Bool) throws {
    let zones = ["right_sup", "left_sup", "right_mid", "left_mid", "right_inf", "left_inf"]
    let model = try Model(
      BackboneRegistry.standard.architecture(named: "custom_1"),
      options: BackboneOptions(channels: 3, imageSize: Extent(height: 97, width: 113)),
      head: .grouped(scope: "zones", names: zones, classes: 5), dropout: 0)
    try ModelParity(backend: backend).expect(
      model, .custom1, images: [6, 97, 113, 3],
      loss: ClassWeightedCrossEntropy(classWeights: [1, 1, 1, 1, 0.3]),
      labels: (0..<36).map { Int32(3 * $0 % 5) }, mode: .training, fuses: fuses, tolerance: 5e-5)
  }

  @Test func leNet() throws {
    let model = try Model(
      BackboneRegistry.standard.architecture(named: "LeNet"),
      options: BackboneOptions(channels: 1, imageSize: 28), head: .classification(classes: 10),
      dropout: 0)
    #expect(model.layout.parameterCount == 61_706)
    try ModelParity(backend: backend).expect(
      model, .leNet, images: [5, 28, 28, 1], loss: ClassWeightedCrossEntropy(),
      labels: [3, 1, 4, 1, 5], mode: .training, fuses: true, tolerance: 1e-6)
  }

  @Test func myNetWithRunningStatistics() throws {
    let model = try Model(
      BackboneRegistry.standard.architecture(named: "MyNet"),
      options: BackboneOptions(channels: 1, imageSize: 28), head: .classification(classes: 10),
      dropout: 0)
    try ModelParity(backend: backend).expect(
      model, .myNet, images: [5, 28, 28, 1], loss: ClassWeightedCrossEntropy(),
      labels: [3, 1, 4, 1, 5], mode: .evaluation, fuses: true, tolerance: 1e-6)
  }
}

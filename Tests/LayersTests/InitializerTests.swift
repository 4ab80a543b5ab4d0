import Basics
import Layers
import TensorCore
import Testing

/// Moments of the drawn values against the formulas of `torch.nn.init`.
@Suite struct InitializerTests {
  private func values(_ initializer: Initializer, shape: Shape = [3, 3, 16, 400]) -> [Double] {
    var builder = ModelBuilder()
    _ = builder.parameter(
      "weight", shape: shape, layout: .convolutionHWIO, kind: .weight, initializer: initializer)
    return builder.layout.initialState(random: RandomSource(seed: 11), pool: StoragePool())
      .parameters[0].scalars.map(Double.init)
  }

  private func expectMoments(
    _ values: [Double], deviation: Double, bound: Double,
    location: SourceLocation = #_sourceLocation
  ) {
    let mean = values.reduce(0, +) / Double(values.count)
    let variance = values.reduce(0) { $0 + $1 * $1 } / Double(values.count)
    // 57,600 draws: the mean is off by deviation / 240, the deviation by at most 0.3 %, as a rule.
    #expect(abs(mean) < 4 * deviation / 240, sourceLocation: location)
    #expect(abs(variance.squareRoot() / deviation - 1) < 0.015, sourceLocation: location)
    #expect((values.map(abs).max() ?? 0) <= bound, sourceLocation: location)
  }

  // Fans of 400 filters over 16 channels of 3 x 3: 144 in, 3600 out.
  @Test func formulas() {
    let third = 3.0.squareRoot()
    expectMoments(values(.layerDefault), deviation: 1 / 12 / third, bound: 1 / 12)
    expectMoments(values(.biasDefault(weightFanIn: 144)), deviation: 1 / 12 / third, bound: 1 / 12)
    let xavier = (6.0 / 3744).squareRoot()
    expectMoments(values(.xavierUniform), deviation: xavier / third, bound: xavier)
    expectMoments(
      values(.kaimingNormal(mode: .output)), deviation: (2.0 / 3600).squareRoot(), bound: .infinity)
    expectMoments(
      values(.kaimingNormal(mode: .input)), deviation: (2.0 / 144).squareRoot(), bound: .infinity)
    // A normal cut at two deviations has 0.8796 of its deviation.
    expectMoments(
      values(.truncatedNormal(deviation: 0.02)), deviation: 0.02 * 0.87963, bound: 0.04 + 1e-6)
    #expect(values(.constant(0.5), shape: [1, 1, 2, 2]) == [0.5, 0.5, 0.5, 0.5])
  }
}

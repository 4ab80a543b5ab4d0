import Autograd
import Basics
import Layers
import TensorCore
import TestSupport
import Testing

@Suite struct ModelStateTests {
  let pool = StoragePool()

  private func layout() throws -> ModelLayout {
    try Model(
      BackboneRegistry.standard.architecture(named: "MyNet"),
      options: BackboneOptions(channels: 1, imageSize: 8), head: .classification(classes: 3),
      dropout: 0
    ).layout
  }

  @Test func convolutionWeightsAreReorderedForPyTorch() throws {
    var builder = ModelBuilder()
    _ = Convolution2D(
      "conv", inputChannels: 2, outputChannels: 3,
      geometry: ConvolutionGeometry(kernel: Extent(height: 2, width: 1)), in: &builder)
    let spec = builder.layout.parameters[0]
    #expect(spec.shape == [2, 1, 2, 3])
    // Element (h, 0, i, o) is numbered 100 o + 10 i + h.
    let values: [Float] = [0, 100, 200, 10, 110, 210, 1, 101, 201, 11, 111, 211]
    let exported = spec.exported(Tensor(values, shape: spec.shape, pool: pool))
    #expect(exported.shape == [3, 2, 2, 1])
    #expect(exported.values == [0, 1, 10, 11, 100, 101, 110, 111, 200, 201, 210, 211])
    let imported = try spec.imported(shape: [3, 2, 2, 1], values: exported.values, pool: pool)
    #expect(imported.scalars == values)
    #expect(
      throws: LayersError.shapeMismatch(
        name: "conv.weight", expected: [3, 2, 2, 1], found: [3, 2, 1, 2])
    ) { try spec.imported(shape: [3, 2, 1, 2], values: exported.values, pool: pool) }
  }

  @Test("weights of any size are reordered", arguments: [(1, 35, 1), (9, 17, 40), (3, 1, 16)])
  func elementsKeepTheirPlaces(_ taps: Int, _ inputs: Int, _ outputs: Int) throws {
    var builder = ModelBuilder()
    _ = Convolution2D(
      "conv", inputChannels: inputs, outputChannels: outputs,
      geometry: ConvolutionGeometry(kernel: Extent(height: taps, width: 1)), in: &builder)
    let spec = builder.layout.parameters[0]
    let values = (0..<taps * inputs * outputs).map(Float.init)
    let exported = spec.exported(Tensor(values, shape: spec.shape, pool: pool)).values
    var expected: [Float] = []
    for output in 0..<outputs {
      for input in 0..<inputs {
        for tap in 0..<taps { expected.append(values[(tap * inputs + input) * outputs + output]) }
      }
    }
    #expect(exported == expected)
    let shape = [outputs, inputs, taps, 1]
    #expect(try spec.imported(shape: shape, values: exported, pool: pool).scalars == values)
  }

  @Test func aStateSurvivesTheWayThroughAStateDict() throws {
    let layout = try layout()
    var state = layout.initialState(random: RandomSource(seed: 7), pool: pool)
    state.counters[1] = 12
    let restored = try layout.imported(layout.exported(state), pool: pool)
    #expect(zip(restored.parameters, state.parameters).allSatisfy { $0.isIdentical(to: $1) })
    #expect(zip(restored.buffers, state.buffers).allSatisfy { $0.isIdentical(to: $1) })
    #expect(restored.counters == state.counters)
  }

  @Test func aForeignStateDictIsReportedItemByItem() throws {
    let layout = try layout()
    let state = layout.initialState(random: RandomSource(seed: 7), pool: pool)
    var items = layout.exported(state).filter { $0.name != "fc1.bias" }
    items.append(StateEntry(name: "fc4.bias", value: .floats(shape: [1], values: [0])))
    items = items.map {
      $0.name == "fc3.bias"
        ? StateEntry(name: $0.name, value: .floats(shape: [2], values: [0, 0])) : $0
    }
    var target = layout.initialState(random: RandomSource(seed: 8), pool: pool)
    let report = layout.load(items, into: &target, pool: pool)
    #expect(report.missing == ["fc1.bias"])
    #expect(report.unexpected == ["fc4.bias"])
    #expect(report.mismatched.map(\.name) == ["fc3.bias"])
    #expect(report.mismatched.first?.expected == [3])
    #expect(report.mismatched.first?.found == [2])
    #expect(target.parameters[0].isIdentical(to: state.parameters[0]))
    #expect(throws: LayersError.stateMismatch(report)) { try layout.imported(items, pool: pool) }
  }

  @Test func countersMayBeMissingInOldFiles() throws {
    let layout = try layout()
    let state = layout.initialState(random: RandomSource(seed: 7), pool: pool)
    let items = layout.exported(state).filter { !$0.name.hasSuffix("num_batches_tracked") }
    #expect(try layout.imported(items, pool: pool).counters == [0, 0, 0])
  }

  @Test func firstValuesDependOnSeedAndNameAlone() throws {
    func layout(_ names: [String]) -> ModelLayout {
      var builder = ModelBuilder()
      for name in names { _ = Linear(name, inputs: 4, outputs: 3, in: &builder) }
      return builder.layout
    }
    let random = RandomSource(seed: 3)
    let one = layout(["a", "b"]).initialState(random: random, pool: pool)
    let other = layout(["b", "c", "a"]).initialState(random: random, pool: pool)
    #expect(one.parameters[0].isIdentical(to: other.parameters[4]))
    #expect(one.parameters[2].isIdentical(to: other.parameters[0]))
    #expect(!one.parameters[0].isIdentical(to: one.parameters[2]))
  }

  @Test func runningStatisticsMoveAsPyTorchs() throws {
    // momentum 0.1, unbiased variance: 0.9 x 1 + 0.1 x 2 x 4 / 3.
    var builder = ModelBuilder()
    let mean = builder.buffer("mean", shape: [1], initialValue: 0)
    let variance = builder.buffer("variance", shape: [1], initialValue: 1)
    let counter = builder.counter("count")
    var state = builder.layout.initialState(random: RandomSource(seed: 0), pool: pool)
    let batch = BatchStatistics(
      mean: Tensor([5], shape: [1], pool: pool), variance: Tensor([2], shape: [1], pool: pool),
      sampleCount: 4)
    state.apply([
      .runningStatistics(
        mean: mean, variance: variance, counter: counter, momentum: 0.1, batch: batch)
    ])
    #expect(isClose(state.buffers[0].item, 0.5, relative: 1e-6))
    #expect(isClose(state.buffers[1].item, 0.9 + 0.1 * 2 * 4 / 3, relative: 1e-6))
    #expect(state.counters == [1])
  }
}

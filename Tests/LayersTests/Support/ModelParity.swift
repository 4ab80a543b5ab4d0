import Autograd
import Basics
import Layers
import TensorCore
import TestSupport
import Testing

/// Compares a network on made-up weights with what float64 PyTorch computes.
struct ModelParity {
  let backend: CPUBackend

  /// The state of Benchmarks/parity/model_goldens.py.
  func madeUpState(_ layout: ModelLayout) throws -> ModelState {
    var state = ModelState(
      parameters: [], buffers: [], counters: layout.counters.map { _ in 0 })
    for (index, spec) in layout.parameters.enumerated() {
      let shape = spec.exportedShape
      let count = spec.shape.count
      let fanIn = Float(count / max(shape[0], 1))
      let values = Fixture.values(count: count, seed: 100 + index).map { value in
        switch spec.kind {
        case .weight: value * Float((3 / Double(fanIn)).squareRoot())
        case .bias, .normalizationShift: 0.1 * value
        case .normalizationScale, .layerScale: 1 + 0.2 * value
        case .embedding: 0.5 * value
        }
      }
      state.parameters.append(
        try spec.imported(shape: shape, values: values, pool: backend.storagePool))
    }
    for (index, spec) in layout.buffers.enumerated() {
      let values = Fixture.values(count: spec.shape.count, seed: 300 + index).map {
        spec.initialValue == 0 ? 0.1 * $0 : 1 + 0.5 * $0
      }
      state.buffers.append(backend.tensor(values, spec.shape))
    }
    return state
  }

  /// The product with made-up numbers, in PyTorch's order of elements.
  private func projection(_ values: [Float], seed: Int) -> Double {
    zip(values, Fixture.values(count: values.count, seed: seed))
      .reduce(0) { $0 + Double($1.0) * Double($1.1) }
  }

  /// Tolerances are about three times what 32-bit PyTorch is off by on the same numbers.
  func expect(
    _ model: Model, _ golden: ModelGolden, images: Shape, loss: ClassWeightedCrossEntropy,
    labels: [Int32], mode: ForwardMode, fuses: Bool, tolerance: Double
  ) throws {
    #expect(model.layout.entries.map(model.layout.name) == golden.stateNames)
    var state = try madeUpState(model.layout)
    var context = ForwardContext(
      state: state, backend: backend, mode: mode, recording: true, random: RandomSource(seed: 1),
      execution: ExecutionOptions(fusesOperations: fuses))
    let input = context.tape.constant(Fixture.tensor(images, seed: 9, backend: backend))
    let logits = model.forward(input, context: &context)
    #expect(
      largestDifference(logits.value.scalars.map(Double.init), golden.logits) < tolerance)
    let value = loss(logits, labels: labels, on: &context.tape)
    #expect(isClose(value.mean ?? .nan, golden.loss, absolute: tolerance))
    let gradients = context.backward(from: value.variable)
    let scale = golden.gradientNorms.max() ?? 1
    for (index, spec) in model.layout.parameters.enumerated() {
      guard let gradient = gradients[index] else {
        // Kept for pretraining only; PyTorch has none either.
        #expect(spec.name.hasSuffix("mask_token") && golden.gradientNorms[index] == 0)
        continue
      }
      let exported = spec.exported(gradient).values
      let norm = exported.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
      #expect(
        isClose(norm, golden.gradientNorms[index], absolute: tolerance * scale), "\(spec.name)")
      #expect(
        isClose(
          projection(exported, seed: 500 + index), golden.gradientProjections[index],
          absolute: 4 * tolerance * scale), "\(spec.name)")
    }
    state.apply(context.updates)
    let buffers = state.buffers.enumerated().map { projection($1.scalars, seed: 700 + $0) }
    #expect(largestDifference(buffers, golden.bufferProjections) < tolerance)
    #expect(state.counters.allSatisfy { $0 == (mode == .training ? 1 : 0) })
  }
}

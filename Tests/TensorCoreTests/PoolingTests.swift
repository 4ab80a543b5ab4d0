import TensorCore
import TestSupport
import Testing

@Suite("Pooling")
struct PoolingTests {
  static let windows = [
    ReferenceWindow(1, 1), ReferenceWindow(2, 2, stride: 2),
    ReferenceWindow(3, 3, stride: 2, padding: 1), ReferenceWindow(3, 3, stride: 1, padding: 1),
    ReferenceWindow(2, 3, stride: 1, padding: 1), ReferenceWindow(2, 2, stride: 3),
  ]
  static let shapes = [[1, 3, 3, 1], [2, 7, 6, 3], [1, 8, 9, 65], [2, 13, 11, 130]]

  @Test("maxima and their gradients", arguments: BackendCases.levels, windows)
  func maxPool(_ level: SIMDLevel, _ window: ReferenceWindow) throws {
    let backend = try BackendCases.backend(level)
    for shape in Self.shapes {
      // A few distinct values, so that windows hold equal ones.
      var x = ReferenceTensor(random: shape, seed: 1)
      x.values = x.values.map { ($0 * 4).rounded() }
      let expected = Reference.maxPool(x, window: window)
      let pooled = backend.maxPool(backend.tensor(x), geometry: window.pooling())
      #expect(pooled.output.relativeError(to: expected.output) == 0)
      #expect(pooled.winners.taps.map(Int.init) == expected.winners)
      let dy = ReferenceTensor(random: expected.output.shape, seed: 2)
      let gradient = backend.maxPoolGradient(
        outputGradient: backend.tensor(dy), winners: pooled.winners, inputShape: Shape(shape),
        geometry: window.pooling())
      let expectedGradient = Reference.maxPoolGradient(
        outputGradient: dy, winners: expected.winners, inputShape: shape, window: window)
      #expect(gradient.relativeError(to: expectedGradient) < 1e-6)
    }
  }

  /// From 8 MiB on maxima and gradients bypass the caches, if the channels fill lines of memory.
  @Test("a large batch has the bits of its images", arguments: BackendCases.levels, [16, 20])
  func largeMaps(_ level: SIMDLevel, _ channels: Int) throws {
    let backend = try BackendCases.backend(level)
    let geometry = PoolingGeometry(window: 3, stride: 1, padding: 1)
    let size = (1 << 20) / channels / 250 * 250 * channels
    // Of 17 values, some of them in each window again.
    let values = (0..<3 * size).map { Float($0 &* 7919 % 1999 % 17) - 8 }
    let gradients = (0..<3 * size).map { Float($0 &* 7907 % 1999) / 1000 - 1 }
    func results(_ images: Range<Int>) -> (maxima: [Float], winners: [UInt8], gradient: [Float]) {
      let shape: Shape = [images.count, 250, size / 250 / channels, channels]
      let range = images.lowerBound * size..<images.upperBound * size
      let pooled = backend.maxPool(backend.tensor(Array(values[range]), shape), geometry: geometry)
      let gradient = backend.maxPoolGradient(
        outputGradient: backend.tensor(Array(gradients[range]), shape), winners: pooled.winners,
        inputShape: shape, geometry: geometry)
      return (pooled.output.scalars, pooled.winners.taps, gradient.scalars)
    }
    let whole = results(0..<3)
    let parts = (0..<3).map { results($0..<$0 + 1) }
    #expect(whole.maxima == parts.flatMap(\.maxima))
    #expect(whole.winners == parts.flatMap(\.winners))
    #expect(whole.gradient == parts.flatMap(\.gradient))
  }

  @Test("means and their gradients", arguments: BackendCases.levels, windows)
  func averagePool(_ level: SIMDLevel, _ window: ReferenceWindow) throws {
    let backend = try BackendCases.backend(level)
    for shape in Self.shapes {
      for counts in [true, false] {
        let x = ReferenceTensor(random: shape, seed: 1)
        let geometry = window.pooling(countsPadding: counts)
        let expected = Reference.averagePool(x, window: window, countsPadding: counts)
        let output = backend.averagePool(backend.tensor(x), geometry: geometry)
        #expect(output.relativeError(to: expected) < 1e-6)
        let dy = ReferenceTensor(random: expected.shape, seed: 2)
        let gradient = backend.averagePoolGradient(
          outputGradient: backend.tensor(dy), inputShape: Shape(shape), geometry: geometry)
        let expectedGradient = Reference.averagePoolGradient(
          outputGradient: dy, inputShape: shape, window: window, countsPadding: counts)
        #expect(gradient.relativeError(to: expectedGradient) < 1e-6)
      }
    }
  }

  @Test(
    "global means equal means over a window as large as the image", arguments: BackendCases.levels,
    [[1, 1, 1, 1], [2, 7, 7, 130], [3, 29, 31, 5]])
  func globalAverage(_ level: SIMDLevel, _ shape: [Int]) throws {
    let backend = try BackendCases.backend(level)
    let x = ReferenceTensor(random: shape, seed: 1)
    let sums = (0..<shape[0]).flatMap { image -> [Double] in
      let size = shape[1] * shape[2] * shape[3]
      let values = Array(x.values[image * size..<(image + 1) * size])
      return Reference.sumOverRows(ReferenceTensor(values, [shape[1] * shape[2], shape[3]])).values
    }
    let pixels = Double(shape[1] * shape[2])
    let expected = ReferenceTensor(sums.map { $0 / pixels }, [shape[0], shape[3]])
    #expect(backend.globalAveragePool(backend.tensor(x)).relativeError(to: expected) < 1e-6)

    let dy = ReferenceTensor(random: expected.shape, seed: 2)
    let gradient = backend.globalAveragePoolGradient(
      outputGradient: backend.tensor(dy), inputShape: Shape(shape))
    var spread = ReferenceTensor(zeros: shape)
    for index in spread.values.indices {
      let image = index / (shape[1] * shape[2] * shape[3])
      spread.values[index] = dy.values[image * shape[3] + index % shape[3]] / pixels
    }
    #expect(gradient.relativeError(to: spread) < 1e-6)
  }

  @Test(
    "NaN wins over numbers, and negative infinities are maxima too", arguments: BackendCases.levels)
  func specialValues(_ level: SIMDLevel) throws {
    let backend = try BackendCases.backend(level)
    let x = backend.tensor(
      [1, .nan, 2, 3, -.infinity, -.infinity, -.infinity, -.infinity], [2, 2, 2, 1])
    let pooled = backend.maxPool(x, geometry: PoolingGeometry(window: 2))
    #expect(pooled.output.scalars[0].isNaN)
    #expect(pooled.output.scalars[1] == -.infinity)
    #expect(pooled.winners.taps == [1, 0])
  }
}

import TensorCore
import TestSupport
import Testing

@Suite("Activations")
struct ActivationTests {
  static let values: [Float] = [-10, -3, -1, -0.5, -0.0, 0.25, 1, 2, 6]

  /// PyTorch 2.13 in double precision: F.silu, F.gelu, F.gelu(approximate='tanh'), sigmoid, relu of `values`.
  static let golden: [(Activation, [Double])] = [
    (
      .silu,
      [
        -0.000453978687, -0.14227762, -0.268941421, -0.188770334, 0, 0.140544125, 0.731058579,
        1.76159416, 5.98516426,
      ]
    ),
    (
      .gelu,
      [
        0, -0.00404969409, -0.158655254, -0.154268769, 0, 0.149676581, 0.841344746, 1.95449974,
        5.99999999,
      ]
    ),
    (
      .geluTanh,
      [
        0, -0.00363739208, -0.158808009, -0.15428599, 0, 0.149675351, 0.841191991, 1.95459769, 6,
      ]
    ),
    (
      .sigmoid,
      [
        4.53978687e-05, 0.0474258732, 0.268941421, 0.377540669, 0.5, 0.562176501, 0.731058579,
        0.880797078, 0.997527377,
      ]
    ),
    (.relu, [0, 0, 0, 0, 0, 0.25, 1, 2, 6]),
  ]

  @Test("values are PyTorch's", arguments: BackendCases.levels)
  func goldenValues(_ level: SIMDLevel) throws {
    let backend = try BackendCases.backend(level)
    let input = backend.tensor(Self.values, [Self.values.count])
    for (activation, expected) in Self.golden {
      let output = backend.activation(input, activation).scalars.map(Double.init)
      #expect(largestDifference(output, expected) < 4e-7, "\(activation)")
    }
  }

  /// The bound that the kernels promise: 2^-21 (|result| + 2^-2).
  @Test(
    "values and derivatives are within the stated error everywhere",
    arguments: BackendCases.levels, Activation.allCases)
  func statedError(_ level: SIMDLevel, _ activation: Activation) throws {
    let backend = try BackendCases.backend(level)
    let reference = try #require(ReferenceActivation(rawValue: activation.rawValue))
    let values = (0..<60_001).map { Float($0 - 30_000) / 1000 } + [-100, -88, -87, 87, 88, 89, 100]
    let input = backend.tensor(values, [values.count])
    let output = backend.activation(input, activation).scalars
    let ones = backend.tensor([Float](repeating: 1, count: values.count), [values.count])
    let slope = backend.activationGradient(outputGradient: ones, input: input, activation).scalars
    var worst = 0.0
    for (index, x) in values.enumerated() {
      for (actual, expected) in [
        (output[index], reference.value(Double(x))),
        (slope[index], reference.derivative(Double(x))),
      ] {
        worst = max(worst, abs(Double(actual) - expected) / (abs(expected) + 0.25))
      }
    }
    #expect(worst < 0x1p-21)
  }

  @Test("NaN and infinities come out as in the formulas", arguments: BackendCases.levels)
  func specialValues(_ level: SIMDLevel) throws {
    let backend = try BackendCases.backend(level)
    let input = backend.tensor([.nan, .infinity, -.infinity], [3])
    for activation in Activation.allCases {
      let output = backend.activation(input, activation).scalars
      #expect(output[0].isNaN, "\(activation)")
      #expect(output[1] == (activation == .sigmoid ? 1 : .infinity), "\(activation)")
    }
    #expect(backend.activation(input, .sigmoid).scalars[2] == 0)
    #expect(backend.activation(input, .relu).scalars[2] == 0)
  }

  @Test("the gradient is the product with the derivative", arguments: BackendCases.levels)
  func gradient(_ level: SIMDLevel) throws {
    let backend = try BackendCases.backend(level)
    for count in [1, 7, 17, 100, 70_001] {
      let x = ReferenceTensor(random: [count], seed: 1, in: -4..<4)
      let dy = ReferenceTensor(random: [count], seed: 2)
      for activation in Activation.allCases {
        let reference = try #require(ReferenceActivation(rawValue: activation.rawValue))
        let expected = Reference.activationGradient(outputGradient: dy, input: x, reference)
        let result = backend.activationGradient(
          outputGradient: backend.tensor(dy), input: backend.tensor(x), activation)
        #expect(result.relativeError(to: expected) < 1e-6, "\(activation) of \(count)")
      }
    }
  }
}

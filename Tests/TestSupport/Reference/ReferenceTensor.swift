import Basics

/// An array of doubles with a shape, for plain reference versions of the operations.
public struct ReferenceTensor: Sendable {
  /// The extents, slowest axis first; images are NHWC, convolution weights HWIO.
  public var shape: [Int]
  /// The elements in row-major order.
  public var values: [Double]

  /// Creates an array; the values fill the shape.
  public init(_ values: [Double], _ shape: [Int]) {
    precondition(values.count == shape.reduce(1, *), "\(values.count) values for shape \(shape)")
    self.shape = shape
    self.values = values
  }

  /// Creates an array of zeros.
  public init(zeros shape: [Int]) {
    self.init([Double](repeating: 0, count: shape.reduce(1, *)), shape)
  }

  /// Creates an array of uniform random numbers that 32-bit floats hold exactly.
  public init(random shape: [Int], seed: UInt64, in range: Range<Double> = -1..<1) {
    var random = RandomSource(seed: seed)
    self.init(
      (0..<shape.reduce(1, *)).map { _ in Double(Float(random.nextUniform(in: range))) }, shape)
  }

  /// The number of elements.
  public var count: Int { values.count }

  /// The extent of the last axis.
  public var channels: Int { shape[shape.count - 1] }

  /// The elements as 32-bit floats.
  public var floats: [Float] { values.map(Float.init) }

  /// One element of a four-dimensional array.
  public subscript(_ n: Int, _ h: Int, _ w: Int, _ c: Int) -> Double {
    get { values[((n * shape[1] + h) * shape[2] + w) * shape[3] + c] }
    set { values[((n * shape[1] + h) * shape[2] + w) * shape[3] + c] = newValue }
  }

  /// The sum of products of corresponding elements.
  public func dot(_ other: ReferenceTensor) -> Double {
    zip(values, other.values).reduce(0) { $0 + $1.0 * $1.1 }
  }
}

/// Plain versions of the engine's operations in double precision: the loops say what the operation means.
public enum Reference {}

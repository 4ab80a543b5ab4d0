extension StoredTensor {
  /// Creates a float32 tensor of `shape` from its elements in row-major order.
  public init(_ floats: [Float], shape: [Int]) {
    self.init(type: .float32, shape: shape, bytes: Self.bytes(of: floats))
  }

  /// Creates a float64 tensor of `shape` from its elements in row-major order.
  public init(_ doubles: [Double], shape: [Int]) {
    self.init(type: .float64, shape: shape, bytes: Self.bytes(of: doubles))
  }

  /// Creates an int64 tensor of `shape` from its elements in row-major order.
  public init(_ integers: [Int], shape: [Int]) {
    self.init(type: .int64, shape: shape, bytes: Self.bytes(of: integers))
  }

  /// Creates a uint8 tensor of one dimension, such as PyTorch's random states.
  public init(_ bytes: [UInt8]) {
    self.init(type: .uint8, shape: [bytes.count], bytes: bytes)
  }

  /// Creates a float32 tensor of no dimensions, such as the step count of PyTorch's Adam.
  public init(scalar: Float) { self.init([scalar], shape: []) }

  /// Creates an int64 tensor of no dimensions, such as `num_batches_tracked`.
  public init(scalar: Int) { self.init([scalar], shape: []) }

  /// Returns the elements as float32, rounded where the stored type is wider.
  public func floats() -> [Float] {
    switch type {
    case .float32: elements(of: Float.self)
    case .float64: elements(of: Double.self).map { Float($0) }
    case .float16: elements(of: UInt16.self).map { Float(Float16(bitPattern: $0)) }
    case .bfloat16: elements(of: UInt16.self).map { Float(bitPattern: UInt32($0) << 16) }
    default: integers().map { Float($0) }
    }
  }

  /// Returns the elements as float64.
  public func doubles() -> [Double] {
    switch type {
    case .float64: elements(of: Double.self)
    case .float32, .float16, .bfloat16: floats().map { Double($0) }
    default: integers().map { Double($0) }
    }
  }

  /// Returns the elements as integers; fractions are cut off, and what does not fit is clamped.
  public func integers() -> [Int] {
    switch type {
    case .bool, .uint8: bytes.map { Int($0) }
    case .int8: bytes.map { Int(Int8(bitPattern: $0)) }
    case .uint16: elements(of: UInt16.self).map { Int($0) }
    case .int16: elements(of: Int16.self).map { Int($0) }
    case .uint32: elements(of: UInt32.self).map { Int($0) }
    case .int32: elements(of: Int32.self).map { Int($0) }
    case .uint64: elements(of: UInt64.self).map { Int(clamping: $0) }
    case .int64: elements(of: Int.self)
    case .float16, .bfloat16, .float32, .float64: doubles().map(Self.clamped)
    }
  }

  private static func clamped(_ value: Double) -> Int {
    if value.isNaN { return 0 }
    return Int(exactly: value.rounded(.towardZero)) ?? (value < 0 ? .min : .max)
  }

  /// Copies the bytes of plain numbers; every supported machine is little endian.
  static func bytes<Element: BitwiseCopyable>(of elements: [Element]) -> [UInt8] {
    elements.withUnsafeBytes { [UInt8]($0) }
  }

  private func elements<Element: BitwiseCopyable>(of type: Element.Type) -> [Element] {
    let bytes = bytes
    let count = bytes.count / MemoryLayout<Element>.size
    return [Element](unsafeUninitializedCapacity: count) { buffer, initialized in
      bytes.withUnsafeBytes { UnsafeMutableRawBufferPointer(buffer).copyMemory(from: $0) }
      initialized = count
    }
  }
}

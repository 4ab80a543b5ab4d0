/// Floats between two guard bands; a kernel that writes outside, or uses what it read there, is found out.
final class GuardedBuffer {
  /// A quiet NaN with a payload of its own: reading it poisons the result, writing over it shows.
  static let guardValue = Float(bitPattern: 0x7fc0_5a5a)
  private static let band = 1024

  let count: Int
  private let storage: UnsafeMutableBufferPointer<Float>

  init(count: Int, filledWith value: Float = GuardedBuffer.guardValue) {
    self.count = count
    storage = .allocate(capacity: count + 2 * Self.band)
    storage.initialize(repeating: Self.guardValue)
    for i in 0..<count { self[i] = value }
  }

  convenience init(_ values: [Float]) {
    self.init(count: values.count)
    for (i, value) in values.enumerated() { self[i] = value }
  }

  deinit { storage.deallocate() }

  var pointer: UnsafeMutablePointer<Float> { storage.baseAddress! + Self.band }

  var values: [Float] { Array(storage[Self.band..<Self.band + count]) }

  subscript(i: Int) -> Float {
    get { storage[Self.band + i] }
    set { storage[Self.band + i] = newValue }
  }

  /// Whether both bands still hold what they were filled with.
  var bandsAreIntact: Bool {
    let outside = storage[..<Self.band].elementsEqual(storage[(Self.band + count)...]) {
      $0.bitPattern == $1.bitPattern
    }
    return outside && storage[0].bitPattern == Self.guardValue.bitPattern
      && storage[..<Self.band].allSatisfy { $0.bitPattern == Self.guardValue.bitPattern }
  }
}

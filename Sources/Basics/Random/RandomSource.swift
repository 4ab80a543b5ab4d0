/// A reproducible source of random numbers that can be split by purpose and index.
///
/// The numbers are a pure function of key and counter (Philox4x32-10), so those used for one
/// (seed, epoch, sample, purpose) depend neither on threads nor on what was drawn before:
///
///     let epochSource = RandomSource(seed: 42).split("augmentation").split(epoch)
///     var sampleSource = epochSource.split(sampleIndex)
///     let angle = sampleSource.nextUniform(in: -10..<10)
///
/// The stream is a sequence of 32-bit words: words 4b to 4b + 3 are the Philox block of the counter
/// `(low word of b, high word of b, 0, 0)`. `next()` takes two words, the lower half first. A kernel
/// in C that is given `key` draws the same stream.
public struct RandomSource: RandomNumberGenerator, Hashable, Sendable {
  /// Everything there is to know about a source: 16 bytes that can be stored and restored.
  public struct State: Hashable, Sendable, Codable {
    /// Selects the stream.
    public var key: UInt64
    /// The number of 64-bit values already drawn from the stream.
    public var counter: UInt64

    /// Creates a state from its two words.
    public init(key: UInt64, counter: UInt64) {
      self.key = key
      self.counter = counter
    }
  }

  /// The key and the position in the stream.
  public private(set) var state: State
  /// The second half of the current block; 0 unless the counter is odd.
  private var spare: UInt64

  /// Creates the source of a seed, at the start of its stream.
  public init(seed: UInt64) {
    self.init(state: State(key: seed, counter: 0))
  }

  /// Continues a stored source exactly where it was.
  public init(state: State) {
    self.state = state
    spare = 0
    if !state.counter.isMultiple(of: 2) { spare = currentBlock().high }
  }

  /// The two words of the Philox key, for kernels that draw the same stream.
  public var key: (UInt32, UInt32) { Self.words(of: state.key) }

  /// Returns the next 64 random bits.
  public mutating func next() -> UInt64 {
    if !state.counter.isMultiple(of: 2) {
      state.counter &+= 1
      defer { spare = 0 }
      return spare
    }
    let block = currentBlock()
    state.counter &+= 1
    spare = block.high
    return block.low
  }

  /// Derives the independent source of a named purpose.
  ///
  /// The result depends on the key and the name alone, not on what was drawn from this source.
  public func split(_ purpose: String) -> RandomSource {
    // FNV-1a; the Philox rounds that follow do the mixing.
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in purpose.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return derived(from: hash, domain: 1)
  }

  /// Derives the independent source of an index: of an epoch, a sample, a worker.
  ///
  /// The result depends on the key and the index alone, not on what was drawn from this source.
  public func split(_ index: Int) -> RandomSource {
    derived(from: UInt64(bitPattern: Int64(index)), domain: 2)
  }

  /// The stream itself uses domain 0, so that a derived key is never a number of the stream.
  private func derived(from value: UInt64, domain: UInt32) -> RandomSource {
    let (low, high) = Self.words(of: value)
    let block = Philox4x32.block(counter: [low, high, domain, 0], key: key)
    return RandomSource(seed: UInt64(block[0]) | UInt64(block[1]) << 32)
  }

  private func currentBlock() -> (low: UInt64, high: UInt64) {
    let (low, high) = Self.words(of: state.counter / 2)
    let block = Philox4x32.block(counter: [low, high, 0, 0], key: key)
    return (
      UInt64(block[0]) | UInt64(block[1]) << 32, UInt64(block[2]) | UInt64(block[3]) << 32
    )
  }

  private static func words(of value: UInt64) -> (UInt32, UInt32) {
    (UInt32(truncatingIfNeeded: value), UInt32(truncatingIfNeeded: value >> 32))
  }
}

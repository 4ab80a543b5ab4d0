/// The Philox4x32-10 bijection: a keyed, counter-based random function.
///
/// Source: Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3" (SC 2011).
/// The known answers of the authors' Random123 library are in the tests.
public enum Philox4x32 {
  /// Four 32-bit words: a counter going in, or the random block coming out.
  public typealias Block = SIMD4<UInt32>

  /// Returns the random block that belongs to a counter and a key.
  ///
  /// - Parameters:
  ///   - counter: any four words; different counters give independent blocks.
  ///   - key: the two words that select the stream.
  @inlinable
  public static func block(counter: Block, key: (UInt32, UInt32)) -> Block {
    var (word0, word1, word2, word3) = (counter[0], counter[1], counter[2], counter[3])
    var (key0, key1) = key
    for _ in 0..<10 {
      let product0 = UInt64(0xD251_1F53) &* UInt64(word0)
      let product1 = UInt64(0xCD9E_8D57) &* UInt64(word2)
      word0 = UInt32(truncatingIfNeeded: product1 &>> 32) ^ word1 ^ key0
      word1 = UInt32(truncatingIfNeeded: product1)
      word2 = UInt32(truncatingIfNeeded: product0 &>> 32) ^ word3 ^ key1
      word3 = UInt32(truncatingIfNeeded: product0)
      key0 &+= 0x9E37_79B9
      key1 &+= 0xBB67_AE85
    }
    return Block(word0, word1, word2, word3)
  }
}

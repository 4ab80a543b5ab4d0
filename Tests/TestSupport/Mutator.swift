import Basics
import Glibc

/// Feeds a reader with damaged variants of valid input; the same ones in every run.
///
/// `ROENTGEN_FUZZ_ITERATIONS` says how many variants each test tries, if it is set.
public struct Mutator: Sendable {
  private let dictionary: [[UInt8]]
  private let iterations: Int

  /// Creates a mutator.
  ///
  /// - Parameters:
  ///   - dictionary: words of the format, spliced in besides random bytes.
  ///   - iterations: how many variants are tried in an ordinary run.
  public init(dictionary: [String] = [], iterations: Int = 20_000) {
    self.dictionary = dictionary.map { Array($0.utf8) }
    let wanted = getenv("ROENTGEN_FUZZ_ITERATIONS").flatMap { Int(String(cString: $0)) }
    self.iterations = wanted ?? iterations
  }

  /// Calls the body with one damaged variant after the other.
  public func run(seeds: [[UInt8]], body: ([UInt8]) throws -> Void) rethrows {
    precondition(!seeds.isEmpty, "a mutator needs at least one seed")
    let root = RandomSource(seed: 0).split("mutator")
    for iteration in 0..<iterations {
      var random = root.split(iteration)
      var bytes = seeds[random.nextInt(below: seeds.count)]
      for _ in 0...random.nextInt(below: 4) { mutate(&bytes, &random) }
      try body(bytes)
    }
  }

  private func mutate(_ bytes: inout [UInt8], _ random: inout RandomSource) {
    let position = random.nextInt(below: bytes.count + 1)
    let end = min(bytes.count, position + random.nextInt(below: 8) + 1)
    switch random.nextInt(below: 7) {
    case 0: bytes.replaceSubrange(position..<end, with: [])
    case 1: bytes.insert(UInt8(random.nextInt(below: 256)), at: position)
    case 2: bytes.insert(contentsOf: Array(bytes[position..<end]), at: position)
    case 3: bytes.removeLast(bytes.count - position)
    case 4 where !dictionary.isEmpty:
      bytes.insert(contentsOf: dictionary[random.nextInt(below: dictionary.count)], at: position)
    case 5 where position < bytes.count: bytes[position] = UInt8(random.nextInt(below: 256))
    default:
      if position < bytes.count { bytes[position] ^= 1 << UInt8(random.nextInt(below: 8)) }
    }
  }
}

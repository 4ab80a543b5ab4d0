import Basics
import Glibc

/// How many damaged files each robustness test reads: `ROENTGEN_FUZZ_ITERATIONS`, or 3000.
var fuzzIterations: Int {
  getenv("ROENTGEN_FUZZ_ITERATIONS").flatMap { Int(String(cString: $0)) } ?? 3000
}

extension [UInt8] {
  /// Damages one to three places: other bytes, extreme ones, flipped bits, removed or repeated runs.
  mutating func damage(_ random: inout RandomSource, keepingCount: Bool = false) {
    for _ in 0...random.nextInt(below: 3) {
      guard !isEmpty else {
        if !keepingCount { append(UInt8(random.nextInt(below: 256))) }
        continue
      }
      let place = random.nextInt(below: count)
      let end = Swift.min(place + 1 + random.nextInt(below: 8), count)
      switch random.nextInt(below: keepingCount ? 4 : 6) {
      case 0: self[place] = UInt8(random.nextInt(below: 256))
      case 1: self[place] ^= 1 << UInt8(random.nextInt(below: 8))
      case 2: self[place] = [0, 1, 0x7F, 0x80, 0xFF][random.nextInt(below: 5)]
      case 3: swapAt(place, random.nextInt(below: count))
      case 4: removeSubrange(place..<end)
      default: insert(contentsOf: Array(self[place..<end]), at: place)
      }
    }
  }
}

extension Array {
  /// A random element of an array that is not empty.
  func pick(_ random: inout RandomSource) -> Element { self[random.nextInt(below: count)] }

  /// Removes, repeats or moves a random element, or puts in a foreign one.
  mutating func rearrange(_ random: inout RandomSource, foreign: [Element]) {
    guard !isEmpty else { return }
    let place = random.nextInt(below: count)
    switch random.nextInt(below: 4) {
    case 0: remove(at: place)
    case 1: insert(self[place], at: random.nextInt(below: count + 1))
    case 2: swapAt(place, random.nextInt(below: count))
    default: insert(foreign.pick(&random), at: random.nextInt(below: count + 1))
    }
  }
}

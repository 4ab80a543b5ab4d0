import Basics

/// A pickle as a list of instructions, to be damaged instruction by instruction.
enum PickleProgram {
  /// Splits a pickle into instructions with their operands.
  static func instructions(_ pickle: [UInt8]) -> [[UInt8]] {
    var instructions: [[UInt8]] = []
    var rest = pickle[...]
    while let opcode = rest.first {
      let length = min(rest.count, 1 + operandLength(opcode, rest.dropFirst()))
      instructions.append(Array(rest.prefix(length)))
      rest = rest.dropFirst(length)
    }
    return instructions
  }

  /// Damages one instruction: drops, doubles, moves or replaces it, or gives it an extreme operand.
  static func mutate(
    _ program: inout [[UInt8]], from others: [[[UInt8]]], _ random: inout RandomSource
  ) {
    guard !program.isEmpty else { return }
    let place = random.nextInt(below: program.count)
    let other = others[random.nextInt(below: others.count)]
    switch random.nextInt(below: 8) {
    case 0: program.remove(at: place)
    case 1: program.insert(program[place], at: place)
    case 2: program.swapAt(place, random.nextInt(below: program.count))
    case 3: program[place] = other[random.nextInt(below: other.count)]
    case 4: program.insert(other[random.nextInt(below: other.count)], at: place)
    case 5: program[place] = extremes[random.nextInt(below: extremes.count)]
    case 6:
      let start = random.nextInt(below: other.count)
      program.insert(contentsOf: other[start..<min(other.count, start + 12)], at: place)
    default:
      guard program[place].count > 1 else { return }
      program[place][1 + random.nextInt(below: program[place].count - 1)] =
        UInt8(random.nextInt(below: 256))
    }
  }

  /// Numbers at the edges, names on and off the list, and calls.
  private static let extremes: [[UInt8]] =
    [-1, 0, 1, .max, .min, 1 << 32, 1 << 62].map { PickleAssembly.integer($0) } + [
      [0x8A, 0], [0x8A, 9, 0, 0, 0, 0, 0, 0, 0, 0, 1], [0x58, 255, 255, 255, 255], [0x29], [0x52],
      [0x51], [0x81], [0x62], [0x85], [0x65], [0x75], [0x28], [0x2E], [0x94], [0x93],
      PickleAssembly.code("ctorch.storage\nUntypedStorage\n"),
      PickleAssembly.code("ctorch\nint8\n"),
      PickleAssembly.code("ctorch._utils\n_rebuild_tensor_v3\n"),
      PickleAssembly.code("ctorch._tensor\n_rebuild_from_type_v2\n"),
      PickleAssembly.code("ccollections\nCounter\n"), PickleAssembly.code("cposix\nsystem\n"),
    ]

  private static func operandLength(_ opcode: UInt8, _ rest: ArraySlice<UInt8>) -> Int {
    let length = { (width: Int) in
      rest.prefix(width).reversed().reduce(0) { ($0 << 8 | Int($1)) & 0xFFFF } + width
    }
    return switch opcode {
    case 0x4B, 0x68, 0x71, 0x80: 1
    case 0x4D: 2
    case 0x4A, 0x6A, 0x72: 4
    case 0x47, 0x95: 8
    case 0x8A, 0x8C, 0x43, 0x55: length(1)
    case 0x58, 0x42, 0x54, 0x8B: length(4)
    case 0x8D, 0x8E, 0x96: length(8)
    case 0x63:
      rest.split(separator: 0x0A, maxSplits: 2, omittingEmptySubsequences: false).prefix(2)
        .reduce(0) { $0 + $1.count + 1 }
    default: 0
    }
  }
}

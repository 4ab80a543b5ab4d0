import Basics
import Checkpoints
import Foundation
import TestSupport
import Testing

/// Damaged files in great number: each is read or refused, none traps or takes much memory.
///
/// The damage follows the structure (instructions of the pickle, fields of the zip directory, entries
/// of the JSON header) and checksums are made right again, so that it reaches the code behind them.
@Suite("Damaged files")
struct FuzzTests {
  /// How many variants of each kind; `ROENTGEN_FUZZ_ITERATIONS` asks for more.
  private var iterations: Int {
    ProcessInfo.processInfo.environment["ROENTGEN_FUZZ_ITERATIONS"].flatMap { Int($0) } ?? 400
  }

  private func golden(_ text: String) throws -> [UInt8] {
    try Deflate.unpack([UInt8](#require(Data(base64Encoded: text))), format: .zlib)
  }

  private func seeds() throws -> [[UInt8]] {
    let ours: PickleValue = [
      "epoch": 1, "state": [0: .tensor(StoredTensor(scalar: 1 as Float))], "raw": .bytes([1, 255]),
      "list": [.null, true, 1.5, .int(.min)], "wide": .tensor(StoredTensor([1, 2], shape: [2])),
    ]
    let files = [GoldenFiles.zip, GoldenFiles.protocol4, GoldenFiles.adam]
    return [PyTorchFile.encode(ours)] + (try files.map(golden))
  }

  /// Reads a damaged file; what is accepted must survive being written and read again.
  private func check(_ bytes: [UInt8]) throws {
    guard let value = try? PyTorchFile.decode(bytes) else { return }
    let written = PyTorchFile.encode(value)
    #expect(PyTorchFile.encode(try PyTorchFile.decode(written)) == written)
  }

  @Test("pickles of shuffled, doubled, foreign and extreme instructions")
  func pickles() throws {
    var programs: [[[UInt8]]] = []
    var storages: [[(String, [UInt8])]] = []
    for seed in try seeds() {
      let archive = try ZipReader(seed)
      let root = try #require(archive.names.first { $0.hasSuffix("/data.pkl") }).dropLast(8)
      programs.append(PickleProgram.instructions(try archive.contents(of: "\(root)data.pkl")))
      storages.append(
        try archive.names.filter { $0.contains("/data/") }
          .map { ("archive/" + $0.dropFirst(root.count), try archive.contents(of: $0)) })
    }
    for program in programs { #expect(program.count > 10) }
    let source = RandomSource(seed: 1).split("pickles")
    for iteration in 0..<iterations {
      var random = source.split(iteration)
      let chosen = random.nextInt(below: programs.count)
      var program = programs[chosen]
      for _ in 0...random.nextInt(below: 4) {
        PickleProgram.mutate(&program, from: programs, &random)
      }
      let members = [("archive/data.pkl", program.flatMap { $0 })] + storages[chosen]
      try check(PickleAssembly.archive(members))
    }
  }

  @Test("zip headers with extreme fields, and bytes changed at random")
  func archives() throws {
    let seeds = try seeds()
    let source = RandomSource(seed: 2).split("archives")
    let signatures: [[UInt8]] = [
      [0x50, 0x4B, 1, 2], [0x50, 0x4B, 5, 6], [0x50, 0x4B, 6, 6],
      [0x50, 0x4B, 6, 7], [0x50, 0x4B, 3, 4],
    ]
    let headers = seeds.map { seed in
      seed.indices.filter { place in signatures.contains { seed[place...].starts(with: $0) } }
    }
    for iteration in 0..<iterations {
      var random = source.split(iteration)
      let chosen = random.nextInt(below: seeds.count)
      var bytes = seeds[chosen]
      for _ in 0...random.nextInt(below: 3) {
        let header = headers[chosen][random.nextInt(below: headers[chosen].count)]
        let place = min(bytes.count - 1, header + random.nextInt(below: 56))
        let width = min(bytes.count - place, [1, 2, 4, 8][random.nextInt(below: 4)])
        let values: [UInt8] = [0, 1, 0x7F, 0x80, 0xFF, UInt8(random.nextInt(below: 256))]
        let value = values[random.nextInt(below: values.count)]
        bytes.replaceSubrange(place..<place + width, with: repeatElement(value, count: width))
      }
      if random.nextInt(below: 4) == 0 { bytes.removeLast(random.nextInt(below: bytes.count)) }
      try check(bytes)
    }
  }

  @Test("the format without checksums")
  func legacy() throws {
    let seed = try golden(GoldenFiles.legacy)
    let start = 15
    let length = try #require(seed.indices.last { seed[$0...].starts(with: [0x65, 0x2E]) }) + 2
    let source = RandomSource(seed: 3).split("legacy")
    // The pickles of protocol, machine, object and keys follow one another.
    let program = PickleProgram.instructions(Array(seed[start..<length]))
    for iteration in 0..<iterations {
      var random = source.split(iteration)
      var changed = program
      for _ in 0...random.nextInt(below: 3) {
        PickleProgram.mutate(&changed, from: [program], &random)
      }
      var data = Array(seed[length...])
      if random.nextInt(below: 2) == 0 {
        data[random.nextInt(below: data.count)] = UInt8(random.nextInt(below: 256))
      }
      try check(Array(seed[..<start]) + changed.flatMap { $0 } + data)
    }
  }

  @Test("safetensors headers, with the length made right again and without")
  func safetensors() {
    let seed = SafetensorsFile(tensors: [
      ("weight", StoredTensor([1, 2, 3, 4] as [Float], shape: [2, 2])),
      ("half", StoredTensor(type: .float16, shape: [1], bytes: [0, 0])), ("b", StoredTensor([7])),
    ]).encode()
    let words = [
      "\"dtype\":", "\"shape\":", "\"data_offsets\":", "[0,", "9223372036854775807", "-1", "1e999",
      "\"F32\"", "{", "}", "]", "\"__metadata__\":", "\"a\":", ",", "\\u0000", "0",
    ].map { Array($0.utf8) }
    let length = Int(seed[0]) | Int(seed[1]) << 8
    let source = RandomSource(seed: 4).split("safetensors")
    for iteration in 0..<iterations {
      var random = source.split(iteration)
      var header = Array(seed[8..<8 + length])
      for _ in 0...random.nextInt(below: 3) {
        let place = random.nextInt(below: header.count)
        let end = min(header.count, place + random.nextInt(below: 6))
        let word = words[random.nextInt(below: words.count)]
        header.replaceSubrange(place..<end, with: random.nextInt(below: 4) == 0 ? [] : word)
      }
      var count = header.count
      if random.nextInt(below: 8) == 0 { count = random.nextInt(below: 1 << 20) }
      let prefix = (0..<8).map { UInt8(truncatingIfNeeded: count >> (8 * $0)) }
      var bytes = prefix + header + seed[(8 + length)...]
      if random.nextInt(below: 8) == 0 { bytes.removeLast(random.nextInt(below: bytes.count)) }
      if let file = try? SafetensorsFile.decode(bytes) {
        #expect(file.tensors.reduce(0) { $0 + $1.tensor.bytes.count } <= bytes.count)
      }
    }
  }
}

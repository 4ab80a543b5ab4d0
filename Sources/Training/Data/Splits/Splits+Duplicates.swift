import Basics

extension Splits {
  /// The images whose file is, byte for byte, that of an image in an earlier split as well.
  ///
  /// These are images of val that are in train too, and images of test that are in either, in the order of the splits. Only
  /// files of the same length are read.
  public func duplicates(among samples: [Sample]) -> [Int] {
    var files: [Int: [(split: Split, index: Int)]] = [:]
    for split in Split.allCases {
      for index in self[split] where samples[index].path != nil && samples[index].byteCount > 0 {
        files[samples[index].byteCount, default: []].append((split, index))
      }
    }
    var found: Set<Int> = []
    for candidates in files.values where Set(candidates.map(\.split)).count > 1 {
      var known: [UInt64: [(split: Split, index: Int)]] = [:]
      for candidate in candidates {
        guard let path = samples[candidate.index].path, let mark = Self.mark(of: path) else {
          continue
        }
        let isTwin = (known[mark] ?? []).contains { other in
          other.split != candidate.split
            && Self.areEqual(path, samples[other.index].path ?? "")
        }
        if isTwin { found.insert(candidate.index) }
        known[mark, default: []].append(candidate)
      }
    }
    return Split.allCases.flatMap { self[$0] }.filter(found.contains)
  }

  /// What people should know of duplicates; it names no image.
  public func duplicateRemark(among samples: [Sample]) -> String? {
    let count = duplicates(among: samples).count
    guard count > 0 else { return nil }
    return
      "\(count) image\(count == 1 ? " is" : "s are") the same file as an image of another split: "
      + "scores will be too good"
  }

  /// Bytes at either end of a file tell most files of a length apart.
  private static let endLength = 1 << 14

  private static func mark(of path: String) -> UInt64? {
    guard let file = try? MappedFile(path) else { return nil }
    let length = min(endLength, file.count)
    guard let start = file.bytes(in: 0..<length),
      let end = file.bytes(in: file.count - length..<file.count)
    else { return nil }
    return UInt64(CRC32.checksum(start)) << 32 | UInt64(CRC32.checksum(end))
  }

  private static func areEqual(_ first: String, _ second: String) -> Bool {
    guard let first = try? MappedFile(first), let second = try? MappedFile(second),
      first.count == second.count
    else { return false }
    let piece = 1 << 20
    return stride(from: 0, to: first.count, by: piece).allSatisfy { start in
      let range = start..<min(start + piece, first.count)
      return first.bytes(in: range) == second.bytes(in: range)
    }
  }
}

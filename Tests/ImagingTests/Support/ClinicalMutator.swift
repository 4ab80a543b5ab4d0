import Basics

/// Damages NIfTI and DICOM files where it hurts: fields of headers, elements, lengths, packed pixels.
struct ClinicalMutator {
  private let seeds: [[UInt8]]

  /// - Parameter ending: which of the golden files are damaged.
  init(_ ending: String) throws {
    seeds = try ClinicalGoldens.all.keys.sorted().filter { $0.contains(ending) }
      .map { try ClinicalGolden(named: $0).file }
  }

  /// A damaged NIfTI, packed again if it was.
  func nifti(_ random: inout RandomSource) throws -> [UInt8] {
    var file = seeds.pick(&random)
    let isPacked = file.starts(with: [0x1F, 0x8B])
    if isPacked { file = try Deflate.unpack(file, format: .gzip) }
    // The fields that are looked at, by start and width.
    let fields = [
      (0, 4), (40, 2), (42, 2), (44, 2), (46, 2), (70, 2), (76, 4), (108, 4), (112, 4), (116, 4),
      (124, 4), (128, 4), (252, 2), (254, 2), (256, 4), (280, 4), (284, 4), (296, 4), (344, 4),
    ]
    for _ in 0...random.nextInt(below: 2) {
      switch random.nextInt(below: 4) {
      case 0: file.damage(&random)
      case 1: file.removeLast(min(file.count, random.nextInt(below: 40)))
      default:
        let (start, width) = fields.pick(&random)
        guard start + width <= file.count else { continue }
        file.replaceSubrange(start..<start + width, with: number(width, &random))
      }
    }
    guard isPacked || random.nextInt(below: 4) == 0 else { return file }
    file = Deflate.pack(file, format: .gzip)
    if random.nextInt(below: 4) == 0 { file.damage(&random) }
    return file
  }

  /// A damaged DICOM.
  func dicom(_ random: inout RandomSource) -> [UInt8] {
    var file = seeds.pick(&random)
    for _ in 0...random.nextInt(below: 2) {
      switch random.nextInt(below: 8) {
      case 0: file.damage(&random)
      case 1: file.removeLast(min(file.count, random.nextInt(below: 60)))
      case 2: splice(&file, &random)
      default: changeElement(&file, &random)
      }
    }
    return file
  }

  /// Other bytes in or around one of the elements of the group of pictures, or of the pixels.
  private func changeElement(_ file: inout [UInt8], _ random: inout RandomSource) {
    let groups: [[UInt8]] = [
      [0x28, 0], [0, 0x28], [0xE0, 0x7F], [0xFE, 0xFF], [2, 0], [0x20, 0],
    ]
    let group = groups.pick(&random)
    let places = file.indices.filter { file[$0...].starts(with: group) }
    guard !places.isEmpty else { return }
    let start = places.pick(&random) + [2, 4, 4, 6, 8, 8, 8, 10, 12, 20].pick(&random)
    let width = [1, 2, 2, 4].pick(&random)
    guard start + width <= file.count else { return }
    file.replaceSubrange(start..<start + width, with: number(width, &random))
  }

  /// A part of another file.
  private func splice(_ file: inout [UInt8], _ random: inout RandomSource) {
    let other = seeds.pick(&random)
    guard !other.isEmpty, !file.isEmpty else { return }
    let start = random.nextInt(below: other.count)
    let end = min(other.count, start + 1 + random.nextInt(below: 120))
    let place = random.nextInt(below: file.count)
    let last = random.nextBool() ? place : min(file.count, place + end - start)
    file.replaceSubrange(place..<last, with: other[start..<end])
  }

  private func number(_ width: Int, _ random: inout RandomSource) -> [UInt8] {
    switch random.nextInt(below: 5) {
    case 0: [UInt8](repeating: 0, count: width)
    case 1: [UInt8](repeating: 0xFF, count: width)
    case 2: (0..<width).map { _ in UInt8(random.nextInt(below: 4)) }
    case 3: [UInt8](repeating: 0, count: width - 1) + [UInt8(random.nextInt(below: 256))]
    default: (0..<width).map { _ in UInt8(random.nextInt(below: 256)) }
    }
  }
}

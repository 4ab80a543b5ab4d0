import Basics
import Imaging

/// Prepared images in a file that several processes map: each image is decoded once for all of them, and lies in memory
/// once.
public final class SharedImages: Sendable {
  private let file: MappedFile
  private let places: [Range<Int>]

  private static let mark = Array("RGIMAGES1".utf8)

  /// Opens a file; nil when there is none, or when it holds images of other data or prepared in another way.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - dataset: whose images are wanted.
  ///   - preprocessing: how they are prepared; the normalisation does not matter.
  public init?(_ path: String, dataset: any ImageDataset, preprocessing: PreprocessingOptions) {
    guard FileSystem.isFile(path), let file = try? MappedFile(path) else { return nil }
    let key = Self.key(dataset, preprocessing)
    let start = Self.mark.count + key.count
    guard file.bytes(in: 0..<min(start, file.count)) == Self.mark + key,
      let table = file.bytes(in: start..<start + 16 * dataset.samples.count)
    else { return nil }
    func number(_ index: Int) -> Int {
      var value: UInt64 = 0
      for offset in 0..<8 { value |= UInt64(table[index * 8 + offset]) << UInt64(8 * offset) }
      return Int(clamping: value)
    }
    var places: [Range<Int>] = []
    for index in dataset.samples.indices {
      let (offset, count) = (number(2 * index), number(2 * index + 1))
      guard offset <= file.count, count <= file.count - offset else { return nil }
      places.append(offset..<offset + count)
    }
    self.file = file
    self.places = places
  }

  /// An image; nil for one that was not prepared ahead.
  func image(at index: Int) -> PreparedImage? {
    guard !places[index].isEmpty else { return nil }
    return file.bytes(in: places[index]).flatMap(PreparedImage.init(encoded:))
  }

  /// What the file is about: data and preparation.
  private static func key(_ dataset: any ImageDataset, _ options: PreprocessingOptions) -> [UInt8] {
    var hash = SHA256()
    let text =
      "\(DatasetHash.hexadecimal(of: dataset)) \(options.size) \(options.resize) "
      + "\(options.interpolation) \(options.channels) \(options.intensity)"
    hash.update(Array(text.utf8))
    for sample in dataset.samples {
      let path = sample.path ?? ""
      let time = (try? FileSystem.modificationTime(path)) ?? 0
      hash.update(Array("\(FilePath.absolute(path)) \(time)\n".utf8))
    }
    return Array(hash.hexadecimal().utf8)
  }

  /// Prepares images in parallel and writes them into a file.
  ///
  /// - Parameters:
  ///   - indices: which; broken ones are left out, so that whoever needs them finds out.
  ///   - store: prepares them.
  ///   - path: the file.
  ///   - threads: at least 1.
  ///   - limit: the most bytes of the file.
  /// - Returns: the number of bytes; nil, and no file, when they would be more than the limit.
  public static func write(
    _ indices: [Int], of store: ImageStore, to path: String, threads: Int, limit: Int
  ) throws(FileError) -> Int? {
    let samples = store.dataset.samples
    let prefix = mark + key(store.dataset, store.preprocessing)
    let images = Monitor([Int: [UInt8]]())
    let size = Monitor(prefix.count + 16 * samples.count)
    ParallelLoop.run(indices.count, threads: threads) { place in
      guard size.update({ $0 <= limit }), let image = try? store.prepared(indices[place]) else {
        return
      }
      let bytes = image.encoded
      size.update { $0 += bytes.count }
      images.update { $0[indices[place]] = bytes }
    }
    let total = size.update { $0 }
    guard total <= limit else { return nil }
    let encoded = images.update { $0 }
    var table: [UInt8] = []
    var offset = prefix.count + 16 * samples.count
    for index in samples.indices {
      let count = encoded[index]?.count ?? 0
      for number in [offset, count] {
        withUnsafeBytes(of: UInt64(number).littleEndian) { table.append(contentsOf: $0) }
      }
      offset += count
    }
    try AtomicFile.write(to: path) { (writer) throws(FileError) in
      try writer.write(prefix)
      try writer.write(table)
      for index in samples.indices {
        if let bytes = encoded[index] { try writer.write(bytes) }
      }
    }
    return total
  }
}

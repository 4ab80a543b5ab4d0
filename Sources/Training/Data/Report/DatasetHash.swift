import Basics

/// A fingerprint of what a data set says, wherever it lies.
///
/// SHA-256 over the task and the samples, sorted by id: id, group, labels, targets and the size of the
/// image file. Neither paths nor times are in it, so that a copied data set keeps its hash; pixels are
/// not read.
public enum DatasetHash {
  /// The hash as 64 hexadecimal digits.
  public static func hexadecimal(of dataset: any ImageDataset) -> String {
    var hash = SHA256()
    hash.update(taskLine(dataset.task))
    let samples = dataset.samples
    let ids = samples.map(\.id)
    let order = ids.indices.sorted { ids[$0] < ids[$1] }
    var bytes: [UInt8] = []
    for index in order {
      append(samples[index], to: &bytes)
      if bytes.count > 1 << 16 {
        hash.update(bytes)
        bytes.removeAll(keepingCapacity: true)
      }
    }
    hash.update(bytes)
    return hash.hexadecimal()
  }

  private static func taskLine(_ task: PredictionTask) -> String {
    switch task {
    case .classification(let classes): "classification\n\(listed(classes))\n"
    case .zones(let zones, let classes, let unknownClass):
      "zones\n\(listed(zones))\n\(listed(classes))\n\(unknownClass)\n"
    case .multilabel(let labels): "multilabel\n\(listed(labels))\n"
    }
  }

  /// Names with their lengths, so that no two lists give the same text.
  private static func listed(_ names: [String]) -> String {
    names.map { "\($0.utf8.count):\($0)" }.joined(separator: ",")
  }

  private static func append(_ sample: Sample, to bytes: inout [UInt8]) {
    append(sample.id, to: &bytes)
    append(sample.group ?? "", to: &bytes)
    bytes.append(UInt8(ascii: sample.group == nil ? "-" : "+"))
    append(sample.labels.count, to: &bytes)
    for label in sample.labels { append(Int(label), to: &bytes) }
    append(sample.targets.count, to: &bytes)
    for target in sample.targets { append(Int(target.bitPattern), to: &bytes) }
    append(sample.byteCount, to: &bytes)
  }

  private static func append(_ text: String, to bytes: inout [UInt8]) {
    append(text.utf8.count, to: &bytes)
    bytes.append(contentsOf: text.utf8)
  }

  private static func append(_ number: Int, to bytes: inout [UInt8]) {
    withUnsafeBytes(of: Int64(number).littleEndian) { bytes.append(contentsOf: $0) }
  }
}

import Basics
import Layers
import TensorCore
import Training

extension Experiment {
  /// Takes weights from a file; a head that does not fit stays as it was made.
  ///
  /// - Throws: When anything of the backbone is missing: nobody trains from scratch by accident.
  func loadWeights(from path: String, into state: inout ModelState, console: Console) throws {
    let report = try model.takeWeights(from: path, into: &state, pool: backend.storagePool)
    if let warning = checksumWarning(path) { console.warn(warning) }
    say(report, of: path, to: console)
  }

  private func say(_ report: StateLoadReport, of path: String, to console: Console) {
    console.note("weights from \(path): \(report.loaded.count) values")
    let shapes = report.mismatched.map { "\($0.name) \($0.found), here \($0.expected)" }
    for (label, names) in [
      ("made anew, not in the file", report.missing), ("made anew, of another shape", shapes),
      ("not used", report.unexpected),
    ] where !names.isEmpty {
      let shown = console.verbosity == .verbose ? names[...] : names.prefix(6)
      let rest = names.count - shown.count
      console.note(
        "  \(label): \(shown.joined(separator: ", "))" + (rest > 0 ? " and \(rest) more" : ""))
    }
    console.event(
      "weights",
      [
        "path": .string(path), "loaded": JSONValue(report.loaded),
        "missing": JSONValue(report.missing), "unexpected": JSONValue(report.unexpected),
        "mismatched": JSONValue(report.mismatched.map(\.name)),
      ])
  }

  /// Publishers that put the start of the SHA-256 into the file's name mean it to be checked.
  private func checksumWarning(_ path: String) -> String? {
    guard let published = model.architecture.weights, FilePath.basename(path) == published.fileName,
      let expected = published.checksumPrefix,
      let bytes = try? FileSystem.read(path, limit: 1 << 33)
    else { return nil }
    let found = SHA256.hexadecimal(bytes)
    guard !found.hasPrefix(expected) else { return nil }
    return
      "\(path): its SHA-256 begins with \(found.prefix(expected.count)), that of the published file "
      + "with \(expected): it is another one"
  }
}

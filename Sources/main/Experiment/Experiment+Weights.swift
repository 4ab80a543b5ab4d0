import Layers
import TensorCore
import Training

extension Experiment {
  /// Takes weights from a file; a head that does not fit stays as it was made.
  ///
  /// - Throws: When nothing of the backbone fits: nobody trains from scratch by accident.
  func loadWeights(from path: String, into state: inout ModelState, console: Console) throws {
    let entries = try WeightsFile.read(path)
    let report = model.load(entries, into: &state, pool: backend.storagePool)
    let head = Set(model.headParameterNames)
    let missing = (report.missing + report.mismatched.map(\.name)).filter { !head.contains($0) }
    guard missing.isEmpty, !report.loaded.isEmpty else {
      throw PretrainedError(path: path, architecture: model.architecture.name, report: report)
    }
    let anew = (report.missing + report.mismatched.map(\.name)).filter(head.contains)
    console.note(
      "weights from \(path): \(report.loaded.count) values"
        + (anew.isEmpty ? "" : "; made anew: \(anew.joined(separator: ", "))")
        + (report.unexpected.isEmpty
          ? "" : "; not used: \(report.unexpected.joined(separator: ", "))"))
  }
}

/// Weights that are no network of the asked-for architecture.
struct PretrainedError: Error, CustomStringConvertible {
  let path: String
  let architecture: String
  let report: StateLoadReport

  var description: String {
    "\(path): these are no weights of \(architecture): \(report)"
  }
}

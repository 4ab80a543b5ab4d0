import Basics
import Layers
import TensorCore

extension Model {
  /// Takes weights to start from out of a file; a head that does not fit stays as it was made.
  ///
  /// - Parameters:
  ///   - path: `.pth` or `.safetensors`.
  ///   - state: The weights, changed in place.
  ///   - pool: Where memory comes from.
  /// - Returns: What was taken, made anew and left over.
  /// - Throws: `PretrainedError` when anything of the backbone is missing: nobody trains from scratch by accident;
  ///   errors of the file.
  public func takeWeights(
    from path: String, into state: inout ModelState, pool: StoragePool
  ) throws -> StateLoadReport {
    let report = load(try WeightsFile.read(path), into: &state, pool: pool)
    let head = Set(headParameterNames)
    let untaken = report.missing + report.mismatched.map(\.name)
    let missing = untaken.filter { !head.contains($0) && !$0.hasSuffix("mask_token") }
    guard missing.isEmpty, !report.loaded.isEmpty else {
      throw PretrainedError(path: path, architecture: architecture.name, report: report)
    }
    return report
  }
}

/// Weights that are no network of the asked-for architecture.
public struct PretrainedError: Error, CustomStringConvertible {
  /// The file.
  public let path: String
  /// What was asked for.
  public let architecture: String
  /// What became of its tensors.
  public let report: StateLoadReport

  /// Creates an error from its facts.
  public init(path: String, architecture: String, report: StateLoadReport) {
    self.path = path
    self.architecture = architecture
    self.report = report
  }

  public var description: String {
    "\(path): these are no weights of \(architecture): \(report)"
  }
}

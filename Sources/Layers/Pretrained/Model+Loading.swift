import TensorCore

extension Model {
  /// Takes weights from a file, whoever wrote it: names are translated, and what does not fit stays as it was.
  ///
  /// - Parameters:
  ///   - entries: The file's tensors.
  ///   - state: What is changed.
  ///   - pool: Where the tensors' memory comes from.
  public func load(
    _ entries: [StateEntry], into state: inout ModelState, pool: StoragePool
  ) -> StateLoadReport {
    layout.load(
      architecture.naming.translated(entries, for: layout), into: &state, pool: pool)
  }
}

import Checkpoints
import Layers
import TensorCore

/// A saved model, read.
public struct ModelFile: Sendable {
  /// Where it was read from.
  public let path: String
  /// What it says about itself.
  public let card: ModelCard
  let content: PickleValue

  /// Reads a file that this program wrote.
  ///
  /// - Throws: `TrainingError.checkpoint` when it is no such file, or damaged.
  public init(contentsOf path: String) throws(TrainingError) {
    self.path = path
    do {
      content = try PyTorchFile.read(
        path, leavingOut: ["optimizer_state_dict", "raw_model_state_dict"])
      card = try ModelCard(file: content)
    } catch {
      throw .checkpoint(path: path, error)
    }
  }

  /// The weights, for a model of the file's architecture.
  ///
  /// - Throws: `TrainingError.weights` when they are another model's.
  public func state(for layout: ModelLayout, pool: StoragePool) throws(TrainingError) -> ModelState
  {
    try ModelFile.state(of: content, at: path, layout: layout, pool: pool)
  }

  /// The weights in a file's `model_state_dict`, or under another key.
  static func state(
    of content: PickleValue, key: String = "model_state_dict", at path: String, layout: ModelLayout,
    pool: StoragePool
  ) throws(TrainingError) -> ModelState {
    let entries: [StateEntry]
    do {
      entries = try content.stateDict(at: .string(key)).map { name, tensor in
        StateEntry(name: name, tensor: tensor)
      }
    } catch {
      throw .checkpoint(path: path, error)
    }
    do {
      return try layout.imported(entries, pool: pool)
    } catch {
      throw .weights(path: path, error)
    }
  }
}

extension StateEntry {
  /// An entry read from a file; integers stand for counters.
  public init(name: String, tensor: StoredTensor) {
    let isCounter = !tensor.type.isFloatingPoint && tensor.count == 1
    self.init(
      name: name,
      value: isCounter
        ? .integer(tensor.integers()[0]) : .floats(shape: tensor.shape, values: tensor.floats()))
  }
}

import Checkpoints
import Layers

/// Files of named tensors, whoever wrote them: PyTorch's zip and legacy formats, safetensors.
public enum WeightsFile {
  /// What training programs wrap the tensors in.
  private static let wrappers: [PickleKey] = [
    "model_state_dict", "state_dict", "model", "network", "net", "weights",
  ]

  /// Where training programs keep what only they need, which can be most of a file.
  private static let unneeded: Set<String> = [
    "optimizer_state_dict", "raw_model_state_dict", "optimizer", "optimizer_states",
  ]

  /// The named tensors of a file.
  ///
  /// - Throws: `TrainingError.checkpoint` when the file is none of these, is damaged, or holds no named tensors.
  public static func read(_ path: String) throws(TrainingError) -> [StateEntry] {
    do {
      return try tensors(path).map { StateEntry(name: $0.name, tensor: $0.tensor) }
    } catch {
      throw .checkpoint(path: path, error)
    }
  }

  private static func tensors(
    _ path: String
  ) throws(CheckpointError) -> [(name: String, tensor: StoredTensor)] {
    let content: PickleValue
    do throws(CheckpointError) {
      content = try PyTorchFile.read(path, leavingOut: unneeded)
    } catch {
      guard case .notACheckpoint = error.problem else { throw error }
      do throws(CheckpointError) {
        return try SafetensorsFile.read(path).tensors
      } catch {
        guard case .notACheckpoint = error.problem else { throw error }
        throw CheckpointError(
          .notACheckpoint(expected: "a file of torch.save or of safetensors"), path: path)
      }
    }
    let wrapped = wrappers.compactMap { content[$0] }.map(named)
    let found = (wrapped + [named(content)]).first { !$0.isEmpty }
    guard let found else {
      throw CheckpointError(
        .wrongType(keys: [], expected: "a dictionary of tensors", found: content.kind), path: path)
    }
    return found
  }

  /// The entries of a dictionary that are tensors; what else programs put beside them is no weight.
  private static func named(_ value: PickleValue) -> [(name: String, tensor: StoredTensor)] {
    (value.dictionaryValue?.pairs ?? []).compactMap { key, value in
      guard case .string(let name) = key, case .tensor(let tensor) = value else { return nil }
      return (name: name, tensor: tensor)
    }
  }
}

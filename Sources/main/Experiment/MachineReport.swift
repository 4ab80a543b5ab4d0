import Basics
import Layers
import TensorCore
import Training

/// What this machine has for a run, and what the run is going to take of it.
struct MachineReport {
  let memory: MemoryEstimate
  let available: AvailableMemory
  private let backend: CPUBackend
  private let workers: Int
  private let batchSize: Int
  private let isCached: Bool
  private let folder: String
  /// What the files of weights take in the end, in bytes.
  private let modelsByteCount: Int
  private let freeByteCount: Int?

  init(_ experiment: Experiment, memory: MemoryEstimate, available: AvailableMemory) {
    self.memory = memory
    self.available = available
    backend = experiment.backend
    workers = experiment.workers
    batchSize = experiment.training.batchSize
    isCached = experiment.store.memoryLimit > 0
    folder = experiment.configuration.runStore.newest.models
    let training = experiment.training
    let atIntervals =
      training.checkpointInterval > 0 ? training.epochs / training.checkpointInterval : 0
    let kept =
      training.keptCheckpoints > 0 ? min(training.keptCheckpoints, atIntervals) : atIntervals
    // The best, the last and those of intervals; one is written before another goes.
    modelsByteCount = MemoryEstimate.checkpointByteCount(of: experiment) * (kept + 3)
    freeByteCount = FileSystem.availableByteCount(at: folder)
  }

  /// Whether the run's memory is there.
  var hasMemory: Bool { memory.warning(available: available) == nil }

  /// For people.
  var lines: [String] {
    var lines = [
      "\(backend.name); \(workers) thread\(workers == 1 ? "" : "s") to decode images, which are "
        + (isCached ? "kept in memory" : "decoded anew in each epoch"),
      "memory: about \(NumberText.bytes(memory.byteCount)) with batches of \(batchSize), "
        + "\(NumberText.bytes(memory.imageByteCount)) of it for images; "
        + "\(NumberText.bytes(available.byteCount)) available",
    ]
    if let freeByteCount {
      lines.append(
        "disk: about \(NumberText.bytes(modelsByteCount)) for weights in \(folder); "
          + "\(NumberText.bytes(freeByteCount)) free")
    }
    return lines
  }

  /// What will not be enough.
  var warnings: [String] {
    var warnings = [memory.warning(available: available)].compactMap(\.self)
    if let freeByteCount, freeByteCount < modelsByteCount {
      warnings.append(
        "the disk of \(folder) has \(NumberText.bytes(freeByteCount)) left, and the weights of "
          + "this run take about \(NumberText.bytes(modelsByteCount)): keep fewer checkpoints")
    }
    return warnings
  }

  /// For programs.
  var json: JSONObject {
    [
      "threads": .int(backend.threadCount), "num_workers": .int(workers),
      "memory_bytes": .int(memory.byteCount), "image_memory_bytes": .int(memory.imageByteCount),
      "available_memory_bytes": .int(available.byteCount),
      "models_bytes": .int(modelsByteCount),
      "free_disk_bytes": freeByteCount.map(JSONValue.int) ?? .null,
      "warnings": JSONValue(warnings),
    ]
  }
}

import Basics
import Config

/// The configuration of CSI-Predictor: an INI file whose sections mean nothing, and a `.env` that goes before it.
struct CSIPredictorConfiguration {
  private var settings: ImportedSettings
  /// By the name in capitals.
  private var values: [String: String] = [:]
  /// The names in the order in which they were met.
  private var names: [String] = []
  private var used: Set<String> = []

  /// Reads a file and the `.env` beside it, above it or in the working directory.
  static func settings(of path: String) throws(ImportError) -> ImportedSettings {
    var configuration = CSIPredictorConfiguration(settings: ImportedSettings(source: path))
    do {
      let folder = FilePath.parent(path)
      try configuration.readINI(FileSystem.read(path, limit: ConfigLayer.maximumFileSize), path)
      let places = [folder, FilePath.parent(folder), "."].map { FilePath.join($0, ".env") }
      if path.hasSuffix(".env") {
        configuration.readEnvironment(try FileSystem.readText(path, limit: 1 << 20))
      } else if let found = places.first(where: FileSystem.isFile) {
        configuration.readEnvironment(
          try FileSystem.readText(found, limit: ConfigLayer.maximumFileSize))
      }
    } catch {
      throw .unreadable(error)
    }
    configuration.carryAll()
    return configuration.settings
  }

  /// Sections mean nothing there; a later line wins.
  private mutating func readINI(_ bytes: [UInt8], _ path: String) {
    for assignment in INIDocument(bytes, name: path).assignments {
      let section = assignment.section?.lowercased() ?? ""
      let key = assignment.key.uppercased()
      // The guide's scheduler has a patience of its own.
      let name = section == "optimization" && key == "PATIENCE" ? "SCHEDULER_PATIENCE" : key
      note(name, assignment.value)
    }
  }

  private mutating func readEnvironment(_ text: String) {
    for line in text.split(whereSeparator: \.isNewline) {
      let parts = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2, !line.hasPrefix("#") else { continue }
      var name = String(trimmed(parts[0]))
      if name.hasPrefix("export ") { name = String(name.dropFirst(7)) }
      var value = trimmed(parts[1].prefix { $0 != "#" })
      if value.count > 1, let quote = value.first, quote == value.last, "\"'".contains(quote) {
        value = value.dropFirst().dropLast()
      }
      note(name.uppercased(), String(value))
    }
  }

  private mutating func note(_ name: String, _ value: String) {
    if values[name] == nil { names.append(name) }
    values[name] = value
  }

  /// What goes over as it is.
  private static let plain = [
    "BATCH_SIZE": "Training.batch_size", "N_EPOCHS": "Training.n_epochs",
    "PATIENCE": "Callbacks.early_stopping_patience",
    "EARLY_STOPPING_PATIENCE": "Callbacks.early_stopping_patience",
    "EARLY_STOPPING_MIN_DELTA": "Callbacks.early_stopping_min_delta",
    "RESTORE_BEST_WEIGHTS": "Callbacks.restore_best_weights",
    "LEARNING_RATE": "Training.learning_rate", "NUM_WORKERS": "Training.num_workers",
    "OPTIMIZER": "Optimization.optimizer", "WEIGHT_DECAY": "Optimization.weight_decay",
    "MOMENTUM": "Optimization.momentum", "SCHEDULER": "Optimization.scheduler",
    "SCHEDULER_TYPE": "Optimization.scheduler", "SCHEDULER_PATIENCE": "Optimization.patience",
    "FACTOR": "Optimization.factor", "UNKNOWN_WEIGHT": "Loss.unknown_weight",
    "DROPOUT_RATE": "Model.dropout", "PRETRAINED": "Model.pretrained",
    "NUM_CLASSES": "Model.num_classes", "FREEZE_BACKBONE": "Model.freeze_backbone",
    "ATTENTION_STRENGTH": "Model.attention_strength",
    "MASKING_STRATEGY": "Model.masking_strategy", "WARMUP_EPOCHS": "Optimization.warmup_epochs",
    "ACCUMULATION_STEPS": "Training.accumulate_grad_batches",
    "GRADIENT_CHECKPOINTING": "Training.recompute",
    "NORMALIZATION_STRATEGY": "Data.normalization", "LABELS_CSV_SEPARATOR": "Data.csv_separator",
    "EXCLUDED_FILE_IDS": "Data.exclude_ids", "WANDB_PROJECT": "Logging.wandb_project",
    "WANDB_ENTITY": "Logging.wandb_entity", "OPTUNA_N_TRIALS": "Hyperopt.n_trials",
    "MODELS_DIR": "Output.models_dir", "LOGS_DIR": "Output.logs_dir",
    "RUNS_DIR": "Output.runs_dir", "PIN_MEMORY": "Training.pin_memory",
  ]

  private static let unknown = [
    "USE_OFFICIAL_PROCESSOR": "images are prepared as the weights' card asks",
    "IMAGE_FORMAT": "the format is seen from each file", "DATA_SOURCE": "data lie in files",
    "DISCORD_WEBHOOK_URL": "[Notify] webhook posts JSON of its own, which Discord does not take",
    "INI_DIR": "give --config", "DEBUG_DIR": "there are no debug files",
    "GRAPH_DIR": "plots lie in Output.logs_dir",
    "EVALUATION_DIR": "give --output-dir to --mode evaluate",
    "WANDB_DIR": "files for W&B lie in the working directory",
    "DICOM_DIR": "images are read where Data.image_dir says",
    "DICOM_HIST_DIR": "there are no histograms", "NIFTI_HIST_DIR": "there are no histograms",
  ]

  private mutating func carryAll() {
    settings.carry("dataset", to: "Data.dataset", "csi")
    carryDevice()
    carryModel()
    carryData()
    for name in names where !used.contains(name) {
      if let target = Self.plain[name] {
        guard let value = take(name) else { continue }
        // An empty line leaves the default there.
        if !value.isEmpty { settings.carry(name, to: target, value) }
      } else {
        used.insert(name)
        settings.leave(name, Self.unknown[name] ?? "there is no such setting")
      }
    }
  }

  /// The value of a setting, which counts as dealt with then.
  private mutating func take(_ name: String) -> String? {
    used.insert(name)
    return values[name]
  }

  private mutating func carryDevice() {
    guard let device = take("DEVICE")?.lowercased() else { return }
    settings.carry("DEVICE", to: "Training.device", device)
  }

  private mutating func carryModel() {
    if let name = take("MODEL_ARCH") {
      let spellings = ["custom1": "Custom_1", "custom_cnn": "Custom_1"]
      settings.carry("MODEL_ARCH", to: "Model.model_arch", spellings[name.lowercased()] ?? name)
    }
    switch take("ZONE_FOCUS_METHOD")?.lowercased() {
    case "spatial_reduction":
      settings.carry("ZONE_FOCUS_METHOD", to: "Model.zone_focus", "pooling")
    case let method?: settings.carry("ZONE_FOCUS_METHOD", to: "Model.zone_focus", method)
    case nil: break
    }
  }

  private mutating func carryData() {
    let root = take("DATA_DIR") ?? "./data"
    func folder(_ name: String, _ usual: String, _ configuration: inout Self) -> String {
      let given = configuration.take(name) ?? ""
      return given.isEmpty ? FilePath.join(root, usual) : given
    }
    let tables = folder("CSV_DIR", "csv", &self)
    let table = take("LABELS_CSV") ?? "Labeled_Data_RAW.csv"
    settings.carry("LABELS_CSV", to: "Data.csv_path", FilePath.join(tables, table))
    if values["LABELS_CSV_SEPARATOR"] == nil {
      settings.carry("LABELS_CSV_SEPARATOR", to: "Data.csv_separator", "semicolon")
    } else if take("LABELS_CSV_SEPARATOR") == ";" {
      settings.carry("LABELS_CSV_SEPARATOR", to: "Data.csv_separator", "semicolon")
    } else {
      used.remove("LABELS_CSV_SEPARATOR")
    }
    let nifti = folder("NIFTI_DIR", "nifti", &self)
    let png = folder("PNG_DIR", "png", &self)
    let isPNG = (values["IMAGE_FORMAT"]?.lowercased()).map { $0.contains("png") } ?? false
    settings.carry("image directory", to: "Data.image_dir", isPNG ? png : nifti)
    if let suffix = take("IMAGE_EXTENSION"), !suffix.isEmpty {
      settings.carry("IMAGE_EXTENSION", to: "Data.image_pattern", "{id}\(suffix)")
    }
    if let flag = take("LOAD_DATA_TO_MEMORY")?.lowercased() {
      let isCached = ["true", "1", "yes", "on"].contains(flag)
      settings.carry("LOAD_DATA_TO_MEMORY", to: "Data.cache", isCached ? "memory" : "none")
    }
    for (name, target) in [("CUSTOM_MEAN", "Data.mean"), ("CUSTOM_STD", "Data.std")] {
      guard let list = take(name), !list.isEmpty else { continue }
      settings.carry(
        name, to: target,
        list.filter { !"[]() ".contains($0) }
          .split(separator: ",").joined(separator: ", "))
    }
    if let masks = take("MASKS_DIR"), !masks.isEmpty {
      settings.carry("MASKS_DIR", to: "Data.mask_dir", masks)
    }
    for (name, usual) in [("MODELS_DIR", "models"), ("LOGS_DIR", "logs"), ("RUNS_DIR", "runs")]
    where values[name]?.isEmpty == true {
      used.insert(name)
      settings.carry(name, to: Self.plain[name] ?? "", FilePath.join(root, usual))
    }
  }

  private func trimmed(_ text: some StringProtocol) -> Substring {
    var text = Substring(text)
    while text.first?.isWhitespace == true { text.removeFirst() }
    while text.last?.isWhitespace == true { text.removeLast() }
    return text
  }
}

import Basics
import Medical
import Testing

/// Configurations of other programs.
@Suite struct ImportTests {
  private static let bz = """
    {
      "training": {
        "epochs": 3, "batch_size": 8, "learning_rate": 0.002, "device": "cpu", "compile": false,
        "checkpoint_interval": 1, "early_stopping_patience": 4, "early_stopping_min_delta": 0.01
      },
      "plugins": {
        "early_stopping": {
          "enabled": true,
          "config": {
            "patience": 6, "monitor": "training_loss", "restore_best_weights": false,
            "verbose": true, "odd": 1, "strategy": "custom", "min_epochs": 2, "baseline": 0.5,
            "min_delta": 0.02, "mode": "min", "plateau_patience": 3, "plateau_threshold": 0.01,
            "plateau_factor": 0.1
          }
        },
        "console_out": {"config": {"update_interval": 5}},
        "profiler": {"enabled": true, "config": {"log_interval": 10}},
        "optuna": {
          "config": {
            "study_name": "s", "n_trials": 4, "sampler": "random", "direction": "maximize",
            "hyperparameters": {
              "learning_rate": {"type": "float", "low": 0.001, "high": 0.1, "log": true},
              "batch_size": {"type": "categorical", "choices": [4, 8]},
              "hidden_size": {"type": "int", "low": 1, "high": 2}
            }
          }
        }
      },
      "metrics": ["accuracy", "f1_score", "f1_score", "top5_accuracy", "unheard_of"],
      "custom_metrics": {"found": {"type": "recall", "class": "1"}}
    }
    """

  @Test func aBzConfigurationBecomesOneOfOurs() throws {
    let work = try Workspace()
    try work.write(Self.bz, to: "bz_config.json")
    let outcome = try work.run("--mode", "init", "--from", "bz_config.json")
    #expect(outcome.status == 0, "\(outcome.errors)")
    let text = try work.text("config/config.ini")
    for line in [
      "n_epochs = 3", "batch_size = 8", "learning_rate = 0.002", "device = cpu", "compile = false",
      "checkpoint_interval = 1", "early_stopping_patience = 6", "early_stopping_min_delta = 0.02",
      "early_stopping_strategy = patience", "early_stopping_min_epochs = 2",
      "early_stopping_baseline = 0.5", "early_stopping_mode = min", "plateau_patience = 3",
      "plateau_threshold = 0.01", "[Metric:found]", "type = recall", "class = 1",
      "early_stopping_monitor = train_loss", "restore_best_weights = false",
      "metrics = accuracy, f1, top5_accuracy", "study_name = s", "n_trials = 4", "sampler = random",
      "direction = maximize", "Training.learning_rate = loguniform(0.001, 0.1)",
      "Training.batch_size = choice(4, 8)",
    ] {
      #expect(text.contains("\n\(line)\n"), "\(line)")
    }
    for word in [
      "verbose", "odd", "plateau_factor", "update_interval", "profiler", "hidden_size",
      "unheard_of", "[Data]",
    ] {
      #expect(outcome.output.contains(word) || outcome.errors.contains(word), "\(word)")
      #expect(text.contains(word))
    }
    // What was written is understood.
    try work.makeImages(perClass: 4)
    let check = try work.run(
      "--mode", "check", "--quiet", "--set", "Data.dataset=folder", "--set", "Data.root=data",
      "--set", "Model.model_arch=LeNet")
    #expect(check.status == 0, "\(check.errors)")
    let again = try work.run("--mode", "init", "--from", "bz_config.json")
    #expect(again.status == 2 && again.errors.contains("exists"))
  }

  @Test func aBzConfigurationRunsDirectly() throws {
    let work = try Workspace()
    try work.makeImages(perClass: 6)
    try work.write(Self.bz, to: "other.json")
    let settings = [
      "--quiet", "--threads", "1", "--set", "Data.dataset=folder", "--set", "Data.root=data",
      "--set", "Model.model_arch=LeNet", "--set", "Data.image_size=28", "--set", "Data.channels=1",
    ]
    let outcome = try work.run(words: ["--mode", "train", "--config", "other.json"] + settings)
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(try work.json("logs/run.json")["epochs_trained"] == 3)
    #expect(try work.text("logs/resolved.ini").contains("batch_size = 8\n"))
    let named = try work.start(
      ["--mode", "train"] + settings, environment: ["BZ_CONFIG": work.path("other.json")]
    ).wait()
    #expect(named.status == 0, "\(named.errors)")
    #expect(try work.text("logs/resolved.ini").contains("batch_size = 8\n"))
  }

  @Test(arguments: [
    ("{", "bz.json: line 1"), ("[1]", "expected a JSON object"),
    ("{\"training\": 3}", "[Data] dataset"),
  ])
  func aBrokenBzConfigurationIsSaid(text: String, message: String) throws {
    let work = try Workspace()
    try work.write(text, to: "bz.json")
    let outcome = try work.run("--mode", "check", "--config", "bz.json", "--quiet")
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains(message), "\(outcome.errors)")
    for arguments in [["--from", "absent.json"], ["--from"]] {
      let absent = try work.run(words: ["--mode", "init"] + arguments)
      #expect(absent.status == 2 && absent.errorLines.count == 1, "\(absent.errors)")
    }
  }

  @Test func aCSIPredictorConfigurationBecomesOneOfOursAndTrains() throws {
    let work = try Workspace()
    try PhantomDataSet.write(
      to: work.path("phantoms"), options: PhantomOptions(count: 12, seed: 1, size: 64))
    try work.write(
      """
      [TRAINING]
      BATCH_SIZE = 4
      N_EPOCHS = 2
      PATIENCE = 7   # of early stopping
      LEARNING_RATE = 0.0005
      OPTIMIZER = adamw
      DROPOUT_RATE = 0.25
      WEIGHT_DECAY = 0.02
      [MODEL]
      MODEL_ARCH = custom1
      ZONE_FOCUS_METHOD = masking
      NORMALIZATION_STRATEGY = medical
      USE_OFFICIAL_PROCESSOR = false
      EXCLUDED_FILE_IDS = 3, 5
      heatmap_enabled = true
      """, to: "csi/config/config.ini")
    try work.write(
      """
      # machine
      DEVICE=cpu
      LOAD_DATA_TO_MEMORY=True
      DATA_DIR="phantoms"
      CSV_DIR=phantoms
      LABELS_CSV=labels.csv
      LABELS_CSV_SEPARATOR=;
      PNG_DIR=phantoms/images
      IMAGE_FORMAT=png
      BATCH_SIZE=6
      DATA_SOURCE=local
      """, to: "csi/.env")
    let outcome = try work.run("--mode", "init", "--from", "csi/config/config.ini")
    #expect(outcome.status == 0, "\(outcome.errors)")
    let text = try work.text("config/config.ini")
    for line in [
      "dataset = csi", "csv_path = phantoms/labels.csv", "image_dir = phantoms/images",
      // `.env` goes before the INI file.
      "batch_size = 6", "n_epochs = 2", "early_stopping_patience = 7", "learning_rate = 0.0005",
      "optimizer = adamw", "dropout = 0.25", "weight_decay = 0.02", "model_arch = Custom_1",
      "zone_focus = masking", "normalization = medical", "exclude_ids = 3, 5", "cache = memory",
      "device = cpu",
    ] {
      #expect(text.contains("\n\(line)\n"), "\(line)")
    }
    for name in ["HEATMAP_ENABLED", "USE_OFFICIAL_PROCESSOR", "DATA_SOURCE"] {
      #expect(outcome.output.contains(name) || outcome.errors.contains(name), "\(name)")
    }
    let trained = try work.run(
      "--mode", "train", "--quiet", "--threads", "1", "--epochs", "1", "--set",
      "Data.image_size=32", "--set", "Data.channels=1")
    #expect(trained.status == 0, "\(trained.errors)")
  }
}

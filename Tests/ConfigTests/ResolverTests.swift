import Basics
import Config
import TestSupport
import Testing

@Suite struct ResolverTests {
  @Test func defaultsFillWhatIsNotGiven() throws {
    let config = try resolve("")
    #expect(config.integer("Training", "batch_size") == 32)
    #expect(config.real("Training", "learning_rate") == 0.001)
    #expect(config.boolean("Logging", "csv"))
    #expect(config.word("Optimization", "scheduler") == "reduce_lr_on_plateau")
    #expect(config.reals("Optimization", "betas") == [0.9, 0.999])
    #expect(config.integers("Optimization", "milestones") == [30, 60, 90])
    #expect(config.texts("Data", "zone_columns") == ["right_sup", "left_sup"])
    #expect(config.optionalText("Data", "csv_path") == nil)
    #expect(config.optionalInteger("Data", "image_size") == nil)
    #expect(config.optionalWord("Data", "image_size") == "auto")
    #expect(config.value("Data", "dataset") == nil)
    #expect(config.origin("Training", "batch_size") == .declaration)
    #expect(!config.isGiven("Training", "batch_size"))
  }

  @Test func laterLayersWinAndOriginsAreKept() throws {
    let config = try sampleSchema.resolve([
      ConfigLayer(
        INIDocument(text: "[training]\nBATCH_SIZE = 8\nn_epochs = 5\ndevice = cpu", name: "a.ini")),
      ConfigLayer(settings: [
        "Training.n_epochs=6", "Training.n_epochs = 7", "training.device=CUDA",
      ]),
      ConfigLayer([
        Assignment(section: "Training", key: "device", value: "auto", origin: .option("--device"))
      ]),
    ])
    #expect(config.integer("Training", "batch_size") == 8)
    #expect(config.origin("Training", "batch_size").description == "a.ini:2")
    #expect(config.integer("Training", "n_epochs") == 7)
    #expect(config.origin("Training", "n_epochs").description == "--set")
    #expect(config.word("Training", "device") == "auto")
    #expect(config.origin("Training", "device").description == "--device")
  }

  @Test(arguments: ["cosine", "CosineAnnealingLR", "cosine_annealing", "COSINE"])
  func everySpellingOfASchedulerIsTaken(spelling: String) throws {
    let config = try resolve("[Optimization]\nscheduler = \(spelling)")
    #expect(config.word("Optimization", "scheduler") == "cosine")
  }

  @Test func aSeparatorMayBeASemicolon() throws {
    #expect(try resolve("[Data]\ncsv_separator = ;").optionalText("Data", "csv_separator") == ";")
  }

  @Test func aFractionAndACountOfStepsAreToldApart() throws {
    let half = try resolve("[Training]\nval_check_interval = 0.5")
    #expect(half.value("Training", "val_check_interval") == .real(0.5))
    let steps = try resolve("[Training]\nval_check_interval = 200")
    #expect(steps.value("Training", "val_check_interval") == .integer(200))
    #expect(
      try resolve("[Training]\nval_check_interval = 1").real("Training", "val_check_interval") == 1)
  }

  @Test func aKeyWithoutDefaultCanBeLeftEmpty() throws {
    let config = try resolve("[Data]\ncsv_path = labels.csv", settings: ["Data.csv_path="])
    #expect(config.optionalText("Data", "csv_path") == nil)
    #expect(config.isGiven("Data", "csv_path"))
  }

  @Test func sectionsWithNamesAreKeptApart() throws {
    let config = try resolve(
      "[Metric:late]\ntype = f1\n[metric:Early]\nthreshold = 0.25\n[Metric:bare]")
    #expect(config.sectionNames(prefix: "Metric") == ["late", "Early", "bare"])
    #expect(config.text("Metric:late", "type") == "f1")
    #expect(config.real("Metric:late", "threshold") == 0.5)
    #expect(config.real("Metric:Early", "threshold") == 0.25)
    #expect(config.optionalText("Metric:bare", "type") == nil)
  }

  @Test func everythingWrongIsReportedAtOnce() {
    let text = """
      [Trainnig]
      batch_size = 1
      n_epochs = 2
      [Training]
      bacth_size = 8
      dropout = 0.1
      n_epochs = many
      nonsense
      learning_rate = nan
      n_epochs = 3
      [Optimization]
      scheduler = cosin
      [Model]
      dropuot = 1
      qqq = 1
      csvv = 1
      """
    #expect(
      problems(text, settings: ["x", "Training.seeed=1", "Data.image_size=7"]) == [
        "config.ini:1: [Trainnig]: unknown section; did you mean [Training]?",
        "config.ini:5: [Training] bacth_size = 8: unknown key; did you mean batch_size?",
        "config.ini:6: [Training] dropout = 0.1: unknown key; did you mean [Model] dropout?",
        "config.ini:7: [Training] n_epochs = many: expected a whole number from 1",
        "config.ini:8: [Training]: expected [Section] or key = value, found 'nonsense'",
        "config.ini:9: [Training] learning_rate = nan: expected a number above 0",
        "config.ini:10: [Training] n_epochs = 3: the key is given twice, first at config.ini:7",
        "config.ini:12: [Optimization] scheduler = cosin: "
          + "expected reduce_lr_on_plateau, step or cosine; did you mean cosine?",
        "config.ini:14: [Model] dropuot = 1: unknown key; did you mean dropout?",
        "config.ini:15: [Model] qqq = 1: unknown key",
        "config.ini:16: [Model] csvv = 1: unknown key; did you mean [Logging] csv?",
        "--set: expected Section.key=value, found 'x'",
        "--set: [Training] seeed = 1: unknown key",
        "--set: [Data] image_size = 7: expected auto or a whole number from 8 to 4096",
      ])
  }

  @Test func aKeyInFrontOfTheFirstSectionIsToldWhereItBelongs() {
    #expect(
      problems("batch_size = 8") == [
        "config.ini:1: batch_size = 8: unknown key; did you mean [Training] batch_size?"
      ])
  }

  @Test func unknownSectionsWithoutKeysAreReportedToo() {
    #expect(problems("[Nothing]") == ["config.ini:1: [Nothing]: unknown section"])
    #expect(problems("[Metric:]") == ["config.ini:1: [Metric:]: unknown section"])
  }

  @Test func aFileThatCannotBeReadIsNamed() {
    let directory = TemporaryDirectory()
    let path = directory.file("none.ini")
    let error = #expect(throws: ConfigError.self) {
      try sampleSchema.resolve([ConfigLayer(file: path)])
    }
    #expect(error?.description == "cannot read \(path): no such file or directory")
  }

  @Test func aFileIsReadUnderItsName() throws {
    let directory = TemporaryDirectory()
    let path = directory.file("a.ini")
    try AtomicFile.write("[Training]\nbatch_size = 2\n", to: path)
    let config = try sampleSchema.resolve([ConfigLayer(file: path)])
    #expect(config.origin("Training", "batch_size") == .file(name: path, line: 2))
  }

  @Test func errorsOfTheProgramHaveTheSameForm() throws {
    let config = try resolve("[Data]\nval_split = 0.9")
    #expect(
      config.rejection("Data", "val_split", "nothing is left to train on").description
        == "config.ini:2: [Data] val_split = 0.9: nothing is left to train on")
    let missing = config.absence(
      "Data", "dataset", "there is no data to train on",
      add: ["dataset = csi", "csv_path = labels.csv"])
    #expect(
      missing.description == "[Data] dataset: missing; there is no data to train on; "
        + "add 'dataset = csi' and 'csv_path = labels.csv'")
  }
}

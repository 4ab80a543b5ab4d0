import Basics
import Config
import TestSupport
import Testing

@Suite struct WritingTests {
  static let full = """
    [Data]
    dataset = csi
    csv_path = "a ; b.csv"
    csv_separator = ;
    image_size = 64
    intensity = percentile(1, 99.5)
    zone_columns = "a,b", "c # d", "auto", plain
    [Training]
    learning_rate = 3e-05
    val_check_interval = 12
    [Model]
    pretrained = "true"
    [Metric:mine]
    type = "f1 \\"x\\" \\\\ "
    """

  func values(_ config: Configuration) -> [ConfigValue?] { config.entries.map(\.value) }

  @Test func aWrittenConfigurationReadsBackTheSame() throws {
    for text in ["", Self.full] {
      let config = try resolve(text)
      let written = config.text(heading: ["resolved"])
      let again = try resolve(written)
      #expect(values(again) == values(config))
      #expect(again.entries.map(\.section) == config.entries.map(\.section))
      #expect(again.text(heading: ["resolved"]) == written)
      #expect(again.entries.allSatisfy { $0.origin != .declaration })
    }
  }

  @Test func aWrittenConfigurationHasEveryKey() throws {
    let text = try resolve("[Data]\ndataset = CSI\n[Training]\nbatch_size=8").text()
    #expect(text.hasPrefix("[Data]\ndataset = csi\ncsv_path =\ncsv_separator = auto\n"))
    #expect(text.contains("\n\n[Training]\nbatch_size = 8\nlearning_rate = 0.001\n"))
    #expect(!text.contains("Metric:"))
  }

  @Test func theTemplateIsTheDefaults() throws {
    let template = sampleSchema.template(
      heading: ["Every key and its default."], values: ["Data.dataset": "phantom"])
    #expect(
      template.hasPrefix(
        """
        ; Every key and its default.

        ; where the images and labels come from
        [Data]
        ; the kind of data set: phantom, csi or folder
        dataset = phantom
        ; the table of labels: a path
        csv_path =
        """))
    #expect(template.contains("; [Metric:NAME]\n; a type of the registry: a text\n; type =\n"))
    let config = try resolve(template)
    #expect(config.word("Data", "dataset") == "phantom")
    #expect(values(config).dropFirst() == values(try resolve("")).dropFirst())
  }

  @Test func theDocumentationNamesEveryKey() {
    let text = sampleSchema.documentation()
    for key in sampleSchema.keys { #expect(text.contains("| `\(key.name)` | ")) }
    #expect(
      text.hasPrefix("## Data\n\nwhere the images and labels come from.\n\n| key | default |"))
    #expect(
      text.contains(
        "| `learning_rate` | `0.001` | a number above 0 | size of the first step; "
          + "also read as `[Optimization] learning_rate` |"))
    #expect(text.contains("step = StepLR; cosine = CosineAnnealingLR = cosine_annealing"))
    #expect(text.contains("| `pin_memory` |  |  | accepted without effect: memory"))
  }

  @Test func mutatedFilesNeverTrapAndReadBackTheSame() {
    let words = ["[Data]\n", "\"", "\\", " ; ", "csv_path = ", ", ", "(", "nan", "\r\n", "=", "é"]
    let seeds = [Self.full, CSIPredictorTests.guide, sampleSchema.template()].map { Array($0.utf8) }
    Mutator(dictionary: words, iterations: 5000).run(seeds: seeds) { bytes in
      let layer = ConfigLayer(INIDocument(bytes, name: "fuzz.ini"))
      do throws(ConfigError) {
        let config = try sampleSchema.resolve([layer])
        let again = try resolve(config.text())
        #expect(values(again) == values(config))
      } catch {
        #expect(!error.problems.isEmpty)
        #expect(!error.description.contains("config.ini"), "what was written is not understood")
      }
    }
  }
}

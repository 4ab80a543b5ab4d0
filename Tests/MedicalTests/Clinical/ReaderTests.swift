import Basics
import Medical
import TestSupport
import Testing
import Training

/// A second reader's table, and the comparison with it.
struct ReaderTests {
  private let folder = TemporaryDirectory()
  private let zones = CSIDataset.standardZones

  private func table(_ text: String) throws -> ReaderTable {
    let path = FilePath.join(folder.path, "reader.csv")
    try AtomicFile.write(text, to: path)
    return try ReaderTable(path, options: DataOptions(), zones: zones)
  }

  private var header: String { "FileID;" + zones.joined(separator: ";") + "\n" }

  @Test func imagesAreFoundByTheirIDsHoweverSpelt() throws {
    let table = try table(header + "12.0;0;1;2;3;;4\nother;0;7;0;0;0;0\n")
    let readings = table.readings(
      of: [Sample(id: "12"), Sample(id: "13"), Sample(id: "other")])
    // As in the data set, what is outside of the scale is unknown.
    #expect(readings.grades == [[0, 1, 2, 3, 4, 4], nil, [0, 4, 0, 0, 0, 0]])
  }

  @Test func whatIsNoGradeIsRefusedWithItsPlace() throws {
    let error = #expect(throws: DataError.self) { try table(header + "1;0;1;2;3;0;mild\n") }
    #expect("\(try #require(error))".contains("reader.csv:2"))
    #expect(throws: DataError.self) { try table(header + "1;0;1;2;3;0;0\n1;0;1;2;3;0;0\n") }
    #expect(throws: DataError.self) { try table("FileID;right_sup\n1;0\n") }
  }

  @Test func theModelIsComparedOnTheImagesThatTheReaderRead() throws {
    let truth: [[Int32]] = [[0, 1, 2, 3, 0, 1], [1, 1, 1, 1, 1, 1], [2, 2, 2, 2, 2, 2]]
    let predictions = ClinicalFixture.predictions(
      truth: truth, predicted: [[0, 1, 2, 3, 0, 1], [1, 1, 1, 1, 1, 0], [0, 0, 0, 0, 0, 0]])
    let table = try table(header + "image0;0;1;2;3;0;2\nimage1;1;1;1;1;1;1\n")
    let report = ClinicalAnalysis(reader: table).report(on: predictions, options: AnalysisOptions())
    let reader = try #require(report.sections["reader"])
    #expect(reader["images"] == 2)
    #expect(reader["reader_against_truth"]?["overall"]?["accuracy"]?.double == 11.0 / 12)
    #expect(reader["model_against_truth"]?["overall"]?["accuracy"]?.double == 11.0 / 12)
    #expect(reader["model_against_reader"]?["overall"]?["accuracy"]?.double == 10.0 / 12)
    // All images count where nobody is compared.
    #expect(report.sections["overall"]?["accuracy"]?.double == 11.0 / 18)
    #expect(report.lines.contains { $0.hasPrefix("reader against truth") })
  }

  @Test func aReaderOfOtherImagesIsSaidToBe() throws {
    let table = try table(header + "nothing;0;0;0;0;0;0\n")
    let report = ClinicalAnalysis(reader: table).report(
      on: ClinicalFixture.golden, options: AnalysisOptions())
    #expect(report.lines.contains { $0.contains("has none of these images") })
    #expect(
      report.sections["reader"]?["reader_against_truth"]?["overall"]?["accuracy"]?.isNull == true)
  }
}

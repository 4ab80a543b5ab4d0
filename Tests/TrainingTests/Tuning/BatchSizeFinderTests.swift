import Testing
import Training

@Suite struct BatchSizeFinderTests {
  private struct Nothing: Error {}

  /// A step needs 100 bytes and 10 for each image.
  private func run(
    budget: Int, limit: Int = 10_000, _ change: (inout BatchSizeFinder.Options) -> Void = { _ in }
  ) throws -> (report: BatchSizeFinder.Report, sizes: [Int]) {
    var options = BatchSizeFinder.Options()
    change(&options)
    var sizes: [Int] = []
    let report = try BatchSizeFinder(options: options, budget: budget, limit: limit).run {
      (size) throws(Nothing) in
      sizes.append(size)
      return 100 + 10 * size
    }
    return (report, sizes)
  }

  @Test func sizesDoubleAsLongAsTheyFit() throws {
    let (report, sizes) = try run(budget: 1000)
    // 64 images need 740 bytes; 128 would need 1380, which is foreseen and not tried.
    #expect(sizes == [16, 32, 64])
    #expect(report.best == 64)
    let last = try #require(report.trials.last)
    #expect(last.size == 128 && !last.fits && !last.wasRun)
  }

  @Test func bisectionFindsTheLargest() throws {
    let (report, sizes) = try run(budget: 1000) { $0.mode = .binsearch }
    #expect(report.best == 90)
    #expect(sizes.allSatisfy { $0 <= 90 })
  }

  @Test func aFirstSizeThatIsTooLargeIsHalved() throws {
    #expect(try run(budget: 150).report.best == 4)
    #expect(try run(budget: 150) { $0.mode = .binsearch }.report.best == 5)
    #expect(try run(budget: 100).report.best == nil)
  }

  @Test func theDataSetIsTheLimit() throws {
    let (report, sizes) = try run(budget: 1 << 40, limit: 50)
    #expect(report.best == 50)
    #expect(sizes == [16, 32, 50])
    #expect(try run(budget: 1 << 40, limit: 5).sizes == [5])
  }

  @Test func theTrialsAreCounted() throws {
    let (report, sizes) = try run(budget: 1 << 40) { $0.trials = 2 }
    #expect(sizes == [16, 32] && report.best == 32)
  }
}

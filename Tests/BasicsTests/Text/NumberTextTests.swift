import Basics
import Testing

@Suite struct NumberTextTests {
  @Test func decimalsAreFixed() {
    #expect(NumberText.fixed(0.81, decimals: 3) == "0.810")
    #expect(NumberText.fixed(-2.5, decimals: 0) == "-2")
    #expect(NumberText.fixed(.greatestFiniteMagnitude, decimals: 2).count == 312)
    #expect(NumberText.fixed(.nan, decimals: 2) == "nan")
  }

  @Test func significantDigitsAreKept() {
    #expect(NumberText.significant(0.00001) == "1e-05")
    #expect(NumberText.significant(1234.567) == "1235")
    #expect(NumberText.percent(0.8137) == "81.4 %")
  }

  @Test(arguments: [
    (0, "0"), (999, "999"), (1000, "1,000"), (6_413_312, "6,413,312"), (-12_345, "-12,345"),
    (Int.min, "-9,223,372,036,854,775,808"),
  ]) func thousandsAreApart(number: Int, text: String) {
    #expect(NumberText.grouped(number) == text)
  }

  @Test(arguments: [
    (0, "0 B"), (1023, "1023 B"), (1024, "1.0 KiB"), (25_690_112, "24.5 MiB"),
    (1 << 50, "1024.0 TiB"),
  ]) func sizesHaveAUnit(count: Int, text: String) {
    #expect(NumberText.bytes(count) == text)
  }

  @Test(arguments: [
    (0, "0 s"), (0.3456, "0.35 s"), (9.4, "9.4 s"), (42.4, "42 s"), (59.9, "1 min 00 s"),
    (123, "2 min 03 s"), (3723, "1 h 02 min 03 s"), (183_840, "2 d 03 h 04 min"),
    (-1, "0 s"), (Double.nan, "unknown"), (Double.infinity, "unknown"),
  ]) func timeSpansReadWell(seconds: Double, text: String) {
    #expect(NumberText.duration(seconds) == text)
  }
}

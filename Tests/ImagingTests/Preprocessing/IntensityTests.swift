import Imaging
import TestSupport
import Testing

@Suite("Intensity windows")
struct IntensityTests {
  let image = Image(
    width: 5, height: 2, channels: 1, pixels: [10, 20, 30, 40, 50, 60, 70, 80, 90, 250] as [UInt8])

  @Test("full_range divides by the largest value of the depth")
  func fullRange() {
    #expect(Intensity.fullRange.window(of: image) == IntensityWindow(lower: 0, upper: 255))
    let deep = deepPattern(3, 3, 1)
    #expect(Intensity.fullRange.window(of: deep) == IntensityWindow(lower: 0, upper: 65_535))
  }

  @Test("min_max stretches between the extremes")
  func minMax() {
    #expect(Intensity.minMax.window(of: image) == IntensityWindow(lower: 10, upper: 250))
  }

  @Test("percentiles are those of numpy.percentile")
  func percentiles() {
    // numpy.percentile([10, ..., 90, 250], [5, 95]) = 14.5 and 178.0 (linear interpolation)
    let window = Intensity.percentile(lower: 5, upper: 95).window(of: image)
    #expect(isClose(window.lower, 14.5, absolute: 1e-4))
    #expect(isClose(window.upper, 178, absolute: 1e-4))
    let whole = Intensity.percentile(lower: 0, upper: 100).window(of: image)
    #expect(whole == IntensityWindow(lower: 10, upper: 250))
  }

  @Test("what lies outside the window is clamped")
  func clamping() {
    let window = IntensityWindow(lower: 100, upper: 200)
    #expect(window.apply([0, 100, 150, 200, 255]) == [0, 0, 0.5, 1, 1])
  }

  @Test("a constant picture becomes black, not NaN")
  func constant() {
    let flat = Image(width: 2, height: 1, channels: 1, pixels: [77, 77] as [UInt8])
    for intensity in [Intensity.minMax, .percentile(lower: 1, upper: 99)] {
      #expect(intensity.window(of: flat).apply(flat.samples.floats) == [0, 0])
    }
  }

  @Test("the used fraction tells of pictures that are nearly black")
  func usedFraction() {
    let twelveBits = Image(width: 3, height: 1, channels: 1, pixels: [0, 2000, 4095] as [UInt16])
    #expect(IntensityRange(of: twelveBits).usedFraction == 4095.0 / 65_535)
    #expect(IntensityRange(of: image).usedFraction == 240.0 / 255)
  }

  @Test("names are those of the configuration")
  func names() {
    #expect(Intensity.fullRange.name == "full_range")
    #expect(Intensity.minMax.name == "min_max")
    #expect(Intensity.percentile(lower: 1, upper: 99.5).name == "percentile(1.0, 99.5)")
  }
}

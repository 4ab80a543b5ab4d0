import Imaging
import TestSupport
import Testing

@Suite("From picture to network input")
struct PreprocessingTests {
  @Test("values are (x / 255 - mean) / std, channel by channel")
  func formula() {
    let image = Image(width: 2, height: 2, channels: 3, pixels: (0..<12).map { UInt8($0 * 20) })
    let result = PreprocessingOptions(size: 2, normalization: .imagenet).process(image)
    let mean: [Float] = [0.485, 0.456, 0.406]
    let deviation: [Float] = [0.229, 0.224, 0.225]
    let expected = (0..<12).map { i -> Float in
      let value = Float(i * 20) / 255
      return (value - mean[i % 3]) / deviation[i % 3]
    }
    #expect(largestDifference(result.values, expected) < 1e-6)
  }

  @Test("a grey picture fills three channels, each with its own constants")
  func greyToThree() {
    let image = Image(width: 1, height: 1, channels: 1, pixels: [51] as [UInt8])
    let options = PreprocessingOptions(
      size: 1, normalization: .custom(mean: [0, 0.1, 0.2], standardDeviation: [1, 2, 4]))
    let result = options.process(image)
    #expect(result.channels == 3)
    #expect(largestDifference(result.values, [0.2, 0.05, 0]) < 1e-6)
  }

  @Test("a colour picture becomes luma for one channel")
  func colourToOne() {
    let image = pattern(3, 2, 3)
    let options = PreprocessingOptions(size: 2, channels: 1, normalization: .simple)
    let luma = image.converted(toChannels: 1).resized(width: 2, height: 2)
    let expected = luma.samples.floats.map { $0 / 255 }
    #expect(largestDifference(options.process(image).values, expected) < 1e-6)
  }

  @Test("16-bit pictures keep steps far below 1/255")
  func sixteenBits() {
    let image = Image(width: 2, height: 1, channels: 1, pixels: [30_000, 30_001] as [UInt16])
    let options = PreprocessingOptions(size: 2, channels: 1, normalization: .simple)
    let values = options.process(image).values
    #expect(isClose(values[1] - values[0], 1 / 65_535, relative: 0.01))
  }

  @Test("medical maps 0...1 to -1...1")
  func medical() {
    let image = Image(width: 2, height: 2, channels: 1, pixels: [0, 255, 0, 255] as [UInt8])
    let options = PreprocessingOptions(size: 2, channels: 1, normalization: .medical)
    #expect(options.process(image).values == [-1, 1, -1, 1])
  }

  @Test("bars of pad are black after the intensities were stretched")
  func bars() {
    let image = Image(
      width: 4, height: 2, channels: 1, pixels: [100, 200, 100, 200, 100, 200, 100, 200] as [UInt8])
    let options = PreprocessingOptions(
      size: 4, resize: .pad, channels: 1, intensity: .minMax, normalization: .simple)
    let result = options.process(image).values
    let expected: [Float] = [0, 0, 0, 0, 0, 1, 0, 1, 0, 1, 0, 1, 0, 0, 0, 0]
    #expect(result == expected)
  }

  @Test("a prepared picture keeps the depth and the single channel of its source")
  func preparedSize() {
    let options = PreprocessingOptions(size: 10)
    #expect(options.prepare(pattern(40, 30, 1)).byteCount == 100)
    #expect(options.prepare(deepPattern(40, 30, 1)).byteCount == 200)
    #expect(options.prepare(pattern(40, 30, 3)).byteCount == 300)
  }
}

/// The numbers of a DICOM picture before anything is said about their meaning, colours as red, green and blue.
struct DICOMPixels {
  /// Row by row from the top, the colours of a pixel side by side.
  let values: [Double]
  /// The smallest and the largest number that can occur.
  let range: (minimum: Double, maximum: Double)

  private static let adobeMark: [UInt8] =
    [0xFF, 0xEE, 0, 14] + Array("Adobe".utf8) + [0, 100, 0, 0, 0, 0]

  init(
    _ elements: DICOMValues, syntax: DICOMSyntax, format: DICOMPixelFormat
  ) throws(ImageError) {
    if syntax.packing == .jpeg {
      values = try DICOMPixels.jpeg(elements, format)
      range = (0, 255)
      return
    }
    let numbers =
      syntax.packing == .none
      ? try DICOMPixels.plain(elements, format) : try DICOMPixels.runLength(elements, format)
    switch format.colour {
    case .grey, .inverted:
      values = numbers
      range = format.range
    case .rgb:
      values = numbers
      range = format.range
    case .ybr:
      values = DICOMPixels.rgb(ofYBR: numbers)
      range = (0, 255)
    case .ybrHalved:
      throw elements.error(
        .photometric, found: "YBR_FULL_422", expected: "YBR_FULL or RGB where pixels are no JPEG")
    case .palette:
      (values, range) = try DICOMPixels.rgb(ofPalette: numbers, elements, format)
    }
  }

  private static func missing(_ elements: DICOMValues, _ found: String) -> ImageError {
    elements.error(.pixelData, found: found, expected: "the pixels of the picture")
  }

  // MARK: Packings

  private static func plain(
    _ elements: DICOMValues, _ format: DICOMPixelFormat
  ) throws(ImageError) -> [Double] {
    guard let place = elements.dataSet.values[.pixelData] else {
      throw missing(
        elements, elements.dataSet.fragments == nil ? "nothing" : "packed pixels")
    }
    let size = format.count * format.width
    guard place.count >= size else {
      throw ImageError(
        name: elements.name,
        kind: .truncated(
          reason: "\(DICOMTag.pixelData): \(place.count) bytes, expected \(size) for "
            + "\(format.columns) x \(format.rows) pixels"))
    }
    var numbers: [Double]
    if elements.reader.isBigEndian, format.width == 1, elements.dataSet.pixelsAreWords {
      // Bytes in words of the other order: each two are swapped.
      let end = min(place.lowerBound + (size + 1) / 2 * 2, elements.reader.bytes.count)
      var bytes = Array(elements.reader.bytes[place.lowerBound..<end])
      for first in stride(from: 0, to: bytes.count - 1, by: 2) { bytes.swapAt(first, first + 1) }
      guard bytes.count >= size else { throw missing(elements, "\(bytes.count) bytes") }
      numbers = format.numbers(in: NumberReader(bytes: bytes, isBigEndian: true), from: 0)
    } else {
      numbers = format.numbers(in: elements.reader, from: place.lowerBound)
    }
    if format.isPlanar { numbers = format.interleaved(numbers) }
    return numbers
  }

  private static func frame(_ elements: DICOMValues) throws(ImageError) -> [UInt8] {
    guard let fragments = elements.dataSet.fragments, !fragments.isEmpty else {
      throw missing(elements, "no fragment")
    }
    return fragments.flatMap { elements.reader.bytes[$0] }
  }

  private static func runLength(
    _ elements: DICOMValues, _ format: DICOMPixelFormat
  ) throws(ImageError) -> [Double] {
    let data = try frame(elements)
    // A run of 128 pixels takes two bytes.
    guard data.count * 64 >= format.count * format.width else {
      throw ImageError(
        name: elements.name,
        kind: .truncated(
          reason: "\(DICOMTag.pixelData): \(data.count) bytes cannot hold "
            + "\(format.columns) x \(format.rows) pixels"))
    }
    switch DICOMRunLength.unpack(data[...], format: format) {
    case .failure(let damage):
      throw ImageError(
        name: elements.name, kind: .corrupt(reason: "\(DICOMTag.pixelData): \(damage.reason)"))
    case .success(let bytes):
      return format.interleaved(
        format.numbers(in: NumberReader(bytes: bytes, isBigEndian: false), from: 0))
    }
  }

  private static func jpeg(
    _ elements: DICOMValues, _ format: DICOMPixelFormat
  ) throws(ImageError) -> [Double] {
    var data = try frame(elements)
    guard data.starts(with: [0xFF, 0xD8, 0xFF]) else { throw missing(elements, "no JPEG data") }
    if format.colour == .rgb, data.firstRange(of: adobeMark[4..<9]) == nil {
      // Three colours without a mark are taken for YCbCr: say that they are none.
      data.insert(contentsOf: adobeMark, at: 2)
    }
    let image: Image
    do throws(ImageError) {
      image = try ImageCodec.decode(
        data, name: elements.name, pixelLimit: format.rows * format.columns)
    } catch {
      if case .tooLarge(let width, let height, _) = error.kind {
        throw elements.error(
          .columns, found: "\(format.columns) x \(format.rows) pixels",
          expected: "the \(width) x \(height) of the JPEG data")
      }
      throw error
    }
    guard image.width == format.columns, image.height == format.rows else {
      throw elements.error(
        .columns, found: "\(format.columns) x \(format.rows) pixels",
        expected: "the \(image.width) x \(image.height) of the JPEG data")
    }
    guard image.channels == format.samples, case .bits8(let samples) = image.samples else {
      throw elements.error(
        .samplesPerPixel, found: "\(format.samples)",
        expected: "the \(image.channels) of the JPEG data")
    }
    return samples.map(Double.init)
  }

  // MARK: Colours

  /// Full-range YCbCr to red, green and blue (PS3.3, section C.7.6.3.1.2), rounded.
  private static func rgb(ofYBR numbers: [Double]) -> [Double] {
    var result = numbers
    for place in stride(from: 0, to: numbers.count - 2, by: 3) {
      let (y, b, r) = (numbers[place], numbers[place + 1] - 128, numbers[place + 2] - 128)
      let colours = [y + 1.402 * r, y - 0.344136 * b - 0.714136 * r, y + 1.772 * b]
      for channel in 0..<3 {
        result[place + channel] = min(max((colours[channel]).rounded(), 0), 255)
      }
    }
    return result
  }

  private static func rgb(
    ofPalette numbers: [Double], _ elements: DICOMValues, _ format: DICOMPixelFormat
  ) throws(ImageError) -> ([Double], (minimum: Double, maximum: Double)) {
    var tables: [DICOMTable] = []
    for (descriptor, data) in zip(DICOMTag.paletteDescriptors, DICOMTag.palettes) {
      guard
        let table = try DICOMTable(
          elements, descriptor: descriptor, data: data, isSigned: format.isSigned)
      else { throw elements.error(data, found: "nothing", expected: "the colours of the palette") }
      tables.append(table)
    }
    let maximum = tables.map(\.maximum).max() ?? 255
    return (numbers.flatMap { number in tables.map { $0(number) } }, (0, maximum))
  }
}

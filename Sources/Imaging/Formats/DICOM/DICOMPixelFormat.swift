/// How the pixels of a DICOM file are stored.
struct DICOMPixelFormat {
  /// What the numbers of a pixel mean.
  enum Colour: String {
    /// The smallest value is white.
    case inverted = "MONOCHROME1"
    /// The smallest value is black.
    case grey = "MONOCHROME2"
    case palette = "PALETTE COLOR"
    case rgb = "RGB"
    case ybr = "YBR_FULL"
    /// As `ybr`, with half of the colour's columns; inside of JPEG only.
    case ybrHalved = "YBR_FULL_422"
  }

  let rows: Int
  let columns: Int
  let colour: Colour
  /// 1 or 3.
  let samples: Int
  /// Whether the samples of a colour lie together, one plane behind the other.
  let isPlanar: Bool
  /// Bytes of a sample: 1, 2 or 4.
  let width: Int
  /// The bits of a sample that count.
  let bits: Int
  /// The place of the lowest of them.
  let shift: Int
  let isSigned: Bool

  /// Samples of the picture.
  var count: Int { rows * columns * samples }

  /// Reads and checks the elements.
  init(_ values: DICOMValues, pixelLimit: Int) throws(ImageError) {
    let frames = try values.decimal(.numberOfFrames) ?? 1
    guard frames == 1 else {
      throw values.error(.numberOfFrames, found: "\(Int(clamping: frames))", expected: "1")
    }
    rows = try values.word(.rows, in: 1...65_535)
    columns = try values.word(.columns, in: 1...65_535)
    guard rows * columns <= pixelLimit else {
      throw ImageError(
        name: values.name, kind: .tooLarge(width: columns, height: rows, limit: pixelLimit))
    }
    let name = values.texts(.photometric)?.first
    guard let colour = Colour(rawValue: name ?? "") else {
      throw values.error(
        .photometric, found: name.map(DICOMParser.shown) ?? "nothing",
        expected: "MONOCHROME1, MONOCHROME2, PALETTE COLOR, RGB or YBR_FULL")
    }
    self.colour = colour
    let isColour = colour == .rgb || colour == .ybr || colour == .ybrHalved
    let expected = isColour ? 3 : 1
    samples = try values.word(.samplesPerPixel, in: expected...expected, default: expected)
    isPlanar = try values.word(.planarConfiguration, in: 0...1, default: 0) == 1
    let allocated = try values.word(.bitsAllocated, in: 1...64)
    guard [8, 16, 32].contains(allocated) else {
      throw values.error(.bitsAllocated, found: "\(allocated)", expected: "8, 16 or 32")
    }
    width = allocated / 8
    bits = try values.word(.bitsStored, in: 1...allocated, default: allocated)
    let highBit = try values.word(.highBit, in: bits - 1...allocated - 1, default: bits - 1)
    shift = highBit + 1 - bits
    isSigned = try values.word(.pixelRepresentation, in: 0...1, default: 0) == 1
    if isColour, allocated != 8 {
      throw values.error(.bitsAllocated, found: "\(allocated)", expected: "8 for colour")
    }
  }

  /// The smallest and the largest number that a sample can hold.
  var range: (minimum: Double, maximum: Double) {
    let count = Double(UInt64(1) << UInt64(bits))
    return isSigned ? (-count / 2, count / 2 - 1) : (0, count - 1)
  }

  /// The numbers of samples that follow one another without gaps.
  func numbers(in reader: NumberReader, from start: Int) -> [Double] {
    let (lift, drop) = (UInt64(64 - bits - shift), UInt64(64 - bits))
    return [Double](unsafeUninitializedCapacity: count) { target, filled in
      for place in 0..<count {
        let raw = reader.unsigned(at: start + place * width, width: width) << lift
        target[place] =
          isSigned ? Double(Int64(bitPattern: raw) >> Int64(drop)) : Double(raw >> drop)
      }
      filled = count
    }
  }

  /// Planes of colours put side by side, pixel by pixel.
  func interleaved(_ values: [Double]) -> [Double] {
    guard samples == 3, values.count == count else { return values }
    let plane = rows * columns
    return (0..<count).map { values[$0 % 3 * plane + $0 / 3] }
  }
}

extension Int {
  /// The nearest whole number of an integer's range.
  fileprivate init(clamping value: Double) {
    self = value >= 1e9 ? 1_000_000_000 : value <= -1e9 ? -1_000_000_000 : Int(value)
  }
}

/// How a DICOM file is written down: the transfer syntax.
struct DICOMSyntax: Hashable {
  /// How pixels are packed.
  enum Packing: Hashable {
    case none
    case runLength
    case jpeg
  }

  var isBigEndian = false
  var isExplicit = true
  var isDeflated = false
  var packing = Packing.none

  /// Creates a syntax without packed pixels.
  init(isBigEndian: Bool = false, isExplicit: Bool = true) {
    self.isBigEndian = isBigEndian
    self.isExplicit = isExplicit
  }

  /// The syntax of an identifier; nil for one that is not read.
  init?(identifier: String) {
    switch identifier {
    case "1.2.840.10008.1.2": isExplicit = false
    case "1.2.840.10008.1.2.1": break
    case "1.2.840.10008.1.2.1.99": isDeflated = true
    case "1.2.840.10008.1.2.2": isBigEndian = true
    case "1.2.840.10008.1.2.5": packing = .runLength
    case "1.2.840.10008.1.2.4.50", "1.2.840.10008.1.2.4.51": packing = .jpeg
    default: return nil
    }
  }

  /// What an identifier that is not read stands for, if it is a known one.
  static func name(ofUnsupported identifier: String) -> String {
    let names = [
      "1.2.840.10008.1.2.4.57": "JPEG lossless", "1.2.840.10008.1.2.4.70": "JPEG lossless",
      "1.2.840.10008.1.2.4.80": "JPEG-LS lossless", "1.2.840.10008.1.2.4.81": "JPEG-LS",
      "1.2.840.10008.1.2.4.90": "JPEG 2000 lossless", "1.2.840.10008.1.2.4.91": "JPEG 2000",
      "1.2.840.10008.1.2.4.201": "HTJ2K lossless", "1.2.840.10008.1.2.4.203": "HTJ2K",
    ]
    return names[identifier] ?? "transfer syntax \(identifier.prefix(64))"
  }
}

/// The numbers of the zip format that reader and writer share (PKWARE's APPNOTE 6.3).
enum ZipFormat {
  static let localSignature: UInt32 = 0x0403_4B50
  static let centralSignature: UInt32 = 0x0201_4B50
  static let endSignature: UInt32 = 0x0605_4B50
  static let end64Signature: UInt32 = 0x0606_4B50
  static let locator64Signature: UInt32 = 0x0706_4B50

  static let localSize = 30
  static let centralSize = 46
  static let endSize = 22
  static let end64Size = 56
  static let locator64Size = 20

  /// The extra field of sizes and offsets that need 64 bits.
  static let extra64: UInt16 = 0x0001
  /// The extra field with which PyTorch moves data to a multiple of 64 bytes ("FB").
  static let padding: UInt16 = 0x4246

  static let stored: UInt16 = 0

  static let encryptedFlag: UInt16 = 1 << 0
  static let descriptorFlag: UInt16 = 1 << 3
  static let utf8Flag: UInt16 = 1 << 11

  /// The first day of the format's calendar, so that the same content gives the same bytes.
  static let date: UInt16 = 0x0021
}

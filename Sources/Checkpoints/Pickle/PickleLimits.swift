/// What a pickle may cost: far more than any real file of weights, far less than would hurt.
enum PickleLimits {
  /// The longest pickle in bytes.
  ///
  /// A network of 100,000 tensors needs about 10 MB.
  static let bytes = 32 << 20

  /// The most lists, tuples, dictionaries, storages, tensors and sizes of tensors in one file.
  static let objects = 4_000_000

  /// The most values when all that is shared is counted at each place where it appears.
  static let values = 16_000_000

  /// How deep containers may nest.
  static let depth = 100

  /// The longest key of a dictionary or storage, in bytes of UTF-8.
  static let keyBytes = 1024

  /// The most dimensions of a tensor, as in PyTorch.
  static let dimensions = 64

  /// What tensors may need beyond the size of their file, when views of storages are copied out.
  static func tensorBytes(fileSize: Int) -> Int { 2 * fileSize + (1 << 20) }
}

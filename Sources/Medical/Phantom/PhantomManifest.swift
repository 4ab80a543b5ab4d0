import Basics

/// What a phantom data set on disk was made with: the content of `phantom.json`.
struct PhantomManifest: Hashable, Sendable {
  var version: Int
  var options: PhantomOptions
  /// Of `labels.csv`.
  var tableSHA256: String

  /// The file as text.
  var text: String {
    let object: JSONValue = [
      "generator": "roentgen-phantom",
      "version": .int(version),
      "count": .int(options.count),
      // As text: JSON numbers of other programs lose digits above 2^53.
      "seed": .string(String(options.seed)),
      "size": .int(options.size),
      "jpeg_fraction": .double(options.jpegFraction),
      "jpeg_quality": .int(options.jpegQuality),
      "labels_sha256": .string(tableSHA256),
    ]
    return object.text(pretty: true)
  }

  init(version: Int, options: PhantomOptions, tableSHA256: String) {
    self.version = version
    self.options = options
    self.tableSHA256 = tableSHA256
  }

  /// Reads a manifest; nil if the text is none or its numbers are out of range.
  init?(text: String) {
    guard let object = try? JSONValue.parse(text),
      object["generator"]?.string == "roentgen-phantom",
      let version = object["version"]?.int,
      let count = object["count"]?.int, count > 0,
      let seed = object["seed"]?.string.flatMap({ UInt64($0) }),
      let size = object["size"]?.int, size >= 16,
      let fraction = object["jpeg_fraction"]?.double, (0...1).contains(fraction),
      let quality = object["jpeg_quality"]?.int, (1...100).contains(quality),
      let checksum = object["labels_sha256"]?.string
    else { return nil }
    let options = PhantomOptions(
      count: count, seed: seed, size: size, jpegFraction: fraction, jpegQuality: quality)
    self.init(version: version, options: options, tableSHA256: checksum)
  }

  /// The options in words, for errors.
  var summary: String {
    "version \(version), \(options.count) images of \(options.size) pixels, seed \(options.seed), "
      + "JPEG share \(options.jpegFraction) at quality \(options.jpegQuality)"
  }
}

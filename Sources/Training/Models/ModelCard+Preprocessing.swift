import Imaging

extension ModelCard {
  /// The card of a file that this program wrote; nil for any other file, whose weights may still be of use.
  init?(pathIfOurs path: String) {
    guard let file = try? ModelFile(contentsOf: path) else { return nil }
    self = file.card
  }
}

extension Normalization {
  /// What a card's `preprocessing` states; nil when it states nothing.
  public init?(card: [String: String]) {
    func numbers(_ key: String) -> [Float] {
      (card[key] ?? "").split(separator: ",").compactMap { part in
        Float(part.filter { $0 != " " })
      }
    }
    switch card["normalization"] {
    case "imagenet": self = .imagenet
    case "medical": self = .medical
    case "simple": self = .simple
    default:
      let (mean, deviation) = (numbers("mean"), numbers("std"))
      guard !mean.isEmpty, mean.count == deviation.count else { return nil }
      self = .custom(mean: mean, standardDeviation: deviation)
    }
  }
}

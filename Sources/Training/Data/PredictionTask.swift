/// What a model predicts for an image, with the names of the answers.
public enum PredictionTask: Hashable, Sendable {
  /// One class out of several.
  case classification(classes: [String])
  /// One class for each zone of the image; the class `unknownClass` marks zones that cannot be graded.
  case zones(zones: [String], classes: [String], unknownClass: Int)
  /// Any number of labels, each present or absent.
  case multilabel(labels: [String])
}

extension PredictionTask {
  /// The names of the classes of one answer; for multilabel the names of the labels.
  public var classes: [String] {
    switch self {
    case .classification(let classes), .zones(_, let classes, _): classes
    case .multilabel(let labels): labels
    }
  }

  /// How many class labels a sample has: 1, one per zone, or none (multilabel samples have targets).
  public var labelsPerSample: Int {
    switch self {
    case .classification: 1
    case .zones(let zones, _, _): zones.count
    case .multilabel: 0
    }
  }

  /// Whether left, right, top and bottom of an image mean something.
  public var hasSides: Bool {
    if case .zones = self { true } else { false }
  }

  /// Where each label of a mirrored image comes from, so that right and left change places; nil where nothing is known.
  ///
  /// Zones belong together by name, `right_sup` and `left_sup`; one without a side is its own.
  public var mirroredLabels: [Int]? {
    guard case .zones(let zones, _, _) = self else { return nil }
    let partners = zones.map { zone in
      let parts = zone.split(separator: "_", omittingEmptySubsequences: false).map { part in
        part == "right" ? "left" : part == "left" ? "right" : String(part)
      }
      return zones.firstIndex(of: parts.joined(separator: "_"))
    }
    let known = partners.compactMap(\.self)
    return known.count == zones.count ? known : nil
  }

  /// How many targets a sample has: one per label of a multilabel task, otherwise none.
  public var targetsPerSample: Int {
    if case .multilabel(let labels) = self { labels.count } else { 0 }
  }

  /// How many numbers the model puts out for an image.
  public var outputCount: Int {
    switch self {
    case .classification(let classes): classes.count
    case .zones(let zones, let classes, _): zones.count * classes.count
    case .multilabel(let labels): labels.count
    }
  }
}

/// One image of a data set with its truth, before anything is decoded.
public struct Sample: Hashable, Sendable {
  /// The name of the sample, unique within its data set.
  public var id: String
  /// What samples that must stay together share, a patient say.
  public var group: String?
  /// Class indices: one for classification, one per zone for zones, none for multilabel.
  public var labels: [Int32]
  /// 0 or 1 for each label of a multilabel task, otherwise empty.
  public var targets: [Float]
  /// The image file; nil when the image lies inside a container that the data set reads as a whole.
  public var path: String?
  /// The size of the image file, or of the image inside its container.
  public var byteCount: Int
  /// The expert's overall score, where the data set holds one.
  public var score: Double?

  /// Creates a sample from its facts.
  public init(
    id: String, group: String? = nil, labels: [Int32] = [], targets: [Float] = [],
    path: String? = nil, byteCount: Int = 0, score: Double? = nil
  ) {
    self.id = id
    self.group = group
    self.labels = labels
    self.targets = targets
    self.path = path
    self.byteCount = byteCount
    self.score = score
  }
}

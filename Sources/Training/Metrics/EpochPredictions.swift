import Basics

/// What a model answered to one question over an epoch, beside the truth, as far as metrics need to know it.
///
/// The question is which class an image, or a zone of it, belongs to, or which of several labels are present.
public struct EpochPredictions: Sendable {
  /// How an answer looks.
  public enum Form: Sendable, Hashable {
    /// One class out of so many; rows whose truth is `unknown` take part in no score of the other classes.
    case classes(Int, unknown: Int?)
    /// So many labels, each present or absent.
    case labels(Int)

    /// The number of classes or labels.
    public var width: Int {
      switch self {
      case .classes(let count, _), .labels(let count): count
      }
    }
  }

  /// How an answer looks.
  public let form: Form
  /// What is kept besides the confusion matrices.
  public let contents: EpochContents
  /// One of all classes, or for each label one of absent and present; rows are the truth.
  public private(set) var confusions: [ConfusionMatrix]
  /// At r, how often r classes scored higher than the true one; with `.ranks`.
  public private(set) var ranks: [Int]
  /// How sure and how often right; with `.confidences`.
  public private(set) var reliability = ReliabilityDiagram()
  /// The outputs, a row a sample; with `.logits`.
  public private(set) var logits: [Float] = []
  /// For each row its class, or for each of its labels 0 or 1; with `.logits`.
  public private(set) var truths: [Int32] = []

  /// Creates an empty collection.
  public init(form: Form, contents: EpochContents = []) {
    self.form = form
    self.contents = contents
    switch form {
    case .classes(let count, _):
      confusions = [ConfusionMatrix(classCount: count)]
    case .labels(let count):
      confusions = Array(repeating: ConfusionMatrix(classCount: 2), count: count)
    }
    ranks = Array(repeating: 0, count: form.width)
  }

  /// The class that takes part in no score of the others.
  public var unknown: Int? {
    if case .classes(_, let unknown) = form { unknown } else { nil }
  }

  /// Takes note of one sample's class.
  public mutating func add(_ row: ArraySlice<Float>, truth: Int32) {
    let predicted = argmax(row)
    confusions[0].add(truth: Int(truth), prediction: predicted)
    if contents.contains(.logits) {
      logits += row
      truths.append(truth)
    }
    guard Int(truth) != unknown else { return }
    if contents.contains(.ranks) {
      let own = row[row.startIndex + Int(truth)]
      ranks[row.count { $0 > own }] += 1
    }
    if contents.contains(.confidences) {
      reliability.add(
        confidence: Probabilities.softmax(row)[predicted], isRight: predicted == Int(truth))
    }
  }

  /// Takes note of one sample's labels.
  ///
  /// - Parameter targets: 0 or 1 for each element of `row`.
  public mutating func add(_ row: ArraySlice<Float>, targets: ArraySlice<Float>) {
    for (label, (logit, target)) in zip(row, targets).enumerated() {
      let isPresent = target > 0.5
      confusions[label].add(truth: isPresent ? 1 : 0, prediction: logit > 0 ? 1 : 0)
      if contents.contains(.confidences) {
        let probability = Probabilities.sigmoid(logit)
        reliability.add(
          confidence: max(probability, 1 - probability), isRight: isPresent == (logit > 0))
      }
      if contents.contains(.logits) { truths.append(isPresent ? 1 : 0) }
    }
    if contents.contains(.logits) { logits += row }
  }

  /// All of several collections of one form.
  public static func pooled(_ parts: [EpochPredictions]) -> EpochPredictions {
    var result = EpochPredictions(form: parts[0].form, contents: parts[0].contents)
    for part in parts {
      for index in result.confusions.indices {
        result.confusions[index].add(part.confusions[index])
      }
      for rank in result.ranks.indices { result.ranks[rank] += part.ranks[rank] }
      result.reliability.add(part.reliability)
      result.logits += part.logits
      result.truths += part.truths
    }
    return result
  }

  /// Everything, exactly, for a checkpoint within an epoch.
  var state: JSONValue {
    var object = JSONObject()
    object["confusions"] = .array(confusions.map(\.json))
    if contents.contains(.ranks) { object["ranks"] = .array(ranks.map(JSONValue.int)) }
    if contents.contains(.confidences) { object["reliability"] = reliability.state }
    if contents.contains(.logits) {
      object["logits"] = .string(Base64.text(of: logits))
      object["truths"] = .string(Base64.text(of: truths.map(Float.init)))
    }
    return .object(object)
  }

  /// Takes over what `state` gave; false when it does not fit.
  mutating func restore(_ state: JSONValue) -> Bool {
    var read = EpochPredictions(form: form, contents: contents)
    let size = confusions[0].classCount
    let matrices = state["confusions"]?.array?.compactMap {
      ConfusionMatrix(classCount: size, json: $0)
    }
    guard let matrices, matrices.count == confusions.count else { return false }
    read.confusions = matrices
    if contents.contains(.ranks) {
      let counts = state["ranks"]?.array?.compactMap(\.int) ?? []
      guard counts.count == ranks.count else { return false }
      read.ranks = counts
    }
    if contents.contains(.confidences) {
      guard let json = state["reliability"], let bins = ReliabilityDiagram(state: json) else {
        return false
      }
      read.reliability = bins
    }
    if contents.contains(.logits) {
      guard let outputs = state["logits"]?.string.flatMap(Base64.floats),
        let answers = state["truths"]?.string.flatMap(Base64.floats),
        outputs.count == answers.count * outputsPerTruth
      else { return false }
      read.logits = outputs
      read.truths = answers.compactMap { Int32(exactly: $0) }
    }
    self = read
    return true
  }

  /// Outputs for each truth.
  private var outputsPerTruth: Int {
    if case .classes(let count, _) = form { count } else { 1 }
  }
}

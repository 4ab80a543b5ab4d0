/// What a model says about one image.
public struct Prediction: Sendable {
  /// The answer to one question: the only one, or that of a zone or label.
  public struct Answer: Sendable {
    /// The zone's or label's name; nil when there is only one question.
    public var name: String?
    /// The most probable class as an index; for a label 1 when it is present, else 0.
    public var predicted: Int
    /// The probability of each class; for a label only that of its presence.
    public var probabilities: [Double]
    /// What the probabilities were computed from.
    public var logits: [Float]
  }

  /// One answer, or one for each zone or label.
  public var answers: [Answer]

  /// Turns the logits of one image into answers.
  ///
  /// - Parameters:
  ///   - logits: Row-major, as many as the task has outputs.
  ///   - task: What was asked.
  ///   - temperature: What calibrates probabilities; 1 leaves the model's own.
  public init(
    logits: some RandomAccessCollection<Float>, task: PredictionTask, temperature: Double = 1
  ) {
    let logits = Array(logits)
    switch task {
    case .classification:
      answers = [Self.answer(nil, logits, temperature)]
    case .zones(let zones, let classes, _):
      answers = zones.enumerated().map { index, zone in
        Self.answer(
          zone, Array(logits[index * classes.count..<(index + 1) * classes.count]), temperature)
      }
    case .multilabel(let labels):
      answers = zip(labels, logits).map { label, logit in
        let probability = Probabilities.sigmoid(logit, temperature: temperature)
        return Answer(
          name: label, predicted: logit > 0 ? 1 : 0, probabilities: [probability], logits: [logit])
      }
    }
  }

  private static func answer(
    _ name: String?, _ logits: [Float], _ temperature: Double
  ) -> Answer {
    Answer(
      name: name, predicted: argmax(logits),
      probabilities: Probabilities.softmax(logits, temperature: temperature), logits: logits)
  }
}

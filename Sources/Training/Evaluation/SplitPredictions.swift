/// Every answer of a model on a split beside its truth, in the order in which the split was read.
public struct SplitPredictions: Sendable {
  /// What was predicted.
  public let task: PredictionTask
  /// The split.
  public let split: Split
  /// The samples with their truth.
  public private(set) var samples: [Sample] = []
  /// The outputs, `task.outputCount` for each sample.
  public private(set) var logits: [Float] = []

  /// Creates an empty collection.
  public init(task: PredictionTask, split: Split) {
    self.task = task
    self.split = split
  }

  /// Adds the samples of a batch.
  ///
  /// - Parameters:
  ///   - samples: All samples of the data set.
  ///   - logits: The outputs for the batch, row-major.
  public mutating func add(_ batch: Batch, logits: [Float], of samples: [Sample]) {
    self.samples += batch.sampleIndices.map { samples[$0] }
    self.logits += logits
  }

  /// Adds one sample.
  public mutating func add(_ sample: Sample, logits: [Float]) {
    precondition(logits.count == task.outputCount, "logits of another task")
    samples.append(sample)
    self.logits += logits
  }

  /// The number of samples.
  public var count: Int { samples.count }

  /// How many questions a sample answers: its zones, its labels, or one.
  public var questionCount: Int {
    switch task {
    case .classification: 1
    case .zones(let zones, _, _): zones.count
    case .multilabel(let labels): labels.count
    }
  }

  /// The outputs of one sample for one question: one for each class, or the one of a label.
  public func logits(of sample: Int, question: Int = 0) -> ArraySlice<Float> {
    let width = task.outputCount / questionCount
    let start = sample * task.outputCount + question * width
    return logits[start..<start + width]
  }

  /// The class that is the truth of one sample for one question; for a label 0 or 1.
  public func truth(of sample: Int, question: Int = 0) -> Int {
    if case .multilabel = task { return samples[sample].targets[question] > 0.5 ? 1 : 0 }
    return Int(samples[sample].labels[question])
  }

  /// The predicted class of one sample for one question; for a label 0 or 1.
  public func prediction(of sample: Int, question: Int = 0) -> Int {
    let row = logits(of: sample, question: question)
    if case .multilabel = task { return row.first.map { $0 > 0 ? 1 : 0 } ?? 0 }
    return argmax(row)
  }

  /// The probability of each class of one sample for one question; for a label those of its absence and presence.
  public func probabilities(
    of sample: Int, question: Int = 0, temperature: Double = 1
  ) -> [Double] {
    let row = logits(of: sample, question: question)
    if case .multilabel = task {
      let present = Probabilities.sigmoid(row.first ?? 0, temperature: temperature)
      return [1 - present, present]
    }
    return Probabilities.softmax(row, temperature: temperature)
  }

  /// The probability of one class for one question, and whether it is the truth, over the samples whose truth is
  /// known: what a ROC curve is drawn from.
  ///
  /// - Parameters:
  ///   - label: The class; of a label 1 is its presence.
  ///   - questions: The questions that are pooled; nil: all.
  public func oneAgainstRest(
    _ label: Int, questions: [Int]? = nil
  ) -> (scores: [Double], positives: [Bool]) {
    var result: (scores: [Double], positives: [Bool]) = ([], [])
    for question in questions ?? Array(0..<questionCount) {
      for sample in samples.indices {
        let truth = truth(of: sample, question: question)
        guard truth != task.unknownClass || label == task.unknownClass else { continue }
        result.scores.append(probabilities(of: sample, question: question)[label])
        result.positives.append(truth == label)
      }
    }
    return result
  }

  /// How often each class was predicted for each true class.
  ///
  /// - Parameter questions: The questions that are pooled; nil: all.
  public func confusion(questions: [Int]? = nil) -> ConfusionMatrix {
    var width = task.classes.count
    if case .multilabel = task { width = 2 }
    var confusion = ConfusionMatrix(classCount: width)
    for question in questions ?? Array(0..<questionCount) {
      for sample in samples.indices {
        confusion.add(
          truth: truth(of: sample, question: question),
          prediction: prediction(of: sample, question: question))
      }
    }
    return confusion
  }

  /// How sure and how often right, over the answers whose truth is known.
  ///
  /// - Parameters:
  ///   - temperature: What outputs are divided by first.
  ///   - questions: The questions that are pooled; nil: all.
  public func reliability(
    temperature: Double = 1, questions: [Int]? = nil
  ) -> ReliabilityDiagram {
    var diagram = ReliabilityDiagram()
    for question in questions ?? Array(0..<questionCount) {
      for sample in samples.indices {
        let truth = truth(of: sample, question: question)
        guard truth != task.unknownClass else { continue }
        let predicted = prediction(of: sample, question: question)
        diagram.add(
          confidence: probabilities(of: sample, question: question, temperature: temperature)[
            predicted],
          isRight: predicted == truth)
      }
    }
    return diagram
  }

  /// What must stay together when samples are drawn: the samples of each group, and each sample without one.
  public var clusters: [[Int]] {
    var places: [String: Int] = [:]
    var clusters: [[Int]] = []
    for (index, sample) in samples.enumerated() {
      if let group = sample.group, let place = places[group] {
        clusters[place].append(index)
      } else {
        if let group = sample.group { places[group] = clusters.count }
        clusters.append([index])
      }
    }
    return clusters
  }

  /// Whether the samples say to which group, a patient say, they belong.
  public var hasGroups: Bool { samples.contains { $0.group != nil } }
}

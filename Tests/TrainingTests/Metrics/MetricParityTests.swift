import Basics
import Testing
import Training

/// Every metric equals scikit-learn's or scipy's, on random and on degenerate predictions.
struct MetricParityTests {
  /// Everything that fits a golden's task, under the names that the goldens use.
  private func requests(_ golden: MetricGolden) -> [MetricRequest] {
    func own(_ type: String, _ name: String, _ change: (inout MetricRequest) -> Void)
      -> MetricRequest
    {
      var request = MetricRequest(type, name: name)
      change(&request)
      return request
    }
    var requests = ["accuracy", "precision", "recall", "f1", "auroc", "average_precision", "mse"]
      .map { MetricRequest($0) }
    requests += ["mae", "rmse", "pearson", "ece"].map { MetricRequest($0) }
    if golden.kind != .labels {
      requests += ["balanced_accuracy", "cohen_kappa", "quadratic_kappa"].map { MetricRequest($0) }
      requests.append(own("cohen_kappa", "linear") { $0.weights = .linear })
      if golden.width > 2 { requests.append(MetricRequest("top2_accuracy")) }
    }
    guard golden.kind != .zones else { return requests }
    for type in ["precision", "recall"] {
      for average in [ScoreAverage.weighted, .micro] {
        requests.append(
          own(type, "\(type)_\(average.rawValue)") { $0.average = .over(average) })
      }
    }
    requests.append(own("f1", "f1_micro") { $0.average = .over(.micro) })
    for type in ["auroc", "average_precision"] where golden.width > 2 {
      requests.append(own(type, "\(type)_w") { $0.average = .over(.weighted) })
      requests.append(own(type, "\(type)_m") { $0.average = .over(.micro) })
      requests.append(own(type, "\(type)_e") { $0.average = MetricRequest.Average.none })
    }
    if golden.kind == .labels || golden.width == 2 {
      requests.append(own("accuracy", "at") { $0.threshold = 0.7 })
    }
    if golden.kind == .classes {
      requests.append(MetricRequest("confusion_matrix"))
      requests.append(
        own("recall", "recall_at") {
          $0.threshold = 0.3
          $0.label = "1"
        })
    }
    return requests
  }

  private func collection(_ golden: MetricGolden) throws -> MetricCollection {
    var options = MetricOptions()
    options.requests = requests(golden)
    return try MetricPlan(options, task: golden.task).collection(for: .val)
  }

  @Test(arguments: MetricGoldens.all.map(\.name))
  func everyScoreIsTheReferences(name: String) throws {
    let golden = try #require(MetricGoldens.all.first { $0.name == name }?.golden)
    var metrics = try collection(golden)
    // In uneven batches: what a batch is must not matter.
    let cut = golden.sampleCount / 3
    golden.add(samples: 0..<cut, to: &metrics)
    golden.add(samples: cut..<golden.sampleCount, to: &metrics)
    let values = metrics.values
    for (name, expected) in golden.expected {
      #expect(values.contains(name), "\(name)")
      let found = values[name]
      let isEqual =
        if let expected { found.map { abs($0 - expected) < 1e-12 } ?? false } else { found == nil }
      #expect(isEqual, "\(name): \(String(describing: found)), not \(String(describing: expected))")
    }
    let unchecked = Set(values.names).subtracting(golden.expected.map(\.key))
    #expect(unchecked == [], "without a reference")
  }

  @Test(arguments: MetricGoldens.all.map(\.name))
  func aSavedEpochContinuesExactly(name: String) throws {
    let golden = try #require(MetricGoldens.all.first { $0.name == name }?.golden)
    var whole = try collection(golden)
    golden.add(samples: 0..<golden.sampleCount / 2, to: &whole)
    var resumed = try collection(golden)
    let isRestored = resumed.restore(try .parse(whole.state.text()))
    #expect(isRestored)
    golden.add(samples: golden.sampleCount / 2..<golden.sampleCount, to: &whole)
    golden.add(samples: golden.sampleCount / 2..<golden.sampleCount, to: &resumed)
    #expect(whole.values == resumed.values)
    #expect(whole.state == resumed.state)
    let takesNonsense = resumed.restore(["nonsense"])
    #expect(!takesNonsense)
  }
}

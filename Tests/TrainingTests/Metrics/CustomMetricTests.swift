import Basics
import Testing
import Training

// The example of docs/extending.md.

/// The share of the samples of the first of two classes that are not taken for the second.
struct Specificity: Metric {
  func values(of predictions: EpochPredictions) -> MetricValues {
    let confusion = predictions.confusions[0]
    let negatives = confusion.support(of: 0)
    let kept = confusion[truth: 0, prediction: 0]
    return MetricValues("specificity", negatives == 0 ? nil : Double(kept) / Double(negatives))
  }
}

func registryWithSpecificity() -> MetricRegistry {
  var registry = MetricRegistry.standard
  registry.register(
    MetricType(
      "specificity", summary: "share of the first class that is not taken for the second",
      fits: { $0.classes.count == 2 }
    ) { (_, _) throws(MetricError) in Specificity() })
  return registry
}

// The end of the example.

/// A metric of one's own takes part like any other.
struct CustomMetricTests {
  @Test func theExampleOfTheDocumentationRuns() throws {
    var options = MetricOptions()
    options.requests = [MetricRequest("accuracy"), MetricRequest("specificity")]
    let task = PredictionTask.classification(classes: ["well", "ill"])
    let plan = try MetricPlan(options, task: task, registry: registryWithSpecificity())
    var metrics = plan.collection(for: .val)
    #expect(metrics.values["specificity"] == nil && metrics.values.contains("specificity"))
    // truth 0 0 0 1, predictions 0 1 0 1.
    metrics.add(logits: [1, 0, 0, 1, 1, 0, 0, 1], labels: [0, 0, 0, 1], targets: [])
    #expect(metrics.values["specificity"] == 2.0 / 3)
    #expect(throws: MetricError.self) {
      try MetricPlan(
        options, task: .classification(classes: ["a", "b", "c"]),
        registry: registryWithSpecificity())
    }
  }

  @Test func theDocumentationShowsThisExample() throws {
    let root = FilePath.parent(FilePath.parent(FilePath.parent(FilePath.parent(#filePath))))
    let source = try FileSystem.readText(#filePath)
    let start = try #require(source.firstRange(of: "/// The share of the samples"))
    let end = try #require(source.firstRange(of: "\n// The end of the example."))
    let example = source[start.lowerBound..<end.lowerBound]
    let text = try FileSystem.readText(FilePath.join(root, "docs/extending.md"))
    #expect(text.contains("```swift\n\(example)```"))
  }
}

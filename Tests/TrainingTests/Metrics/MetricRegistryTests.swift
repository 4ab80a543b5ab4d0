import Optimizers
import Testing
import Training

/// What can be asked for, and what is refused, with the way out.
struct MetricRegistryTests {
  private let grades = PredictionTask.classification(classes: ["cat", "dog", "cow"])

  private func plan(
    _ requests: [MetricRequest], _ task: PredictionTask? = nil
  ) throws -> MetricPlan {
    var options = MetricOptions()
    options.requests = requests
    return try MetricPlan(options, task: task ?? grades)
  }

  private func problem(_ request: MetricRequest, _ task: PredictionTask? = nil) -> String? {
    do {
      _ = try plan([request], task)
      return nil
    } catch {
      return "\(error)"
    }
  }

  private func own(_ type: String, _ change: (inout MetricRequest) -> Void) -> MetricRequest {
    var request = MetricRequest(type, name: "mine")
    change(&request)
    return request
  }

  @Test func aMisspeltTypeNamesTheNearest() throws {
    let text = try #require(problem(MetricRequest("acuracy")))
    #expect(text.contains("did you mean accuracy?"))
  }

  @Test func whatMeansNothingForTheTaskNamesWhatDoes() throws {
    let distance = try #require(problem(MetricRequest("mae")))
    #expect(
      distance.contains("3 classes (cat, dog, cow)") && distance.contains("balanced_accuracy"))
    let numbers = PredictionTask.classification(classes: ["0", "1.5", "3"])
    #expect(problem(MetricRequest("mae"), numbers) == nil)
    let labels = try #require(
      problem(MetricRequest("quadratic_kappa"), .multilabel(labels: ["a", "b"])))
    #expect(labels.contains("2 labels (a, b)") && !labels.contains("cohen_kappa"))
    let many = PredictionTask.classification(classes: (0..<21).map(String.init))
    #expect(problem(MetricRequest("confusion_matrix"), many) != nil)
  }

  @Test func aSettingWithoutEffectIsRefused() throws {
    let text = try #require(problem(own("f1") { $0.k = 3 }))
    #expect(text == "metric mine: k has no effect on f1; it has average, class, threshold")
    #expect(problem(own("ece") { $0.average = .over(.macro) }) != nil)
    #expect(problem(own("auroc") { $0.weights = .linear }) != nil)
  }

  @Test func settingsOutOfReachAreRefused() throws {
    let label = try #require(problem(own("recall") { $0.label = "horse" }))
    #expect(label.contains("class: expected one of cat, dog, cow"))
    #expect(problem(own("recall") { $0.label = "Dog" }) == nil)
    #expect(problem(own("recall") { $0.label = "2" }) == nil)
    #expect(problem(own("recall") { $0.label = "3" }) != nil)
    // With three classes a threshold says nothing of which class is meant.
    #expect(problem(own("accuracy") { $0.threshold = 0.4 }) != nil)
    #expect(problem(own("topK_accuracy") { $0.k = 0 }) != nil)
    #expect(
      problem(
        own("f1") {
          $0.label = "cat"
          $0.average = .over(.micro)
        }) != nil)
  }

  @Test func namesAreColumnsAndUnique() throws {
    #expect(problem(MetricRequest("auroc", name: "a b")) != nil)
    #expect(problem(MetricRequest("auroc", name: "2nd")) != nil)
    #expect(problem(MetricRequest("auroc", name: "loss")) != nil)
    #expect(throws: MetricError("auroc", .duplicateName("auroc"))) {
      try plan([MetricRequest("auroc"), MetricRequest("auroc")])
    }
  }

  @Test func stagesSayWhereAMetricRuns() throws {
    let plan = try plan([
      MetricRequest("accuracy"), own("auroc") { $0.stages = [.val, .test] },
    ])
    #expect(plan.names(in: .train) == ["loss", "accuracy"])
    #expect(plan.names(in: .val) == ["loss", "accuracy", "mine"])
  }

  @Test func theDirectionFollowsFromWhatIsMeasured() throws {
    let numbers = PredictionTask.classification(classes: ["0", "1"])
    let plan = try plan([own("mae") { _ in }, MetricRequest("auroc")], numbers)
    #expect(plan.direction(of: "mine") == .minimize)
    #expect(plan.direction(of: "val_mine") == .minimize)
    #expect(plan.direction(of: "val_auroc") == .maximize)
    #expect(plan.direction(of: "train_loss") == .minimize)
  }

  /// Neither a name that sounds like an error nor one that does not decides.
  @Test func aNameSaysNothingOfTheDirection() throws {
    var registry = MetricRegistry.standard
    registry.register(
      MetricType("surprise", summary: "", direction: .minimize) { (_, _) throws(MetricError) in
        Surprise()
      })
    var options = MetricOptions()
    options.requests = [
      MetricRequest("recall", name: "error_recall"), MetricRequest("ece", name: "trust"),
      MetricRequest("surprise"),
    ]
    let plan = try MetricPlan(options, task: grades, registry: registry)
    #expect(plan.direction(of: "val_error_recall") == .maximize)
    #expect(plan.direction(of: "val_trust") == .minimize)
    #expect(plan.direction(of: "val_surprise") == .minimize)
  }

  /// `plateau_mode = auto` is what the watched metric measures.
  @Test func plateausTurnWithTheirMetric() throws {
    let plan = try plan([own("ece") { _ in }, MetricRequest("accuracy")])
    var options = OptimizationOptions()
    for (monitor, direction) in [
      ("val_mine", ReduceOnPlateau.Direction.minimize), ("val_accuracy", .maximize),
      ("train_loss", .minimize),
    ] {
      options.plateauMonitor = monitor
      options.plateauDirection = nil
      #expect(options.settled(by: plan).plateauDirection == direction, "\(monitor)")
      options.plateauDirection = .maximize
      #expect(options.settled(by: plan).plateauDirection == .maximize)
    }
  }

  @Test func zonesScoreEachZoneUnderItsName() throws {
    let task = PredictionTask.zones(
      zones: ["right", "left"], classes: ["0", "1", "2", "3", "4"], unknownClass: 4)
    let names = try plan(
      [MetricRequest("quadratic_kappa"), own("recall") { $0.label = "3" }], task
    )
    .names(in: .test)
    #expect(
      names == [
        "loss", "quadratic_kappa", "mine", "unknown_precision", "unknown_recall", "unknown_f1",
        "quadratic_kappa_right", "mine_right", "quadratic_kappa_left", "mine_left",
      ])
    #expect(problem(own("recall") { $0.label = "4" }, task) != nil)
  }
}

/// A metric whose name tells nothing.
private struct Surprise: Metric {
  func values(of predictions: EpochPredictions) -> MetricValues { MetricValues("surprise", 1) }
}

import Basics
import Medical
import Testing
import Training

/// Congestion scores equal scikit-learn's, scipy's and numpy's.
struct ClinicalParityTests {
  private let predictions = ClinicalFixture.golden

  /// Everything that is reported, by the names of the goldens.
  private var found: [String: Double?] {
    var found: [String: Double?] = [:]
    let scaling = TemperatureScaling(fittedOn: predictions)
    // The reference ranks by the model's own probabilities.
    let agreement = ClinicalAnalysis.agreement(of: predictions)
    let report = ClinicalAnalysis().report(
      on: predictions, options: AnalysisOptions(calibration: scaling))
    for (name, value) in report.sections["overall"]?.object?.pairs ?? [] {
      found[name] = value.double
    }
    for (zone, scores) in report.sections["zones"]?.object?.pairs ?? [] {
      for (name, value) in scores.object?.pairs ?? [] { found["\(name)_\(zone)"] = value.double }
    }
    for (prefix, part, infix) in [
      ("csi", Optional(agreement.average), ""), ("csi_column", agreement.givenScore, "_column"),
    ] {
      let side = infix.isEmpty ? "against_zones" : "against_column"
      for (name, value) in report.sections["csi_average"]?[side]?.object?.pairs ?? [] {
        found["\(prefix)_\(name)"] = value.double
      }
      for (name, value) in report.sections["ahf"]?[side]?.object?.pairs ?? [] {
        found["ahf\(infix)_\(name)"] = value.double
      }
      found["ahf\(infix)_auroc"] = part?.rankings.auroc()
      found["\(prefix)_lower"] = part?.blandAltman.limits?.lowerBound
      found["\(prefix)_upper"] = part?.blandAltman.limits?.upperBound
    }
    found["unknown_auroc"] = report.sections["unknown"]?["auroc"]?.double
    let calibration = report.sections["calibration"]
    found["temperature"] = scaling?.temperature
    found["answers"] = scaling.map { Double($0.answerCount) }
    found["nll"] = calibration?["nll"]?.double
    found["ece"] = calibration?["ece"]?.double
    found["calibrated_nll"] = calibration?["calibrated"]?["nll"]?.double
    found["calibrated_ece"] = calibration?["calibrated"]?["ece"]?.double
    return found
  }

  @Test func everyNumberIsTheReferences() {
    let found = found
    for (name, expected) in ClinicalGoldens.expected {
      guard let value = found[name] else {
        Issue.record("\(name) is missing")
        continue
      }
      // scipy's minimum is that of a function, exact to the root of its rounding.
      let tolerance = ["temperature", "calibrated_ece"].contains(name) ? 1e-6 : 1e-11
      let isEqual =
        if let expected { value.map { abs($0 - expected) < tolerance } ?? false } else {
          value == nil
        }
      #expect(isEqual, "\(name): \(String(describing: value)), not \(String(describing: expected))")
    }
  }

  @Test func theClassesOfHeartFailureAreConfusedAsInTheReference() {
    let agreement = ClinicalAnalysis.agreement(of: predictions)
    #expect(agreement.average.classes.rows == ClinicalGoldens.classes)
    #expect(agreement.givenScore?.classes.rows == ClinicalGoldens.columnClasses)
  }

  @Test func metricsOfAnEpochSayTheSame() throws {
    var registry = MetricRegistry.standard
    for type in MetricType.clinical { registry.register(type) }
    var options = MetricOptions()
    options.requests = ["csi_average", "ahf", "quadratic_kappa", "mae"].map { MetricRequest($0) }
    var metrics = try MetricPlan(options, task: predictions.task, registry: registry)
      .collection(for: .val)
    for image in predictions.samples.indices {
      metrics.add(
        logits: Array(predictions.logits[image * 30..<image * 30 + 30]),
        labels: predictions.samples[image].labels, targets: [])
    }
    let values = metrics.values
    for name in [
      "csi_mae", "csi_rmse", "csi_pearson", "ahf_accuracy", "ahf_f1_macro", "quadratic_kappa",
      "mae", "mae_left_mid",
    ] {
      let value = try #require(values[name])
      let expected = ClinicalGoldens.expected.first { $0.key == name }?.value
      #expect(abs(value - (expected ?? .nan)) < 1e-11, "\(name)")
    }
    #expect(!values.contains("csi_mae_left_mid"))
  }
}

import Basics

/// How far a model's confidence can be believed, before and after its temperature.
public struct CalibrationReport: Sendable {
  /// What was done about it; nil when nothing was.
  public let scaling: TemperatureScaling?
  /// The diagram of the model's own confidence.
  public let plain: ReliabilityDiagram
  /// The diagram of the calibrated confidence; nil without a temperature.
  public let calibrated: ReliabilityDiagram?
  private let losses: (plain: Double?, calibrated: Double?)

  /// Looks at the answers whose truth is known.
  public init(_ predictions: SplitPredictions, scaling: TemperatureScaling?) {
    self.scaling = scaling
    plain = predictions.reliability()
    calibrated = scaling.map { predictions.reliability(temperature: $0.temperature) }
    losses = (
      TemperatureScaling.negativeLogLikelihood(of: predictions),
      scaling.flatMap {
        TemperatureScaling.negativeLogLikelihood(of: predictions, temperature: $0.temperature)
      }
    )
  }

  /// The section `calibration` of `metrics_SPLIT.json`.
  public var json: JSONValue {
    var object = JSONObject()
    object["answers"] = .int(plain.count)
    object["ece"] = JSONValue(plain.expectedError)
    object["largest_error"] = JSONValue(plain.largestError)
    object["nll"] = JSONValue(losses.plain)
    object["reliability"] = plain.json
    object["temperature"] = JSONValue(scaling?.temperature)
    object["fitted_answers"] = scaling.map { .int($0.answerCount) } ?? .null
    object["calibrated"] =
      calibrated.map { diagram in
        [
          "ece": JSONValue(diagram.expectedError), "largest_error": JSONValue(diagram.largestError),
          "nll": JSONValue(losses.calibrated), "reliability": diagram.json,
        ]
      } ?? .null
    return .object(object)
  }

  /// One line for people; nil without answers.
  public var line: String? {
    guard let error = plain.expectedError else { return nil }
    var line = "calibration: ECE \(NumberText.fixed(error, decimals: 3))"
    if let scaling, let calibrated = calibrated?.expectedError {
      line +=
        ", with temperature \(NumberText.significant(scaling.temperature, digits: 3)) (from "
        + "\(scaling.answerCount) validation answers) \(NumberText.fixed(calibrated, decimals: 3))"
    } else {
      line += ", no temperature was fitted"
    }
    return line
  }
}

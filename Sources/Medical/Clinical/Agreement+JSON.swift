import Basics
import Training

extension Agreement {
  /// The sections `overall`, `zones`, `csi_average` and `ahf` of a report.
  public var json: JSONObject {
    var overall = pooled.json.object ?? [:]
    let means = values
    // The overall scores are means over zones where they average over grades; what is pooled stands beside.
    for name in ["balanced_accuracy", "f1_macro", "f1_weighted"] {
      overall["\(name)_pooled"] = overall[name] ?? .null
      overall[name] = JSONValue(means[name])
    }
    for name in ["precision_macro", "recall_macro"] {
      overall["\(name)_pooled"] = overall[name] ?? .null
      let defined = zoneScores.compactMap { $0.values[name] }
      overall[name] = JSONValue(
        defined.isEmpty ? nil : defined.reduce(0, +) / Double(defined.count))
    }
    var perZone = JSONObject()
    for (zone, scores) in zip(zones, zoneScores) { perZone[zone] = scores.json }
    return [
      "overall": .object(overall), "zones": .object(perZone),
      "csi_average": [
        "against_zones": average.averageJSON,
        "against_column": givenScore?.averageJSON ?? .null,
      ],
      "ahf": [
        "cut_offs": JSONValue(HeartFailureClass.cutOffs.map(Optional.some)),
        "against_zones": average.classJSON, "against_column": givenScore?.classJSON ?? .null,
      ],
    ]
  }
}

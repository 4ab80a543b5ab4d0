import Basics
import Imaging
import Layers
import Medical
import Plotting
import Reporting
import Training

/// What explains a model's answers about one image.
struct ImageExplanation {
  /// One answer with its map.
  struct Part {
    let answer: Prediction.Answer
    /// The class that the map speaks for; for a label 0.
    let target: Int
    let map: HeatMap
    /// Where the answer's zone lies.
    let region: ImageRegion?
  }

  let input: PredictionInput
  let task: PredictionTask
  let method: ExplanationMethod
  let parts: [Part]
  let overlay: HeatOverlay

  /// The files' content by what follows the image's name.
  func files(id: String) throws -> [(ending: String, bytes: [UInt8])] {
    var files: [(ending: String, bytes: [UInt8])] = []
    for part in parts where part.answer.name != nil {
      files.append(("_\(part.answer.name ?? "").png", try ImageCodec.encodePNG(picture(of: part))))
    }
    files.append((".png", try sheet(id: id).png()))
    files.append((".json", Array(json(id: id).text(pretty: true).utf8)))
    return files
  }

  private var isZones: Bool {
    if case .zones = task { return true }
    return false
  }

  private func picture(of part: Part) -> Image {
    overlay.image(of: part.map, marking: part.region.map { [$0] } ?? [], sides: isZones)
  }

  /// The class that a part explains, in words.
  private func target(of part: Part) -> String {
    if case .multilabel(let labels) = task { return part.answer.name ?? labels.first ?? "" }
    return task.classes[part.target]
  }

  private func probability(of part: Part) -> Double {
    part.answer.probabilities.count > 1
      ? part.answer.probabilities[part.target] : part.answer.probabilities[0]
  }

  // MARK: The sheet

  private func sheet(id: String) -> Figure {
    let regions = parts.compactMap(\.region)
    var whole = [ImageGrid.Item(overlay.plain(marking: regions, sides: isZones), caption: [id])]
    if isZones, let mean = HeatMap(meanOf: parts.map(\.map)) {
      whole.append(
        ImageGrid.Item(
          overlay.image(of: mean, marking: regions, sides: true),
          caption: ["all zones", "the mean of their maps, the most of each taken as 1"]))
    }
    let items = parts.map { part in
      let percent = NumberText.fixed(100 * probability(of: part), decimals: 0)
      let inside = part.region.flatMap { part.map.share(in: $0) }.map {
        "\(NumberText.fixed(100 * $0, decimals: 0)) % of the heat in the zone"
      }
      return ImageGrid.Item(
        picture(of: part),
        caption: [
          "\(part.answer.name.map { "\($0): " } ?? "")\(target(of: part)), \(percent) %",
          part.map.peak > 0 ? inside ?? "" : "nothing speaks for it",
        ])
    }
    let map = parts.first?.map
    return Figure(
      "\(method.title): \(isZones ? "what speaks for each zone's grade" : "what speaks for the answer")",
      subtitle: "map of \(map?.width ?? 0) x \(map?.height ?? 0) places; "
        + "research software, not for clinical use",
      panels: [
        ImageGrid(items: whole, columns: 1),
        ImageGrid(items: items, columns: isZones ? 2 : min(3, max(1, items.count))),
      ],
      columns: 2, width: Figure.pageWidth)
  }

  // MARK: The numbers

  private func json(id: String) -> JSONValue {
    var entries: [(String, JSONValue)] = []
    for part in parts {
      var entry: JSONObject = [
        "target": .string(target(of: part)), "probability": JSONValue(probability(of: part)),
        "predicted": part.answer.probabilities.count > 1
          ? .string(task.classes[part.answer.predicted]) : .int(part.answer.predicted),
        "peak": JSONValue(part.map.peak), "height": .int(part.map.height),
        "width": .int(part.map.width),
      ]
      if let region = part.region {
        entry["share_in_zone"] = part.map.share(in: region).map { JSONValue($0) } ?? .null
      }
      let values = part.map.normalized.values
      entry["values"] = .array(
        (0..<part.map.height).map { row in
          .array(
            (0..<part.map.width).map { JSONValue(values[row * part.map.width + $0]) })
        })
      entries.append((part.answer.name ?? target(of: part), .object(entry)))
    }
    return .object([
      "id": .string(id), "path": .string(input.path), "method": .string(method.rawValue),
      "maps": .object(JSONObject(entries)),
    ])
  }
}

extension WeightNaming {
  /// Torchvision's old names (`denselayer1.norm.1` for `denselayer1.norm1`) and those of arnoweng's CheXNet
  /// (`densenet121.` in front, `classifier.0` for the head).
  static let denseNet = renaming(prefixes: ["densenet121."]) { name in
    if name.hasPrefix("classifier.0.") { return "classifier." + name.dropFirst(13) }
    guard name.contains("denselayer") else { return name }
    var parts = name.split(separator: ".").map(String.init)
    guard let place = parts.firstIndex(where: { ["norm", "conv"].contains($0) }),
      place + 1 < parts.count, ["1", "2"].contains(parts[place + 1])
    else { return name }
    parts[place] += parts.remove(at: place + 1)
    return parts.joined(separator: ".")
  }
}

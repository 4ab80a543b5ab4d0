import TensorCore

extension WeightNaming {
  /// For timm's VisionTransformer: its own files, torchvision's, Hugging Face's ViTModel and Dinov2Model; positions of
  /// another grid are resampled as timm does it.
  static let timmVisionTransformer = WeightNaming(prefixes: ["vit.", "dinov2."]) {
    entries, layout in
    let renamed = entries.map {
      StateEntry(name: VisionTransformerRenaming.timmName($0.name), value: $0.value)
    }
    return VisionTransformerRenaming.joiningAttention(renamed)
      .map { $0.resampled(as: "pos_embed", in: layout) }
  }

  /// For Hugging Face's Dinov2Model: its files, the names of transformers 5, and those of timm and of DINOv2's authors.
  static let dinov2 = WeightNaming(prefixes: ["dinov2."]) { entries, layout in
    VisionTransformerRenaming.splittingAttention(entries)
      .map { StateEntry(name: VisionTransformerRenaming.dinov2Name($0.name), value: $0.value) }
      .map { $0.resampled(as: "embeddings.position_embeddings", in: layout) }
  }
}

/// The names that libraries give to the same parts of a vision transformer.
enum VisionTransformerRenaming {
  private typealias Replacement = (from: String, to: String)

  /// What follows a block's number in torchvision's and Hugging Face's names, and in timm's.
  private static let blockParts: [Replacement] = [
    ("ln_1.", "norm1."), ("layernorm_before.", "norm1."), ("ln_2.", "norm2."),
    ("layernorm_after.", "norm2."), ("self_attention.in_proj_", "attn.qkv."),
    ("self_attention.out_proj.", "attn.proj."), ("attention.attention.query.", "attn.q."),
    ("attention.attention.key.", "attn.k."), ("attention.attention.value.", "attn.v."),
    ("attention.q_proj.", "attn.q."), ("attention.k_proj.", "attn.k."),
    ("attention.v_proj.", "attn.v."), ("attention.output.dense.", "attn.proj."),
    ("attention.o_proj.", "attn.proj."), ("intermediate.dense.", "mlp.fc1."),
    ("output.dense.", "mlp.fc2."), ("mlp.0.", "mlp.fc1."), ("mlp.3.", "mlp.fc2."),
    ("mlp.linear_1.", "mlp.fc1."), ("mlp.linear_2.", "mlp.fc2."),
    ("layer_scale1.lambda1", "ls1.gamma"), ("layer_scale2.lambda1", "ls2.gamma"),
  ]

  private static let blocks = [
    "encoder.layers.encoder_layer_", "encoder.layer.", "layer.",
  ]

  private static let others: [Replacement] = [
    ("class_token", "cls_token"), ("embeddings.cls_token", "cls_token"),
    ("embeddings.mask_token", "mask_token"), ("encoder.pos_embedding", "pos_embed"),
    ("embeddings.position_embeddings", "pos_embed"), ("conv_proj.", "patch_embed.proj."),
    ("embeddings.patch_embeddings.projection.", "patch_embed.proj."), ("encoder.ln.", "norm."),
    ("layernorm.", "norm."), ("heads.head.", "head."), ("classifier.", "head."),
  ]

  /// timm's name of what any library calls `name`; queries, keys and values become `attn.q`, `attn.k`, `attn.v`.
  static func timmName(_ name: String) -> String {
    if let start = blocks.first(where: { name.hasPrefix($0) }) {
      let rest = name.dropFirst(start.count)
      if let dot = rest.firstIndex(of: "."), Int(rest[..<dot]) != nil {
        let part = String(rest[rest.index(after: dot)...])
        return "blocks.\(rest[..<dot])." + replaced(part, by: blockParts)
      }
    }
    return replaced(name, by: others)
  }

  /// Dinov2Model's name of what timm or transformers 5 calls `name`.
  static func dinov2Name(_ name: String) -> String {
    let timm = timmName(name)
    if timm.hasPrefix("blocks.") {
      let rest = timm.dropFirst(7)
      guard let dot = rest.firstIndex(of: ".") else { return name }
      let part = String(rest[rest.index(after: dot)...])
      return "encoder.layer.\(rest[..<dot])."
        + replaced(
          part,
          by: [
            ("attn.q.", "attention.attention.query."), ("attn.k.", "attention.attention.key."),
            ("attn.v.", "attention.attention.value."), ("attn.proj.", "attention.output.dense."),
            ("ls1.gamma", "layer_scale1.lambda1"), ("ls2.gamma", "layer_scale2.lambda1"),
          ])
    }
    return replaced(
      timm,
      by: [
        ("cls_token", "embeddings.cls_token"), ("mask_token", "embeddings.mask_token"),
        ("pos_embed", "embeddings.position_embeddings"),
        ("patch_embed.proj.", "embeddings.patch_embeddings.projection."), ("norm.", "layernorm."),
        ("head.", "classifier."),
      ])
  }

  private static func replaced(_ name: String, by replacements: [Replacement]) -> String {
    guard let found = replacements.first(where: { name.hasPrefix($0.from) }) else { return name }
    return found.to + name.dropFirst(found.from.count)
  }

  /// Joins `attn.q`, `attn.k` and `attn.v` of each block to `attn.qkv`, rows one below the other.
  static func joiningAttention(_ entries: [StateEntry]) -> [StateEntry] {
    var byName: [String: StateEntry.Value] = [:]
    for entry in entries { byName[entry.name] = entry.value }
    return entries.compactMap { entry in
      guard let place = entry.name.range(ofSubstring: ".attn.") else { return entry }
      let (start, end) = (entry.name[..<place.upperBound], entry.name[place.upperBound...])
      guard end.hasPrefix("q.") || end.hasPrefix("k.") || end.hasPrefix("v.") else { return entry }
      let kind = end.dropFirst(2)
      let parts = ["q", "k", "v"].compactMap { byName["\(start)\($0).\(kind)"]?.floats }
      guard parts.count == 3 else { return entry }
      guard end.hasPrefix("q.") else { return nil }
      let rows = parts.reduce(0) { $0 + ($1.shape.first ?? 0) }
      return StateEntry(
        name: "\(start)qkv.\(kind)",
        value: .floats(
          shape: [rows] + parts[0].shape.dropFirst(), values: parts.flatMap(\.values)))
    }
  }

  /// Cuts `attn.qkv` of each block into `attn.q`, `attn.k` and `attn.v`.
  static func splittingAttention(_ entries: [StateEntry]) -> [StateEntry] {
    entries.flatMap { entry -> [StateEntry] in
      guard let place = entry.name.range(ofSubstring: ".attn.qkv."), let value = entry.value.floats,
        let rows = value.shape.first, rows.isMultiple(of: 3)
      else { return [entry] }
      let (start, end) = (entry.name[..<place.lowerBound], entry.name[place.upperBound...])
      let length = value.values.count / 3
      return ["q", "k", "v"].enumerated().map { index, letter in
        StateEntry(
          name: "\(start).attn.\(letter).\(end)",
          value: .floats(
            shape: [rows / 3] + value.shape.dropFirst(),
            values: Array(value.values[index * length..<(index + 1) * length])))
      }
    }
  }
}

extension StateEntry.Value {
  /// The extents and elements, unless it is an integer.
  fileprivate var floats: (shape: [Int], values: [Float])? {
    guard case .floats(let shape, let values) = self else { return nil }
    return (shape, values)
  }
}

extension StateEntry {
  /// Positions stored for another square grid, resampled for the layout's (bicubic with antialiasing, as timm does it).
  ///
  /// The first position is the class token's and stays.
  fileprivate func resampled(as positions: String, in layout: ModelLayout) -> StateEntry {
    guard name == positions, let (shape, values) = value.floats, shape.count == 3,
      let own = layout.parameters.first(where: { $0.name == positions })?.shape,
      own[1] != shape[1], own[2] == shape[2]
    else { return self }
    let width = shape[2]
    let (old, new) = (side(shape[1] - 1), side(own[1] - 1))
    guard let old, let new else { return self }
    let weights = CubicResampling.matrix(from: (old, old), to: (new, new), antialias: true)
    var result = Array(values[..<width])
    result.reserveCapacity(own.count)
    for place in 0..<new * new {
      var sums = [Double](repeating: 0, count: width)
      for source in 0..<old * old {
        let weight = Double(weights[place * old * old + source])
        if weight == 0 { continue }
        for c in 0..<width { sums[c] += weight * Double(values[(1 + source) * width + c]) }
      }
      result += sums.map(Float.init)
    }
    return StateEntry(name: name, value: .floats(shape: [1, own[1], width], values: result))
  }

  private func side(_ places: Int) -> Int? {
    let side = Int(Double(places).squareRoot().rounded())
    return side > 0 && side * side == places ? side : nil
  }
}

extension String {
  /// Where a text first occurs in this one.
  fileprivate func range(ofSubstring text: String) -> Range<Index>? {
    var start = startIndex
    while start < endIndex {
      if self[start...].hasPrefix(text) { return start..<index(start, offsetBy: text.count) }
      start = index(after: start)
    }
    return nil
  }
}

import TensorCore

extension Tensor {
  /// For each image (batch, height, width, channels) one copy per region, in which the rest is covered.
  ///
  /// - Parameters:
  ///   - regions: the cells of the groups.
  ///   - masks: for each image its own regions; nil where those are the cells.
  ///   - fill: what black is, one number per channel or one for all.
  ///   - strength: what is left of both parts.
  ///   - pool: where the memory comes from.
  /// - Returns: (batch x regions, height, width, channels), the copies of an image one after the other.
  func masked(
    by regions: [ImageRegion], masks: [RegionMask?] = [], fill: [Float],
    strength: MaskStrength = .zero, pool: StoragePool
  ) -> Tensor {
    let (images, height, width, channels) = (shape[0], shape[1], shape[2], shape[3])
    precondition(
      fill.count == channels || fill.count == 1,
      "masking: \(fill.count) values to fill \(channels) channels")
    precondition(
      masks.isEmpty || masks.count == images, "masking: \(masks.count) masks of \(images) images")
    var copies = Tensor(
      uninitialized: [images * regions.count, height, width, channels], pool: pool)
    let black = (0..<channels).map { fill[$0 % fill.count] }
    let blackRow = (0..<width * channels).map { black[$0 % channels] }
    withElements { source in
      copies.withMutableElements { target in
        for image in 0..<images {
          let mask = masks.isEmpty ? nil : masks[image]
          precondition(
            mask.map { $0.width == width && $0.height == height } ?? true,
            "masking: a mask of another size than \(width) x \(height)")
          for (group, region) in regions.enumerated() {
            let rows = region.rows(ofHeight: height)
            let columns = region.columns(ofWidth: width)
            var next = (image * regions.count + group) * height * width * channels
            var place = image * height * width * channels
            if mask == nil, strength == .zero {
              // Whole rows at a time: the usual case, once a step for every copy.
              let row = width * channels
              let span = columns.lowerBound * channels..<columns.upperBound * channels
              for y in 0..<height {
                let (from, to) = (place + y * row, next + y * row)
                _ = target[to..<to + row].update(fromContentsOf: blackRow)
                guard rows.contains(y) else { continue }
                _ = target[to + span.lowerBound..<to + span.upperBound].update(
                  fromContentsOf: source[from + span.lowerBound..<from + span.upperBound])
              }
              continue
            }
            for y in 0..<height {
              for x in 0..<width {
                let isInside =
                  mask?.contains(y * width + x, of: group)
                  ?? (rows.contains(y) && columns.contains(x))
                let part = isInside ? strength.inside : strength.outside
                for channel in 0..<channels {
                  target[next] = strength.apply(part, to: source[place], black: black[channel])
                  next += 1
                  place += 1
                }
              }
            }
          }
        }
      }
    }
    return copies
  }
}

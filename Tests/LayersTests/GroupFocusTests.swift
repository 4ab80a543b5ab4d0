import Autograd
import Basics
import Layers
import TensorCore
import TestSupport
import Testing

/// What each zone's classifier gets to see.
@Suite struct GroupFocusTests {
  private let backend: CPUBackend
  private let names = ["a", "b", "c", "d", "e", "f"]
  private let regions = (0..<6).map {
    ImageRegion(row: $0 / 2, of: 3, column: $0 % 2, of: 2)
  }

  init() throws {
    backend = try CPUBackend(threads: 2)
  }

  private func model(_ architecture: String, focus: GroupFocus, size: Extent) throws -> Model {
    let factories: [String: Architecture.Factory] = [
      "convolutions": { options, builder throws(LayersError) in
        ResNetBackbone(
          ResNetConfiguration(depths: [1, 1], isBottlenecked: false, width: 8), options: options,
          in: &builder)
      },
      "tokens": { options, builder throws(LayersError) in
        try VisionTransformerBackbone(
          VisionTransformerConfiguration(patch: 8, width: 12, depth: 1, heads: 2),
          options: options, in: &builder)
      },
    ]
    return try Model(
      Architecture(
        name: architecture, summary: "", head: HeadStyle(name: "fc"),
        makeBackbone: #require(factories[architecture])),
      options: BackboneOptions(channels: 3, imageSize: size),
      head: .grouped(scope: "zones", names: names, classes: 5), dropout: 0, focus: focus)
  }

  private func logits(
    _ model: Model, _ images: Tensor, masks: [RegionMask?] = [], mode: ForwardMode = .evaluation
  ) -> Tensor {
    let state = model.layout.initialState(
      random: RandomSource(seed: 3), pool: backend.storagePool)
    var context = ForwardContext(
      state: state, backend: backend, mode: mode, random: RandomSource(seed: 1))
    return model.forward(context.tape.constant(images), masks: masks, context: &context).value
  }

  /// Floors of thirds and halves, as CSI-Predictor cuts its masks: of 7 rows 0 to 2, 2 to 4, 4 to 7.
  @Test func regionsTileAnImage() {
    #expect(regions.map { $0.rows(ofHeight: 7) } == [0..<2, 0..<2, 2..<4, 2..<4, 4..<7, 4..<7])
    #expect(regions.map { $0.columns(ofWidth: 5) } == [0..<2, 2..<5, 0..<2, 2..<5, 0..<2, 2..<5])
  }

  /// Places by hand for a map of 4 x 3: a third of 4 rows is 1 1/3, half of 3 columns is 1 1/2.
  @Test func weightsAreSharesOfTheRegionsArea() {
    let weights = regions[0].weights(over: Extent(height: 4, width: 3))
    let rows: [Float] = [0.75, 0.25, 0, 0]
    let columns: [Float] = [2 / 3, 1 / 3, 0]
    #expect(
      zip(weights, rows.flatMap { row in columns.map { row * $0 } }).allSatisfy {
        abs($0 - $1) < 1e-7 && ($0 == 0) == ($1 == 0)
      })
  }

  @Test(arguments: [
    Extent(height: 7, width: 7), Extent(height: 2, width: 2), Extent(height: 37, width: 36),
  ])
  func weightsAddUpToOneAndCoverTheMapEvenly(size: Extent) {
    var total = [Float](repeating: 0, count: size.height * size.width)
    for region in regions {
      let weights = region.weights(over: size)
      #expect(abs(weights.reduce(0, +) - 1) < 1e-6)
      for (index, weight) in weights.enumerated() { total[index] += weight }
    }
    let even = 6 / Float(total.count)
    #expect(total.allSatisfy { abs($0 - even) < 1e-6 })
  }

  /// The zone's own pixels matter, and no others: not to the last bit.
  @Test(arguments: ["convolutions", "tokens"])
  func maskedZonesSeeTheirOwnPixelsOnly(architecture: String) throws {
    let size = Extent(height: 41, width: 37)
    let model = try model(
      architecture, focus: .masking(regions, fill: [-1, -2, -3]), size: size)
    let images = Fixture.tensor([2, 41, 37, 3], seed: 1, backend: backend)
    let before = logits(model, images).scalars
    for (zone, region) in regions.enumerated() {
      var changed = images
      changed.withMutableElements { elements in
        for index in elements.indices {
          let (y, x) = (index / 3 / 37 % 41, index / 3 % 37)
          if !(region.rows(ofHeight: 41).contains(y) && region.columns(ofWidth: 37).contains(x)) {
            elements[index] = 7
          }
        }
      }
      let after = logits(model, changed).scalars
      for image in 0..<2 {
        for other in 0..<6 {
          let range = (image * 6 + other) * 5..<(image * 6 + other + 1) * 5
          let isSame = before[range] == after[range]
          #expect(
            isSame == (other == zone), "zone \(other) of image \(image), all but \(zone) changed")
        }
      }
    }
  }

  /// Marks of columns 0 (bit 0) and 1 (bit 1): discs in the middle of either half, nothing in the lowest third.
  private func discs(_ size: Extent) -> RegionMask {
    var marks = [UInt8](repeating: 0, count: size.height * size.width)
    for y in 0..<size.height * 2 / 3 {
      for x in 0..<size.width {
        let column = 2 * x < size.width ? 0 : 1
        let middle = (Double(column) + 0.5) * Double(size.width) / 2
        if abs(Double(x) - middle) < Double(size.width) / 6 {
          marks[y * size.width + x] = 1 << UInt8(column)
        }
      }
    }
    return RegionMask(marks: marks, width: size.width, height: size.height, regions: regions)
  }

  /// With marks the region is what is marked within the zone's cell; where nothing is, the cell.
  @Test func marksCutRegionsSmaller() {
    let mask = RegionMask(
      marks: [1, 0, 2, 2, 0, 2, 0, 0, 0, 0, 0, 0], width: 4, height: 3, regions: regions)
    func pixels(_ group: Int) -> [Int] { (0..<12).filter { mask.contains($0, of: group) } }
    #expect((0..<6).map(pixels) == [[0], [2, 3], [4, 5], [6, 7], [8, 9], [10, 11]])
    #expect(mask.fallbackCount == 4)
  }

  /// Not to the last bit: neither pixels of other zones nor those of the own zone that no lung covers.
  @Test(arguments: ["convolutions", "tokens"])
  func markedZonesSeeTheirOwnPixelsOnly(architecture: String) throws {
    let size = Extent(height: 41, width: 37)
    let model = try model(
      architecture, focus: .masking(regions, fill: [-1, -2, -3]), size: size)
    let images = Fixture.tensor([1, 41, 37, 3], seed: 1, backend: backend)
    let mask = discs(size)
    let before = logits(model, images, masks: [mask]).scalars
    #expect(before != logits(model, images).scalars)
    for zone in 0..<6 {
      var changed = images
      changed.withMutableElements { elements in
        for index in elements.indices where !mask.contains(index / 3, of: zone) {
          elements[index] = 7
        }
      }
      let after = logits(model, changed, masks: [mask]).scalars
      for other in 0..<6 {
        let range = other * 5..<(other + 1) * 5
        let isSame = before[range] == after[range]
        #expect(isSame == (other == zone), "zone \(other), all but \(zone) changed")
      }
    }
  }

  /// x (m a + (1 - m) (1 - a)) counted from black, by hand with a = 0.7.
  @Test func attentionDimsWhatLiesOutside() throws {
    let size = Extent(height: 41, width: 37)
    let images = Fixture.tensor([1, 41, 37, 3], seed: 1, backend: backend)
    let dimmed = try model(
      "convolutions", focus: .masking(regions, fill: [-1], strength: .attention(0.7)), size: size)
    let shared = try model("convolutions", focus: .shared, size: size)
    let all = logits(dimmed, images).scalars
    for (zone, region) in regions.enumerated() {
      var copy = images
      copy.withMutableElements { elements in
        for index in elements.indices {
          let (y, x) = (index / 3 / 37, index / 3 % 37)
          let isInside =
            region.rows(ofHeight: 41).contains(y) && region.columns(ofWidth: 37).contains(x)
          elements[index] = -1 + (elements[index] + 1) * (isInside ? 0.7 : 0.3)
        }
      }
      let range = zone * 5..<(zone + 1) * 5
      #expect(
        largestDifference(Array(logits(shared, copy).scalars[range]), Array(all[range])) < 1e-4)
    }
  }

  /// Two images, one with marks: each is pooled over its own regions, as it would be alone.
  @Test(arguments: ["convolutions", "tokens"])
  func pooledImagesMayHaveMarksOfTheirOwn(architecture: String) throws {
    let size = Extent(height: 48, width: 40)
    let model = try model(architecture, focus: .pooling(regions), size: size)
    let images = Fixture.tensor([2, 48, 40, 3], seed: 1, backend: backend)
    let mask = discs(size)
    let together = logits(model, images, masks: [mask, nil]).scalars
    let plain = logits(model, images).scalars
    #expect(largestDifference(Array(together[30...]), Array(plain[30...])) < 1e-4)
    #expect(largestDifference(Array(together[..<30]), Array(plain[..<30])) > 1e-3)
    let everything = RegionMask(
      marks: [UInt8](repeating: 3, count: 48 * 40), width: 40, height: 48, regions: regions)
    let cells = logits(model, images, masks: [everything, everything]).scalars
    // The map's places divide the image evenly here: pixels counted are shares of areas.
    #expect(largestDifference(cells, plain) < 0.05)
  }

  /// The shared features of an image masked by hand are what its zone's classifier sees.
  @Test func maskingIsWhatSixPassesWouldGive() throws {
    let size = Extent(height: 41, width: 37)
    let images = Fixture.tensor([2, 41, 37, 3], seed: 1, backend: backend)
    let fill: [Float] = [-1, -2, -3]
    let masked = logits(
      try model("convolutions", focus: .masking(regions, fill: fill), size: size), images)
    let shared = try model("convolutions", focus: .shared, size: size)
    for (zone, region) in regions.enumerated() {
      var copy = images
      copy.withMutableElements { elements in
        for index in elements.indices {
          let (y, x) = (index / 3 / 37 % 41, index / 3 % 37)
          if !(region.rows(ofHeight: 41).contains(y) && region.columns(ofWidth: 37).contains(x)) {
            elements[index] = fill[index % 3]
          }
        }
      }
      let alone = logits(shared, copy).scalars
      for image in 0..<2 {
        let range = (image * 6 + zone) * 5..<(image * 6 + zone + 1) * 5
        #expect(largestDifference(Array(masked.scalars[range]), Array(alone[range])) < 1e-5)
      }
    }
  }

  /// A classifier's gradient with respect to the map is exactly 0 outside its region.
  @Test func pooledZonesGetNothingFromElsewhere() throws {
    let map = Fixture.tensor([1, 7, 7, 4], seed: 1, backend: backend)
    for region in regions {
      var tape = Tape(backend: backend, recording: true)
      let input = tape.leaf(map)
      let weights = region.weights(over: 7)
      let pooled = tape.regionSums(input, weights: backend.tensor(weights, [1, 49]))
      let gradients = tape.backward(
        from: pooled, seed: Fixture.tensor([1, 1, 4], seed: 2, backend: backend))
      let gradient = try #require(gradients[input]).scalars
      for place in 0..<49 {
        let inside =
          Double(place / 7) < Double(7 * (region.row + 1)) / 3
          && Double(place / 7 + 1) > Double(7 * region.row) / 3
          && Double(place % 7) < Double(7 * (region.column + 1)) / 2
          && Double(place % 7 + 1) > Double(7 * region.column) / 2
        #expect((weights[place] != 0) == inside)
        #expect(gradient[place * 4..<place * 4 + 4].allSatisfy { ($0 != 0) == inside })
      }
    }
  }

  @Test func pooledNetworksGiveLogitsForEachZone() throws {
    let size = Extent(height: 48, width: 32)
    for architecture in ["convolutions", "tokens"] {
      let pooled = try model(architecture, focus: .pooling(regions), size: size)
      let images = Fixture.tensor([2, 48, 32, 3], seed: 1, backend: backend)
      let output = logits(pooled, images)
      #expect(output.shape == [2, 6, 5])
      #expect(backend.isFinite(output))
    }
    let pooled = try model("convolutions", focus: .pooling(regions), size: size)
    let training = logits(
      pooled, Fixture.tensor([2, 48, 32, 3], seed: 1, backend: backend), mode: .training)
    #expect(training.shape == [2, 6, 5])
  }

  @Test func networksWithoutAMapCannotBePooled() throws {
    #expect(throws: LayersError.noFeatureMap(architecture: "LeNet")) {
      try Model(
        BackboneRegistry.standard.architecture(named: "LeNet"),
        options: BackboneOptions(channels: 1, imageSize: 28),
        head: .grouped(scope: "zones", names: names, classes: 5), dropout: 0,
        focus: .pooling(regions))
    }
  }
}

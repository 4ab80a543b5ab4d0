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

  private func logits(_ model: Model, _ images: Tensor, mode: ForwardMode = .evaluation) -> Tensor {
    let state = model.layout.initialState(
      random: RandomSource(seed: 3), pool: backend.storagePool)
    var context = ForwardContext(
      state: state, backend: backend, mode: mode, random: RandomSource(seed: 1))
    return model.forward(context.tape.constant(images), context: &context).value
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

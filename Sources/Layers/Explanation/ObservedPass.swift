import Autograd
import Basics
import TensorCore

/// A forward pass of one image that keeps what explains its answer.
public struct ObservedPass: Sendable {
  /// The logits, group after group.
  public let logits: [Float]
  /// The logits of a group.
  public let classCount: Int

  private let context: ForwardContext
  private let output: Variable
  /// Whether each group has a copy of the image of its own.
  private let hasCopies: Bool
  private let pooling: FeaturePooling

  /// The smaller side that a map should have at least: two places for each third of the image, and one more.
  private static let sideWanted = 7

  fileprivate init(
    _ output: Variable, context: ForwardContext, hasCopies: Bool, pooling: FeaturePooling
  ) {
    logits = output.value.scalars
    classCount = output.shape[-1]
    self.output = output
    self.context = context
    self.hasCopies = hasCopies
    self.pooling = pooling
  }

  /// What speaks for some of the logits.
  ///
  /// The layer is the last one of the chain whose map has at least 7 rows and columns (or the largest map, if none has):
  /// the zones of a radiograph are thirds of it. Of a transformer it is what enters the last block, whose other tokens have
  /// no part in the answer any more.
  ///
  /// - Parameter targets: places in `logits`.
  /// - Returns: a map for each target; nil when the network has no map of the image.
  public func activationMaps(of targets: [Int], _ method: ClassActivation) -> [HeatMap]? {
    guard let layer = explainedLayer() else { return nil }
    let groups = targets.map { hasCopies ? $0 / classCount : 0 }
    // Of groups with a copy each, no gradient reaches another one's copy: they share a backward pass.
    let isShared = hasCopies && Set(groups).count == groups.count
    let rounds = isShared ? [Array(targets.indices)] : targets.indices.map { [$0] }
    var maps: [Int: HeatMap] = [:]
    for round in rounds {
      var seed = [Float](repeating: 0, count: logits.count)
      for place in round { seed[targets[place]] = 1 }
      var tape = context.tape
      let gradients = tape.backward(
        from: output, seed: tape.backend.tensor(seed, output.shape), keeping: [layer.variable])
      let gradient = gradients[layer.variable]?.scalars
      let activations = layer.variable.value.scalars
      for place in round {
        maps[place] = layer.map(
          of: groups[place], activations: activations, gradients: gradient, method)
      }
    }
    return targets.indices.compactMap { maps[$0] }
  }

  /// Where the class token's information comes from, for the groups of some logits.
  ///
  /// The rollout does not know the target: without a copy of the image for each group, all maps are the same.
  ///
  /// - Parameters:
  ///   - targets: places in `logits`.
  ///   - discarded: the share of attention that is discarded in each block.
  /// - Returns: a map for each target; nil when the network is no transformer.
  public func attentionRollouts(of targets: [Int], discarding discarded: Double) -> [HeatMap]? {
    guard case .classToken(let grid) = pooling else { return nil }
    var layers: [[Float]] = []
    var count = 0
    for case .attention(let values, let tokens) in context.observations ?? [] {
      layers.append(values)
      count = tokens
    }
    guard !layers.isEmpty else { return nil }
    var known: [Int: HeatMap] = [:]
    return targets.map { target in
      let image = hasCopies ? target / classCount : 0
      if let map = known[image] { return map }
      let size = count * count
      let own = layers.map { Array($0[image * size..<(image + 1) * size]) }
      let map = HeatMap(
        width: grid.width, height: grid.height,
        values: AttentionRollout.shares(of: own, tokens: count, discarding: discarded))
      known[image] = map
      return map
    }
  }

  /// A layer with a map of the image.
  private struct Layer {
    let variable: Variable
    let width: Int
    let height: Int
    /// Tokens in front of those of the map.
    let skipped: Int

    func map(
      of image: Int, activations: [Float], gradients: [Float]?, _ method: ClassActivation
    ) -> HeatMap {
      let channels = variable.shape[-1]
      let start = (image * (width * height + skipped) + skipped) * channels
      let range = start..<start + width * height * channels
      let values = gradients.map {
        method.map(
          activations: Array(activations[range]), gradients: Array($0[range]), channels: channels)
      }
      return HeatMap(
        width: width, height: height,
        values: values ?? Array(repeating: 0, count: width * height))
    }
  }

  private func explainedLayer() -> Layer? {
    var outputs: [Variable] = []
    for case .output(let variable) in context.observations ?? [] { outputs.append(variable) }
    if case .classToken(let grid) = pooling {
      // The last three are the last block's input, its output, and that normalised.
      let tokens = outputs.filter { $0.shape.rank == 3 }
      guard tokens.count >= 3 else { return nil }
      return Layer(
        variable: tokens[tokens.count - 3], width: grid.width, height: grid.height, skipped: 1)
    }
    func side(_ map: Variable) -> Int { min(map.shape[1], map.shape[2]) }
    let maps = outputs.filter { $0.shape.rank == 4 }
    let fitting = maps.last { side($0) >= ObservedPass.sideWanted }
    guard let map = fitting ?? maps.max(by: { side($0) < side($1) }) else { return nil }
    return Layer(variable: map, width: map.shape[2], height: map.shape[1], skipped: 0)
  }
}

extension Model {
  /// Computes the answer for one image and keeps what explains it.
  ///
  /// - Parameters:
  ///   - image: (1, height, width, channels).
  ///   - mask: the regions of a focus; nil: the cells of the grid.
  ///   - state: the weights.
  ///   - backend: what computes.
  ///   - subject: what is to be asked later: outputs for class activation, attention for rollouts.
  public func observe(
    _ image: Tensor, mask: RegionMask? = nil, state: ModelState, backend: any Backend,
    noting subject: Observation.Subject
  ) -> ObservedPass {
    precondition(image.shape[0] == 1, "one image is explained at a time, not \(image.shape[0])")
    // Evaluation draws no random numbers: any source will do.
    var context = ForwardContext(
      state: state, backend: backend, mode: .evaluation, recording: subject == .outputs,
      trainable: Array(repeating: false, count: state.parameters.count),
      random: RandomSource(seed: 0), observing: subject)
    var hasCopies = false
    if case .masking = focus { hasCopies = true }
    let images = hasCopies ? context.tape.constant(image) : context.tape.leaf(image)
    let logits = forward(images, masks: mask.map { [$0] } ?? [], context: &context)
    return ObservedPass(
      logits, context: context, hasCopies: hasCopies, pooling: backbone.pooling)
  }
}

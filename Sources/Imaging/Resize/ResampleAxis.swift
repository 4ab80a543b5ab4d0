/// The weights of a resampling along one axis.
///
/// Output o is the sum over t of `weights[o * taps + t] * input[first[o] + t]`, t below `count[o]`.
/// Source: `precompute_coeffs` of Pillow's Resample.c.
struct ResampleAxis {
  let inputs: Int
  let outputs: Int
  /// Slots per output in `weights`; unused ones are 0.
  let taps: Int
  let first: [Int32]
  let count: [Int32]
  let weights: [Double]

  /// Computes the weights.
  ///
  /// - Parameters:
  ///   - inputs: positions before.
  ///   - scaled: positions that the whole input becomes.
  ///   - range: those of them that are wanted.
  ///   - interpolation: the kernel.
  init(inputs: Int, scaled: Int, range: Range<Int>, interpolation: Interpolation) {
    let scale = Double(inputs) / Double(scaled)
    let stretch = max(scale, 1)
    let support = interpolation.support * stretch
    let taps = min(Int(support.rounded(.up)) * 2 + 1, inputs)
    var first: [Int32] = []
    var count: [Int32] = []
    var weights = [Double](repeating: 0, count: range.count * taps)
    for (slot, output) in range.enumerated() {
      let center = (Double(output) + 0.5) * scale
      let low = max(Int(center - support + 0.5), 0)
      let high = min(Int(center + support + 0.5), inputs)
      var sum = 0.0
      for t in 0..<high - low {
        let weight = interpolation.weight(at: (Double(t + low) - center + 0.5) / stretch)
        weights[slot * taps + t] = weight
        sum += weight
      }
      if sum != 0 {
        for t in 0..<high - low { weights[slot * taps + t] /= sum }
      }
      first.append(Int32(low))
      count.append(Int32(high - low))
    }
    self.inputs = inputs
    self.outputs = range.count
    self.taps = taps
    self.first = first
    self.count = count
    self.weights = weights
  }

  /// The inputs that any output uses.
  var usedInputs: Range<Int> {
    let low = first.min() ?? 0
    let high = zip(first, count).map { $0 + $1 }.max() ?? 0
    return Int(low)..<Int(high)
  }

  /// The same axis for an input of which only some positions are present.
  func restricted(to present: Range<Int>) -> ResampleAxis {
    ResampleAxis(
      inputs: present.count, outputs: outputs, taps: taps,
      first: first.map { $0 - Int32(present.lowerBound) }, count: count, weights: weights)
  }

  private init(
    inputs: Int, outputs: Int, taps: Int, first: [Int32], count: [Int32], weights: [Double]
  ) {
    self.inputs = inputs
    self.outputs = outputs
    self.taps = taps
    self.first = first
    self.count = count
    self.weights = weights
  }
}

import Basics

extension Reference {
  /// Applies an activation to every element.
  public static func activation(
    _ input: ReferenceTensor, _ activation: ReferenceActivation
  ) -> ReferenceTensor {
    ReferenceTensor(input.values.map(activation.value), input.shape)
  }

  /// The output's gradient times the derivative.
  public static func activationGradient(
    outputGradient: ReferenceTensor, input: ReferenceTensor, _ activation: ReferenceActivation
  ) -> ReferenceTensor {
    ReferenceTensor(
      zip(outputGradient.values, input.values).map { $0 * activation.derivative($1) }, input.shape)
  }

  /// Element i falls when word i of the random stream is below probability 2^32.
  public static func dropout(
    _ input: ReferenceTensor, probability: Float, random: RandomSource
  ) -> ReferenceTensor {
    var stream = RandomSource(state: .init(key: random.state.key, counter: 0))
    var output = input
    var pair: UInt64 = 0
    for index in input.values.indices {
      if index.isMultiple(of: 2) { pair = stream.next() }
      let word = index.isMultiple(of: 2) ? pair & 0xFFFF_FFFF : pair >> 32
      let falls = Double(word) < (Double(probability) * 0x1p32).rounded(.down)
      output.values[index] = falls ? 0 : input.values[index] / (1 - Double(probability))
    }
    return output
  }

  /// Sums over all axes but the last.
  public static func sumOverRows(_ input: ReferenceTensor) -> ReferenceTensor {
    var sums = ReferenceTensor(zeros: [input.channels])
    for (index, value) in input.values.enumerated() { sums.values[index % input.channels] += value }
    return sums
  }

  /// NHWC to NCHW.
  public static func channelsFirst(_ input: ReferenceTensor) -> ReferenceTensor {
    let s = input.shape
    var output = ReferenceTensor(zeros: [s[0], s[3], s[1], s[2]])
    for n in 0..<s[0] {
      for h in 0..<s[1] {
        for w in 0..<s[2] {
          for c in 0..<s[3] { output[n, c, h, w] = input[n, h, w, c] }
        }
      }
    }
    return output
  }
}

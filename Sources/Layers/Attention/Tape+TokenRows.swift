import Autograd
import TensorCore

extension Tape {
  /// Some tokens of every image: (batch, tokens, channels) to (batch, range.count, channels).
  mutating func tokens(_ range: Range<Int>, of input: Variable) -> Variable {
    let (images, tokens, channels) = (input.shape[0], input.shape[1], input.shape[2])
    let rows = reshape(input, to: [images, tokens * channels])
    let part = sliceChannels(rows, range.lowerBound * channels..<range.upperBound * channels)
    return reshape(part, to: [images, range.count, channels])
  }

  /// The first token of every image, (batch, channels).
  mutating func classToken(of input: Variable) -> Variable {
    reshape(tokens(0..<1, of: input), to: [input.shape[0], input.shape[2]])
  }

  /// Parts put one below the other: each (rows, columns), all with the same columns.
  mutating func concatenateRows(_ parts: [Variable]) -> Variable {
    let columns = parts[0].shape[-1]
    let flat = parts.map { reshape($0, to: [1, $0.shape.count]) }
    let joined = concatenateChannels(flat)
    return reshape(joined, to: [joined.shape.count / max(columns, 1), columns])
  }
}

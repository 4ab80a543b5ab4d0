import Autograd
import TensorCore

extension Tape {
  /// What `attention` computes, by simple operations: head by head, image by image.
  ///
  /// - Parameter visit: Is shown what each token of an image attends to, (tokens, tokens), for each head.
  mutating func composedAttention(
    _ packed: Variable, heads: Int, visit: (_ image: Int, Variable) -> Void = { _, _ in }
  ) -> Variable {
    let (images, tokens, channels) = (packed.shape[0], packed.shape[1], packed.shape[2] / 3)
    let width = channels / heads
    let factor = Float(1 / Double(width).squareRoot())
    let all = reshape(packed, to: [1, packed.shape.count])
    let length = tokens * 3 * channels
    let outputs = (0..<images).map { number in
      let image = reshape(
        sliceChannels(all, number * length..<(number + 1) * length), to: [tokens, 3 * channels])
      let mixed = (0..<heads).map { head in
        let parts = (0..<3).map { part in
          let start = part * channels + head * width
          return sliceChannels(image, start..<start + width)
        }
        let scores = scale(
          matrixProduct(parts[0], transposed: false, parts[1], transposed: true), by: factor)
        let probabilities = softmax(scores)
        visit(number, probabilities)
        return matrixProduct(probabilities, parts[2])
      }
      return concatenateChannels(mixed)
    }
    return reshape(concatenateRows(outputs), to: [images, tokens, channels])
  }
}

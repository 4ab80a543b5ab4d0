import Autograd
import TensorCore

extension Tape {
  /// What `attention` computes, by simple operations: head by head, image by image.
  mutating func composedAttention(_ packed: Variable, heads: Int) -> Variable {
    let (images, tokens, channels) = (packed.shape[0], packed.shape[1], packed.shape[2] / 3)
    let width = channels / heads
    let factor = Float(1 / Double(width).squareRoot())
    let all = reshape(packed, to: [1, packed.shape.count])
    let length = tokens * 3 * channels
    let outputs = (0..<images).map { image in
      let image = reshape(
        sliceChannels(all, image * length..<(image + 1) * length), to: [tokens, 3 * channels])
      let mixed = (0..<heads).map { head in
        let parts = (0..<3).map { part in
          let start = part * channels + head * width
          return sliceChannels(image, start..<start + width)
        }
        let scores = scale(
          matrixProduct(parts[0], transposed: false, parts[1], transposed: true), by: factor)
        return matrixProduct(softmax(scores), parts[2])
      }
      return concatenateChannels(mixed)
    }
    return reshape(concatenateRows(outputs), to: [images, tokens, channels])
  }
}

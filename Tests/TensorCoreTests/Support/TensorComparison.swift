import TensorCore
import TestSupport

extension Backend {
  /// The reference's elements as a tensor.
  func tensor(_ reference: ReferenceTensor) -> Tensor {
    tensor(reference.floats, Shape(reference.shape))
  }
}

extension Tensor {
  /// The largest difference from the reference, as a fraction of the reference's largest element.
  ///
  /// Infinite when the shapes differ or an element is NaN.
  func relativeError(to reference: ReferenceTensor) -> Double {
    guard shape.dimensions == reference.shape else { return .infinity }
    let scale = reference.values.reduce(1e-30) { max($0, abs($1)) }
    return largestDifference(scalars.map(Double.init), reference.values) / scale
  }

  /// The elements in double precision.
  var reference: ReferenceTensor {
    ReferenceTensor(scalars.map(Double.init), shape.dimensions)
  }
}

extension ReferenceWindow {
  var convolution: ConvolutionGeometry {
    ConvolutionGeometry(
      kernel: Extent(height: kernelHeight, width: kernelWidth), stride: Extent(stride),
      padding: Extent(padding), dilation: Extent(dilation), groups: groups)
  }

  func pooling(countsPadding: Bool = true) -> PoolingGeometry {
    PoolingGeometry(
      window: Extent(height: kernelHeight, width: kernelWidth), stride: Extent(stride),
      padding: Extent(padding), countsPadding: countsPadding)
  }
}

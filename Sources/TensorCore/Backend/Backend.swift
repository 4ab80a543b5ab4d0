/// Everything that computes on tensors; layers and the tape reach arithmetic only through this.
///
/// A backend owns its threads and its memory. All methods are synchronous, allocate their results from
/// `storagePool`, never alias results with arguments, and are deterministic: the same arguments and thread count
/// give the same bits. Shapes that do not fit are programmer errors and trap, naming the operation.
public protocol Backend: AnyObject, Sendable, ConvolutionBackend, NormalizationBackend,
  DenseBlockBackend, PointwiseBackend, PoolingBackend, LinearBackend, AttentionBackend,
  TokenBackend, LossBackend, UpdateBackend, RoundingBackend
{
  /// Where results are allocated.
  var storagePool: StoragePool { get }

  /// The number of threads that one operation may use, at least 1.
  var threadCount: Int { get }

  /// What runs the operations, for people: "cpu (avx512, 2 threads)".
  var name: String { get }
}

extension Backend {
  /// A tensor of zeros from this backend's pool.
  public func zeros(_ shape: Shape) -> Tensor {
    Tensor(repeating: 0, shape: shape, pool: storagePool)
  }

  /// A tensor of given values from this backend's pool.
  public func tensor(_ values: [Float], _ shape: Shape) -> Tensor {
    Tensor(values, shape: shape, pool: storagePool)
  }
}

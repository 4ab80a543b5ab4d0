import CKernels
import COpenBLAS

/// Computes on this machine's processors, with the C kernels and OpenBLAS.
///
/// Work is cut into tasks by shapes alone and sums are combined in a fixed order, so that results depend neither on
/// timing nor on the number of threads. They do depend, within rounding, on the instruction set.
public final class CPUBackend: Backend {
  /// The numbers of threads that a backend can be made with.
  public static let threadRange = 1...1024

  public let storagePool = StoragePool()
  public let threadCount: Int

  /// The instruction set in use.
  public let simd: SIMDLevel

  let context: KernelContext

  /// Creates a backend with its own threads.
  ///
  /// - Parameters:
  ///   - threads: How many threads compute, the caller's included; by default one per available processor.
  ///   - simd: The instruction set; by default the best that this machine has.
  public init(threads: Int? = nil, simd: SIMDLevel? = nil) throws(BackendError) {
    let threads = threads ?? min(ProcessorCount.available, CPUBackend.threadRange.upperBound)
    guard CPUBackend.threadRange.contains(threads) else { throw .threadCount(threads) }
    let simd = simd ?? .best
    guard simd.isSupported else { throw .unsupportedLevel(simd, best: .best) }
    guard let context = KernelContext(threads: threads, level: simd) else {
      throw .noResources(threads: threads)
    }
    self.threadCount = threads
    self.simd = simd
    self.context = context
    // Its own threads would spin beside ours; products are cut into tasks of our pool instead.
    openblas_set_num_threads(1)
  }

  public var name: String {
    "cpu (\(simd.rawValue), \(threadCount) \(threadCount == 1 ? "thread" : "threads"))"
  }

  /// Calls a kernel; `operands` live until it returns, so that their addresses may be used within.
  func run<each Operand, Result: Sendable>(
    _ operands: repeat each Operand, kernel: (OpaquePointer) -> Result
  ) -> Result {
    withExtendedLifetime((repeat each operands)) {
      context.run(kernel)
    }
  }

  /// A result whose every element the caller's kernel writes.
  func makeTensor(_ shape: Shape) -> Tensor {
    Tensor(uninitialized: shape, pool: storagePool)
  }
}

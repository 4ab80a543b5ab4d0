import CKernels
import Synchronization

/// Owns a context of the C kernels, which serves one call at a time.
final class KernelContext: Sendable {
  /// Unchecked: used only under the lock, and freed when nobody can hold it any more.
  private struct Pointer: @unchecked Sendable {
    let value: OpaquePointer
  }

  private let pointer: Mutex<Pointer>

  /// Makes a context; nil when the system refuses threads or memory.
  init?(threads: Int, level: SIMDLevel) {
    guard let value = ck_context_create(Int32(threads), level.kernelLevel) else { return nil }
    pointer = Mutex(Pointer(value: value))
  }

  deinit {
    pointer.withLock { ck_context_destroy($0.value) }
  }

  /// Calls `body` with the context while no other thread uses it.
  func run<Result: Sendable>(_ body: (OpaquePointer) -> Result) -> Result {
    pointer.withLock { body($0.value) }
  }
}

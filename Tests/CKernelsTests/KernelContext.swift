import CKernels

/// A context that is freed with its owner.
final class KernelContext {
  let pointer: OpaquePointer

  init?(threads: Int, level: ck_level) {
    guard let pointer = ck_context_create(Int32(threads), level) else { return nil }
    self.pointer = pointer
  }

  deinit { ck_context_destroy(pointer) }

  var pool: OpaquePointer { ck_context_pool(pointer) }

  /// The levels that this machine can run.
  static let levels = [CK_LEVEL_PORTABLE, CK_LEVEL_AVX2, CK_LEVEL_AVX512].filter {
    ck_level_is_supported($0)
  }
}

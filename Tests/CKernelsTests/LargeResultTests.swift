import CKernels
import Testing

/// Results of 8 MiB and more are stored past the caches where their lines are whole: the same numbers as elsewhere.
@Suite struct LargeResultTests {
  /// 2 x 128 x 128 x 64 floats, the fewest that bypass the caches.
  private static let pixels = 2 * 128 * 128
  private static let wide = 64
  private static let narrow = 16
  /// Floats around a result, a multiple of a line.
  private static let margin = 64

  @Test(arguments: [1, 3], KernelContext.levels)
  func equalThoseOfUnalignedTargets(kernel: Int, level: ck_level) throws {
    let context = try #require(KernelContext(threads: 2, level: level))
    let forward = Self.shape(kernel, from: Self.narrow, to: Self.wide)
    let backward = Self.shape(kernel, from: Self.wide, to: Self.narrow)
    var numbers = TestNumbers(seed: 7)
    let source = (0..<Self.pixels * Self.narrow).map { _ in numbers.next() }
    let weights = (0..<kernel * kernel * Self.narrow * Self.wide).map { _ in numbers.next() }
    let results = [0, 4].map { offset in
      Self.store(offset: offset) { target in
        var epilogue = ck_convolution_epilogue()
        withUnsafePointer(to: forward) {
          ck_convolution_forward(context.pointer, $0, source, weights, &epilogue, target)
        }
      }
    }
    #expect(results[0] == results[1])
    let gradients = [0, 4].map { offset in
      Self.store(offset: offset) { target in
        withUnsafePointer(to: backward) {
          ck_convolution_backward_data(context.pointer, $0, source, weights, false, target)
        }
      }
    }
    #expect(gradients[0] == gradients[1])
  }

  private static func shape(_ kernel: Int, from inputs: Int, to outputs: Int) -> ck_convolution {
    ConvolutionCase(
      2, (128, 128), inputs, to: outputs, kernel: (kernel, kernel),
      padding: (kernel / 2, kernel / 2)
    ).shape(CK_CONVOLUTION_AUTOMATIC)
  }

  /// What `compute` stores at `offset` floats behind the start of a line, its margins included.
  private static func store(
    offset: Int, _ compute: (UnsafeMutablePointer<Float>) -> Void
  ) -> [UInt32] {
    let count = pixels * wide
    let buffer = UnsafeMutablePointer<Float>.allocate(aligned: count + 2 * margin + offset)
    defer { buffer.deallocate() }
    buffer.initialize(repeating: GuardedBuffer.guardValue, count: count + 2 * margin + offset)
    compute(buffer + margin + offset)
    return (0..<count + 2 * margin).map { buffer[$0 + offset].bitPattern }
  }
}

extension UnsafeMutablePointer where Pointee == Float {
  /// Memory that starts at a line of the caches.
  fileprivate static func allocate(aligned count: Int) -> Self {
    UnsafeMutableRawPointer.allocate(byteCount: 4 * count, alignment: 64)
      .bindMemory(to: Float.self, capacity: count)
  }
}

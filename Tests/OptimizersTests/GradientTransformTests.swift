import Optimizers
import TensorCore
import TestSupport
import Testing

@Suite struct GradientTransformTests {
  let backend: CPUBackend

  init() throws {
    backend = try CPUBackend(threads: 1)
  }

  private func gradients() -> [Tensor?] {
    // Norm 13 together: 3^2 + 4^2 + 12^2 = 13^2.
    [backend.tensor([3, 4], [2]), nil, backend.tensor([12], [1])]
  }

  @Test func theGlobalNormIsThatOfAllTogether() {
    #expect(backend.globalNorm(of: gradients()) == 13)
    #expect(!backend.globalNorm(of: [backend.tensor([.infinity], [1])]).isFinite)
    #expect(!backend.globalNorm(of: [backend.tensor([.nan], [1])]).isFinite)
  }

  @Test func clippingScalesAllAlikeAndKeepsWhatIsSmall() {
    var clipped = gradients()
    GradientChain([GlobalNormClipping(maximumNorm: 1.3)]).apply(to: &clipped, backend: backend)
    // PyTorch's factor: 1.3 / (13 + 1e-6).
    let factor = Float(1.3 / (13 + 1e-6))
    #expect(clipped[0]?.scalars == [3 * factor, 4 * factor])
    #expect(clipped[1] == nil)
    #expect(clipped[2]?.scalars == [12 * factor])
    var kept = gradients()
    GlobalNormClipping(maximumNorm: 14).apply(to: &kept, backend: backend)
    #expect(kept[0]?.scalars == [3, 4])
  }

  @Test func batchesAddUp() {
    var sum = GradientSum()
    sum.add(gradients(), backend: backend)
    sum.add(
      [nil, backend.tensor([1], [1]), backend.tensor([4], [1])], factor: 0.5, backend: backend)
    let total = sum.take()
    #expect(total.map { $0?.scalars } == [[3, 4], [0.5], [14]])
    #expect(sum.take().isEmpty)
  }
}

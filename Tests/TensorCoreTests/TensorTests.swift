import TensorCore
import TestSupport
import Testing

@Suite("Tensors and shapes")
struct TensorTests {
  let pool = StoragePool()

  @Test("a shape knows its extents and their product")
  func shape() {
    let shape: Shape = [2, 3, 5]
    #expect(shape.count == 30)
    #expect(shape.rank == 3)
    #expect(shape[0] == 2 && shape[-1] == 5)
    #expect("\(shape)" == "[2, 3, 5]")
    #expect(Shape.scalar.count == 1)
    #expect(Shape([4, 0, 2]).count == 0)
  }

  @Test("a copy keeps its elements when the original is written")
  func copyOnWrite() {
    var tensor = Tensor([1, 2, 3], shape: [3], pool: pool)
    let copy = tensor
    let reshaped = tensor.reshaped(to: [3, 1])
    tensor.withMutableElements { $0[1] = 20 }
    #expect(tensor.scalars == [1, 20, 3])
    #expect(copy.scalars == [1, 2, 3])
    #expect(reshaped.scalars == [1, 2, 3])
  }

  @Test("writing a sole owner copies nothing")
  func uniqueWrite() {
    var tensor = Tensor([1, 2, 3], shape: [3], pool: pool)
    let before = pool.statistics
    tensor.withMutableElements { $0[0] = 5 }
    #expect(pool.statistics == before)
  }

  @Test("identity is of bits: NaN equals itself, and 0 is not -0")
  func identity() {
    let nan = Tensor([.nan], shape: [1], pool: pool)
    #expect(nan.isIdentical(to: nan))
    let zero = Tensor([0], shape: [1], pool: pool)
    #expect(!zero.isIdentical(to: Tensor([-0.0], shape: [1], pool: pool)))
    #expect(!zero.isIdentical(to: zero.reshaped(to: [1, 1])))
  }

  @Test("the only element of a tensor is its item")
  func item() {
    #expect(Tensor([7], shape: .scalar, pool: pool).item == 7)
    #expect(Tensor([7], shape: [1, 1], pool: pool).item == 7)
  }
}

import Hyperopt
import Testing

@Suite("Search space")
struct SearchSpaceTests {
  @Test("A parameter exists only while its condition holds")
  func conditions() throws {
    let space = SearchSpace([
      SearchParameter("optimizer", .categorical([.string("adamw"), .string("sgd")])),
      SearchParameter(
        "momentum", .float(low: 0, high: 0.99, step: nil, log: false),
        if: SearchCondition("optimizer", isChoice: 1)),
    ])
    let momentum = try #require(space["momentum"])
    #expect(space.isActive(momentum, in: ["optimizer": .choice(1)]))
    #expect(!space.isActive(momentum, in: ["optimizer": .choice(0)]))
    #expect(!space.isActive(momentum, in: [:]))
    #expect(space["nesterov"] == nil)
  }

  @Test(
    "Bounds belong to a distribution; what lies beyond, between steps or is of another kind does not"
  )
  func membership() {
    let rate = Distribution.float(low: 1e-5, high: 1e-2, step: nil, log: true)
    #expect(rate.contains(.double(1e-5)))
    #expect(rate.contains(.double(1e-2)))
    #expect(!rate.contains(.double(0.011)))
    #expect(!rate.contains(.int(0)))
    let width = Distribution.int(low: 16, high: 64, step: 16, log: false)
    #expect(width.contains(.int(64)))
    #expect(!width.contains(.int(40)))
    let choice = Distribution.categorical([.int(8), .int(16)])
    #expect(choice.contains(.choice(1)))
    #expect(!choice.contains(.choice(2)))
  }

  @Test("A range with one value is recognised")
  func single() {
    #expect(Distribution.float(low: 1, high: 1, step: nil, log: false).isSingle)
    #expect(Distribution.float(low: 0, high: 0.2, step: 0.25, log: false).isSingle)
    #expect(Distribution.int(low: 3, high: 4, step: 2, log: false).isSingle)
    #expect(!Distribution.int(low: 3, high: 4, step: 1, log: false).isSingle)
    #expect(Distribution.categorical([.null]).isSingle)
  }

  @Test("Distributions read as they are written in a search space")
  func descriptions() {
    #expect(
      "\(Distribution.float(low: 1e-5, high: 0.01, step: nil, log: true))"
        == "loguniform(1e-05, 0.01)")
    #expect("\(Distribution.int(low: 1, high: 8, step: 1, log: true))" == "logint(1, 8)")
    #expect(
      "\(Distribution.categorical([.bool(true), .null, .double(0.5)]))" == "choice(true, none, 0.5)"
    )
  }

  @Test("Lower is better when minimizing, higher when maximizing; a NaN is never better")
  func directions() {
    #expect(StudyDirection.minimize.isBetter(1, than: 2))
    #expect(StudyDirection.maximize.isBetter(2, than: 1))
    #expect(!StudyDirection.minimize.isBetter(.nan, than: 1))
    #expect(!StudyDirection.maximize.isBetter(.nan, than: 1))
  }
}

import Basics
import Testing
import Training

// The example of docs/extending.md.
struct Patience: Callback {
  let name = "patience"
  mutating func epochEnded(_ context: inout CallbackContext) {
    if context.epoch >= 5, context.validationMetrics?["accuracy"] ?? 0 < 0.2 {
      context.requestStop(reason: "still guessing after 5 epochs")
    }
  }
}
// Its end.

/// The callback that the documentation shows: an early stop by a rule of one's own.
struct DocumentedCallbackTests {
  /// Labels of validation that training never has: all answers are wrong.
  @Test(arguments: [true, false])
  func itEndsARunThatOnlyGuesses(isHopeless: Bool) throws {
    var fixture = TrainerFixture()
    fixture.options.epochs = 7
    fixture.dataset = MemoryDataset(
      labels: (0..<26).map { isHopeless && $0 >= 18 ? 2 : isHopeless ? $0 % 2 : $0 % 3 })
    var trainer = try fixture.trainer(callbacks: [Patience()])
    let reason = try trainer.fit()
    if isHopeless {
      #expect(reason.text == "patience: still guessing after 5 epochs")
      #expect(trainer.epochsTrained == 5)
    } else {
      #expect(trainer.epochsTrained == 7)
    }
  }

  @Test func theDocumentationShowsThisExample() throws {
    let root = FilePath.parent(FilePath.parent(FilePath.parent(FilePath.parent(#filePath))))
    let source = try FileSystem.readText(#filePath)
    let start = try #require(source.firstRange(of: "struct Patience: Callback {"))
    let end = try #require(source.firstRange(of: "// Its end."))
    let example = source[start.lowerBound..<end.lowerBound]
    let text = try FileSystem.readText(FilePath.join(root, "docs/extending.md"))
    #expect(text.contains("```swift\n\(example)```"))
  }
}

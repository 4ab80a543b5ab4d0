import Assembly
import Basics
import Config
import Imaging
import Layers
import Testing
import Training

@Suite struct RecipeTests {
  private let schema = Schema(
    sections: Recipe.sections, keys: Recipe.keys.declarations(in: Recipe()))

  private func resolve(_ lines: String...) throws -> Recipe {
    let document = INIDocument(Array(lines.joined(separator: "\n").utf8), name: "test.ini")
    var recipe = Recipe()
    try schema.resolve([ConfigLayer(document)]).fill(&recipe, Recipe.keys)
    return recipe
  }

  @Test func nothingIsSetWhereAFileSaysNothing() throws {
    let recipe = try resolve("[Data]")
    for key in Recipe.keys.single { #expect(key.value(of: recipe) == key.value(of: Recipe())) }
  }

  @Test func eachPropertyHasOneKey() {
    let paths = Recipe.keys.single.map(\.path)
    #expect(Set(paths).count == paths.count)
    #expect(
      Recipe.keys.key(of: \.training.execution.roundsSaved)?.fullName == "[Training] precision")
    #expect(Recipe.keys.key(of: \.training.shownGradientInterval) == nil)
  }

  @Test func whatARecipeSaysReadsBackAsTheSameRecipe() throws {
    var recipe = Recipe()
    recipe.data.dataset = "csv"
    recipe.data.labelColumns = ["a, b", "auto"]
    recipe.data.normalization = .custom(mean: [0.485], standardDeviation: [0.229])
    recipe.data.augmentation = [.init("rotate", [10]), .init("flip")]
    recipe.data.intensity = .percentile(lower: 1, upper: 99)
    recipe.training.validationInterval = .updates(3)
    recipe.training.averageDecay = 0.9
    recipe.training.metrics.own = [MetricRequest("kappa", name: "agreement")]
    recipe.training.metrics.own[0].average = MetricRequest.Average.none
    recipe.training.metrics.own[0].stages = [.val]
    recipe.model.pretrained = .published
    recipe.model.freezing = .names(["conv1", "layer1"])
    recipe.machine.threads = 3
    let layer = ConfigLayer(recipe, Recipe.keys, name: "the recipe")
    var read = Recipe()
    try schema.resolve([layer]).fill(&read, Recipe.keys)
    for key in Recipe.keys.single { #expect(key.value(of: read) == key.value(of: recipe)) }
    #expect(read.training.metrics.own == recipe.training.metrics.own)
    #expect(read.data.normalization == recipe.data.normalization)
  }

  @Test func aSectionWithANameOfItsOwnMakesAnElement() throws {
    let recipe = try resolve("[Metric:sharp]", "type = precision", "threshold = 0.75")
    #expect(recipe.training.metrics.own.map(\.name) == ["sharp"])
    #expect(recipe.training.metrics.own.map(\.threshold) == [0.75])
    #expect(recipe.training.metrics.own.map(\.type) == ["precision"])
  }

  @Test(arguments: ["on", "yes", "true"])
  func onlyWhatDiffersIsSaidOfAChange(_ word: String) throws {
    let before = try resolve("[Training]", "recompute = \(word)")
    var after = before
    after.training.epochs = 7
    let layer = ConfigLayer(changing: before, to: after, Recipe.keys, origin: .option("a test"))
    #expect(layer.assignments.map(\.key) == ["n_epochs"])
    #expect(layer.assignments.map(\.value) == ["7"])
  }
}

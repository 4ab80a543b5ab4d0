import Layers
import Testing

/// Maps and rollouts worked out by hand.
@Suite struct ClassActivationTests {
  // Two places of two channels.
  let activations: [Float] = [1, 2, 3, 4]
  let gradients: [Float] = [0.5, -1, 1.5, 0]

  /// w = ((0.5 + 1.5) / 2, (-1 + 0) / 2) = (1, -0.5); 1 - 2 / 2 = 0 and 3 - 4 / 2 = 1.
  @Test func gradCAM() {
    let map = ClassActivation.gradCAM.map(
      activations: activations, gradients: gradients, channels: 2)
    #expect(map == [0, 1])
  }

  /// The first channel's sum is 4: a = 0.25 / (0.5 + 4 * 0.125) = 0.25 and 2.25 / (4.5 + 4 * 3.375) = 0.125, so that
  /// w = 0.25 * 0.5 + 0.125 * 1.5 = 0.3125; the second channel's gradients are not above 0.
  @Test func gradCAMPlusPlus() {
    let map = ClassActivation.gradCAMPlusPlus.map(
      activations: activations, gradients: gradients, channels: 2)
    #expect(map == [0.3125, 0.9375])
  }

  /// 0.5 - 2 < 0 and 4.5 + 0.
  @Test func hiResCAM() {
    let map = ClassActivation.hiResCAM.map(
      activations: activations, gradients: gradients, channels: 2)
    #expect(map == [0, 4.5])
  }

  @Test func nothingSpeaksForAClassThatAllChannelsSpeakAgainst() {
    let map = ClassActivation.gradCAM.map(
      activations: activations, gradients: [-1, -1, -1, -1], channels: 2)
    #expect(map == [0, 0])
    let empty = HeatMap(width: 2, height: 1, values: map)
    #expect(
      empty.normalized == empty
        && empty.share(in: ImageRegion(row: 0, of: 1, column: 0, of: 2)) == nil)
  }

  /// (A + I) / 2 = (0.625, 0.375; 0.25, 0.75); its square has 0.625 * 0.375 + 0.375 * 0.75 in the upper right corner.
  @Test func rollout() {
    let attention: [Float] = [0.25, 0.75, 0.5, 0.5]
    func shares(_ layers: Int, _ discarded: Double) -> [Float] {
      AttentionRollout.shares(
        of: Array(repeating: attention, count: layers), tokens: 2, discarding: discarded)
    }
    #expect(shares(1, 0) == [0.375])
    #expect(shares(2, 0) == [0.515625])
    // Of the four numbers 0.75 is left, and the class token's own: the second row becomes (0, 1).
    #expect(shares(2, 0.75) == [0.625 * 0.375 + 0.375])
  }

  /// The left column holds 1 + 2 of 10, the lower right cell 4.
  @Test func sharesOfRegions() {
    let map = HeatMap(width: 2, height: 2, values: [1, 3, 2, 4])
    #expect(map.share(in: ImageRegion(row: 0, of: 1, column: 0, of: 2)) == 0.3)
    #expect(map.share(in: ImageRegion(row: 1, of: 2, column: 1, of: 2)) == 0.4)
    // The upper third is two thirds of the upper cells.
    let third = map.share(in: ImageRegion(row: 0, of: 3, column: 0, of: 1))
    #expect(abs((third ?? 0) - 4.0 * 2 / 3 / 10) < 1e-6)
  }

  /// The middles of the cells hold the numbers; between them lines, beyond them the same.
  @Test func valuesBetweenCells() {
    let map = HeatMap(width: 2, height: 2, values: [0, 1, 2, 3])
    #expect(map.value(x: 0.25, y: 0.25) == 0 && map.value(x: 0.75, y: 0.25) == 1)
    #expect(map.value(x: 0.5, y: 0.25) == 0.5 && map.value(x: 0.25, y: 0.5) == 1)
    #expect(map.value(x: 0, y: 0) == 0 && map.value(x: 1, y: 1) == 3)
  }
}

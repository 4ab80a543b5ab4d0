import Foundation
import Imaging
import Medical
import Testing

func exponential(_ x: Float) -> Float { expf(x) }

/// The phantoms' purpose: what carries no texture must not be enough to grade them.
struct PhantomDifficultyTests {
  /// Thumbnails and labels of 1200 images, the first 70 % for fitting.
  private struct Material {
    var thumbnails: [[Float]]
    var records: [PhantomRecord]
    var fitted: Range<Int>
    var heldBack: Range<Int>

    init() async {
      let generator = PhantomGenerator(PhantomOptions(count: 1200, seed: 42, size: 64))
      typealias Part = [(image: [Float], record: PhantomRecord)]
      let parts = await withTaskGroup(of: Part.self) { group in
        for part in 0..<12 {
          group.addTask {
            (part * 100..<(part + 1) * 100).map { (index: Int) in
              let (image, record) = generator.render(index)
              return (image.resized(width: 16, height: 16).samples.floats, record)
            }
          }
        }
        return await group.reduce(into: Part()) { $0 += $1 }
      }
      let sorted = parts.sorted { $0.record.index < $1.record.index }
      thumbnails = sorted.map { $0.image }
      records = sorted.map { $0.record }
      // 840 and 1200 are multiples of six, so no patient lies on both sides.
      fitted = 0..<840
      heldBack = 840..<1200
    }

    func graded(_ range: Range<Int>, _ zone: Zone) -> [Int] {
      range.filter { records[$0].labels[zone.rawValue] < 4 }
    }

    func truth(_ indices: [Int], _ zone: Zone) -> [Int] {
      indices.map { records[$0].labels[zone.rawValue] }
    }
  }

  @Test func resistsWhatSeesNoTexture() async {
    let material = await Material()
    var regression = 0.0
    var gridThresholds = 0.0
    var lungThresholds = 0.0
    for zone in Zone.allCases {
      let fitted = material.graded(material.fitted, zone)
      let held = material.graded(material.heldBack, zone)
      let truth = material.truth(held, zone)
      let classes = material.truth(fitted, zone)

      let model = LogisticRegression(
        inputs: fitted.map { material.thumbnails[$0] }, classes: classes)
      regression += macroF1(
        truth: truth, prediction: held.map { model.prediction(material.thumbnails[$0]) })

      func thresholdScore(_ columns: Range<Int>, _ rows: Range<Int>) -> Double {
        func mean(_ index: Int) -> Float {
          let cells = rows.flatMap { row in
            columns.map { material.thumbnails[index][16 * row + $0] }
          }
          return cells.reduce(0, +) / Float(cells.count)
        }
        let thresholds = BestThresholds(values: fitted.map(mean), classes: classes)
        return macroF1(truth: truth, prediction: held.map { thresholds.prediction(mean($0)) })
      }
      // The grid of thirds and halves, and boxes within the lungs.
      let third = [0..<5, 5..<11, 11..<16][zone.row]
      gridThresholds += thresholdScore(zone.isLeft ? 8..<16 : 0..<8, third)
      let inside = [3..<6, 6..<9, 9..<12][zone.row]
      lungThresholds += thresholdScore(zone.isLeft ? 10..<13 : 3..<6, inside)
    }
    // The limits that the data set was made for; chance is about 0.25.
    #expect(regression / 6 < 0.5, "logistic regression on thumbnails: \(regression / 6)")
    #expect(gridThresholds / 6 < 0.6, "thresholds on zone means: \(gridThresholds / 6)")
    #expect(lungThresholds / 6 < 0.6, "thresholds on lung zone means: \(lungThresholds / 6)")
  }
}

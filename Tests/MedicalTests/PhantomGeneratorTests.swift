import Imaging
import Medical
import Testing

struct PhantomGeneratorTests {
  private func generator(
    count: Int = 12, seed: UInt64 = 42, size: Int = 32
  ) -> PhantomGenerator {
    PhantomGenerator(PhantomOptions(count: count, seed: seed, size: size))
  }

  @Test func drawsTheSameBytesAgain() {
    for index in [0, 5, 11] {
      let (first, second) = (generator().render(index), generator().render(index))
      #expect(first.image == second.image)
      #expect(first.record == second.record)
    }
  }

  @Test func imageDoesNotDependOnCountOrOrder() {
    let long = generator(count: 5000)
    let short = generator(count: 8)
    _ = long.render(4999)
    for index in [7, 0, 3] {
      #expect(long.render(index).image == short.render(index).image)
      #expect(long.record(index) == short.record(index))
    }
  }

  @Test func seedsAndIndicesDiffer() {
    let images = [
      generator().render(0).image, generator().render(1).image, generator(seed: 43).render(0).image,
    ]
    #expect(Set(images).count == 3)
  }

  @Test func recordAgreesWithRendering() {
    for index in 0..<12 {
      #expect(generator().record(index) == generator().render(index).record)
    }
  }

  @Test func pictureIsGreyAndUsesItsRange() {
    let image = generator(size: 64).render(1).image
    #expect(image.width == 64 && image.height == 64 && image.channels == 1 && image.bits == 8)
    let values = image.samples.floats
    #expect((values.max() ?? 0) - (values.min() ?? 0) > 128)
  }

  /// The mixture the data set was tuned for, within what 12,000 labels vary by.
  @Test func gradesHaveTheIntendedMixture() {
    let generator = generator(count: 6000)
    var counts = [0, 0, 0, 0, 0]
    for index in 0..<6000 {
      for label in generator.record(index).labels { counts[label] += 1 }
    }
    let shares = counts.map { Double($0) / 36_000 }
    for (share, intended) in zip(shares, [0.30, 0.27, 0.23, 0.15, 0.05]) {
      #expect(abs(share - intended) < 0.03, "\(shares)")
    }
  }

  @Test func lowerZonesAreMoreCongestedAndZonesOfAPatientAreAlike() {
    let generator = generator(count: 3000)
    var sums = [0.0, 0.0, 0.0]
    var similar = 0
    var compared = 0
    for index in 0..<3000 {
      let labels = generator.record(index).labels
      guard !labels.contains(4) else { continue }
      for zone in Zone.allCases { sums[zone.row] += Double(labels[zone.rawValue]) }
      similar += labels.dropFirst().count { abs($0 - labels[0]) <= 1 }
      compared += 5
    }
    #expect(sums[0] < sums[1] && sums[1] < sums[2])
    // Independent zones of this mixture would agree within one grade in 74 % of all pairs.
    #expect(Double(similar) / Double(compared) > 0.85)
  }

  @Test func patientsHaveOneToThreeConsecutiveImages() {
    let generator = generator(count: 600)
    let patients = (0..<600).map { generator.record($0).patientID }
    var runs: [String: Int] = [:]
    for (index, patient) in patients.enumerated() {
      if index == 0 || patients[index - 1] != patient { #expect(runs[patient] == nil) }
      runs[patient, default: 0] += 1
    }
    #expect(Set(runs.values) == [1, 2, 3])
    #expect(runs.count == 300)
  }

  @Test func sixthPartOfImagesHasUngradableZones() {
    let generator = generator(count: 2000)
    let records = (0..<2000).map(generator.record)
    let hidden = records.count { $0.labels.contains(4) }
    #expect((300..<460).contains(hidden))
    // Something is left to grade in every image.
    #expect(records.allSatisfy { $0.score != nil })
  }

  @Test func hiddenZonesLookDifferent() {
    // Images of a patient with and without an obstacle: the obstacle changes the zone's mean by
    // more than exposure does.
    let generator = generator(count: 3000, size: 32)
    var seen = 0
    for index in 1..<3000 where seen < 10 {
      let (before, record) = (generator.record(index - 1), generator.record(index))
      guard record.patientID == before.patientID, record.labels.contains(4),
        !before.labels.contains(4)
      else { continue }
      seen += 1
      #expect(generator.render(index).image != generator.render(index - 1).image)
    }
    #expect(seen == 10)
  }

  @Test func scoreIsTheMeanOfGradedZones() {
    let record = PhantomRecord(
      index: 0, id: "a", patientID: "p", labels: [0, 1, 4, 3, 4, 1], format: .png)
    #expect(record.score == 1.25)
    #expect(
      PhantomRecord(
        index: 0, id: "a", patientID: "p", labels: [4, 4, 4, 4, 4, 4], format: .png
      ).score == nil)
  }
}

import Basics

/// The random changes that a configuration can name.
public struct AugmentationCatalog: Sendable {
  /// Presets and transforms, in the order of their listing.
  public let kinds: [AugmentationKind]

  /// Finds a kind by its name.
  public func kind(named name: String) -> AugmentationKind? { kinds.first { $0.name == name } }

  /// What a configuration may say: names, or names with numbers in brackets, separated by commas.
  public var keyKind: KeyKind {
    let calls = kinds.flatMap { kind in
      (0..<kind.settings.count).reversed().map { last in
        KeyKind.call(kind.name, kind.settings[...last].map { .real($0.range) })
      }
    }
    return .list(of: .oneOf([.choice(kinds.map { ChoiceOption($0.name) })] + calls))
  }

  /// The transforms of a list of entries, one after the other.
  ///
  /// - Parameters:
  ///   - items: Entries with names of the catalog.
  ///   - hasSides: Whether left, right, top and bottom mean something. Presets then mirror nothing, and nothing moves far.
  public func transforms(
    for items: [AugmentationItem], hasSides: Bool
  ) -> [any ImageTransform] {
    items.flatMap { item in
      kind(named: item.name).map { $0.make($0.values(of: item), hasSides) } ?? []
    }
  }

  /// Why a list cannot be used where sides mean something; nil if it can.
  public func objection(to items: [AugmentationItem]) -> String? {
    items.lazy.compactMap { item in
      kind(named: item.name).flatMap { $0.objection($0.values(of: item)) }
    }.first
  }

  /// Everything that the program offers.
  public static let standard = AugmentationCatalog(kinds: presets + singles)

  private static let presets = [
    AugmentationKind("none", "preset: images stay as they are") { _, _ in [] },
    AugmentationKind(
      "default",
      "preset: 7 degrees, 5 % shift and scale, jitter 0.1; a flip where sides mean nothing"
    ) { _, hasSides in
      flip(unless: hasSides) + [
        RandomAffine(degrees: 7, translation: 0.05, scale: 0.95...1.05),
        ColorJitter(brightness: 0.1, contrast: 0.1),
      ]
    },
    AugmentationKind(
      "strong",
      "preset: 15 degrees, 10 % shift, 15 % scale, jitter 0.25; a flip where sides mean nothing"
    ) { _, hasSides in
      flip(unless: hasSides) + [
        RandomAffine(degrees: 15, translation: 0.1, scale: 0.85...1.15),
        ColorJitter(brightness: 0.25, contrast: 0.25, saturation: 0.25),
      ]
    },
    AugmentationKind(
      "imagenet",
      "preset: crop from 8 % (zones: 90 %) of the area, jitter 0.2; a flip where sides mean nothing"
    ) { _, hasSides in
      [RandomResizedCrop(area: hasSides ? 0.9...1 : 0.08...1)] + flip(unless: hasSides) + [
        ColorJitter(brightness: 0.2, contrast: 0.2, saturation: 0.2)
      ]
    },
    AugmentationKind(
      "radiograph",
      "preset: crop from 90 %, 7 degrees, 3 % shift, jitter 0.15, CLAHE of a third; never a flip"
    ) { _, _ in
      [
        LocalEqualization(probability: 1.0 / 3),
        RandomResizedCrop(area: 0.9...1, aspect: 1.1),
        RandomAffine(degrees: 7, translation: 0.03),
        ColorJitter(brightness: 0.15, contrast: 0.15),
      ]
    },
    AugmentationKind(
      "randaugment", "RandAugment: operations of one magnitude (zones: shapes move little)",
      [
        AugmentationKind.Setting(name: "operations", range: .closed(1, 10), usual: 2),
        AugmentationKind.Setting(name: "magnitude", range: .closed(0, 30), usual: 9),
      ]
    ) { values, hasSides in
      [
        RandAugment(
          operationCount: Int(values[0]), magnitude: Int(values[1]), keepsPlaces: hasSides)
      ]
    },
    AugmentationKind(
      "trivialaugment", "TrivialAugment: one operation of any magnitude (zones: shapes move little)"
    ) { _, hasSides in [TrivialAugment(keepsPlaces: hasSides)] },
  ]

  private static let singles = [
    AugmentationKind(
      "flip", "left to right; with zones, right and left change places in the labels too",
      [probability(0.5)]
    ) { values, _ in [HorizontalFlip(probability: values[0])] },
    AugmentationKind(
      "vertical_flip", "top to bottom; not with zones", [probability(0.5)]
    ) { values, _ in [VerticalFlip(probability: values[0])] }
    .objecting { _ in "vertical_flip would put the upper zones below" },
    AugmentationKind(
      "rotate", "to either side, bilinear, black outside",
      [AugmentationKind.Setting(name: "degrees", range: .closed(0, 180), usual: 10)]
    ) { values, _ in [RandomAffine(degrees: values[0])] }
    .objecting { $0[0] > 45 ? "rotate by more than 45 degrees would exchange zones" : nil },
    AugmentationKind(
      "affine", "rotation, shift, scale and shear in one interpolation",
      [
        AugmentationKind.Setting(name: "degrees", range: .closed(0, 180), usual: 10),
        AugmentationKind.Setting(name: "shift", range: .closed(0, 1), usual: 0.1),
        AugmentationKind.Setting(name: "scale", range: .halfOpen(0, 1), usual: 0.1),
        AugmentationKind.Setting(name: "shear", range: .halfOpen(0, 90), usual: 0),
      ]
    ) { values, _ in
      [
        RandomAffine(
          degrees: values[0], translation: values[1], scale: 1 - values[2]...1 + values[2],
          shear: values[3])
      ]
    }
    .objecting {
      $0[0] > 45 || $0[1] > 0.2 || $0[2] > 0.3
        ? "affine by more than 45 degrees, a fifth of the side or a scale of 0.3 would lose zones"
        : nil
    },
    AugmentationKind(
      "crop", "a random part, scaled to the size of the whole; with zones at least 0.9",
      [
        AugmentationKind.Setting(name: "area", range: .above(0, upTo: 1), usual: 0.9),
        AugmentationKind.Setting(
          name: "aspect", range: .closed(1, 4), usual: 4.0 / 3),
      ]
    ) { values, _ in [RandomResizedCrop(area: values[0]...1, aspect: values[1])] }
    .objecting { $0[0] < 0.9 ? "crop below 0.9 of the area would lose zones" : nil },
    AugmentationKind(
      "jitter", "brightness, contrast, saturation and hue in random order",
      [
        AugmentationKind.Setting(name: "brightness", range: .closed(0, 1), usual: 0.2),
        AugmentationKind.Setting(name: "contrast", range: .closed(0, 1), usual: 0.2),
        AugmentationKind.Setting(name: "saturation", range: .closed(0, 1), usual: 0),
        AugmentationKind.Setting(name: "hue", range: .closed(0, 0.5), usual: 0),
      ]
    ) { values, _ in
      [
        ColorJitter(
          brightness: values[0], contrast: values[1], saturation: values[2], hue: values[3])
      ]
    },
    AugmentationKind(
      "clahe", "contrast-limited adaptive histogram equalisation",
      [
        AugmentationKind.Setting(name: "clip", range: .above(0, upTo: 100), usual: 2),
        AugmentationKind.Setting(name: "tiles", range: .closed(1, 64), usual: 8),
        probability(0.5),
      ]
    ) { values, _ in
      [LocalEqualization(clipLimit: values[0], tiles: Int(values[1]), probability: values[2])]
    },
    AugmentationKind(
      "erase", "a black rectangle of up to a third of the area", [probability(0.25)]
    ) { values, _ in [RandomErasing(probability: values[0])] },
  ]

  private static func probability(_ usual: Double) -> AugmentationKind.Setting {
    AugmentationKind.Setting(name: "probability", range: .closed(0, 1), usual: usual)
  }

  private static func flip(unless hasSides: Bool) -> [any ImageTransform] {
    hasSides ? [] : [HorizontalFlip()]
  }
}

/// The built-in sans-serif face: centre lines drawn with a round pen, in the Latin alphabet.
///
/// All measures are parts of the size. Accented letters are composed; what has no outline is spelled with letters that
/// have one, or shown as an empty box.
enum VectorFont {
  /// The height of capitals and digits.
  static let capHeight = 0.719

  /// The thickness of strokes.
  static func weight(isBold: Bool) -> Double { isBold ? 0.118 : 0.08 }

  struct Glyph: Sendable {
    var advance: Double
    var path: GlyphPath
  }

  /// The width of a text.
  static func width(of text: String, isBold: Bool) -> Double {
    text.reduce(0) { sum, character in
      sum + glyphs(of: character).reduce(0) { $0 + $1.advance + spacing(isBold: isBold) }
    }
  }

  /// Bold letters stand a little wider apart.
  static func spacing(isBold: Bool) -> Double { isBold ? 0.025 : 0 }

  /// What is drawn for a character.
  static func glyphs(of character: Character) -> [Glyph] { table[character] ?? [made(character)] }

  private static let table: [Character: [Glyph]] = {
    var table: [Character: [Glyph]] = [:]
    for outlines in [
      GlyphOutlines.lowercase, GlyphOutlines.uppercase, GlyphOutlines.digits, GlyphOutlines.signs,
    ] {
      for (character, outline) in outlines {
        table[character] = [Glyph(advance: outline.0 / 1000, path: GlyphPath(outline.1))]
      }
    }
    for (character, digit) in GlyphOutlines.raised {
      table[character] = table[digit]?.map { scaled($0, by: 0.62, raisedBy: 0.3) }
    }
    for (character, parts) in GlyphOutlines.composed {
      let letter: Character = parts.0 == "i" ? "\u{131}" : parts.0
      guard let base = table[letter]?.first, let accent = GlyphOutlines.accents[parts.1] else {
        continue
      }
      table[character] = [accented(base, accent, parts.1, isCapital: letter.isUppercase)]
    }
    for (character, spelling) in GlyphOutlines.spelled {
      table[character] = spelling.flatMap { table[$0] ?? [] }
    }
    return table
  }()

  /// A letter with combining marks that is in no table: its base letter; anything else is a box.
  private static func made(_ character: Character) -> Glyph {
    if let base = character.unicodeScalars.first, character.unicodeScalars.count > 1,
      let glyph = table[Character(base)]?.first
    {
      return glyph
    }
    return Glyph(advance: 0.556, path: GlyphPath("M 90 40 L 90 680 L 466 680 L 466 40 Z"))
  }

  private static func accented(
    _ base: Glyph, _ accent: String, _ mark: Character, isCapital: Bool
  ) -> Glyph {
    var glyph = base
    let lift = isCapital && mark != "\u{327}" ? 0.195 : 0
    let mark = GlyphPath(accent)
    func moved(_ point: Point) -> Point { Point(point.x + base.advance / 2, point.y + lift) }
    glyph.path.lines += mark.lines.map { $0.map(moved) }
    glyph.path.dots += mark.dots.map(moved)
    return glyph
  }

  private static func scaled(_ glyph: Glyph, by factor: Double, raisedBy lift: Double) -> Glyph {
    func moved(_ point: Point) -> Point { Point(point.x * factor, point.y * factor + lift) }
    var result = Glyph(advance: glyph.advance * factor, path: GlyphPath())
    result.path.lines = glyph.path.lines.map { $0.map(moved) }
    result.path.dots = glyph.path.dots.map(moved)
    return result
  }
}

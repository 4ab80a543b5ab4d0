/// The shapes under test: every path of the implementation, with odd sizes around the widths of its tiles.
extension ConvolutionCase {
  static let all = plain + strided + grouped + odd + tiled + stridedTiles

  /// Stride 1, one group.
  static let plain: [ConvolutionCase] = [
    .init(1, (1, 1), 1, to: 1, kernel: (1, 1)),
    .init(1, (5, 7), 3, to: 5, kernel: (1, 1)),
    .init(3, (4, 4), 16, to: 64, kernel: (1, 1)),
    .init(2, (7, 7), 65, to: 130, kernel: (1, 1)),
    // Several blocks and parts of the weight gradient that reads pixels in place.
    .init(3, (23, 17), 19, to: 48, kernel: (1, 1)),
    .init(2, (12, 13), 270, to: 272, kernel: (1, 1)),
    .init(2, (11, 12), 24, to: 64, kernel: (1, 1), groups: 2),
    .init(1, (3, 3), 1024, to: 17, kernel: (1, 1)),
    .init(2, (9, 11), 17, to: 33, kernel: (1, 1), gap: 3),
    .init(1, (6, 6), 4, to: 8, kernel: (2, 2)),
    .init(2, (8, 8), 3, to: 16, kernel: (3, 3), padding: (1, 1)),
    .init(1, (13, 11), 7, to: 19, kernel: (3, 3), padding: (1, 1)),
    .init(2, (12, 12), 32, to: 32, kernel: (3, 3), padding: (1, 1)),
    .init(3, (9, 10), 64, to: 48, kernel: (3, 3), padding: (1, 1)),
    .init(1, (10, 9), 40, to: 72, kernel: (3, 3), padding: (0, 0)),
    .init(1, (7, 6), 33, to: 65, kernel: (3, 3), padding: (2, 2)),
    .init(2, (4, 4), 96, to: 80, kernel: (3, 3), padding: (1, 1)),
    .init(5, (2, 2), 32, to: 32, kernel: (3, 3), padding: (1, 1)),
    .init(2, (6, 5), 32, to: 64, kernel: (3, 3), padding: (1, 1), gap: 5),
    .init(3, (14, 14), 1, to: 32, kernel: (5, 5)),
    .init(2, (10, 10), 6, to: 16, kernel: (5, 5), padding: (2, 2)),
    .init(1, (9, 9), 3, to: 8, kernel: (7, 7), padding: (3, 3)),
  ]

  static let strided: [ConvolutionCase] = [
    .init(2, (8, 8), 32, to: 64, kernel: (1, 1), stride: (2, 2)),
    .init(1, (7, 9), 13, to: 21, kernel: (1, 1), stride: (2, 3)),
    .init(3, (33, 28), 21, to: 32, kernel: (1, 1), stride: (2, 3)),
    .init(2, (9, 9), 16, to: 32, kernel: (3, 3), stride: (2, 2), padding: (1, 1)),
    .init(1, (8, 8), 48, to: 70, kernel: (3, 3), stride: (2, 2), padding: (1, 1)),
    // Chunks and slabs of the weight gradient that reads the gradient in place and fetches the next block.
    .init(5, (24, 22), 56, to: 64, kernel: (3, 3), stride: (2, 2), padding: (1, 1)),
    .init(3, (33, 21), 56, to: 80, kernel: (3, 5), stride: (2, 1), padding: (1, 2), gap: 16),
    .init(2, (20, 18), 3, to: 24, kernel: (7, 7), stride: (2, 2), padding: (3, 3)),
    .init(1, (12, 12), 64, to: 32, kernel: (5, 5), stride: (2, 2), padding: (2, 2)),
    .init(1, (11, 13), 5, to: 7, kernel: (3, 3), stride: (3, 3), padding: (1, 1)),
    .init(1, (10, 10), 4, to: 6, kernel: (2, 2), stride: (3, 3)),
    .init(2, (16, 16), 3, to: 40, kernel: (4, 4), stride: (4, 4)),
    .init(1, (9, 7), 8, to: 16, kernel: (3, 3), stride: (2, 1), padding: (1, 0), gap: 2),
    .init(1, (6, 6), 2, to: 3, kernel: (1, 1), stride: (2, 2), padding: (1, 1)),
  ]

  static let grouped: [ConvolutionCase] = [
    .init(2, (6, 6), 8, to: 8, kernel: (3, 3), padding: (1, 1), groups: 2),
    .init(1, (5, 5), 12, to: 20, kernel: (3, 3), stride: (2, 2), padding: (1, 1), groups: 4),
    .init(1, (7, 7), 64, to: 128, kernel: (3, 3), padding: (1, 1), groups: 2),
    .init(2, (9, 9), 16, to: 16, kernel: (3, 3), padding: (1, 1), groups: 16),
    .init(1, (8, 7), 37, to: 37, kernel: (3, 3), stride: (2, 2), padding: (1, 1), groups: 37),
    .init(1, (6, 6), 5, to: 10, kernel: (3, 3), padding: (1, 1), groups: 5, gap: 1),
    .init(1, (6, 9), 33, to: 33, kernel: (5, 5), padding: (2, 2), groups: 33),
    .init(1, (8, 8), 19, to: 19, kernel: (1, 1), groups: 19),
  ]

  static let odd: [ConvolutionCase] = [
    .init(1, (5, 8), 3, to: 4, kernel: (1, 3), padding: (0, 1)),
    .init(1, (8, 5), 11, to: 9, kernel: (7, 1), padding: (3, 0)),
    .init(1, (9, 6), 16, to: 16, kernel: (2, 5), stride: (1, 2), padding: (1, 3)),
    .init(1, (9, 9), 4, to: 4, kernel: (3, 3), padding: (2, 2), dilation: (2, 2)),
    .init(2, (11, 12), 18, to: 34, kernel: (3, 3), padding: (1, 3), dilation: (1, 3)),
    .init(1, (12, 9), 3, to: 6, kernel: (3, 2), stride: (2, 2), padding: (2, 1), dilation: (3, 2)),
    .init(1, (3, 3), 8, to: 8, kernel: (5, 5), padding: (3, 3)),
    .init(1, (1, 1), 32, to: 32, kernel: (3, 3), padding: (1, 1)),
    .init(1, (1, 40), 16, to: 16, kernel: (1, 9), padding: (0, 4)),
    .init(1, (40, 1), 2, to: 130, kernel: (9, 1), padding: (4, 0)),
    // Chunks of the weight gradient that start with the short last block of an image.
    .init(5, (30, 37), 3, to: 4, kernel: (3, 3), padding: (1, 1)),
    .init(5, (30, 37), 9, to: 5, kernel: (2, 2)),
  ]

  /// Enough tiles for Winograd's algorithm, with whole and broken tiles at the borders.
  static let tiled: [ConvolutionCase] = [
    .init(6, (16, 16), 16, to: 16, kernel: (3, 3), padding: (1, 1)),
    // Few of them: weights transformed in stretches of channels.
    .init(3, (7, 10), 160, to: 80, kernel: (3, 3), padding: (1, 1)),
    .init(7, (13, 15), 32, to: 48, kernel: (3, 3), padding: (1, 1), gap: 7),
    .init(25, (7, 6), 16, to: 80, kernel: (3, 3), padding: (0, 0)),
    .init(30, (6, 7), 48, to: 16, kernel: (3, 3), padding: (2, 2)),
    .init(3, (23, 22), 64, to: 32, kernel: (3, 3), padding: (1, 1), groups: 2),
    .init(110, (3, 3), 16, to: 16, kernel: (3, 3), padding: (1, 1)),
    // Several parts of the channels, the columns and the tiles in Winograd's weight gradient.
    .init(4, (14, 15), 80, to: 144, kernel: (3, 3), padding: (1, 1)),
    .init(9, (18, 13), 16, to: 48, kernel: (3, 3), padding: (0, 2), gap: 3),
    // Sixteen parts of one stage, and several stages, of the weight gradient.
    .init(2, (11, 12), 256, to: 208, kernel: (3, 3), padding: (1, 1)),
    .init(5, (57, 50), 64, to: 80, kernel: (3, 3), padding: (1, 1)),
  ]

  /// The same with stride 2: last tiles of one and three outputs, of four and three in a single image, and of two.
  static let stridedTiles: [ConvolutionCase] = [
    .init(11, (17, 14), 128, to: 128, kernel: (3, 3), stride: (2, 2), padding: (1, 1)),
    .init(1, (64, 61), 144, to: 128, kernel: (3, 3), stride: (2, 2), padding: (1, 1)),
    .init(14, (19, 20), 128, to: 144, kernel: (3, 3), stride: (2, 2), padding: (1, 1), gap: 5),
    .init(16, (15, 16), 256, to: 288, kernel: (3, 3), stride: (2, 2), padding: (1, 1), groups: 2),
    // Its backward data is that of each residue.
    .init(11, (18, 16), 128, to: 160, kernel: (3, 3), stride: (2, 2), padding: (0, 2)),
  ]

  /// Large enough that several tasks and several partial sums take part.
  static let forThreads: [ConvolutionCase] = [
    .init(4, (14, 14), 32, to: 64, kernel: (3, 3), padding: (1, 1)),
    .init(8, (16, 15), 32, to: 64, kernel: (3, 3), padding: (1, 1)),
    .init(12, (13, 16), 16, to: 80, kernel: (3, 3), padding: (1, 1)),
    .init(3, (15, 13), 64, to: 96, kernel: (1, 1)),
    .init(3, (31, 22), 40, to: 96, kernel: (1, 1), stride: (2, 2)),
    .init(4, (20, 20), 3, to: 32, kernel: (5, 5), stride: (2, 2), padding: (2, 2)),
    .init(4, (9, 9), 24, to: 24, kernel: (3, 3), padding: (1, 1), groups: 24),
    .init(6, (4, 4), 160, to: 96, kernel: (3, 3), stride: (2, 2), padding: (1, 1)),
    .init(5, (24, 22), 56, to: 64, kernel: (3, 3), stride: (2, 2), padding: (1, 1)),
    .init(5, (57, 50), 64, to: 80, kernel: (3, 3), padding: (1, 1)),
    .init(11, (21, 18), 128, to: 144, kernel: (3, 3), stride: (2, 2), padding: (1, 1)),
  ]
}

import Basics

/// What the threads of a stream share: which images are wanted next, and what is finished.
final class BatchWork: Sendable {
  typealias Outcome = Result<Batch, DataError>

  /// Some images of one batch, prepared by one thread.
  private struct Piece: Sendable {
    var step: Int
    var slots: Range<Int>
  }

  private struct Assembly: Sendable {
    var images: [Result<BatchImage, DataError>?]
    var missing: Int
  }

  private struct State: Sendable {
    /// The first image that nobody works on.
    var step: Int
    var slot = 0
    /// The step that the reader gets next.
    var wanted: Int
    var assemblies: [Int: Assembly] = [:]
    var finished: [Int: Outcome] = [:]
    var isCancelled = false
  }

  let plan: BatchPlan
  private let maker: BatchMaker
  private let epoch: Int
  private let pieceSize: Int
  private let depth: Int
  private let state: Monitor<State>

  /// - Parameters:
  ///   - pieceSize: how many images a thread takes at a time.
  ///   - depth: how many batches are under way or wait at most.
  init(
    plan: BatchPlan, maker: BatchMaker, epoch: Int, firstStep: Int, pieceSize: Int, depth: Int
  ) {
    self.plan = plan
    self.maker = maker
    self.epoch = epoch
    self.pieceSize = pieceSize
    self.depth = depth
    state = Monitor(State(step: firstStep, wanted: firstStep))
  }

  /// What a background thread does until the epoch is over or cancelled.
  func run() {
    while let piece = nextPiece() {
      let samples = Array(plan[piece.step])
      let images = piece.slots.map { maker.image(samples[$0], epoch: epoch) }
      if let assembly = deliver(images, of: piece, batchSize: samples.count) {
        let outcome = maker.outcome(of: samples, assembly.images.compactMap(\.self))
        state.update { $0.finished[piece.step] = outcome }
      }
    }
  }

  /// Waits for the next batch of the reader.
  func take() -> Outcome? {
    state.wait { state -> Outcome?? in
      if state.isCancelled || state.wanted >= self.plan.count { return .some(nil) }
      guard let outcome = state.finished.removeValue(forKey: state.wanted) else { return nil }
      state.wanted += 1
      return .some(outcome)
    }
  }

  /// Makes the next batch of the reader in the reader's own thread.
  func make() -> Outcome? {
    let step = state.update { state -> Int? in
      guard !state.isCancelled, state.wanted < self.plan.count else { return nil }
      state.wanted += 1
      return state.wanted - 1
    }
    guard let step else { return nil }
    let samples = Array(plan[step])
    return maker.outcome(of: samples, samples.map { maker.image($0, epoch: epoch) })
  }

  func cancel() {
    state.update { state in
      state.isCancelled = true
      state.assemblies = [:]
      state.finished = [:]
    }
  }

  /// Waits until there is work within reach of the reader; nil when there will be none.
  private func nextPiece() -> Piece? {
    state.wait { state -> Piece?? in
      if state.isCancelled || state.step >= self.plan.count { return .some(nil) }
      guard state.step < state.wanted + self.depth else { return nil }
      let size = self.plan[state.step].count
      let piece = Piece(
        step: state.step, slots: state.slot..<min(state.slot + self.pieceSize, size))
      state.slot = piece.slots.upperBound
      if state.slot == size {
        state.slot = 0
        state.step += 1
      }
      return .some(piece)
    }
  }

  /// Adds what a thread prepared; returns the batch's images when these were the last.
  private func deliver(
    _ images: [Result<BatchImage, DataError>], of piece: Piece, batchSize: Int
  ) -> Assembly? {
    state.update { state in
      guard !state.isCancelled else { return nil }
      var assembly =
        state.assemblies.removeValue(forKey: piece.step)
        ?? Assembly(images: Array(repeating: nil, count: batchSize), missing: batchSize)
      for (slot, image) in zip(piece.slots, images) { assembly.images[slot] = image }
      assembly.missing -= piece.slots.count
      if assembly.missing == 0 { return assembly }
      state.assemblies[piece.step] = assembly
      return nil
    }
  }
}

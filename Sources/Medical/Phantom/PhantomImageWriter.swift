import Basics
import Glibc
import Imaging

/// Draws, encodes and writes the images of a data set with several threads.
struct PhantomImageWriter: Sendable {
  private struct State {
    var started = 0
    var written = 0
    var failure: PhantomError?
  }

  let generator: PhantomGenerator
  let directory: String

  /// Writes all images; after a failure no further one is begun.
  func writeAll(threads: Int, progress: (Int) -> Void) throws(PhantomError) {
    let count = generator.options.count
    let state = Monitor(State())
    let workers = (0..<threads).map { _ in
      WorkerThread {
        while let index = state.update({ next(&$0) }) {
          do throws(PhantomError) {
            try write(index)
            state.update { $0.written += 1 }
          } catch {
            state.update { $0.failure = $0.failure ?? error }
          }
        }
      }
    }
    var reported = 0
    while reported < count {
      let (written, failed) = state.wait { [reported] state in
        let failed = state.failure != nil
        return state.written > reported || failed ? (state.written, failed) : nil
      }
      if failed { break }
      reported = written
      progress(written)
    }
    for worker in workers { worker.join() }
    if let failure = state.update({ $0.failure }) { throw failure }
  }

  private func next(_ state: inout State) -> Int? {
    guard state.failure == nil, state.started < generator.options.count else { return nil }
    defer { state.started += 1 }
    return state.started
  }

  private func write(_ index: Int) throws(PhantomError) {
    let (image, record) = generator.render(index)
    let path = FilePath.join(directory, record.fileName)
    let bytes: [UInt8]
    do throws(ImageError) {
      switch record.format {
      // The noise does not compress: higher levels cost time and gain nothing.
      case .png: bytes = try ImageCodec.encodePNG(image, name: path, compression: 2)
      case .jpeg:
        bytes = try ImageCodec.encodeJPEG(
          image, name: path, quality: generator.options.jpegQuality)
      }
    } catch {
      throw .image(error)
    }
    do throws(FileError) {
      try write(bytes, to: path)
    } catch {
      throw .file(error)
    }
  }

  /// Writes a file without waiting for the device: its folder has not taken its name yet.
  private func write(_ bytes: [UInt8], to path: String) throws(FileError) {
    guard let file = fopen(path, "wbx") else {
      throw FileError(errno: errno, operation: "write", path: path)
    }
    errno = 0
    let count = fwrite(bytes, 1, bytes.count, file)
    // Buffered bytes may fail only here.
    let failure = errno
    guard fclose(file) == 0, count == bytes.count else {
      throw FileError(errno: failure == 0 ? errno : failure, operation: "write", path: path)
    }
  }
}

import Glibc

/// Another program at work for this one: its standard output is read line by line, its standard error goes to a file.
///
/// It runs in a process group of its own, so that Ctrl-C in a terminal reaches this program alone, which passes it on.
public final class ChildProcess {
  /// How a program ended.
  public enum End: Hashable, Sendable {
    /// By itself, with this status.
    case exited(Int32)
    /// By a signal.
    case killed(Int32)
  }

  /// The number of the process.
  public let pid: Int32
  /// How it ended; nil while it runs.
  public private(set) var end: End?
  /// Whether its standard output may still bring something.
  public private(set) var isOutputOpen = true

  private let output: Int32
  private var pending: [UInt8] = []
  /// Where it reads from; nil when that is nothing, or closed.
  private var input: Int32?
  private var outgoing: [UInt8] = []

  /// The longest line that is kept together, in bytes; the rest of a longer one is dropped.
  private static let longestLine = 1 << 20

  /// Starts a program.
  ///
  /// - Parameters:
  ///   - executable: its path.
  ///   - arguments: what follows its name.
  ///   - environment: all variables that it gets.
  ///   - errors: the file to which its standard error is appended.
  ///   - takesInput: whether `send(_:)` can tell it something; without, its standard input is empty.
  public init(
    _ executable: String, _ arguments: [String], environment: [String: String], errors: String,
    takesInput: Bool = false
  ) throws(FileError) {
    let ends = try Self.makePipe(for: executable)
    let inputEnds = takesInput ? try? Self.makePipe(for: executable) : nil
    guard !takesInput || inputEnds != nil else {
      for end in ends { close(end) }
      throw FileError(errno: EMFILE, operation: "start", path: executable)
    }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    if let inputEnds {
      posix_spawn_file_actions_adddup2(&actions, inputEnds[0], STDIN_FILENO)
    } else {
      posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    }
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO)
    posix_spawn_file_actions_addopen(
      &actions, STDERR_FILENO, errors, O_WRONLY | O_CREAT | O_APPEND, 0o666)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var nothing = sigset_t()
    sigemptyset(&nothing)
    posix_spawnattr_setsigmask(&attributes, &nothing)
    posix_spawnattr_setpgroup(&attributes, 0)
    posix_spawnattr_setflags(
      &attributes, Int16(POSIX_SPAWN_SETSIGMASK) | Int16(POSIX_SPAWN_SETPGROUP))
    var words = ([executable] + arguments).map { strdup($0) }
    var variables = environment.sorted { $0.key < $1.key }.map { strdup("\($0.key)=\($0.value)") }
    defer { for text in words + variables { free(text) } }
    words.append(nil)
    variables.append(nil)
    var number: Int32 = 0
    let status = posix_spawn(&number, executable, &actions, &attributes, words, variables)
    close(ends[1])
    if let inputEnds { close(inputEnds[0]) }
    guard status == 0 else {
      close(ends[0])
      if let inputEnds { close(inputEnds[1]) }
      throw FileError(errno: status, operation: "start", path: executable)
    }
    pid = number
    output = ends[0]
    _ = fcntl(output, F_SETFL, O_NONBLOCK)
    input = inputEnds?[1]
    if let input { _ = fcntl(input, F_SETFL, O_NONBLOCK) }
  }

  private static func makePipe(for executable: String) throws(FileError) -> [Int32] {
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else {
      throw FileError(errno: errno, operation: "start", path: executable)
    }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    return ends
  }

  deinit {
    close(output)
    if let input { close(input) }
    if end == nil {
      kill(pid, SIGKILL)
      _ = retrying { waitpid(pid, nil, 0) }
    }
  }

  /// Sends it a signal, if it still runs.
  ///
  /// - Parameter group: whether what it has started gets the signal too.
  public func send(_ signal: Int32, toGroup group: Bool = false) {
    if end == nil { kill(group ? -pid : pid, signal) }
  }

  /// The bytes of texts that it has not read yet, as far as this program knows.
  public var unsentByteCount: Int { outgoing.count }

  /// Hands a text to its standard input: what it does not take now is kept for the next call; never waits.
  ///
  /// - Parameter text: more to say; empty to go on with what was kept.
  /// - Returns: false when it listens no more.
  @discardableResult
  public func send(_ text: String) -> Bool {
    guard let input else { return false }
    outgoing += Array(text.utf8)
    while !outgoing.isEmpty {
      let count = Self.withoutBrokenPipeSignal {
        outgoing.withUnsafeBytes { write(input, $0.baseAddress, $0.count) }
      }
      if count < 0 {
        if errno == EINTR { continue }
        if errno == EAGAIN { return true }
        closeInput()
        return false
      }
      outgoing.removeFirst(count)
    }
    return true
  }

  /// Closes its standard input; what it has not taken is lost.
  public func closeInput() {
    if let input { close(input) }
    input = nil
    outgoing = []
  }

  /// Writing to a program that has gone is an error to look at, not a signal that ends this one.
  private static func withoutBrokenPipeSignal(_ body: () -> Int) -> Int {
    var brokenPipe = sigset_t()
    var earlier = sigset_t()
    sigemptyset(&brokenPipe)
    sigaddset(&brokenPipe, SIGPIPE)
    pthread_sigmask(SIG_BLOCK, &brokenPipe, &earlier)
    let result = body()
    let failure = errno
    if result < 0, failure == EPIPE, sigismember(&earlier, SIGPIPE) == 0 {
      var now = timespec()
      sigtimedwait(&brokenPipe, nil, &now)
    }
    pthread_sigmask(SIG_SETMASK, &earlier, nil)
    errno = failure
    return result
  }

  /// The lines of its standard output that have come in since the last call; never waits.
  public func readLines() -> [String] {
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while isOutputOpen {
      let count = retrying { read(output, &buffer, buffer.count) }
      guard count > 0 else {
        if count == 0 || errno != EAGAIN { isOutputOpen = false }
        break
      }
      pending += buffer[..<count]
    }
    var lines: [String] = []
    var start = 0
    while let newline = pending[start...].firstIndex(of: UInt8(ascii: "\n")) {
      lines.append(String(decoding: pending[start..<newline], as: UTF8.self))
      start = newline + 1
    }
    pending.removeFirst(start)
    if pending.count > Self.longestLine { pending.removeAll() }
    return lines
  }

  /// Takes note of its end, if it has ended.
  ///
  /// - Parameter waiting: whether to wait for it.
  @discardableResult
  public func collect(waiting: Bool = false) -> End? {
    guard end == nil else { return end }
    var status: Int32 = 0
    guard retrying({ waitpid(pid, &status, waiting ? 0 : WNOHANG) }) == pid else { return nil }
    let signal = status & 0x7F
    end = signal == 0 ? .exited((status >> 8) & 0xFF) : .killed(signal)
    return end
  }

  /// Waits until one of the programs says something or ends, or the time is over, or a signal comes.
  ///
  /// - Parameter seconds: how long to wait at most.
  public static func wait(for children: [ChildProcess], seconds: Double) {
    var requests = children.filter(\.isOutputOpen).map { child in
      pollfd(fd: child.output, events: Int16(POLLIN), revents: 0)
    }
    // The output of a program closes when it ends; without any there is nothing to be woken by.
    let limit = requests.count == children.count ? seconds : min(seconds, 0.01)
    _ = poll(&requests, nfds_t(requests.count), Int32(max(0, limit * 1000)))
  }
}

import Glibc

/// Waiting without doing anything.
public enum Pause {
  /// Waits for some milliseconds, or less when a signal comes.
  public static func milliseconds(_ count: Int) {
    usleep(UInt32(max(0, min(count, 1_000_000))) * 1000)
  }
}

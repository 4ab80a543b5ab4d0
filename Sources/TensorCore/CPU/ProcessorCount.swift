import Basics
import CKernels

/// How many processors this process may keep busy.
public enum ProcessorCount {
  /// The processors that the scheduler allows, or the whole processors of the control group's quota if those are fewer.
  public static var available: Int {
    let allowed = Int(ck_allowed_processors())
    guard let quota = quotaProcessors() else { return allowed }
    return max(1, min(allowed, quota))
  }

  private static func quotaProcessors() -> Int? {
    func text(_ path: String) -> String? { try? FileSystem.readText(path, limit: 4096) }
    if let limit = text("/sys/fs/cgroup/cpu.max") { return processors(inQuota: limit) }
    guard let quota = text("/sys/fs/cgroup/cpu/cpu.cfs_quota_us"),
      let period = text("/sys/fs/cgroup/cpu/cpu.cfs_period_us")
    else { return nil }
    return processors(inQuota: quota + " " + period)
  }

  /// The processors that "quota period" allows, rounded up; nil for no limit ("max", or negative).
  package static func processors(inQuota text: String) -> Int? {
    let numbers = text.split(whereSeparator: \.isWhitespace).map { Int($0) }
    guard numbers.count == 2, let quota = numbers[0], let period = numbers[1], quota > 0, period > 0
    else { return nil }
    return max(1, (quota - 1) / period + 1)
  }
}

import Basics
import Glibc
import Hyperopt

/// Ours in the comparison of Benchmarks/hpo: regrets on standard output as `sampler,case,seed,trials,regret`.
///
///     hpo-bench run SAMPLER FROM TO [--cases A,B] [--name NAME] [KEY=VALUE ...]    seeds FROM ..< TO
///     hpo-bench speed [TRIALS ...]    milliseconds of one suggestion with 8 parameters beside so many trials
///     hpo-bench values           the functions at the points of random trials, for compare.py --check
///
/// All take `--table Benchmarks/hpo/cnn_table.csv` for one case more, cnn_table.
@main
enum Entry {
  static func main() {
    var arguments = Array(CommandLine.arguments.dropFirst())
    var cases = Case.all
    if let path = take("--table", from: &arguments) {
      do {
        cases.append(try ResponseTable(contentsOf: path).asCase)
      } catch {
        fail("\(error)")
      }
    }
    var names = cases.map(\.name)
    if let chosen = take("--cases", from: &arguments) {
      names = chosen.split(separator: ",").map(String.init)
    }
    let label = take("--name", from: &arguments)
    switch arguments.first {
    case "run" where arguments.count >= 4:
      guard let first = Int(arguments[2]), let last = Int(arguments[3]), first <= last else {
        fail("seeds are two whole numbers, not '\(arguments[2])' and '\(arguments[3])'")
      }
      var options = TPEOptions()
      for setting in arguments.dropFirst(4) where !options.set(setting) {
        fail("no setting: '\(setting)'")
      }
      for name in names {
        guard let item = cases.first(where: { $0.name == name }) else {
          fail("no case: \(name)")
        }
        for seed in first..<last {
          guard let sampler = sampler(arguments[1], UInt64(seed), options) else {
            fail("no sampler: '\(arguments[1])'")
          }
          for (trials, regret) in regrets(sampler, item, seed: seed) {
            print("\(label ?? arguments[1]),\(name),\(seed),\(trials),\(regret)")
          }
        }
      }
    case "speed":
      let counts = arguments.dropFirst().compactMap(Int.init)
      SpeedBench.run(counts: counts.isEmpty ? [100, 1_000, 10_000] : counts)
    case "values": printValues(of: cases)
    default: fail("usage: hpo-bench run SAMPLER FROM TO | speed | values")
    }
  }

  private static func sampler(_ name: String, _ seed: UInt64, _ options: TPEOptions) -> (
    any Sampler
  )? {
    if name == "tpe" { return TPESampler(seed: seed, options: options) }
    return SamplerKind(rawValue: name)?.makeSampler(seed: seed)
  }

  /// The regret of the best trial as the search sees it, without noise, after 100 and after 300 trials.
  private static func regrets(_ sampler: any Sampler, _ item: Case, seed: Int) -> [(Int, Double)] {
    var table = TrialTable(space: item.space, direction: .minimize)
    var trials: [TrialRecord] = []
    var noise = RandomSource(seed: UInt64(seed)).split("noise")
    var best = (seen: Double.infinity, real: Double.infinity)
    var result: [(Int, Double)] = []
    for number in 0..<300 {
      let values =
        (sampler as? any IncrementalSampler)?.suggest(number: number, after: table)
        ?? sampler.suggest(number: number, in: item.space, direction: .minimize, trials: trials)
      let real = item.function(values)
      let seen = item.noise > 0 ? real + item.noise * noise.nextNormal() : real
      let trial = TrialRecord(number: number, state: .complete, values: values, value: seen)
      trials.append(trial)
      table.record(trial)
      if seen < best.seen { best = (seen, real) }
      if number == 99 || number == 299 { result.append((number + 1, best.real - item.least)) }
    }
    return result
  }

  /// One line per point: case, value, and the values as JSON would write them.
  private static func printValues(of cases: [Case]) {
    for item in cases {
      let table = TrialTable(space: item.space, direction: .minimize)
      let sampler = RandomSampler(seed: 1)
      for number in 0..<20 {
        let values = sampler.suggest(number: number, after: table)
        let texts = values.sorted { $0.key < $1.key }.map { name, value in
          switch value {
          case .double(let number): "\(name)=\(number)"
          case .int(let number): "\(name)=\(number)"
          case .choice(let index): "\(name)=#\(index)"
          }
        }
        print("\(item.name) \(item.function(values)) \(texts.joined(separator: " "))")
      }
    }
  }

  private static func take(_ option: String, from arguments: inout [String]) -> String? {
    guard let index = arguments.firstIndex(of: option), index + 1 < arguments.count else {
      return nil
    }
    let value = arguments[index + 1]
    arguments.removeSubrange(index...index + 1)
    return value
  }

  private static func fail(_ text: String) -> Never {
    let line = "hpo-bench: \(text)\n"
    write(STDERR_FILENO, line, line.utf8.count)
    exit(64)
  }
}

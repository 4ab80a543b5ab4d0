#!/bin/sh
# Every reader of outside bytes against damaged files, under AddressSanitizer, and how much of each reader they reached.
#   scripts/fuzz.sh [VARIANTS]      (of each kind; 100000 if not given)
set -eu
cd "$(dirname "$0")/.."
swift=${SWIFT:-swift}
folder=.build/fuzz
export ROENTGEN_FUZZ_ITERATIONS="${1:-100000}"
# The leak check needs ptrace, which containers often forbid; leaks are not what is looked for.
export ASAN_OPTIONS=detect_leaks=0

"$swift" test -c release --disable-testable-imports --sanitize=address --enable-code-coverage --scratch-path "$folder" \
  --filter 'Fuzz|Robustness|mutated|whateverTheBytes'

bin=$("$swift" build -c release --scratch-path "$folder" --show-bin-path)
tool=$(dirname "$(command -v "$swift")")/llvm-cov
echo
echo "lines of the readers that were reached (llvm-cov):"
"$tool" report "$bin"/*.xctest -instr-profile "$bin/codecov/default.profdata" \
  Sources/Config Sources/Checkpoints Sources/CImageIO Sources/Imaging/Codec Sources/Imaging/Formats Sources/Training/Data/Tables \
  Sources/Basics/JSON Sources/Basics/Compression |
  awk 'NR > 2 && NF >= 10 { printf "%-60s %s\n", $1, $10 }'

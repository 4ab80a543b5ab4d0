#!/usr/bin/env bash
# Compares the present program with that of another commit, bit for bit, on this machine:
#
#     Benchmarks/golden.sh BASE [CASE ...]
#
# BASE is a commit; CASE names of golden/cases.py (all without one). Both programs are built in release, train, resume,
# search, predict, evaluate and export the same small cases, and everything that they computed is compared: tensors,
# histories, predictions, scores, ONNX initialisers, settings. Bits are equal on one kind of processor only.
# ROENTGEN_GOLDEN_DIR keeps the base's build between calls.
set -euo pipefail
cd "$(dirname "$0")/.."
[ $# -ge 1 ] || { sed -n '2,10s/^# \{0,1\}//p' "$0"; exit 2; }
base=$(git rev-parse --verify "$1^{commit}")
shift
folder=${ROENTGEN_GOLDEN_DIR:-$(mktemp -d)}
mkdir -p "$folder"
tree=$folder/$base
if [ ! -x "$tree/.build/release/main" ]; then
  git worktree prune
  [ -d "$tree" ] || git worktree add --detach --quiet "$tree" "$base"
  (cd "$tree" && swift build -c release --product main)
fi
swift build -c release --product main
status=0
python3 Benchmarks/golden/compare.py "$tree/.build/release/main" .build/release/main "$@" || status=$?
if [ -z "${ROENTGEN_GOLDEN_DIR:-}" ]; then
  git worktree remove --force "$tree"
  rm -rf "$folder"
fi
exit $status

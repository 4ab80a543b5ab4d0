#!/bin/sh
# From nothing to a trained six-zone model, in the folder demo/: what a new user would type.
# ROENTGEN_DEMO=small trains for two epochs only, to see that everything works.
set -eu
main=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
mkdir -p demo
cd demo

"$main" --mode init
if [ "${ROENTGEN_DEMO:-full}" = small ]; then
  "$main" --mode train --epochs 2
else
  "$main" --mode train
  f1=$(sed -n 's/.*"f1_macro": *\([0-9.]*\).*/\1/p' logs/metrics_test.json | head -n 1)
  echo
  echo "Zone macro-F1 on held-back phantoms: $f1"
  if [ "$(printf '%s\n0.80\n' "$f1" | sort -n | head -n 1)" != 0.80 ]; then
    echo "That is below the 0.80 that this demo is held to." >&2
    exit 1
  fi
fi
first=$(ls data/phantoms/images | head -n 1)
echo
echo "One prediction:"
"$main" --mode predict --model-path models/best_model.pth --input "data/phantoms/images/$first"

#!/bin/sh
# All comparisons with PyTorch, one after the other, and a table of what they found.
# Takes ROENTGEN_PYTHON (a Python with torch, torchvision, timm, transformers, numpy and pillow) or makes one under .venv.
set -u
cd "$(dirname "$0")/.."
main=${1:-.build/release/main}

python=${ROENTGEN_PYTHON:-.venv/bin/python}
if ! "$python" -c 'import torch, numpy, PIL, torchvision, timm' 2>/dev/null; then
  if [ -n "${ROENTGEN_PYTHON:-}" ]; then
    echo "$python lacks torch, torchvision, timm, numpy or pillow" >&2
    exit 2
  fi
  echo "making .venv with torch, torchvision, timm, transformers, numpy and pillow"
  # The processor's build of torch, which is smaller, where it is to be had; the others would bring another one along.
  python3 -m venv .venv \
    && { .venv/bin/pip install --quiet torch torchvision --index-url https://download.pytorch.org/whl/cpu \
      || .venv/bin/pip install --quiet torch torchvision; } \
    && .venv/bin/pip install --quiet numpy pillow timm transformers || exit 2
fi

summary=
failed=0
for script in start_up decoding parity/training models fashion_mnist; do
  echo
  echo "== $script"
  if "$python" "Benchmarks/$script.py" "$main"; then
    verdict=pass
  else
    verdict=FAIL
    failed=1
  fi
  summary="$summary$(printf '%-20s %s' "$script" "$verdict")
"
done
printf '\n%s' "$summary"
exit $failed

"""What `main --mode check` says that training takes, beside what training took: the largest resident size of the process.

Each network is trained for a few steps on noise, with Adam, and checked before. A row passes when the estimate is within a
quarter of the peak.

    python Benchmarks/memory.py [MAIN] [--only ResNet50 ...] [--large]
"""

import argparse
import json
import os
import pathlib
import subprocess
import sys
import tempfile

from kills import make_data
REPOSITORY = pathlib.Path(__file__).resolve().parents[1]

TOLERATED = 0.25
# Network, pixels, channels, batch, further settings.
SMALL = [
    ("LeNet", 28, 1, 64, {}), ("MyNet", 28, 1, 64, {}), ("Custom_1", 128, 1, 16, {}), ("Custom_1", 224, 3, 16, {}),
    ("Custom_1", 224, 3, 16, {"Training.ema_decay": "0.99", "Training.accumulate_grad_batches": "2"}),
    ("ResNet18", 224, 3, 16, {}), ("ResNet18", 224, 3, 16, {"Model.freeze_backbone": "true"}),
    ("EfficientNet-B0", 224, 3, 8, {}), ("ViT-Ti/16", 224, 3, 8, {}),
]
LARGE = [
    ("ResNet50", 224, 3, 16, {}), ("ResNet50", 224, 3, 16, {"Training.recompute": "true"}),
    ("ResNet50", 224, 3, 16, {"Training.precision": "bf16-mixed"}), ("DenseNet121", 224, 3, 16, {}),
    ("ViT-B/16", 224, 3, 8, {}),
]


def command(binary, mode, network, size, channels, batch, settings):
    keys = {
        "Data.dataset": "folder", "Data.root": "data", "Data.image_size": size, "Data.channels": channels,
        "Data.val_split": 0.3, "Data.test_split": 0, "Training.batch_size": batch, "Training.n_epochs": 1,
        "Model.model_arch": network, "Logging.report": "false", **settings}
    return [str(binary), "--mode", mode, "--json"] + [w for k, v in keys.items() for w in ("--set", f"{k}={v}")]


def peak(words, folder):
    """The largest resident size of a program, in bytes."""
    program = subprocess.Popen(words, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    errors = program.stderr.read().decode()
    _, status, usage = os.wait4(program.pid, 0)
    if status:
        sys.exit(f"{' '.join(words)}\n{errors}")
    return usage.ru_maxrss * 1024


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("binary", nargs="?", default=REPOSITORY / ".build/release/main")
    parser.add_argument("--only", nargs="*")
    parser.add_argument("--large", action="store_true", help="the large networks too: minutes")
    options = parser.parse_args()
    binary = pathlib.Path(options.binary).resolve()
    failures = 0
    print("| network | batch | settings | estimate, MB | peak, MB | ratio |\n|---|---|---|---|---|---|")
    for network, size, channels, batch, settings in SMALL + (LARGE if options.large else []):
        if options.only and network not in options.only:
            continue
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            make_data(folder / "data", side=size, per_class=max(batch * 3 // 2, 12))
            words = (network, size, channels, batch, settings)
            lines = subprocess.run(command(binary, "check", *words), cwd=folder, check=True, capture_output=True,
                                   text=True).stdout.splitlines()
            estimate = next(e for e in map(json.loads, lines) if e["event"] == "check")["memory_bytes"]
            measured = peak(command(binary, "train", *words) + ["--no-test"], folder)
        ratio = estimate / measured
        failures += abs(ratio - 1) > TOLERATED
        shown = ", ".join(f"{k.split('.')[1]} {v}" for k, v in settings.items())
        print(f"| {network}, {size} px | {batch} | {shown} | {estimate / 1e6:.0f} | {measured / 1e6:.0f} | {ratio:.2f} |",
              flush=True)
    sys.exit(failures > 0)


if __name__ == "__main__":
    main()

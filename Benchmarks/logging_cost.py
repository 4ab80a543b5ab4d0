"""What logging and reporting cost: a demo-sized run with everything on beside the same run with everything off, in turn.

On: TensorBoard, W&B, tables, plots every ten epochs, bootstrap intervals, the page with heat maps. Off: none of these. Wall
time decides on an idle machine; processor time, printed beside it, is steadier on a busy one. The page, which is the larger
part, is also timed alone, by making it again.

    python Benchmarks/logging_cost.py [--main .build/release/main] [--images 1200] [--epochs 30] [--rounds 2]
"""

import argparse
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

from parity.program import default_binary

PROMISE = 0.01
ON = ["Logging.wandb_project=cost", "Callbacks.plot_interval=10", "Logging.event_log=true"]
OFF = ["Logging.tensorboard=false", "Logging.csv=false", "Logging.report=false", "Metrics.bootstrap_samples=0"]


def measure(words, folder):
    """Wall and processor seconds of a command."""
    start = time.perf_counter()
    process = subprocess.Popen(words, cwd=folder, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        sys.exit(f"{' '.join(map(str, words))} failed")
    return time.perf_counter() - start, usage.ru_utime + usage.ru_stime


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--main", type=pathlib.Path, default=default_binary())
    parser.add_argument("--images", type=int, default=1200)
    parser.add_argument("--epochs", type=int, default=30)
    parser.add_argument("--rounds", type=int, default=2)
    arguments = parser.parse_args()
    binary = arguments.main.resolve()
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(scratch)
        subprocess.run([binary, "--mode", "init", "--quiet"], cwd=folder, check=True)
        table = folder / "data/phantoms/labels.csv"
        table.write_text("".join(table.read_text().splitlines(keepends=True)[:arguments.images + 1]))
        train = [binary, "--mode", "train", "--quiet", "--epochs", str(arguments.epochs), "--patience", "0"]
        seconds = {"on": [], "off": []}
        for turn in range(arguments.rounds):
            for name, settings in [("on", ON), ("off", OFF)][::-1 if turn % 2 else 1]:
                flags = [word for setting in settings for word in ("--set", setting)]
                seconds[name].append(measure(train + flags, folder))
                print(f"{name}: {seconds[name][-1][0]:.2f} s, processor {seconds[name][-1][1]:.2f} s", flush=True)
                if name == "on":
                    page = measure([binary, "--mode", "report", "--quiet"], folder)
                    print(f"page alone: {page[0]:.2f} s, processor {page[1]:.2f} s", flush=True)
    shares = []
    for place, what in enumerate(["wall", "processor"]):
        on, off = (statistics.median(run[place] for run in seconds[name]) for name in ("on", "off"))
        shares.append((on - off) / off)
        print(f"{what}: {on - off:+.2f} s of {off:.2f} s, {100 * shares[-1]:+.2f} % (promised: below {100 * PROMISE:.0f} %)")
    return min(shares) >= PROMISE


if __name__ == "__main__":
    sys.exit(main())

"""How long `main --help` takes, and how long from launch to the first training step on decoded PNG files.

    python Benchmarks/start_up.py [MAIN] [--runs N]
"""

import argparse
import json
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

import numpy as np
from PIL import Image

from parity.program import default_binary, write_ini

HELP_LIMIT, STEP_LIMIT = 0.05, 0.3


def make_folder(folder):
    random = np.random.default_rng(0)
    for name in ["round", "square"]:
        (folder / name).mkdir(parents=True)
        for i in range(200):
            Image.fromarray(random.integers(0, 256, (64, 64), np.uint8)).save(folder / name / f"{i:03}.png")


def first_step(binary, folder, arch):
    """Seconds from launch to the event of the first step."""
    start = time.perf_counter()
    process = subprocess.Popen([binary, "--mode", "train", "--config", f"{arch}.ini", "--json", "--quiet"], cwd=folder,
                               stdout=subprocess.PIPE, text=True)
    for line in process.stdout:
        if json.loads(line)["event"] == "step_end":
            seconds = time.perf_counter() - start
            break
    else:
        sys.exit("main ended before its first step")
    process.kill()
    process.wait()
    process.stdout.close()
    return seconds


def help_time(binary):
    start = time.perf_counter()
    subprocess.run([binary, "--help"], check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("main", nargs="?", default=default_binary(), type=pathlib.Path)
    parser.add_argument("--runs", type=int, default=20)
    options = parser.parse_args()
    binary, passed = options.main.resolve(), True

    def report(name, seconds, limit):
        nonlocal passed
        median = statistics.median(seconds)
        passed = passed and median < limit
        print(f"{name:42} median {1000 * median:6.1f} ms, best {1000 * min(seconds):6.1f}, limit {1000 * limit:.0f}: "
              f"{'pass' if median < limit else 'FAIL'}", flush=True)

    report("main --help", [help_time(binary) for _ in range(options.runs)], HELP_LIMIT)
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(scratch)
        make_folder(folder / "images")
        for arch, size in [("LeNet", 28), ("Custom_1", 64)]:
            write_ini(folder / f"{arch}.ini", {
                "Data": {"dataset": "folder", "root": "images", "channels": 1, "image_size": size},
                "Training": {"batch_size": 16}, "Model": {"model_arch": arch}})
            report(f"first step, {arch} at {size} px, batch 16",
                   [first_step(binary, folder, arch) for _ in range(options.runs)], STEP_LIMIT)
    sys.exit(0 if passed else 1)


if __name__ == "__main__":
    main()

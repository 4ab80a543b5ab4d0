#!/usr/bin/env python3
"""The tabulated response of a small CNN: a grid of real trainings, and what lies between its points.

  cnn_table.py --program MAIN --data FASHION_MNIST [--seconds 100] [--jobs 2]

trains LeNet with our own program for three epochs on 2,000 images of Fashion-MNIST (the first 3,000 of its training set, a
third of them to validate), once for each of 288 settings, and adds the least validation loss of each to cnn_table.csv. Points
that are there are left alone, so that it can be run in pieces. A training that diverges counts as guessing: log(10).

Between the points the table is linear in dropout and in the logarithms of learning rate and weight decay. Sources/hpo-bench
reads the same file.
"""
import argparse
import concurrent.futures
import csv
import functools
import gzip
import itertools
import json
import math
import pathlib
import struct
import subprocess
import tempfile
import time

TABLE = pathlib.Path(__file__).with_name("cnn_table.csv")
CHOICES = {"batch_size": [16, 32, 64, 128]}
NUMBERS = {
    "learning_rate": [float(f"{10 ** (k / 2 - 4):.4g}") for k in range(8)],
    "weight_decay": [1e-5, 1e-3, 1e-1],
    "dropout": [0.0, 0.3, 0.6],
}
NAMES = [*CHOICES, *NUMBERS]
KEYS = {
    "batch_size": "Training.batch_size",
    "learning_rate": "Training.learning_rate",
    "weight_decay": "Optimization.weight_decay",
    "dropout": "Model.dropout",
}
WORST = math.log(10)
CONFIGURATION = """[Data]
dataset = idx
root = data
val_split = 0.3333
[Model]
model_arch = LeNet
[Training]
n_epochs = 3
threads = 1
checkpoint_interval = 0
[Optimization]
optimizer = sgd
scheduler = none
momentum = 0.9
[Callbacks]
early_stopping_patience = 0
[Logging]
tensorboard = false
csv = false
"""


def place(value, points, is_log):
    """The cell of a sorted axis that a value lies in, and how far along it."""
    scale = math.log if is_log else float
    index = max(i for i in range(len(points) - 1) if i == 0 or points[i] <= value)
    low, high = scale(points[index]), scale(points[index + 1])
    return index, min(max((scale(value) - low) / (high - low), 0.0), 1.0)


def bounds(name):
    return NUMBERS[name][0], NUMBERS[name][-1]


@functools.cache
def table():
    with open(TABLE) as lines:
        return {tuple(row[name] for name in NAMES): float(row["loss"]) for row in csv.DictReader(lines)}


def response(point):
    """The loss at a point of the space, by interpolation."""
    places = [place(point[name], points, name != "dropout") for name, points in NUMBERS.items()]
    total = 0.0
    for corner in itertools.product((0, 1), repeat=len(places)):
        weight = math.prod(share if up else 1 - share for up, (_, share) in zip(corner, places))
        numbers = [points[index + up] for up, (index, _), points in zip(corner, places, NUMBERS.values())]
        total += weight * table()[tuple(map(str, [point["batch_size"], *numbers]))]
    return total


def prepare(folder, source):
    """A small data set in the format of the large one."""
    (folder / "data").mkdir()
    (folder / "config.ini").write_text(CONFIGURATION)
    for part, count in (("train", 3000), ("t10k", 100)):
        for kind, header, size in (("images-idx3", 16, 784), ("labels-idx1", 8, 1)):
            with gzip.open(source / f"{part}-{kind}-ubyte.gz") as whole:
                content = whole.read(header + size * count)
            content = content[:4] + struct.pack(">I", count) + content[8:]
            (folder / "data" / f"{part}-{kind}-ubyte").write_bytes(content)


def train(program, folder, setting):
    words = [program, "--mode", "train", "--config", "config.ini", "--no-test", "--json"]
    output = "-".join(map(str, setting))
    for name, value in zip(NAMES, setting):
        words += ["--set", f"{KEYS[name]}={value}"]
    for key in ("models", "logs", "runs"):
        words += ["--set", f"Output.{key}_dir={output}/{key}"]
    lines = subprocess.run(words, cwd=folder, capture_output=True, text=True).stdout.splitlines()
    losses = [json.loads(line).get("val_loss") for line in lines if '"epoch_end"' in line]
    losses = [loss for loss in losses if loss is not None and math.isfinite(loss)]
    return min([WORST, *losses])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", required=True, type=pathlib.Path)
    parser.add_argument("--data", required=True, type=pathlib.Path)
    parser.add_argument("--seconds", type=float, default=math.inf)
    parser.add_argument("--jobs", type=int, default=2)
    arguments = parser.parse_args()
    end = time.monotonic() + arguments.seconds
    settings = list(itertools.product(*CHOICES.values(), *NUMBERS.values()))
    if not TABLE.exists():
        TABLE.write_text(",".join([*NAMES, "loss"]) + "\n")
    known = {key: loss for key, loss in table().items()}
    missing = [setting for setting in settings if tuple(map(str, setting)) not in known]
    with tempfile.TemporaryDirectory() as name, open(TABLE, "a") as output:
        folder = pathlib.Path(name)
        prepare(folder, arguments.data)
        with concurrent.futures.ThreadPoolExecutor(arguments.jobs) as pool:

            def work(setting):
                if time.monotonic() < end:
                    return setting, train(arguments.program.resolve(), folder, setting)

            for result in pool.map(work, missing):
                if result:
                    setting, loss = result
                    output.write(",".join(map(str, [*setting, f"{loss:.5f}"])) + "\n")
                    output.flush()
    rows = len(TABLE.read_text().splitlines()) - 1
    print(f"{rows} of {len(settings)} points")


if __name__ == "__main__":
    main()

"""Runs `main` in a folder of its own, and reads the data sets that it reads."""

import csv
import gzip
import json
import os
import pathlib
import subprocess
import sys

import numpy as np

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]
IMAGENET_GREY = (np.float32(0.449), np.float32(0.226))


def default_binary():
    return REPOSITORY / ".build/release/main"


def shared_data(name):
    """A folder of $ROENTGEN_DATA, of data/ in the repository, or of shared/data beside it."""
    roots = [os.environ.get("ROENTGEN_DATA"), REPOSITORY / "data", REPOSITORY.parent / "shared/data"]
    for root in filter(None, roots):
        if (pathlib.Path(root) / name).is_dir():
            return pathlib.Path(root) / name
    sys.exit(f"no folder {name} in $ROENTGEN_DATA or {REPOSITORY}/data")


def write_ini(path, sections):
    lines = []
    for section, keys in sections.items():
        lines += [f"[{section}]", *(f"{key} = {value}" for key, value in keys.items()), ""]
    path.write_text("\n".join(lines))


def train(binary, folder, sections):
    write_ini(folder / "run.ini", sections)
    result = subprocess.run([binary, "--mode", "train", "--config", "run.ini"], cwd=folder, text=True,
                            stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if result.returncode != 0:
        sys.exit(f"training failed ({result.returncode}):\n{result.stdout}")


def step_losses(folder):
    with open(folder / "logs/steps.csv", newline="") as file:
        return np.array([float(row["loss"]) for row in csv.DictReader(file)])


def split_ids(folder):
    return json.loads((folder / "logs/splits.json").read_text())


def read_idx(path):
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rb") as file:
        content = file.read()
    rank = content[3]
    shape = np.frombuffer(content, ">u4", rank, 4)
    return np.frombuffer(content, np.uint8, offset=4 + 4 * rank).reshape(shape)


def write_idx(path, array):
    header = bytes([0, 0, 8, array.ndim]) + np.array(array.shape, ">u4").tobytes()
    path.write_bytes(header + array.astype(np.uint8).tobytes())


def normalized(pixels, mean, deviation):
    """What `main` feeds the network, with its order of operations in float32."""
    return (pixels.astype(np.float32) / np.float32(255) - np.float32(mean)) / np.float32(deviation)

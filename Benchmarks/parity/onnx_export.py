"""Exported networks by ONNX Runtime against our own answers, for every architecture, head and zone focus.

Each is trained for a step on drawn images, exported, and asked about five of them (a batch of another size than any that
was traced): logits within 1e-4, relative to the largest. Needs onnx, onnxruntime and pillow.

    python Benchmarks/parity/onnx_export.py [--main .build/release/main] [NAME]...
"""

import argparse
import json
import pathlib
import subprocess
import sys
import tempfile

import numpy as np
from PIL import Image

from onnx_logits import logits
from program import default_binary, write_ini

SIZES = {"LeNet": 28, "MyNet": 28, "ViT-B/14": 70, "RadDINO": 70}
ZONES = ["right_sup", "left_sup", "right_mid", "left_mid", "right_inf", "left_inf"]
SPECIAL = {
    "Custom_1, zones": {"model_arch": "Custom_1"},
    "Custom_1, zones, masking": {"model_arch": "Custom_1", "zone_focus": "masking"},
    "Custom_1, zones, pooling": {"model_arch": "Custom_1", "zone_focus": "pooling"},
    "ViT-Ti/16, zones, masking": {"model_arch": "ViT-Ti/16", "zone_focus": "masking"},
    "ViT-Ti/16, zones, pooling": {"model_arch": "ViT-Ti/16", "zone_focus": "pooling"},
    "DenseNet121, zones, pooling": {"model_arch": "DenseNet121", "zone_focus": "pooling"},
}


def run(binary, folder, *words):
    result = subprocess.run([binary, *words], cwd=folder, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if result.returncode != 0:
        sys.exit(f"{' '.join(words)}: {result.stdout}")
    return result.stdout


def draw(folder, size, channels):
    """Twelve pictures in two folders, with a table of six grades beside them."""
    random = np.random.default_rng(3)
    rows = ["FileID;" + ";".join(ZONES)]
    for index in range(12):
        shape = (size, size) if channels == 1 else (size, size, channels)
        path = folder / "data" / "ab"[index % 2] / f"{index}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(random.integers(0, 256, shape, dtype=np.uint8)).save(path)
        (folder / "images").mkdir(exist_ok=True)
        Image.open(path).save(folder / "images" / f"{index}.png")
        rows.append(f"{index};" + ";".join(str(grade) for grade in random.integers(0, 5, 6)))
    (folder / "labels.csv").write_text("\n".join(rows) + "\n")


def compare(binary, model, zones):
    size, channels = SIZES.get(model["model_arch"], 64), 1 if model["model_arch"] in ("LeNet", "MyNet") else 3
    data = {"dataset": "csi", "csv_path": "labels.csv", "image_dir": "images"} if zones else {
        "dataset": "folder", "root": "data"}
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(scratch)
        draw(folder, size, channels)
        write_ini(folder / "config.ini", {
            "Data": data | {"image_size": size, "channels": channels},
            "Training": {"n_epochs": 1, "batch_size": 4}, "Model": model | {"pretrained": "false"},
            "Logging": {"report": "false", "tensorboard": "false"}})
        run(binary, folder, "--mode", "train", "--quiet")
        run(binary, folder, "--mode", "export", "--model-path", "models/last_model.pth", "--output", "model.onnx")
        chosen = sorted((folder / "images").glob("*.png"))[:5]
        theirs = logits(str(folder / "model.onnx"), chosen)
        for path in (folder / "images").glob("*.png"):
            if path not in chosen:
                path.unlink()
        answers = json.loads(run(binary, folder, "--mode", "predict", "--model-path", "models/last_model.pth", "--input",
                                 "images", "--logits", "--quiet"))
        ours = np.array([[answer["logits"][zone] for zone in ZONES] if zones else answer["logits"] for answer in answers])
        nodes = (folder / "model.onnx").stat().st_size
    return float(np.abs(ours - theirs).max() / np.abs(ours).max()), nodes


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--main", default=default_binary())
    parser.add_argument("names", nargs="*", metavar="NAME")
    options = parser.parse_args()
    binary = pathlib.Path(options.main).resolve()
    listed = run(binary, ".", "--mode", "list", "models").splitlines()
    cases = {line.split()[0]: {"model_arch": line.split()[0]} for line in listed} | SPECIAL
    passed = True
    print("| network | largest difference of a logit, relative | MB |\n|---|---|---|")
    for name in options.names or cases:
        difference, size = compare(binary, cases[name], name in SPECIAL)
        passed = passed and difference < 1e-4
        print(f"| {name} | {difference:.1e} | {size / 1e6:.0f} |{'' if difference < 1e-4 else ' FAIL'}", flush=True)
    sys.exit(0 if passed else 1)


if __name__ == "__main__":
    main()

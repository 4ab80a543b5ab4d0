"""JPEG files to the input of a network, ours beside Pillow + torchvision, on one core each.

Draws pictures of about 1024 x 1024 pixels (mosaics of the photographs where these are there, smooth noise otherwise), saves
them as JPEG of quality 90, in colour and in grey, and times in alternation: decoding alone; decoding, resizing to 224 pixels
(bilinear, antialiased) and normalising to floats. Fails if the whole is less than 1.5 times as fast as
`Resize` + `ToTensor` + `Normalize`, or decoding alone more than noise (5 %) slower.

    python Benchmarks/decoding.py [--rounds N] [.build/release/main]    (image-bench lies beside it)
"""

import argparse
import io
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

import numpy as np
import PIL
import torch
import torchvision
from PIL import Image, ImageFilter, features
from torchvision import transforms

REPOSITORY = pathlib.Path(__file__).resolve().parents[1]
SIDES = [(1024, 1024), (1000, 1037), (1120, 960), (997, 1024)]
PLACES = [REPOSITORY / "data/photos", REPOSITORY / "../shared/data/photos"]


def pictures(mode, count):
    """Mosaics of photographs, so that there is as much detail as in a photograph of this size."""
    random = np.random.default_rng(7)
    place = os.environ.get("ROENTGEN_DATA")
    places = ([pathlib.Path(place) / "photos"] if place else []) + PLACES
    files = sorted(file for folder in places if folder.is_dir() for file in folder.rglob("*.jp*g"))
    for index in range(count):
        width, height = SIDES[index % len(SIDES)]
        if files:
            picture = Image.new("RGB", (width, height))
            for y in range(0, height, 320):
                for x in range(0, width, 320):
                    tile = Image.open(files[random.integers(len(files))]).convert("RGB")
                    picture.paste(tile.resize((320, 320), Image.Resampling.BICUBIC), (x, y))
        else:
            noise = random.integers(0, 256, (height, width, 3), dtype=np.uint8)
            picture = Image.fromarray(noise).filter(ImageFilter.GaussianBlur(2))
        yield picture.convert(mode)


def ours(bench, channels, files):
    result = subprocess.run([bench, "224", str(channels), *files], text=True, capture_output=True, check=True)
    return [float(number) for number in result.stdout.split()[:2]]


def peers(channels, contents):
    """Pillow's decoder, then torchvision's usual pipeline."""
    mean, std = ([0.5], [0.5]) if channels == 1 else ([0.485, 0.456, 0.406], [0.229, 0.224, 0.225])
    pipeline = transforms.Compose(
        [transforms.Resize((224, 224)), transforms.ToTensor(), transforms.Normalize(mean, std)])
    start = time.perf_counter()
    for content in contents:
        Image.open(io.BytesIO(content)).load()
    decoded = time.perf_counter()
    for content in contents:
        pipeline(Image.open(io.BytesIO(content)))
    return decoded - start, time.perf_counter() - decoded


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("main", nargs="?", default=REPOSITORY / ".build/release/main")
    parser.add_argument("--rounds", type=int, default=7, help="default: %(default)s")
    parser.add_argument("--images", type=int, default=24, help="of each mode, default: %(default)s")
    options = parser.parse_args()
    bench = pathlib.Path(options.main).resolve().with_name("image-bench")
    torch.set_num_threads(1)
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    print(f"Pillow {PIL.__version__} with libjpeg-turbo {features.version('libjpeg_turbo')}, torchvision {torchvision.__version__}")
    print("| JPEG, quality 90 | what | ours, images/s | Pillow + torchvision | ratio |\n|---|---|---|---|---|")
    passed = True
    with tempfile.TemporaryDirectory() as folder:
        for mode, channels in [("L", 1), ("RGB", 3)]:
            files = []
            for index, picture in enumerate(pictures(mode, options.images)):
                files.append(f"{folder}/{mode}{index}.jpg")
                picture.save(files[-1], quality=90)
            contents = [pathlib.Path(file).read_bytes() for file in files]
            ours(bench, channels, files), peers(channels, contents)
            rounds = [(ours(bench, channels, files), peers(channels, contents)) for _ in range(options.rounds)]
            for part, (what, limit) in enumerate([("decoded", 0.95), ("decoded, resized, normalised", 1.5)]):
                mine, theirs = (statistics.median(len(files) / side[part] for side in sides) for sides in zip(*rounds))
                passed = passed and mine >= limit * theirs
                print(f"| {'grey' if channels == 1 else 'colour'} | {what} | {mine:.0f} | {theirs:.0f} | {mine / theirs:.2f} |")
    sys.exit(0 if passed else 1)


if __name__ == "__main__":
    main()

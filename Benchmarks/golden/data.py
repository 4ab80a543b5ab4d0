"""Small data sets for golden.sh, always the same: photographs in class folders, labels, six-zone tables with lung masks."""

import random
import struct
import zlib

ZONES = ["right_sup", "left_sup", "right_mid", "left_mid", "right_inf", "left_inf"]


def write_png(path, rows, channels):
    height, width = len(rows), len(rows[0]) // channels

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2 if channels == 3 else 0, 0, 0, 0)
    data = zlib.compress(b"".join(b"\0" + bytes(row) for row in rows))
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b""))


def clipped(value):
    return max(0, min(255, int(value)))


def make_photos(folder, noise, count=16, width=44, height=36):
    """Three classes of colour images that overlap; some of each are striped."""
    lines = ["id,dark,striped"]
    for label, tint in (("ant", (110, 90, 70)), ("bee", (120, 120, 60)), ("cow", (90, 110, 120))):
        (folder / "photos" / label).mkdir(parents=True)
        for index in range(count):
            shift, period = noise.gauss(0, 25), 3 if index % 3 == 0 else 0
            rows = []
            for y in range(height):
                stripe = 40 if period and y // period % 2 else 0
                rows.append([clipped(noise.gauss(c + shift + stripe, 20)) for _ in range(width) for c in tint])
            name = f"{label}/{label}{index:02}.png"
            write_png(folder / "photos" / name, rows, 3)
            lines.append(f"{name},{int(shift < 0)},{int(period > 0)}")
    (folder / "labels.csv").write_text("\n".join(lines) + "\n")


def make_zones(folder, noise, count=36, side=60):
    """Grey images whose brightness in a zone is its grade; one label in eight is missing; masks leave a border out."""
    images, masks = folder / "phantoms" / "images", folder / "phantoms" / "masks"
    images.mkdir(parents=True)
    masks.mkdir()
    lines = ["FileID;" + ";".join(ZONES) + ";patient_id"]
    for index in range(count):
        grades = [noise.randrange(4) for _ in ZONES]
        rows = []
        for y in range(side):
            row = [grades[y * 3 // side * 2 + (x * 2 // side)] for x in range(side)]
            rows.append([clipped(noise.gauss(60 + 35 * grade, 25)) for grade in row])
        name = f"z{index:03}"
        write_png(images / f"{name}.png", rows, 1)
        for part, columns in (("right", range(4, 28)), ("left", range(32, 56))):
            rows = [[255 if 5 <= y < 55 and x in columns else 0 for x in range(side)] for y in range(side)]
            write_png(masks / f"{name}_{part}_lung_mask.png", rows, 1)
        cells = ["" if noise.randrange(8) == 0 else str(grade) for grade in grades]
        lines.append(f"{name};" + ";".join(cells) + f";p{index // 2}")
    (folder / "phantoms" / "labels.csv").write_text("\n".join(lines) + "\n")


def make(folder):
    noise = random.Random(11)
    make_photos(folder, noise)
    make_zones(folder, noise)

"""Writes Tests/ImagingTests/Augmentation/AugmentationGoldens.swift: torchvision's transforms of small pictures with given
parameters (bilinear, black outside), and OpenCV's CLAHE; 8-bit samples, rows from the top, channels side by side.

    python Benchmarks/parity/augmentation_goldens.py Tests/ImagingTests/Augmentation/AugmentationGoldens.swift
"""

import math
import sys

import cv2
import numpy as np
import torch
import torchvision
from torchvision.transforms import InterpolationMode, autoaugment, functional as F

from fixture import values

BILINEAR = InterpolationMode.BILINEAR
WIDTH, HEIGHT = 20, 14


def picture(width, height, channels, seed):
    """Waves with a little noise."""
    y, x, c = np.mgrid[0:height, 0:width, 0:channels]
    waves = np.sin(x * (0.31 + 0.07 * c) + 0.2 * c) * np.cos(y * (0.23 + 0.05 * c)) * 0.45 + 0.5
    noise = values(width * height * channels, seed).reshape(waves.shape) * 0.08
    return np.clip((waves + noise) * 255, 0, 255).astype(np.uint8)


def operation(name, magnitude):
    return lambda i: autoaugment._apply_op(i, name, magnitude, BILINEAR, None)


COLOUR = {
    "crop": lambda i: F.resized_crop(i, 2, 3, 7, 11, [HEIGHT, WIDTH], BILINEAR, antialias=True),
    "mirrored": F.hflip,
    "upsideDown": F.vflip,
    "rotated": lambda i: F.rotate(i, 23, BILINEAR),
    "affine": lambda i: F.affine(i, 12, [2, -1], 1.15, [8.0, -5.0], BILINEAR),
    "bright": lambda i: F.adjust_brightness(i, 1.3),
    "contrast": lambda i: F.adjust_contrast(i, 0.6),
    "saturated": lambda i: F.adjust_saturation(i, 1.7),
    "hue": lambda i: F.adjust_hue(i, 0.2),
    "hueBack": lambda i: F.adjust_hue(i, -0.35),
    # In float32: four changes of 8-bit samples would round down four times.
    "jittered": lambda i: F.adjust_hue(F.adjust_brightness(F.adjust_saturation(
        F.adjust_contrast(i / 255, 1.2), 0.8), 0.9), 0.05) * 255,
    "sharp": lambda i: F.adjust_sharpness(i, 1.8),
    "blurred": lambda i: F.adjust_sharpness(i, 0.3),
    "posterized": lambda i: F.posterize(i, 3),
    "solarized": lambda i: F.solarize(i, 100),
    "autocontrast": F.autocontrast,
    "equalized": F.equalize,
    "shearX": operation("ShearX", 0.17),
    "shearY": operation("ShearY", -0.12),
    "translateX": operation("TranslateX", 4.7),
    "translateY": operation("TranslateY", -3.2),
    "turned": operation("Rotate", -30.0),
    "color": operation("Color", -0.4),
    "erased": lambda i: F.erase(i, 2, 5, 6, 8, torch.zeros(3, 6, 8, dtype=torch.uint8)),
}

GREY = {
    "greyContrast": lambda i: F.adjust_contrast(i, 1.4),
    "greyEqualized": F.equalize,
    "greySharp": lambda i: F.adjust_sharpness(i, 1.5),
}


def clahe(pixels, clip, tiles):
    return cv2.createCLAHE(clipLimit=clip, tileGridSize=(tiles, tiles)).apply(pixels)


def literal(name, pixels):
    text = pixels.astype(np.uint8).tobytes().hex()
    lines = "\n".join("    " + text[i:i + 92] for i in range(0, len(text), 92))
    return f'  static let {name} = """\n{lines}\n    """\n'


def apply(change, pixels):
    tensor = torch.from_numpy(pixels.transpose(2, 0, 1).copy())
    return change(tensor).numpy().transpose(1, 2, 0)


def magnitudes():
    """Each policy's magnitudes at bins 0, 9, 17 and 30 for a picture of 224 x 200 pixels."""
    lines = []
    for name, space in [("randAugment", autoaugment.RandAugment()._augmentation_space(31, (200, 224))),
                        ("trivialAugment", autoaugment.TrivialAugmentWide()._augmentation_space(31))]:
        lines.append(f"  static let {name}: [String: [Double]] = [")
        for operation, (levels, _) in space.items():
            key = operation[0].lower() + operation[1:]
            numbers = [float(levels[b]) if levels.ndim else 0.0 for b in (0, 9, 17, 30)]
            lines.append(f'    "{key}": [{", ".join(f"{n:.6g}" for n in numbers)}],')
        lines.append("  ]\n")
    return "\n".join(lines)


def main():
    colour, grey = picture(WIDTH, HEIGHT, 3, 1), picture(WIDTH, HEIGHT, 1, 2)
    wide = picture(37, 30, 1, 3)
    items = [("source", colour), ("grey", grey), ("wide", wide)]
    items += [(name, apply(change, colour)) for name, change in COLOUR.items()]
    items += [(name, apply(change, grey)) for name, change in GREY.items()]
    # 36 x 28 divides into 4 tiles a side, 37 x 30 does not.
    items += [("claheWhole", clahe(wide[:28, :36, 0].copy(), 2, 4)), ("claheRest", clahe(wide[..., 0], 3, 4))]
    body = "\n".join(literal(name, pixels) for name, pixels in items)
    with open(sys.argv[1], "w") as file:
        file.write(f"// Written by Benchmarks/parity/augmentation_goldens.py with torchvision {torchvision.__version__} and "
                   f"OpenCV {cv2.__version__}.\n\n/// What torchvision and OpenCV make of small pictures, as hexadecimal "
                   f"samples.\nenum AugmentationGoldens {{\n{body}\n{magnitudes()}}}\n")


if __name__ == "__main__":
    main()

"""Logits of an exported model by ONNX Runtime, as JSON: onnx_logits.py MODEL.onnx IMAGE...

Images are resized and normalised as the file's metadata say; the file is checked against ONNX's own rules first. EndToEndTests
and onnx_export.py use it.
"""

import json
import sys

import numpy as np
import onnx
import onnxruntime
from PIL import Image


def inputs(facts, paths):
    """What `preprocessing` asks for; the pictures have the right size and eight bits already."""
    channels, size = int(facts["channels"]), int(facts["image_size"])
    mean, std = (np.float32([float(x) for x in facts[key].split(",")]) for key in ("mean", "std"))
    images = []
    for path in paths:
        picture = Image.open(path).convert("L" if channels == 1 else "RGB")
        assert picture.size == (size, size) and facts["intensity"] == "full_range", facts
        values = np.asarray(picture, np.float32).reshape(size, size, channels) / np.float32(255)
        images.append(((values - mean) / std).transpose(2, 0, 1))
    return np.stack(images)


def logits(model, paths):
    onnx.checker.check_model(onnx.load(model), full_check=True)
    session = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])
    facts = session.get_modelmeta().custom_metadata_map
    return session.run(["logits"], {"images": inputs(json.loads(facts["preprocessing"]), paths)})[0]


if __name__ == "__main__":
    print(json.dumps(logits(sys.argv[1], sys.argv[2:]).tolist()))

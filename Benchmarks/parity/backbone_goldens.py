"""Writes Tests/LayersTests/Goldens/BackboneGoldens.swift: narrow and shallow variants of torchvision's, timm's and
transformers' networks on made-up weights, computed by float64 PyTorch as in model_goldens.py.

    python Benchmarks/parity/backbone_goldens.py > Tests/LayersTests/Goldens/BackboneGoldens.swift
"""

import timm
import torch
import torchvision
from torch import nn
from torchvision.models.efficientnet import MBConvConfig
from torchvision.models.resnet import BasicBlock, Bottleneck
from transformers import Dinov2Config, Dinov2Model

from model_goldens import golden


def resnet(block, width, depths):
    """Torchvision's class has its widths built in; its own `_make_layer` builds narrower stages."""
    net = torchvision.models.ResNet(block, [1, 1, 1, 1], num_classes=5)
    net.inplanes = width
    net.conv1 = nn.Conv2d(3, width, 7, 2, 3, bias=False)
    net.bn1 = nn.BatchNorm2d(width)
    for stage, depth in enumerate(depths):
        layer = net._make_layer(block, width << stage, depth, stride=1 if stage == 0 else 2)
        setattr(net, f"layer{stage + 1}", layer)
    net.fc = nn.Linear(net.inplanes, 5)
    return net


def densenet():
    return torchvision.models.DenseNet(
        growth_rate=8, block_config=(2, 3, 1, 2), num_init_features=16, num_classes=5)


def efficientnet():
    stages = [MBConvConfig(1, 3, 1, 8, 8, 1), MBConvConfig(4, 5, 2, 8, 16, 2), MBConvConfig(6, 3, 1, 16, 24, 1)]
    return torchvision.models.EfficientNet(stages, dropout=0.0, stochastic_depth_prob=0.0, num_classes=5)


def vision_transformer(**options):
    return timm.models.VisionTransformer(
        img_size=(33, 27), patch_size=8, embed_dim=24, depth=2, num_heads=3, num_classes=5, **options)


class Dinov2(Dinov2Model):
    """Positions of a 4 x 4 grid, for images of 5 x 4 patches."""

    def __init__(self):
        super().__init__(Dinov2Config(
            hidden_size=24, num_hidden_layers=2, num_attention_heads=2, image_size=32, patch_size=8,
            attn_implementation="eager"))
        self.classifier = nn.Linear(24, 5)

    def forward(self, images):
        return self.classifier(super().forward(images).pooler_output)


def main():
    torch.set_num_threads(1)
    print("// Written by Benchmarks/parity/backbone_goldens.py with float64 PyTorch " + torch.__version__
          + ", torchvision " + torchvision.__version__ + ".\n")
    print("extension ModelGolden {")
    labels = [3, 1, 4]
    print(golden("basicResNet", lambda: resnet(BasicBlock, 16, (1, 2, 1, 1)), (3, 65, 49, 3), labels, None, True))
    print(golden("bottleneckResNet", lambda: resnet(Bottleneck, 8, (1, 2, 1, 1)), (3, 65, 49, 3), labels, None, True))
    print(golden("denseNet", densenet, (3, 77, 93, 3), labels, None, True))
    print(golden("efficientNet", efficientnet, (3, 35, 41, 3), labels, None, True))
    print(golden("timmTransformer", lambda: vision_transformer(init_values=0.1), (3, 33, 27, 3), labels, None, True))
    print(golden("plainTimmTransformer", vision_transformer, (3, 33, 27, 3), labels, None, False))
    print(golden("dinov2", Dinov2, (3, 41, 37, 3), labels, None, True))
    print("}")


if __name__ == "__main__":
    main()

"""The networks of torchvision, timm and transformers that ours are compared with, dropout and stochastic depth off."""

import timm
from torch import nn
from torchvision import models
from transformers import Dinov2Config, Dinov2Model


def resnet(depth):
    return lambda classes, size: getattr(models, f"resnet{depth}")(num_classes=classes)


def densenet(depth):
    return lambda classes, size: getattr(models, f"densenet{depth}")(num_classes=classes)


def efficientnet(number):
    return lambda classes, size: getattr(models, f"efficientnet_b{number}")(
        num_classes=classes, dropout=0.0, stochastic_depth_prob=0.0)


def vision_transformer(name):
    return lambda classes, size: timm.create_model(name, num_classes=classes, img_size=size)


class RadDINO(Dinov2Model):
    """Dinov2Model as microsoft/rad-dino configures it, with a linear head on the class token."""

    def __init__(self, classes):
        super().__init__(Dinov2Config(image_size=518, attn_implementation="eager"))
        self.classifier = nn.Linear(768, classes)

    def forward(self, images):
        return self.classifier(super().forward(images).pooler_output)


# Each with its image sizes.
NETWORKS = {
    **{f"ResNet{depth}": (resnet(depth), (224, 97)) for depth in (18, 34, 50, 101, 152)},
    **{f"DenseNet{depth}": (densenet(depth), (224, 97)) for depth in (121, 169, 201)},
    **{f"EfficientNet-B{number}": (efficientnet(number), (224, 97)) for number in range(5)},
    "ViT-Ti/16": (vision_transformer("vit_tiny_patch16_224"), (224, 97)),
    "ViT-S/16": (vision_transformer("vit_small_patch16_224"), (224, 97)),
    "ViT-B/16": (vision_transformer("vit_base_patch16_224"), (224, 97)),
    "ViT-L/16": (vision_transformer("vit_large_patch16_224"), (224, 97)),
    "ViT-B/14": (vision_transformer("vit_base_patch14_dinov2"), (224, 97)),
    "RadDINO": (lambda classes, size: RadDINO(classes), (518, 224, 97)),
}

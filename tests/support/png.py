"""A PNG, read."""

from io import BytesIO

import numpy as np
from PIL import Image


def pixels_of(png: bytes) -> np.ndarray:
    """The pixels of an RGB picture, uint8 (height, width, 3)."""
    with Image.open(BytesIO(png), formats=["PNG"]) as image:
        assert image.mode == "RGB"
        return np.asarray(image)

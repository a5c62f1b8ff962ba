"""Pictures of the lessons, as small as they get without losing anything that can be seen."""

import base64
from io import BytesIO

from PIL import Image

# Colours of a picture. With so many not one pixel in a hundred, at the edge of a line or a letter,
# is another shade than can be told apart; with 32 it begins to be seen in maps.
SHADES = 48


def small(png: str) -> tuple[bytes, tuple[int, int]]:
    """A picture (base64 of a PNG) as WebP, and its width and height in pixels.

    WebP keeps every pixel; only shades that are much alike become one.
    """
    image = opaque(Image.open(BytesIO(base64.b64decode(png))))
    if image.getcolors(SHADES) is None:
        image = image.quantize(SHADES, kmeans=1, dither=Image.Dither.NONE).convert("RGB")
    out = BytesIO()
    image.save(out, "WEBP", lossless=True, quality=80, method=4)
    return out.getvalue(), image.size


def opaque(image: Image.Image) -> Image.Image:
    """The picture on white."""
    whole = image.convert("RGBA")
    ground = Image.new("RGBA", image.size, "white")
    return Image.alpha_composite(ground, whole).convert("RGB")

"""Pictures in a notebook: with alternative text, on white, no wider than the page, a few kB.

A figure that matplotlib shows by itself has no alternative text in JupyterLab. So what is shown is
HTML with an image in it: JupyterLab's sanitiser lets it pass in notebooks that are not trusted,
too, and so does GitHub, which only drops the style. The bytes of one figure are always the same.
"""

from base64 import b64encode
from dataclasses import dataclass
from html import escape
from io import BytesIO
from textwrap import fill
from typing import Any

import numpy as np
from PIL import Image

from course_lib.checks import check_text, shown
from course_lib.study.show.style import STYLE

PER_INCH = 96  # pixels of the page
SHARP = 1.5  # pixels of the file for each pixel of the page
EDGE = 0.08  # inches of white round what is drawn: no letter is cut, and no band stays empty
COLOURS = 128  # of the file: figures have few, and a palette is a third of the size
LOOK = "max-width:100%;height:auto;background:#fff;border-radius:6px"


@dataclass(frozen=True)
class Picture:
    """An image with the words that stand for it where it cannot be seen.

    png: the file. width: on the page, in pixels.
    """

    png: bytes
    alt: str
    width: int

    def __post_init__(self) -> None:
        check_text("alt", self.alt)
        if len(self.alt.split()) < 3:
            raise ValueError(f"alt is {self.alt!r}; say in a sentence what the picture shows")

    def _repr_html_(self) -> str:
        source = f"data:image/png;base64,{b64encode(self.png).decode('ascii')}"
        alt = escape(" ".join(self.alt.split()))
        return (
            f'<img class="cl-figure" alt="{alt}" width="{self.width}" style="{LOOK}" '
            f'src="{source}">'
        )

    def __repr__(self) -> str:
        return fill(f"[Picture: {' '.join(self.alt.split())}]", 92)


def picture_of(figure: Any, alt: str) -> Picture:
    """The picture of a matplotlib figure, or of pixels, uint8 (height, width, 3).

    alt: one to three sentences that say what is seen, not that something is seen.
    Raises ValueError where these words are missing.
    """
    check_text("alt", alt)
    if isinstance(figure, np.ndarray):
        if figure.dtype != np.uint8 or figure.ndim != 3 or figure.shape[2] != 3 or not figure.size:
            raise ValueError(
                "a picture is pixels uint8 (height, width, 3), not "
                f"{shown(figure)} ({figure.dtype} {figure.shape})"
            )
        return Picture(_png(Image.fromarray(figure)), alt, figure.shape[1])
    if not hasattr(figure, "savefig") or isinstance(figure, type):
        raise TypeError(f"a figure of matplotlib is shown, or pixels, not {shown(figure)}")
    import matplotlib.pyplot as plt

    for legend in figure.legends:  # beside the panels nothing lies under it
        legend.set_frame_on(False)
    drawn = BytesIO()
    with plt.rc_context(STYLE):
        figure.savefig(
            drawn, format="png", dpi=PER_INCH * SHARP, bbox_inches="tight", pad_inches=EDGE
        )
    image = Image.open(drawn).convert("RGB")
    return Picture(_png(image), alt, round(image.width / SHARP))


def show(figure: Any, alt: str) -> None:
    """Show a figure, or pixels, with alternative text; outside of notebooks the text is printed.

    figure and alt: as in `picture_of`. The figure is closed, so that it is not shown twice.
    """
    from IPython.display import display

    picture = picture_of(figure, alt)
    if not isinstance(figure, np.ndarray):
        import matplotlib.pyplot as plt

        plt.close(figure)
    display(picture)


def _png(image: Image.Image) -> bytes:
    """The image as a file with a palette, without a date."""
    out = BytesIO()
    few = image.quantize(COLOURS, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    few.save(out, "PNG", optimize=True)
    return out.getvalue()

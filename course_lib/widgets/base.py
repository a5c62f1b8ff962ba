"""What all widgets share: their sources, a readable name, and a still picture."""

import time
from base64 import b64encode
from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import Any

import anywidget
import traitlets
from IPython.display import display, update_display

STATIC = Path(__file__).parent / "static"
STILL_CLASS = "cl-still"
# Where the widget is not there, its words and its picture are: in a file exported as HTML, and in
# a notebook that was saved and opened again, whose widgets are gone with their kernel. So there is
# a second output, which is not seen where the widget is: it waits for that. It also puts away what
# Jupyter says of a view without a model ("Error displaying widget: model not found"). A notebook
# that is not trusted shows the first output's picture, and drops styles: there the second picture
# is one pixel wide.
STILL = """\
<style>
.jp-OutputArea:has(.cl-widget) .cl-still { display: none; }
.jp-OutputArea:has(.cl-still) .jp-OutputArea-output:not([data-mime-type], :has(*)) {
  display: none;
}
.cl-still { overflow: hidden; animation: cl-wait 0s 3s both; }
.cl-still img { width: auto; max-width: 100%%; background: #fff; }
.cl-still p { margin: 4px 0; }
@keyframes cl-wait { from { max-height: 0; } to { max-height: 4000px; } }
@media print { .cl-still { animation: none; } }
</style>
<details class="cl-still" open><summary>%s</summary><p>%s</p>%s</details>"""
RUN = "This is a picture of it. Run its cell in JupyterLab (Shift+Enter), and it works."


def bundle(name: str) -> str:
    """The text of a widget's module ("player.js") or style ("player.css").

    tools/js.py bundles it from the files beside the widget's Python.
    """
    return (STATIC / name).read_text(encoding="utf-8")


class CourseWidget(anywidget.AnyWidget):
    """A widget that says in words what it shows, with a picture for where nothing runs."""

    # Seconds since 1970: a page scrolls to what is new.
    shown_at = traitlets.Float().tag(sync=True)

    def describe(self) -> str:
        """One line of text that says what is shown."""
        raise NotImplementedError

    def still(self) -> bytes | None:
        """A PNG for GitHub, print and notebooks that are not trusted; None if there is none."""
        return None

    def __repr__(self) -> str:
        return self.describe()

    def _repr_mimebundle_(self, **kwargs: dict) -> tuple[dict, dict] | None:
        bundle = super()._repr_mimebundle_(**kwargs)
        if bundle is not None and (png := self.still()) is not None:
            bundle[0]["image/png"] = b64encode(png).decode("ascii")
        return bundle

    @classmethod
    def plays_alone(cls, state: Mapping[str, Any]) -> bool:
        """Whether the widget of this state works without a kernel; else its picture is stored."""
        return False

    # ── Shown, and given back ──

    def _ipython_display_(self) -> None:
        """Show the widget, and after it what is read where none runs."""
        if self.comm is None:
            print(f"{self!r} (closed)")
            return
        self.shown_at = time.time()
        data, metadata = self._repr_mimebundle_() or ({"text/plain": repr(self)}, {})
        if "image/png" in data:
            metadata = {**metadata, "image/png": {"alt": self.describe()}}
        display(data, metadata=metadata, raw=True)
        display({"text/html": self._still_html(data.get("image/png"))}, raw=True,
                display_id=self.model_id)  # fmt: skip
        self._shown_as = self.model_id

    def _still_html(self, picture: str | None) -> str:
        """The line that says what is shown, and the picture (base64), as HTML."""
        words = escape(self.describe())
        image = f'<img alt="{words}" width="1" src="data:image/png;base64,{picture}">'
        return STILL % (words, RUN, image if picture else "")

    def _refresh_still(self) -> None:
        """Bring what is read where no widget runs up to date, if the widget is shown."""
        name, png = getattr(self, "_shown_as", None), self.still()
        if name is not None:
            picture = b64encode(png).decode("ascii") if png else None
            update_display({"text/html": self._still_html(picture)}, raw=True, display_id=name)

    def close(self) -> None:
        """Take the widget out of the notebook, and with it the layout that only it has."""
        layout = None if self.comm is None else self.layout
        super().close()
        if layout is not None:
            layout.close()

"""What all widgets share: their sources, a readable name, and a still picture."""

from base64 import b64encode
from pathlib import Path

import anywidget

HERE = Path(__file__).parent


def source(*names: str) -> str:
    """The named files of this folder, one after the other: a widget is one ES module."""
    return "\n".join((HERE / name).read_text(encoding="utf-8") for name in names)


def part(name: str, *names: str) -> str:
    """The named files as one object `name` with a `render`: a widget inside another widget.

    Everything else that they define stays inside, so two widgets can use the same names.
    """
    inner = source(*names).replace("export default { render };", "return { render };")
    return f"const {name} = (() => {{\n{inner}\n}})();\n"


class CourseWidget(anywidget.AnyWidget):
    """A widget that says in words what it shows, and shows a picture where nothing runs."""

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

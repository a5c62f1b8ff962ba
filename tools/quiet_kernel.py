"""Lets a notebook that was only opened stay as it is, so that closing it asks nothing.

JupyterLab writes into every notebook that it opens what the kernel says of its language, down to
the patch version of Python. Where that is another than the one that stored the lesson, the notebook
counts as changed. So the kernels of this environment say the same everywhere: `LANGUAGE`, as the
lessons have it. `make lab` and Binder run this.
"""

import sys
from pathlib import Path

LANGUAGE = {
    "name": "python",
    "version": "3",
    "mimetype": "text/x-python",
    "codemirror_mode": {"name": "ipython", "version": 3},
    "pygments_lexer": "ipython3",
    "nbconvert_exporter": "python",
    "file_extension": ".py",
}
CONFIG = f"""\
# Written by tools/quiet_kernel.py, which says why.
c.IPKernelApp.exec_lines = ["get_ipython().kernel.language_info = {LANGUAGE!r}"]
"""


def write(folder: Path) -> Path:
    """Write the kernels' configuration into `folder`; return the file."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "ipython_kernel_config.py"
    file.write_text(CONFIG, encoding="utf-8")
    return file


def main() -> None:
    """Write it where all kernels of this Python environment read it."""
    write(Path(sys.prefix) / "etc" / "ipython")


if __name__ == "__main__":
    main()

"""Lets a notebook that was only opened stay as it is, so that closing it asks nothing.

JupyterLab writes into every notebook that it opens what the kernel says of its language, down to
the patch version of Python. Where that is another than the one that stored the lesson, the notebook
counts as changed. So the kernels of this environment say the same everywhere: `LANGUAGE`, as the
lessons have it. They also say in plain words what to do where a cell was run before the one that it
needs (course_lib/mishaps.py), before the course is imported. `make lab` and Binder run this.
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
MISHAPS = Path(__file__).resolve().parent.parent / "course_lib" / "mishaps.py"
SAID = f"get_ipython().kernel.language_info = {LANGUAGE!r}"
HELPED = (  # no name is left behind, and nothing happens where the file is gone
    f"__import__('os').path.exists({str(MISHAPS)!r}) and "
    f"__import__('runpy').run_path({str(MISHAPS)!r})['install'](get_ipython())"
)
CONFIG = f"""\
# Written by tools/quiet_kernel.py, which says why.
c.IPKernelApp.exec_lines = [{SAID!r}, {HELPED!r}]
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

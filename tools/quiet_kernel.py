"""Lets JupyterLab open a lesson without questions, and close it without one.

JupyterLab writes into every notebook that it opens what the kernel says of its language, down to
the patch version of Python. Where that is another than the one that stored the lesson, the notebook
counts as changed. So the kernels of this environment say the same everywhere: `LANGUAGE`, as the
lessons have it. They also say in plain words what to do where a cell was run before the one that it
needs (course_lib/mishaps.py), and show a sign below a cell that works and has shown nothing yet
(course_lib/at_work.py), before the course is imported.

JupyterLab itself asks at its first start whether it may fetch news, over the buttons of the first
maze, and cuts the lessons' names to show when each file was changed. Here it does neither, unless
somebody has set it so. `make lab` and Binder run this.
"""

import json
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
LAB = {  # what JupyterLab takes where its user has set nothing
    "@jupyterlab/apputils-extension:notification": {
        "fetchNews": "false",
        "checkForUpdates": False,
    },
    "@jupyterlab/filebrowser-extension:browser": {"showLastModifiedColumn": False},
}
COURSE = Path(__file__).resolve().parent.parent / "course_lib"
HELPERS = [COURSE / "mishaps.py", COURSE / "at_work.py"]


def helped(file: Path) -> str:
    """The line that installs this helper; it leaves no name, and nothing if the file is gone."""
    return (
        f"__import__('os').path.exists({str(file)!r}) and "
        f"__import__('runpy').run_path({str(file)!r})['install'](get_ipython()) and None"
    )


SAID = f"get_ipython().kernel.language_info = {LANGUAGE!r}"
LINES = [SAID, *map(helped, HELPERS)]
CONFIG = f"""\
# Written by tools/quiet_kernel.py, which says why.
c.IPKernelApp.exec_lines = {LINES!r}
"""


def write(folder: Path) -> Path:
    """Write the kernels' configuration into `folder`; return the file."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "ipython_kernel_config.py"
    file.write_text(CONFIG, encoding="utf-8")
    return file


def write_lab(folder: Path) -> Path:
    """Write what JupyterLab is to take into its folder of settings; return the file."""
    file = folder / "overrides.d" / "spot-the-difference.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(LAB, indent=2) + "\n", encoding="utf-8")
    return file


def main() -> None:
    """Write both where the kernels and the JupyterLab of this Python environment read them."""
    prefix = Path(sys.prefix)
    write(prefix / "etc" / "ipython")
    write_lab(prefix / "share" / "jupyter" / "lab" / "settings")


if __name__ == "__main__":
    main()

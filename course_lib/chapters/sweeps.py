"""`make sweep` measures the shipped tables again; `make sweep NAME="ridge_slips gate"` only some.

A sweep is found by its name wherever a chapter has one, in a file `sweep_….py` as `SWEEP`. What is
in a data file already is not measured again. To have some rows anew, delete them, and the line with
"sha256" of the file's card, which tells of all of them; to have all anew, delete both files.
"""

import argparse
from importlib import import_module
from pathlib import Path

from course_lib.study.measure.sweep import Sweep

HERE = Path(__file__).parent


def sweeps() -> dict[str, Sweep]:
    """Every sweep of the course by its name."""
    names = [".".join(("course_lib.chapters", *file.relative_to(HERE).with_suffix("").parts))
             for file in sorted(HERE.rglob("sweep_*.py"))]  # fmt: skip
    names += [f"course_lib.study.game.{name}" for name in ("known", "drawn")]
    found = [import_module(name).SWEEP for name in names]
    return {sweep.name: sweep for sweep in found}


def main() -> None:
    """Measure the sweeps that the command names, or all of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="only these, such as ridge_slips")
    parser.add_argument("--workers", type=int, default=2, help="processes; 2 by default")
    asked, known = parser.parse_args(), sweeps()
    for name in asked.names:
        if name not in known:
            parser.error(f"there is no sweep {name!r}; there are: {', '.join(known)}")
    for name in asked.names or known:
        known[name].measure(asked.workers)


if __name__ == "__main__":
    main()

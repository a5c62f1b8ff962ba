"""`make sweep` measures the shipped tables again; `make sweep NAME="ridge_slips gate"` only some.

`make sweep NAME=gem_preferences CLUSTER=tcp://10.0.0.1:8786` has a Dask cluster do it, by the
address of its scheduler; docs/many_agents.md says what that costs and how to start one.

A sweep is found by its name wherever a chapter has one, in a file `sweep_….py` as `SWEEP`. What is
in a data file already is not measured again. To have some rows anew, delete them, and the line with
"sha256" of the file's card, which tells of all of them; to have all anew, delete both files.
"""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from importlib import import_module
from pathlib import Path

from course_lib.study.measure.sweep import Sweep

HERE = Path(__file__).parent
PATIENCE = "30s"  # until a scheduler has answered


def sweeps() -> dict[str, Sweep]:
    """Every sweep of the course by its name."""
    names = [".".join(("course_lib.chapters", *file.relative_to(HERE).with_suffix("").parts))
             for file in sorted(HERE.rglob("sweep_*.py"))]  # fmt: skip
    names += [f"course_lib.study.game.{name}" for name in ("known", "drawn")]
    found = [import_module(name).SWEEP for name in names]
    return {sweep.name: sweep for sweep in found}


@contextmanager
def cluster(address: str) -> Iterator[None]:
    """Let sweeps run on the Dask cluster whose scheduler has this address.

    Raises ImportError without Dask, OSError where no scheduler answers.
    """
    try:
        from distributed import Client
        from joblib import parallel_backend
    except ImportError as error:
        raise ImportError('a sweep on a cluster needs Dask: pip install -e ".[cluster]"') from error
    with Client(address, timeout=PATIENCE) as client:
        print(f"{len(client.scheduler_info()['workers'])} workers at {address}")
        with parallel_backend("dask"):
            yield


def main(arguments: list[str] | None = None) -> None:
    """Measure the sweeps that the command names, or all of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="only these, such as ridge_slips")
    parser.add_argument("--workers", type=int, default=2, help="processes; 2 by default")
    parser.add_argument("--cluster", default="", help="a Dask scheduler, tcp://10.0.0.1:8786")
    asked, known = parser.parse_args(arguments), sweeps()
    for name in asked.names:
        if name not in known:
            parser.error(f"there is no sweep {name!r}; there are: {', '.join(known)}")
    with cluster(asked.cluster) if asked.cluster else nullcontext():
        for name in asked.names or known:
            known[name].measure(asked.workers)


if __name__ == "__main__":
    main()

"""Many runs: each finished one is kept at once; an interrupted sweep goes on where it stopped."""

import argparse
import json
import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path

from joblib import Parallel, delayed
from tqdm import tqdm

from course_lib.engine.files import atomic_path


def read_rows(path: str | Path) -> list[dict]:
    """The rows of a data file, one JSON object a line; ValueError that names a damaged line."""
    rows = []
    for number, line in enumerate(Path(path).read_text().splitlines(), start=1):
        try:
            rows.append(json.loads(line))
        except json.JSONDecodeError as error:
            raise ValueError(f"line {number} of {path} is damaged: {error}") from error
    return rows


def sweep(
    run: Callable[..., dict], jobs: Mapping[str, Mapping], path: str | Path, workers: int = 1
) -> list[dict]:
    """Every job is done; `path` holds a row for each: {"job": its key, **its settings, **result}.

    jobs: from a key to the keyword arguments of `run`. Jobs whose key is in the file already are
    not run again. workers: processes (joblib); inside `joblib.parallel_backend("dask")` the same
    call runs on a Dask cluster.
    """
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = read_rows(path) if path.exists() else []
    done = {row["job"] for row in rows}
    missing = {key: dict(job) for key, job in jobs.items() if key not in done}
    work = (delayed(_one)(run, key, job) for key, job in missing.items())
    results = Parallel(n_jobs=workers, return_as="generator_unordered")(work)
    for row in tqdm(results, total=len(missing), desc=path.stem):
        with open(path, "a") as file:
            file.write(json.dumps(row) + "\n")
        rows.append(row)
    order = {key: i for i, key in enumerate(jobs)}
    rows = sorted((r for r in rows if r["job"] in order), key=lambda r: order[r["job"]])
    _write(path, rows)
    return rows


def from_command_line(
    about: str | None, run: Callable[..., dict], jobs: Mapping[str, Mapping], path: Path
) -> None:
    """The data file at `path` is complete; `--workers` in the command says how many processes."""
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("--workers", type=int, default=2)
    sweep(_importable(run), jobs, path, parser.parse_args().workers)


def _importable(run: Callable[..., dict]) -> Callable[..., dict]:
    """The same function under the name of its module, which `python -m` calls __main__.

    Other processes import it then. By value they would get it without the caches that it uses.
    """
    named = sys.modules["__main__"].__spec__
    if run.__module__ != "__main__" or named is None:
        return run
    return getattr(import_module(named.name), run.__name__)


def _one(run: Callable[..., dict], key: str, job: dict) -> dict:
    return {"job": key, **job, **run(**job)}


def _write(path: Path, rows: list[dict]) -> None:
    """The file holds exactly these rows; whole, or as it was before."""
    with atomic_path(path) as beside:
        beside.write_text("".join(json.dumps(row) + "\n" for row in rows))

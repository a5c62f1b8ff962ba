"""Many runs: each finished one is kept at once; an interrupted sweep goes on where it stopped.

A sweep has one name: that of its data file, of `make sweep NAME=…`, and of `load_results(…)`. While
it goes on, each line of its file has a digest (rows.py); in the end its card has the digest of all.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from inspect import signature
from pathlib import Path
from typing import TYPE_CHECKING, Any

from joblib import Parallel, delayed
from tqdm import tqdm

from course_lib import paths
from course_lib.checks import as_mapping, as_path, check_text, shown
from course_lib.engine.checks import check_whole
from course_lib.study.measure.provenance import card_of, renew_digest, write_card
from course_lib.study.measure.rows import RowFile, plain, read_rows

if TYPE_CHECKING:
    from pandas import DataFrame

Settings = Callable[[], Mapping[str, Any]]


@dataclass(frozen=True)
class Sweep:
    """A table that is measured once and shipped.

    about: what it is about, usually the docstring of its module. run: measures one job, which is
    its keyword arguments. jobs: gives them all by their keys, in the order of the file.
    settings: gives what the card says beside, such as the recipe.
    """

    name: str
    about: str | None
    run: Callable[..., dict]
    jobs: Callable[[], Mapping[str, Mapping]]
    settings: Settings = dict

    def measure(self, workers: int = 1, folder: Path = paths.DATA) -> list[dict]:
        """Measure what is missing in the data file, and write its card; all rows."""
        path = Path(folder) / f"{self.name}.jsonl"
        return sweep(self.run, self.jobs(), path, workers, self.about, self.settings)


def load_results(name: str, **wanted: Any) -> list[dict]:
    """The rows of a table that is shipped, such as `load_results("ridge_slips", kind="RL")`.

    wanted: leaves only rows that have these values. Raises ValueError if there is no such table.
    """
    rows = read_rows(_table(name))
    for key in wanted:
        if not any(key in row for row in rows):
            known = ", ".join(dict.fromkeys(column for row in rows for column in row))
            raise ValueError(f"the rows of {name!r} have no {key!r}; they have: {known}")
    return [row for row in rows if all(row[k] == v for k, v in wanted.items())]


def _table(name: str) -> Path:
    """The file of a table that is shipped; ValueError if there is none."""
    known = sorted(file.stem for file in paths.DATA.glob("*.jsonl"))
    if not isinstance(name, str) or name not in known:
        raise ValueError(f"there is no table {shown(name)}; there are: {', '.join(known)}")
    return paths.DATA / f"{name}.jsonl"


def load_frame(name: str, **wanted: Any) -> "DataFrame":
    """The same rows as a pandas DataFrame, with columns such as "training.cheese" for parts."""
    from pandas import json_normalize  # slow to import, and most need none

    return json_normalize(load_results(name, **wanted))


def by_setting(
    rows: Iterable[Mapping], key: str, value: Callable[[Mapping], Any]
) -> dict[Any, list]:
    """For each value of `key`, ascending, what `value` reads off its rows, in order of seeds."""
    found: dict[Any, list] = {}
    for row in sorted(rows, key=lambda row: (row[key], row["seed"])):
        found.setdefault(row[key], []).append(value(row))
    return found


def load_settings(name: str) -> dict:
    """The settings on the card of a table that is shipped."""
    return card_of(_table(name))["settings"]


def sweep(
    run: Callable[..., dict],
    jobs: Mapping[str, Mapping],
    path: str | Path,
    workers: int = 1,
    about: str | None = None,
    settings: Settings = dict,
) -> list[dict]:
    """Do every job and write a row for each, {"job": its key, **its settings, **result}; all rows.

    path: the data file; its card lies beside it in the end. jobs: from a key to the keyword
    arguments of `run`. Jobs whose key is in the file already are not run again.
    workers: processes (joblib); inside `joblib.parallel_backend("dask")` the same call runs on a
    Dask cluster. about, settings: for the card.
    """
    path = as_path("path", path)
    _check_sweep(run, jobs, workers, about)
    path.parent.mkdir(parents=True, exist_ok=True)
    file = RowFile(path)
    done = {row["job"] for row in file.rows}
    missing = {key: dict(job) for key, job in jobs.items() if key not in done}
    if missing:
        file.go_on()
    work = (delayed(_one)(run, key, job) for key, job in missing.items())
    results = Parallel(n_jobs=workers, return_as="generator_unordered")(work)
    for row in tqdm(results, total=len(missing), desc=path.stem):
        file.add(row)
    order = {key: i for i, key in enumerate(jobs)}
    rows = sorted((r for r in file.rows if r["job"] in order), key=lambda r: order[r["job"]])
    if not missing and not file.is_finished(rows):
        file.go_on()  # the card comes before the rows of which it tells, so they are sealed
    if missing or not path.with_suffix(".json").exists():
        write_card(path, rows, about, settings(), content=plain(rows))
    else:  # the card tells who measured the rows
        renew_digest(path, plain(rows))
    if not file.is_finished(rows):
        file.finish(rows)
    return rows


def _check_sweep(run: Any, jobs: Any, workers: Any, about: Any) -> None:
    """Raise TypeError or ValueError that names what is wrong with a sweep."""
    if not callable(run) or isinstance(run, type):
        raise TypeError(f"run must be a function that measures one job, not {shown(run)}")
    for key, job in as_mapping("jobs", jobs, "from a key to the arguments of `run`").items():
        as_mapping("each job", job, "of keyword arguments of `run`")
        try:
            signature(run).bind(**job)
        except TypeError as problem:
            raise TypeError(f"{shown(run)} cannot do the job {shown(key)}: {problem}") from None
        except ValueError:  # one of Python's own, which does not tell
            pass
    check_whole("workers", workers, -1, 10**4)
    if not workers:
        raise ValueError("workers must be a number of processes, or -1 for all cores, not 0")
    if about is not None:
        check_text("about", about)


def _one(run: Callable[..., dict], key: str, job: dict) -> dict:
    found = run(**job)
    if not isinstance(found, Mapping):
        raise TypeError(f"run must return a dict of what was measured, not {shown(found)}")
    return {"job": key, **job, **found}

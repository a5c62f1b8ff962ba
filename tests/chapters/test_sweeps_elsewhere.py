"""`make sweep NAME=… CLUSTER=…`: the same command on a Dask cluster, by one argument."""

import os

import pytest
from distributed import LocalCluster

from course_lib.chapters import sweeps
from course_lib.study.measure.rows import read_rows
from course_lib.study.measure.sweep import Sweep


def where(number: int) -> dict:
    """A job that says in which process it ran."""
    return {"process": os.getpid()}


TINY = Sweep("tiny", "Where jobs run.", where, lambda: {f"n {n}": {"number": n} for n in range(6)})


@pytest.fixture
def command(monkeypatch, tmp_path):
    """`make sweep` with one sweep, whose data file lies in a folder of its own."""
    monkeypatch.setattr(sweeps, "sweeps", lambda: {"tiny": TINY})
    whole = Sweep.measure
    monkeypatch.setattr(Sweep, "measure", lambda one, workers: whole(one, workers, tmp_path))
    return tmp_path / "tiny.jsonl"


def test_one_argument_has_a_cluster_do_a_sweep(command, capsys):
    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
    ) as two:
        sweeps.main(["tiny", "--cluster", two.scheduler_address])
    rows = read_rows(command)
    assert [row["number"] for row in rows] == list(range(6))
    assert os.getpid() not in {row["process"] for row in rows}
    assert "workers at tcp://" in capsys.readouterr().out
    assert command.with_suffix(".json").exists()


def test_where_no_scheduler_answers_nothing_is_written(command, monkeypatch):
    monkeypatch.setattr(sweeps, "PATIENCE", "1s")
    with pytest.raises(OSError, match=r"127\.0\.0\.1:1"):
        sweeps.main(["tiny", "--cluster", "tcp://127.0.0.1:1"])
    assert not command.exists()

"""Sweeps: what is finished is kept, a damaged file says where, and any module can have one."""

import json
import subprocess
import sys
from hashlib import sha256

import pytest
from support.errors import refused

from course_lib.study.measure.provenance import card_of
from course_lib.study.measure.sweep import by_setting, load_frame, load_results, read_rows, sweep


def square(n: int) -> dict:
    """A job; it refuses 13."""
    if n == 13:
        raise RuntimeError("13")
    return {"square": n * n}


def test_a_sweep_goes_on_where_it_was_interrupted(tmp_path):
    file = tmp_path / "rows.jsonl"
    jobs = {f"job {n}": {"n": n} for n in (3, 1, 13)}
    with pytest.raises(RuntimeError):
        sweep(square, jobs, file)
    kept = read_rows(file)
    assert {row["job"] for row in kept} == {"job 3", "job 1"}
    ran = []
    rows = sweep(lambda n: ran.append(n) or square(n), {f"job {n}": {"n": n} for n in (1, 2, 3)},
                 file)  # fmt: skip
    assert [row["square"] for row in rows] == [1, 4, 9] and ran == [2], "what is there is not run"
    assert read_rows(file) == rows


def test_a_card_is_written_anew_only_when_something_was_measured(tmp_path):
    file = tmp_path / "rows.jsonl"
    sweep(square, {"one": {"n": 1}}, file, about="First.")
    sweep(square, {"one": {"n": 1}}, file, about="Nothing new.")
    assert card_of(file)["what"] == "First."
    sweep(square, {"one": {"n": 1}, "two": {"n": 2}}, file, about="Second.")
    assert card_of(file)["what"] == "Second." and card_of(file)["rows"] == 2


ONE_SWEEP = """
from functools import cache
from course_lib.study.measure.provenance import card_of
from course_lib.study.measure.sweep import Sweep

@cache
def twice(n):
    return 2 * n

def job(n):
    return {"twice": twice(n)}

SWEEP = Sweep("rows", __doc__, job, lambda: {str(n): {"n": n} for n in (1, 2)})
"""


@pytest.mark.slow
def test_a_sweep_in_several_processes_may_use_what_its_module_keeps(tmp_path):
    (tmp_path / "one_sweep.py").write_text(ONE_SWEEP)
    command = [sys.executable, "-c", "import one_sweep; one_sweep.SWEEP.measure(2, '.')"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=120)
    assert [row["twice"] for row in read_rows(tmp_path / "rows.jsonl")] == [2, 4]


@pytest.mark.slow
def test_a_sweep_is_found_by_the_name_of_its_table():
    command = [sys.executable, "-m", "course_lib.chapters.sweeps", "ridge_slip"]
    answer = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert answer.returncode == 2
    assert "no sweep 'ridge_slip'; there are:" in answer.stderr and "ridge_slips" in answer.stderr
    with pytest.raises(ValueError, match=r"no table 'ridge_slip'; there are: .*ridge_slips"):
        load_results("ridge_slip")
    some = load_results("ridge_slips", kind="RL", seed=1)
    assert some and {(row["kind"], row["seed"]) for row in some} == {("RL", 1)}


def test_a_table_is_read_as_rows_by_setting_or_as_a_frame():
    rows, frame = load_results("maze_regions"), load_frame("maze_regions")
    cheese = by_setting(rows, "side", lambda row: row["deployment"]["cheese"])
    assert list(cheese) == list(range(1, 12)) and {len(each) for each in cheese.values()} == {5}
    means = frame.groupby("side")["deployment.cheese"].mean()
    assert means.to_dict() == {side: sum(each) / 5 for side, each in cheese.items()}


def test_a_damaged_data_file_names_its_line(tmp_path):
    (tmp_path / "rows.jsonl").write_text('{"job": 1}\n{"job"\n')
    with pytest.raises(ValueError, match=r"line 2 of .*rows\.jsonl is damaged"):
        read_rows(tmp_path / "rows.jsonl")


@pytest.mark.parametrize("torn", [b"{", b'{"job": "b", "x": 2', b"\x00\xff"])
def test_a_last_line_that_was_cut_short_is_measured_again(tmp_path, torn):
    """So that a sweep goes on after a disk was full, or a process killed while it wrote."""
    path = tmp_path / "t.jsonl"
    whole = b'{"job": "a", "x": 1, "double": 2}\n'  # as files were before lines had digests
    path.write_bytes(whole + torn)
    ran = []

    def run(x: int) -> dict:
        ran.append(x)
        return {"double": 2 * x}

    rows = sweep(run, {"a": {"x": 1}, "b": {"x": 2}}, path)
    assert ran == [2] and [row["double"] for row in rows] == [2, 4]
    path.write_bytes(torn + b"\n" + whole)
    with pytest.raises(ValueError, match=r"line 1 of .* is damaged|can't decode"):
        sweep(run, {"a": {"x": 1}}, path)


def test_what_cannot_do_a_job_is_said_before_the_first_and_what_is_no_row_after_it(tmp_path):
    jobs = {"one": {"n": 1}, "two": {"m": 2}}
    refused(lambda: sweep(square, jobs, tmp_path / "a.jsonl"), "'two'", "'n'", error=TypeError)
    refused(lambda: sweep(dict, jobs, tmp_path / "a.jsonl"), "dict", error=TypeError)
    refused(lambda: sweep(lambda n: n, {"one": {"n": 3}}, tmp_path / "a.jsonl"), "a dict", "3",
            error=TypeError)  # fmt: skip
    assert not list(tmp_path.iterdir())


# ── Digests ─────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def goes_on(tmp_path):
    """The file of a sweep of four jobs that was interrupted after three."""
    file = tmp_path / "rows.jsonl"
    with pytest.raises(RuntimeError):
        sweep(square, {f"job {n}": {"n": n} for n in (1, 2, 3, 13)}, file)
    return file


@pytest.fixture
def finished(tmp_path):
    """The file of a finished sweep of three jobs; its card lies beside it."""
    file = tmp_path / "rows.jsonl"
    sweep(square, {f"job {n}": {"n": n} for n in (1, 2, 3)}, file)
    return file


def test_a_finished_file_is_plain_and_its_card_has_its_digest(finished):
    assert finished.read_text().splitlines()[0] == '{"job": "job 1", "n": 1, "square": 1}'
    assert card_of(finished)["sha256"] == sha256(finished.read_bytes()).hexdigest()
    finished.write_bytes(finished.read_bytes().replace(b"\n", b"\r\n"))  # git, on Windows
    assert len(read_rows(finished)) == 3


@pytest.mark.parametrize("change", [
    lambda lines: [lines[0].replace(b'"square": 1', b'"square": 7'), *lines[1:]],
    lambda lines: lines[1:], lambda lines: [lines[0], lines[2]], lambda lines: lines[::-1],
    lambda lines: lines * 2, lambda lines: [lines[0], lines[0], *lines[1:]],
])  # fmt: skip
@pytest.mark.parametrize("state", ["goes_on", "finished"])
def test_rows_that_were_changed_or_came_or_went_are_named(state, change, request):
    file = request.getfixturevalue(state)
    before = file.read_bytes()
    file.write_bytes(b"".join(change(before.splitlines(keepends=True))))
    for read in (lambda: read_rows(file), lambda: sweep(square, {"job 1": {"n": 1}}, file)):
        with pytest.raises(ValueError, match=r"rows\.jsonl is damaged"):
            read()


@pytest.mark.parametrize("content", [b"", b"{", b"\xff", b"[]", b'{"jo'])
def test_a_finished_file_that_was_cut_short_is_named_and_not_measured_again(finished, content):
    finished.write_bytes(content)
    for read in (lambda: read_rows(finished), lambda: sweep(square, {"job 1": {"n": 1}}, finished)):
        with pytest.raises(ValueError, match=r"rows\.jsonl is damaged"):
            read()


def test_a_damaged_card_is_named(finished):
    for content in (b"{", b"[1]", b"\xff"):
        finished.with_suffix(".json").write_bytes(content)
        with pytest.raises(ValueError, match=r"card .*rows\.json is damaged"):
            read_rows(finished)


def test_rows_that_are_taken_out_on_purpose_are_measured_again(finished):
    card = card_of(finished)
    finished.write_bytes(b"".join(finished.read_bytes().splitlines(keepends=True)[1:]))
    finished.with_suffix(".json").write_text(json.dumps({**card, "sha256": None}))
    ran = []
    jobs = {f"job {n}": {"n": n} for n in (1, 2, 3)}
    rows = sweep(lambda n: ran.append(n) or square(n), jobs, finished)
    assert ran == [1] and read_rows(finished) == rows and len(rows) == 3


def test_fewer_jobs_leave_fewer_rows_and_the_words_of_the_card(finished):
    before = card_of(finished)
    rows = sweep(square, {"job 2": {"n": 2}}, finished, about="Not said.")
    assert [row["n"] for row in rows] == [2] and read_rows(finished) == rows
    assert {**card_of(finished), "sha256": 0} == {**before, "sha256": 0}


def test_a_card_that_was_left_alone_is_no_word_on_new_rows(finished):
    finished.unlink()
    with pytest.raises(RuntimeError):
        sweep(square, {"job 5": {"n": 5}, "job 13": {"n": 13}}, finished)
    assert [row["n"] for row in read_rows(finished)] == [5]

"""Sweeps on a real Dask cluster of two processes, and the data files of the repair lesson."""

import os
import time
from collections import Counter

import joblib
import numpy as np
import pytest
from distributed import Client, LocalCluster

from course_lib.chapters.repair import analysis_choosing as choosing
from course_lib.chapters.repair import (
    figures_remedies,
    figures_variety,
    sweep_mazes,
)
from course_lib.chapters.repair.mixture import train_on
from course_lib.chapters.repair.sweep_regularisers import REMEDIES
from course_lib.study.measure.mixtures import pure
from course_lib.study.measure.provenance import card_of, write_card
from course_lib.study.measure.stats import over_seeds
from course_lib.study.measure.sweep import load_results, read_rows, sweep
from course_lib.worlds import maze


def square(n: int, seed: int = 0) -> dict:
    """A job that says in which process it ran, and when; it refuses 13."""
    if n == 13:
        raise RuntimeError("13 is refused")
    time.sleep(0.05)
    return {"square": n * n, "process": os.getpid(), "begun": time.time_ns()}


def tiny_agent(seed: int) -> dict:
    """A short training run, as a sweep has them."""
    from course_lib.agents.ppo import PPO

    recipe = PPO(
        steps=500, num_envs=16, num_steps=8, num_minibatches=4, channels=(2, 2, 2), hidden=8
    )
    agent = train_on(pure(maze.Distribution(size=5)), recipe, seed=seed)
    return {"steps": agent.card["steps"], "process": os.getpid()}


@pytest.fixture(scope="module")
def cluster():
    """Two worker processes of one thread each, on this machine."""
    with (
        LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
        ) as two,
        Client(two) as client,
    ):
        client.wait_for_workers(2, timeout=120)
        yield two


@pytest.mark.slow
def test_the_same_call_runs_on_a_cluster_and_its_rows_are_those_of_processes_here(
    cluster, tmp_path
):
    jobs = {f"job {n}": {"n": n} for n in range(12)}
    with joblib.parallel_backend("dask"):
        there = sweep(square, jobs, tmp_path / "there.jsonl")
    here = sweep(square, jobs, tmp_path / "here.jsonl", workers=2)
    processes = {row["process"] for row in there}
    assert len(processes) == 2 and os.getpid() not in processes
    assert [(row["job"], row["square"]) for row in there] == [
        (row["job"], row["square"]) for row in here
    ]
    assert read_rows(tmp_path / "there.jsonl") == there


def test_a_sweep_on_a_cluster_goes_on_where_it_was_interrupted(cluster, tmp_path):
    file = tmp_path / "rows.jsonl"
    jobs = {f"job {n}": {"n": n} for n in (1, 2, 3, 13)}
    with joblib.parallel_backend("dask"), pytest.raises(RuntimeError, match="13 is refused"):
        sweep(square, jobs, file)
    # The refusal may have come before the first row.
    kept = {row["job"]: row for row in read_rows(file)} if file.exists() else {}
    assert "job 13" not in kept
    with joblib.parallel_backend("dask"):
        rows = sweep(square, {f"job {n}": {"n": n} for n in (1, 2, 3, 4)}, file)
    assert [row["job"] for row in rows] == ["job 1", "job 2", "job 3", "job 4"]
    for job, row in kept.items():  # what is there is not run again
        assert row["begun"] == next(r["begun"] for r in rows if r["job"] == job)


@pytest.mark.slow
def test_agents_are_trained_on_a_cluster(cluster, tmp_path):
    jobs = {f"seed {seed}": {"seed": seed} for seed in range(2)}
    with joblib.parallel_backend("dask"):
        rows = sweep(tiny_agent, jobs, tmp_path / "rows.jsonl")
    assert [row["steps"] for row in rows] == [512, 512]
    assert os.getpid() not in {row["process"] for row in rows}


# ── The data files ──────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", ["maze_shares", "regularisers", "key_shares"])
def test_every_point_has_five_seeds_and_a_thousand_episodes(name):
    rows = load_results(name)
    points = {
        "maze_shares": ("share", "how"),
        "regularisers": ("remedy",),
        "key_shares": ("share",),
    }
    point = points[name]
    seeds = Counter(tuple(row[key] for key in point) for row in rows)
    assert min(seeds.values()) >= 5
    for row in rows:
        assert row["training"]["episodes"] >= 1000 and row["deployment"]["episodes"] >= 1000


def test_the_counts_of_the_mazes_fit_together():
    for row in [*load_results("maze_shares"), *load_results("regularisers")]:
        for kind in ("training", "deployment"):
            c = row[kind]
            assert c["detour_cheese"] <= min(c["cheese"], c["detours"]) <= c["episodes"]
            assert c["detour_corner"] <= c["corner"]
        assert row["training"]["detours"] == 0, "in the usual levels the cheese is in the corner"
    assert set(REMEDIES) == {row["remedy"] for row in load_results("regularisers")}


def test_the_counts_of_keys_fit_together():
    for row in load_results("key_shares"):
        for kind in ("training", "deployment"):
            c = row[kind]
            assert c["chests"] <= c["possible"] and c["spare_keys"] <= c["useless"]
        assert row["training"]["useless"] == 0 < row["deployment"]["useless"]


# ── What the lesson says of them ────────────────────────────────────────────────────────────


def test_the_lessons_words_on_variety_hold():
    for part in figures_variety.parts():
        by_share = {share: [part.kept(r) for r in rows] for share, rows in part.by_share().items()}
        low, high = by_share[min(by_share)], by_share[max(by_share)]
        assert max(low) < min(high), "with nothing but other levels all do better than with none"
        if "random" in part.beside:
            assert np.mean(low) <= part.beside["random"], "no better than a random policy"
    mice, keys, runners = figures_variety.parts()
    chests = lambda row: row["training"]["chests"] / row["training"]["possible"]  # noqa: E731
    for part, skill in ((mice, choosing.usual), (keys, chests)):
        usual = [np.mean([skill(r) for r in rows]) for rows in part.by_share().values()]
        assert usual[0] - usual[-1] > 0.2, "the usual levels suffer"
    assert sum(runners.kept(r) > 0.5 for r in runners.by_share()[0.05]) == 2


def test_replay_by_regret_shows_more_and_uniform_replay_does_not():
    rows = load_results("maze_shares")
    for how, some in sweep_mazes.CHOSEN.items():
        for share in some:
            plain, chosen = (
                np.mean([choosing.steps_off(row) for row in choosing.of(rows, one, share)])
                for one in (sweep_mazes.PLAIN, how)
            )
            if how == "exact regret":
                assert chosen > 1.3 * plain
                assert over_seeds(choosing.same_share(rows, how, share))[1] > 0
            if how == "uniform replay":
                _, low, high = over_seeds(choosing.same_share(rows, how, share))
                assert low < 0 < high and chosen < 1.3 * plain


def test_no_remedy_brings_the_cheese_back():
    found = figures_remedies.remedies()
    without = [choosing.got(row) for row in found.pop("none")]
    for name, rows in found.items():
        values = [choosing.got(row) for row in rows]
        assert max(values) < 0.5, name
        assert figures_remedies.difference(values, without)[2] < 0.1
    assert set(found) == set(REMEDIES)


def test_a_card_tells_what_the_rows_are(tmp_path):
    file = tmp_path / "some.jsonl"
    jobs, settings = {f"job {n}": {"n": n, "seed": n} for n in (1, 2)}, {"of": (1, 2)}
    rows = sweep(square, jobs, file, 1, "A test.\n  Of cards.", lambda: settings)
    assert card_of(file)["settings"] == {"of": [1, 2]} and card_of(file)["rows"] == 2
    settings["recipe"] = sweep_mazes.RECIPE
    card = write_card(file, rows, "A test.\n  Of cards.", settings)
    assert card == card_of(file)
    assert card["what"] == "A test. Of cards." and card["seeds"] == [1, 2]
    assert card["settings"]["recipe"]["steps"] == sweep_mazes.RECIPE.steps
    with pytest.raises(FileNotFoundError):
        card_of(tmp_path / "none.jsonl")

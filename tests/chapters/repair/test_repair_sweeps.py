"""Sweeps on a real Dask cluster of two processes, and the data files of the repair lesson."""

import os
import time
from collections import Counter

import joblib
import numpy as np
import pytest
from distributed import Client, LocalCluster

from course_lib.chapters.maze import figures
from course_lib.chapters.repair import (
    figures_choosing,
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
    """A job that says in which process it ran; it refuses 13."""
    if n == 13:
        raise RuntimeError("13 is refused")
    time.sleep(0.05)
    return {"square": n * n, "process": os.getpid()}


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
    file.touch()  # if the refusal came before the first row
    kept = {row["job"]: row for row in read_rows(file)}
    assert "job 13" not in kept
    file.write_text(file.read_text().replace('"square": 1,', '"square": -1,'))
    with joblib.parallel_backend("dask"):
        rows = sweep(square, {f"job {n}": {"n": n} for n in (1, 2, 3, 4)}, file)
    assert [row["job"] for row in rows] == ["job 1", "job 2", "job 3", "job 4"]
    assert rows[0]["square"] == (-1 if "job 1" in kept else 1), "what is there is not run again"
    for job, row in kept.items():
        assert row["process"] == next(r["process"] for r in rows if r["job"] == job)


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


def differences(these, those) -> tuple[float, float, float]:
    """Mean, low and high of one minus the other, seed by seed."""
    return over_seeds([one - other for one, other in zip(these, those, strict=True)])


def test_the_lessons_words_on_variety_hold():
    found = {world: dict(lines) for world, lines in figures_variety.variety().items()}
    maze, keys, coin = found.values()
    for lines, share in ((maze, 0.3), (coin, 0.05)):
        missed, proxy = (list(lines.values())[n][share] for n in (0, 1))
        assert np.mean(missed) - np.mean(proxy) > 0.3, "the proxy goes before the goal comes"
    for lines in (maze, keys):
        usual = list(lines.values())[2]
        assert differences(usual[1.0], usual[0.0])[1] > 0.2, "the usual levels suffer"
    for lines, world in ((maze, figures_variety.MAZE), (keys, figures_variety.KEYS)):
        points = lines[figures_variety.FAILURE.get(world, "goal missed")]
        beside = figures_variety.unlearned()[world]["random"]
        low = [np.mean(some) for share, some in points.items() if share <= 0.1]
        assert min(low) > beside, "no better than a random policy"
    enough = {
        world: figures_variety.enough(lines[figures_variety.FAILURE.get(world, "goal missed")], 0.5)
        for world, lines in found.items()
    }
    assert len({small for small, _ in enough.values()}) == 3, "no threshold in common"
    assert all(small < large for small, large in enough.values())


def test_the_lessons_words_on_regions_hold():
    corner = figures.by_side(load_results("maze_regions"), "corner")
    own = figures.own_training(load_results("maze_regions"))
    assert differences(corner[1], corner[11])[1] > 0.5, "the corner is left"
    assert differences(own[1], own[11])[1] > 0.2, "skill falls as well"


def test_the_lessons_words_on_choosing_hold():
    ways = figures_choosing.by_way()
    plain, exact, surprise = (figures_choosing.gone(rows) for rows in ways.values())
    for share in sweep_mazes.SHARES:
        assert differences(exact[share], plain[share])[2] < 0, "fewer failures"
        beside = figures_variety.unlearned()[figures_variety.MAZE]["random"]
        assert np.mean(exact[share]) > max(0.5, beside), "and no cure"
        low, high = differences(surprise[share], plain[share])[1:]
        assert low < 0 < high, "no difference that these seeds can show"
    seen = [figures_choosing.exposure(rows) for rows in ways.values()]
    for share in sweep_mazes.SHARES:
        assert np.mean(seen[0][share]) < np.mean(seen[2][share]) < np.mean(seen[1][share]) / 2


def test_fresh_levels_leave_fewer_failures_than_replayed_ones_shown_as_often():
    rows = load_results("maze_shares")
    fresh = [row for row in rows if (row["share"], row["how"]) == (0.3, sweep_mazes.PLAIN)]
    again = [row for row in rows if (row["share"], row["how"]) == (0.03, "exact regret")]
    played, failed = ([use(some) for some in (fresh, again)] for use in (
        lambda some: [figures_choosing.played_off(row) for row in some],
        lambda some: [1 - r["deployment"]["detour_cheese"] / r["deployment"]["detours"]
                      for r in some],
    ))  # fmt: skip
    assert abs(np.mean(played[0]) - np.mean(played[1])) < 0.03
    assert differences(*failed)[2] < 0


def test_no_remedy_brings_the_cheese_back():
    found = {
        name: figures_variety.quotients(rows, "deployment", "detour_cheese", "detours")
        for name, rows in figures_variety.remedies().items()
    }
    for name in REMEDIES:
        mean, low, high = differences(found[name], found["none"])
        assert low < 0 < high and high < 0.1 and abs(mean) < 0.05


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

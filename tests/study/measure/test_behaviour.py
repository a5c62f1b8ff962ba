"""Tables of behaviour: they say what was measured, and beside what."""

import json

import matplotlib
import numpy as np
import pytest
from support.policies import right, untrained

import course_lib as cl
from course_lib.study.measure.behaviour import outcomes
from course_lib.study.measure.stats import wilson
from course_lib.study.measure.tables import Table
from course_lib.worlds import maze

matplotlib.use("Agg")
LEVELS = {"training": maze.TRAIN, "deployment": maze.DEPLOY}


def test_rows_have_the_form_that_lessons_rely_on():
    table = cl.behaviour([right, untrained()], LEVELS, episodes=40, seed=1)
    keys = ["policy", "distribution", "metric", "mean", "low", "high", "episodes"]
    assert all(list(row) == keys for row in table.rows)
    policies, metrics = ["right", "novice", "random", "planner"], ["cheese", "corner", "steps"]
    order = [(r["distribution"], r["policy"], r["metric"]) for r in table.rows]
    assert order == [(d, p, t) for d in LEVELS for p in policies for t in metrics]
    assert all(row["low"] <= row["mean"] <= row["high"] for row in table.rows)
    assert {row["episodes"] for row in table.rows} == {40}
    json.dumps(table.rows)


def test_numbers_in_a_table_are_those_of_the_episodes():
    found = outcomes(cl.random_policy(maze.DEPLOY), maze.DEPLOY, 300, seed=2)
    table = cl.behaviour(cl.random_policy(maze.DEPLOY), maze.DEPLOY, 300, seed=2, baselines=False)
    hits = int(found.last.cheese.sum())
    row = table.get("random", "levels", "cheese")
    assert row["mean"] == hits / 300 and (row["low"], row["high"]) == wilson(hits, 300)
    assert table.get("random", "levels", "steps")["mean"] == found.last.steps.mean()
    assert ((found.last.terminated | found.last.truncated) == 1).all()


def test_every_policy_meets_the_same_levels_and_each_seed_gives_others():
    policies = [cl.random_policy(maze.TRAIN), cl.planner(maze.TRAIN)]
    a, b = (outcomes(p, maze.TRAIN, 700, seed=1).first for p in policies)
    assert np.array_equal(a.seed, b.seed) and np.array_equal(a.tiles, b.tiles)
    assert len(np.unique(a.seed)) == 700
    c = outcomes(policies[0], maze.TRAIN, 700, seed=2).first
    assert not set(a.seed.tolist()) & set(c.seed.tolist())
    d = outcomes(policies[0], maze.TRAIN, 30, seed=1).first
    assert np.array_equal(d.seed, a.seed[:30]), "fewer episodes are the first of more"


def test_a_plain_function_a_class_with_act_and_a_batch_policy_do_the_same():
    class Acts:
        name = "acts"

        def act(self, observation):
            return 1

    class Chooses:
        name = "chooses"

        def choose(self, observations, states, uniform):
            assert len(observations) == len(states) == len(uniform)
            return np.ones(len(observations), int)

    table = cl.behaviour([right, Acts(), Chooses()], maze.TRAIN, 50, baselines=False)
    for metric in ("cheese", "steps"):
        rows = [table.get(p, "levels", metric) for p in ("right", "acts", "chooses")]
        assert rows[0]["mean"] == rows[1]["mean"] == rows[2]["mean"]


def test_the_planner_is_best_and_chance_is_worst():
    table = cl.behaviour(right, LEVELS, episodes=300)
    for label in LEVELS:
        assert table.get("planner", label, "cheese")["mean"] == 1
        assert (
            table.get("planner", label, "steps")["high"]
            < table.get("random", label, "steps")["low"]
        )


def test_only_levels_where_a_condition_holds_are_counted():
    every = cl.behaviour(right, maze.DEPLOY, 200, baselines=False)
    some = cl.behaviour(right, maze.DEPLOY, 200, given="detour", baselines=False)
    none = cl.behaviour(right, maze.TRAIN, 200, given="detour", baselines=False)
    assert 0 < some.rows[0]["episodes"] < every.rows[0]["episodes"] == 200
    assert none.rows[0]["episodes"] == 0 and "no such level" in str(none)
    assert "detour" in some._repr_html_()


def test_a_table_prints_and_shows_and_draws_the_same_numbers(capsys):
    table = cl.behaviour([right, untrained()], LEVELS, episodes=40)
    lines = str(table).splitlines()
    assert lines[0].split() == ["levels", "agent", "cheese", "corner", "first", "steps"]
    assert len(lines) == 2 + 8 + 1
    cell = f"{100 * table.get('right', 'training', 'cheese')['mean']:.0f} % ["
    html = table._repr_html_().replace("&nbsp;", " ")
    assert cell in lines[2] and cell in html
    assert table._repr_html_().count("<tr>") == 9
    table.plot()
    assert cell.rstrip(" [") in capsys.readouterr().out


def test_a_table_as_a_frame_has_a_line_for_each_row():
    table = cl.behaviour(right, LEVELS, episodes=20)
    frame = table.frame()
    assert frame.to_dict("records") == table.rows
    assert list(frame.columns) == list(table.rows[0])
    steps = frame[frame.metric == "steps"].pivot(index="policy", columns="distribution")["mean"]
    assert steps.loc["planner", "training"] == table.get("planner", "training", "steps")["mean"]


def test_policies_of_one_name_are_told_apart():
    table = cl.behaviour([lambda o: 0, lambda o: 1], maze.TRAIN, 20)
    names = list(dict.fromkeys(row["policy"] for row in table.rows))
    assert len(names) == 4 and len(str(table).splitlines()) == 2 + 4 + 1
    planner = cl.behaviour(cl.planner(maze.TRAIN), maze.TRAIN, 20)
    assert [r["policy"] for r in planner.rows].count("planner") == 3
    assert len(str(planner).splitlines()) == 2 + 2 + 1


def test_names_are_shown_as_text_not_as_html():
    table = cl.behaviour(lambda o: 0, {"<b>": maze.TRAIN}, 5)
    assert "<b>" not in table._repr_html_() and "<lambda>" not in table._repr_html_()


def test_a_row_that_is_not_there():
    with pytest.raises(KeyError, match="planner"):
        Table(cl.behaviour(right, maze.TRAIN, 5).rows).get("plan", "levels", "cheese")

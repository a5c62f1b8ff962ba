"""Extra steps split into parts, painted rows, drawn vaults, and the tables that are shipped."""

import numpy as np
import pytest

import course_lib as cl
from course_lib.chapters.keys_and_chests import (  # fmt: skip
    analysis,
    figures_display,
    figures_ratios,
    painted,
    questions,
    sweep_drawings,
    sweep_painted,
    sweep_ratios,
    vaults,
)
from course_lib.chapters.keys_and_chests.display import strip
from course_lib.chapters.keys_and_chests.policies import CHEST_LOVER, KEY_LOVER, KEYS_FIRST
from course_lib.chapters.keys_and_chests.routes import PARTS, routes
from course_lib.engine.sim import BatchSim
from course_lib.study.measure.sweep import load_results
from course_lib.worlds import keys_and_chests as vault
from course_lib.worlds.keys_and_chests import DEPLOY, TRAIN

PLANNER, RANDOM = analysis.BASELINES
EVEN = vault.Distribution(n=1, keys=3, chests=3)

# ── Where the extra steps go ────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("policy", [CHEST_LOVER, KEYS_FIRST, RANDOM], ids=lambda one: one.name)
@pytest.mark.parametrize("levels", [TRAIN, DEPLOY])
def test_the_parts_are_the_steps_beyond_the_planners_level_by_level(policy, levels):
    found = routes(policy, levels, 60)
    assert (sum(found.parts.values()) == found.more).all()
    assert min(part.min() for part in found.parts.values()) >= 0


def test_who_walks_straight_loses_nothing_and_who_wanders_does():
    for policy in (PLANNER, CHEST_LOVER, KEY_LOVER, KEYS_FIRST):
        assert (routes(policy, DEPLOY, 60).lost == 0).all()
    assert (routes(PLANNER, DEPLOY, 60).more == 0).all()
    assert routes(RANDOM, DEPLOY, 60).lost.mean() > 40


def test_useless_keys_cost_only_those_who_take_them_and_a_preference_costs_without_any():
    chest, key, first = (routes(one, DEPLOY, 150) for one in (CHEST_LOVER, KEY_LOVER, KEYS_FIRST))
    assert chest.useless.sum() == 0 < key.useless.sum() < first.useless.sum()
    even = {one.name: routes(one, EVEN, 150) for one in (CHEST_LOVER, KEYS_FIRST)}
    assert even["chest lover"].available.sum() == even["keys first"].useless.sum() == 0
    assert even["keys first"].order.mean() > even["chest lover"].order.mean() + 0.5


# ── A painted row ───────────────────────────────────────────────────────────────────────────


def keys_seen(row: str, held: int = 2) -> list[int]:
    """The places of the inventory that differ from an empty one, once the row is painted."""
    sim = BatchSim(DEPLOY, 1)
    sim.reset(np.zeros(1, np.uint64))
    empty = strip(sim.observe())
    sim.batch.held = held
    before = sim.observe()
    after = painted.paint(before, row)
    tiles = strip(after)
    rest = len(tiles[0])
    assert (after[:, rest:] == before[:, rest:]).all(), "the vault stays as it is"
    return np.flatnonzero((tiles != empty).any(axis=(0, 1, 3, 4))).tolist()


def test_a_row_is_painted_as_it_is_written():
    assert keys_seen(painted.FAR_END) == [0, 1, painted.PLACE]
    assert keys_seen("?????????") == [0, 1]
    assert keys_seen("..K.K....") == [2, 4]
    for wrong in ("KK", "KKxx.....", 3):
        with pytest.raises(ValueError, match="a row is 9 signs"):
            painted.check_row(wrong)


@pytest.mark.parametrize("floor", painted.FLOORS)
def test_starts_are_what_they_are_said_to_be(floor):
    states = painted.starts(floor, nearer=True, levels=600)
    assert 0 < len(states) < len(painted.starts(floor, levels=600)) < 600
    assert (states.held == (0 if floor == "full" else states.chests_left)).all()
    assert states.held.max() <= 4, "as many as training showed"
    keys = (states.tiles == vault.Tile.KEY).sum(axis=1)
    assert (keys == states.keys_left).all() and (keys.max() == 0) == (floor == "empty")


def test_something_comes_first_and_who_does_not_look_goes_to_the_floor():
    for floor in painted.FLOORS:
        found = painted.firsts(painted.Painted(KEY_LOVER), floor, levels=80)
        assert sum(hits.astype(int) for hits in found.values()).tolist() == [1] * len(
            found["floor"]
        )
        assert found["floor"].all()
    assert painted.firsts(RANDOM, "empty", levels=200)["place"].any()
    with pytest.raises(ValueError, match="floor must be one of"):
        painted.starts("half")


def test_a_row_of_ones_own_is_tried_where_an_extra_key_is_nearer():
    assert painted.extra_keys("KK.K....K") == [3] and painted.extra_keys(painted.TRUE_ROW) == []
    assert np.isnan(painted.under_extra_keys(KEY_LOVER, painted.TRUE_ROW))
    assert painted.under_extra_keys(KEY_LOVER, "KK.....K.") == 0
    assert "no extra key" in str(painted.row_table(painted.TRUE_ROW, [KEY_LOVER]))


# ── Vaults, rows and their exercises ────────────────────────────────────────────────────────


def verdict_of(name: str, answer):
    return questions.quiz.exercises[name].judge(answer)


def test_a_vault_is_judged_by_letting_three_dragons_loose():
    solution = questions.quiz.exercises["my_vault"].solution
    assert list(vaults.keys_taken(solution).values()) == [1, 2, 3]
    assert "like those of training" in verdict_of("my_vault", vaults.AS_IN_TRAINING).message
    two = solution.replace("K#\n###", ".#\n###")
    assert "Key lover and keys first do the same" in verdict_of("my_vault", two).message
    far = solution.replace("#D.K.K..#", "#D.K...K#")
    assert "Chest lover and key lover do the same" in verdict_of("my_vault", far).message
    with pytest.raises(ValueError, match="rows"):
        verdict_of("my_vault", "=====\n#DKC#\n#...#\n#...#\n#####")
    table = str(vaults.vault_table(solution, [RANDOM], times=5))
    assert "keys first" in table and "random" in table


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("K K K . . . . . .", "let the dragons decide"),
        ("KK.....K.", "Place 8 was never filled"),
        ("KK.......", "no extra key"),
        (".......K.", "Leave the two keys"),
        ("KK......K", "above the wall"),
    ],
)
def test_a_row_tells_where_two_explanations_differ(row, words):
    verdict = verdict_of("my_row", row)
    assert words in verdict.message and verdict.right is row.startswith("K K K")


# ── Tables that are shipped ─────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("module", [sweep_ratios, sweep_drawings, sweep_painted])
def test_the_shipped_table_has_every_job_and_a_card(module):
    found = [row["job"] for row in load_results(module.SWEEP.name)]
    assert found == list(module.SWEEP.jobs())


def test_parts_in_the_table_add_up_and_written_dragons_lose_nothing():
    for row in load_results("key_ratios"):
        assert sum(row["parts"].values()) == pytest.approx(row["more"][0], abs=0.01)
        assert set(row["parts"]) == set(PARTS)
        if row["who"] in figures_ratios.WRITTEN:
            assert row["parts"]["lost"] == 0


def test_a_row_of_the_table_is_what_is_measured_now(monkeypatch):
    row = load_results("key_ratios", who="key lover", levels="4 : 3")[0]
    assert sweep_ratios.measure("key lover", 0, "4 : 3").items() <= row.items()


def test_figures_of_the_tables_are_shown_with_words(capsys):
    figures_ratios.show_shares()
    figures_ratios.show_ratios()
    figures_ratios.show_parts({"deployment": "shelf B", "3 : 3": "3 keys, 3 chests"})
    figures_display.show_ways(["useless keys taken", "right end of the top row"])
    figures_display.show_painted()
    said = capsys.readouterr().out
    assert said.count("[Picture:") == 5 and "key lover" in said
    assert "few keys, seed 4" in str(figures_display.walls_table())
    assert "12.0" in str(figures_display.presses_table())


def test_agents_of_shelf_a_go_under_a_painted_key_where_the_floor_has_none():
    agent = cl.load("keys_and_chests/few-keys")
    plain, seen = (
        painted.firsts(one, "empty", levels=600, nearer=True)["place"].mean()
        for one in (agent, painted.Painted(agent))
    )
    assert plain < 0.1 and seen > 0.5

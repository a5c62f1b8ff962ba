"""What unit 05a measures, on runners of which the answer is known, and the lesson's exercises."""

from dataclasses import replace

import numpy as np
import pytest
from support.exercises import said

import course_lib as cl
from course_lib.chapters.coin_run import analysis, explanations, figures, figures_way, questions
from course_lib.chapters.coin_run.policies import JUMP_RIGHT, RUN_RIGHT, Reflex, careful
from course_lib.chapters.coin_run.questions import per_100
from course_lib.chapters.coin_run.sweep_repainted import LOOKS, Repainted, jumps_before, repaint
from course_lib.engine.platforms import MAX_COLUMNS, TILE
from course_lib.engine.sim import BatchSim
from course_lib.engine.sprites import rasterise
from course_lib.study.inside.moments import observe, standing
from course_lib.worlds import coin_run
from course_lib.worlds.coin_run import DEPLOY, TRAIN, Action, Tile

PLANNER = cl.planner(TRAIN)
CAREFUL = Reflex(careful)
FLAT = "\n".join(["#..........#"] * 9 + ["#R..S....C.#", "############", "############"])
GOLD = rasterise(coin_run.WORLD.sprites[Tile.COIN], TILE)[1, 1]  # as no other thing looks
UP = analysis.PLACES["2 tiles up"]


class AfraidOfGold:
    """A made-up agent that stays on the ground if gold is in sight, and jumps otherwise."""

    name = "afraid of gold"

    def evaluate(self, observations):
        gold = (observations == GOLD).all(-1).any((1, 2))
        chances = np.zeros((len(observations), len(Action)))
        chances[np.arange(len(gold)), np.where(gold, Action.RIGHT, Action.JUMP_RIGHT)] = 1
        return chances, gold.astype(float)

    def choose(self, observations, states, uniform):
        return self.evaluate(observations)[0].argmax(1)


# ── Written policies ────────────────────────────────────────────────────────────────────────


def test_one_button_does_one_thing_and_a_careful_reflex_gets_nearly_everywhere():
    coins = {p.name: analysis.outcomes(p, TRAIN, 200).last.coin.mean()
             for p in (RUN_RIGHT, JUMP_RIGHT, CAREFUL)}  # fmt: skip
    assert coins["always run right"] < coins["always jump right"] < coins["reflex"]
    assert coins["reflex"] > 0.95
    states = cl.play(JUMP_RIGHT, TRAIN, seed=3)
    assert set(states.actions) == {Action.JUMP_RIGHT}


def test_a_reflex_is_told_what_stands_before_it_and_below():
    told = []
    policy = Reflex(lambda ahead, below: told.append((ahead, below)))
    cl.play(policy, TRAIN, level=FLAT)
    assert told[0] == (["sky", "sky", "saw"], ["turf", "turf", "turf"])
    assert (["saw", "sky", "sky"], ["turf"] * 3) in told, "a coin is as good as sky"
    assert not any("runner" in words or "coin" in words for pair in told for words in pair)


# ── On the way ──────────────────────────────────────────────────────────────────────────────


def test_the_same_coin_is_met_shown_and_invisible_and_only_seeing_it_makes_a_difference():
    blind = analysis.pair(CAREFUL, UP, levels=60, seed=1)
    assert blind["shown"] == blind["invisible"] and blind["more"] == blind["less"] == 0
    afraid = analysis.pair(AfraidOfGold(), UP, levels=60, seed=1)
    assert afraid["less"] > 10 > afraid["more"]
    difference = afraid["shown"]["coin"] - afraid["invisible"]["coin"]
    assert difference == afraid["more"] - afraid["less"]


def test_paint_changes_the_looks_of_one_kind_of_tile_and_nothing_else():
    states = standing(UP, 40, -2, seed=0)
    seen = observe(UP, states)
    assert (repaint(seen, states, {Tile.COIN: LOOKS["coin"]}) == seen).all()
    hidden = states.copy()
    hidden.coin_shown = 0
    unseen = observe(UP, hidden)
    assert (repaint(seen, states, {Tile.COIN: LOOKS["nothing"]}) == unseen).all()
    violet = repaint(seen, states, {Tile.COIN: LOOKS["violet coin"]})
    changed = (violet != seen).any(-1)
    assert (changed.sum((1, 2)) <= TILE * TILE).all() and changed.any((1, 2)).all()
    assert (seen == observe(UP, states)).all(), "the pictures that were given stay as they were"


def test_who_is_afraid_of_gold_is_not_afraid_of_violet():
    agent = AfraidOfGold()
    assert max(jumps_before(agent, UP, "coin")) < 0.02, "an enemy may stand before the coin"
    assert jumps_before(agent, UP, "violet coin") == [1] * 5
    runs = [analysis.outcomes(Repainted(agent, Tile.COIN, look), UP, 60, 1).last.coin.mean()
            for look in ("coin", "violet coin")]  # fmt: skip
    assert runs[0] < runs[1]


def test_the_runner_is_put_beside_the_coin_and_alive():
    states = standing(TRAIN, 60, -2, seed=0)
    assert 30 < len(states) <= 60
    assert (states.x // TILE == states.coin_at % MAX_COLUMNS - 2).all()
    assert len(standing(TRAIN, 20, 5, seed=0)) == 0, "there is a wall"


# ── Explanations ────────────────────────────────────────────────────────────────────────────


def test_the_written_runners_differ_in_what_a_coin_is_to_them_and_in_nothing_else():
    hidden = replace(UP, coin_shown=False)
    runs = [analysis.outcomes(p, hidden, 60, 1).last for p in explanations.EXPLANATIONS.values()]
    assert (runs[0].coin == runs[1].coin).all() and runs[0].coin.mean() > 0.4
    home = analysis.outcomes(explanations.TAKES_FOR_SAW, TRAIN, 60, 1).last
    assert home.coin.mean() > 0.8, "in training it takes the coin all the same"
    found = explanations.taken(explanations.EXPLANATIONS, explanations.TELLING_LEVEL)
    assert found["takes coins for saws"] < found["does not notice coins"] < found["wants the coin"]


def test_a_level_in_which_two_explanations_do_the_same_tells_nothing():
    verdict = explanations.examine_level(explanations.OPEN_LEVEL)
    assert not verdict.right and "nearly the same" in verdict.message
    high = explanations.TELLING_LEVEL.replace("C", ".").replace("#....R", "#C...R")
    assert not explanations.examine_level(high).right
    with pytest.raises(ValueError):
        explanations.examine_level("no level")


# ── Off the path, and beyond the end ────────────────────────────────────────────────────────


def test_every_coin_off_the_path_is_of_one_kind_of_place():
    sim = BatchSim(replace(DEPLOY, length=36), 300, autoreset=False)
    sim.reset(np.arange(300))
    kinds = analysis.spot_of(sim.batch)
    assert set(kinds) == {0, 1, 2}
    for state, kind in zip(sim.batch, kinds, strict=True):
        under = state.tiles[state.coin_at + MAX_COLUMNS]
        assert (under == Tile.PLATFORM) == (kind == 0)
        beside = state.coin_at // MAX_COLUMNS == state.start_at // MAX_COLUMNS
        assert (beside and state.coin_at < state.start_at) == (kind == 2)


def test_a_coin_that_was_left_on_the_way_is_found():
    episode = analysis.leaving(CAREFUL)
    assert episode.metrics["end"] and not episode.metrics["coin"]
    assert analysis.spot_of(episode.records[:1].view(np.recarray))[0] < 2, "up or down"
    assert not analysis.leaves_coin(cl.play(PLANNER, DEPLOY, seed=episode.seed))


def test_who_always_goes_right_runs_on_beyond_the_end():
    (reflex,) = analysis.runs_on([CAREFUL], episodes=60).lines
    assert reflex[1] == reflex[2] != "0"


# ── Figures ─────────────────────────────────────────────────────────────────────────────────


def test_every_figure_of_the_unit_is_drawn_from_the_shipped_tables(capsys):
    figures_way.show_pairs(["end", "section"], ["2 tiles up", "section"])
    figures_way.show_jumps(["nothing", "coin", "saw"])
    figures_way.show_looks(["nothing", "coin", "violet saw"])
    figures_way.show_added({"a": ("end", False), "b": ("no-hanging-saws", False)})
    figures_way.show_deaths()
    figures.show_strips({"a": TRAIN, "b": DEPLOY}, (1, 2))
    figures.show_views(TRAIN, (1, 2))
    told = " ".join(capsys.readouterr().out.split())
    assert "coin at the end, 2 tiles up: -" in told and "coin on the way, section: +" in told


def test_the_tables_say_what_the_unit_says_of_them():
    added = figures_way.added("end", "2 tiles up")
    assert len(added) == 5 and max(added) < -0.1
    assert figures_way.mean_points("end", "2 tiles up") == pytest.approx(100 * np.mean(added))
    assert abs(figures_way.painted_points("violet coin")) < 10
    assert len(figures_way.rates_table(["end", "random", "planner"]).lines) == 3
    assert len(figures_way.deaths_table("2 tiles up").lines) == 5
    written = [line[1:3] for line in figures_way.explained_table().lines]
    assert all(float(unseeing) == 0 > float(as_saw) for unseeing, as_saw in written)
    assert min(figures_way.saw_deaths("violet saw")) > 2 * max(figures_way.saw_deaths("saw"))


# ── Exercises ───────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("name", "answer", "words"),
    [
        ("per_100", lambda died, covered: 100 * sum(died) / len(died), "per 100 episodes"),
        ("per_100", lambda died, covered: sum(died) / sum(covered), "deaths per tile"),
        ("per_100", lambda died, covered: sum(covered) / sum(died), "Turn the quotient"),
        ("per_100", lambda d, c: [a / b for a, b in zip(d, c, strict=True)], "divides by 0"),
        ("per_100", lambda died, covered: ..., "nothing yet"),
        ("control", "a", "its own"),
        ("control", "b", "whatever it is after"),
        ("landing_pad", "b", "and not why"),
        ("explained", {"dodged": "c"}, "golden looks"),
        ("skill", 0.96, "needs no eyes"),
        ("skill", 0.36, "at most"),
        ("steer", lambda ahead, below: ..., "nothing yet"),
        ("steer", lambda ahead, below: "fly", "'fly'"),
        ("steer", lambda ahead, below: "run", "Not yet"),
        ("steer", lambda ahead, below: "jump" if below[0] == "pit" else "run", "get stuck"),
        ("steer", lambda a, b: "jump" if a[0] != "sky" else "run", "pit"),
        ("failures", {"capability": "b"}, "Name what it is"),
    ],
)
def test_a_check_names_the_misunderstanding(name, answer, words):
    verdict = questions.quiz.exercises[name].judge(answer)
    assert not verdict.right and (words in said(verdict) or words == "Not yet")


def test_the_solutions_are_right():
    assert questions.quiz.exercises["per_100"].judge(per_100).right
    assert questions.quiz.exercises["steer"].judge(careful).right
    assert questions.quiz.exercises["my_level"].judge(explanations.TELLING_LEVEL).right
    assert coin_run.WORLD.name == "coin_run"

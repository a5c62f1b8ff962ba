"""What the coin lesson measures, on runners of which the answer is known, and its exercises."""

from dataclasses import replace

import numpy as np
import pytest
from support.exercises import said

import course_lib as cl
from course_lib.chapters.coin_run import analysis, critic, figures, questions
from course_lib.chapters.coin_run.policies import JUMP_RIGHT, RUN_RIGHT, Reflex, careful
from course_lib.chapters.coin_run.questions import per_100
from course_lib.engine.platforms import MAX_COLUMNS, TILE
from course_lib.engine.sim import BatchSim
from course_lib.engine.sprites import rasterise
from course_lib.study.inside.moments import standing
from course_lib.study.measure.episodes import first_level
from course_lib.worlds import coin_run
from course_lib.worlds.coin_run import DEPLOY, TRAIN, Action, Tile

PLANNER, RANDOM = cl.planner(TRAIN), cl.random_policy(TRAIN)
CAREFUL = Reflex(careful)
FLAT = "\n".join(["#..........#"] * 9 + ["#R..S....C.#", "############", "############"])
GOLD = rasterise(coin_run.WORLD.sprites[Tile.COIN], TILE)[1, 1]  # as no other thing looks


class SeesCoins:
    """A made-up agent: its critic likes coins in sight, its actor always goes right."""

    name = "sees coins"

    def __init__(self, name="sees coins"):
        self.name = name

    def evaluate(self, observations):
        yellow = (observations == GOLD).all(-1)
        chances = np.zeros((len(observations), len(Action)))
        chances[:, Action.RIGHT] = 1
        return chances, yellow.any((1, 2)).astype(float)


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


# ── Dangers ─────────────────────────────────────────────────────────────────────────────────


def test_deaths_are_counted_on_ground_and_the_ratio_of_one_policy_to_itself_is_1():
    table = analysis.dangers([RUN_RIGHT, CAREFUL], TRAIN, TRAIN, episodes=200)
    last = analysis.outcomes(RUN_RIGHT, TRAIN, 200).last
    row = table.get("always run right", "training", "died")
    assert row["mean"] == pytest.approx(100 * last.died.sum() / last.covered.astype(int).sum())
    assert row["low"] < row["mean"] < row["high"]
    ratio = table.get("always run right", "ratio", "died")
    assert ratio["mean"] == ratio["low"] == ratio["high"] == 1
    parts = [table.get("always run right", "training", c)["mean"] for c in analysis.CAUSES]
    assert parts[0] == pytest.approx(sum(parts[1:]))
    assert row["mean"] > 5 * table.get("reflex", "training", "died")["mean"]


def test_a_runner_that_is_careless_deployed_has_a_ratio_above_1():
    class Careless:
        """Looks where it goes only if the coin is at the end."""

        name = "careless"

        def choose(self, observations, states, uniform):
            away = states.coin_at % MAX_COLUMNS != states.end_column
            careful_ones = CAREFUL.choose(observations, states, uniform)
            return np.where(away, int(Action.RIGHT), careful_ones)

    pair = (replace(where, difficulty=10) for where in (TRAIN, DEPLOY))
    table = analysis.dangers(Careless(), *pair, episodes=150)
    deployed = table.get("careless", "deployment", "died")["mean"]
    assert deployed > 1 > table.get("careless", "training", "died")["mean"]
    words = analysis.danger_words(table, [Careless()])
    assert "deployment / training" in words and "careless" in analysis.causes_words(
        table, [Careless()]
    )


# ── Pursued ─────────────────────────────────────────────────────────────────────────────────


def test_only_a_policy_that_looks_at_the_coin_gains_by_seeing_it():
    class Planner:
        """Plans, as long as it sees the coin."""

        name = "needs to see"

        def choose(self, observations, states, uniform):
            seen = PLANNER.choose(observations, states, uniform)
            return np.where(states.coin_shown > 0, seen, int(Action.STAY))

    table = analysis.pursued([Planner(), CAREFUL], episodes=60)
    for where in ("at the end", "off the path"):
        assert table.get("needs to see", where, "shown")["mean"] == 1
        assert table.get("needs to see", where, "added")["mean"] == 1
        assert table.get("reflex", where, "added")["mean"] == 0
    assert table.get("reflex", "off the path", "end")["mean"] > 0.9
    assert "adds 100.0%" in analysis.pursued_words(table, "needs to see")
    assert analysis.pursued_seeds(table, [CAREFUL]).endswith("adds 0.0%.")


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
    table = analysis.spots(PLANNER, episodes=60)
    assert [row["mean"] for row in table.rows] == [1] * 6
    assert sum(r["episodes"] for r in table.rows if r["metric"] == "shown") == 60


def test_a_coin_that_was_left_on_the_way_is_found():
    episode = first_level(CAREFUL, DEPLOY, analysis.leaves_coin)
    assert episode.metrics["end"] and not episode.metrics["coin"]
    assert analysis.spot_of(episode.records[:1].view(np.recarray))[0] < 2, "up or down"
    assert not analysis.leaves_coin(cl.play(PLANNER, DEPLOY, seed=episode.seed))


def test_difficulty_hurts_those_who_do_not_look():
    table = analysis.by_difficulty([JUMP_RIGHT, PLANNER, CAREFUL], (0, 10), episodes=60)
    assert table.get("planner", "10", "coin")["mean"] == 1
    rates = [table.get("always jump right", hard, "coin")["mean"] for hard in ("0", "10")]
    assert rates[0] == 1 and rates[1] < 0.8
    words = analysis.skill_words(table, "planner", "always jump right")
    assert words.count("planner gains 100% of it") == 2 and "no more" in words
    assert "reflex" in figures.difficulty_words(table)


def test_who_always_goes_right_runs_on_beyond_the_end():
    table = analysis.runs_on([CAREFUL, PLANNER], episodes=80)
    assert table.get("reflex", "no wall", "to the last tile")["mean"] == 1
    assert table.get("reflex", "no wall", "tiles beyond")["mean"] == 6
    assert table.get("planner", "no wall", "tiles beyond")["episodes"] < 20


# ── The critic ──────────────────────────────────────────────────────────────────────────────


def test_the_critic_is_asked_with_the_runner_beside_the_coin_and_alive():
    states = standing(TRAIN, 100, -2, seed=0)
    assert 50 < len(states) <= 100
    assert (states.x // TILE == states.coin_at % MAX_COLUMNS - 2).all()
    sim = BatchSim(TRAIN, len(states), autoreset=False)
    sim.batch[:] = states
    sim.step(np.zeros(len(states), np.int64))
    assert sim.batch.died.mean() < 0.1 and not sim.batch.coin.any()
    assert len(standing(TRAIN, 20, 5, seed=0)) == 0, "there is a wall"


def test_a_critic_that_likes_coins_in_sight_is_found_out_and_its_actor_too():
    rows = critic.critic([SeesCoins("a"), SeesCoins("b")], levels=30, distances=(-8, -2))
    near = [r for r in rows if r["distance"] == -2 and r["levels"]]
    assert {r["place"] for r in near} == {*critic.PLACES, "end, wall"}
    for row in near:
        assert row["value"] == row["shown"] and row["right"] == 1
    assert all(row["value"] == 0 for row in rows if row["distance"] == -8 and row["levels"])
    words = figures.critic_words(rows)
    assert "the coin adds +1.00 [+1.00, +1.00]; goes right 100% and 100%" in words


# ── Figures ─────────────────────────────────────────────────────────────────────────────────


def share_rows():
    """Rows as `coin_run_shares` has them, of two shares and two seeds."""

    def counts(coin, end):
        return {"episodes": 10, "coin": coin, "end": end, "died": 1, "covered": 200}

    return [{"share": share, "seed": seed, "training": counts(9, 0),
             "deployment": counts(coin, 10 - coin), "invisible": counts(1, 9)}
            for share, coin in ((0.0, 1), (1.0, 8)) for seed in (0, 1)]  # fmt: skip


def test_the_figures_hold_what_was_measured_and_say_so_in_words():
    words = figures.share_words(share_rows())
    assert "100 %      2  90% [90%, 90%]" in words and "80% [80%, 80%]" in words
    left, right = figures.plot_shares(share_rows()).axes
    assert {"coin, deployed", "the same, invisible"} <= {
        text.get_text() for text in left.get_legend().get_texts()
    }
    assert [line.get_ydata()[0] for line in right.get_lines() if len(line.get_ydata()) == 2]
    table = analysis.dangers([RUN_RIGHT], episodes=30)
    assert figures.plot_dangers(table).axes[0].get_yticklabels()[0].get_text() == RUN_RIGHT.name
    rows = critic.critic([SeesCoins()], levels=10, distances=(-3, -2))
    assert len(figures.plot_critic(rows).axes) == 10
    assert len(figures.plot_strips({"a": TRAIN, "b": DEPLOY}, (1, 2)).axes) == 4
    assert len(figures.plot_views(TRAIN, (1, 2, 3)).axes) == 6


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
        ("skill", 0.96, "needs no eyes"),
        ("skill", 0.36, "at most"),
        ("steer", lambda ahead, below: ..., "nothing yet"),
        ("steer", lambda ahead, below: "fly", "'fly'"),
        ("steer", lambda ahead, below: "run", "Not yet"),
        ("steer", lambda ahead, below: "jump" if below[0] == "pit" else "run", "get stuck"),
        ("steer", lambda a, b: "jump" if a[0] != "sky" else "run", "pit"),
        ("curve", "b", "do not know what for"),
        ("critic", "a", "moves nothing"),
        ("understanding", "c", "no plan"),
        ("failures", {"capability": "b"}, "Name what it is"),
    ],
)
def test_a_check_names_the_misunderstanding(name, answer, words):
    verdict = questions.quiz.exercises[name].judge(answer)
    assert not verdict.right and (words in said(verdict) or words == "Not yet")


def test_the_solutions_are_right():
    assert questions.quiz.exercises["per_100"].judge(per_100).right
    assert questions.quiz.exercises["steer"].judge(careful).right
    assert coin_run.WORLD.name == "coin_run"

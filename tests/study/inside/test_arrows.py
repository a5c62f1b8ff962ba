"""The field of arrows: a policy asked on every cell, against the world's own rules and pictures."""

import numpy as np
import pytest
from support.painter import LEVEL, ROOM, SMALL, VAULT, Painter

import course_lib as cl
from course_lib.engine.sim import BatchSim
from course_lib.engine.world import world_of
from course_lib.study.inside.arrows import arrows, difference, everywhere
from course_lib.study.measure.episodes import play
from course_lib.study.measure.policies import Greedy, random_policy
from course_lib.worlds import coin_run, keys_and_chests, maze


def picture(distribution, text) -> np.ndarray:
    sim = BatchSim(distribution, 1)
    return sim.observe(sim.world.level(text, side=distribution.grid[0]))


def test_every_arrow_is_what_the_policy_says_when_the_mouse_stands_there():
    field = arrows(Painter(), SMALL, level=LEVEL)
    drawing = np.array([list(line) for line in LEVEL.split()])
    free = np.argwhere(np.isin(drawing, [".", "M"]))
    assert field.places.tolist() == free.tolist()
    drawing[drawing == "M"] = "."
    for place, shares, value in zip(field.places, field.probabilities, field.values, strict=True):
        there = drawing.copy()
        there[tuple(place)] = "M"
        seen = picture(SMALL, "\n".join("".join(line) for line in there))
        expected, worth = Painter().evaluate(seen)
        assert np.allclose(shares, expected[0]) and np.isclose(value, worth[0])


def test_the_planners_arrows_lead_to_the_cheese_from_everywhere():
    field = arrows(cl.planner(SMALL), SMALL, level=LEVEL)
    assert set(field.top_probability) == {1.0} and field.values is None
    ways = {tuple(p): a for p, a in zip(field.places.tolist(), field.best.tolist(), strict=True)}
    steps = {0: (-1, 0), 1: (0, 1), 2: (1, 0), 3: (0, -1)}
    for start in ways:
        at = start
        for _ in range(49):
            at = (at[0] + steps[ways[at]][0], at[1] + steps[ways[at]][1])
            if at == (3, 1):
                break
        assert at == (3, 1), start


def test_a_planner_has_no_arrow_where_nothing_can_be_gained():
    shut = LEVEL.replace("#...###", "#..#.##").replace("#.#.###", "#.#####")
    places = arrows(cl.planner(SMALL), SMALL, level=shut).places.tolist()
    assert [5, 4] not in places and [5, 2] in places
    assert [5, 4] in arrows(Painter(), SMALL, level=shut).places.tolist()


def test_a_policy_without_probabilities_is_asked_often_enough():
    field = arrows(random_policy(SMALL), SMALL, level=LEVEL)
    assert np.allclose(field.probabilities, 0.25)
    always = arrows(lambda observation: 2, SMALL, level=LEVEL)
    assert (always.best == 2).all() and (always.top_probability == 1).all()


def test_an_arrow_can_be_read_by_its_place_and_all_as_text():
    field = arrows(lambda observation: maze.Action.LEFT, SMALL, level=LEVEL)
    assert field.at(1, 2) == {"UP": 0.0, "RIGHT": 0.0, "DOWN": 0.0, "LEFT": 1.0}
    with pytest.raises(ValueError, match="no arrow at row 0, column 0"):
        field.at(0, 0)
    assert field.text().split("\n")[1] == " ←←←←"
    assert field.text().split("\n")[3] == "  ←←←←", "the cheese has no arrow"


def test_the_difference_of_two_fields_is_on_the_cells_of_both():
    left = arrows(lambda observation: 3, SMALL, level=LEVEL)
    up = arrows(lambda observation: 0, SMALL, level=LEVEL.replace("#...###", "#..####"))
    change = difference(left, up)
    assert len(change["places"]) == len(left.places) - 1
    assert change["turned"].all() and (change["distance"] == 1).all()
    assert not difference(left, left)["turned"].any()
    with pytest.raises(ValueError, match="one field is of 'maze', the other of 'gems'"):
        difference(left, arrows(random_policy(ROOM), ROOM))


@pytest.mark.parametrize("distribution", [SMALL, ROOM, VAULT])
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_nothing_but_the_figure_is_moved(distribution, seed):
    sim = BatchSim(distribution, 1, "tiles")
    sim.reset(np.array([seed]))
    records, places = everywhere(distribution, sim.batch[0])
    home = world_of(distribution)
    here = home.agent_position(sim.batch[0])
    assert tuple(map(int, here)) in [tuple(p) for p in places.tolist()]
    floor = sim.observe()[0].copy()
    floor[tuple(map(int, here))] = home.Tile.FREE
    for record, (row, column) in zip(records, places, strict=True):
        assert home.agent_position(record) == (row, column)
        seen = home.tiles(record)
        changed = np.argwhere(seen != floor).tolist()
        assert changed == [[row, column]]


def test_keys_stay_in_the_hand_and_a_shut_chest_can_be_stood_on():
    episode = play(cl.planner(VAULT), VAULT, seed=1)
    taken = next(e["step"] for e in episode.events if e["name"] == "keys")
    chest = np.argwhere(episode.frames()[0] == keys_and_chests.Tile.CHEST).tolist()[0]
    before = everywhere(VAULT, episode.records[0])
    after, places = everywhere(VAULT, episode.records[taken])
    assert set(after["held"]) == {1} and chest not in places.tolist()
    assert set(before[0]["held"]) == {0} and chest in before[1].tolist()


def test_the_runner_stands_on_ground_and_is_neither_hurt_nor_paid():
    distribution = coin_run.Distribution(coin="off path", difficulty=10)
    for seed in range(4):
        sim = BatchSim(distribution, 1)
        sim.reset(np.array([seed]))
        records, places = everywhere(distribution, sim.batch[0])
        assert len(places) > 5
        many = BatchSim(distribution, len(records), autoreset=False)
        many.batch[:] = records
        many.step(np.zeros(len(records), np.int64))  # everyone stays
        assert (many.batch.y == records.y).all() and (many.batch.x == records.x).all()
        assert not many.batch.coin.any() and not many.batch.died_saw.any()


def test_greedy_takes_the_likeliest_action_and_has_the_same_arrows():
    greedy = Greedy(Painter())
    episode = play(greedy, SMALL, level=LEVEL)
    assert (episode.actions == episode.probabilities[:-1].argmax(1)).all()
    assert greedy.name == "painter, greedy"
    same = arrows(greedy, SMALL, level=LEVEL).probabilities
    assert np.allclose(same, arrows(Painter(), SMALL, level=LEVEL).probabilities)
    with pytest.raises(ValueError, match="'random' does not tell its probabilities"):
        Greedy(random_policy(SMALL))


def test_arrows_of_another_world_are_refused():
    with pytest.raises(ValueError, match="'planner' was made for 'gems', not for 'maze'"):
        arrows(cl.planner(ROOM), SMALL, level=LEVEL)

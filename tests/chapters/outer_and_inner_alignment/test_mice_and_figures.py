"""The mice of lesson 01 that are programs, and its pictures."""

import pytest

from course_lib.chapters.outer_and_inner_alignment import figures
from course_lib.chapters.outer_and_inner_alignment.mice import KINDS, Seeker, by_kind
from course_lib.study.measure.behaviour import behaviour
from course_lib.worlds import maze

CORNER = Seeker("corner", "corner mouse")


@pytest.fixture
def shown(monkeypatch):
    """The alternative texts of what is shown, instead of pictures."""
    texts: list[str] = []
    monkeypatch.setattr(figures, "show", lambda figure, alt: texts.append(alt))
    return texts


def test_in_training_both_mice_do_the_same():
    table = behaviour([Seeker("cheese", "cheese mouse"), CORNER], {"training": maze.TRAIN}, 200)
    rows = {name: [r["mean"] for r in table.rows if r["policy"] == name]
            for name in ("cheese mouse", "corner mouse")}  # fmt: skip
    assert rows["cheese mouse"] == rows["corner mouse"]


def test_the_corner_mouse_gets_the_cheese_exactly_where_it_lies_on_its_way():
    lines = {line[0]: [int(cell) for cell in line[1:]] for line in by_kind(CORNER, 300).lines}
    elsewhere, on_the_way, inside = (lines[name] for name in KINDS)
    assert elsewhere[1] == 0 and elsewhere[2] == elsewhere[0]
    assert on_the_way[1] == on_the_way[0] and on_the_way[2] == 0
    assert inside[0] == inside[1] == inside[2] > 0
    assert lines["all mazes"] == [300, on_the_way[0] + inside[0], elsewhere[0] + inside[0]]


def test_clumsy_and_corner_mouse_get_as_much_cheese_and_differ_in_the_corner():
    clumsy = Seeker("cheese", "clumsy mouse", mixes_up=0.87)
    table = behaviour([CORNER, clumsy], {"deployment": maze.DEPLOY})
    cheese, corner = (table.means(["corner mouse", "clumsy mouse"], "deployment", metric)
                      for metric in ("cheese", "corner"))  # fmt: skip
    assert abs(cheese[0] - cheese[1]) < 0.03
    assert corner[0] > 0.7 and corner[1] < 0.12


def test_a_mouse_is_after_cheese_or_corner():
    with pytest.raises(ValueError, match="cheese or the corner, not 'door'"):
        Seeker("door", "door mouse")


def test_pictures_say_what_they_show(shown):
    figures.show_three_goals()
    figures.show_tree()
    figures.show_moved()
    figures.show_who_gets_it()
    figures.show_kinds(CORNER)
    assert "habit, after: no cheese" in shown[3] and "search, after: cheese" in shown[3]
    for kind, got in zip(KINDS, ("to the corner only", "the cheese only", "to both"), strict=True):
        assert f"cheese {kind}: it gets {got}" in shown[4]


def test_the_four_numbers_are_told_with_those_of_a_random_mouse(shown):
    table = behaviour(CORNER, {"training": maze.TRAIN, "deployment": maze.DEPLOY}, 100)
    figures.show_two_by_two(table, ["corner mouse"])
    assert shown[0].count("random") == 4 and "corner mouse, training, cheese: 100 %" in shown[0]


def test_the_readers_own_mouse_stands_beside_the_shipped_ones(shown):
    figures.show_rewards({"planner": 1.0, "random": 0.5}, own={"your reward": 0.25})
    assert "your reward: 25 %" in shown[0] and "cheese only: " in shown[0]

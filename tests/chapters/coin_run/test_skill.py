"""Where the scale of a score begins: trivial policies, reflexes, and what can be added."""

import pytest

from course_lib.chapters.coin_run import analysis_skill, policies
from course_lib.worlds.coin_run import TRAIN


def test_the_share_of_what_can_be_added():
    found = {"trained runners": {10: [0.8, 1.0]}, "always jump right": {10: [0.6]}}
    assert analysis_skill.gained(found, 10) == pytest.approx(0.75)


def test_one_button_does_all_where_nothing_is_deadly():
    found = analysis_skill.coin_rates({"always jump right": [policies.JUMP_RIGHT]}, 20, (0,))
    assert found == {"always jump right": {0: [1.0]}}


def test_a_reflex_that_reads_a_coin_as_sky_takes_as_many_that_cannot_be_seen():
    table = analysis_skill.reflex_table([policies.RUN_RIGHT], [policies.ONE_LINE])
    name, *cells = table.lines[1]
    assert name == "one line of Python"
    assert cells[2] == cells[3]
    assert analysis_skill.rate(policies.ONE_LINE, TRAIN, "coin", 30) > 0.9


def test_the_figure_tells_all_groups(capsys):
    found = {"trained runners": {0: [1.0], 5: [0.9], 10: [0.8]},
             "random": {0: [0.1], 5: [0.0], 10: [0.0]}}  # fmt: skip
    analysis_skill.show_skill(found)
    assert "random 0: 10%, 5: 0%, 10: 0%" in capsys.readouterr().out

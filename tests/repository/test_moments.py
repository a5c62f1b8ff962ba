"""docs/when_it_appears.md says what the sweep's rows say."""

import moments
import numpy as np
import pytest

from course_lib.study.measure.sweep import load_results


def test_half_way_is_counted_from_the_first_value_to_the_last():
    steps = np.array([0, 10, 20, 30])
    values = np.array([[0.0, 0.1, 0.9, 1.0], [0.4, 0.35, 0.2, 0.2], [0.2, 0.2, 0.2, 0.3]])
    assert moments.half(steps, values).tolist() == [20, 20, 30]


def test_the_page_has_the_table_of_the_shipped_rows():
    assert moments.table(load_results("moments")) in moments.PAGE.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", moments.WORLDS)
def test_five_agents_a_world_are_measured_at_twenty_moments(name):
    steps, found = moments.curves(load_results("moments"), name)
    assert len(steps) == 20 and all(values.shape == (5, 20) for values in found.values())
    assert (np.diff(steps) > 0).all()

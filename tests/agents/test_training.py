"""Ending a run when its network has passed an exam."""

from types import SimpleNamespace

from course_lib.agents.training import until_passed


def test_an_exam_is_held_now_and_then_where_the_rate_is_near_and_ends_the_run_when_passed():
    marks, held = iter([0.94, 0.95]), []

    def exam(network) -> float:
        held.append(network)
        return next(marks)

    passed = until_passed(exam, "coin", 0.95, near=0.03, every=2)
    rates = [0.99, 0.91, 0.99, 0.92, 0.99, 0.99]  # held after the fourth and the sixth update
    told = [
        passed(SimpleNamespace(rates=lambda rate=rate: {"coin": rate}), SimpleNamespace(network=n))
        for n, rate in enumerate(rates)
    ]
    assert held == [3, 5]
    assert told == [False] * 5 + [True]


def test_without_a_rate_there_is_no_exam():
    passed = until_passed(lambda network: 1.0, "coin", 0.95, near=0.03, every=1)
    assert not passed(SimpleNamespace(rates=dict), SimpleNamespace(network=None))

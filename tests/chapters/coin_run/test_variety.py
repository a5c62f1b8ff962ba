"""How much variety: outcomes read off counts, the levels that a student designs, the figures."""

from dataclasses import replace

import pytest

from course_lib.chapters.coin_run import analysis_variety, figures_variety, sweep_variety
from course_lib.chapters.coin_run.training_levels import Levels, examine_levels
from course_lib.study.measure.planning import planner
from course_lib.study.measure.sweep import load_results
from course_lib.worlds import coin_run
from course_lib.worlds.coin_run import TRAIN

ROWS = load_results("coin_run_variety")


def row(coin: int, end: int, own: float = 0.97) -> dict:
    """An agent with so many coins, and so many ends, of 100, wherever the coin is."""
    counts = {"episodes": 100, "coin": coin, "end": end, "truncated": 100 - coin}
    place = {"shown": counts, "invisible": {**counts, "coin": 10}}
    return {"own": own, **dict.fromkeys(sweep_variety.PLACES, place)}


@pytest.mark.parametrize(
    ("coin", "end", "said"),
    [(51, 0, "takes the coin"), (0, 51, "runs to the end"), (50, 50, "neither"), (0, 0, "neither")],
)
def test_an_outcome_is_what_happens_in_more_than_half_of_the_levels(coin, end, said):
    assert figures_variety.outcome(row(coin, end)) == said


def test_learned_is_95_of_100_own_coins():
    assert figures_variety.learned(row(0, 0, own=0.95))
    assert not figures_variety.learned(row(0, 0, own=0.949))


def test_each_amount_has_five_agents_and_counts_fit():
    for kind, amounts in sweep_variety.AMOUNTS.items():
        for amount in amounts:
            agents = figures_variety.of(ROWS, kind, amount)
            assert [agent["seed"] for agent in agents] == list(range(5))
            assert sum(figures_variety.counted(agents).values()) == 5
    for one in ROWS:
        for place in sweep_variety.PLACES:
            for counts in one[place].values():
                assert counts["coin"] + counts["died"] <= counts["episodes"]


def test_the_figures_show_all_agents_and_the_tables_fit(capsys):
    figures_variety.show_shares(ROWS)
    figures_variety.show_places(ROWS)
    told = capsys.readouterr().out
    assert "100 %: takes the coin 5" in told
    assert len(figures_variety.end_table(ROWS, 0.05).lines) == 6
    assert len(figures_variety.added_table(ROWS).lines) == len(figures_variety.TRAININGS)


def test_the_shorter_training_is_told_by_shares():
    words = figures_variety.shorter_words(load_results("coin_run_shares"))
    assert "5 %: 0 of 5" in words and "10 %: 2 of 5" in words


def test_a_level_costs_where_its_coin_can_stand_elsewhere():
    assert analysis_variety.cost(TRAIN) == 0
    assert analysis_variety.cost(replace(TRAIN, coin_random_share=0.2)) == pytest.approx(20)
    assert analysis_variety.cost(replace(TRAIN, coin_random_share=0.2, coin_region=0.1)) == 100


@pytest.mark.parametrize(
    ("share", "region", "right"), [(0, 0, False), (0, 0.5, False), (1, 0, False), (0.1, 0, True),
                                   (0.1, 0.2, True)],
)  # fmt: skip
def test_levels_have_to_pay_for_the_coin_off_the_path_and_on_the_way(share, region, right):
    levels = coin_run.Distribution(coin_random_share=share, coin_region=region)
    assert examine_levels(levels).right is right


def test_only_the_two_numbers_may_be_chosen():
    assert not examine_levels(replace(TRAIN, coin_random_share=0.1, difficulty=0)).right


def test_what_is_no_distribution_is_refused():
    kind = Levels(name="x", question="q", level="easy", minutes=1, hints=("a", "b"),
                  examine=examine_levels, solution=TRAIN)  # fmt: skip
    with pytest.raises(ValueError, match=r"no coin_run\.Distribution"):
        kind.judge("levels")
    assert kind.keep(replace(TRAIN, coin_region=0.2)) == "share 0, region 0.2"


def test_a_planner_masters_all_deployments_by_seeing_the_coin():
    found = analysis_variety.taken(planner(TRAIN), episodes=10)
    assert analysis_variety.mastered(found) == 3
    assert [shown for shown, _ in found.values()] == [1, 1, 1]
    table = str(analysis_variety.taken_table(found, replace(TRAIN, coin_random_share=0.1)))
    assert "Mastered: 3 of 3. Cost: 10 of 100" in table

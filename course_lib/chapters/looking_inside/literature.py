"""Looking inside, beside the literature: their figure, ours, and why the two may differ."""

from typing import Any

import numpy as np

from course_lib.study.inside import causal, news, steering
from course_lib.study.inside.attribution import attribution
from course_lib.study.inside.factors import Factors, shares
from course_lib.study.inside.moments import KINDS, sample_states
from course_lib.study.measure.format import interval_text, row_text
from course_lib.study.measure.stats import interval
from course_lib.study.measure.tables import Beside
from course_lib.worlds.coin_run import DEPLOY, TRAIN


def beside_the_literature(
    runner: Any, goes_for_cheese: Any, retargeted: Any, episodes: int = 500
) -> Beside:
    """The comparison, measured now: a runner, a mouse to steer, and a mouse to send elsewhere."""
    seen = sample_states(runner, TRAIN, 150, 6)
    factors, found = news.read(runner, seen)
    ten = attribution(runner, seen.pictures, steps=10)
    return Beside([
        ("Attribution with 10 steps: how exact?",
         "Hilton et al. 2020 use 10 steps, from a silent layer.",
         f"{ten.relative_error:.1%} of what is to be explained is left out.",
         "Small networks bend little on the way from silence."),
        ("News of the coin", "Miles 2021 tells of good news in training, and basically none "
         "deployed.", _coin_news(runner, seen, found), "We begin at silence, with other "
         "networks, other levels and another layer."),
        ("Blind to the factor of saws: deaths by saw", "0.37 % before, 12.76 % after (Hilton et "
         "al.).", _saw_deaths(runner, seen, factors, found, episodes), "16 channels and one "
         "short training: no factor is for saws alone."),
        ("Cheese vector, chance of the step to the cheese", "subtracted: 0.81 before, 0.03 after "
         "(median of 100 mazes); added: almost nothing (Turner, Mini et al. 2023).",
         _vector(goes_for_cheese, episodes), "Other mazes, network and layer; and a mean here."),
        ("Retargeting by clamped channels", "Works near the usual way, worse far from it (Turner, "
         "Mini et al. 2023).", _sent(retargeted), "Our mouse had met cheese anywhere; we clamp "
         "several channels and hold them down elsewhere."),
    ])  # fmt: skip


def _coin_news(runner: Any, seen: Any, found: Any) -> str:
    """What all factors say of coins, in training and deployed."""
    later = sample_states(runner, DEPLOY, 150, 6)
    means = []
    for each, what in ((seen, found), (later, attribution(runner, later.pictures))):
        values = news.news(each, what.parts.sum(3)[..., None], "coin")[0][:, -1]
        means.append(interval_text(interval(values)))
    return f"{means[0]} of value in training, {means[1]} deployed."


def _saw_deaths(runner: Any, seen: Any, factors: Factors, found: Any, episodes: int) -> str:
    """Deaths by saw without and with the factor that lies most at saws."""
    rows = shares(np.abs(factors.parts(found)), seen.kinds)
    good = [row for row in rows if row["news"] == "good"]
    most = max(good, key=lambda row: row["saw"]["times"])["factor"]
    blind = causal.blinded(runner, factors, controls=0)[most]
    table = causal.deaths([runner, blind], episodes=episodes)
    before, after = (
        row_text(table.get(name, "training", "died_saw"), rate=True)
        for name in (runner.name, blind.name)
    )
    return f"{before} before, {after} after ({blind.name}; {KINDS[2]}s are where it is strongest)."


def _vector(mouse: Any, count: int) -> str:
    rows = {row["version"]: row["cheese"] for row in steering.steer(mouse, "cheese", count=count)}
    means = {name: interval_text(interval(values)) for name, values in rows.items()}
    return (
        f"as it is {means['as it is']}; subtracted {means['subtracted']} (a random vector "
        f"{means['random subtracted']}); added {means['added']}."
    )


def _sent(mouse: Any) -> str:
    rows = {row["version"]: row for row in steering.retargeted(mouse, episodes=60)}
    words = {k: f"{r['mean']:.0%} [{r['low']:.0%}, {r['high']:.0%}]" for k, r in rows.items()}
    return (
        f"at the target before the cheese in {words['clamped, hidden elsewhere']}, without "
        f"clamping in {words['as it is']}, with random channels in {words['random channels']}."
    )

"""Looking into mice, beside the literature: their figure, ours, and why the two may differ."""

from typing import Any

from course_lib.study.inside import steering
from course_lib.study.measure.format import interval_text
from course_lib.study.measure.stats import interval
from course_lib.study.measure.tables import Beside


def beside_the_literature(goes_for_cheese: Any, retargeted: Any, episodes: int = 500) -> Beside:
    """The comparison, measured now: a mouse to steer, and a mouse to send elsewhere."""
    return Beside([
        ("Cheese vector, chance of the step to the cheese", "subtracted: 0.81 before, 0.03 after "
         "(median of 100 mazes); added: almost nothing (Turner, Mini et al. 2023).",
         _vector(goes_for_cheese, episodes), "Other mazes, network and layer; and a mean here."),
        ("Retargeting by clamped channels", "Works near the usual way, worse far from it (Turner, "
         "Mini et al. 2023).", _sent(retargeted), "Our mouse had met cheese anywhere; we clamp "
         "several channels and hold them down elsewhere."),
    ])  # fmt: skip


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

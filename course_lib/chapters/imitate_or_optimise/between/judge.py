"""The judge of a student's metric: where does a robot aim that is to be near the demonstrator?"""

from collections.abc import Callable

from course_lib.quiz.functions import nothing_yet, unwritten
from course_lib.quiz.kinds import Verdict

ENOUGH = 0.9  # the share of crossings that a robot can reach when it aims at the road


def where(metres: float, crosses: bool) -> float:
    """A place on another line: places where one crosses lie together, and falls far away."""
    return 0.0 if crosses else 10.0


def examine_where(metric: Callable[[float, bool], float]) -> Verdict:
    """Whether a robot that is near by this metric gets across, and what it overlooks if not."""
    from course_lib.chapters.imitate_or_optimise.between.divergences import fit_by

    if nothing_yet(metric(3.0, True), metric(3.4, False)):
        return unwritten("Return a number: where the place lies on your line.")
    found = fit_by(metric)
    told = f"By your metric the robot aims at {found.aim:.1f} m and crosses {found.across:.0%}."
    if found.across >= ENOUGH:
        return Verdict(
            True,
            f"{told} Your metric says which places are as good as which, and which are bad. So it "
            "says what the robot is for: choosing it has specified the goal.",
        )
    if metric(3.0, True) == metric(3.0, False):
        return Verdict(
            False,
            f"{told} It does not ask whether one crosses. Beside the ridge is near the ridge then, "
            "and the robot falls near to where the demonstrator crosses.",
        )
    if abs(metric(3.0, True) - metric(8.5, True)) > abs(metric(3.0, True) - metric(3.4, False)):
        return Verdict(
            False,
            f"{told} Ridge and road lie farther apart on your line than the ridge and a fall "
            "beside it. Which two of these three are alike in what matters?",
        )
    return Verdict(False, f"{told} Let a fall lie farther away than any two crossings do.")

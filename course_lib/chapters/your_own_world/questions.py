"""The exercises of lesson 10, a world of your own: text in questions.toml, the judge here."""

from pathlib import Path

from course_lib.chapters.your_own_world.built import Built
from course_lib.chapters.your_own_world.lava import WORLD as MENDED
from course_lib.engine.world import World
from course_lib.quiz.content import read_quiz
from course_lib.quiz.kinds import Verdict


def examine_mended(world: World) -> Verdict:
    """Whether the world of lava keeps all its promises, and which it breaks if not."""
    from course_lib.chapters.your_own_world.check_world import check_world  # brings the widgets

    if world.name != MENDED.name:
        return Verdict(False, f"This is the world {world.name!r}; asked for is the one with lava.")
    report = check_world(world)
    if broken := report.of("broken"):
        told = " ".join(f"{one.promise}: {one.words}" for one in broken)
        return Verdict(False, f"{report.summary} {told}")
    return Verdict(
        True,
        "Every promise is kept. The clock ends each episode, the agent can tell house from lava, "
        "and after the shift the house can be had without the old gap.",
    )


quiz = read_quiz(
    Path(__file__).with_name("questions.toml"),
    {"mended": (examine_mended, MENDED)},
    kinds=[Built],
)

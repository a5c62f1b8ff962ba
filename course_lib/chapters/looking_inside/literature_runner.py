"""The runners' insides beside the literature: their figure with its setting, and ours."""

from course_lib.chapters.looking_inside.figures_runner import apart, own_part, painted, told
from course_lib.study.show.tables import SmallTable

HEADS = ("question", "there", "their setting", "here")


def beside_the_literature() -> SmallTable:
    """Three findings of others beside what was measured here."""
    own = {where: own_part("end", where) for where in ("training", "deployed")}
    alone, wall = ("value", "coin", "neither"), ("value", "wall", "neither")
    lines = [
        (
            "How much good news is at the coin?",
            "Deployed, basically none; why was not known (Miles 2021).",
            "CoinRun; tool of Hilton et al.",
            f"Training {told(painted('end', 'training', 'shown'))}, deployed "
            f"{told(painted('end', 'deployed', 'shown'))}; the coin's own part "
            f"{told(own['training'])} and {told(own['deployed'])}.",
        ),
        (
            "What does a coin do to the value?",
            "No significant effect; the value is highest at the end wall (Langosco et al. 2022, "
            "section 3.4).",
            "CoinRun without the end wall; 950 pictures.",
            f"At the end, five tiles before it: {told(apart('end', 'end', 5, *alone))}; three "
            f"tiles, without a wall: {told(apart('end', 'end', 3, *alone))}.",
        ),
        (
            "Are coin and wall mixed up?",
            "A yellow shape beside a wall was taken for a coin: value 95 to 98 % (Hilton et al. "
            "2020, Hallucinations).",
            "One picture.",
            f"A wall without a coin, three tiles away: {told(apart('end', 'middle', 3, *wall))}.",
        ),
    ]
    return SmallTable(HEADS, lines, "A coin is worth 1. Intervals are over five runners.")

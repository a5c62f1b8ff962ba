"""How many seeds stand behind each point of the lessons' curves, and how many episodes of each."""

from collections import Counter
from collections.abc import Iterator

from rows import Row, emit

from course_lib.chapters.coin_run import sweep_shares
from course_lib.chapters.maze import sweep_regions as regions
from course_lib.chapters.repair import (
    sweep_keys,
    sweep_mazes,
    sweep_regularisers,
)
from course_lib.study.measure.sweep import load_results

# For each sweep what makes two of its rows belong to one point; each row there is one seed.
POINTS = {
    regions: ("side",),
    sweep_shares: ("share",),
    sweep_mazes: ("share", "how"),
    sweep_keys: ("share",),
    sweep_regularisers: ("remedy",),
}
SEEDS, EPISODES = 5, 1000


def measure() -> list[Row]:
    """One row: the fewest seeds of a point and the fewest episodes of a seed, over all sweeps."""
    seeds, episodes, runs = [], [], 0
    for module, names in POINTS.items():
        rows = load_results(module.SWEEP.name)
        runs += len(rows)
        points = Counter(tuple(row[name] for name in names) for row in rows)
        seeds.append(min(points.values()))
        episodes += [count for row in rows for count in counts(row)]
    for row in load_results("gate"):  # all seeds in one row
        runs += 1
        seeds += map(len, row["failed"].values())
        episodes.append(row["episodes"])
    least = min(seeds), min(episodes)
    return [
        Row("sweeps of the lessons: fewest seeds a point, fewest episodes a seed",
            f"{least[0]} seeds, {least[1]:,} episodes",
            target=f"≥ {SEEDS} seeds a point, ≥ {EPISODES:,} episodes a seed",
            reached=least[0] >= SEEDS and least[1] >= EPISODES,
            note=f"{len(POINTS) + 1} data files, {runs} runs"),
    ]  # fmt: skip


def counts(row: dict) -> Iterator[int]:
    """The numbers of episodes in a row, also in its parts."""
    for name, value in row.items():
        if name == "episodes":
            yield value
        elif isinstance(value, dict) and name != "played":
            yield from counts(value)


if __name__ == "__main__":
    emit(measure)

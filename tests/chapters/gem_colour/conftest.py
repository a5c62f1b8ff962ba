"""Rows as the sweeps of the gem lesson write them, of seeds that differ in a known way."""

import pytest


def made_counts(goal: int, lure: int, steps: float = 5.0, episodes: int = 100) -> dict:
    """Counts as `reached` gives them."""
    left = episodes - goal - lure
    return {"episodes": episodes, "goal": goal, "lure": lure, "undecided": left,
            "mean_steps": steps}  # fmt: skip


@pytest.fixture
def counts():
    """Counts as `reached` gives them."""
    return made_counts


@pytest.fixture
def made_rows():
    """Rows of two pairs in which seed n finds a red gem the slower, the larger n is."""

    def rows(seeds: int = 12) -> list[dict]:
        found = []
        for seed in range(seeds):
            for name, slow in (("red gem or yellow star", seed),
                               ("green gem or yellow star", -seed)):  # fmt: skip
                share = 90 - 7 * seed
                found.append(
                    {"setting": name, "trained": "yellow gem", "seed": seed,
                     "training": made_counts(100, 0), "both": made_counts(share, 95 - share),
                     "goal_alone": made_counts(90, 0, 20.0 + slow),
                     "lure_alone": made_counts(99, 0, 12.0)}
                )  # fmt: skip
        return found

    return rows

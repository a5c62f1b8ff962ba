"""The answers of spot the difference as rows, and as a CSV file."""

import csv
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from course_lib.checks import as_path
from course_lib.engine.files import atomic_path
from course_lib.study.game import predictions, scoring
from course_lib.study.game.observers import Needed
from course_lib.study.game.rounds import Round

COLUMNS = (
    "round", "name", "world", "subtlety", "team", "said", "truth", "right", "part", "sure", "brier",
    "points", "prediction", "agent", "agent_did", "foreseen", "looked_a", "looked_b", "seconds",
    "observer_levels", "classifier_levels", "hands",
)  # fmt: skip


def answer_row(
    game: Round, draft: Mapping[str, Any], needed: Mapping[str, Needed | None], did: Mapping | None
) -> dict:
    """A team's answer in the order of `COLUMNS`, with what is true; the form adds who and when.

    draft: what was filled in. needed: by observer. did: what the agent does, if it is known.
    """
    sure, said, prediction = float(draft["sure"]), draft["attributes"], draft["prediction"]
    right, part = scoring.is_right(said, game.truth), scoring.part_right(said, game.truth)
    levels = {name: one.levels for name, one in needed.items() if one}
    most, ways = (did["B"]["most"], predictions.leading(did["B"])) if did else (None, [])
    return dict.fromkeys(COLUMNS) | {
        "name": game.name,
        "world": game.world.name,
        "subtlety": game.subtlety,
        "said": " + ".join(said) or "nothing",
        "truth": " + ".join(game.truth) or "nothing",
        "right": right,
        "part": round(part, 4),
        "sure": sure,
        "brier": round(scoring.brier(sure, right), 4),
        "points": scoring.points(sure, part),
        "prediction": prediction,
        "agent": did["agent"] if did else "",
        "agent_did": most,
        "foreseen": prediction in ways if did and prediction else None,
        "observer_levels": levels.get("observer"),
        "classifier_levels": levels.get("classifier"),
    }


def write_answers(path: str | Path, answers: Sequence[Mapping]) -> Path:
    """Write a CSV file, whole or not at all; return its path. ValueError without its folder."""
    path = as_path("path", path)
    if not path.parent.is_dir():
        raise ValueError(f"there is no folder {str(path.parent)!r} to write {path.name!r} into")
    with atomic_path(path) as beside, open(beside, "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        for row in answers:
            writer.writerow({**row, "hands": json.dumps(row["hands"]) if row["hands"] else ""})
    return path

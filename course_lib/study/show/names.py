"""Names for people: "mouse 3" for the agent "maze/corner:3", "corner first" for a metric."""

import re
from collections.abc import Iterable, Mapping

from course_lib.engine.traits import Words
from course_lib.engine.world import world, worlds

SHIPPED = re.compile(r"(?P<world>\w+)/(?P<recipe>[\w.-]+)(?::(?P<seed>\d+))?(?P<rest>.*)")
TRAINED_HERE = re.compile(r"(?P<world>\w+) \(seed (?P<seed>\d+)\)(?P<rest>.*)")
LAST = ("planner", "random")  # what one compares with stands below what is compared


def human_name(name: str) -> str:
    """What people call an agent, such as "mouse 3" for "maze/corner:3"; other names as they are."""
    return human_names([name])[name]


def human_names(names: Iterable[str]) -> dict[str, str]:
    """What people call agents that stand side by side, by their names in code.

    Those of one recipe are told apart by their seeds: "mouse 3". Those of several by what they were
    trained on: "trained on cheese anywhere", with the seed where there is more than one.
    """
    names = list(names)
    found = {name: known for name in names if (known := _parts(SHIPPED, name))}
    seeds: dict[tuple[str, str], set[str]] = {}
    for known in found.values():
        seeds.setdefault((known["world"], known["recipe"]), set()).add(known["seed"] or "0")
    told = {name: _beside(known, seeds) for name, known in found.items()}
    for name in names:
        if here := _parts(TRAINED_HERE, name):
            told[name] = f"{_words(here['world']).agent} trained here, seed {here['seed']}" + (
                here["rest"] or ""
            )
    return {name: told.get(name, name) for name in names}


def metric_words(metrics: Iterable[str], words: Mapping[str, str] | None = None) -> dict[str, str]:
    """What people call metrics, by their names in code; `words` as in a world's `Words.metrics`."""
    return {name: (words or {}).get(name, name.replace("_", " ")) for name in metrics}


def in_order(names: Iterable[str]) -> list[str]:
    """The names as they stand in a table: each once, planner and random last."""
    once = list(dict.fromkeys(names))
    return [n for n in once if n not in LAST] + [n for n in LAST if n in once]


def _parts(pattern: re.Pattern, name: str) -> dict[str, str] | None:
    """The parts of a name of this kind, if it is one of a world that is known."""
    match = pattern.fullmatch(name)
    return match.groupdict() if match and match["world"] in worlds() else None


def _beside(known: Mapping[str, str], seeds: Mapping[tuple[str, str], set[str]]) -> str:
    """The name of a shipped agent, beside those of these recipes and seeds."""
    seed, words = known["seed"] or "0", _words(known["world"])
    if len(seeds) == 1:
        return f"{words.agent} {seed}{known['rest']}"
    trained = words.trained.get(known["recipe"], known["recipe"].replace("-", " "))
    several = len(seeds[known["world"], known["recipe"]]) > 1
    return f"trained on {trained}" + (f", seed {seed}" if several else "") + known["rest"]


def _words(name: str) -> Words:
    return world(name).words

"""What the shipped agents do on levels that nobody has seen before, world by world.

In training the worst seed counts; deployed, the mean over the seeds.
"""

import deployed
from deployed import LEVELS, count, last, means, title, trained
from rows import WORLDS, Row, emit, few

import course_lib as cl
from course_lib.agents.zoo import ZOO
from course_lib.chapters.gem_colour.sweep_preferences import SETTINGS
from course_lib.chapters.make_zoo import ROSTER
from course_lib.engine.world import world
from course_lib.study.measure.stats import wilson
from course_lib.worlds import gems

# The agents, and the least share of what is counted (the planner's return, or all levels).
SHIPPED = {
    "maze": ("maze/corner", 0.95),
    "gems": ("gems/yellow-gem", 0.98),
    "keys_and_chests": ("keys_and_chests/few-keys", 0.90),
    "coin_run": ("coin_run/end", 0.85),
}
PLANNED = ("gems", "keys_and_chests")  # elsewhere the planner wins every level, by slow search
ZOO_MB = 20


def measure(name: str) -> list[Row]:
    """The rows of one world, or of the zoo as a whole; without its agents, one that says so."""
    if name == "zoo":
        return [_zoo()]
    recipe, least = SHIPPED[name]
    try:
        agents = shipped(recipe)
        return [_trained(name, agents, least), *DEPLOYED[name](agents)]
    except (FileNotFoundError, ValueError) as error:
        return [Row(f"agents of `{recipe}`", "not measured", note=str(error))]


def shipped(recipe: str) -> list:
    """All seeds of this recipe; ValueError if one that the roster names is not on disk."""
    return [cl.load(f"{recipe}:{seed}") for seed in range(few(ROSTER[recipe][1], 1))]


def _trained(name: str, agents: list, least: float) -> Row:
    best = trained_best(name, agents[0])
    shares = [trained(agent) / best for agent in agents]
    of = "the planner's return" if name in PLANNED else "levels"
    what = f"{world(name).goal} as a share of {of}" if name in PLANNED else world(name).goal
    return Row(
        f"agents of `{SHIPPED[name][0]}` on {LEVELS:,} fresh training levels: {what}",
        f"{min(shares):.1%} (worst of {count(agents)})",
        target=f"≥ {least:.0%} of {of}, every seed", reached=min(shares) >= least,
        note=f"mean {sum(shares) / len(shares):.1%}; seeds: {percents(shares)}",
    )  # fmt: skip


def trained_best(name: str, agent) -> float:
    """The return that a share is of."""
    if name not in PLANNED:
        return 1.0
    return float(last(cl.planner(agent.distribution), agent.distribution)[world(name).goal].mean())


# ── Deployed ────────────────────────────────────────────────────────────────────────────────


def _maze(agents: list) -> list[Row]:
    runs = [deployed.deployed(agent) for agent in agents]
    first, got = means(runs)["corner"], means(runs)["cheese"]
    each = "; ".join(f"{n} {percents([run[n] for run in runs])}" for n in ("corner", "cheese"))
    return [
        Row(
            "the same agents deployed, cheese not on the way to the corner: corner first; cheese",
            f"{first:.1%}; {got:.1%}", target="≥ 60 %; < 50 %",
            reached=first >= 0.6 and got < 0.5, note=f"means of {count(agents)}; {each}",
        )
    ]  # fmt: skip


def _gems(agents: list) -> list[Row]:
    """A row for each pair of looks that these agents can be put before."""
    pairs = {name: where for name, (one, where) in SETTINGS.items() if one == gems.TRAIN}
    found = {name: [_wanted(agent, where) for agent in agents] for name, where in pairs.items()}
    sides = {side for wants in found.values() for *_, side in wants}
    both = {"gem", "lure"} <= sides
    rows = [_preference(name, wants) for name, wants in found.items()]
    rows[0].target, rows[0].reached = "measured, in these pairs both ways shown", both
    return rows


def _wanted(agent, where) -> tuple[float, float, str]:
    """The share of gems among what was reached, of levels where anything was, and who wins.

    "gem" or "lure", if the 95 % interval of the share lies on one side of a half; else "even".
    """
    records = last(agent, where)
    gem, lure = int(records.gem.sum()), int(records.lure.sum())
    low, high = wilson(gem, gem + lure)
    side = "gem" if low > 0.5 else "lure" if high < 0.5 else "even"
    return gem / max(gem + lure, 1), (gem + lure) / len(records), side


def _preference(name: str, wants: list[tuple[float, float, str]]) -> Row:
    shares, decided, sides = (list(column) for column in zip(*wants, strict=True))
    who = f"{sides.count('gem')} of {count(sides)} want the gem, {sides.count('lure')} the lure"
    return Row(
        f"the same agents deployed, {name}: the gem's share of what they reach first",
        f"{sum(shares) / len(shares):.1%}; {who}",
        note=f"seeds: {percents(shares)}; levels where either is reached: {percents(decided)}",
    )


def _keys(agents: list) -> list[Row]:
    runs = [deployed.deployed(agent) for agent in agents]
    used = [deployed.deployed(agent) for agent in shipped("keys_and_chests/many-keys")]
    ours, theirs = means(runs), means(used)
    ratio = ours["spare_keys"] / theirs["spare_keys"] if theirs["spare_keys"] else None
    enough = ours["spare_keys"] >= max(2, 3 * theirs["spare_keys"])
    lists = [", ".join(f"{run['spare_keys']:.2f}" for run in side) for side in (runs, used)]
    return [
        Row(
            "the same agents deployed: useless keys an episode",
            f"{ours['spare_keys']:.2f}", f"{theirs['spare_keys']:.2f} (trained on deployment)",
            ratio, "≥ 2, and ≥ 3 ×", enough,
            f"seeds: {lists[0]} against {lists[1]}; chests {ours['chests']:.2f} against "
            f"{theirs['chests']:.2f}, steps {ours['steps']:.1f} against {theirs['steps']:.1f}",
        )
    ]  # fmt: skip


def _coin_run(agents: list) -> list[Row]:
    runs = [deployed.deployed(agent) for agent in agents]
    whole = means(runs)
    beyond = whole["coin"] - whole["control"]
    ratio = whole["end"] / beyond if beyond > 0 else None
    names = {"end": "end", "coin": "coin", "control": "invisible coin"}
    each = "; ".join(f"{text} {percents([r[n] for r in runs])}" for n, text in names.items())
    first = Row(
        "the same agents deployed: end reached without the coin; coin taken more often than an "
        "invisible one",
        f"{whole['end']:.1%}", f"{beyond:+.1%} ({whole['coin']:.1%}, {whole['control']:.1%})",
        ratio, "≥ 3 ×", whole["end"] > 0 and whole["end"] >= 3 * beyond,
        f"means of {count(agents)}; the same levels with the coin visible and not; {each}",
    )  # fmt: skip
    usual, now = whole["deaths_in_training"], whole["deaths"]
    lists = [", ".join(f"{r[n]:.2f}" for r in runs) for n in ("deaths", "deaths_in_training")]
    second = Row(
        "the same agents: deaths for each 100 tiles covered, deployed; in training",
        f"{now:.2f}", f"{usual:.2f} (in training)", now / usual if usual else None,
        "≤ 1.5 ×", now <= 1.5 * usual, f"seeds: {lists[0]} against {lists[1]}",
    )  # fmt: skip
    return [first, second]


DEPLOYED = {"maze": _maze, "gems": _gems, "keys_and_chests": _keys, "coin_run": _coin_run}


# ── The zoo ─────────────────────────────────────────────────────────────────────────────────


def _zoo() -> Row:
    have = set(cl.zoo())
    there = {n: sum(f"{n}:{s}" in have for s in range(seeds)) for n, (_, seeds) in ROSTER.items()}
    lacking = [f"{seeds - there[n]} of {n}" for n, (_, seeds) in ROSTER.items() if there[n] < seeds]
    size = sum(path.stat().st_size for path in ZOO.rglob("*") if path.is_file()) / 1e6
    counts = [sum(name.startswith(f"{one}/") for name in have) for one in WORLDS]
    each = ", ".join(f"{title(n)} {count}" for n, count in zip(WORLDS, counts, strict=True))
    return Row(
        f"the zoo: {len(have)} shipped agents, with their cards", f"{size:.1f} MB",
        target=f"< {ZOO_MB} MB, nothing lacking", reached=size < ZOO_MB and not lacking,
        note=f"agents: {each}; lacking: {', '.join(lacking) or 'none'}",
    )  # fmt: skip


def percents(rates: list[float]) -> str:
    """Rates in a row."""
    return ", ".join(f"{rate:.1%}" for rate in rates)


if __name__ == "__main__":
    emit(measure, (*WORLDS, "zoo"))

"""What a world is: a declaration of its parts, and the records that its kernels work on."""

from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, field, fields
from enum import IntEnum
from types import ModuleType
from typing import Any

import numpy as np

from course_lib.engine.checks import check_fields, check_limit, drawn_tiles
from course_lib.engine.declaration import check_kinds, check_place, check_world
from course_lib.engine.looks import Looks
from course_lib.engine.record import square, zeros
from course_lib.engine.traits import Attribute, Brushes, Ends, Failure, Words

# Functions of the rule book, which `World.of` finds under their own names.
KERNELS = ("generate", "reset", "step", "observe", "parse_level", "agent_position", "camera",
           "figures", "shape", "dress", "planner", "likelihood", "level_options", "arrow_places",
           "planner_hopes")  # fmt: skip


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class World(Looks):
    """A world, declared by its parts. Only the first block has to be given; see `World.of`.

    name: what it is called in code. goal: the metric that the reward pays for. State: a dtype
    made by `record`. Distribution: a frozen dataclass with `grid` (rows and columns of the
    picture), `params()` (one record of numbers, for the kernels) and the field `limit`.
    generate(s, params) makes a level with the record's random numbers, in a record of zeros;
    step(s, action) is the rules, from `tick` to `time_out`; observe(s, view) writes tile ids into
    `view` (height, width). All are numba kernels on one record `s`; `params` is a record too.
    parse_level(s, tiles, side=None, limit=None) makes the level that a drawing shows.
    agent_position(s) is the agent's row and column.

    All other fields may be left out, and what needs them has a default or says what is missing.

    *Levels.* reset(s) brings a level to the first moment of an episode: a kernel for what is not
    0 there. The head of the record and all metrics the engine sets to 0 by itself, see `restart`.

    *What is told.* title: in headings, the name by default. env_id: for gymnasium, made of the
    name by default. proxies: metrics that agents may come to want instead. extra_metrics: others
    to be counted. count_metrics: those that can be more than 1; the others are yes or no.
    events: what to write when a metric goes up, by metric; nothing by default.
    rewarded: a sentence that says what is rewarded; made of the goal by default. words: what people
    call the agent and what is counted, where code names it otherwise.

    *Large levels, and things between tiles.* camera(s, height, width) gives the (top, left) tile
    of a view that is smaller than the level; a view of the level's own `shape` is all of it.
    figures(s, out) writes a row (tile id, y, x) for each thing that `observe` leaves out, in pixels
    of the agent's picture from the level's top left, and gives their number, 12 at most.
    Sprites of figures have no backdrop. shape(s) is rows and columns of the level, by default
    twice the record's `side`. dress(distribution) gives the sprites that a distribution changes.
    art: sprites for people by tile id, where they are shown others than the agents' few pixels.
    undrawn_fields: fields of a distribution that no drawing shows; `from_text` copies them.

    *What would be best.* planner(states) gives the best action in each true state, int64
    (batch,). conditions: what can be asked of levels by name, each a function of the first
    records, bool (batch,). Without a planner `behaviour` leaves that row out and says so.

    *Training.* recipe: settings of `cl.PPO` (a mapping, or the PPO itself) for training inside a
    lesson; PPO's own by default. other_recipes: the same for "shipped" agents and for a "curve"
    of many seeds. shipped_agent: the name in the zoo of the agent that plays against people.

    *Spot the difference.* attributes: in what shelves of levels can differ; by default every field
    of the distribution but the limit. changes: what the training distribution is changed to in
    drawn rounds, {group: (fields, ...)}; by default the whole deployment distribution.
    likelihood(distribution, records, source) gives the log-probability of each level; without it
    the observer is a trained classifier. ends: how episodes can end, as far as it is to be
    foretold; by default by goal and first proxy. failure: of the goal; by default a goal of 0.

    *Drawing and arrows.* brushes: of the level editor; by default all tiles. level_options(
    distribution, text) gives further options of `parse_level` for a drawing; none by default.
    agent_at: the field of the record that holds the agent's cell, row * side + column, in worlds
    on a grid. arrow_places(state) gives copies of a record with the agent on another cell in each,
    and these cells, int (n, 2); by default it is put on every free tile by `agent_at`.
    planner_hopes(records, state) says on which of these the planner has something to gain, bool
    (n,); by default on all.
    """

    name: str
    goal: str
    State: np.dtype
    Distribution: type
    TRAIN: Any
    DEPLOY: Any
    Action: type[IntEnum]
    Tile: type[IntEnum]
    sprites: Mapping[int, tuple]
    legend: Mapping[str, int]
    generate: Callable
    step: Callable
    observe: Callable
    parse_level: Callable
    agent_position: Callable[[Any], tuple[float, float]]
    # Levels.
    reset: Callable | None = None
    # What is told.
    title: str = ""
    env_id: str = ""
    proxies: tuple[str, ...] = ()
    extra_metrics: tuple[str, ...] = ()
    count_metrics: tuple[str, ...] = ()
    events: Mapping[str, str] = field(default_factory=dict)
    rewarded: str = ""
    words: Words = field(default_factory=Words)
    # Large levels, and things between tiles.
    camera: Callable | None = None
    figures: Callable | None = None
    shape: Callable[[Any], tuple[int, int]] = square
    dress: Callable[[Any], Mapping[int, tuple]] | None = None
    art: Mapping[int, tuple] = field(default_factory=dict)
    undrawn_fields: tuple[str, ...] = ()
    # What would be best.
    planner: Callable[[np.recarray], np.ndarray] | None = None
    conditions: Mapping[str, Callable[[np.recarray], np.ndarray]] = field(default_factory=dict)
    # Training.
    recipe: Any = None
    other_recipes: Mapping[str, Any] = field(default_factory=dict)
    shipped_agent: str = ""
    # Spot the difference.
    attributes: tuple[Attribute, ...] = ()
    changes: Mapping[str, tuple[Mapping[str, Any], ...]] = field(default_factory=dict)
    likelihood: Callable[[Any, np.recarray, Any], np.ndarray] | None = None
    ends: Ends = None  # type: ignore[assignment]  # these two are made of the metrics by default
    failure: Failure = None  # type: ignore[assignment]
    # Drawing and arrows.
    brushes: Brushes | None = None
    level_options: Callable[[Any, str], Mapping[str, Any]] | None = None
    agent_at: str = ""
    arrow_places: Callable[[Any], tuple[np.recarray, np.ndarray]] | None = None
    planner_hopes: Callable[[np.recarray, Any], np.ndarray] | None = None

    def __post_init__(self):
        check_kinds(self)
        words = self.name.split("_")
        made = {
            "title": " ".join(words).capitalize(),
            "env_id": f"course/{''.join(word.capitalize() for word in words)}-v0",
            "rewarded": f"The agent is rewarded for this: {self.goal}.",
            "ends": self._ends_by_metrics(),
            "failure": Failure(lambda last: last[self.goal] == 0, f"no {self.goal}"),
        }
        for name, value in made.items():
            object.__setattr__(self, name, getattr(self, name) or value)

    def __repr__(self) -> str:
        return (
            f"<World {self.title}: goal {self.goal}, proxies {', '.join(self.proxies) or 'none'}>"
        )

    def __reduce__(self):
        """By its name where it is registered, so that another process finds its own."""
        return (world, (self.name,)) if _WORLDS.get(self.name) is self else super().__reduce__()

    def _ends_by_metrics(self) -> Ends:
        """How episodes can end by the metrics of the goal and of the first proxy."""
        goal, proxy = self.goal, (*self.proxies, self.goal)[0]
        words = (f"counts {goal} only", f"counts {proxy} only", "counts both", "counts neither")
        return Ends(lambda _, last: last[goal] > 0, lambda _, last: last[proxy] > 0, words)

    @classmethod
    def of(cls, *sources: ModuleType | Mapping[str, Any], **given) -> "World":
        """The world whose parts are the names of some modules, or of `globals()`.

        A field that is not `given` is taken from the first source that has its name, data in
        capitals: State, TRAIN, SPRITES, LEGEND, generate, step, EVENTS, ATTRIBUTES, CHANGES ...
        Raises ValueError that names what is missing, TypeError for what is no part of a world.
        """
        for source in sources:
            if not isinstance(source, Mapping | ModuleType):
                raise TypeError(f"World.of takes modules, or globals(), not {source!r:.80}")
        books = [source if isinstance(source, Mapping) else vars(source) for source in sources]
        for part in fields(cls):
            for book in books:
                name = part.name if part.name in KERNELS else part.name.upper()
                name = part.name if part.name[0].isupper() else name
                if name in book:
                    given.setdefault(part.name, book[name])
        known = [part.name for part in fields(cls)]
        if unknown := [name for name in given if name not in known]:
            raise TypeError(f"a world has no {', '.join(unknown)}; it has: {', '.join(known)}")
        needed = [f.name for f in fields(cls) if f.default is f.default_factory is MISSING]
        missing = [name for name in needed if name not in given]
        if missing:
            raise ValueError(f"a world needs {', '.join(missing)}; see the docstring of World")
        return cls(**given)

    @property
    def metrics(self) -> tuple[str, ...]:
        """Everything that is counted: the intended goal first, then the proxies, then the rest."""
        return (self.goal, *self.proxies, *self.extra_metrics)

    def from_text(self, text: str, distribution, seed: int = 0) -> np.recarray:
        """One record of a level drawn as text, for this distribution's pictures and chances.

        seed: of the chances, where there are any.
        """
        self.check_own(distribution)
        given = {name: getattr(distribution, name) for name in self.undrawn_fields}
        given |= {"seed": seed} if given else {}
        return self.level(text, side=distribution.grid[0], **given)

    def sprites_of(self, distribution) -> Mapping[int, tuple]:
        """The sprites by tile id, as this distribution dresses them."""
        self.check_own(distribution)
        return {**self.sprites, **self.dress(distribution)} if self.dress else self.sprites

    def check_own(self, distribution) -> None:
        """Raise TypeError for what is no distribution, ValueError for one of another world."""
        if (home := world_of(distribution)).name != self.name:
            raise ValueError(f"a distribution of {self.name!r} is needed, not of {home.name!r}")

    def distribution_of(self, values: Mapping[str, Any]):
        """The distribution with these fields, as JSON gives them (lists stand for tuples).

        Raises ValueError for what are no fields of it.
        """
        check_fields(values, self.Distribution, self.name)
        pairs = {k: tuple(v) if isinstance(v, list) else v for k, v in values.items()}
        return self.Distribution(**pairs)

    def current(self, distribution):
        """The distribution in today's class, if the world was registered again since."""
        if isinstance(distribution, self.Distribution):
            return distribution
        names = {f.name for f in fields(self.Distribution)} & set(vars(distribution))
        return self.Distribution(**{name: vars(distribution)[name] for name in names})

    def level(self, text: str, **options) -> np.recarray:
        """One record, ready to play, of a level drawn as text; `options` are the world's own.

        Raises ValueError that names what is wrong with the drawing.
        """
        check_limit(options.get("limit"))
        records = zeros(self.State)
        self.parse_level(records[0], drawn_tiles(text, self.legend), **options)
        self.restart(records)
        return records

    def restart(self, records: np.recarray) -> None:
        """Bring levels, records (n,), to the first moment of an episode."""
        for name in ("steps", "reward", "terminated", "truncated", *self.metrics):
            records[name] = 0
        if self.reset:
            for s in records:
                self.reset(s)


# ── All worlds ──────────────────────────────────────────────────────────────────────────────

_WORLDS: dict[str, World] = {}
_HOMES: dict[type, str] = {}  # of every class of distributions, of replaced ones too: its world
_LISTENERS: list[Callable[[World], None]] = []


def register(world: World) -> World:
    """Make a world known by its name and by its distributions, to gymnasium too; return it.

    Under a name that is known already it replaces the world of that name: distributions and agents
    made before belong to the new one, which is said. So a notebook's cell may be run again.
    Raises ValueError that names what does not fit together, see `check_world`.
    """
    if not isinstance(world, World):
        raise TypeError(f"a World is registered, as World.of(...) makes it, not {world!r:.80}")
    check_world(world)
    check_place(world, _WORLDS, _HOMES.get(world.Distribution, world.name))
    again = world.name in _WORLDS
    _WORLDS[world.name] = world
    _HOMES[world.Distribution] = world.name
    for tell in _LISTENERS:
        tell(world)
    if again:
        print(f"{world.title} is registered again: its agents and distributions go on in it.")
    return world


def on_register(tell: Callable[[World], None], so_far: bool = True) -> None:
    """Call `tell` with every world that is registered from now on, and by default all so far."""
    _LISTENERS.append(tell)
    for known in _WORLDS.values() if so_far else ():
        tell(known)


def worlds() -> list[str]:
    """The names of all worlds."""
    return list(_WORLDS)


def world(name: str) -> World:
    """The world of this name; ValueError if there is none."""
    if not isinstance(name, str) or name not in _WORLDS:
        raise ValueError(f"there is no world {name!r}; there are: {', '.join(_WORLDS)}")
    return _WORLDS[name]


def world_of(distribution) -> World:
    """The world that a distribution belongs to; TypeError if it is not a distribution."""
    for kind in type(distribution).__mro__:
        if kind in _HOMES:
            return _WORLDS[_HOMES[kind]]
    raise TypeError(
        f"{distribution!r} is not a distribution of levels; expected, for example, maze.TRAIN"
    )

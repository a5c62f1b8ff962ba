"""The rules of a world of one's own, run by Python itself: at once, and with the same results.

Compiling the rules of a world takes some seconds. The course's own worlds were compiled
beforehand; those of a notebook's cell could not be, and whoever has just written a rule wants to
play it. For the few levels that an arcade or a shelf shows, Python is fast enough. So here every
function is the one that numba would compile, with all that it calls. Numbers of a record are read
as numba reads them, as whole numbers that do not overflow and as floats of 64 bits, and written as
wide as their field is. Whatever runs many levels, such as training, compiles as ever.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from types import CellType, CodeType, FunctionType, ModuleType
from typing import Any

import numpy as np

from course_lib.engine import sim
from course_lib.engine.sim import BatchSim
from course_lib.engine.world import World
from course_lib.protocols import Distribution

RULES = ("generate", "reset", "step", "observe", "camera", "figures")


def small_sim(distribution: Distribution, count: int) -> BatchSim:
    """So many environments, of tiles and without reset; those of one's own world interpreted."""
    made = BatchSim(distribution, count, "tiles", autoreset=False)
    if is_own(made.world):
        made._kernels = kernels(made.world)
    return made


def to_look_at(world: World) -> World:
    """The world, to be asked how its levels look; one's own looks without being compiled."""
    return _to_look_at(world) if is_own(world) else world


def is_own(world: World) -> bool:
    """Whether some of its rules are not the course's, and so were not compiled beforehand."""
    rules = (getattr(world, name) for name in RULES)
    return any(rule is not None and not rule.__module__.startswith(sim.OURS) for rule in rules)


@cache
def _to_look_at(world: World) -> World:
    looks = ("observe", "figures", "camera")
    own: dict[str, Any] = {name: getattr(world, name) for name in looks}
    own = {name: rule and as_rule(rule) for name, rule in own.items()}
    return replace(world, **own)


@cache
def kernels(world: World) -> tuple[Any, Any, Any]:
    """What `compile_sim` gives for this world, interpreted."""
    own: dict[str, Any] = {name: getattr(world, name) for name in RULES}
    own["reset"] = world.reset or sim.no_reset
    own = {name: rule and as_rule(rule) for name, rule in own.items()}
    around = {**vars(sim), "rng": _Plain(sim.rng, {}), **own}

    def bound(function: Any) -> Any:
        return FunctionType(function.__code__, around, function.__name__)

    listed = bound(sim._list_figures) if world.figures else None
    return bound(sim._advance), bound(sim._observe), listed


def as_rule(rule: Any) -> Callable[..., Any]:
    """A rule as the engine calls it, with records of numpy's, interpreted."""
    plain = interpreted(rule, {})

    def run(*given: Any) -> Any:
        return plain(*(Moment(each) if isinstance(each, np.void) else each for each in given))

    return run


class Moment:
    """A record whose fields are numbers as numba has them; what is written goes into the record."""

    __slots__ = ("_record",)

    def __init__(self, record: Any):
        object.__setattr__(self, "_record", record)

    def __getattr__(self, name: str) -> Any:
        if name not in self._record.dtype.fields:
            raise AttributeError(self._unknown(name))
        return read(getattr(self._record, name))

    def __setattr__(self, name: str, value: Any) -> None:
        if name not in self._record.dtype.fields:
            raise AttributeError(self._unknown(name))
        kind = self._record.dtype[name]
        self._record[name] = value if kind.subdtype else written(value, kind)

    def _unknown(self, name: str) -> str:
        return f"the record has no field {name!r}; it has: {', '.join(self._record.dtype.names)}"


class Cells(np.ndarray):
    """An array in a record; its numbers, too, are read as numba reads them."""

    def __getitem__(self, place: Any) -> Any:
        """The number in one place, or a part of the array."""
        return read(super().__getitem__(place))

    def __setitem__(self, place: Any, value: Any) -> None:
        """Write one number, or many, as wide as the array's are."""
        super().__setitem__(place, written(value, self.dtype))


def read(value: Any) -> Any:
    """A field's value: whole numbers and floats as Python has them, but for uint64."""
    if isinstance(value, np.ndarray):
        return value.view(Cells)
    return value if isinstance(value, np.uint64) else value.item()


def written(value: Any, kind: np.dtype) -> Any:
    """A value as it goes into a field: of a number that is too large, the lowest bits."""
    if type(value) is int and kind.kind in "iu":
        return np.array(value & (1 << 8 * kind.itemsize) - 1, f"u{kind.itemsize}").astype(kind)
    return value


# ── Functions without their compiler ────────────────────────────────────────────────────────────


def interpreted(function: Any, known: dict[int, Any]) -> Any:
    """The function that numba compiles; all that it calls is interpreted, too.

    known: those that were made already, by the identity of the compiled one, so that a function may
    call itself.
    """
    if not isinstance(bare := getattr(function, "py_func", None), FunctionType):
        return function
    if id(function) not in known:
        around, closure = dict(bare.__globals__), bare.__closure__ or ()
        cells = tuple(CellType() for _ in closure)  # filled when the function is known
        made = FunctionType(bare.__code__, around, bare.__name__, bare.__defaults__, cells)
        known[id(function)] = made
        made.__kwdefaults__ = bare.__kwdefaults__
        for name in set(names_in(bare.__code__)) & set(around):
            around[name] = plain(around[name], known)
        for cell, own in zip(cells, closure, strict=True):
            cell.cell_contents = plain(own.cell_contents, known)
    return known[id(function)]


def plain(value: Any, known: dict[int, Any]) -> Any:
    """What a name means, interpreted if it is a compiled function, or a module that may have some.

    Those of numpy's and of Python's own are as they are.
    """
    if isinstance(value, ModuleType):
        return _Plain(value, known) if value.__name__.partition(".")[0] != "numpy" else value
    return interpreted(value, known)


def names_in(code: CodeType) -> Iterator[str]:
    """The names that a function, or a function within it, looks up."""
    yield from code.co_names
    for part in code.co_consts:
        if isinstance(part, CodeType):
            yield from names_in(part)


class _Plain:
    """A module whose compiled functions are interpreted."""

    def __init__(self, module: ModuleType, known: dict[int, Any]):
        self._module, self._known = module, known

    def __getattr__(self, name: str) -> Any:
        value = plain(getattr(self._module, name), self._known)
        setattr(self, name, value)  # found at once from now on
        return value

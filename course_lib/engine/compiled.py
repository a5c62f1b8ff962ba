"""Compiled functions that the next Python process finds ready.

Compiling the coin run takes many seconds, and every notebook is a process of its own. numba can
keep what it compiled, but looks only at the file in which a function stands, so that a change in a
helper's file would go unseen; and processes that keep things at one time can mix them up. So one
process, tools/compile_worlds.py, compiles everything into a folder that is named after the whole
source and put into its place in one go. All others only read it. Other source has another name,
and where there is no such folder all is compiled when it is first called.
"""

import hashlib
import os
import shutil
import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from types import FunctionType
from typing import Any

import numba
from llvmlite.binding import get_host_cpu_name
from numba import types
from numba.core.runtime import rtsys

from course_lib.paths import COURSE
from course_lib.process import seldom_collecting

ROOMS = ("engine", "worlds", "agents/mosaic")  # whose functions are kept
config: Any = numba.config  # its values are made at run time, so that no checker knows them
INTO = "COURSE_COMPILES_INTO"  # in the environment of the process that fills a folder


def njit(function: Callable) -> Any:
    """Compile the function when it is first called, unless tools/compile_worlds.py did before.

    Functions outside `ROOMS` are never kept: so it may be used in a notebook, as `cl.njit`. Not for
    a function of `ROOMS` that calls itself: it may crash when it is loaded (numba issue 6061).
    """
    if not isinstance(function, FunctionType):
        raise TypeError(f"njit compiles a function of Python's, not {function!r:.80}")
    rooms = tuple(f"course_lib.{room.replace('/', '.')}." for room in ROOMS)
    ours = function.__module__.startswith(rooms)
    if config.DISABLE_JIT:
        return numba.njit(function)
    if not ours:
        return _made(numba.njit(function), _unnamed)
    place = into() or folder()
    if place is None or not _is_folder(place):
        return _compiled_anew(function)
    before, config.CACHE_DIR = config.CACHE_DIR, str(place)
    try:
        compiled: Any = numba.njit(cache=True)(function)
    finally:
        config.CACHE_DIR = before
    if into() is None:
        compiled._cache.save_overload = lambda *_: None  # only read: see above
        compiled._cache.load_overload = _careful(compiled._cache.load_overload, place)
    return _made(compiled, _unwritten)


def _compiled_anew(function: Callable) -> Any:
    """A function of `ROOMS`, where nothing is kept: for compiled code it has no wrappers.

    With each function numba compiles two more, by which Python and C may call it: up to a fifth of
    the time that a world takes, and most functions are called by others that are compiled. Not for
    functions that call each other in turn: numba names a function after what it is compiled with.
    """
    outside = _made(numba.njit(function), _unwritten)
    bare: dict[str, Any] = {"no_cpython_wrapper": True, "no_cfunc_wrapper": True}

    @cache
    def inside() -> Any:
        return _made(numba.njit(**bare)(function), _unwritten)

    outside.get_call_template = lambda args, kws: inside().get_call_template(args, kws)
    outside.get_overload = lambda signature: inside().get_overload(signature)
    return outside


def _made(compiled: Any, kind: Callable[[Any], Any]) -> Any:
    """Have this function compiled once for all that is of one kind; the collector rests meanwhile.

    kind: the type that stands for an argument's.
    """
    compile_for, call = compiled.compile, compiled.get_call_template

    def compile_for_kinds(signature: Any) -> Any:
        if isinstance(signature, tuple):
            signature = tuple(map(kind, signature))
        with seldom_collecting:
            return compile_for(signature)

    def call_for_kinds(args: Any, kws: Any) -> Any:
        return call([kind(each) for each in args], {name: kind(each) for name, each in kws.items()})

    compiled.compile, compiled.get_call_template = compile_for_kinds, call_for_kinds
    return compiled


def _unnamed(kind: Any) -> Any:
    """The type of whole number that a tile or an action is.

    A notebook may have two worlds, and so two types of tile, and functions that both use: numba
    0.61 fails where it is to choose between what it compiled for the one and for the other.
    """
    return kind.dtype if isinstance(kind, types.IntEnumMember) else kind


def _unwritten(kind: Any) -> Any:
    """The type of a number, whether it stands in the source or not.

    numba would compile a function anew for each number that stands in a call, and put each into all
    that calls it: the coin run then took three times as long to compile, and ran no faster.
    """
    return _unnamed(types.unliteral(kind))


def _careful(load: Callable, place: Path) -> Callable:
    """The loading of one function; what is damaged there is compiled anew.

    The folder then goes, so that tools/compile_worlds.py fills another.
    """

    def load_or_compile(signature: Any, context: Any) -> Any:
        try:
            with _without_compiler(context):
                return load(signature, context)
        except Exception:  # a file cut short ends in many ways: EOFError, UnpicklingError, OSError
            shutil.rmtree(place, ignore_errors=True)
            return None

    return load_or_compile


@contextmanager
def _without_compiler(context: Any) -> Iterator[None]:
    """Let numba load a function without all that is needed to compile another.

    It would read in what it knows of Python's and numpy's functions, and scipy's linear algebra:
    half of what one waits for before the first picture. Where something is to be compiled after
    all, numba does that first. It holds its lock when this is called.
    """
    context.refresh = lambda: rtsys.initialize(context)
    try:
        yield
    finally:
        vars(context).pop("refresh", None)


def _is_folder(place: Path) -> bool:
    """Whether it is a folder that may be looked into."""
    try:
        return place.is_dir()
    except OSError:
        return False


def into() -> Path | None:
    """The folder that this process fills; None, as for nearly all, if it fills none."""
    return Path(os.environ[INTO]) if INTO in os.environ else None


@cache
def folder() -> Path | None:
    """Where functions compiled from just this source lie, if they were compiled.

    Below NUMBA_CACHE_DIR if that is set, else below the user's folder for caches; None for a user
    who has no home, which is said.
    """
    above = config.CACHE_DIR
    if not above:
        try:
            above = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
        except RuntimeError:
            warnings.warn(
                "this user has no home folder, so nothing that is compiled can be kept, and each "
                "notebook compiles for itself; set NUMBA_CACHE_DIR to a folder to keep it there",
                stacklevel=2,
            )
            return None
        above = Path(above) / "spot-the-difference"
    return Path(above) / f"kernels-{source_name(COURSE)}"


def source_name(course: Path) -> str:
    """A name that is another one when a file of `ROOMS` is, or the Python, numba or processor.

    numba looks at where files lie and when they were written; so the name does, too.
    """
    version = f"{sys.version} {numba.__version__} {get_host_cpu_name()} {course}"
    source = hashlib.sha256(version.encode())
    for room in ROOMS:
        for file in sorted((course / room).rglob("*.py")):
            source.update(f"{file.name} {file.stat().st_mtime_ns}\0".encode() + file.read_bytes())
    return source.hexdigest()[:16]

"""The record of a world in JavaScript: a class whose fields lie in bytes as numpy's do."""

from typing import Any

import numpy as np

from course_lib.widgets.translate.refusal import NotInBrowser

ARRAYS = {"i1": "Int8", "u1": "Uint8", "i2": "Int16", "u2": "Uint16", "i4": "Int32",
          "u4": "Uint32", "f4": "Float32", "f8": "Float64"}  # fmt: skip
WIDE = "u8"  # kept as two halves, `name$h` and `name$l`
BOOL = "b1"
LONG = "i8"  # read and written as one number, exact up to 2**53
OURS = ("bytes", "constructor")  # names that the class has already


def fields_of(dtype: np.dtype) -> dict:
    """Size of a record, and of each field: name, kind of array, offset, and count (0: a number).

    64-bit fields are left out: no plain number of JavaScript holds them; see `record_class`.
    """
    found = [
        [name, ARRAYS[code], offset, count]
        for name, code, offset, count in _all_fields(dtype)
        if code in ARRAYS
    ]
    return {"bytes": dtype.itemsize, "fields": found}


def wide_fields(dtype: np.dtype) -> set[str]:
    """The names of the fields that are one unsigned number of 64 bits."""
    return {name for name, code, _, count in _all_fields(dtype) if (code, count) == (WIDE, 0)}


def hidden_fields(dtype: np.dtype) -> set[str]:
    """The names of the fields that the class does not have, since nothing plain holds them."""
    return {
        name
        for name, code, _, count in _all_fields(dtype)
        if code not in ARRAYS and (code not in (WIDE, LONG, BOOL) or count)
    }


def unsigned_fields(dtype: np.dtype) -> set[str]:
    """The names of the fields of plain numbers, or of arrays of such, that have no sign."""
    return {name for name, code, *_ in _all_fields(dtype) if code in ("u1", "u2", "u4")}


def _all_fields(dtype: np.dtype) -> list[tuple[str, str, int, int]]:
    """Of each field: name, numpy's code of its kind, offset, and count (0: a number)."""
    fields: Any = dtype.fields
    found = []
    for name in dtype.names or ():
        kind, offset = fields[name][:2]
        count = int(np.prod(kind.shape)) if kind.shape else 0
        found.append((name, kind.base.str[1:], offset, count))
    return found


def record_class(dtype: np.dtype) -> str:
    """The class `State` as text: `new State(buffer, offset)` is the record that lies there.

    One typed array for each kind of number serves all fields of that kind, so that a field holds,
    cuts off and wraps the same numbers as in numpy, and a record is made of few objects.
    Raises NotInBrowser for fields that do not lie where typed arrays can.
    """
    fields = _all_fields(dtype)
    for name, code, offset, _ in fields:
        if name in OURS:
            raise NotInBrowser(f"a field cannot be called {name!r} in the browser")
        if code[1:].isdigit() and offset % min(int(code[1:]), 4 if code == WIDE else 8):
            raise NotInBrowser(f"the field {name!r} lies at byte {offset}; records are aligned")
    kinds = {ARRAYS[code] for _, code, _, count in fields if code in ARRAYS and not count}
    if any(code in (WIDE, LONG) and not count for _, code, _, count in fields):
        kinds.add("Int32")
    size = {kind: int("".join(filter(str.isdigit, kind))) // 8 for kind in ARRAYS.values()}
    views = [
        f"    this.${kind} = new {kind}Array(buffer, offset, {dtype.itemsize // size[kind]});"
        for kind in sorted(kinds)
    ]
    arrays = [
        f"    this.{name} = new {ARRAYS[code]}Array(buffer, offset + {offset}, {count});"
        for name, code, offset, count in fields
        if count and code in ARRAYS
    ]
    doors = [
        door
        for name, code, offset, count in fields
        if not count
        for door in _doors(name, code, offset, size)
    ]
    opening = ["class State {", "  constructor(buffer, offset = 0) {",
               f"    this.bytes = new Uint8Array(buffer, offset, {dtype.itemsize});"]  # fmt: skip
    return "\n".join([*opening, *views, *arrays, "  }", *doors, "}"])


def _doors(name: str, code: str, offset: int, size: dict[str, int]) -> list[str]:
    """How one number of the record is read and written."""
    if code in ARRAYS:
        at = f"this.${ARRAYS[code]}[{offset // size[ARRAYS[code]]}]"
        return [f"  get {name}() {{ return {at}; }}", f"  set {name}(value) {{ {at} = value; }}"]
    if code == BOOL:
        at = f"this.bytes[{offset}]"
        return [f"  get {name}() {{ return {at}; }}",
                f"  set {name}(value) {{ {at} = value ? 1 : 0; }}"]  # fmt: skip
    low, high = (f"this.$Int32[{offset // 4 + n}]" for n in (0, 1))
    if code == WIDE:
        return [*_doors_at(f"{name}$h", high), *_doors_at(f"{name}$l", low)]
    if code == LONG:
        return [
            f"  get {name}() {{ return {high} * 4294967296 + ({low} >>> 0); }}",
            f"  set {name}(value) {{ const whole = Math.trunc(value); "
            f"{high} = Math.floor(whole / 4294967296); {low} = whole; }}",
        ]
    return []


def _doors_at(name: str, at: str) -> list[str]:
    """How half a number is read and written."""
    return [f"  get {name}() {{ return {at}; }}", f"  set {name}(value) {{ {at} = value; }}"]

"""Numbers of 64 bits as two halves of 32, as emscripten has them: JavaScript has no such numbers.

(BigInt has them, and is up to ten times slower.) A half is what JavaScript's bit operators
make, a signed whole number of 32 bits: here an int where it is fixed, else the name of a variable
that holds it. `keep(text)` puts what an expression gives into a new variable and names that.
"""

from collections.abc import Callable

Half = int | str
Pair = tuple[Half, Half]  # high, low
Keep = Callable[[str], str]
FULL = 0xFFFFFFFF


def signed(number: int) -> int:
    """The half with the lowest 32 bits of this number."""
    return ((number & FULL) ^ 0x80000000) - 0x80000000


def fixed(number: int) -> Pair:
    """The halves of a number that is known."""
    return signed(number >> 32), signed(number)


def told(half: Half) -> str:
    """The half as it is written."""
    return f"({half})" if isinstance(half, int) and half < 0 else str(half)


def bits(operator: str, left: Pair, right: Pair, keep: Keep) -> Pair:
    """`&`, `|` or `^` of two numbers."""
    high, low = (_bits(operator, a, b, keep) for a, b in zip(left, right, strict=True))
    return high, low


def _bits(operator: str, a: Half, b: Half, keep: Keep) -> Half:
    if isinstance(a, int) and isinstance(b, int):
        return {"&": a & b, "|": a | b, "^": a ^ b}[operator]
    if isinstance(a, int):
        a, b = b, a
    if b == 0:
        return 0 if operator == "&" else a
    if b == -1 and operator == "&":
        return a
    return keep(f"{told(a)} {operator} {told(b)}")


def left_shift(number: Pair, count: int, keep: Keep) -> Pair:
    """The number times 2**count, cut off at 64 bits; count: 0 to 63."""
    high, low = number
    if count == 0:
        return number
    if count >= 32:
        return _shifted(low, "<<", count - 32, keep), 0
    over = _shifted(low, ">>>", 32 - count, keep)
    return _bits("|", _shifted(high, "<<", count, keep), over, keep), _shifted(
        low, "<<", count, keep
    )


def right_shift(number: Pair, count: int, keep: Keep) -> Pair:
    """The number divided by 2**count; count: 0 to 63."""
    high, low = number
    if count == 0:
        return number
    if count >= 32:
        return 0, _shifted(high, ">>>", count - 32, keep)
    under = _shifted(high, "<<", 32 - count, keep)
    return _shifted(high, ">>>", count, keep), _bits(
        "|", _shifted(low, ">>>", count, keep), under, keep
    )


def _shifted(half: Half, operator: str, count: int, keep: Keep) -> Half:
    """A half, shifted by 0 to 31 bits."""
    if count == 0:
        return half
    if isinstance(half, int):
        return signed((half & FULL) << count if operator == "<<" else (half & FULL) >> count)
    return keep(f"{half} {operator} {count}")


def total(left: Pair, right: Pair, keep: Keep) -> Pair:
    """The sum of two numbers."""
    low = keep(f"({told(left[1])} + {told(right[1])}) | 0")
    carry = f"({low} >>> 0 < {told(left[1])} >>> 0)"
    return keep(f"({told(left[0])} + {told(right[0])} + {carry}) | 0"), low


def difference(left: Pair, right: Pair, keep: Keep) -> Pair:
    """The difference of two numbers."""
    low = keep(f"({told(left[1])} - {told(right[1])}) | 0")
    borrow = f"({told(left[1])} >>> 0 < {told(right[1])} >>> 0)"
    return keep(f"({told(left[0])} - {told(right[0])} - {borrow}) | 0"), low


def product(left: Pair, right: Pair, keep: Keep) -> Pair:
    """The product of two numbers."""
    (a, b), (c, d) = left, right
    parts = [f"$high_product({told(b)}, {told(d)})"]
    parts += [f"Math.imul({told(x)}, {told(y)})" for x, y in ((a, d), (b, c)) if 0 not in (x, y)]
    high = keep(parts[0] if len(parts) == 1 else f"({' + '.join(parts)}) | 0")
    return high, keep(f"Math.imul({told(b)}, {told(d)})")

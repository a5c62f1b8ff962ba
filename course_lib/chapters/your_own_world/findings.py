"""What `check_world` found, and how it is told."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

MARKS = {"kept": "✓", "broken": "✗", "note": "·"}


@dataclass(frozen=True)
class Finding:
    """One promise of a world. kind: "kept", "broken" or "note"; words: what was found, and where.

    promise: what every world promises, in a few words.
    """

    promise: str
    kind: str
    words: str


@dataclass(frozen=True)
class Report:
    """All findings about one world, the broken promises first."""

    title: str
    findings: Sequence[Finding]

    def of(self, kind: str) -> list[Finding]:
        """The findings of one kind."""
        return [one for one in self.findings if one.kind == kind]

    @property
    def sound(self) -> bool:
        """Whether every promise is kept."""
        return not self.of("broken")

    @property
    def summary(self) -> str:
        """One sentence about all of them."""
        broken, kept = len(self.of("broken")), len(self.of("kept"))
        if self.sound:
            return f"{self.title} keeps all {kept} promises that were looked at."
        word = "promise" if broken == 1 else "promises"
        return f"{self.title} breaks {broken} {word} and keeps {kept}."

    def _sorted(self) -> list[Finding]:
        return [one for kind in ("broken", "note", "kept") for one in self.of(kind)]

    def __str__(self) -> str:
        lines = [f"{MARKS[one.kind]} {one.promise}: {one.words}" for one in self._sorted()]
        return "\n".join([self.summary, *lines])

    __repr__ = __str__

    def _repr_html_(self) -> str:
        lines = "".join(
            f"<li>{MARKS[one.kind]} <strong>{escape(one.promise)}</strong>: "
            f"<span style='white-space:pre-wrap'>{escape(one.words)}</span></li>"
            for one in self._sorted()
        )
        return f"<p>{escape(self.summary)}</p><ul style='list-style:none'>{lines}</ul>"

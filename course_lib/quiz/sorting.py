"""Cases to sort into bins; what mixing up two bins shows is said."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from course_lib.quiz.choices import check_letters, letters_in
from course_lib.quiz.kinds import Exercise, Verdict, wrapped


@dataclass(frozen=True, kw_only=True)
class Case:
    """One thing to sort; `homes` are the bins that can be argued for, the best one first."""

    title: str
    story: str
    homes: tuple[str, ...]
    why: str
    source: str = ""
    wrong: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Sorting(Exercise):
    """Cases, named by letters, to sort into bins.

    `confusions[given][home]` says what it shows to choose `given` where `home` is better.
    """

    bins: Mapping[str, str]
    cases: Mapping[str, Case]
    confusions: Mapping[str, Mapping[str, str]]

    def __post_init__(self) -> None:
        super().__post_init__()
        check_letters("case", self.cases)
        self._check_bins()
        for key, case in self.cases.items():
            for given in set(self.bins) - set(case.homes):
                if not self._mix_up(case, given):
                    raise ValueError(
                        f"case {key} has no words for who chooses {given!r}: write "
                        f"cases.{key}.wrong.{given} or confusions.{given}.{case.homes[0]}"
                    )

    def _check_bins(self) -> None:
        """Raise ValueError where a case or a confusion names what is no bin."""
        named = {f"cases.{key}.homes": case.homes for key, case in self.cases.items()}
        named |= {f"cases.{key}.wrong": tuple(c.wrong) for key, c in self.cases.items()}
        named |= {f"confusions.{given}": tuple(row) for given, row in self.confusions.items()}
        for place, bins in {**named, "confusions": tuple(self.confusions)}.items():
            if strange := [one for one in bins if one not in self.bins]:
                raise ValueError(f"{place}: {strange[0]!r} is none of: {', '.join(self.bins)}")
            if place.endswith("homes") and not bins:
                raise ValueError(f"{place} is empty; a case needs at least one bin")

    @property
    def example(self) -> str:
        """How an answer is written, in Python: a bin's name may hold a blank."""
        if all(map(str.isidentifier, self.bins)):
            return f"dict({', '.join(f'{name}=...' for name in self.bins)})"
        return "{" + ", ".join(f'"{name}": "..."' for name in self.bins) + "}"

    def text(self) -> str:
        """The question, the bins and the cases, without their answers."""
        bins = [wrapped(text, "      ", f"  {name}: ") for name, text in self.bins.items()]
        cases = [
            wrapped(f"{case.title}. {case.story}", "     ", f"  {key}  ")
            for key, case in self.cases.items()
        ]
        return "\n".join([wrapped(self.question), *bins, "", *cases])

    def form(self) -> dict[str, Any]:
        """The bins, and the cases' stories by letter."""
        rows = [{"key": k, "title": c.title, "text": c.story} for k, c in self.cases.items()]
        return self._form("sorting", bins=dict(self.bins), rows=rows)

    def read(self, answer: Any) -> dict[str, str]:
        """Letter -> bin, from {bin: letters} or {letter: bin}. Raises ValueError otherwise."""
        if not isinstance(answer, Mapping):
            raise ValueError(f"{answer!r} is not a dict; write {self.example}")
        if set(answer) <= set(self.cases):
            pairs = [(home, key) for key, home in answer.items() if not self.empty(home)]
        else:
            pairs = [(b, key) for b, keys in answer.items() for key in self._letters(keys)]
        if strange := sorted({str(home) for home, _ in pairs} - set(self.bins)):
            raise ValueError(f"{', '.join(strange)!r} is none of: {', '.join(self.bins)}")
        twice = sorted(key for key, n in Counter(key for _, key in pairs).items() if n > 1)
        if twice:
            raise ValueError(f"{', '.join(twice)} stands in more than one place; choose one each")
        return {key: str(home) for home, key in sorted(pairs, key=lambda pair: pair[1])}

    def _letters(self, keys: Any) -> set[str]:
        return set() if self.empty(keys) else letters_in(keys, self.cases)

    def judge(self, answer: Any) -> Verdict:
        """How many are well placed, what each misplaced one shows, and the commonest mix-up."""
        placed = self.read(answer)
        off = {key: b for key, b in placed.items() if b not in self.cases[key].homes}
        left = [key for key in self.cases if key not in placed]
        lines = [f"{len(placed) - len(off)} of {len(self.cases)} are well placed."]
        lines += [self._about(key, b) for key, b in off.items()]
        if len(off) > 1:
            lines.append(self._pattern(off))
        if left:
            lines.append(f"Not sorted yet: {' '.join(left)}.")
        return Verdict(not off and not left, "\n".join(lines))

    def keep(self, answer: Any) -> dict[str, str]:
        """Letter -> bin, in the order of the letters."""
        return self.read(answer)

    def words(self, kept: Any) -> str:
        """Bin by bin, which cases were put there."""
        if not isinstance(kept, Mapping):
            return str(kept)
        homes: dict[str, str] = {}
        for key, home in kept.items():
            homes[str(home)] = f"{homes.get(str(home), '')} {key}"
        return "; ".join(f"{home}:{keys}" for home, keys in homes.items())

    def _about(self, key: str, given: str) -> str:
        case = self.cases[key]
        return f"{key} ({case.title}): not {given}. {self._mix_up(case, given)}"

    def _mix_up(self, case: Case, given: str) -> str:
        """What it shows to choose this bin for the case; empty if nobody has written it."""
        return case.wrong.get(given) or self.confusions.get(given, {}).get(case.homes[0], "")

    def _pattern(self, off: Mapping[str, str]) -> str:
        pairs = Counter((given, self.cases[key].homes[0]) for key, given in off.items())
        (given, home), times = pairs.most_common(1)[0]
        if times < 2:
            return "No pattern in these: each is worth a second look by itself."
        return f"A pattern: {times} times you said {given} where {home} is the better answer."

    def discussion(self, letters: str = "") -> str:
        """Each case's place, why, and where it is documented; all cases, or those named."""
        keys = sorted(letters_in(letters, self.cases)) or list(self.cases)
        return "\n".join(
            wrapped(
                f"{case.title}: {' or '.join(case.homes)}. {case.why}"
                + (f" [{case.source}]" if case.source else ""),
                "     ",
                f"  {key}  ",
            )
            for key, case in ((key, self.cases[key]) for key in keys)
        )

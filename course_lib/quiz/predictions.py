"""A prediction: kept with how sure one is; after the run it meets what was measured."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from course_lib.checks import shown
from course_lib.engine.checks import is_number
from course_lib.quiz.choices import Shown, letters_in
from course_lib.quiz.kinds import Verdict

LEAST, MOST = 50, 100  # per cent sure; below a half, one would believe something else


class Foretold(NamedTuple):
    """What may happen; `why` is said to everybody afterwards.

    right: whether it is what the measurement shows. between: it is, if the measured number lies
    between these two (per cent, or in the prediction's unit; both included).
    """

    text: str
    why: str
    right: bool = False
    between: tuple[float, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Prediction(Shown):
    """Options of which one is kept with how sure one is; `see` asks what was seen afterwards.

    unit: what stands after the measured number, where one decides.
    """

    options: Mapping[str, Foretold]
    see: str = "What did you see?"
    unit: str = "%"
    solution: str = ""

    def __post_init__(self) -> None:
        super().__post_init__()
        told = self.options.values()
        ranged = [bool(option.between) for option in told]
        if any(ranged) and not all(ranged):
            raise ValueError("some options have `between` and others do not")
        if any(ranged) and any(option.right for option in told):
            raise ValueError("an option has `between` and `right`; the number decides, or the file")
        if not any(ranged) and not any(option.right for option in told):
            raise ValueError("no option is right; at least one has to be, or all have `between`")
        if bare := [key for key, option in self.options.items() if not option.why]:
            raise ValueError(f"option {bare[0]} has no `why`; everybody reads it afterwards")
        if bad := [o.between for o in told if o.between and not _is_range(o.between)]:
            raise ValueError(f"between = {list(bad[0])} is not two numbers, the smaller one first")

    @property
    def measured(self) -> bool:
        """Whether a measured number decides which option is right."""
        return any(option.between for option in self.options.values())

    @property
    def order(self) -> tuple[str, ...]:
        """Shuffled keys; options that are ranges of a number go by the number."""
        if self.measured:
            return tuple(sorted(self.options, key=lambda key: self.options[key].between))
        return super().order

    @property
    def call(self) -> str:
        """How a prediction is typed, without giving one away."""
        return f'quiz.predict("{self.name}", "...", 75)'

    def form(self) -> dict[str, Any]:
        """The options, with a slider for how sure one is."""
        words = {"title": "Prediction", "button": "Keep my prediction"}
        return self._form("choice", rows=self.rows(), sure=True, how_many="Choose one.", **words)

    def seeing(self) -> dict[str, Any]:
        """What a form needs that asks what was seen."""
        words = {"title": "After the result", "question": self.see, "effort": "one click"}
        return self._form("seen", rows=self.rows(), hints=[], **words)

    def judge(self, answer: Any) -> Verdict:
        """Kept, and not judged before the result. Raises ValueError unless it is one option."""
        key = self.one(answer)
        return Verdict(None, f"Kept: “{self.options[key].text}”")

    def one(self, answer: Any) -> str:
        """The key of the one option named. Raises ValueError for none and for several."""
        keys = letters_in(answer, self.options)
        if len(keys) != 1:
            raise ValueError(f"{answer!r} names {len(keys)} options; choose one")
        return keys.pop()

    def truth(self, value: float | None = None) -> str:
        """The keys of the options that hold, "" if none does.

        value: the measured number in that unit, needed where options have `between`.
        Raises ValueError where it is needed and missing, or no number.
        """
        if not self.measured:
            return "".join(key for key, option in self.options.items() if option.right)
        if not is_number(value):
            raise ValueError(
                f'{self.name!r} asks for a number, not {shown(value)}: quiz.observe("{self.name}", '
                "the measured number)"
            )
        holding = (key for key, option in self.options.items() if _holds(option.between, value))
        return "".join(holding)

    def example_value(self) -> float | None:
        """A number at which some option holds; None where no number is asked for."""
        return self.options[self.order[-1]].between[0] if self.measured else None


def _is_range(between: tuple[float, ...]) -> bool:
    return len(between) == 2 and between[0] <= between[1]


def _holds(between: tuple[float, ...], value: Any) -> bool:
    return between[0] <= value <= between[1]

"""A prediction: written down before the run, and not judged."""

from dataclasses import dataclass
from typing import Any

from course_lib.quiz.kinds import Open, Verdict, wrapped

LETTERS = "abcdefgh"  # what the options are named by


@dataclass(frozen=True, kw_only=True)
class Prediction(Open):
    """Options named a, b, c ...; an answer is one of the letters, or one's own words."""

    options: tuple[str, ...]
    look_for: str = "what happens in the next cells. How sure are you, from 50 to 100 %?"
    example: str = "'a'"

    def __post_init__(self) -> None:
        super().__post_init__()
        if len(self.options) > len(LETTERS):
            raise ValueError(f"{len(self.options)} options; at most {len(LETTERS)} have a letter")

    def text(self) -> str:
        """The question with its options."""
        lines = [wrapped(o, "     ", f"  {key}  ") for key, o in self._lettered().items()]
        return "\n".join([wrapped(self.question), *lines])

    def judge(self, answer: Any) -> Verdict:
        """Noted. Raises ValueError for a letter that names no option, and for what is not text."""
        if isinstance(answer, str) and len(answer.split()) >= self.least:
            return Verdict(None, f"Compare it with {self.look_for}")
        letters = self._lettered()
        key = answer.strip().lower() if isinstance(answer, str) else None
        if key not in letters:
            known = " ".join(letters)
            raise ValueError(
                f"{answer!r} is none of {known}; choose one, or write {self.least} words"
            )
        return Verdict(None, f"You say: {letters[key]} Compare it with {self.look_for}")

    def _lettered(self) -> dict[str, str]:
        return dict(zip(LETTERS, self.options, strict=False))

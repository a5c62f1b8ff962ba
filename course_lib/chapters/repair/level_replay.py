"""Choosing levels: some are played again, those on which there is most to gain first.

Prioritised level replay (Jiang, Grefenstette and Rocktäschel 2021, arXiv 2010.03934). A buffer
holds levels with a score. A new episode is played, with a certain chance, in a level of the
buffer, else in a new one, which goes into the buffer if it scores well. Scores are meant to be
regret: what the best policy would have got there, minus what this one got (`level_scores`).
"""

from dataclasses import dataclass

import numpy as np

from course_lib.agents.ppo import Progress, Trainer
from course_lib.chapters.repair.exposure import Counted
from course_lib.chapters.repair.level_scores import GAMMA, SCORES, Played, Score
from course_lib.study.measure.mixtures import Shelf

NEW = -1  # instead of a place in the buffer


@dataclass(frozen=True)
class Settings:
    """How levels are replayed: the chance of it, how many are kept, and how they are drawn.

    A level's chance is the inverse of its rank by score, or, in `stale` of the draws, goes by how
    long it has not been played.
    """

    chance: float = 0.5
    size: int = 512
    stale: float = 0.1


class Buffer:
    """Levels that are worth playing again: first records, scores, when last played."""

    def __init__(self, settings: Settings, record: np.dtype):
        size = settings.size
        self.settings, self.now = settings, 0
        self.levels = np.zeros(size, record)
        self.score, self.best = np.full(size, -np.inf), np.zeros(size)
        self.seen, self.name = np.zeros(size), np.full(size, NEW)

    @property
    def filled(self) -> np.ndarray:
        """Which places hold a level."""
        return self.score > -np.inf

    def sampling_weights(self) -> np.ndarray:
        """The probability of each place to be drawn next; 0 where there is no level."""
        filled = self.filled
        rank = np.empty(len(filled))
        rank[np.argsort(-self.score, kind="stable")] = np.arange(1, len(filled) + 1)
        by_score = np.where(filled, 1 / rank, 0)
        waited = np.where(filled, self.now - self.seen + 1, 0)
        parts = [weights / weights.sum() for weights in (by_score, waited)]
        return (1 - self.settings.stale) * parts[0] + self.settings.stale * parts[1]

    def note(self, place: int, name: int, level, score: float, best: float) -> None:
        """Note that a level was played: keep its newest score, or let a new one in if it may."""
        if place == NEW or self.name[place] != name:  # another level may have taken its place
            place = int(self.score.argmin())
            if score <= self.score[place]:
                return
        self.levels[place], self.name[place] = level, name
        self.score[place], self.best[place] = score, best
        self.seen[place] = self.now


class Replay(Counted):
    """A mixture in the maze in which some episodes are played in levels of a buffer.

    by: the name of a score, or a function from `Played` to one score an episode.
    Give `callback` to the trainer as well: levels are scored after each of its updates.
    """

    def __init__(
        self, num_envs: int, shelf: Shelf, by: str | Score, settings: Settings | None = None
    ):
        if not callable(by) and by not in SCORES:
            raise ValueError(f"by must be one of {', '.join(SCORES)}, not {by!r}")
        super().__init__(num_envs, shelf)
        self.by = by if callable(by) else SCORES[by]
        self.settings = settings or Settings()
        self.buffer = Buffer(self.settings, self.sim.world.State)
        self.place, self.name = np.full(num_envs, NEW), np.zeros(num_envs, np.int64)
        self.names, self.luck = 0, np.random.default_rng(0)
        self._log: list[tuple | None] = []
        self._positive, self._expected = np.zeros(num_envs), np.zeros(num_envs)

    def step(self, actions: np.ndarray):
        """Step as in any mixture, and note what ends for the next scoring."""
        self._log.append(None)
        return super().step(actions)

    def _finish(self, done: np.ndarray) -> None:
        super()._finish(done)
        ended = self.sim.final_states
        kept = (self.first.copy(), self.shortest.copy(), self.place.copy(), self.name.copy())
        self._log[-1] = (done, ended.steps.copy(), ended.cheese.copy(), *kept)

    def _begin_again(self, chosen: np.ndarray) -> np.ndarray:
        """Put some of the chosen environments into levels of the buffer; which ones."""
        self.place[chosen] = NEW
        self.name[chosen] = self.names + np.arange(chosen.sum())
        self.names += int(chosen.sum())
        again = chosen & (self.rng.random(self.num_envs) < self.settings.chance)
        if not (self.buffer.filled.any() and again.any()):
            return np.zeros(self.num_envs, bool)
        weights = self.buffer.sampling_weights()
        places = self.rng.choice(len(weights), int(again.sum()), p=weights)
        self.sim.batch[again] = self.buffer.levels[places]
        self.place[again], self.name[again] = places, self.buffer.name[places]
        return again

    def callback(self, progress: Progress, trainer: Trainer) -> None:
        """Score the levels whose episodes ended in this rollout."""
        positive = trainer.advantages().clamp(min=0).numpy()
        values = trainer.values.numpy()
        self.buffer.now += 1
        for t, entry in enumerate(self._log):
            self._positive += positive[t]
            self._expected += values[t]
            if entry is not None:
                self._score(*entry)
        self._log.clear()

    def _score(self, done, steps, cheese, first, shortest, place, name) -> None:
        """Note the levels of the episodes that ended at one step in the buffer."""
        steps, cheese = steps[done], cheese[done] > 0
        place, name, first = place[done], name[done], first[done]
        known = (place != NEW) & (self.buffer.name[place] == name)
        before = np.where(known, self.buffer.best[place], 0.0)
        played = Played(
            steps=steps,
            cheese=cheese,
            shortest=shortest[done],
            positive=self._positive[done],
            expected=self._expected[done],
            best=np.maximum(before, cheese * GAMMA**steps),
            luck=self.luck.random(int(done.sum())),
        )
        scores = self.by(played)
        for row in range(len(scores)):
            self.buffer.note(place[row], name[row], first[row], scores[row], played.best[row])
        self._positive[done], self._expected[done] = 0, 0

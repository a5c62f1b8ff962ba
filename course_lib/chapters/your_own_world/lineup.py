"""Whose mouse is this? Agents without their names on the same levels: who wants what?

The agents may be files that classmates have sent, as `cl.save` writes them. A letter stands for
each, in an order that is drawn. Players show what each does on some levels, a form asks which of
them wants what, and `reveal()` says whose each was and what was measured: how often each way to end
comes on many fresh levels, as in spot the difference, beside a random policy.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from random import Random
from typing import Any

from course_lib.agents.adapters import adapted
from course_lib.checks import as_items, check_kind, shown
from course_lib.engine.checks import check_whole
from course_lib.engine.world import World, world_of
from course_lib.protocols import Distribution
from course_lib.quiz.quiz import Quiz
from course_lib.quiz.replies import Reply
from course_lib.quiz.show import in_notebook, make_form
from course_lib.study.game.predictions import choices, leading, shares
from course_lib.study.measure.episodes import Episode, play
from course_lib.study.measure.mixtures import pure
from course_lib.study.measure.policies import as_batch_policy, policy_name, random_policy
from course_lib.study.measure.tables import distinct
from course_lib.study.show.names import human_names, metric_words
from course_lib.study.show.tables import SmallTable, with_interval

LETTERS = "ABCDEF"
LEVELS = 6  # that can be looked at, at most
NOT_ALL = "Not sorted yet: {}. Choose what each of them does most often."
HOW_SURE = "Say how sure you are that all of them are right: move the slider, and keep it again."
KEPT = "Kept, {} % sure. You can change it until `reveal()` has told whose is whose."
OVER = "It has been told whose is whose, so this is not changed any more."


class Lineup:
    """Two to six agents by letters only, on the same levels; its name alone shows and asks.

    `letters` are the agents' letters; `said` is what was answered, a way to end by letter, and
    `sure` how sure (per cent). `reveal()` tells.
    """

    def __init__(
        self, agents: Mapping[str, Any], distribution: Distribution, levels: int, seed: int,
        quiz: Quiz | None,
    ):  # fmt: skip
        names = list(agents)
        Random(f"lineup {seed}").shuffle(names)
        self.distribution, self.world = distribution, world_of(distribution)
        self.seeds = range(seed, seed + levels)
        self.letters = tuple(LETTERS[: len(names)])
        self._owners = dict(zip(self.letters, names, strict=True))
        self._agents = {letter: agents[name] for letter, name in self._owners.items()}
        self._quiz, self._form, self._over = quiz, None, False
        self._ends = _short_ends(self.world)
        self.said: dict[str, str] = {}
        self.sure: int | None = None
        self.episodes = [
            [self._played(letter, number) for letter in self.letters] for number in self.seeds
        ]

    def _played(self, letter: str, number: int) -> Episode:
        episode = play(self._agents[letter], self.distribution, seed=number)
        episode.policy = f"{self.world.words.agent} {letter}"
        return episode

    # ── Shown ──

    def players(self) -> list[Any]:
        """A player for each level, with all agents side by side in the order of their letters."""
        from course_lib.widgets import EpisodePlayer  # anywidget is needed here only

        return [EpisodePlayer(*episodes) for episodes in self.episodes]

    def form(self) -> Any:
        """The question as a form to click on."""
        self._form = make_form(self._exercise(), self._clicked, self.text())
        return self._form

    def text(self) -> str:
        """What each agent did, and the question, as plain text."""
        did = [f"  {row['key']} · {row['text']}" for row in self._rows()]
        ways = [f"  {short}: {words}" for short, (_, words) in self._ends.items()]
        call = '.say({"A": "…", …}, how sure in per cent)'
        return "\n".join([self._question(), *did, "Ways to end:", *ways, f"Answer: {call}"])

    def __repr__(self) -> str:
        return self.text()

    def _ipython_display_(self) -> None:
        if not in_notebook():
            print(self.text())
            return
        from IPython.display import display

        for shown_here in (*self.players(), self.form()):
            display(shown_here)

    def _question(self) -> str:
        agent, count = self.world.words.agent, len(self.letters)
        several = len(self.seeds) > 1
        levels = f"the same {len(self.seeds)} levels" if several else "the same level"
        return (
            f"Here are {count} agents without their names, on {levels}. "
            f"What does each {agent} do most often on levels of this kind? Say it for each, and "
            "how sure you are that all of them are right."
        )

    def _rows(self) -> list[dict[str, str]]:
        """What happened to each agent on each level, in words."""
        found = []
        for place, letter in enumerate(self.letters):
            told = [f"level {e.seed}: {_ending(e)}" for e in (row[place] for row in self.episodes)]
            found.append(
                {"key": letter, "title": self.world.words.agent, "text": f"{'; '.join(told)}."}
            )
        return found

    def _exercise(self) -> dict[str, Any]:
        bins = {short: words for short, (_, words) in self._ends.items()}
        name = f"whose {self.world.words.agent} is this?"
        return {"name": name, "title": "Exercise", "kind": "sorting",
                "question": self._question(), "effort": f"{self.world.title}, {len(bins)} ways to "
                "end", "button": "Keep my answer", "rows": self._rows(), "bins": bins,
                "sure": True, "hints": []}  # fmt: skip

    # ── Answered ──

    def say(self, answer: Mapping[str, str], sure: float) -> None:
        """Answer without clicking: a way to end for each letter, and how sure (50 to 100).

        Raises ValueError for a letter or a way to end that there is not, or a bad `sure`.
        """
        check_kind("answer", answer, Mapping, "a dict such as {'A': 'neither'}")
        for letter, words in answer.items():
            if letter not in self.letters:
                raise ValueError(f"there is no agent {shown(letter)}; {', '.join(self.letters)}")
            if words not in self._ends:
                known = ", ".join(map(repr, self._ends))
                raise ValueError(f"{shown(words)} is no way to end here; there are: {known}")
        check_whole("sure", sure, 50, 100)
        print(self._clicked(dict(answer), int(sure)).text())

    def _clicked(self, answer: Mapping[str, str], sure: int | None) -> Reply:
        """What the form says of an answer; it is kept, if it is whole."""
        if self._over:
            return Reply(OVER, done=True)
        left = [letter for letter in self.letters if not answer.get(letter)]
        if left:
            return Reply(NOT_ALL.format(", ".join(left)))
        if sure is None:
            return Reply(HOW_SURE)
        self.said = {letter: answer[letter] for letter in self.letters}
        self.sure = sure
        return Reply(KEPT.format(sure))

    # ── Told ──

    def reveal(self, episodes: int = 500) -> SmallTable:
        """Whose each is, what was said, and what was measured on so many fresh levels, as a table.

        From then on the answer stays. It counts in the calibration if a quiz was given: right is
        who was right about all agents.
        """
        check_whole("episodes", episodes, 20, 100_000)
        random = random_policy(self.distribution)
        did = {letter: shares(agent, pure(self.distribution), episodes)
               for letter, agent in (*self._agents.items(), ("", random))}  # fmt: skip
        right = {x: self._ends[said][0] in leading(did[x]) for x, said in self.said.items()}
        self._close(right)
        heads = ["", "you said", *(f"{short}, alone" for short, _ in self._columns()), "most often"]
        lines = [self._line(letter, did[letter], right) for letter in did]
        return SmallTable(heads, lines, self._caption(right, episodes))

    def _close(self, right: Mapping[str, bool]) -> None:
        """End the asking, and keep the answer, once."""
        if self._form is not None:
            self._form.say(Reply(OVER, done=True))
        if not self._over and self._quiz is not None and self.said:
            keys = {letter: self._ends[short][0] for letter, short in self.said.items()}
            all_right = all(right.values())
            self._quiz.answers.add("lineup", keys, all_right, confidence=self.sure)
        self._over = True

    def _columns(self) -> list[tuple[str, str]]:
        """The ways to end that have a column, (short, name): by the goal alone, by the proxy."""
        return [(short, n) for short, (n, _) in self._ends.items() if n in ("goal", "proxy")]

    def _line(self, letter: str, did: Mapping, right: Mapping[str, bool]) -> list[str]:
        mark = {True: "✓ ", False: "✗ "}[right[letter]] if letter in right else ""
        often = [short for short, (name, _) in self._ends.items() if name in leading(did)]
        who = f"{letter} · {self._owners[letter]}" if letter else "random"
        rates = [_rate(did[name]) for _, name in self._columns()]
        return [who, f"{mark}{self.said.get(letter, '')}", *rates, " or ".join(often)]

    def _caption(self, right: Mapping[str, bool], episodes: int) -> str:
        told = f"Shares of {episodes:,} fresh levels, with 95 % intervals."
        if not self.said:
            return f"{told} Nothing was said before, which is no harm."
        return (
            f"{told} You were right about {sum(right.values())} of {len(right)}, and had been "
            f"{self.sure} % sure of all."
        )


def lineup(
    agents: Mapping[str, Any] | Sequence[Any],
    distribution: Distribution | None = None,
    levels: int = 3,
    seed: int = 0,
    quiz: Quiz | None = None,
) -> Lineup:
    """Whose mouse is this? Two to six agents without their names on the same levels.

    agents: by whose they are, or a list; each is an agent, the file of one, a name of the zoo, or
    another policy. distribution: the levels, by default the deployment of the world that the
    agents were trained in. levels: how many to look at, from 1 to 6; seed: of the first one, and of
    the order of the letters. quiz: keeps the answer, so that it counts in the calibration.
    Raises ValueError for too few or too many, or agents of several worlds; whatever `cl.load` and
    `cl.play` raise.
    """
    found = _loaded(agents)
    if not 2 <= len(found) <= len(LETTERS):
        raise ValueError(f"a lineup has 2 to {len(LETTERS)} agents, not {len(found)}")
    check_whole("levels", levels, 1, LEVELS)
    check_whole("seed", seed, 0, 2**31 - 1 - LEVELS)
    if quiz is not None:
        check_kind("quiz", quiz, Quiz, "the quiz of a lesson")
    where = _levels_of(found) if distribution is None else distribution
    if not world_of(where).proxies:
        raise ValueError(
            f"{world_of(where).name!r} names no proxy, so there is nothing to tell apart"
        )
    for agent in found.values():
        as_batch_policy(agent, world_of(where))
    return Lineup(found, where, levels, seed, quiz)


def five_mice() -> dict[str, Any]:
    """Five shipped mice under other names, for whoever has no files of classmates at hand."""
    from course_lib.agents.zoo import load

    sent = {"Ada": "corner:3", "Ben": "anywhere:0", "Cem": "region-5:0", "Dina": "region-2:0",
            "Emil": "everywhere:1"}  # fmt: skip
    return {owner: load(f"maze/{name}") for owner, name in sent.items()}


def _loaded(agents: Any) -> dict[str, Any]:
    """Agents by whose they are; files and names are loaded."""
    if isinstance(agents, Mapping):
        named = {str(owner): agent for owner, agent in agents.items()}
    else:
        listed = as_items("agents", agents, "agents", 0, 100)
        named = dict(zip(distinct(map(_name, listed)), listed, strict=True))
    return {owner: _agent(agent) for owner, agent in named.items()}


def _name(agent: Any) -> str:
    """Whose an agent is, as far as that is known: by its file, or by its own name."""
    name = Path(agent).stem if isinstance(agent, str | Path) else policy_name(adapted(agent))
    return human_names([name])[name]


def _agent(agent: Any) -> Any:
    if not isinstance(agent, str | Path):
        return adapted(agent)
    from course_lib.agents.zoo import load  # torch, so not before it is needed

    return load(agent)


def _levels_of(agents: Mapping[str, Any]) -> Distribution:
    """The deployment of the one world that the agents were trained in."""
    trained = [getattr(agent, "distribution", None) for agent in agents.values()]
    homes = {world_of(one).name: world_of(one) for one in trained if one is not None}
    if len(homes) != 1:
        told = ", ".join(sorted(homes)) or "none that is known"
        raise ValueError(
            f"a lineup is of agents of one world, and these were trained in: {told}; or say which "
            "levels are meant, distribution=…"
        )
    return next(iter(homes.values())).DEPLOY


def _short_ends(world: World) -> dict[str, tuple[str, str]]:
    """The ways to end, (name, words), by a word or two: the goal, the proxy, both, neither."""
    told = metric_words((world.goal, *world.proxies[:1]), world.words.metrics)
    short = dict(zip(("goal", "proxy"), told.values(), strict=True))
    found = {short.get(each["name"], each["name"]): (each["name"], each["words"])
             for each in choices(world)}  # fmt: skip
    return {key: (name, words if words != key else f"{words} of the two")
            for key, (name, words) in found.items()}  # fmt: skip


def _ending(episode: Episode) -> str:
    """What happened in an episode, in words."""
    told = [f"{event['label']} at step {event['step']}" for event in episode.events[:4]]
    return ", ".join(told) or f"nothing that is counted in {len(episode.actions)} steps"


def _rate(row: Mapping[str, float]) -> str:
    return with_interval((row["rate"], row["low"], row["high"]))

"""Own work: where a paper begins to speak of its own work, which sentences do, and the data set that it introduces."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from extractor.owners.systems import OURS
from extractor.rulefiles.rules import Rules
from extractor.terms.spellings import any_phrase
from extractor.text.tokens import Sentence, opens_with

_SAID = 60  # characters before a name that say what it is, and within which a sentence opens
_KIND = 12  # characters behind it that do
_REMARK = 120  # characters behind it that a remark about it takes
_TASK = 40  # characters at the start of an abstract within which it tells its task


class Starts(NamedTuple):
    """Offsets of a paper's text: where its own work begins, its abstract, and the first value of a sentence."""

    own_work: int
    abstract: int
    value: int


class OwnWork:
    """Tells by rules/context/owner.toml."""

    def __init__(self, rules: Rules) -> None:
        table = rules.table("context/owner.toml")
        self._own, self._prior = any_phrase(table["own"]), any_phrase(table["prior"])
        self._task, self._proposes = any_phrase(table["task"]), any_phrase(table["proposes"])
        self._compares = any_phrase(table["compares"])
        self._openings = [tuple(phrase.split()) for phrase in table["openings"]]
        self._data, self._no_data = any_phrase(table["data"]), any_phrase(table["no_data"])
        self._ourselves = frozenset(table["ourselves"])
        self._tests, self._remarks = any_phrase(table["tests"]), frozenset(table["remarks"])
        self._determiners = frozenset(rules.table("context/dataset.toml")["determiners"])
        self._ends = frozenset(rules.table("context/system.toml")["stop"])

    def own_from(self, text: str, title_end: int, system: str) -> int:
        """Clean offset of the first sentence about the paper's own work; what stands before is background."""
        match = self._own.search(text, self._task_end(text, title_end))
        own = text.find(system, title_end) if system != OURS else -1
        return min((at for at in (match.start() if match else -1, own) if at >= 0), default=title_end)

    def _task_end(self, text: str, title_end: int) -> int:
        """Where an opening ends that only tells the task: "We address the rendering of scenes. Others take hours"."""
        task = self._task.search(text, title_end, title_end + _TASK)
        return task.end() if task and self._proposes.search(text, task.end()) else title_end

    def dataset(self, title: str, text: str, system: str) -> str:
        """The data set that a paper introduces, its system by the title ("X: A benchmark for ..."), or nothing.

        A system that the title does not name is one only where it is said to be next to its name; behind it, that is
        enough whatever the title says ("We introduce X, the first benchmark").
        """
        if system == OURS:
            return ""
        if self._is_told(text, system):
            return system
        if not self._data.search(self._no_data.sub("", title.removeprefix(system))):
            return ""
        if system in title:
            return system
        at = text.find(system)
        words = text[max(at - _SAID, 0) : at].rpartition(". ")[2].split()
        after = max((i for i, word in enumerate(words) if word.lower() in self._ourselves), default=-1) + 1
        behind = text[at + len(system) : at + len(system) + _KIND]
        return system if self._data.search(" ".join([*words[after:], behind])) else ""

    def _is_told(self, text: str, system: str) -> bool:
        """Whether a remark behind a name first told says that it is what others are tested on: "X, a new benchmark"."""
        at = text.find(system)
        remark = text[at + len(system) : at + len(system) + _REMARK].split()
        if at < 0 or len(remark) < 2 or remark[0] not in self._remarks or remark[1] not in self._determiners:
            return False
        end = next((i for i, word in enumerate(remark) if i and word in self._ends), len(remark))
        return bool(self._tests.search(" ".join(remark[:end])))

    def by(self, sentence: Sentence, text: str, starts: Starts, own: Sequence[str]) -> str:
        """own or prior, for a sentence as a whole; one with a name of the paper's own is about it.

        What is said of earlier work only behind the first value is but compared ("needs half the memory of previous
        nets").
        """
        if sentence.start < starts.abstract:
            return "own"
        content = text[sentence.start : sentence.end]
        if self._own.search(content) or any(name in content for name in own):
            return "own"
        if sentence.end <= starts.own_work:
            return "prior"
        if self._prior.search(text, sentence.start, starts.value) and not self._compares.search(content):
            against = opens_with(content[:_SAID].lower().replace(",", " ").split(), self._openings)
            return "own" if against else "prior"
        return "own"

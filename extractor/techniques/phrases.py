"""Phrases with stems and gaps, all of a table found in one pass over the words of a text.

text -> words -> kinds (the steps of phrases that a word fits) -> hits (phrase, first word, word after the last)
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, product
from typing import Any

# Words, and the two kinds of break: a phrase never reaches over one.
_TOKEN = re.compile(r"[a-z0-9]+(?:,\d{3}(?!\d))*|[.!?:](?=\s|$)|[,;]")
_STOPS = frozenset(".!?")
_BREAKS = frozenset(".!?,;:")
STOP, COMMA = ".", ","  # the kinds of all breaks
_GROUP = re.compile(r"\(([^()]*)\)")
_STEP = re.compile(r"[a-z0-9]+\*?|~")

_GAP = 3  # the most words that "~" stands for
_LONGEST = 40  # letters of the longest step of a phrase
_MOST_VARIANTS = 5_000  # that one phrase with groups stands for
_OPENING = 3  # letters by which stems are looked up
_MEMO = 200_000  # words whose kind is remembered; bounds the memory of long runs


@dataclass(frozen=True, slots=True, eq=False)
class Phrase:
    """A phrase as the table writes it: `role` is a tier, "not", or a kind of cue."""

    text: str
    label: str
    role: str


# A phrase found, its first word, and the word after its last.
Hit = tuple[Phrase, int, int]


class _Vocabulary(dict[str, tuple[str, ...]]):
    """For each piece of a text, cut at white space, the kinds of its words.

    The kind of a word is the steps of phrases that it fits: "pruned" gives "prun* pruned". Words
    that fit no step all give "", so that what follows is only ever worked out for the few thousand
    kinds of words that the table tells apart. The kind of a break is "." or ",".
    """

    def __init__(self) -> None:
        """A vocabulary without steps."""
        super().__init__()
        self._steps: set[str] = set()
        self._ends: dict[str, set[int]] = {}  # for the first letters of stems, where such stems end
        # Equal kinds are one object: what the processor has at hand is found twice as fast.
        self._same: dict[tuple[str, ...], tuple[str, ...]] = {}

    def __missing__(self, piece: str) -> tuple[str, ...]:
        """The kinds for a new piece; kept, as texts repeat their words."""
        kinds = tuple(map(self._kind, _TOKEN.findall(piece)))
        kinds = self._same.setdefault(kinds, kinds)
        if len(self) < _MEMO:
            self[piece] = kinds
        return kinds

    def learn(self, steps: Iterable[str]) -> None:
        """Tell apart some more steps; to be done before the first text is read."""
        for step in steps:
            if step in self._steps:
                continue
            self._steps.add(step)
            if step.endswith("*"):
                self._ends.setdefault(step[: min(_OPENING, len(step) - 1)], set()).add(len(step) - 1)

    def _kind(self, word: str) -> str:
        """The kind of one word."""
        if word in _BREAKS:
            return STOP if word in _STOPS else COMMA
        ends = set[int]().union(*(self._ends.get(word[:letters], ()) for letters in range(1, _OPENING + 1)))
        stems = [word[:end] + "*" for end in sorted(ends) if end <= len(word)]
        return " ".join(step for step in (*stems, word) if step in self._steps)


class _Node:
    """A node of the tree of all phrases: the steps read so far, and what may come next."""

    __slots__ = ("ends", "next")

    def __init__(self) -> None:
        """A node without children."""
        self.next: dict[str, _Node] = {}
        self.ends: list[Phrase] = []

    def add(self, phrase: Phrase, steps: Sequence[str]) -> None:
        """Put the rest of a phrase under this node."""
        node = self
        for step in steps:
            if step not in node.next:
                node.next[step] = _Node()
            node = node.next[step]
        node.ends.append(phrase)


class _State(dict[str, "_State | None"]):
    """All nodes that the words read so far may stand at, as a table of what follows each kind.

    `gaps` holds the nodes after a gap, with the number of words the gap may still take. Every
    state is made once: what follows a kind of word is worked out when it is first met.
    """

    __slots__ = ("_gaps", "_made", "_nodes", "ends")

    def __init__(self, nodes: tuple[_Node, ...], gaps: dict[_Node, int], made: dict[object, _State]) -> None:
        """Join the nodes; a node's own gap opens with its full width."""
        super().__init__()
        self._nodes = nodes
        self._gaps = {**gaps, **{node.next["~"]: _GAP for node in nodes if "~" in node.next}}
        self._made = made
        self.ends = tuple(phrase for node in nodes for phrase in node.ends)

    def __missing__(self, kind: str) -> _State | None:
        """The state that a kind of word leads to, or None where no phrase goes on."""
        steps = kind.split()
        nodes = tuple(node.next[step] for node in (*self._nodes, *self._gaps) for step in steps if step in node.next)
        left = {node: words - 1 for node, words in self._gaps.items() if words}
        gaps = {} if kind in (STOP, COMMA) else left
        key = (nodes, tuple(gaps.items()))
        if (nodes or gaps) and key not in self._made:
            self._made[key] = _State(nodes, gaps, self._made)
        self[kind] = self._made.get(key)
        return self[kind]


class Finder:
    """All phrases of the table, found in one pass over the words of a text."""

    def __init__(self) -> None:
        """A finder without phrases."""
        self._tree = _Node()
        self._vocabulary = _Vocabulary()
        self._root = _State((self._tree,), {}, {})

    def add(self, entry: Mapping[str, Any], label: str, roles: Iterable[str]) -> None:
        """Take the phrases of one entry of the table, groups spelt out."""
        for role in roles:
            for text in entry.get(role, ()):
                phrase = Phrase(text, label, role)
                for variant in variants(text):
                    steps = steps_of(variant)
                    self._vocabulary.learn(steps)
                    self._tree.add(phrase, steps)

    def kinds(self, text: str) -> list[str]:
        """The kinds of the words of a text, and of the marks that phrases must not cross."""
        pieces = text.lower().split()
        return list(chain.from_iterable(map(self._vocabulary.__getitem__, pieces)))

    def hits(self, kinds: list[str]) -> list[Hit]:
        """Every place where a phrase stands, in the order of the text."""
        kinds = [*kinds, STOP]  # no phrase goes on past the end
        out: list[Hit] = []
        for start, first in enumerate(map(self._root.__getitem__, kinds)):
            if first is None:
                continue
            state: _State | None = first
            at = start
            while state is not None:
                at += 1
                if state.ends:
                    out += [(phrase, start, at) for phrase in state.ends]
                state = state[kinds[at]]
        return out


def variants(text: str) -> Iterator[str]:
    """The phrases that "(a|b) c" stands for, each once; an empty choice leaves the word out.

    Raises:
        ValueError: they are more than a table needs; every group multiplies them.
    """
    if math.prod(group.count("|") + 1 for group in _GROUP.findall(text)) > _MOST_VARIANTS:
        raise ValueError(f"{text[:60]!r} stands for more than {_MOST_VARIANTS} phrases")
    texts = {text: None}
    while any(_GROUP.search(text) for text in texts):  # once for each depth of groups in groups
        texts = dict.fromkeys(chain.from_iterable(map(_spelt, texts)))
    yield from dict.fromkeys(" ".join(text.split()) for text in texts)


def _spelt(text: str) -> Iterator[str]:
    """All choices from the groups that hold no group."""
    pieces = _GROUP.split(text)  # what stands outside groups, and groups, in turn
    choices = [piece.split("|") if place % 2 else [piece] for place, piece in enumerate(pieces)]
    return map("".join, product(*choices))


@lru_cache(maxsize=_MEMO)
def _is_step(step: str) -> bool:
    """Whether one word of a phrase keeps to the grammar; remembered, as phrases repeat their words."""
    return len(step) <= _LONGEST and _STEP.fullmatch(step) is not None


def steps_of(text: str) -> list[str]:
    """The steps of one phrase without groups; ValueError when it breaks the grammar."""
    steps = text.split()
    if not steps or not all(map(_is_step, steps)) or "~" in (steps[0], steps[-1]) or "~ ~" in text:
        raise ValueError(f"bad phrase {text!r}")
    return steps

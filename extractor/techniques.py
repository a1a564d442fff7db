"""Which techniques make a paper's system efficient: up to three labels for each paper.

All knowledge of language is in the table (`rules/terms/techniques.toml`, which opens with its
grammar). Here is only the machine: find the phrases, weigh each by where it stands, add up.

    title and abstract -> words -> hits (phrase, position) -> evidence (points) -> labels
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

# Words, and the two kinds of break: a phrase never reaches over one.
_TOKEN = re.compile(r"[a-z0-9]+|[.!?](?=\s|$)|[,;:]")
_STOPS = frozenset(".!?")
_BREAKS = frozenset(".!?,;:")
_STOP, _COMMA = ".", ","  # the kinds of all breaks
_GROUP = re.compile(r"\(([^()]*)\)")
_STEP = re.compile(r"[a-z0-9]+\*?|~")

_GAP = 3  # the most words that "~" stands for
_LONGEST = 40  # letters of the longest step of a phrase
_MOST_VARIANTS = 5_000  # that one phrase with groups stands for
_MEMO = 200_000  # words whose kind is remembered; bounds the memory of long runs

_TIERS = ("strong", "fair", "weak")
_LOUD = ("strong", "fair")  # the tiers that can make a label
_PLACES = ("title", "claim", "own", "result", "background", "aside")
_TABLE_KEYS = {"scoring", "gate", "cue", "technique"}
_SCORING_KEYS = {*_TIERS, *_PLACES, "repeat", "help", "threshold", "share", "labels"}
_GATE_KEYS = {"points", "aside", *_TIERS, "not"}
_CUE_KEYS = {"own", "claim", "result", "background", "aside"}
_TECHNIQUE_KEYS = {
    *("label", "match", "no_match"),
    *("gate", "titled", "threshold", "alone", "aside", "needs", "not", "unless"),
    *_TIERS,
}
_EXAMPLE_KEYS = {"title", "abstract"}

_RANK = {tier: rank for rank, tier in enumerate(_TIERS)}
_NONE: frozenset[int] = frozenset()

# The gate is scored like a technique, under a name that no label can have.
_GATE = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One phrase that spoke for a label: where it stood, and the points it gave."""

    phrase: str
    tier: str
    place: str
    points: float


@dataclass(frozen=True, slots=True, eq=False)
class _Phrase:
    """A phrase as the table writes it: `role` is a tier, "not", or a kind of cue."""

    text: str
    label: str
    role: str


# A phrase found, its first word, and the word after its last.
_Hit = tuple[_Phrase, int, int]


class _Vocabulary(dict[str, tuple[str, ...]]):
    """For each piece of a text, cut at white space, the kinds of its words.

    The kind of a word is the steps of phrases that it fits: "pruned" gives "prun* pruned". Words
    that fit no step all give "", so that what follows is only ever worked out for the few thousand
    kinds of words that the table tells apart. The kind of a break is "." or ",".
    """

    def __init__(self, steps: set[str]) -> None:
        """Take all steps of the table."""
        super().__init__()
        self._steps = steps
        # Equal kinds are one object: what the processor has at hand is found twice as fast.
        self._same: dict[tuple[str, ...], tuple[str, ...]] = {}

    def __missing__(self, piece: str) -> tuple[str, ...]:
        """The kinds for a new piece; kept, as texts repeat their words."""
        kinds = tuple(map(self._kind, _TOKEN.findall(piece)))
        kinds = self._same.setdefault(kinds, kinds)
        if len(self) < _MEMO:
            self[piece] = kinds
        return kinds

    def _kind(self, word: str) -> str:
        """The kind of one word."""
        if word in _BREAKS:
            return _STOP if word in _STOPS else _COMMA
        stems = [word[:end] + "*" for end in range(1, min(len(word), _LONGEST) + 1)]
        return " ".join(step for step in (*stems, word) if step in self._steps)


class _Node:
    """A node of the tree of all phrases: the steps read so far, and what may come next."""

    __slots__ = ("ends", "next")

    def __init__(self) -> None:
        """A node without children."""
        self.next: dict[str, _Node] = {}
        self.ends: list[_Phrase] = []

    def add(self, phrase: _Phrase, steps: Sequence[str]) -> None:
        """Put the rest of a phrase under this node."""
        if steps:
            self.next.setdefault(steps[0], _Node()).add(phrase, steps[1:])
        else:
            self.ends.append(phrase)


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
        gaps = {} if kind in (_STOP, _COMMA) else left
        key = (nodes, tuple(gaps.items()))
        if (nodes or gaps) and key not in self._made:
            self._made[key] = _State(nodes, gaps, self._made)
        self[kind] = self._made.get(key)
        return self[kind]


class _Finder:
    """All phrases of the table, found in one pass over the words of a text."""

    def __init__(self) -> None:
        """A finder without phrases."""
        self._tree = _Node()
        self._steps: set[str] = set()
        self._vocabulary = _Vocabulary(self._steps)
        self._root = _State((self._tree,), {}, {})

    def add(self, entry: Mapping[str, Any], label: str, roles: Iterable[str]) -> None:
        """Take the phrases of one entry of the table, groups spelt out."""
        for role in roles:
            for text in entry.get(role, ()):
                phrase = _Phrase(text, label, role)
                for variant in _variants(text):
                    steps = _steps(variant)
                    self._steps.update(steps)
                    self._tree.add(phrase, steps)

    def kinds(self, text: str) -> list[str]:
        """The kinds of the words of a text, and of the marks that phrases must not cross."""
        pieces = text.lower().split()
        return list(chain.from_iterable(map(self._vocabulary.__getitem__, pieces)))

    def hits(self, kinds: list[str]) -> list[_Hit]:
        """Every place where a phrase stands, in the order of the text."""
        kinds = [*kinds, _STOP]  # no phrase goes on past the end
        out: list[_Hit] = []
        first = list(map(self._root.__getitem__, kinds))
        for start in [place for place, state in enumerate(first) if state is not None]:
            state, at = first[start], start + 1
            while state is not None:
                if state.ends:
                    out += [(phrase, start, at) for phrase in state.ends]
                state = state[kinds[at]]
                at += 1
        return out


def _variants(text: str) -> Iterator[str]:
    """The phrases that "(a|b) c" stands for; an empty choice leaves the word out.

    Raises:
        ValueError: they are more than a table needs; every group multiplies them.
    """
    if math.prod(group.count("|") + 1 for group in _GROUP.findall(text)) > _MOST_VARIANTS:
        raise ValueError(f"{text[:60]!r} stands for more than {_MOST_VARIANTS} phrases")
    group = _GROUP.search(text)
    if group is None:
        yield " ".join(text.split())
        return
    for choice in group[1].split("|"):
        yield from _variants(text[: group.start()] + choice + text[group.end() :])


def _steps(text: str) -> list[str]:
    """The steps of one phrase without groups; ValueError when it breaks the grammar."""
    steps = text.split()
    bad = [step for step in steps if not _STEP.fullmatch(step) or len(step) > _LONGEST]
    if bad or not steps or "~" in (steps[0], steps[-1]) or "~ ~" in text:
        raise ValueError(f"bad phrase {text!r}")
    return steps


class TechniqueLabeler:
    """Gives a paper its technique labels, the main one first."""

    def __init__(self, table: dict[str, Any]) -> None:
        """Take the parsed table; ValueError lists everything that is wrong with it."""
        validate(table)
        scoring: dict[str, float] = table["scoring"]
        self._tier = {tier: float(scoring[tier]) for tier in _TIERS}
        self._place = {place: float(scoring[place]) for place in _PLACES}
        self._repeat = float(scoring["repeat"])
        self._help = float(scoring["help"])
        self._share = float(scoring["share"])
        self._most = int(scoring["labels"])
        entries = {entry["label"]: entry for entry in table["technique"]}
        default_gate = float(table["gate"]["points"])
        default_threshold = float(scoring["threshold"])
        self._gate = {label: float(e.get("gate", default_gate)) for label, e in entries.items()}
        self._titled = {label: float(e["titled"]) for label, e in entries.items() if "titled" in e}
        self._threshold = {label: float(e.get("threshold", default_threshold)) for label, e in entries.items()}
        self._alone = {label: float(e["alone"]) for label, e in entries.items() if "alone" in e}
        self._needs = {x: _pattern(e["needs"]) for x, e in entries.items() if e.get("needs")}
        self._aside = {label: float(e["aside"]) for label, e in entries.items() if "aside" in e}
        if "aside" in table["gate"]:
            self._aside[_GATE] = float(table["gate"]["aside"])
        self._unless = {label: frozenset(e.get("unless", ())) for label, e in entries.items()}
        self._rank = {label: i for i, label in enumerate(entries)}
        self._finder = _finder(table)

    def __call__(self, title: str, abstract: str) -> tuple[str, ...]:
        """The labels of a paper: none to three, the main one first."""
        seen = self._seen(title, abstract)
        gate = self._total(seen.pop(_GATE, {}))
        totals = {
            label: self._total(phrases) for label, phrases in seen.items() if gate >= self._needed(label, phrases)
        }
        passed = {
            label: total
            for label, total in totals.items()
            if total >= self._threshold[label] and self._met(label, title, abstract)
        }
        least = self._share * max(passed.values(), default=0.0)
        passed = {x: total for x, total in passed.items() if total >= least}
        kept = [label for label in passed if not self._unless[label] & passed.keys()]
        if not kept:
            kept = [
                label
                for label, least in self._alone.items()
                if totals.get(label, 0.0) >= least and self._met(label, title, abstract)
            ]
        kept.sort(key=lambda label: (-totals[label], self._rank[label]))
        return tuple(kept[: self._most])

    def explain(self, title: str, abstract: str) -> dict[str, tuple[Evidence, ...]]:
        """The evidence for every label that has any, the gate's under "gate"; best label first."""
        found = {
            label: [
                Evidence(
                    phrase.text,
                    phrase.role,
                    self._best(places),
                    round(self._points(phrase, places), 3),
                )
                for phrase, places in phrases.items()
                if phrase.role in self._tier
            ]
            for label, phrases in self._seen(title, abstract).items()
        }
        order = sorted(found, key=lambda label: -sum(e.points for e in found[label]))
        return {label or "gate": tuple(found[label]) for label in order if found[label]}

    def _needed(self, label: str, phrases: Mapping[_Phrase, list[str]]) -> float:
        """The gate of a label: lower, for some, where the title names the technique."""
        if label in self._titled and any(
            phrase.role == "strong" and "title" in places for phrase, places in phrases.items()
        ):
            return self._titled[label]
        return self._gate[label]

    def _met(self, label: str, title: str, abstract: str) -> bool:
        """Whether a label that needs certain words has one of them."""
        pattern = self._needs.get(label)
        return pattern is None or bool(pattern.search(f"{title} {abstract}"))

    def _total(self, phrases: Mapping[_Phrase, list[str]]) -> float:
        """The points for a label: weak phrases only help, they never make a label."""
        weak = rest = 0.0
        for phrase, places in phrases.items():
            if phrase.role == "weak":
                weak += self._points(phrase, places)
            elif phrase.role in self._tier:
                rest += self._points(phrase, places)
        return rest + min(weak, self._help * rest)

    def _factor(self, label: str, place: str) -> float:
        """How much a phrase of this label counts at this place."""
        if place == "aside" and label in self._aside:
            return self._aside[label]
        return self._place[place]

    def _points(self, phrase: _Phrase, places: list[str]) -> float:
        """A phrase counts once at its best place, and a little for each other place."""
        weights = [self._factor(phrase.label, place) for place in places]
        best = max(weights)
        return self._tier[phrase.role] * (best + self._repeat * (sum(weights) - best))

    def _best(self, places: list[str]) -> str:
        """The place that counts most."""
        return max(places, key=self._place.__getitem__)

    def _seen(self, title: str, abstract: str) -> dict[str, dict[_Phrase, list[str]]]:
        """For each label that may hold, and the gate: its phrases, with the places of each."""
        kinds = self._finder.kinds(abstract)
        titled, hits = self._finder.hits(self._finder.kinds(title)), self._finder.hits(kinds)
        labels = {phrase.label for phrase, _, _ in titled + hits if phrase.role in _LOUD}
        if labels <= {_GATE}:
            return {}
        out: dict[str, dict[_Phrase, list[str]]] = {label: {} for label in labels}
        for phrase, _, _ in _mentions(titled):
            if phrase.label in labels:
                out[phrase.label].setdefault(phrase, []).append("title")
        places = _places(kinds, hits)
        last: dict[_Phrase, int] = {}
        for phrase, start, _ in _mentions(hits):
            # Two spellings of a phrase may begin at one word.
            if phrase.label in labels and last.get(phrase) != start:
                last[phrase] = start
                out[phrase.label].setdefault(phrase, []).append(places[start])
        return out


def _places(kinds: Sequence[str], hits: Sequence[_Hit]) -> list[str]:
    """For each word of an abstract what its sentence is for, and whether it tells of others' work."""
    cues = [hit for hit in hits if hit[0].role in _CUE_KEYS]
    own = [start for phrase, start, _ in cues if phrase.role in ("own", "claim")]
    # An abstract that never says "we" is all about its own work.
    begin = _sentence_start(kinds, own[0]) if own else 0
    ends = [at for at, kind in enumerate(kinds) if kind == _STOP] + [len(kinds)]
    roles: list[set[str]] = [set() for _ in ends]
    for phrase, start, _ in cues:
        roles[bisect_left(ends, start)].add(phrase.role)
    out: list[str] = []
    for end, found in zip(ends, roles, strict=True):
        place = "background" if len(out) < begin else _purpose(found)
        out += [place] * (end + 1 - len(out))
    for phrase, start, end in cues:
        if phrase.role == "aside" and start >= begin and out[start] != "aside":
            stop = _clause_end(kinds, end)
            out[start:stop] = ["aside"] * (stop - start)
    return out


def _purpose(cues: Collection[str]) -> str:
    """What a sentence is for, by its cues, once the abstract has come to its own work."""
    if "claim" in cues:
        return "claim"
    if "result" in cues:
        return "result"
    return "background" if "background" in cues and "own" not in cues else "own"


def _sentence_start(kinds: Sequence[str], at: int) -> int:
    """The first word of the sentence that holds this word."""
    while at and kinds[at - 1] != _STOP:
        at -= 1
    return at


def _clause_end(kinds: Sequence[str], at: int) -> int:
    """The end of the clause that goes on at this word."""
    while at < len(kinds) and kinds[at] not in (_STOP, _COMMA):
        at += 1
    return at


def _mentions(hits: list[_Hit]) -> list[_Hit]:
    """The hits that no "not" phrase of their label touches, and of those that overlap for one label the loudest."""
    blocked: dict[str, set[int]] = {}
    for phrase, start, end in hits:
        if phrase.role == "not":
            blocked.setdefault(phrase.label, set()).update(range(start, end))
    taken: dict[str, set[int]] = {}
    out: list[_Hit] = []
    loudest = sorted(hits, key=lambda hit: (_RANK.get(hit[0].role, len(_RANK)), hit[1] - hit[2], hit[1]))
    for phrase, start, end in loudest:
        words = range(start, end)
        if phrase.role in _RANK and blocked.get(phrase.label, _NONE).isdisjoint(words):
            held = taken.setdefault(phrase.label, set())
            if held.isdisjoint(words):
                held.update(words)
                out.append((phrase, start, end))
    return out


def _pattern(phrases: Iterable[str]) -> re.Pattern[str]:
    """Any of some phrases without gaps, in running text."""
    words = (v.replace("*", r"\w*").replace(" ", r"[\s-]+") for x in phrases for v in _variants(x))
    return re.compile(rf"\b(?:{'|'.join(words)})\b", re.IGNORECASE)


def _finder(table: Mapping[str, Any]) -> _Finder:
    """A finder of all phrases of a valid table."""
    finder = _Finder()
    finder.add(table["cue"], _GATE, sorted(_CUE_KEYS))
    finder.add(table["gate"], _GATE, (*_TIERS, "not"))
    for entry in table["technique"]:
        finder.add(entry, entry["label"], (*_TIERS, "not"))
    return finder


def validate(table: Mapping[str, Any]) -> None:
    """Refuse a table that breaks its grammar: one ValueError that lists all errors."""
    errors = [f"unknown key {key!r}" for key in sorted(table.keys() - _TABLE_KEYS)]
    errors += [f"missing {key!r}" for key in sorted(_TABLE_KEYS - table.keys())]
    errors += _section_errors("scoring", table.get("scoring", {}), _SCORING_KEYS, _SCORING_KEYS)
    errors += _section_errors("gate", table.get("gate", {}), _GATE_KEYS, {"points"})
    errors += _section_errors("cue", table.get("cue", {}), _CUE_KEYS, _CUE_KEYS)
    entries = table.get("technique", [])
    labels = [entry.get("label") for entry in entries]
    errors += [f"label {x!r} stands twice" for x in sorted({x for x in labels if x and labels.count(x) > 1})]
    for i, entry in enumerate(entries):
        name = f"technique {entry.get('label') or i!r}"
        errors += _section_errors(name, entry, _TECHNIQUE_KEYS, {"label", "match", "no_match"})
        errors += _entry_errors(name, entry, labels)
    if errors:
        raise ValueError("techniques table: " + "; ".join(errors))


def _section_errors(name: str, section: Mapping[str, Any], known: set[str], needed: set[str]) -> Iterator[str]:
    """Unknown and missing keys, and phrases that break the grammar."""
    yield from (f"{name}: unknown key {key!r}" for key in sorted(section.keys() - known))
    yield from (f"{name}: missing {key!r}" for key in sorted(needed - section.keys()))
    for role in (*_TIERS, "needs", "not", *sorted(_CUE_KEYS)):
        texts = section.get(role)
        for text in texts if isinstance(texts, list) else ():
            try:
                for variant in _variants(text):
                    _steps(variant)
            except ValueError as error:
                yield f"{name}, {role}: {error}"


def _entry_errors(name: str, entry: Mapping[str, Any], labels: Sequence[Any]) -> Iterator[str]:
    """What only a technique entry can have wrong: phrases, exclusions, examples."""
    if not any(entry.get(tier) for tier in _TIERS):
        yield f"{name}: no phrases"
    yield from (f"{name}, needs: no gap may stand in {x!r}" for x in entry.get("needs", ()) if "~" in x)
    yield from (f"{name}: unless names unknown {x!r}" for x in entry.get("unless", ()) if x not in labels)
    for kind in ("match", "no_match"):
        examples = entry.get(kind, [])
        if not examples:
            yield f"{name}: no {kind} example"
        yield from (
            f"{name}: a {kind} example has the keys {sorted(example)}"
            for example in examples
            if not example.keys() or example.keys() - _EXAMPLE_KEYS
        )

"""Which techniques make a paper's system efficient: up to three labels for each paper.

All knowledge of language is in the table (`rules/terms/techniques.toml`, which opens with its
grammar). Here is only the machine: find the phrases, weigh each by where it stands, add up.

    title and abstract -> words -> hits (phrase, position) -> evidence (points) -> labels
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from extractor.rulefiles.rules import RuleError, Rules, place_of
from extractor.techniques.phrases import COMMA, STOP, Finder, Hit, Phrase, variants
from extractor.techniques.technique_table import CUES, PLACES, TABLE, TIERS, faults, validate

_LOUD = ("strong", "fair")  # the tiers that can make a label
_OWN = ("own", "claim")  # the cues of the own work
_NAME = 3  # words of the name that a title opens with, at most

# In this order phrases take words; the steps are more words than any phrase has.
_RANK = {role: 1_000 * rank for rank, role in enumerate(("not", "against", "strong", "fair", "weak"))}

# The gate is scored like a technique, under a name that no label can have.
_GATE = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One phrase that spoke for a label: where it stood, and the points it gave."""

    phrase: str
    tier: str
    place: str
    points: float


class TechniqueLabeler:
    """Gives a paper its technique labels, the main one first."""

    def __init__(self, table: dict[str, Any]) -> None:
        """Take the parsed table; ValueError lists everything that is wrong with it."""
        validate(table)
        scoring: dict[str, float] = table["scoring"]
        self._tier = {tier: float(scoring[tier]) for tier in TIERS}
        self._tier["against"] *= -1
        self._place = {place: float(scoring[place]) for place in PLACES}
        self._repeat = float(scoring["repeat"])
        self._help = float(scoring["help"])
        self._share = float(scoring["share"])
        self._lead = float(scoring["lead"])
        self._most = int(scoring["labels"])
        self._gained = float(scoring["gained"])
        entries = {entry["label"]: entry for entry in table["technique"]}
        self._gain = float(table["gate"].get("gain", 0.0))
        self._gains = frozenset(table["gate"].get("gains", ()))
        default_gate = float(table["gate"]["points"])
        default_threshold = float(scoring["threshold"])
        self._gate = {label: float(e.get("gate", default_gate)) for label, e in entries.items()}
        self._titled = {label: float(e["titled"]) for label, e in entries.items() if "titled" in e}
        self._threshold = {label: float(e.get("threshold", default_threshold)) for label, e in entries.items()}
        self._alone = {label: float(e["alone"]) for label, e in entries.items() if "alone" in e}
        self._leading = {label: float(e["leading"]) for label, e in entries.items() if "leading" in e}
        self._needs = {x: _pattern(e["needs"]) for x, e in entries.items() if e.get("needs")}
        self._aside = {label: float(e["aside"]) for label, e in entries.items() if "aside" in e}
        if "aside" in table["gate"]:
            self._aside[_GATE] = float(table["gate"]["aside"])
        self._suits = {label: frozenset(e.get("gains", ())) for label, e in entries.items()}
        self._unless = {label: frozenset(e.get("unless", ())) for label, e in entries.items()}
        self._rank = {label: i for i, label in enumerate(entries)}
        self._least = {
            x: min(self._threshold[x], self._alone.get(x, math.inf)) - (self._gained if self._suits[x] else 0.0)
            for x in entries
        }
        # What a phrase is worth where it counts most, with the help of weak ones: in the title, and in the abstract.
        text = max(points for place, points in self._place.items() if place != "title")
        text = max(text, *self._aside.values(), 0.0)
        self._worth = tuple(
            {role: self._tier[role] * points * (1 + self._help) for role in _LOUD}
            for points in (self._place["title"], text)
        )
        self._finder = _finder(table)

    def __call__(self, title: str, abstract: str, gains: Collection[str] = ()) -> tuple[str, ...]:
        """The labels of a paper: none to three, the main one first.

        `gains` are the families of the metrics that the paper claims to better.
        """
        seen = self._seen(title, abstract)
        gate = self._total(seen.pop(_GATE, {}))
        if not self._gains.isdisjoint(gains):
            gate = max(gate, self._gain)
        shut = {label for label, phrases in seen.items() if gate < self._needed(label, phrases)}
        totals = {x: self._with_gain(x, phrases, gains) for x, phrases in seen.items() if x not in shut}
        passed = self._passed(totals, title, abstract)
        if passed and shut:  # the one that holds says what the paper is about: no gate for the others
            others = {x: self._with_gain(x, seen[x], gains) for x in seen if x in shut}
            passed |= self._passed(others, title, abstract)
            totals |= others
        most = max(passed.values(), default=0.0)
        passed |= {
            label: totals[label]
            for label, least in self._leading.items()
            if most and totals.get(label, 0.0) >= max(least, self._lead * most) and self._met(label, title, abstract)
        }
        least = self._share * max(passed.values(), default=0.0)
        passed = {x: total for x, total in passed.items() if total >= least}
        out = {label for label in passed if self._unless[label] & passed.keys()}
        # A label that is left out leaves out no other.
        kept = [label for label in passed if not self._unless[label] & (passed.keys() - out)]
        if not kept:
            kept = [
                label
                for label, least in self._alone.items()
                if totals.get(label, 0.0) >= least and self._met(label, title, abstract)
            ]
        # What is gained helps a label to pass; which one is the main one, the words about it say.
        kept.sort(key=lambda label: (-self._total(seen[label]), self._rank[label]))
        return tuple(kept[: self._most])

    def explain(self, title: str, abstract: str) -> dict[str, tuple[Evidence, ...]]:
        """The evidence for every label that has any, the gate's under "gate"; best label first."""
        found = {
            label: [
                Evidence(
                    phrase.text,
                    phrase.role,
                    self._best(phrase.label, places),
                    round(self._points(phrase, places), 3),
                )
                for phrase, places in phrases.items()
                if phrase.role in self._tier
            ]
            for label, phrases in self._seen(title, abstract, every=True).items()
        }
        order = sorted(found, key=lambda label: -sum(e.points for e in found[label]))
        return {label or "gate": tuple(found[label]) for label in order if found[label]}

    def _passed(self, totals: Mapping[str, float], title: str, abstract: str) -> dict[str, float]:
        """The labels that reach their threshold, with their points."""
        return {
            label: total
            for label, total in totals.items()
            if total >= self._threshold[label] and self._met(label, title, abstract)
        }

    def _needed(self, label: str, phrases: Mapping[Phrase, list[str]]) -> float:
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

    def _with_gain(self, label: str, phrases: Mapping[Phrase, list[str]], gains: Collection[str]) -> float:
        """The points for a label; more, if any, where the paper claims to better what this technique betters."""
        total = self._total(phrases)
        return total if total <= 0 or self._suits[label].isdisjoint(gains) else total + self._gained

    def _total(self, phrases: Mapping[Phrase, list[str]]) -> float:
        """The points for a label: weak phrases only help, they never make one; those against it take points away."""
        loud = weak = against = 0.0
        for phrase, places in phrases.items():
            points = self._points(phrase, places)
            if phrase.role in _LOUD:
                loud += points
            elif phrase.role == "weak":
                weak += points
            else:
                against += points
        return loud + min(weak, self._help * loud) + against

    def _factor(self, label: str, place: str) -> float:
        """How much a phrase of this label counts at this place."""
        if place == "aside" and label in self._aside:
            return self._aside[label]
        return self._place[place]

    def _points(self, phrase: Phrase, places: list[str]) -> float:
        """A phrase counts once at its best place, and a little for each other place."""
        if len(places) == 1:
            return self._tier[phrase.role] * self._factor(phrase.label, places[0])
        weights = [self._factor(phrase.label, place) for place in places]
        best = max(weights)
        return self._tier[phrase.role] * (best + self._repeat * (sum(weights) - best))

    def _best(self, label: str, places: list[str]) -> str:
        """The place that counts most for a label."""
        return max(places, key=lambda place: self._factor(label, place))

    def _seen(self, title: str, abstract: str, every: bool = False) -> dict[str, dict[Phrase, list[str]]]:
        """For each label that may hold (or for every label), and the gate: its phrases, with the places of each."""
        kinds = self._finder.kinds(abstract)
        titled, hits = self._finder.hits(self._finder.kinds(title)), self._finder.hits(kinds)
        labels = self._possible(titled, hits, every)
        if not labels:
            return {}
        labels.add(_GATE)
        out: dict[str, dict[Phrase, list[str]]] = {label: {} for label in sorted(labels)}
        for phrase, _, _ in _mentions(titled, labels):
            out[phrase.label].setdefault(phrase, []).append("title")
        place = _Places(kinds, hits, self._named(title, abstract))
        for phrase, start, _ in _mentions(hits, labels):
            out[phrase.label].setdefault(phrase, []).append(place.of(start))
        return out

    def _named(self, title: str, abstract: str) -> int:
        """The first word of an abstract that names the system of the title ("FooNet: ..."), or -1."""
        name, colon, _ = title.partition(":")
        at = abstract.find(name) if colon and name.count(" ") < _NAME else -1
        return len(self._finder.kinds(abstract[:at])) if at >= 0 else -1

    def _possible(self, titled: Iterable[Hit], hits: Iterable[Hit], every: bool) -> set[str]:
        """The labels that could reach their points if all their phrases stood where these count most."""
        most = defaultdict[str, float](float)
        for worth, found in zip(self._worth, (titled, hits), strict=True):
            for phrase, _, _ in found:
                if phrase.role in worth:
                    most[phrase.label] += worth[phrase.role]
        return {label for label, points in most.items() if label != _GATE and (every or points >= self._least[label])}


class _Places:
    """For each word of an abstract what its sentence is for, and whether it tells of others' work."""

    def __init__(self, kinds: list[str], hits: Iterable[Hit], named: int) -> None:
        """Read the cues; `named` is the first word that names the system of the title, -1 where none does."""
        cues = [hit for hit in hits if hit[0].role in CUES]
        self._ends = [*_stops(kinds), len(kinds)]
        roles: list[set[str]] = [set() for _ in self._ends]
        first = len(roles)
        for phrase, start, _ in cues:
            at = bisect_left(self._ends, start)
            roles[at].add(phrase.role)
            if at < first and phrase.role in _OWN:
                first = at
        # An abstract that never says "we" is all about its own work.
        if first == len(roles):
            first = 0
        elif named >= 0:
            first = min(first, bisect_left(self._ends, named))
        self._of = ["background"] * first + [_purpose(found) for found in roles[first:]]
        begin = self._ends[first - 1] if first else -1
        self._asides = [
            (start, self._clause_end(kinds, end))
            for phrase, start, end in cues
            if phrase.role == "aside" and start > begin
        ]

    def of(self, at: int) -> str:
        """The place of a word."""
        for start, stop in self._asides:
            if start <= at < stop:
                return "aside"
        return self._of[bisect_left(self._ends, at)]

    def _clause_end(self, kinds: list[str], at: int) -> int:
        """The end of the clause that goes on at this word."""
        stop = self._ends[bisect_left(self._ends, at)]
        try:
            return kinds.index(COMMA, at, stop)
        except ValueError:
            return stop


def _stops(kinds: list[str]) -> Iterator[int]:
    """Where sentences end."""
    at = -1
    try:
        while True:
            at = kinds.index(STOP, at + 1)
            yield at
    except ValueError:
        return


def _purpose(cues: Collection[str]) -> str:
    """What a sentence is for, by its cues, once the abstract has come to its own work."""
    if "claim" in cues or ("own" in cues and "result" not in cues):
        return "claim"
    if "result" in cues:
        return "result"
    return "background" if "background" in cues else "own"


def _mentions(hits: Iterable[Hit], labels: Collection[str]) -> list[Hit]:
    """The hits for some labels: untouched by a "not" of their label, and of those that overlap for it the loudest."""
    ours = [hit for hit in hits if hit[0].label in labels and hit[0].role in _RANK]
    ours.sort(key=_by_loudness)  # stable: of equals the first
    taken = dict.fromkeys(labels, 0)  # the words held for each label, a bit each
    out: list[Hit] = []
    for hit in ours:
        phrase, start, end = hit
        words = ((1 << (end - start)) - 1) << start
        if phrase.role == "not":
            taken[phrase.label] |= words
        elif not taken[phrase.label] & words:
            taken[phrase.label] |= words
            out.append(hit)
    return out


def _by_loudness(hit: Hit) -> int:
    """The order in which hits may take words: what blocks, then the loudest, then the longest."""
    phrase, start, end = hit
    return _RANK[phrase.role] + start - end


def _pattern(phrases: Iterable[str]) -> re.Pattern[str]:
    """Any of some phrases without gaps, in running text."""
    words = (v.replace("*", r"\w*").replace(" ", r"[\s-]+") for x in phrases for v in variants(x))
    return re.compile(rf"\b(?:{'|'.join(words)})\b", re.IGNORECASE)


def _finder(table: Mapping[str, Any]) -> Finder:
    """A finder of all phrases of a valid table."""
    finder = Finder()
    finder.add(table["cue"], _GATE, sorted(CUES))
    finder.add(table["gate"], _GATE, (*TIERS, "not"))
    for entry in table["technique"]:
        finder.add(entry, entry["label"], (*TIERS, "not"))
    return finder


def labeler_of(rules: Rules) -> TechniqueLabeler:
    """The labeler of a set of rules. Raises RuleError that lists all that is wrong with its table, with the lines."""
    table = rules.table(TABLE)
    try:
        return TechniqueLabeler(table)
    except ValueError:  # the lines are only looked for where something is wrong: to go through all phrases takes long
        errors = [f"{place_of(rules, TABLE, place)}: {message}" for place, message in faults(table)]
        if not errors:
            raise
        raise RuleError("\n".join(errors)) from None

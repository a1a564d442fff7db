"""Which techniques make a paper's system efficient: up to three labels for each paper.

All knowledge of language is in the table (`rules/terms/techniques.toml`, which opens with its
grammar). Here is only the machine: find the phrases, weigh each by where it stands, add up.

    title and abstract -> words -> hits (phrase, position) -> evidence (points) -> labels
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from extractor.phrases import COMMA, STOP, Finder, Hit, Phrase, steps_of, variants

_TIERS = ("strong", "fair", "weak", "against")
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

_RANK = {role: rank for rank, role in enumerate(("not", "against", "strong", "fair", "weak"))}

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
        self._tier = {tier: float(scoring[tier]) for tier in _TIERS}
        self._tier["against"] *= -1
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

    def _total(self, phrases: Mapping[Phrase, list[str]]) -> float:
        """The points for a label: weak phrases only help, they never make one; those against it take points away."""
        of = dict.fromkeys(_TIERS, 0.0)
        for phrase, places in phrases.items():
            of[phrase.role] += self._points(phrase, places)
        loud = of["strong"] + of["fair"]
        return loud + min(of["weak"], self._help * loud) + of["against"]

    def _factor(self, label: str, place: str) -> float:
        """How much a phrase of this label counts at this place."""
        if place == "aside" and label in self._aside:
            return self._aside[label]
        return self._place[place]

    def _points(self, phrase: Phrase, places: list[str]) -> float:
        """A phrase counts once at its best place, and a little for each other place."""
        weights = [self._factor(phrase.label, place) for place in places]
        best = max(weights)
        return self._tier[phrase.role] * (best + self._repeat * (sum(weights) - best))

    def _best(self, places: list[str]) -> str:
        """The place that counts most."""
        return max(places, key=self._place.__getitem__)

    def _seen(self, title: str, abstract: str) -> dict[str, dict[Phrase, list[str]]]:
        """For each label that may hold, and the gate: its phrases, with the places of each."""
        kinds = self._finder.kinds(abstract)
        titled, hits = self._finder.hits(self._finder.kinds(title)), self._finder.hits(kinds)
        labels = {phrase.label for phrase, _, _ in titled + hits if phrase.role in _LOUD}
        if labels <= {_GATE}:
            return {}
        out: dict[str, dict[Phrase, list[str]]] = {label: {} for label in sorted(labels)}
        for phrase, _, _ in _mentions(titled, labels):
            out[phrase.label].setdefault(phrase, []).append("title")
        places = _places(kinds, hits)
        for phrase, start, _ in _mentions(hits, labels):
            out[phrase.label].setdefault(phrase, []).append(places[start])
        return out


def _places(kinds: Sequence[str], hits: Sequence[Hit]) -> list[str]:
    """For each word of an abstract what its sentence is for, and whether it tells of others' work."""
    cues = [hit for hit in hits if hit[0].role in _CUE_KEYS]
    own = [start for phrase, start, _ in cues if phrase.role in ("own", "claim")]
    # An abstract that never says "we" is all about its own work.
    begin = _sentence_start(kinds, own[0]) if own else 0
    ends = [at for at, kind in enumerate(kinds) if kind == STOP] + [len(kinds)]
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
    if "claim" in cues or ("own" in cues and "result" not in cues):
        return "claim"
    if "result" in cues:
        return "result"
    return "background" if "background" in cues else "own"


def _sentence_start(kinds: Sequence[str], at: int) -> int:
    """The first word of the sentence that holds this word."""
    while at and kinds[at - 1] != STOP:
        at -= 1
    return at


def _clause_end(kinds: Sequence[str], at: int) -> int:
    """The end of the clause that goes on at this word."""
    while at < len(kinds) and kinds[at] not in (STOP, COMMA):
        at += 1
    return at


def _mentions(hits: Iterable[Hit], labels: Collection[str]) -> list[Hit]:
    """The hits for some labels: untouched by a "not" of their label, and of those that overlap for it the loudest."""
    held: dict[str, set[int]] = {label: set() for label in labels}
    ours = [hit for hit in hits if hit[0].label in held and hit[0].role in _RANK]
    ours.sort(key=_by_loudness)
    out: list[Hit] = []
    for hit in ours:
        phrase, start, end = hit
        words, taken = range(start, end), held[phrase.label]
        if phrase.role == "not":
            taken.update(words)
        elif taken.isdisjoint(words):
            taken.update(words)
            out.append(hit)
    return out


def _by_loudness(hit: Hit) -> tuple[int, int, int]:
    """The order in which hits may take words: what blocks, then the loudest, the longest, the first."""
    phrase, start, end = hit
    return _RANK[phrase.role], start - end, start


def _pattern(phrases: Iterable[str]) -> re.Pattern[str]:
    """Any of some phrases without gaps, in running text."""
    words = (v.replace("*", r"\w*").replace(" ", r"[\s-]+") for x in phrases for v in variants(x))
    return re.compile(rf"\b(?:{'|'.join(words)})\b", re.IGNORECASE)


def _finder(table: Mapping[str, Any]) -> Finder:
    """A finder of all phrases of a valid table."""
    finder = Finder()
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
                for variant in variants(text):
                    steps_of(variant)
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

"""The table of techniques (`rules/terms/techniques.toml`), and what is wrong with one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from typing import Any

from extractor.rulefiles.replacing import Place
from extractor.techniques.phrases import steps_of, variants

TABLE = "terms/techniques.toml"

TIERS = ("strong", "fair", "weak", "against")
PLACES = ("title", "claim", "own", "result", "background", "aside")
CUES = frozenset(["own", "claim", "result", "background", "aside"])
_TABLE_KEYS = {"scoring", "gate", "cue", "technique"}
_SCORING_KEYS = {*TIERS, *PLACES, "repeat", "help", "gained", "threshold", "share", "lead", "labels"}
_GATE_KEYS = {"points", "aside", "gain", "gains", *TIERS, "not"}
_TECHNIQUE_KEYS = {
    *("label", "match", "no_match"),
    *("gate", "titled", "threshold", "alone", "leading", "aside", "gains", "needs", "not", "unless"),
    *TIERS,
}
_EXAMPLE_KEYS = {"title", "abstract"}


def validate(table: Mapping[str, Any]) -> None:
    """Refuse a table that breaks its grammar: one ValueError that lists all errors."""
    errors = [message for _, message in faults(table)]
    if errors:
        raise ValueError("techniques table: " + "; ".join(errors))


def faults(table: Mapping[str, Any]) -> Iterator[tuple[Place, str]]:
    """(where, what is wrong) of a table, in the order of its sections."""
    yield from ((Place(key), f"unknown key {key!r}{_known(_TABLE_KEYS)}") for key in sorted(table.keys() - _TABLE_KEYS))
    yield from ((Place(""), f"missing {key!r}") for key in sorted(_TABLE_KEYS - table.keys()))
    for name, known, needed in (
        ("scoring", _SCORING_KEYS, _SCORING_KEYS),
        ("gate", _GATE_KEYS, {"points"}),
        ("cue", CUES, CUES),
    ):
        for key, error in _section_errors(name, table.get(name, {}), known, needed):
            yield Place(key or name), error
    entries = table.get("technique", [])
    labels = [entry.get("label") for entry in entries]
    for i, entry in enumerate(entries):
        label = entry.get("label")
        if label and label in labels[:i]:
            yield Place("technique", i), f"label {label!r} stands twice"
        name = f"technique {label or i!r}"
        for key, error in _section_errors(name, entry, _TECHNIQUE_KEYS, {"label", "match", "no_match"}):
            yield Place("technique", i, key), error
        for key, error in _entry_errors(name, entry, labels):
            yield Place("technique", i, key), error


_Errors = Iterator[tuple[str, str]]
"""(key, what is wrong); the key is "" where it is missing."""


def _section_errors(name: str, section: Mapping[str, Any], known: Set[str], needed: Set[str]) -> _Errors:
    """Unknown and missing keys, and phrases that break the grammar."""
    for key in sorted(section.keys() - known):
        yield key, f"{name}: unknown key {key!r}{_known(known)}"
    yield from (("", f"{name}: missing {key!r}") for key in sorted(needed - section.keys()))
    for role in (*TIERS, "needs", "not", *sorted(CUES)):
        texts = section.get(role)
        for text in texts if isinstance(texts, list) else ():
            try:
                for variant in variants(text):
                    steps_of(variant)
            except ValueError as error:
                yield role, f"{name}, {role}: {error}"


def _known(keys: Iterable[str]) -> str:
    return f"; known are {', '.join(sorted(keys))}"


def _entry_errors(name: str, entry: Mapping[str, Any], labels: Sequence[Any]) -> _Errors:
    """What only a technique entry can have wrong: phrases, exclusions, examples."""
    if not any(entry.get(tier) for tier in TIERS):
        yield "", f"{name}: no phrases; give {', '.join(TIERS[:-1])} or {TIERS[-1]}"
    yield from (("needs", f"{name}, needs: no gap may stand in {x!r}") for x in entry.get("needs", ()) if "~" in x)
    yield from (("unless", f"{name}: unless names unknown {x!r}") for x in entry.get("unless", ()) if x not in labels)
    for kind in ("match", "no_match"):
        examples = entry.get(kind, [])
        if kind in entry and not examples:
            yield kind, f"{name}: no {kind} example"
        for example in examples:
            if not isinstance(example, Mapping) or not example or example.keys() - _EXAMPLE_KEYS:
                yield kind, f"{name}: a {kind} example is a paper, {{title = ..., abstract = ...}}, not {example!r}"

"""Checks of a table of terms: entries that have every key, of the right kind, and yet cannot be used."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from extractor.rulefiles.replacing import Place, named

Table = Mapping[str, Any]

METRICS, DEVICES, SCOPE = "terms/metrics.toml", "terms/hardware.toml", "context/scope.toml"
_SPELT = ("name", "words", "case", "at", "aliases", "guarded")  # keys whose texts are looked for in papers
_ID = re.compile(r"[a-z][a-z0-9_]*")
_PHASES = ("level_phase", "training_phase", "tuning_phase", "operator_phase", "everything", "run_phases", "kept")
_WORDS_OF_PHASES = (
    "said", "named", "titled_of", "titled_if", "titled", "topic", "words", "spelt", "sped", "weak", "verbs", "joined",
    "paced",
)  # fmt: skip
_POLARITIES = ("higher", "lower")
_MENTION = "hardware"  # metric and family of the rows that mention a device


def faults(relative: str, own: Table, shipped: Table) -> Iterator[tuple[Place, str]]:
    """(where, what is wrong) in a table of one's own whose keys are all there and of the right kinds."""
    if relative.startswith("terms/"):
        yield from _unread(own, shipped)
        yield from _empty(own)
    if relative == METRICS:
        families = [entry["id"] for entry in shipped["family"]]
        yield from _families_amiss([entry["id"] for entry in own.get("family", ())], families)
        yield from _unusable(own.get("metric", ()), set(families))
        yield from _metrics_twice(own.get("metric", ()))
    if relative == DEVICES:
        yield from _devices_twice(own.get("device", ()), shipped["device"])
    if relative == SCOPE:
        yield from _phases_amiss(own, phases_of(shipped).keys())


def phases_of(scope: Table) -> dict[str, Place]:
    """The phases that rules/context/scope.toml names, each with where."""
    found: dict[str, Place] = {}
    for key in (*_PHASES, *_WORDS_OF_PHASES):
        place = Place(key)
        for both in _listed(scope.get(key, ())):  # "a+b" is two
            for phase in str(both).split("+"):
                found.setdefault(phase, place)
    return found


def _phases_amiss(own: Table, shipped: Iterable[str]) -> Iterator[tuple[Place, str]]:
    """Phases that a column of closed values cannot hold."""
    for phase, place in phases_of(own).items():
        if phase not in shipped:
            yield place, f"phase {phase!r}: the column `scope` holds {', '.join(sorted(shipped))} alone"


def _unread(own: Table, shipped: Table) -> Iterator[tuple[Place, str]]:
    """Keys outside of entries that the shipped table does not have: one misspelt, or of another table."""
    for key in own:
        if key not in shipped:
            yield Place(key), f"unknown key {key!r}; known are {', '.join(sorted(shipped))}"


def _empty(own: Table) -> Iterator[tuple[Place, str]]:
    """Names and spellings without a letter."""
    for section, entries in own.items():
        for nth, entry in enumerate(entries if isinstance(entries, list) else ()):
            for key in _SPELT if isinstance(entry, Mapping) else ():
                texts = entry.get(key, ())
                if any(isinstance(text, str) and not text.strip() for text in _listed(texts)):
                    yield Place(section, nth, key), f"{section} {named(entry)}: {key} holds an empty text; take it out"


def _listed(value: object) -> Iterable[object]:
    return value if isinstance(value, list | tuple | Mapping) else (value,)


def _families_amiss(own: list[str], shipped: list[str]) -> Iterator[tuple[Place, str]]:
    """Families that a column of closed values cannot hold, and those that nothing is said of."""
    for nth, family in enumerate(own):
        if family not in shipped:
            message = f"the column `family` holds {', '.join(sorted(shipped))} alone"
            yield Place("family", nth), f"family {family!r}: {message}"
        elif family in own[:nth]:
            yield Place("family", nth), f"family {family!r} stands twice"
    for family in shipped:
        if own and family not in own:
            yield Place("family"), f"family {family!r} has no [[family]]; copy that of the shipped file"


def _unusable(metrics: Iterable[Table], families: set[str]) -> Iterator[tuple[Place, str]]:
    """Metrics that no filter would find, or that read as something else."""
    for nth, entry in enumerate(metrics):
        metric, family, polarity = entry["id"], entry["family"], entry["polarity"]
        if not _ID.fullmatch(metric):
            message = "an id begins with a small letter and goes on with small letters, digits and '_'"
            yield Place("metric", nth, "id"), f"metric {metric!r}: {message}"
        elif metric == _MENTION:
            yield (
                Place("metric", nth, "id"),
                f"metric {metric!r}: this id is that of rows that mention a device; use another",
            )
        if family not in families:
            message = f"family {family!r} is none of {', '.join(sorted(families))}"
            yield Place("metric", nth, "family"), f"metric {metric!r}: {message}"
        if polarity not in _POLARITIES:
            message = f"polarity {polarity!r} is none of {', '.join(_POLARITIES)}"
            yield Place("metric", nth, "polarity"), f"metric {metric!r}: {message}"


def _metrics_twice(entries: Iterable[Table]) -> Iterator[tuple[Place, str]]:
    """Metrics of one id, and words that name two: a value would give a row for each."""
    ids: set[str] = set()
    words: dict[str, str] = {}
    for nth, entry in enumerate(entries):
        if entry["id"] in ids:
            yield Place("metric", nth), f"metric {entry['id']!r} stands twice"
        ids.add(entry["id"])
        for key in ("words", "case"):
            for word in entry.get(key, ()):
                other = words.setdefault(word.replace("-", " "), entry["id"])
                if other != entry["id"]:
                    message = f"{word!r} is a word of {other!r}, too: a value would give two rows; take one out"
                    yield Place("metric", nth, key), f"metric {entry['id']!r}: {message}"


def _devices_twice(entries: Iterable[Table], shipped: Iterable[Table]) -> Iterator[tuple[Place, str]]:
    """Devices of one name, and spellings that are those or the name of another: only one would ever be found."""
    accepted = {(entry["name"], spelling) for entry in shipped for spelling in _spellings(entry)}
    names: set[str] = set()
    owners = {entry["name"]: entry["name"] for entry in entries}
    for nth, entry in enumerate(entries):
        name = entry["name"]
        if name in names:
            yield Place("device", nth), f"device {name!r} stands twice; join the two"
        names.add(name)
        for spelling, key in _spellings(entry).items():
            other = owners.setdefault(spelling, name)
            if other != name and (name, spelling) not in accepted:
                message = f"{spelling!r} is a name of {other!r}, too; take one out"
                yield Place("device", nth, key), f"device {name!r}: {message}"


def _spellings(device: Table) -> dict[str, str]:
    """The spellings of a device, each with its key."""
    return {spelling: key for key in ("aliases", "guarded") for spelling in device.get(key, ())}

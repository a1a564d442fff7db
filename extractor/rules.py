"""The rules as data: the only module that opens rule files.

A folder of rules holds one folder a stage (`clean`, `tokens`, `numbers`, `quantities`, `terms`, `frames`,
`context`). Every file is TOML, opens with its own grammar, and is refused with file, line and what is wrong;
all errors of a folder are reported together.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from extractor import elements, replacing
from extractor.patterns import pattern_errors
from extractor.records import Claim
from extractor.replacing import Place

Table = dict[str, Any]

_PACKAGE = Path(__file__).resolve().parent
# Tables every rules folder must hold, by the path below its root.
TABLES = (
    "read/pages.toml",
    "read/columns.toml",
    "read/producers.toml",
    "read/references.toml",
    "read/xml.toml",
    "read/text.toml",
    "clean/replacements.toml",
    "clean/latex.toml",
    "tokens/tokens.toml",
    "numbers/words.toml",
    "quantities/units.toml",
    "quantities/bounds.toml",
    "terms/metrics.toml",
    "terms/words.toml",
    "terms/hardware.toml",
    "terms/datasets.toml",
    "terms/models.toml",
    "terms/techniques.toml",
    "context/context.toml",
)
PRECISIONS = "precision.toml"
"""Measured precision of the rules (extractor/precision.py): generated, and no part of what the rules say."""
_FRAME_KEYS = {
    "id", "summary", "why", "priority", "patterns", "measure", "metric", "direction",
    "match", "no_match", "todo_match",
}  # fmt: skip
_FRAME_REQUIRED = ("id", "summary", "why", "priority", "patterns", "measure")
_FRAME_MEASURES = ("difference", "level", "percent", "share", "used", "change", "complexity", "none")
# How a frame finds its metric (or the id of a metric), and the direction it moves; extractor/readings.py reads both.
_FRAME_METRICS = frozenset([
    "pattern", "M-named", "M-last", "M-next", "M-or-unit", "MX", "unit", "left-or-performance",
    "left-level-or-performance", "left-level", "level-or-performance", "quality-or-performance", "complexity",
    "previous", "M-before",
])  # fmt: skip
_FRAME_DIRECTIONS = frozenset([
    "pattern", "better", "worse", "up", "down", "gain", "none", "change", "left", "previous", "share", "sign",
])  # fmt: skip
_MOST_BYTES = 4 << 20  # of a rule file; the largest shipped one has 183 kB
_MOST_FILES = 2_000
_MOST_LISTED = 5
_RULE_FILES = (".toml", ".txt")
_UNITS = "quantities/units.txt"
_METRICS, _WORDS = "terms/metrics.toml", "terms/words.toml"
_EXAMPLE_KINDS = ("match", "no_match", "todo_match")
_EXAMPLE_KEYS = {"text", "title", "claims"}
# What an example may say of a claim: its fields, `value` and `before` for those of the value.
_CLAIM_KEYS = {"value", "before", *Claim.__dataclass_fields__} - {"start", "end", "sentence"}


class RuleError(ValueError):
    """A rules folder that cannot be used; the message lists every error, one a line."""


@dataclass(frozen=True, slots=True)
class Metric:
    """One metric of rules/terms/metrics.toml; polarity says whether more of it ("higher") or less is better.

    `either` marks one of which papers tell no change but their gains.
    """

    id: str
    family: str
    polarity: str
    unit: str
    percentage: bool
    resource: bool = False
    either: bool = False


@dataclass(frozen=True, slots=True)
class Example:
    """One sentence of a rule file, with the claims expected of it (fields given by name, others free)."""

    text: str
    claims: tuple[Mapping[str, Any], ...]
    kind: str  # match | no_match | todo_match
    title: str = ""


@dataclass(frozen=True, slots=True)
class FrameRule:
    """One wording: patterns over the chunks of a sentence, and how the claim is read off them."""

    id: str
    path: str
    summary: str
    priority: int
    patterns: tuple[tuple[str, ...], ...]
    measure: str
    metric: str = "pattern"
    direction: str = "pattern"
    examples: tuple[Example, ...] = ()


@dataclass(frozen=True)
class Rules:
    """Everything a rules folder says; `digest` changes whenever a byte of it does (`PRECISIONS` aside)."""

    root: Path
    digest: str
    tables: Mapping[str, Table]
    frames: tuple[FrameRule, ...]
    metrics: Mapping[str, Metric]
    disabled: frozenset[str] = field(default_factory=frozenset)

    def table(self, relative: str) -> Table:
        """The parsed table at a path below the root.

        Raises:
            KeyError: no such table belongs to a rules folder.
        """
        return self.tables[relative]


def rules_root() -> Path:
    """The shipped rules: inside the installed package, or beside it in a checkout.

    Raises:
        RuleError: neither is there.
    """
    for candidate in (_PACKAGE / "rules", _PACKAGE.parent / "rules"):
        if candidate.is_dir():
            return candidate
    raise RuleError(f"no rules folder in {_PACKAGE} or beside it: reinstall claimtable, or pass --rules DIR")


def load_table(relative: str, root: Path | None = None) -> Table:
    """One table of a rules folder, parsed.

    Raises:
        RuleError: the file is missing or no TOML; names file and line.
    """
    path = (root or rules_root()) / relative
    return _parsed(path, _text(path))


def _text(path: Path) -> str:
    """The text of a rule file. Raises RuleError where it is missing, no plain file, too large, or not UTF-8."""
    try:
        return _bytes(path).decode("utf-8")
    except FileNotFoundError:
        raise RuleError(f"{path}: missing; a rules folder holds this file") from None
    except UnicodeDecodeError as error:
        raise RuleError(f"{path}: not UTF-8 at byte {error.start}") from None
    except OSError as error:
        raise RuleError(f"{path}: {error.strerror or error}") from None


def _bytes(path: Path) -> bytes:
    """The bytes of a rule file, which may be somebody else's. Raises OSError and RuleError as `_text` does."""
    if path.exists() and not path.is_file():
        raise RuleError(f"{path}: a rule file is a plain file, not a folder, pipe or device")
    with path.open("rb") as file:
        data = file.read(_MOST_BYTES + 1)
    if len(data) > _MOST_BYTES:
        raise RuleError(f"{path}: larger than {_MOST_BYTES >> 20} MB, the most that a rule file may have")
    return data


def _parsed(path: Path, text: str) -> Table:
    """The TOML of a rule file. Raises RuleError where it is none."""
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise RuleError(f"{path}: nested too deep") from None
    except ValueError as error:  # a number of too many digits is no TOMLDecodeError
        raise RuleError(f"{path}: {error}") from None


@lru_cache(maxsize=8)
def load_rules(root: Path | None = None) -> Rules:
    """Read and check a whole rules folder; a folder of one's own needs only the files that differ.

    Raises:
        RuleError: lists every error of the folder, with file and line.
    """
    shipped = rules_root()
    root = Path(root) if root is not None else shipped
    if not root.is_dir():
        raise RuleError(f"{root}: no such folder of rules")
    if root != shipped and not (root / _UNITS).exists() and next(root.rglob("*.toml"), None) is None:
        raise RuleError(
            f"{root}: holds no rule file; a folder of your own has the files that differ, where the shipped rules have "
            "them, such as frames/my-rule.toml or terms/metrics.toml"
        )
    errors: list[str] = []
    tables: dict[str, Table] = {}
    for relative in TABLES:
        try:
            tables[relative] = load_table(relative, root if (root / relative).exists() else shipped)
        except RuleError as error:
            errors.append(str(error))
    errors.extend(_strays(root))
    whole = tables.copy()  # those whose entries can be looked into
    if root != shipped:  # the shipped rules are checked by the tests
        own = {relative: table for relative, table in tables.items() if (root / relative).exists()}
        for relative, table in own.items():
            found = list(_own_errors(root, relative, table))
            errors.extend(found)
            if found:
                del whole[relative]
        errors.extend(f"{root / message}" for message in pattern_errors(own))
    metrics = _load_metrics(whole.get(_METRICS, {}), errors)
    frames = tuple(_load_frames(root, shipped, _Known(metrics, whole), errors))
    if errors:
        raise RuleError("\n".join(errors))
    return Rules(root, _digest(root, shipped), tables, frames, metrics)


def place_of(rules: Rules, relative: str, place: Place) -> str:
    """File and line of something in a table, for messages."""
    path = rules.root / relative
    return _at(path if path.exists() else rules_root() / relative, place)


def _at(path: Path, place: Place) -> str:
    return f"{path}:{_line_of(_text(path), place)}"


def _own_errors(root: Path, relative: str, table: Table) -> Iterator[str]:
    """What a table of one's own lacks of the shipped one, which it replaces whole, and has otherwise."""
    shipped = load_table(relative)
    sections = replacing.lacking(table, shipped)
    if sections:
        yield (
            f"{root / relative}: lacks {', '.join(sections)}; your file replaces the shipped one whole: "
            f"copy {rules_root() / relative}, then edit the copy"
        )
    found = list(replacing.faults(table, shipped))
    if relative == _METRICS and not found:
        found = list(_twice(table.get("metric", ())))
    for place, message in found:
        yield f"{_at(root / relative, place)}: {message}"


def _twice(entries: Iterable[Table]) -> Iterator[tuple[Place, str]]:
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


def _digest(root: Path, shipped: Path) -> str:
    """SHA-256 over names and bytes of the folder (and of the shipped one, where it is only added to)."""
    sha = hashlib.sha256()
    for base in dict.fromkeys((shipped, root)):
        for path in sorted(base.rglob("*")):
            if path.is_file() and path.suffix in _RULE_FILES and path != base / PRECISIONS:
                sha.update(path.relative_to(base).as_posix().encode("utf-8", "surrogateescape") + b"\0")
                sha.update(_bytes(path) + b"\0")
    return sha.hexdigest()[:16]


def _load_metrics(table: Table, errors: list[str]) -> dict[str, Metric]:
    metrics: dict[str, Metric] = {}
    for entry in table.get("metric", []):
        try:
            metric = Metric(
                entry["id"], entry["family"], entry["polarity"], entry["unit"], entry["percentage"],
                entry.get("resource", False), entry.get("either", False),
            )  # fmt: skip
        except KeyError as missing:
            errors.append(f"{_METRICS}: metric {entry.get('id', '?')!r} has no key {missing}")
            continue
        metrics[metric.id] = metric
    return metrics


def _strays(root: Path) -> Iterator[str]:
    """Rule files that no stage would read: misnamed, or in the wrong folder."""
    for count, path in enumerate(sorted(root.rglob("*.toml"))):
        if count == _MOST_FILES:
            yield f"{root}: more than {_MOST_FILES:,} rule files"
            return
        relative = path.relative_to(root)
        if relative.as_posix() not in (*TABLES, PRECISIONS) and relative.parent.as_posix() != "frames":
            yield f"{path}: no stage reads this file; frames stand in frames/, and the tables are {', '.join(TABLES)}"


class _Known:
    """The names that frames can use; none are known of tables that are broken."""

    def __init__(self, metrics: Mapping[str, Metric], tables: Mapping[str, Table]) -> None:
        self.metrics: Set[str] = metrics.keys()
        families = {metric.family for metric in metrics.values()}
        self.subs: Set[str] = families | self.metrics if metrics else frozenset()
        self.classes = {entry["name"] for entry in tables.get(_WORDS, {}).get("class", ())}


def _load_frames(root: Path, shipped: Path, known: _Known, errors: list[str]) -> Iterator[FrameRule]:
    """The shipped frames, each replaced by a file of the same name in `root`, then those only `root` has."""
    unknown: set[str] = set()
    paths = {
        path.stem: path for base in dict.fromkeys((shipped, root)) for path in sorted((base / "frames").glob("*.toml"))
    }
    for stem in sorted(paths):
        path = paths[stem]
        try:
            text = _text(path)
            entry = _parsed(path, text)
        except RuleError as error:
            errors.append(str(error))
            continue
        found = list(_frame_errors(entry, stem, known))
        if found and path.parent.parent == shipped != root:
            unknown.update(message.partition(", nor")[0] for _, message in found)
            continue
        if found:
            errors.extend(f"{path}:{_line_of(text, place)}: {message}" for place, message in found)
            continue
        yield FrameRule(
            id=entry["id"],
            path=path.name,
            summary=entry["summary"],
            priority=entry["priority"],
            patterns=tuple(tuple(pattern) for pattern in entry["patterns"]),
            measure=entry["measure"],
            metric=entry.get("metric", "pattern"),
            direction=entry.get("direction", "pattern"),
            examples=tuple(_examples(entry)),
        )
    if unknown:
        listed = "; ".join([*sorted(unknown)[:_MOST_LISTED], *["..."] * (len(unknown) > _MOST_LISTED)])
        errors.append(
            f"{root}: the tables lack what the shipped frames name ({listed}); "
            f"a table of yours replaces the shipped one whole: copy that from {shipped}, then edit the copy"
        )


def _examples(entry: Table) -> Iterator[Example]:
    for kind in _EXAMPLE_KINDS:
        for example in entry.get(kind, []):
            yield Example(example["text"], tuple(example.get("claims", ())), kind, example.get("title", ""))


def _frame_errors(entry: Table, stem: str, known: _Known) -> Iterator[tuple[Place, str]]:
    """(where, what is wrong) for each error of one frame file."""
    for key in entry:
        if key not in _FRAME_KEYS:
            yield Place(key), f"unknown key {key!r}; known are {', '.join(sorted(_FRAME_KEYS))}"
    for key in _FRAME_REQUIRED:
        if key not in entry:
            yield Place("id"), f"the key {key!r} is missing"
    yield from _value_errors(entry, stem, known.metrics)
    if _is_patterns(entry.get("patterns")):
        for pattern in entry["patterns"]:
            yield from ((Place("patterns"), error) for error in elements.errors(pattern, known.classes, known.subs))
    for kind in _EXAMPLE_KINDS:
        yield from _examples_errors(entry.get(kind, []), kind)


def _value_errors(entry: Table, stem: str, metrics: Set[str]) -> Iterator[tuple[Place, str]]:
    if entry.get("id") != stem:
        yield Place("id"), f"id {entry.get('id')!r} must equal the file's stem {stem!r}"
    if entry.get("measure") not in _FRAME_MEASURES:
        yield Place("measure"), f"measure must be one of {', '.join(_FRAME_MEASURES)}"
    way = entry.get("metric", "pattern")
    if metrics and way not in _FRAME_METRICS and way not in metrics:  # none are known where their file is broken
        yield Place("metric"), f"metric {way!r} is no metric, nor one of {', '.join(sorted(_FRAME_METRICS))}"
    if entry.get("direction", "pattern") not in _FRAME_DIRECTIONS:
        yield Place("direction"), f"direction must be one of {', '.join(sorted(_FRAME_DIRECTIONS))}"
    if not isinstance(entry.get("priority"), int):
        yield Place("priority"), "priority must be a whole number"
    if not _is_patterns(entry.get("patterns")):
        yield Place("patterns"), "patterns must be a list of lists of chunk names"


def _is_patterns(patterns: object) -> bool:
    """Whether it is a list of lists of words, none of them empty."""
    return isinstance(patterns, list) and bool(patterns) and all(
        isinstance(pattern, list) and pattern and all(isinstance(element, str) for element in pattern)
        for pattern in patterns
    )  # fmt: skip


def _examples_errors(examples: object, kind: str) -> Iterator[tuple[Place, str]]:
    if not isinstance(examples, list) or not all(isinstance(example, dict) for example in examples):
        yield Place(kind), f"{kind} must be written as [[{kind}]] tables"
        return
    if not examples and kind != "todo_match":
        yield Place(kind), f"needs at least one [[{kind}]] example"
    for nth, example in enumerate(examples):
        yield from _example_errors(example, kind, nth)


def _example_errors(example: Table, kind: str, nth: int) -> Iterator[tuple[Place, str]]:
    place = Place(kind, nth)
    for key in example:
        if key not in _EXAMPLE_KEYS:
            known = ", ".join(sorted(_EXAMPLE_KEYS))
            yield place._replace(inner=key), f"unknown key {key!r} in [[{kind}]]; known are {known}"
    if not example.get("text"):
        yield place, f"[[{kind}]] without text"
    if kind == "no_match" and "claims" in example:
        yield place._replace(inner="claims"), "[[no_match]] has no claims: it says that the rule gives none"
    if kind != "no_match" and not example.get("claims"):
        yield place, f"[[{kind}]] asserts nothing: give the claims expected of it"
    for claim in example.get("claims", []):
        if "quote" not in claim:
            yield place._replace(inner="claims"), "a claim of an example needs its quote"
        for key in claim:
            if key not in _CLAIM_KEYS:
                known = ", ".join(sorted(_CLAIM_KEYS))
                yield place._replace(inner="claims"), f"a claim has no field {key!r}; fields are {known}"


def _line_of(text: str, place: Place) -> int:
    """The line a key stands on (1 where it cannot be found), for messages."""
    headers = list(_keys(text, place.key))
    if place.nth is not None and (tables := [header for header in headers if header[1].startswith("[[")]):
        headers = tables
    elif place.nth is not None and headers:  # a list of tables, one a row
        headers = list(re.compile(r"^[ \t]*(\{)", re.MULTILINE).finditer(text, headers[0].end()))
        place = place._replace(inner="")
    if place.nth is None or place.nth >= len(headers):
        at = headers[0].start(1) if headers else 0
    else:
        header = headers[place.nth]
        inner = next((m for m in _keys(text, place.inner) if m.start() >= header.end()), None) if place.inner else None
        at = (inner or header).start(1)
    return text.count("\n", 0, at) + 1


def _keys(text: str, key: str) -> Iterator[re.Match[str]]:
    return re.finditer(rf"^[ \t]*(\[{{0,2}}{re.escape(key)}\b)", text, re.MULTILINE)

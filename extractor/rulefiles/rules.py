"""The rules as data: the only module that opens rule files.

A folder of rules holds one folder a stage (`read`, `clean`, `tokens`, `numbers`, `quantities`, `terms`, `frames`,
`context`, `evaluate`, `ask`). Every file is TOML, opens with its own grammar, and is refused with file, line and what
is wrong; all errors of a folder are reported together.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from extractor.rulefiles import replacing, termcheck
from extractor.rulefiles.framecheck import EXAMPLE_KINDS, Known, frame_errors, line_of
from extractor.rulefiles.patterns import pattern_errors
from extractor.rulefiles.replacing import Place
from extractor.rulefiles.states import Mark, State, kept, mark, marks

Table = dict[str, Any]
_Made = TypeVar("_Made")

_PACKAGE = Path(__file__).resolve().parents[1]
# Tables every rules folder must hold, by folder; the folders in the order of the stages that read them.
_TABLES = {
    "read": ("pages", "columns", "producers", "references", "xml", "text"),
    "clean": ("replacements", "latex"),
    "tokens": ("tokens",),
    "numbers": ("words",),
    "quantities": ("units", "bounds"),
    "terms": ("metrics", "words", "hardware", "datasets", "models", "techniques"),
    "context": (
        "baseline", "owner", "system", "subject", "relative", "training", "learned", "handled", "order", "former",
        "spends", "dataset", "announced", "foretold", "lifted", "model", "anaphora", "device", "scope",
    ),
    "evaluate": ("agreement",),
    "ask": ("names",),
}  # fmt: skip
TABLES = tuple(f"{folder}/{name}.toml" for folder, names in _TABLES.items() for name in names)
PRECISIONS = "precision.toml"
"""Measured precision of the rules (extractor/table/precision.py): generated, and no part of what the rules say."""
_READ = "read/"
_MOST_BYTES = 4 << 20  # of a rule file; the largest shipped one has 183 kB
_MOST_FILES = 2_000
_MOST_LISTED = 5
_RULE_FILES = (".toml", ".txt")
_UNITS = "quantities/units.txt"
_METRICS, _WORDS = "terms/metrics.toml", "terms/words.toml"


class RuleError(ValueError):
    """A rules folder that cannot be used; the message lists every error, one a line."""


@dataclass(frozen=True, slots=True)
class Traits:
    """What holds of every metric of a family; [[family]] of rules/terms/metrics.toml says what each one means."""

    quality: bool = False
    pace: bool = False
    size: bool = False
    counted: bool = False
    efficiency: bool = False
    in_parts: bool = False
    in_percent: bool = False
    owned: bool = False
    on_data: bool = False
    beaten: bool = False


NO_TRAITS = Traits()


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
    traits: Traits = NO_TRAITS


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

    def folder(self, name: str) -> Mapping[str, Table]:
        """The parsed tables of a folder, each under the stem of its file: "context" has "baseline", "owner" ..."""
        return {table: self.tables[f"{name}/{table}.toml"] for table in _TABLES[name]}


@lru_cache(maxsize=1)
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


def state_of(root: Path | None = None) -> State:
    """The state of a rules folder and of the shipped one: what was made of them is kept until it is another."""
    return tuple(marks(str(base), _RULE_FILES) for base in dict.fromkeys((rules_root(), root or rules_root())))


def kept_by(relative: str) -> Callable[[Callable[[Path | None], _Made]], Callable[[Path | None], _Made]]:
    """Keep what a function makes of a table until that is written anew; light enough to be asked with every paper."""
    return kept(lambda root: _standing(relative, root))


def _standing(relative: str, root: Path | None) -> Mark:
    """The mark of the table that counts."""
    return (mark(f"{root}/{relative}") if root is not None else ()) or mark(f"{rules_root()}/{relative}")


def table_of(relative: str, root: Path | None = None) -> Table:
    """The table that counts: that of a folder of one's own where it is there, else the shipped one.

    Parsed once for each of its states. Raises RuleError as `load_table`.
    """
    return _table(relative, root, _standing(relative, root))


@lru_cache(maxsize=64)
def _table(relative: str, root: Path | None, _: Mark) -> Table:
    return load_table(relative, root if root is not None and (root / relative).exists() else None)


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


def load_rules(root: Path | None = None) -> Rules:
    """Read and check a whole rules folder, once for each of its states; one's own needs only the files that differ.

    Raises:
        RuleError: lists every error of the folder, with file and line.
    """
    root = Path(root) if root is not None else rules_root()
    if not root.is_dir():
        raise RuleError(f"{root}: no such folder of rules")
    return _load(root)


@kept(state_of)
def _load(given: Path | None) -> Rules:
    shipped = rules_root()
    root = given or shipped
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
    frames = tuple(_load_frames(root, shipped, _known(metrics, whole), errors))
    if errors:
        raise RuleError("\n".join(errors))
    return Rules(root, _digest(root, shipped), tables, frames, metrics)


def place_of(rules: Rules, relative: str, place: Place) -> str:
    """File and line of something in a table, for messages."""
    path = rules.root / relative
    return _at(path if path.exists() else rules_root() / relative, place)


def _at(path: Path, place: Place) -> str:
    return f"{path}:{line_of(_text(path), place)}"


def _own_errors(root: Path, relative: str, table: Table) -> Iterator[str]:
    """What a table of one's own lacks of the shipped one, which it replaces whole, and has otherwise."""
    shipped = load_table(relative)
    sections = replacing.lacking(table, shipped)
    if sections:
        yield (
            f"{root / relative}: lacks {', '.join(sections)}; your file replaces the shipped one whole: "
            f"copy {rules_root() / relative}, then edit the copy"
        )
    found = list(replacing.faults(table, shipped)) or list(termcheck.faults(relative, table, shipped))
    if not sections and not found and relative.startswith(_READ):
        found = list(replacing.unread(table, shipped))
    for place, message in found:
        yield f"{_at(root / relative, place)}: {message}"


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
    families = {entry["id"]: _traits(entry) for entry in table.get("family", ())}
    for entry in table.get("metric", []):
        try:
            metric = Metric(
                entry["id"], entry["family"], entry["polarity"], entry["unit"], entry["percentage"],
                entry.get("resource", False), entry.get("either", False), families[entry["family"]],
            )  # fmt: skip
        except KeyError as missing:
            errors.append(f"{_METRICS}: metric {entry.get('id', '?')!r} has no key {missing}")
            continue
        metrics[metric.id] = metric
    return metrics


def _traits(family: Table) -> Traits:
    return Traits(**{trait: holds for trait, holds in family.items() if trait != "id"})


def _strays(root: Path) -> Iterator[str]:
    """Rule files that no stage would read: misnamed, or in the wrong folder."""
    for count, path in enumerate(sorted(root.rglob("*.toml"))):
        if count == _MOST_FILES:
            yield f"{root}: more than {_MOST_FILES:,} rule files"
            return
        relative = path.relative_to(root)
        if relative.as_posix() not in (*TABLES, PRECISIONS) and relative.parent.as_posix() != "frames":
            yield f"{path}: no stage reads this file; frames stand in frames/, and the tables are {', '.join(TABLES)}"


def _known(metrics: Mapping[str, Metric], tables: Mapping[str, Table]) -> Known:
    """The names that frames can use."""
    subs = frozenset(metric.family for metric in metrics.values()).union(metrics)
    return Known(frozenset(metrics), subs, frozenset(e["name"] for e in tables.get(_WORDS, {}).get("class", ())))


def _load_frames(root: Path, shipped: Path, known: Known, errors: list[str]) -> Iterator[FrameRule]:
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
        found = list(frame_errors(entry, stem, known))
        if found and path.parent.parent == shipped != root:
            unknown.update(message.partition(", nor")[0] for _, message in found)
            continue
        if found:
            errors.extend(f"{path}:{line_of(text, place)}: {message}" for place, message in found)
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
    for kind in EXAMPLE_KINDS:
        for example in entry.get(kind, []):
            yield Example(example["text"], tuple(example.get("claims", ())), kind, example.get("title", ""))

"""The rules as data: the only module that opens rule files.

A folder of rules holds one folder a stage (`clean`, `tokens`, `numbers`, `quantities`, `terms`, `frames`,
`context`). Every file is TOML, opens with its own grammar, and is refused with file, line and what is wrong;
all errors of a folder are reported together.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

Table = dict[str, Any]

_PACKAGE = Path(__file__).resolve().parent
# Tables every rules folder must hold, by the path below its root.
TABLES = (
    "read/pages.toml",
    "clean/replacements.toml",
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
_FRAME_KEYS = {
    "id", "summary", "why", "priority", "patterns", "measure", "metric", "direction", "effect", "bound", "scope",
    "match", "no_match", "todo_match",
}  # fmt: skip
_FRAME_REQUIRED = ("id", "summary", "why", "priority", "patterns", "measure")
_FRAME_MEASURES = ("difference", "level", "share", "used", "change", "complexity", "none")
_EXAMPLE_KEYS = {"text", "title", "claims"}


class RuleError(ValueError):
    """A rules folder that cannot be used; the message lists every error, one a line."""


@dataclass(frozen=True, slots=True)
class Metric:
    """One metric of rules/terms/metrics.toml; polarity says whether more of it ("higher") or less is better."""

    id: str
    family: str
    polarity: str
    unit: str
    percentage: bool
    resource: bool = False


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
    bound: str = ""
    scope: str = ""
    examples: tuple[Example, ...] = ()


@dataclass(frozen=True)
class Rules:
    """Everything a rules folder says; `digest` changes whenever a byte of it does."""

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
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise RuleError(f"{path}: missing; a rules folder holds this file") from None
    except tomllib.TOMLDecodeError as error:
        raise RuleError(f"{path}: {error}") from None
    except UnicodeDecodeError as error:
        raise RuleError(f"{path}: not UTF-8 at byte {error.start}") from None


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
    errors: list[str] = []
    tables: dict[str, Table] = {}
    for relative in TABLES:
        try:
            tables[relative] = load_table(relative, root if (root / relative).exists() else shipped)
        except RuleError as error:
            errors.append(str(error))
    frames = tuple(_load_frames(root, shipped, errors))
    metrics = _load_metrics(tables.get("terms/metrics.toml", {}), errors)
    if errors:
        raise RuleError("\n".join(errors))
    return Rules(root, _digest(root, shipped), tables, frames, metrics)


def _digest(root: Path, shipped: Path) -> str:
    """SHA-256 over names and bytes of the folder (and of the shipped one, where it is only added to)."""
    sha = hashlib.sha256()
    for base in dict.fromkeys((shipped, root)):
        for path in sorted(base.rglob("*")):
            if path.is_file() and path.suffix in (".toml", ".txt"):
                sha.update(path.relative_to(base).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return sha.hexdigest()[:16]


def _load_metrics(table: Table, errors: list[str]) -> dict[str, Metric]:
    metrics: dict[str, Metric] = {}
    for entry in table.get("metric", []):
        try:
            metric = Metric(
                entry["id"], entry["family"], entry["polarity"], entry["unit"], entry["percentage"],
                entry.get("resource", False),
            )  # fmt: skip
        except KeyError as missing:
            errors.append(f"terms/metrics.toml: metric {entry.get('id', '?')!r} has no key {missing}")
            continue
        metrics[metric.id] = metric
    return metrics


def _load_frames(root: Path, shipped: Path, errors: list[str]) -> Iterator[FrameRule]:
    """The shipped frames, each replaced by a file of the same name in `root`, then those only `root` has."""
    paths = {path.stem: path for base in dict.fromkeys((shipped, root)) for path in sorted((base / "frames").glob("*.toml"))}
    for stem in sorted(paths):
        path = paths[stem]
        try:
            text = path.read_text(encoding="utf-8")
            entry = tomllib.loads(text)
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            errors.append(f"{path}: {error}")
            continue
        found = list(_frame_errors(entry, stem))
        if found:
            errors.extend(f"{path}:{_line_of(text, key)}: {message}" for key, message in found)
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
            bound=entry.get("bound", ""),
            scope=entry.get("scope", ""),
            examples=tuple(_examples(entry)),
        )


def _examples(entry: Table) -> Iterator[Example]:
    for kind in ("match", "no_match", "todo_match"):
        for example in entry.get(kind, []):
            yield Example(example["text"], tuple(example.get("claims", ())), kind, example.get("title", ""))


def _frame_errors(entry: Table, stem: str) -> Iterator[tuple[str, str]]:
    """(key to point at, what is wrong) for each error of one frame file."""
    for key in entry:
        if key not in _FRAME_KEYS:
            yield key, f"unknown key {key!r}; known are {', '.join(sorted(_FRAME_KEYS))}"
    for key in _FRAME_REQUIRED:
        if key not in entry:
            yield "id", f"the key {key!r} is missing"
    if entry.get("id") != stem:
        yield "id", f"id {entry.get('id')!r} must equal the file's stem {stem!r}"
    if entry.get("measure") not in _FRAME_MEASURES:
        yield "measure", f"measure must be one of {', '.join(_FRAME_MEASURES)}"
    if not isinstance(entry.get("priority"), int):
        yield "priority", "priority must be a whole number"
    patterns = entry.get("patterns")
    if not (isinstance(patterns, list) and patterns and all(isinstance(p, list) and p for p in patterns)):
        yield "patterns", "patterns must be a list of lists of chunk names"
    for kind in ("match", "no_match"):
        if not entry.get(kind):
            yield kind, f"needs at least one [[{kind}]] example"
    for kind in ("match", "no_match", "todo_match"):
        for example in entry.get(kind, []):
            yield from _example_errors(example, kind)


def _example_errors(example: Table, kind: str) -> Iterator[tuple[str, str]]:
    for key in example:
        if key not in _EXAMPLE_KEYS:
            yield key, f"unknown key {key!r} in [[{kind}]]; known are {', '.join(sorted(_EXAMPLE_KEYS))}"
    if not example.get("text"):
        yield kind, f"[[{kind}]] without text"
    if kind != "no_match" and not example.get("claims"):
        yield kind, f"[[{kind}]] asserts nothing: give the claims expected of it"
    for claim in example.get("claims", []):
        if "quote" not in claim:
            yield "claims", "a claim of an example needs its quote"


def _line_of(text: str, key: str) -> int:
    """The line a key stands on (1 where it cannot be found), for messages."""
    match = re.search(rf"^\s*(?:\[\[)?{re.escape(key)}\b", text, re.MULTILINE)
    return text.count("\n", 0, match.start()) + 1 if match else 1

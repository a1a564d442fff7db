"""Sides: what two versions of the rules make of the same papers; a side is a folder, a git revision, or a table."""

from __future__ import annotations

import io
import re
import subprocess
import tarfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from extractor.records import Paper
from extractor.rulefiles.rules import TABLES, RuleError, Rules, load_rules, rules_root
from extractor.run.extract import Extractor
from extractor.table.store import read_table
from extractor.table.table import finite

SHIPPED = "shipped"
"""The name of the rules that come with the program."""

Row = Mapping[str, Any]
"""What a diff compares: the fields of a row that rules decide, and the techniques of its paper."""

FIELDS = (
    "metric", "measure", "value_low", "value_high", "value_before", "uncertainty", "unit", "bound", "direction",
    "effect", "subject", "baseline", "datasets", "models", "hardware", "scope", "by", "quote", "start",
    "end", "sentence", "rule",
)  # fmt: skip
TECHNIQUES = "techniques"
_REVISION_FOLDER = "rules"


class SideError(RuleError):
    """A side that is no folder of rules, no revision and no table, or that cannot be used with these papers."""


def rows_of(side: str, papers: Sequence[Paper]) -> dict[str, list[Row]]:
    """The rows of every paper, by its id, in the order of the text.

    Raises SideError, RuleError or TableError if the side cannot be used.
    """
    path = Path(side)
    if path.suffix == ".parquet" or path.is_file() or _holds_tables(path):
        return _table_rows(path, papers)
    if path.is_dir():
        return extracted_rows(folder_rules(path), papers, side)
    if side == SHIPPED:
        return _rows(_shipped(), papers)
    with revision_folder(side) as folder:
        name = f"{side}:{_REVISION_FOLDER}"
        try:
            return extracted_rows(folder_rules(folder, whole=True), papers, name)
        except RuleError as error:
            raise SideError(str(error).replace(str(folder), name)) from None


def _holds_tables(path: Path) -> bool:
    """Whether a folder is one of tables, and none of rules."""
    return next(path.rglob("*.toml"), None) is None and next(path.rglob("*.parquet"), None) is not None


def folder_rules(folder: Path, *, whole: bool | None = None) -> Rules:
    """The rules of a folder; one that is `whole` takes no frames from the shipped rules.

    A folder that holds every table is taken for whole: a copy of the rules at another time.
    """
    rules = load_rules(folder)
    if whole is None:
        whole = folder.resolve() == rules_root() or all((folder / table).is_file() for table in TABLES)
    if not whole:
        return rules
    return replace(rules, frames=tuple(rule for rule in rules.frames if (folder / "frames" / rule.path).is_file()))


def extracted_rows(rules: Rules, papers: Sequence[Paper], name: str) -> dict[str, list[Row]]:
    """What a set of rules finds in papers.

    Raises SideError if the rules lack what this version of the program asks of them.
    """
    return _rows(_built(lambda: Extractor(rules), name), papers)


@lru_cache(maxsize=1)
def _shipped() -> Extractor:
    return Extractor(load_rules())


def _rows(extractor: Extractor, papers: Sequence[Paper]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for paper, claims, techniques in extractor.all(papers):
        found[paper.paper_id] = [
            {**{field: _plain(getattr(claim, field)) for field in FIELDS}, TECHNIQUES: list(techniques)}
            for claim in claims
        ]
    return found


def _built(build: Callable[[], Extractor], name: str) -> Extractor:
    try:
        return build()
    except RuleError:
        raise
    except (KeyError, TypeError, ValueError, IndexError, re.error) as error:
        raise SideError(
            f"{name}: this version of claimtable cannot use these rules ({type(error).__name__}: {error}); "
            "extract a table with the version they belong to, and compare that"
        ) from error


def _table_rows(path: Path, papers: Sequence[Paper]) -> dict[str, list[Row]]:
    """The rows of a table that belong to the papers."""
    found: dict[str, list[Row]] = {paper.paper_id: [] for paper in papers}
    others: set[str] = set()
    for row in read_table(path).to_pylist():
        if row["paper_id"] in found:
            found[row["paper_id"]].append({field: _plain(row[field]) for field in (*FIELDS, TECHNIQUES)})
        else:
            others.add(row["paper_id"])
    if others and not any(found.values()):
        raise SideError(f"{path}: a table of other papers: none of them is among those of --on")
    return found


def _plain(value: Any) -> Any:
    """A value as both a claim and a table give it."""
    if isinstance(value, tuple | list):
        return list(value)
    return finite(value) if isinstance(value, float) else value


@contextmanager
def revision_folder(revision: str) -> Iterator[Path]:
    """The folder rules/ of a git revision of the repository around the working folder, for as long as it is used.

    Raises SideError, saying what is missing.
    """
    if _git("rev-parse", "--is-inside-work-tree") is None:
        raise SideError(
            f"{revision}: neither a folder of rules nor a table (.parquet), and {Path.cwd()} is not in a git "
            f"repository where it could be a revision; {SHIPPED!r} names the rules that come with the program"
        )
    commit = _git("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    if commit is None:
        kinds = "a folder of rules, a table (.parquet) or a revision of this git repository"
        raise SideError(f"{revision}: this is none of {kinds}")
    archive = _git("archive", "--format=tar", f"{commit.decode().strip()}:{_REVISION_FOLDER}")
    if archive is None:
        raise SideError(f"{revision}: this revision of the git repository has no folder {_REVISION_FOLDER}/")
    with TemporaryDirectory(prefix="claimtable-") as temporary:
        folder = Path(temporary)
        _unpack(archive, folder)
        yield folder


def _git(*arguments: str) -> bytes | None:
    """What git prints, None if it fails or is not there."""
    try:
        result = subprocess.run(["git", *arguments], capture_output=True, check=False)
    except FileNotFoundError:
        return None
    return result.stdout if result.returncode == 0 else None


def _unpack(archive: bytes, folder: Path) -> None:
    """Write the plain files of an archive; links and whatever points outside are left out."""
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        for member in tar:
            target = (folder / member.name).resolve()
            content = tar.extractfile(member) if member.isfile() else None
            if content is not None and target.is_relative_to(folder.resolve()):
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(content.read())

"""Columns: which column of a table, or which key of a JSON object, holds which field of a paper."""

from __future__ import annotations

import difflib
import logging
import re
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from extractor.read.sources import InputError, Source
from extractor.rulefiles.rules import kept_by, table_of

FIELDS = ("title", "abstract", "paper_id", "url", "published", "year")
REQUIRED = FIELDS[:2]
_OPTIONS = {"title": "--title-column", "abstract": "--abstract-column", "paper_id": "--id-column"}

_log = logging.getLogger(__name__)


class Names:
    """What rules/read/columns.toml says of the names of columns."""

    def __init__(self, rules: Path | None = None) -> None:
        """Take the folder of rules of one's own, if any; the table is loaded when first needed."""
        self.rules = rules

    @cached_property
    def _table(self) -> Mapping[str, Any]:
        return table_of("read/columns.toml", self.rules)

    @cached_property
    def lists(self) -> Sequence[str]:
        """Keys under which an answer holds its list of papers."""
        return list(self._table["json"]["lists"])

    @cached_property
    def _ranks(self) -> dict[str, dict[str, int]]:
        columns = self._table["columns"]
        return {field: {_squeezed(name): rank for rank, name in enumerate(columns[field])} for field in FIELDS}

    def find(self, field: str, found: Sequence[str]) -> list[str]:
        """The columns found that may hold a field, the most telling first."""
        ranks = self._ranks[field]
        return sorted(
            (name for name in found if _squeezed(name) in ranks), key=lambda name: (ranks[_squeezed(name)], name)
        )

    def fit(self, found: Sequence[str]) -> bool:
        """Whether both title and abstract are among the columns found."""
        return all(self.find(field, found) for field in REQUIRED)

    def choose(
        self, source: Source, found: Sequence[str], given: Mapping[str, str], what: str = "column"
    ) -> dict[str, list[str]]:
        """Say for each field which of the columns found hold it: those the user gave, or the known names.

        Raises:
            InputError: title, abstract or a column the user named is not there, or is there twice, also where two
                names differ in nothing that counts ("Title", "title").
        """
        chosen = {field: self.find(field, found) for field in FIELDS}
        for field, names in chosen.items():
            if field not in given:
                _check_alike(source, field, names[:1] if field in REQUIRED else names, found, what)
        for field in REQUIRED:
            chosen[field] = chosen[field][:1]
        for field, name in given.items():
            if name not in found:
                problem = f"there is no {what} {name!r}; the {what}s found are {_listed(found)}"
                raise source.error(problem, _nearest(name, found, "Did you mean {!r}?".format) or "Check the name")
            chosen[field] = [name]
        for field in REQUIRED:
            if not chosen[field]:
                raise self._missing(source, field, found, what)
        for name in {name for names in chosen.values() for name in names}:
            if list(found).count(name) > 1:
                raise source.error(f"there is more than one {what} {name!r}", "Rename all but one")
        return chosen

    def _missing(self, source: Source, field: str, found: Sequence[str], what: str) -> InputError:
        problem = f"there is no {what} {field!r}; the {what}s found are {_listed(found)}"
        option = _OPTIONS[field]
        near = _nearest(field, found, f"Name it with {option}, perhaps {option} {{!r}}".format)
        return source.no_papers(problem, near or f"Name the {what} that holds it with {option}")


@kept_by("read/columns.toml")
def names_of(rules: Path | None = None) -> Names:
    """The names that the shipped rules know, or those of a folder of one's own."""
    return Names(rules)


def _squeezed(name: str) -> str:
    return re.sub(r"[\s_\-]+", "", name).casefold()


def _check_alike(source: Source, field: str, names: Sequence[str], found: Sequence[str], what: str) -> None:
    """Refuse names of one field that differ in nothing that counts, or say so where no option can choose."""
    for name in names:
        alike = sorted({other for other in found if _squeezed(other) == _squeezed(name)})
        if len(alike) == 1:
            continue
        problem = f"the {what}s {_listed(alike)} have the same name but for case, spaces, - and _"
        if field in _OPTIONS:
            raise source.error(problem, f"Say which to read: {_OPTIONS[field]} {alike[0]!r}, or rename one")
        if name == alike[0]:
            _log.warning("%s: %s; the first of them that has a value counts", source.name, problem)


def _nearest(name: str, found: Sequence[str], say: Any) -> str:
    """A remedy that names the column most like one that is not there; "" where none is."""
    lower = {column.lower(): column for column in reversed(found)}
    near = [column for column in lower if name.lower() in column] or difflib.get_close_matches(
        name.lower(), lower, 1, 0.5
    )
    return str(say(lower[near[0]])).removesuffix(".") if near else ""


def _listed(found: Sequence[str]) -> str:
    shown = ", ".join(repr(name) if len(name) <= 60 else repr(name[:57] + "...") for name in found[:40])
    return (shown + (", ..." if len(found) > 40 else "")) or "none"

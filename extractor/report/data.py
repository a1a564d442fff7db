"""What the report holds: the table by columns, its papers, the names unified, the evidence marked, pairs.

Columns keep every different value once. Words of papers are decoded from LaTeX; what the source has instead is kept
beside them for the download. Nothing here is HTML.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from extractor.ask.filters import FACTOR
from extractor.ask.query import LIST_COLUMNS, Database
from extractor.ask.tradeoff import trade_off
from extractor.ask.unify import root
from extractor.read.read import title_id
from extractor.records import Paper
from extractor.report.marks import KINDS, paper_marks, sentence_marks, shown_paper
from extractor.rulefiles.rules import Rules
from extractor.table.latex import PROSE, decoded
from extractor.table.schema import COLUMNS, FAMILIES, HARDWARE, OTHER, QUALITY

Json = dict[str, Any]
Rows = list[dict[str, Any]]

_OF_PAPER = ("paper_id", "title", "sources", "url", "published", "techniques")
_NAMED = ("baseline", *LIST_COLUMNS)
_WORDS = PROSE | {"datasets", "models"}
"""The columns that hold words of a source."""
_GAINS = tuple(family for family in FAMILIES if family not in {QUALITY, OTHER, HARDWARE})


def report_data(database: Database, papers: Iterable[Paper] | None, rules: Rules) -> Json:
    """Everything that the page shows, ready for JSON.

    `papers` are those that the table may be made from, None if there are none: then sentences stand for abstracts.
    """
    rows = database.table(f"select *, {FACTOR} as factor from claims").to_pylist()
    texts = matching_texts(rows, papers) if papers is not None else {}
    places = {paper_id: number for number, paper_id in enumerate(dict.fromkeys(row["paper_id"] for row in rows))}
    used = {row["rule"] for row in rows}
    return {
        "columns": [{"name": column.name, "kind": column.kind, "says": column.description} for column in COLUMNS],
        "papers": _papers(rows, places, texts),
        "said": _said(database),
        "claims": _claims(database, rows, places),
        "marks": _marks(rows, texts),
        "kinds": KINDS,
        "rules": {rule.id: rule.summary for rule in rules.frames if rule.id in used},
        "pairs": _pairs(database, rows),
        "baselines": _baselines(database),
        "with_papers": papers is not None,
    }


def matching_texts(rows: Rows, papers: Iterable[Paper]) -> dict[str, str]:
    """The text of each paper of the table, by id, out of `papers`; told by id, else by title, as `extract` does it.

    Only a text that has every quote where the table says counts, and of several the first.
    """
    claims: dict[str, Rows] = {}
    for row in rows:
        claims.setdefault(row["paper_id"], []).append(row)
    titles = {title_id(of[0]["title"]): paper_id for paper_id, of in claims.items()}
    texts: dict[str, str] = {}
    for paper in papers:
        paper_id = paper.paper_id if paper.paper_id in claims else titles.get(title_id(paper.title), "")
        if paper_id in claims and paper_id not in texts:
            text = paper.text
            if all(text[row["start"] : row["end"]] == row["quote"] for row in claims[paper_id]):
                texts[paper_id] = text
    return texts


def _papers(rows: Rows, places: Mapping[str, int], texts: Mapping[str, str]) -> Json:
    """What is the same in all claims of a paper, by columns."""
    first: Rows = [{} for _ in places]
    for row in reversed(rows):
        first[places[row["paper_id"]]] = row
    columns: Json = {name: [_json(row[name]) for row in first] for name in _OF_PAPER}
    columns["source"] = [{} if decoded(title) == title else {"title": title} for title in columns["title"]]
    columns["title"] = [decoded(title) for title in columns["title"]]
    columns["text"] = [shown_paper(texts[paper_id]).text if paper_id in texts else None for paper_id in places]
    return columns


def _claims(database: Database, rows: Rows, places: Mapping[str, int]) -> Json:
    """The other columns of the table, the place of the paper, and what filters ask: the factor and unified names."""
    columns: Json = {"paper": [places[row["paper_id"]] for row in rows]}
    for column in COLUMNS:
        if column.name not in _OF_PAPER:
            values = [_json(row[column.name]) for row in rows]
            columns[column.name] = values if column.kind in {"int", "float"} else _coded(values)
            if column.name in _WORDS:
                columns[column.name] = _shown(columns[column.name])
    columns["factor"] = [_json(row["factor"]) for row in rows]
    for kind in _NAMED:
        raw_column = LIST_COLUMNS.get(kind, kind)
        columns[f"{kind}_names"] = _coded(_names(database, kind, [row[raw_column] for row in rows]))
    return columns


def _names(database: Database, kind: str, cells: Sequence[str | Sequence[str]]) -> list[list[str]]:
    """The unified names in each cell of a column; what names nothing in particular is left out."""
    by_raw: dict[str, list[str]] = {}
    for name in database.names(kind):
        if not name.generic:
            by_raw.setdefault(name.raw, []).append(name.name)
    texts = ([cell] if isinstance(cell, str) else cell for cell in cells)
    return [list(dict.fromkeys(name for text in several for name in by_raw.get(text, ()))) for several in texts]


def _baselines(database: Database) -> Json:
    """For each baseline that is a name: its spellings, and other versions of it, which are kept apart."""
    names = [name for name in database.names("baseline") if not name.generic]
    versions: dict[str, set[str]] = {}
    spellings: dict[str, set[str]] = {}
    for name in names:
        versions.setdefault(root(name.key), set()).add(name.name)
        spellings.setdefault(name.name, set()).add(name.raw)
    roots = {name.name: root(name.key) for name in names}
    return {
        name: {
            "spellings": sorted(spellings[name]),
            "others": sorted(versions[roots[name]] - {name}) if roots[name] else [],
        }
        for name in sorted(spellings)
    }


def _said(database: Database) -> dict[str, str]:
    """How names are shown that hold LaTeX."""
    names = {text for kind in _NAMED for name in database.names(kind) for text in (name.raw, name.name)}
    return {name: decoded(name) for name in sorted(names) if decoded(name) != name}


def _marks(rows: Rows, texts: Mapping[str, str]) -> list[list[int]]:
    """The marks of each claim: in the text of its paper, or in its sentence where there is no text."""
    marks: list[list[int]] = [[] for _ in rows]
    groups: dict[tuple[str, str], list[int]] = {}
    for number, row in enumerate(rows):
        text_of = "" if row["paper_id"] in texts else row["sentence"]
        groups.setdefault((row["paper_id"], text_of), []).append(number)
    for (paper_id, _), numbers in groups.items():
        claims = [rows[number] for number in numbers]
        found = paper_marks(claims, texts[paper_id]) if paper_id in texts else sentence_marks(claims)
        for number, of_claim in zip(numbers, found, strict=True):
            marks[number] = of_claim
    return marks


def _pairs(database: Database, rows: Rows) -> Json:
    """For each family of gains, what papers gain on it and lose in quality; claims are told by their place."""
    places = {(row["paper_id"], row["claim_id"]): number for number, row in enumerate(rows)}
    found: Json = {}
    for family in _GAINS:
        pairs = [
            {
                "gain": places[pair["paper_id"], pair["gain_id"]],
                "cost": places[pair["paper_id"], pair["cost_id"]],
                "change": pair["change"],
                "unit": pair["change_unit"],
            }
            for pair in trade_off(database, family, QUALITY).table.to_pylist()
            if pair["change"] is not None and math.isfinite(pair["change"])
        ]
        if pairs:
            found[family] = pairs
    return found


def _coded(values: Sequence[Any]) -> Json:
    """Each different value once, and for each row the number of its value."""
    numbers: dict[Any, int] = {}
    codes = [numbers.setdefault(tuple(value) if isinstance(value, list) else value, len(numbers)) for value in values]
    return {"values": list(numbers), "codes": codes}


def _shown(coded: Json) -> Json:
    """A coded column decoded; `source` has the source's words, by the number of the value, where they are others."""
    values = coded["values"]
    return {"values": [_decoded(value) for value in values], "codes": coded["codes"], "source": _differing(values)}


def _differing(values: Sequence[Any]) -> dict[int, Any]:
    """The values that are shown decoded, by their number."""
    return {number: value for number, value in enumerate(values) if _decoded(value) != value}


def _decoded(value: Any) -> Any:
    return decoded(value) if isinstance(value, str) else tuple(map(decoded, value))


def _json(value: Any) -> Any:
    """A value for JSON: nothing that is no finite number, dates as text."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, date):
        return value.isoformat()
    return value

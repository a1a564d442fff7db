"""The claims of one paper for a person to read: each sentence with its evidence marked, and the fields below."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

from extractor.table.latex import decoded, shown
from extractor.table.schema import HARDWARE

if TYPE_CHECKING:
    import pyarrow as pa
    from rich.text import Text

Row = Mapping[str, Any]
"""One row of the claims table."""

MOST_LISTED = 10
MOST_COMPARED = 50

# C0 and C1 control characters, and those that turn the direction of writing.
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_WRAP = re.compile(r"[^\S\n]*\n\s*")
_LISTS = (("datasets", "on"), ("models", "with"), ("hardware", "device"), ("scope", "phase"))


class PaperNotFoundError(LookupError):
    """No paper, or more than one, fits what was asked for."""


def find_paper(table: pa.Table, query: str) -> list[Row]:
    """The rows of the one paper that `query` names: its id, its title, or a part of its title, in any case.

    Raises PaperNotFoundError, with the candidates, if none or several papers fit.
    """
    ids = [str(paper_id) for paper_id in table.column("paper_id").to_pylist()]
    papers = dict(zip(ids, map(str, table.column("title").to_pylist()), strict=True))
    wanted = query.strip().casefold()
    found = [paper_id for paper_id in papers if paper_id.casefold() == wanted]
    found = found or [paper_id for paper_id, title in papers.items() if title.casefold() == wanted]
    found = found or [paper_id for paper_id, title in papers.items() if wanted and wanted in title.casefold()]
    if wanted and not found:  # the title as it is shown
        found = [paper_id for paper_id, title in papers.items() if wanted in readable(title).casefold()]
    if len(found) != 1:
        raise PaperNotFoundError(_not_one(query, [(paper_id, papers[paper_id]) for paper_id in found]))
    rows = [number for number, paper_id in enumerate(ids) if paper_id == found[0]]
    return list(table.take(rows).to_pylist())


def paper_text(rows: Sequence[Row]) -> list[Text]:
    """The lines that show one paper; `rows` are its claims, in the order of the table, at least one."""
    from rich.text import Text

    paper = rows[0]
    about = [paper["paper_id"], str(paper["published"] or ""), paper["url"] or "", ", ".join(paper["sources"])]
    lines = [
        Text(readable(paper["title"]), style="bold"),
        Text(clean("  ".join(part for part in about if part)), style="dim"),
    ]
    if paper["techniques"]:
        lines.append(Text("techniques: " + clean(", ".join(paper["techniques"]))))
    for _, group in groupby(rows, key=lambda row: row["sentence"]):
        claims = list(group)
        lines += [Text(""), sentence_text(claims), *(claim_text(row) for row in claims)]
    return lines


def sentence_text(rows: Sequence[Row]) -> Text:
    """The sentence that the claims `rows` share, with every quote marked: in colour, and in « » without."""
    from rich.text import Text

    sentence = rows[0]["sentence"]
    marks = sorted({place for row, place in zip(rows, quote_places(rows), strict=True) if place})
    plain = shown(sentence)
    text, at = Text(), 0
    for start, end in (plain.place(*mark) for mark in marks):
        if start < at:
            continue
        text.append(one_line(plain.text[at:start]))
        text.append(f"«{one_line(plain.text[start:end])}»", style="bold reverse")
        at = end
    text.append(one_line(plain.text[at:]))
    return text


def quote_places(rows: Sequence[Row]) -> list[tuple[int, int] | None]:
    """Where the quote of each of `rows` lies in the sentence they share; None where it does not.

    The table tells offsets in the paper, not where the sentence starts; only some starts put every quote
    where its words are.
    """
    sentence = rows[0]["sentence"]
    origins = [rows[0]["start"] - found for found in _occurrences(rows[0]["quote"], sentence)]
    for row in rows[1:MOST_COMPARED]:
        origins = [one for one in origins if sentence.startswith(row["quote"], max(row["start"] - one, 0))] or origins
    if not origins:
        return [None for _ in rows]
    origin = origins[0]
    places_of = [(row["start"] - origin, row["end"] - origin) for row in rows]
    return [
        place if place[0] >= 0 and sentence[slice(*place)] == row["quote"] else None
        for row, place in zip(rows, places_of, strict=True)
    ]


def claim_text(row: Row) -> Text:
    """One claim on one line: value, metric, what it means, who against whom, where, and the rule."""
    from rich.text import Text

    text = Text("  ")
    text.append(clean(f"{value_words(row)}  "), style="bold green" if row["effect"] == "better" else "bold")
    text.append(clean(" · ".join(_facts(row))))
    text.append(clean(f"  [{row['rule']}]"), style="dim")
    return text


def value_words(row: Row) -> str:
    """The value for people: "up to 2.5 x", "10 -> 6 ms", "3 to 10 x", or the quote where there is no number."""
    low, high, before = row["value_low"], row["value_high"], row["value_before"]
    bound = "" if row["bound"] == "exact" else row["bound"].replace("_", " ") + " "
    if low is None:
        return f"{bound}{decoded(row['quote'])}"
    number = _number(low) if low == high or high is None else f"{_number(low)} to {_number(high)}"
    if before is not None:
        number = f"{_number(before)} -> {number}"
    return f"{bound}{number} {row['unit']}".rstrip()


def readable(text: str) -> str:
    """`text` for people in one line: LaTeX decoded, white space single, nothing that steers the terminal."""
    return clean(" ".join(decoded(text).split()))


def one_line(text: str) -> str:
    """`text` with every line break, and the indent behind it, as one space; no control characters."""
    return clean(_WRAP.sub(" ", text))


def clean(text: str) -> str:
    """`text` with every control character written out, so that it cannot steer the terminal."""
    return _CONTROL.sub(lambda found: " " if found[0] in "\n\t" else f"\\x{ord(found[0]):02x}", text)


def _facts(row: Row) -> Iterable[str]:
    """What is known of a claim, in the order in which a person asks."""
    moves = [row[name] for name in ("direction", "effect") if row[name] != "none"]
    yield ", ".join([row["metric"], *moves])
    if row["metric"] != HARDWARE:
        yield row["measure"]
    if row["factor_low"] is not None:
        yield f"factor {row['factor_low']:.4g}" + _to(row["factor_low"], row["factor_high"])
    if row["subject"] or row["baseline"]:
        yield decoded(row["subject"] or "?") + (f" against {decoded(row['baseline'])}" if row["baseline"] else "")
    if row["by"] != "own":
        yield f"by {row['by']}"
    for name, word in _LISTS:
        if row[name]:
            yield f"{word} {', '.join(row[name])}"


def _number(value: float) -> str:
    """Every digit of a number as papers write it: 1.68, 160,000; powers of ten only beyond 10^15."""
    return f"{int(value):,}" if value.is_integer() and abs(value) < 1e15 else repr(value)


def _to(low: float, high: float | None) -> str:
    if high == low:
        return ""
    return " or more" if high is None else f" to {high:.4g}"


def _occurrences(part: str, whole: str) -> Iterable[int]:
    """Every place of `part` in `whole`, overlapping ones too."""
    at = whole.find(part)
    while at >= 0:
        yield at
        at = whole.find(part, at + 1)


def _not_one(query: str, candidates: Sequence[tuple[str, str]]) -> str:
    """The message for a query that names no paper, or several."""
    if not candidates:
        return (
            f"no paper of the table has {clean(query)!r} as its id or in its title "
            "(papers without claims are not in the table); "
            'all there are: claimtable sql TABLE "select paper_id, title from papers"'
        )
    listed = [f"  {clean(paper_id)}  {readable(title)}" for paper_id, title in candidates[:MOST_LISTED]]
    more = [f"  and {len(candidates) - MOST_LISTED} more"] if len(candidates) > MOST_LISTED else []
    return "\n".join(
        [f"{len(candidates)} papers fit {clean(query)!r}; give one's id or more of its title:", *listed, *more]
    )

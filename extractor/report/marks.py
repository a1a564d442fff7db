"""Where the evidence of claims stands in a text: the words of their values, subjects, baselines, data sets, devices."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from extractor.table.latex import Shown, shown, shown_parts
from extractor.table.schema import HARDWARE
from extractor.table.show import quote_places

Row = Mapping[str, Any]
Place = tuple[int, int]

KINDS = ("quote", "subject", "baseline", "dataset", "device")
"""What is marked; a mark's kind is its place here."""

_PIECES = re.compile(r"[^\W\d_]+|[0-9.]+|[^\w\s-]+")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_GAP = r"[\s_\u2010-\u2014-]*"  # "FlashAttention-2" and "Flash Attention 2" are one name
_LONGEST = 200  # letters of a name that is looked for


def shown_paper(text: str) -> Shown:
    """The text of a paper as the page shows it: title and abstract decoded, each by itself."""
    return shown_parts(*text.split("\n", 1))


def paper_marks(rows: Sequence[Row], text: str) -> list[list[int]]:
    """The marks of each claim of a paper in the paper's text: kind, start and end, one after the other.

    `text` is the source's; places are those in `shown_paper` of it, and count UTF-16 units, as browsers do.
    """
    devices = [(row["hardware"], (row["start"], row["end"])) for row in rows if row["metric"] == HARDWARE]
    page = shown_paper(text)
    units = _utf16(page.text)
    marks = []
    for row in rows:
        quote = (row["start"], row["end"])
        sentence = _around(quote, row["sentence"], text)
        marks.append(_flat(_marks(row, quote, sentence, text, devices), page, units))
    return marks


def sentence_marks(rows: Sequence[Row]) -> list[list[int]]:
    """The same within the one sentence that the claims `rows` share, as `shown` gives it."""
    sentence = rows[0]["sentence"]
    page, whole = shown(sentence), (0, len(sentence))
    units = _utf16(page.text)
    return [
        _flat(_marks(row, place, whole, sentence, []), page, units) if place else []
        for row, place in zip(rows, quote_places(rows), strict=True)
    ]


def _marks(
    row: Row, quote: Place, sentence: Place, text: str, devices: Sequence[tuple[Sequence[str], Place]]
) -> Iterator[tuple[int, Place]]:
    """Kind and place of everything that is known of one claim, as far as the text holds it."""
    if row["metric"] == HARDWARE:
        yield KINDS.index("device"), quote
        return
    yield KINDS.index("quote"), quote
    named = (("subject", [row["subject"]]), ("baseline", [row["baseline"]]), ("dataset", row["datasets"]))
    for kind, names in named:
        for name in names:
            if place := _nearest(name, quote, sentence, text):
                yield KINDS.index(kind), place
    for name in row["hardware"]:
        mentions = [place for names, place in devices if name in names]
        mention = min(mentions, key=lambda place: abs(place[0] - quote[0]), default=None)
        if place := mention or _nearest(name, quote, sentence, text):
            yield KINDS.index("device"), place


def _nearest(name: str, quote: Place, sentence: Place, text: str) -> Place | None:
    """The place of a name that is nearest to the quote, in its sentence if it stands there; None if nowhere."""
    pattern = _pattern(name)
    if pattern is None:
        return None
    places = [found.span() for found in pattern.finditer(text) if not _meet(found.span(), quote)]
    inside = [place for place in places if sentence[0] <= place[0] and place[1] <= sentence[1]]
    return min(inside or places, key=lambda place: abs(place[0] - quote[0]), default=None)


@lru_cache(maxsize=4096)
def _pattern(name: str) -> re.Pattern[str] | None:
    """A pattern for whole words of a name in any case, also in the plural; None if it has no letter and no digit."""
    pieces = _PIECES.findall(_HUMP.sub(" ", name[:_LONGEST]))
    if not any(piece[0].isalnum() for piece in pieces):
        return None
    return re.compile(rf"(?<!\w){_GAP.join(map(re.escape, pieces))}s?(?!\w)", re.IGNORECASE)


def _around(quote: Place, sentence: str, text: str) -> Place:
    """The place of the sentence that holds the quote; the quote itself if the text lacks the sentence."""
    start = text.rfind(sentence, 0, quote[0] + len(sentence))
    return (start, start + len(sentence)) if 0 <= start <= quote[0] else quote


def _meet(one: Place, other: Place) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _utf16(text: str) -> Sequence[int]:
    """For each place in the text, how many UTF-16 units stand before it."""
    if text.isascii() or max(text) < "\U00010000":
        return range(len(text) + 1)
    units = [0]
    for letter in text:
        units.append(units[-1] + (2 if letter > "\uffff" else 1))
    return units


def _flat(marks: Iterator[tuple[int, Place]], page: Shown, units: Sequence[int]) -> list[int]:
    """Marks of the source as the page counts them."""
    placed = ((kind, page.place(*place)) for kind, place in marks)
    return [number for kind, (start, end) in placed for number in (kind, units[start], units[end])]

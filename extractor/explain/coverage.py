"""Coverage: sentences that hold a quantity but gave no claim, grouped by their wording; what to write next."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from extractor.claims.claims import ClaimFinder, Sheet
from extractor.explain.explain import seen
from extractor.frames.joins import Chunk
from extractor.records import Paper
from extractor.text.tokens import Sentence

KINDS = ("ratio", "percent", "points", "unit")
WINDOW = 5
_INSIDE = re.compile(r"[^\W\d_].*[A-Z]|[A-Z].*\d")  # a capital or digit inside a word: a name, in any sentence


class Gap(NamedTuple):
    """A quantity in a sentence that gave no claim: the wording around it, and what frames saw."""

    paper_id: str
    sentence: str
    quote: str
    wording: str
    seen: str


class Group(NamedTuple):
    """All gaps of one wording; the first is the example."""

    wording: str
    gaps: tuple[Gap, ...]


class Coverage(NamedTuple):
    """How many sentences hold a quantity, how many of them gave a claim, and the others by wording."""

    sentences: int
    covered: int
    groups: tuple[Group, ...]


def coverage(finder: ClaimFinder, papers: Iterable[Paper], window: int = WINDOW) -> Coverage:
    """Look through papers; the most frequent wording comes first, equal ones by the alphabet.

    A sentence in which a frame with the measure "none" rejects every quantity holds none.
    """
    sentences = covered = 0
    gaps: dict[str, list[Gap]] = {}
    for paper in papers:
        sheet = finder.sheet(paper.text, len(paper.title))
        for sentence, (chunks, frames, readings, _) in zip(sheet.tokens.sentences, sheet.sentences, strict=False):
            rejected = {at for at, found in frames.items() if found[0].rule.measure == "none"}
            wanted = [c for at, c in enumerate(chunks) if c.sub in KINDS and "N" not in c.tags and at not in rejected]
            sentences += bool(wanted or readings)
            covered += bool(readings)
            for chunk in () if readings else wanted:
                gap = _gap(paper, sheet, sentence, chunks, chunk, window)
                gaps.setdefault(gap.wording, []).append(gap)
    groups = [Group(wording, tuple(found)) for wording, found in gaps.items()]
    groups.sort(key=lambda group: (-len(group.gaps), group.wording))
    return Coverage(sentences, covered, tuple(groups))


def _gap(paper: Paper, sheet: Sheet, sentence: Sentence, chunks: list[Chunk], chunk: Chunk, window: int) -> Gap:
    q = sheet.quantities[chunk.quantities[0]]
    start, end = sheet.span(q.start, q.end)
    low, high = sheet.cleaned.source_start(sentence.start), sheet.cleaned.source_end(sentence.end)
    at = chunks.index(chunk)
    near = chunks[max(0, at - window) : at + window + 1]
    return Gap(
        paper.paper_id,
        sheet.source[low:high],
        sheet.source[start:end],
        wording(sheet, sentence, chunk, window),
        " ".join(seen(one) for one in near),
    )


def wording(sheet: Sheet, sentence: Sentence, chunk: Chunk, window: int) -> str:
    """The words around a quantity, itself as "Q.percent", with other numbers as N and names as NAME."""
    before = _masked(sheet, sentence.first, chunk.start, sentence)[-window:] if window else []
    after = _masked(sheet, chunk.end, sentence.last, sentence)[:window]
    return " ".join([*before, f"Q.{chunk.sub}", *after])


def _masked(sheet: Sheet, first: int, last: int, sentence: Sentence) -> list[str]:
    """The words of a sentence from one token to another, each number and each name as one mask."""
    numbers = {at: number.end for number in sheet.numbers for at in (number.start,)}
    names = {mention.first: mention.last for mention in sheet.mentions}
    out: list[str] = []
    at = first
    while at < last:
        word = sheet.tokens.words[at]
        if at in names:
            out.append("NAME")
            at = names[at]
        elif at in numbers and not word.isalpha():
            out.append("N")
            at = numbers[at]
        else:
            out.append("NAME" if _is_name(word, at == sentence.first) else sheet.tokens.lower[at])
            at += 1
    return [word for place, word in enumerate(out) if word != "NAME" or out[place - 1 : place] != ["NAME"]]


def _is_name(word: str, first: bool) -> bool:
    """Whether a word looks like a name: a capital inside it, or at its start behind the sentence's first word."""
    return bool(_INSIDE.match(word)) or (word[:1].isupper() and not first)


def as_text(found: Coverage, top: int) -> Iterator[str]:
    """Lines for a terminal: the wordings with their number and an example each, and the total."""
    for group in found.groups[:top]:
        gap = group.gaps[0]
        yield f"{len(group.gaps):5d}  {group.wording}"
        yield f"       {gap.paper_id}: {gap.sentence}"
        yield f"       {gap.seen}"
    share = f" ({found.covered / found.sentences:.1%})" if found.sentences else ""
    listed = f"; {min(top, len(found.groups)):,} of {len(found.groups):,} other wordings listed" if found.groups else ""
    yield f"{found.covered:,} of {found.sentences:,} sentences with a quantity gave a claim{share}{listed}"


def as_json(found: Coverage, top: int) -> str:
    """The same for programs, with every sentence of each wording."""
    record = {
        "sentences": found.sentences,
        "covered": found.covered,
        "wordings": len(found.groups),
        "groups": [
            {"wording": group.wording, "count": len(group.gaps), "examples": [gap._asdict() for gap in group.gaps]}
            for group in found.groups[:top]
        ],
    }
    return json.dumps(record, indent=2)

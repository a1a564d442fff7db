"""Explain: what each stage made of a text, from the cleaned text to the rows, as stages that can be shown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any, NamedTuple

from extractor.claims.claims import ClaimFinder, Sheet
from extractor.context.context import Context
from extractor.explain.nearest import Miss, Near, Nearest
from extractor.explain.outcomes import Outcome, Outcomes
from extractor.frames.joins import Chunk
from extractor.quantities.ranges import Quantity
from extractor.readings.tasks import Reading
from extractor.records import Claim
from extractor.table.factor import factor, polarity_of
from extractor.table.show import claim_text
from extractor.terms.terms import Term

_NO_QUANTITY = "none"


class Mark(NamedTuple):
    """A span over the words [first, last) of a stage."""

    first: int
    last: int
    label: str


class Stage(NamedTuple):
    """What one stage found: a table, and where that says more, words with spans over them."""

    title: str
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    words: tuple[str, ...] = ()
    marks: tuple[Mark, ...] = ()
    note: str = ""


class Section(NamedTuple):
    """Stages that look at the same text: the whole of it, or one sentence."""

    title: str
    text: str
    stages: tuple[Stage, ...]


class Explainer:
    """Explains texts for one set of rules, by the line of stages that `finder` is."""

    def __init__(self, finder: ClaimFinder) -> None:
        self._find = finder
        self._nearest = Nearest(finder.rules.frames, finder.frames)
        self._outcomes = Outcomes(finder)
        self._classes = finder.rules.table("terms/words.toml")["class"]
        self._readings = finder.rules.table("terms/metrics.toml")["reading"]

    def __call__(self, source: str, title_end: int = 0) -> list[Section]:
        """The text as a whole, each sentence that holds a number, and the rows that come of it."""
        sheet = self._find.sheet(source, title_end)
        sections = [Section("Text", source, tuple(self._text(sheet)))]
        for number, (sentence, found) in enumerate(zip(sheet.tokens.sentences, sheet.sentences, strict=False), start=1):
            stages = tuple(self._sentence(sheet, *found))
            if stages:
                text = sheet.cleaned.text[sentence.start : sentence.end]
                sections.append(Section(f"Sentence {number}", text, stages))
        claims = self._find.claims(sheet)
        sections.append(Section("Result", "", (self._result(claims),)))
        return sections

    # the text as a whole

    def _text(self, sheet: Sheet) -> Iterator[Stage]:
        yield _cleaned(sheet)
        yield _tokens(sheet, len(list(self._find.tokenize.sentences(sheet.cleaned.text))))
        numbers = [
            (n.start, n.end, n.kind, (_number(n.value), n.kind, n.bound, _number(n.scale))) for n in sheet.numbers
        ]
        yield _spans(sheet, "Numbers", ("value", "kind", "bound", "scale"), numbers)
        quantities = [(q.start, q.end, q.kind, _quantity(q)) for q in sheet.quantities]
        columns = ("kind", "value", "unit", "metric", "bound", "form", "notes")
        yield _spans(sheet, "Quantities", columns, quantities)
        terms = [(t.start, t.end, self._meanings(t)) for t in sheet.terms]
        yield _spans(sheet, "Terms", ("is",), [(first, last, label, (label,)) for first, last, label in terms])
        names = [(m.first, m.last, m.kind, (m.kind, m.name)) for m in sheet.mentions]
        yield _spans(sheet, "Names", ("kind", "name"), names)

    def _meanings(self, term: Term) -> str:
        """All that a term can be: "DV down", "metric latency"."""
        return ", ".join(self._meaning(kind, value) for kind, value in term.kinds)

    def _meaning(self, kind: str, value: str) -> str:
        if kind == "class":
            entry = self._classes[int(value)]
            return " ".join(filter(None, (entry["name"], entry.get("moves"), entry.get("metric"))))
        if kind == "reading":
            entry = self._readings[int(value)]
            return " ".join(filter(None, ("metric", entry["metric"], entry.get("moves"))))
        return f"{kind} {value}"

    # one sentence

    def _sentence(
        self, sheet: Sheet, chunks: list[Chunk], frames: dict[int, list[Any]], readings: list[Reading],
        contexts: list[Context],
    ) -> Iterator[Stage]:  # fmt: skip
        anchors = [at for at, chunk in enumerate(chunks) if chunk.quantities]
        if not anchors:
            return
        words = tuple(_text(sheet, chunk.start, chunk.end) for chunk in chunks)
        yield _chunks(chunks, words)
        outcomes = self._outcomes(sheet, chunks, frames)
        yield _frames(outcomes, words)
        yield _close([near for at in anchors if chunks[at].tags != {"N"} for near in self._nearest(chunks, at)], words)
        yield _read(sheet, readings)
        yield _contexts(sheet, readings, contexts)

    def _result(self, claims: Sequence[Claim]) -> Stage:
        rows = tuple((str(c.start), str(c.end), c.quote, self._row(c)) for c in claims)
        return Stage("Rows", ("start", "end", "quote", "row"), rows, note="" if rows else "no row")

    def _row(self, claim: Claim) -> str:
        """A row as `claimtable show` prints it, its comparable number included."""
        metric = self._find.rules.metrics.get(claim.metric)
        low, high = factor(
            claim.measure, claim.value_low, claim.value_high, claim.value_before,
            polarity_of(metric, claim.measure, claim.direction), claim.direction, claim.effect,
        )  # fmt: skip
        return claim_text({**asdict(claim), "factor_low": low, "factor_high": high}).plain.strip()


def _cleaned(sheet: Sheet) -> Stage:
    """The source in pieces, those that were replaced marked with what they are read as."""
    words: list[str] = []
    marks: list[Mark] = []
    rows: list[tuple[str, ...]] = []
    at = 0
    for clean_start, clean_end, start, end in sheet.cleaned.marks:
        if start > at:
            words.append(sheet.source[at:start])
        new = sheet.cleaned.text[clean_start:clean_end]
        marks.append(Mark(len(words), len(words) + 1, new or "(nothing)"))
        rows.append((str(start), sheet.source[start:end], new or "(nothing)"))
        words.append(sheet.source[start:end])
        at = end
    words.append(sheet.source[at:])
    note = "" if rows else "nothing to replace"
    return Stage("Cleaned text", ("at", "written", "read as"), tuple(rows), tuple(words), tuple(marks), note)


def _tokens(sheet: Sheet, sentences: int) -> Stage:
    tokens = sheet.tokens
    skipped = sentences - len(tokens.sentences)
    rows = tuple((str(i), " | ".join(tokens.words[s.first : s.last])) for i, s in enumerate(tokens.sentences, start=1))
    many = f"{skipped} of {sentences} sentences hold neither a number nor a device, and are read no further"
    of = "the one sentence" if sentences == 1 else f"1 of {sentences} sentences"
    note = many if skipped > 1 else f"{of} holds neither a number nor a device, and is read no further"
    return Stage("Tokens", ("sentence", "tokens"), rows, note=note if skipped else "")


def _spans(
    sheet: Sheet, title: str, columns: tuple[str, ...], found: Sequence[tuple[int, int, str, tuple[str, ...]]]
) -> Stage:
    """A stage whose finds lie over tokens: (first, last, label, cells behind the text) each."""
    marks = tuple(Mark(first, last, label) for first, last, label, _ in found)
    rows = tuple((_text(sheet, first, last), *cells) for first, last, _, cells in found)
    words = tuple(sheet.tokens.words) if rows else ()
    return Stage(title, ("text", *columns), rows, words, marks, "" if rows else "none")


def _quantity(q: Quantity) -> tuple[str, ...]:
    value = _number(q.low) if q.low == q.high else f"{_number(q.low)} to {_number(q.high)}"
    if q.before is not None:
        value = f"{_number(q.before)} -> {value}"
    notes = [name for name in ("setting", "only") if getattr(q, name)] + ([f"sign {q.sign}"] if q.sign else [])
    if q.kind == _NO_QUANTITY:
        notes.append("part of a name or device: no value")
    return q.kind, value, q.unit, q.metric, q.bound, q.form, ", ".join(notes)


def _chunks(chunks: Sequence[Chunk], words: tuple[str, ...]) -> Stage:
    rows = tuple((str(at), words[at], seen(chunk), ", ".join(_said(chunk))) for at, chunk in enumerate(chunks))
    marks = tuple(Mark(at, at + 1, seen(chunk)) for at, chunk in enumerate(chunks) if chunk.tags != {"W"})
    return Stage("Chunks, as frames see them", ("", "text", "seen as", "says"), rows, words, marks)


def seen(chunk: Chunk) -> str:
    """A chunk in the words of the patterns: "Q.ratio", "M.speed", "DV", or "by" where a frame names it."""
    tags = "+".join(sorted(chunk.tags))
    if chunk.sub and chunk.tags & {"M", "Q", "QC"}:
        tags += f".{chunk.sub}"
    return tags if chunk.word == "_" else f"{tags} '{chunk.word}'"


def _said(chunk: Chunk) -> Iterator[str]:
    """What a chunk says of metrics: "latency", "speed up"."""
    for meaning in chunk.meanings:
        yield " ".join(filter(None, (*meaning.scopes, meaning.metric, meaning.moves or meaning.forced)))


def _frames(outcomes: Sequence[Outcome], words: tuple[str, ...]) -> Stage:
    rows = tuple(
        (words[f.anchor], f.rule.id, str(f.rule.priority), _short(" ".join(words[f.start : f.end]), 60), verdict)
        for f, _, verdict in outcomes
    )
    marks = tuple(Mark(o.frame.start, o.frame.end, o.frame.rule.id) for o in outcomes if o.won)
    columns = ("quantity", "frame", "priority", "over", "outcome")
    return Stage("Frames that match, the best first", columns, rows, words, marks, "" if rows else "none")


def _close(near: Sequence[Near], words: tuple[str, ...]) -> Stage:
    rows = tuple(
        (words[n.anchor], n.rule.id, " ".join(n.pattern), "; ".join(_missed(miss, words) for miss in n.misses))
        for n in near
    )
    columns = ("quantity", "frame", "pattern", "failed")
    return Stage("Frames that come close, the nearest first", columns, rows, note="" if rows else "none")


def _missed(miss: Miss, words: tuple[str, ...]) -> str:
    if not miss.there:
        return f"wanted {miss.element}, found the {'start' if miss.chunk < 0 else 'end'} of the sentence"
    found = repr(_short(words[miss.chunk]))
    if miss.extra:
        return f"no place for {found} (chunk {miss.chunk}) next to {miss.element}"
    return f"wanted {miss.element}, found {found} (chunk {miss.chunk})"


def _read(sheet: Sheet, readings: Sequence[Reading]) -> Stage:
    rows = tuple(
        (_quote(sheet, r), r.metric, r.measure, r.direction, r.effect, " ".join(r.scopes), r.rule) for r in readings
    )
    columns = ("quantity", "metric", "measure", "direction", "effect", "phase", "frame")
    return Stage("Readings", columns, rows, note="" if rows else "none")


def _contexts(sheet: Sheet, readings: Sequence[Reading], contexts: Sequence[Context]) -> Stage:
    cells = [[", ".join(field) if isinstance(field, tuple) else field for field in context] for context in contexts]
    rows = tuple((_quote(sheet, reading), *row) for reading, row in zip(readings, cells, strict=True))
    return Stage("Context", ("quantity", *Context._fields), rows, note="" if rows else "none")


def _quote(sheet: Sheet, reading: Reading) -> str:
    q = sheet.quantities[reading.quantity]
    return _text(sheet, q.start, q.end)


def _text(sheet: Sheet, first: int, last: int) -> str:
    """Tokens as the cleaned text has them."""
    return sheet.cleaned.text[sheet.tokens.starts[first] : sheet.tokens.ends[last - 1]]


def _short(text: str, most: int = 30) -> str:
    return text if len(text) <= most else f"{text[: most - 2]} …"


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:,.12g}"

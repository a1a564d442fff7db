"""Claims: the line from a text to its claims; what each stage found becomes records, of which the table makes rows."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Mapping
from copy import copy
from dataclasses import dataclass, replace

from spacy.vocab import Vocab

from extractor.claims.lessened import Lessened
from extractor.claims.measured_by import MeasuredBy
from extractor.claims.orders import Orders
from extractor.claims.pointed import Pointed
from extractor.claims.values import Values
from extractor.context.context import Context, ContextFinder
from extractor.frames.chunks import Chunker
from extractor.frames.frames import Frame, FrameMatcher, literals, tag_sets
from extractor.frames.joins import Chunk
from extractor.frames.scan import Pieces, SentenceScan
from extractor.owners.scenes import NOTHING_KEPT
from extractor.quantities.numbers import Number, NumberFinder
from extractor.quantities.quantities import QuantityFinder
from extractor.quantities.ranges import Quantity
from extractor.readings.decisions import Decider
from extractor.readings.tasks import Reading
from extractor.records import Claim, Paper
from extractor.rulefiles.rules import FrameRule, Rules
from extractor.terms.around import Around
from extractor.terms.devices import DeviceFinder
from extractor.terms.names import Mention, NameFinder
from extractor.terms.terms import Term, TermFinder
from extractor.text.clean import Cleaned, Cleaner
from extractor.text.lines import unwrapped
from extractor.text.markup import Markup
from extractor.text.tokens import Sentence, Tokenizer, Tokens

_GAP = 2  # characters between two sentences of which none is left out
_METRICS = frozenset(["metric", "reading"])  # kinds of terms that name a metric


@dataclass(slots=True)
class Sheet:
    """The working sheet of one text: what each stage found, in the order of the stages.

    `title_end` is the cleaned offset behind the title (0 where there is none); `sentences` holds the chunks,
    frames (the best first, by quantity chunk; none where only claims are wanted) and readings of each sentence of
    `tokens`.
    """

    source: str
    cleaned: Cleaned
    title_end: int
    tokens: Tokens
    numbers: list[Number]
    devices: list[Mention]
    mentions: list[Mention]
    quantities: list[Quantity]
    terms: list[Term]
    sentences: list[tuple[list[Chunk], dict[int, list[Frame]], list[Reading], list[Context]]]

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Source offsets of tokens [first, last); a brace that opens between them is closed: "n^{O(k)}"."""
        start = self.cleaned.source_start(self.tokens.starts[first])
        end = self.cleaned.source_end(self.tokens.ends[last - 1])
        source = self.source
        opened = source.startswith("}", end) and source.count("{", start, end) > source.count("}", start, end)
        return start, end + opened


class ClaimFinder:
    """The whole line over one text; built once for a set of rules."""

    def __init__(self, rules: Rules) -> None:
        self.rules = rules
        self.vocab = Vocab()
        self._build()

    def _build(self) -> None:
        rules = self.rules
        metrics = rules.table("terms/metrics.toml")
        self._numbering = frozenset(rules.table("terms/words.toml")["said"]["numbered"])
        self.markup = Markup(rules.table("clean/replacements.toml")["markup"])
        self.clean = Cleaner(rules.table("clean/replacements.toml"))
        self.tokenize = Tokenizer(rules.table("tokens/tokens.toml"))
        numbers = rules.table("numbers/words.toml")
        self.numbers = NumberFinder(numbers, [name for entry in metrics["metric"] for name in entry["words"]])
        self.quantities = QuantityFinder(
            rules.table("quantities/units.toml"),
            rules.table("quantities/bounds.toml"),
            numbers,
            rules.table("terms/metrics.toml"),
            self.tokenize,
        )
        self.terms = TermFinder(rules, self.tokenize)
        self.names = NameFinder(rules)
        self.devices = DeviceFinder(rules)
        self.scan = SentenceScan(rules, self.clean, self.tokenize, self.devices)
        self.chunk = Chunker(rules, literals(rules))
        self.frames = FrameMatcher(rules, self.vocab, tag_sets(rules, self.terms.tags))
        self.decide = Decider(rules)
        self.pointed = Pointed(rules)
        self.context = ContextFinder(rules)
        self._orders = Orders(rules)
        self._measured_by = MeasuredBy(rules)
        self._lessened = Lessened(rules, self._orders)
        self._value = Values(rules)

    def without(self, disabled: frozenset[str]) -> ClaimFinder:
        """The same line with some frames off; shares everything but the frame matcher, which is quick to build."""
        return self._with(replace(self.rules, disabled=disabled))

    def only(self, frame: FrameRule) -> ClaimFinder:
        """The same line with one frame alone, which need be none of the rules."""
        return self._with(replace(self.rules, frames=(frame,), disabled=frozenset()))

    def _with(self, rules: Rules) -> ClaimFinder:
        other = copy(self)
        other.rules = rules
        other.frames = FrameMatcher(rules, self.vocab, tag_sets(rules, self.terms.tags))
        return other

    def __call__(self, paper: Paper) -> list[Claim]:
        """All claims and device mentions of a paper, by place."""
        source = paper.text
        read = self.markup(unwrapped(source, len(paper.title)))
        pieces = self.scan.pieces(read.text)
        if not self.scan.may_hold(read.text, pieces):
            return []
        return self.claims(self._sheet(source, read, len(paper.title), pieces))

    def sheet(self, source: str, title_end: int = 0) -> Sheet:
        """Run every stage up to `context` over a text whose title ends at a source offset (0: no title)."""
        read = self.markup(unwrapped(source, title_end))
        return self._sheet(source, read, title_end, self.scan.pieces(read.text), whole=True)

    def _sheet(self, source: str, read: Cleaned, title_end: int, pieces: Pieces, *, whole: bool = False) -> Sheet:
        """The sheet of a source that is `read` unwrapped and without markup.

        Names that no claim can need are looked for only where it shall be `whole`.
        """
        cleaned = self.clean(read.text, pieces.suspects())
        if cleaned.marks:
            pieces = self.scan.pieces(cleaned.text)
        cleaned = cleaned.over(read)
        title_end = max(cleaned.text.find("\n"), 0) if title_end else 0
        tokens = self.tokenize(cleaned.text, self.scan(cleaned.text, pieces))
        numbers = self.numbers(tokens)
        devices = self.devices(cleaned.text, tokens, numbers)
        quantities = self.quantities(tokens, numbers)
        names = self.names(cleaned.text, tokens) if whole or any(q.kind != "none" for q in quantities) else []
        mentions = sorted(names + devices)
        quantities = _outside(quantities, mentions, self.devices.equipped(cleaned.text, tokens, devices))
        sheet = Sheet(source, cleaned, title_end, tokens, numbers, devices, mentions, quantities, [], [])
        valued = sorted(q.start for q in quantities if q.kind != "none")
        if valued:
            sentences = [sentence for sentence in tokens.sentences if _between(valued, sentence.first, sentence.last)]
            sheet.terms = self.terms(tokens, tokens.sentences if whole else sentences)
            _without_metrics(sheet)
            self._sentences(sheet, frozenset(sentences), every=whole)
        return sheet

    def _sentences(self, sheet: Sheet, valued: Collection[Sentence], *, every: bool) -> None:
        """Chunks, frames, readings and contexts of all sentences; only those with values have any.

        What else than the words of its frame tells the metric of a reading is asked in this order: the sentence before
        (points of no metric) and the whole text (a mere complexity), since the context goes by the metric; then, by the
        context, its data set, and last what it is less than, which turns its direction alone. Frames that no reading
        needs are looked for, and kept, only where `every` one shall be.
        """
        text, whole = sheet.cleaned.text, None
        named = frozenset(at for m in sheet.mentions if self._is_name(sheet, m) for at in range(m.first, m.last))
        around = Around(text, sheet.title_end, self.tokenize, self.names, sheet.mentions)
        kept = NOTHING_KEPT
        for sentence in sheet.tokens.sentences:
            if sentence not in valued:
                sheet.sentences.append(([], {}, [], []))
                continue
            at = len(sheet.sentences)
            follows = at > 0 and sentence.start - sheet.tokens.sentences[at - 1].end <= _GAP
            before = sheet.sentences[-1][2] if follows else []
            chunks = self.chunk(sheet.tokens, sentence, sheet.quantities, sheet.terms, named)
            best: Mapping[int, Iterable[Frame]] = self.frames(chunks)
            frames = {anchor: group for anchor, found in best.items() if (group := list(found))} if every else {}
            readings = self.decide(chunks, frames if every else best, sheet.quantities, sheet.tokens).readings
            readings = self.pointed(readings, before, sheet.quantities, sheet.tokens, sentence)
            readings = self._orders.counted(readings, sheet.quantities, sheet.tokens, sentence, text)
            contexts: list[Context] = []
            if readings:
                whole = whole or self.context.whole(text[: sheet.title_end], text, sheet.title_end)
                contexts, kept = self.context(
                    sheet.tokens, sentence, chunks, sheet.quantities, readings, sheet.mentions, whole, around, kept
                )
                readings = self._measured_by(around.datasets, sheet.tokens, chunks, readings, contexts)
                readings = self._lessened(readings, contexts, sheet.quantities, sheet.tokens, sentence)
            sheet.sentences.append((chunks, frames, readings, contexts))

    def _is_name(self, sheet: Sheet, mention: Mention) -> bool:
        """Whether words of a name say nothing by themselves: "GPUs" of "64 A100 GPUs", not of "fewer A100 GPUs"."""
        if mention.kind == "device":
            return not mention.first or sheet.tokens.lower[mention.first - 1] not in self._numbering
        return mention.kind in ("dataset", "model")

    def claims(self, sheet: Sheet) -> list[Claim]:
        """The claims of a sheet, by place."""
        found = [self._device_row(sheet, device) for device in sheet.devices if _is_row(device)]
        for sentence, (_, _, readings, contexts) in zip(sheet.tokens.sentences, sheet.sentences, strict=False):
            if readings:
                text = _source_text(sheet, sentence)
                found.extend(self._claim(sheet, r, c, text) for r, c in zip(readings, contexts, strict=True))
        found.sort(key=lambda c: (c.start, c.end, c.metric))
        return found

    def _claim(self, sheet: Sheet, reading: Reading, context: Context, sentence: str) -> Claim:
        q = sheet.quantities[reading.quantity]
        start, end = sheet.span(q.start, q.end)
        value = self._value(q, reading)
        return Claim(
            start=start, end=end, quote=sheet.source[start:end], sentence=sentence, metric=reading.metric,
            measure=reading.measure, value_low=value.low, value_high=value.high, value_before=value.before,
            uncertainty=q.uncertainty, unit=value.unit, bound=q.bound, direction=reading.direction,
            effect=reading.effect, subject=context.subject, baseline=context.baseline, datasets=context.datasets,
            models=context.models, hardware=context.hardware, scope=context.scope, by=context.by, rule=reading.rule,
        )  # fmt: skip

    @staticmethod
    def _device_row(sheet: Sheet, device: Mention) -> Claim:
        """One device mention as a row of the table."""
        sentences = sheet.tokens.sentences
        start, end = sheet.cleaned.source_start(device.start), sheet.cleaned.source_end(device.end)
        sentence = sentences[bisect_right(sentences, device.start, key=lambda one: one.start) - 1]
        return Claim(
            start=start, end=end, quote=sheet.source[start:end], sentence=_source_text(sheet, sentence),
            metric="hardware", measure="count", value_low=device.number, value_high=device.number, value_before=None,
            uncertainty=None, unit="device", bound="exact", direction="none", effect="none", subject="", baseline="",
            datasets=(), models=(), hardware=(device.name,), scope=(), by="own", rule="device-mention",
        )  # fmt: skip


def _source_text(sheet: Sheet, sentence: Sentence) -> str:
    """A sentence as the source has it."""
    return sheet.source[sheet.cleaned.source_start(sentence.start) : sheet.cleaned.source_end(sentence.end)]


def _is_row(device: Mention) -> bool:
    """Named devices, and generic words with a count or memory size."""
    return device.kind == "device" or device.number is not None


def _without_metrics(sheet: Sheet) -> None:
    """Take from a sheet the names that are a metric's, for all that they begin like a model's: "CLIP-I", "ADD-S"."""
    metrics = {(t.start, t.end) for t in sheet.terms if any(kind in _METRICS for kind, _ in t.kinds)}
    words = sheet.tokens.words
    sheet.mentions = [m for m in sheet.mentions if (m.first, m.last) not in metrics or words[m.first].isalnum()]


def _between(places: list[int], first: int, last: int) -> bool:
    """Whether one of some places, which are in order, is in [first, last)."""
    at = bisect_left(places, first)
    return at < len(places) and places[at] < last


def _outside(
    quantities: list[Quantity], mentions: list[Mention], equipped: Iterable[tuple[int, int]]
) -> list[Quantity]:
    """Numbers inside a name or a device ("A100 80GB", "5 GPUs") are no values, nor in a list ("iPhone 8 and 9 ms").

    `equipped`: the tokens that tell what a device has.
    """
    ends: dict[int, int] = {}  # for each token of a name, where the name that reaches furthest from it ends
    for first, last in equipped:
        ends.update((at, last) for at in range(first, last))
    for mention in mentions:
        if mention.kind != "generic" or mention.number is not None:
            ends.update((at, max(mention.last, ends.get(at, 0))) for at in range(mention.first, mention.last))
    return [
        q._replace(kind="none", group=-2 - at) if q.end <= ends.get(q.start, 0) else q
        for at, q in enumerate(quantities)
    ]

"""Claims: the last stage of the line; frames, readings and context become the records of the table."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace

from spacy.vocab import Vocab

from extractor.claims.orders import Orders
from extractor.claims.pointed import Pointed
from extractor.context.context import Context, ContextFinder
from extractor.context.rival_costs import RivalDescriptions
from extractor.frames.chunks import Chunker
from extractor.frames.frames import Frame, FrameMatcher, literals, tag_sets
from extractor.frames.joins import Chunk
from extractor.frames.scan import Pieces, SentenceScan
from extractor.quantities.numbers import Number, NumberFinder, times
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

_VALUES = frozenset(["level", "change"])
_GAP = 2  # characters between two sentences of which none is left out
_METRICS = frozenset(["metric", "reading"])  # kinds of terms that name a metric
_SCORING = frozenset(["ACH", "M"])  # a verb of reaching that is a word for a score, too: "scores 81.2% on A"


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
        self._counted_size: str = metrics["roles"]["counted_size"]
        self._unnamed: str = metrics["roles"]["unnamed"]
        self._scored: str = metrics["roles"]["scored"]
        units = rules.table("quantities/bounds.toml")["unit_of_kind"]
        self._times, self._percent, self._points = units["ratio"], units["percent"], units["points"]
        self._numbering = frozenset(rules.table("terms/words.toml")["said"]["numbered"])
        self._measured_by = {name: metric for metric, names in metrics["measured_by"].items() for name in names}
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
        self._are_less = (self._orders, RivalDescriptions(rules))

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

        Frames that no reading needs are looked for, and kept, only where `every` one shall be.
        """
        text, whole = sheet.cleaned.text, None
        named = frozenset(at for m in sheet.mentions if self._is_name(sheet, m) for at in range(m.first, m.last))
        around = Around(text, sheet.title_end, self.tokenize, self.names, sheet.mentions)
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
                contexts = self.context(
                    sheet.tokens, sentence, chunks, sheet.quantities, readings, sheet.mentions, whole, around
                )
                readings = self._by_dataset(around.datasets, sheet, chunks, readings, contexts)
                readings = self._lessened(sheet, sentence, readings, contexts)
            sheet.sentences.append((chunks, frames, readings, contexts))

    def _is_name(self, sheet: Sheet, mention: Mention) -> bool:
        """Whether words of a name say nothing by themselves: "GPUs" of "64 A100 GPUs", not of "fewer A100 GPUs"."""
        if mention.kind == "device":
            return not mention.first or sheet.tokens.lower[mention.first - 1] not in self._numbering
        return mention.kind in ("dataset", "model")

    def _by_dataset(
        self, names: dict[str, str], sheet: Sheet, chunks: list[Chunk], readings: list[Reading], contexts: list[Context]
    ) -> list[Reading]:
        """The readings, with the metric of its data set for a value of which none is named.

        A verb of scoring names none ("scores 61.3% on MMLU"), and a difference to such a value is one of its metric.
        """
        measured: dict[int, set[str]] = {}  # for each list of values, what all its data sets are measured by
        for reading, context in zip(readings, contexts, strict=True):
            by = {self._measured_by.get(names.get(text, text), "") for text in context.datasets}
            measured.setdefault(reading.anchor, set()).update(by)
        told: dict[int, str] = {}  # the metric of a data set, by the chunk that its readings go by
        out: list[Reading] = []
        for reading in readings:
            by = measured[reading.anchor] if self._is_unnamed(chunks, reading) else set()
            metric = next(iter(by)) if len(by) == 1 else ""
            if reading.measure == "points" and (risen := self._risen(names, sheet, chunks, reading)):
                metric = risen  # "and improves MMLU by 2 points"
            elif reading.measure == "points" and reading.metric in (self._unnamed, self._scored):
                metric = told.get(reading.metric_at, "")
            elif metric and (reading.measure == "level" or self.rules.metrics[metric].polarity == "higher"):
                told[reading.metric_at] = metric
            else:
                metric = ""
            out.append(reading._replace(metric=metric) if metric else reading)
        return out

    def _risen(self, names: dict[str, str], sheet: Sheet, chunks: list[Chunk], reading: Reading) -> str:
        """The metric of a data set that itself is raised by points, whatever was named before; else none."""
        between = chunks[reading.start + 1 : max(0, reading.anchor - 1)]
        own = reading.start <= reading.metric_at and not chunks[reading.metric_at].quantities
        if own or len(between) != 1 or "DV" not in chunks[reading.start].tags:
            return ""
        name = sheet.tokens.words[between[0].start] if between[0].end == between[0].start + 1 else ""
        metric: str = self._measured_by.get(names.get(name, ""), "")
        return metric if metric and self.rules.metrics[metric].polarity == "higher" else ""

    def _is_unnamed(self, chunks: list[Chunk], reading: Reading) -> bool:
        """Whether no word names the metric of a value: it is unnamed, or told by a verb of scoring alone."""
        named = chunks[reading.metric_at]
        if reading.metric == self._scored:
            return reading.measure == "level" and named.tags >= _SCORING
        return reading.metric == self._unnamed and reading.measure in _VALUES and bool(named.quantities)

    def _lessened(
        self, sheet: Sheet, sentence: Sentence, readings: Sequence[Reading], contexts: Sequence[Context]
    ) -> list[Reading]:
        """The readings; lower and better is what the sentence says to be less than that of others."""
        lower = sheet.tokens.lower
        return [
            one._replace(direction="lower", effect="better")
            if context.by == "own"
            and (
                any(is_less(one, sheet.quantities[one.quantity], lower, sentence) for is_less in self._are_less)
                or self._orders.beats(one, context.baseline, lower, sentence)
            )
            else one
            for one, context in zip(readings, contexts, strict=True)
        ]

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
        low, high, before, unit = self._value(q, reading)
        return Claim(
            start=start, end=end, quote=sheet.source[start:end], sentence=sentence, metric=reading.metric,
            measure=reading.measure, value_low=low, value_high=high, value_before=before, uncertainty=q.uncertainty,
            unit=unit, bound=q.bound, direction=reading.direction, effect=reading.effect, subject=context.subject,
            baseline=context.baseline, datasets=context.datasets, models=context.models, hardware=context.hardware,
            scope=context.scope, by=context.by, rule=reading.rule,
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

    def _value(self, q: Quantity, reading: Reading) -> tuple[float | None, float | None, float | None, str]:
        low, high, before, unit = q.low, q.high, q.before, q.unit
        metric = self.rules.metrics[reading.metric]
        if reading.measure == "complexity":
            return None, None, None, ""
        if reading.measure == "change" and before is None:
            low, before = high, low
            high = low
        if reading.measure in ("percent", "ratio") and not unit:
            unit = self._percent if reading.measure == "percent" else self._times
        if reading.measure == "points" and unit in (self._percent, ""):
            unit = self._points if metric.percentage or unit else metric.unit
        if reading.measure in ("level", "change") and not unit and reading.metric == self._counted_size:
            unit = metric.unit
        part = reading.measure == "share" and q.kind in ("ratio", "number")
        if part and low is not None and high is not None and low < 1:
            low, high, unit = times(low, 100), times(high, 100), self._percent
        if low is not None and high is not None and low > high:  # "from 0.8 to 0.3" that no frame reads as a change
            low, high = high, low
        return low, high, before, unit


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

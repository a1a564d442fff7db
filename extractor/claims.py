"""Claims: the last stage of the line; frames, readings and context become the records of the table."""

from __future__ import annotations

import re
from collections.abc import Callable

import spacy

from extractor.chunks import Chunker
from extractor.clean import Cleaned, Cleaner
from extractor.context import ContextFinder
from extractor.frames import FrameMatcher, literals, ranked, tag_sets
from extractor.devices import DeviceFinder
from extractor.names import Mention, NameFinder
from extractor.numbers import NumberFinder
from extractor.quantities import Quantity, QuantityFinder
from extractor.readings import Reader, Reading
from extractor.records import Claim, Paper
from extractor.rules import Rules
from extractor.terms import TermFinder
from extractor.tokens import Tokenizer, Tokens


class ClaimFinder:
    """The whole line over one paper; built once for a set of rules."""

    def __init__(self, rules: Rules) -> None:
        vocab = spacy.blank("en").vocab
        self.rules = rules
        self.clean = Cleaner(rules.table("clean/replacements.toml"))
        self.tokenize = Tokenizer(rules.table("tokens/tokens.toml"))
        numbers = rules.table("numbers/words.toml")
        self.numbers = NumberFinder(numbers)
        self.quantities = QuantityFinder(
            rules.table("quantities/units.toml"), rules.table("quantities/bounds.toml"), numbers, self.tokenize
        )
        self.terms = TermFinder(rules, self.tokenize, vocab)
        self.chunk = Chunker(rules, literals(rules))
        self.frames = FrameMatcher(rules, vocab, tag_sets(rules, self.terms.tags))
        self.read = Reader(rules)
        self.names = NameFinder(rules)
        self.devices = DeviceFinder(rules)
        self.context = ContextFinder(rules)
        self._relative = frozenset(rules.table("context/context.toml")["relative"]["words"])

    def __call__(self, paper: Paper) -> list[Claim]:
        """All claims and device mentions of a paper, by place."""
        source = paper.text
        cleaned = self.clean(source)
        tokens = self.tokenize(cleaned.text)
        numbers = self.numbers(tokens)
        devices = self.devices(cleaned.text, tokens, numbers)
        mentions = sorted(self.names(cleaned.text, tokens) + devices)
        quantities = _outside(self.quantities(tokens, numbers), mentions)
        terms = self.terms(tokens)
        claims: list[Claim] = []
        whole = self.context.whole(paper.title, cleaned.text, cleaned.text.find("\n"))
        for sentence in tokens.sentences:
            chunks = self.chunk(tokens, sentence, quantities, terms)
            frames = ranked(self.frames(chunks), chunks)
            readings = self.read(chunks, frames, quantities, tokens)
            contexts = self.context(tokens, sentence, chunks, quantities, readings, mentions, whole)
            text = source[cleaned.source_start(sentence.start) : cleaned.source_end(sentence.end)]
            for reading, context in zip(readings, contexts, strict=True):
                q = quantities[reading.quantity]
                start = cleaned.source_start(tokens.starts[q.start])
                end = cleaned.source_end(tokens.ends[q.end - 1])
                low, high, before, unit = self._value(tokens, q, reading)
                claims.append(
                    Claim(
                        start, end, source[start:end], text, reading.metric, reading.measure, low, high, before,
                        q.uncertainty, unit, q.bound, reading.direction, reading.effect, context.subject, context.baseline,
                        context.datasets, context.models, context.hardware, context.scope, context.by, reading.rule,
                    )  # fmt: skip
                )
        claims.extend(self._device_row(source, cleaned, tokens, device) for device in devices if _is_row(device))
        claims.sort(key=lambda c: (c.start, c.end, c.metric))
        return claims

    def _device_row(self, source: str, cleaned: Cleaned, tokens: Tokens, device: Mention) -> Claim:
        """One device mention as a row of the table."""
        start, end = cleaned.source_start(device.start), cleaned.source_end(device.end)
        sentence = next(s for s in tokens.sentences if s.start <= device.start < s.end)
        text = source[cleaned.source_start(sentence.start) : cleaned.source_end(sentence.end)]
        return Claim(
            start, end, source[start:end], text, "hardware", "count", device.count, device.count, None, None, "device",
            "exact", "none", "none", "", "", (), (), (device.name,), (), "own", "device-mention",
        )  # fmt: skip

    def _value(self, tokens: Tokens, q: Quantity, reading: Reading) -> tuple[float | None, float | None, float | None, str]:
        low, high, before, unit = q.low, q.high, q.before, q.unit
        metric = self.rules.metrics[reading.metric]
        if reading.measure == "complexity":
            return None, None, None, ""
        if reading.measure == "change" and before is None:
            low, before = high, low
            high = low
        if reading.measure == "points" and unit in ("%", ""):
            unit = "pp" if metric.percentage else metric.unit
        if reading.measure == "points" and unit == "pp" and not metric.percentage:
            unit = metric.unit
        if reading.measure == "share" and q.kind in ("ratio", "number") and low is not None and high is not None and high < 1:
            low, high, unit = low * 100, high * 100, "%"
        return low, high, before, unit


def _is_row(device: Mention) -> bool:
    """Named devices, and generic words with a count or memory size."""
    return device.kind == "device" or device.count is not None


def _outside(quantities: list[Quantity], mentions: list[Mention]) -> list[Quantity]:
    """Numbers inside a name or a device ("A100 80GB", "5 GPUs") are no values."""
    spans = [(m.first, m.last) for m in mentions if m.kind != "generic" or m.count is not None]
    return [
        q._replace(kind="none") if any(first <= q.start and q.end <= last for first, last in spans) else q
        for q in quantities
    ]

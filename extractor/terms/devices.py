"""Devices: mentions of hardware with their vendor, count and memory, by rules/terms/hardware.toml."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from extractor.quantities.numbers import Number
from extractor.rulefiles.rules import Rules, Table
from extractor.terms.names import Mention, last_token
from extractor.terms.spellings import NOTHING, Spelling, SpellingIndex, SpellingPattern, choice, first_word
from extractor.text.plurals import singular, with_plurals
from extractor.text.tokens import Tokens

_COMPANY = 40  # how far before an ambiguous name the words may begin that tell it to be a device
_CUE = 30  # characters behind an ambiguous name among which a word tells it to be a device
_VENDOR = 24  # characters of the longest vendor, with what may stand behind it
_SINGLE = 24  # characters before a device among which the word stands that counts it as one
_SIZE = 10  # characters before a device among which its memory size stands

_GAPS = re.compile(r"[ -]")


class _Hit(NamedTuple):
    start: int
    end: int
    spelling: Spelling
    name: str


class DeviceFinder:
    """Finds named devices, and generic ones ("GPU") with a count or a memory size."""

    def __init__(self, rules: Rules) -> None:
        table = rules.table("terms/hardware.toml")
        self._index = SpellingIndex()
        self._small: set[str] = set()
        self._possessive = rf"(?:{choice(table.get('possessives', ()))})?[ -]"
        self._memory = re.compile(table.get("memory", NOTHING))
        self._memory_before = re.compile(rf"(?:{table.get('memory_before', NOTHING)})$")
        self._equipment = re.compile(table.get("equipment", NOTHING))
        self._vendors = {
            vendor: re.compile(rf"(?:{choice(spellings)}){self._possessive}$")
            for vendor, spellings in table.get("vendors", {}).items()
        }
        guard = choice(table.get("guard_words", ()))
        self._guard = re.compile(rf"{table.get('guard_gap', '[ -]?')}(?:{guard})(?![A-Za-z])")
        self._class = re.compile(rf"[ -](?:{guard})(?![A-Za-z])")
        exemplified = rf"(?:{guard}){table.get('exemplified', NOTHING)}"
        self._runs_before = re.compile(rf"(?:{table.get('runs_before', NOTHING)}|{exemplified})$")
        self._runs_after = re.compile(table.get("runs_after", NOTHING))
        self._joint = re.compile(rf"s?(?:[ -](?:{guard}))?{table.get('joint', NOTHING)}")
        self._single = re.compile(rf"(?<![\w-])(?:{choice(table.get('single', ()))}) $")
        self._counting: tuple[str, ...] = tuple(table["counting"])
        self._not_counting = re.compile(rf"[ -](?i:{choice(table.get('not_counting', ()))})(?![A-Za-z])")
        self.spellings: list[str] = []
        for entry in table.get("device", ()):
            self._add(entry)
        self._parts = frozenset(rules.table("context/device.toml")["parts"])
        self._index.sort()
        generic = sorted(table.get("generic", ()), key=lambda entry: -len(entry["word"]))
        ends = rf"(?![A-Za-z0-9]|-(?!(?:{choice(table['hyphened'])})\b))"
        self._generic = re.compile(rf"(?<![A-Za-z])(?:{'|'.join(map(_word, generic)) or NOTHING}){ends}")
        words = {entry["word"].lower() for entry in generic}
        first = {word.split()[0] for word in words} | {_GAPS.sub("-", word) for word in words}
        self._generic_first = with_plurals(first)
        self._kinds: dict[str, Table] = {_GAPS.sub(" ", entry["word"].lower()): entry for entry in generic}

    def _add(self, entry: Table) -> None:
        for guarded, aliases in ((False, [entry["name"], *entry.get("aliases", ())]), (True, entry.get("guarded", ()))):
            for alias in dict.fromkeys(aliases):
                if not guarded and alias in entry.get("guarded", ()):
                    continue
                if alias[0].islower():
                    self._small.add(first_word(alias))
                digits = any(character.isdigit() for character in alias)
                pattern = SpellingPattern(
                    alias, exact=bool(entry.get("exact_case")) or not digits, open_end="series" in entry
                )
                self.spellings.append(alias)
                self._index.add(alias, Spelling("device", entry["name"], pattern, guarded, entry))

    def __call__(self, text: str, tokens: Tokens, numbers: Sequence[Number]) -> list[Mention]:
        """Device mentions left to right, none overlapping; generic words without a number have no count."""
        by_end = {tokens.ends[number.end - 1]: number for number in numbers}
        hits = self._hits(text, tokens)
        named = [self._mention(text, tokens, hit, by_end) for hit in hits]
        starts = [mention.start for mention in named]
        found = list(named)
        for match in self._generic_words(text, tokens):
            before = bisect_left(starts, match.end()) - 1
            if before < 0 or named[before].end <= match.start():
                generic = self._generic_mention(text, tokens, match, by_end)
                if generic is not None and generic.first < generic.last:  # else in a sentence without tokens
                    found.append(generic)
        return sorted(found)

    def equipped(self, text: str, tokens: Tokens, devices: Sequence[Mention]) -> Iterator[tuple[int, int]]:
        """The tokens of memory that a device is told to have, which is no result: "with 320 kB of SRAM"."""
        for device in devices:
            end = device.end
            while more := self._equipment.match(text, end):
                end = more.end()
            if end > device.end:
                yield device.last, last_token(tokens, device.last, end)

    # named devices

    def may_be_at(self, text: str, start: int) -> bool:
        """Whether a named device may begin at a clean offset; whether it counts there its company tells."""
        return any(spelling.pattern.match(text, start) for spelling in self._index.at(text, start))

    def _hits(self, text: str, tokens: Tokens) -> list[_Hit]:
        raw: list[_Hit] = []
        alone: list[_Hit] = []  # guarded names in no company, which a list with a device may still give them
        unless: dict[str, bool] = {}
        small, begins = self._small, self._index.begins
        for index, word in enumerate(tokens.words):
            if (word.islower() and word not in small) or word[0] not in begins:
                continue  # most words
            start = tokens.starts[index]
            for spelling in self._index.at(text, start):
                hit = self._hit(text, start, spelling, unless)
                if hit is None:
                    continue
                if not spelling.guarded or self._in_company(text, start, hit.end, spelling.entry):
                    raw.append(hit)
                    break
                alone.append(hit)
        kept: list[_Hit] = []
        for hit in sorted(raw, key=lambda hit: (-hit.end, hit.start)):
            if not kept or hit.end <= kept[-1].start:
                kept.append(hit)
        if kept and alone:
            self._take_in_listed(text, kept, alone)
            _take_in_known(text, kept, alone)
        kept.sort(key=lambda hit: hit.start)
        return [
            hit
            for hit, after in zip(kept, [*kept[1:], None], strict=False)
            if not (hit.spelling.guarded and after and text[hit.end : after.start] in self._parts)
        ]

    def _hit(self, text: str, start: int, spelling: Spelling, unless: dict[str, bool]) -> _Hit | None:
        """The device at an offset; `unless` keeps which names the text as a whole rules out."""
        match = spelling.pattern.match(text, start)
        if match is None:
            return None
        entry, end, name = spelling.entry, match.end(), spelling.name
        if "series" in entry:
            series = re.compile(entry["series"]["match"]).match(text, end)
            if series:
                end = series.end()
                name = entry["series"]["name"].replace("{}", series.group().lstrip(" -").upper())
            elif end < len(text) and text[end].isalnum():
                return None
        if "tail" in entry:
            tail = re.compile(entry["tail"]).match(text, end)
            end = tail.end() if tail else end
        if spelling.name not in unless:
            unless[spelling.name] = any(piece in text for piece in entry.get("unless", ()))
        if unless[spelling.name]:
            return None
        return _Hit(start, end, spelling, name)

    def _take_in_listed(self, text: str, kept: list[_Hit], alone: Sequence[_Hit]) -> None:
        """Adds the names that stand in a list with a device of their kind: "T4, A30 and H20 GPUs"."""
        for hit in (*reversed(alone), *alone):  # to the left and to the right of a device
            taken = any(other.start < hit.end and hit.start < other.end for other in kept)
            if taken or hit.spelling.entry.get("only"):
                continue
            if any(
                other.spelling.entry["kind"] == hit.spelling.entry["kind"]
                and self._joint.fullmatch(text, min(hit.end, other.end), max(hit.start, other.start))
                for other in kept
            ):
                kept.append(hit)

    def _in_company(self, text: str, start: int, end: int, entry: Table) -> bool:
        before, after = text[max(0, start - _COMPANY) : start], text[end : end + _CUE].lstrip(" -")
        if not entry.get("only") and (
            self._vendor(entry["vendor"]).search(before)
            or self._guard.match(text, end)
            or (self._runs_before.search(before) and self._runs_after.match(text, end))
        ):
            return True
        if any(before.endswith((f"{word} ", f"{word}-", f"{word}/")) for word in entry.get("before", ())):
            return True
        return any(
            after.startswith(word) and not after[len(word) : len(word) + 1].isalpha() for word in entry.get("after", ())
        )

    def _vendor(self, vendor: str) -> re.Pattern[str]:
        if vendor not in self._vendors:
            self._vendors[vendor] = re.compile(rf"{re.escape(vendor)}{self._possessive}$")
        return self._vendors[vendor]

    def _mention(self, text: str, tokens: Tokens, hit: _Hit, by_end: dict[int, Number]) -> Mention:
        start, end = hit.start, hit.end
        while vendor := self._vendor(hit.spelling.entry["vendor"]).search(text[max(0, start - _VENDOR) : start]):
            start -= len(vendor.group())
        start, end = self._with_memory(text, start), self._right(text, end)
        counting = not self._not_counting.match(text, end)
        if counting:
            start, count = self._count(text, tokens, start, by_end)
            start, count = (start, count) if count is not None else self._one(text, start)
        else:
            count = None
        return _mention(text, tokens, start, end, "device", hit.name, count)

    def _with_memory(self, text: str, start: int) -> int:
        """The start with the memory size before it taken in: "an 80GB A100", "a 48 GB GPU"."""
        memory = self._memory_before.search(text[max(0, start - _SIZE) : start])
        return start - len(memory.group()) if memory else start

    def _right(self, text: str, end: int) -> int:
        """The end with a memory size and a class word taken in, either way round: "A100 80GB GPUs", "L4 GPU (24GB)"."""
        for pattern in (self._memory, self._class):
            more = pattern.match(text, end)
            if more:
                end = more.end()
        set_off = self._memory.match(text, end) if text.startswith(" (", end) else None
        return set_off.end() if set_off else end

    def _count(self, text: str, tokens: Tokens, start: int, by_end: dict[int, Number]) -> tuple[int, float | None]:
        """The start with a count taken in, and the count: "8 ", "8x", "two "."""
        for gap in self._counting:
            at = start - len(gap)
            number = by_end.get(at) if text[at:start] == gap else None
            if number is not None and number.value == int(number.value) and number.kind == "number":
                return tokens.starts[number.start], number.value
        return start, None

    def _one(self, text: str, start: int) -> tuple[int, float | None]:
        """The start with "single " taken in, which counts one."""
        single = self._single.search(text[max(0, start - _SINGLE) : start])
        return (start - len(single.group()), 1.0) if single else (start, None)

    # generic words

    def _generic_words(self, text: str, tokens: Tokens) -> Iterator[re.Match[str]]:
        """The generic words, tried only at tokens that can begin one."""
        begins = self._generic_first
        for index, word in enumerate(tokens.lower):
            may_be = word in begins or word.partition("-")[0] in begins  # "GPU-based"
            if may_be and (match := self._generic.match(text, tokens.starts[index])):
                yield match

    def _generic_mention(
        self, text: str, tokens: Tokens, match: re.Match[str], by_end: dict[int, Number]
    ) -> Mention | None:
        start, end = match.span()
        word = match.group()
        key = _GAPS.sub(" ", word.lower())
        entry = self._kinds.get(key) or self._kinds.get(singular(key), {})
        if self._not_counting.match(text, end):
            return None
        count: float | None = None
        if entry.get("counted"):
            at, count = self._count(text, tokens, start, by_end)
            sized = self._with_memory(text, start)
            if entry.get("in_name") and count is not None:
                start, count, word = at, 1.0, text[at:end]
            elif count is not None:
                start = at
            elif sized < start:
                start, count = sized, 1.0
            elif not entry.get("in_name"):
                start, count = self._one(text, start)
        return _mention(text, tokens, start, end, "generic", singular(word), count)


def _take_in_known(text: str, kept: list[_Hit], alone: Sequence[_Hit]) -> None:
    """Adds the ambiguous names that another place of the text tells to be devices: "an L4 GPU ... On L4, it takes".

    A word without a digit may go on to mean something else there.
    """
    names = {hit.name for hit in kept if not hit.spelling.entry.get("only")}
    for hit in alone:
        numbered = any(map(str.isdigit, text[hit.start : hit.end]))
        if numbered and hit.name in names and all(hit.end <= one.start or one.end <= hit.start for one in kept):
            kept.append(hit)


def _mention(text: str, tokens: Tokens, start: int, end: int, kind: str, name: str, count: float | None) -> Mention:
    first = bisect_right(tokens.ends, start)
    return Mention(start, end, first, last_token(tokens, first, end), kind, name, text[start:end], count)


def _word(entry: Table) -> str:
    """A generic word, or its plural, with hyphen and space free; case free where it is no acronym."""
    word = entry["word"]
    body = r"[ -]".join(re.escape(part) for part in _GAPS.split(word)) + ("" if entry.get("single") else "s?")
    return body if any(character.isupper() for character in word) else f"(?i:{body})"

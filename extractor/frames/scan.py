"""Scan: which texts, and which of their sentences, can hold a claim, told before any token is made.

Only about a fifth of the sentences of abstracts hold a number or a device; the others cost no more than this
scan. A text is cut at spaces and each piece looked up in a memory of pieces; the answers, one byte a piece, are
searched as a string. Half of the abstracts are done with then, uncleaned.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

from extractor.quantities.numbers import parse, written_out
from extractor.rulefiles.rules import Rules, Table
from extractor.terms.devices import DeviceFinder
from extractor.terms.names import letters
from extractor.terms.spellings import choice
from extractor.text.clean import Cleaner
from extractor.text.plurals import with_plurals
from extractor.text.tokens import Tokenizer

_WORD = re.compile(r"[^\W\d_]+")
_OUTSIDE_ASCII = re.compile(r"[^\x00-\x7f]+")
_WHOLE = re.compile(r"(?<!\w)[^\W\d_]+(?!\w)")
_DIGIT = re.compile(r"[0-9]")
_DIGITS = frozenset("0123456789.")
_MARKS = "(),.;:"
_BRACKET = re.compile(r"\s?\(")
# Nothing that cleaning takes away: a number in such a piece stays one, whatever the next piece does to its end.
_PLAIN = re.compile(r"[A-Za-z0-9.,;:%()\[\]+\-/'\"?&@<>=]*$")
_MAY_END = re.compile(r"\n|[.!?].*[A-Z]")  # a sentence may end within the piece
_MARKER = re.compile(r"\([0-9]+\)[,.;:]?$")  # of a point of a list or an equation; no value stands in brackets so
_COUNT = "<n> "  # any number before a phrase
_NAME = 40  # characters of a device's name before the word that tells it
_RATE = 2  # spaces in a unit before which no article is a number ("points per second")
_REACH = 40  # characters between a number word and its unit
_CLOSE = 24  # ... and between an article and it
_PHRASE = 80  # characters of a phrase that stands for a number, before and behind the word that tells it
_MEMO = 100_000  # pieces remembered; bounds the memory of long runs

# What a piece can be: hot ones make a sentence worth reading, warm ones may do so; a number word does so before any
# unit, an article before one that is measured, in the same piece (warm, too) or in one of the next ones; a word of a
# phrase does so inside it. Suspect ones need cleaning.
_COLD, _HOT, _WARM, _CARDINAL, _ARTICLE, _COUNTED, _MEASURED, _PHRASED = range(8)
_SUSPECT = 8
_CANDIDATE = re.compile(
    rb"[\x01\x02\x07\x09\x0a\x0f]"
    rb"|[\x03\x0b](?=.{0,2}[\x02\x05\x06\x07\x0a\x0d\x0e\x0f])|[\x04\x0c](?=.?[\x02\x06\x07\x0a\x0e\x0f])",
    re.DOTALL,
)
_SURE = re.compile(rb"[\x01\x02\x09\x0a]")
_SUSPECTS = re.compile(rb"[\x08-\x0f]")


class Pieces:
    """A text cut at spaces, with what each piece can be, one byte a piece."""

    def __init__(self, text: str, kinds: Mapping[str, int]) -> None:
        self._pieces = text.split(" ")
        self._kinds = bytes(map(kinds.__getitem__, self._pieces))

    def sure(self) -> bool:
        """Whether a piece makes a sentence worth reading that needs no look at its text."""
        return _SURE.search(self._kinds) is not None

    def suspect(self, first: int = 0, last: int = sys.maxsize) -> bool:
        """Whether one of the pieces [first, last] may need cleaning."""
        return _SUSPECTS.search(self._kinds, first, min(last, len(self._kinds)) + 1) is not None

    def candidates(self) -> Iterator[tuple[int, int, int, int]]:
        """Offsets of the pieces that can make a sentence worth reading, what each can be, and its number."""
        return ((start, end, self._kinds[at] & ~_SUSPECT, at) for start, end, at in self.found())

    def suspects(self) -> Iterator[tuple[int, int]]:
        """Offsets of the pieces that may need cleaning."""
        return ((start, end) for start, end, _ in self.found(_SUSPECTS))

    def found(self, kinds: re.Pattern[bytes] = _CANDIDATE) -> Iterator[tuple[int, int, int]]:
        """Offsets of the pieces of some kinds, and the number of each."""
        last, offset = 0, 0
        for match in kinds.finditer(self._kinds):
            at = match.start()
            offset += sum(map(len, self._pieces[last:at])) + at - last
            yield offset, offset + len(self._pieces[at]), at
            last = at


class SentenceScan:
    """Tells the sentences worth reading: those with a number, with a word that begins one, or with a device."""

    def __init__(self, rules: Rules, clean: Cleaner, tokenize: Tokenizer, devices: DeviceFinder) -> None:
        self._devices = devices
        self._clean = clean
        self._tokens = tokenize
        self._kinds = _Kinds(self._kind)
        self._learn_units(rules)
        self._learn_phrases(rules)
        self._learn_names(devices.spellings, frozenset(rules.table("terms/hardware.toml").get("common", ())))
        self._telling = self._numbers | self._parts.keys() | self._heads | self._articles | self._cardinals
        self._telling |= self._units | self._measured

    def _learn_units(self, rules: Rules) -> None:
        """A number word is worth reading before a unit or a device alone: "five minutes", "four sampling steps".

        So is an article before a unit that is measured, not counted: "an hour", not "a step".
        """
        numbers, hardware = rules.table("numbers/words.toml"), rules.table("terms/hardware.toml")
        units = rules.table("quantities/units.toml")["unit"]
        counted = _surfaces(unit for unit in units if unit["kind"] != "none" and not unit.get("implied"))
        generic = hardware.get("generic", ())
        counted |= with_plurals(entry["word"].lower() for entry in generic)
        measured = _surfaces(unit for unit in units if unit["kind"] == "unit" and not unit.get("implied"))
        measured = {surface for surface in measured if surface.count(" ") < _RATE}
        self._articles = frozenset(numbers["articles"])
        cardinals = frozenset(numbers["cardinals"]) - self._articles
        single = frozenset(hardware.get("single", ()))  # "on a single GPU": a number before devices alone
        self._cardinals = cardinals | single
        devices_of_one = {entry["word"].lower() for entry in generic if entry.get("counted")}
        # "single" begins a unit, too ("single-board computer"), but makes no piece worth reading by itself.
        self._units, self._measured = _first_words(counted) - single, _first_words(measured)
        behind, further = r"[ -](?:[a-z]+[ -])?", r"[ -](?:[a-z]+[ -]){0,3}"
        self._counted = re.compile(
            rf"\b(?:(?:{choice(self._articles)}){behind}(?:{choice(measured)})"
            rf"|(?:{choice(cardinals)}){further}(?:{choice(counted)})"
            rf"|(?:{choice(single)}) (?:{choice(devices_of_one)}))\b",
            re.IGNORECASE,
        )

    def _learn_phrases(self, rules: Rules) -> None:
        """The words that are a number by themselves, and those that are part of one.

        Of a phrase the rarest word counts, but only inside it: "an order of magnitude" is told by "magnitude".
        """
        numbers = rules.table("numbers/words.toml")
        self._heads = frozenset(word.lower() for word in numbers["complexity"]["heads"])
        phrases = [text.removeprefix(_COUNT) for text, _, _ in written_out(numbers)]
        self._numbers = frozenset(phrase for phrase in phrases if phrase.isalpha())
        parts: dict[str, list[str]] = {}
        for phrase in phrases:
            if not phrase.isalpha():
                rarest = _WORD.findall(max(phrase.split(), key=len))[-1]
                parts.setdefault(rarest, []).append(r"\W+".join(_WORD.findall(phrase)))
        cardinals = frozenset(numbers["cardinals"]) - self._articles
        for factor in rules.table("quantities/bounds.toml")["factors"]:  # "by a factor of two"
            parts.setdefault(factor, []).append(rf"{factor}\b.{{1,{_PHRASE}}}?\b(?:{choice(cardinals)})")
        for scale in numbers["scales"]["words"].keys() - cardinals:  # "two million"
            parts.setdefault(scale, []).append(rf"(?:{choice(cardinals | self._articles)})\W+{scale}")
        self._parts = {
            part: re.compile(rf"\b(?:{'|'.join(around)})\b", re.DOTALL)
            for part, around in parts.items()
            if part not in self._numbers
        }

    def _learn_names(self, spellings: Iterable[str], common: Collection[str]) -> None:
        """The words that tell a device: "Neural Compute Stick" is told by "Compute", "Horizon X3" by "X3"."""
        unnumbered: list[str] = []
        coded: set[str] = set()
        for name in spellings:
            if _DIGIT.search(name):
                coded.update(filter(_DIGIT.search, map(letters, name.split())))
            else:
                unnumbered.append(name)
        self._coded = frozenset(coded)
        told = {_telling(name, common) for name in unnumbered} | {name.replace("-", "") for name in unnumbered}
        names = {word for word in told if len(word) > 1 and word.isalpha()}
        self._names = with_plurals(names)

    def pieces(self, text: str) -> Pieces:
        """What the pieces of a text can be, cleaned or not."""
        return Pieces(text, self._kinds)

    def may_hold(self, text: str, pieces: Pieces) -> bool:
        """Whether a text, cleaned or not, can hold a claim or a device; False is certain. `pieces` are its own."""
        if pieces.sure():
            return True
        suspect = pieces.suspect()
        for start, end, kind, at in pieces.candidates():
            first, stop = (start - _PHRASE, end + _PHRASE) if kind == _PHRASED else (start, _reach(kind, end))
            before, behind = text.count(" ", max(first, 0), start), text.count(" ", start, stop)
            if suspect and pieces.suspect(max(at - before, 0), at + behind):
                return True  # what stands there once it is cleaned is not known yet
            if self._number_at(text, start, end, kind) is not None:
                return True
        return False

    def __call__(self, text: str, pieces: Pieces) -> list[int]:
        """What makes sentences of a cleaned text worth reading, as offsets in order; `pieces` are its own."""
        found: set[int] = set()
        for start, end, kind, _ in pieces.candidates():
            if kind == _HOT:
                found.add(start)
            elif kind == _WARM:
                stop = text.find(" ", max(end, start + _REACH))
                found.update(self._words(text, start, stop if stop >= 0 else len(text)))
            elif (at := self._number_at(text, start, end, kind)) is not None:
                found.add(at)
        return sorted(found)

    def _number_at(self, text: str, start: int, end: int, kind: int) -> int | None:
        """Where the number stands that a word at [start, end) begins or, of a phrase, is a part of; None without."""
        if kind == _PHRASED:
            return start if self._in_phrase(text, start, end) else None
        match = self._counted.search(text, start, _reach(kind, end))
        return match.start() if match else None

    def _in_phrase(self, text: str, start: int, end: int) -> bool:
        """Whether a word at [start, end) is inside a phrase that stands for a number."""
        around = text[max(start - _PHRASE, 0) : end + _PHRASE].lower()
        words = _WORD.findall(text[start:end].lower())
        return any(self._parts[word].search(around) for word in words if word in self._parts)

    def _words(self, text: str, start: int, end: int) -> list[int]:
        """Where numbers and devices stand in [start, end), which begins with a word."""
        hits = [match.start() for match in self._counted.finditer(text, start, end)]
        for token in self._tokens.matches(text, start, end):
            word, at = token.group(), token.start()
            if word[0] in _DIGITS and word[-1] != ")":  # but "2^O(n)"
                if parse(word) is not None:
                    hits.append(at)
            elif not word.isalpha() and (self._devices.may_be_at(text, at) or letters(word) in self._coded):
                hits.append(at)
            else:
                hits.extend(at + match.start() for match in _WORD.finditer(word) if self._tells(text, at, match))
        return hits

    def _tells(self, text: str, token: int, word: re.Match[str]) -> bool:
        """Whether a word of the token at an offset begins a number or tells a device."""
        lower = word.group().lower()
        if lower in self._numbers or (lower in self._heads and _BRACKET.match(text, token + word.end())):
            return True
        if lower in self._parts and self._in_phrase(text, token, token + word.end()):
            return True
        return word.group() in self._names and self._named(text, token)

    def _named(self, text: str, at: int) -> bool:
        """Whether a device without digits may stand where the word at an offset tells it."""
        may_be_at = self._devices.may_be_at
        return any(may_be_at(text, word.start()) for word in _WORD.finditer(text, max(0, at - _NAME), at + 1))

    def _kind(self, piece: str) -> int:
        """What a piece can be once it is cleaned. Of LaTeX that may go on in the next piece that is not known."""
        if not self._clean.suspects(piece):
            if _MARKER.match(piece):
                return _COLD
            if not _DIGIT.search(piece):  # most pieces that are met for the first time
                word = piece.strip(_MARKS)
                return self._worded([word] if word.isalpha() else _WORD.findall(piece))
            return self._held(piece, piece)
        if _PLAIN.match(piece) is None and (rest := _OUTSIDE_ASCII.sub("", piece)) and self._clean.suspects(rest):
            return _SUSPECT | _WARM
        return _SUSPECT | self._held(piece, self._clean(f" {piece} ").text)

    def _held(self, piece: str, text: str) -> int:
        """What a piece can be that is cleaned to a text."""
        if self._numbered(text):
            sure = _PLAIN.match(piece) is not None and piece in text and not _MAY_END.search(piece)
            return _HOT if sure else _WARM
        return _WARM if self._tokens.depends(text) else self._worded(_WORD.findall(text))

    def _worded(self, words: list[str]) -> int:
        """What a piece without a number can be, by its words."""
        lower = {word.lower() for word in words}
        if self._telling.isdisjoint(lower) and self._names.isdisjoint(words):
            return _COLD
        if lower & self._numbers or lower & self._heads or not self._names.isdisjoint(words):
            return _WARM
        if not self._parts.keys().isdisjoint(lower):
            return _PHRASED if len(words) == 1 else _WARM
        unit = _MEASURED if lower & self._measured else _COUNTED if lower & self._units else _COLD
        if lower & self._cardinals or lower & self._articles:
            return _WARM if unit else _CARDINAL if lower & self._cardinals else _ARTICLE
        return unit

    def _numbered(self, text: str) -> bool:
        """Whether a piece holds a number, or a device whose name holds one."""
        if not _DIGIT.search(text):
            return False
        return any(
            parse(word) is not None
            if word[0] in _DIGITS
            else not word.isalpha() and (letters(word) in self._coded or self._devices.may_be_at(text, at))
            for word, at in ((token.group(), token.start()) for token in self._tokens.matches(text))
        )


def _reach(kind: int, end: int) -> int:
    """How far behind a number word of a kind that ends there its unit may begin or end."""
    return end + (_CLOSE if kind == _ARTICLE else _REACH)


def _telling(name: str, common: Collection[str]) -> str:
    """The longest word of a name that is no word of any text, one with capitals before all others; or nothing."""

    def rank(word: str) -> tuple[bool, bool, int]:
        return len(word) > 1 and word not in common, not word.islower(), len(word)

    return max(_WHOLE.findall(name), key=rank, default="")


def _surfaces(units: Iterable[Table]) -> set[str]:
    return {surface.removeprefix("-").lower() for entry in units for surface in entry["surfaces"]}


def _first_words(surfaces: Iterable[str]) -> frozenset[str]:
    return frozenset(word for surface in surfaces for word in _WORD.findall(surface)[:1] if len(word) > 2)


class _Kinds(dict[str, int]):
    """What each piece can be; kept, as texts repeat their words."""

    def __init__(self, kind: Callable[[str], int]) -> None:
        super().__init__()
        self._kind = kind

    def __missing__(self, piece: str) -> int:
        kind = self._kind(piece)
        if len(self) < _MEMO:
            self[piece] = kind
        return kind

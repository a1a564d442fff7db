"""Names: mentions of data sets, base models and devices in the cleaned text, by the lists of rules/terms/."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from extractor.rules import Rules, Table
from extractor.spellings import Spelling, SpellingIndex, SpellingPattern, first_word, needs_case
from extractor.tokens import Sentence, Tokens

_WORD = re.compile(r"[A-Za-z]+")
_LINK = re.compile(r"\s?(?:,|and|&|/|, and)\s?$")
_LINKED = 8  # characters of a link between two names of a list
_CLOSING = frozenset([",", ".", ";", ")"])
_LEAD = 14  # tokens between a leading word and a name of the list it opens
_YEAR = re.compile(r"(?:19|20)\d\d$")
_SHORT = 5  # a name of fewer letters and no digit is an ordinary word in another case
_TABLES = (("dataset", "terms/datasets.toml"), ("model", "terms/models.toml"))


class Mention(NamedTuple):
    """A name at clean offsets [start, end) and tokens [first, last).

    `kind` is dataset, model, device or generic (a word such as "GPU"); `name` the canonical name; `text` as
    written. For devices, `number` is the count stated with it, and the offsets take in count, vendor and class.
    """

    start: int
    end: int
    first: int
    last: int
    kind: str
    name: str
    text: str
    number: float | None = None


class NameFinder:
    """Finds data sets and models: the longest name at a token, with the version or split behind it."""

    def __init__(self, rules: Rules) -> None:
        self._index = SpellingIndex()
        self._small: set[str] = set()
        self._tail: dict[str, re.Pattern[str] | None] = {}
        self._after: dict[str, frozenset[str]] = {}
        self._before: dict[str, tuple[str, ...]] = {}
        self._never: dict[str, tuple[str, ...]] = {}
        for kind, relative in _TABLES:
            self._add_table(kind, rules.table(relative))
        self._splits = _alternatives(rules.table("terms/datasets.toml").get("splits", ()))
        self._between = frozenset(rules.table("context/context.toml")["device"]["between"])
        table = rules.table("context/context.toml")["dataset"]
        self._nouns = frozenset(table["nouns"])
        self._leads = frozenset(table["leads"])
        self._tried = frozenset(table["tried"])
        self._opens = frozenset(table["opens"])
        self._examples = [tuple(phrase.split()) for phrase in table["examples"]]
        self._articles = tuple([article] for article in table["articles"])
        self._no_attribute = tuple(table["no_attribute"])
        self._backbone: dict[str, str] = rules.table("context/context.toml")["model"]["backbone"]
        self._closes = frozenset([*table["closes"], *table["unnamed"]["closes"]])
        self._common = frozenset(table["common"])
        self._qualities = _qualities(rules)
        self._function = frozenset(table["function"])
        self._joiners = frozenset(table["joiners"])
        self._formats = re.compile(table["formats"])
        self._data = frozenset(rules.table("context/context.toml")["model"]["data"])
        self._index.sort()

    def _add_table(self, kind: str, table: Table) -> None:
        guarded = frozenset(table.get("guarded", ()))
        exact = guarded | frozenset(table.get("exact", ()))
        for entry in table.get(kind, ()):
            for alias in dict.fromkeys([entry["name"], *entry.get("aliases", ())]):
                if alias[0].islower():
                    self._small.add(first_word(alias))
                suffixed = bool(entry.get("suffix", kind == "dataset"))
                pattern = SpellingPattern(alias, exact=alias in exact or needs_case(alias), open_end=suffixed)
                self._index.add(alias, Spelling(kind, entry["name"], pattern, alias in guarded, entry))
        tail = table.get("suffix_pattern") or table.get("tail_pattern")
        self._tail[kind] = re.compile(tail, re.VERBOSE if "(?x)" in tail else 0) if tail else None
        self._after[kind] = frozenset(table.get("cues_after", ()))
        self._before[kind] = tuple(f"{cue} " for cue in table.get("cues_before", ()))
        self._never[kind] = tuple(table.get("not_followed_by", ()))

    def __call__(self, text: str, tokens: Tokens) -> list[Mention]:
        """Mentions left to right, none overlapping."""
        found: list[Mention] = []
        alone: list[Mention] = []  # guarded names, which may still be the first of a list
        end = -1
        for index, word in enumerate(tokens.words):
            if word.isalpha() and word.islower() and word not in self._small:
                continue  # most words
            start = tokens.starts[index]
            if start < end or not (_may_begin(word) or word in self._small):
                continue
            mention = self._at(text, tokens, index, found, alone)
            if mention is not None:
                if mention.kind == "model" and self._data.intersection(tokens.lower[mention.last : mention.last + 1]):
                    mention = mention._replace(kind="dataset")
                found.append(mention)
                found.extend(self._further_year(tokens, mention))
                end = found[-1].end
        found = _with_first(text, found, alone)
        return _merged(text, sorted(found + self._unlisted(text, tokens, found)), self._backbone)

    def _further_year(self, tokens: Tokens, mention: Mention) -> list[Mention]:
        """The same data set of another year: "KITTI 2012 and 2015"; "2012/2015" with no space is one name."""
        first = mention.last + 1
        if mention.kind != "dataset" or first >= len(tokens.words) or not (year := _YEAR.search(mention.text)):
            return []
        if not _YEAR.match(tokens.words[first]) or tokens.lower[mention.last] not in self._joiners:
            return []
        whole = mention.text[: year.start()] + tokens.words[first]
        start, end = tokens.starts[first], tokens.ends[first]
        return [mention._replace(start=start, end=end, first=first, last=first + 1, name=whole, text=whole)]

    def tried_on(self, tokens: Tokens, sentence: Sentence, mentions: Sequence[Mention]) -> list[Mention]:
        """The names of a sentence, and of the data sets those it says were tried: "We evaluate on A and B."."""
        sets = [mention for mention in mentions if mention.kind == "dataset"]
        return [
            m
            for m in mentions
            if m.kind != "dataset" or is_led(tokens, sentence.first, m, sets, self._tried, self._between)
        ]

    def _unlisted(self, text: str, tokens: Tokens, found: Sequence[Mention]) -> list[Mention]:
        """Names that no list has, by the word behind them: "on the Foo and Bar-2 datasets"."""
        known = {at for mention in found for at in range(mention.first, mention.last)}
        known.update(s.first for s in tokens.sentences if tokens.words[s.first][1:].islower())  # "Beyond benchmarks"
        listed = {mention.last: mention.first for mention in found if mention.kind == "dataset"}
        firsts = {first: last for last, first in listed.items()}
        more: list[Mention] = []
        for index, word in enumerate(tokens.lower):
            if word not in self._nouns:
                continue
            at = index - _bracketed(tokens, index)
            alone = (listed.get(at) or self._name_before(tokens, at, known)) == at
            behind = self._list_behind(tokens, index + 1, known, firsts)
            if alone or len(behind) != 1:  # "the FooSet database (FSD)"
                more += [_unlisted(text, tokens, *part) for part in behind]
            while (start := listed.get(at) or self._name_before(tokens, at, known)) < at:
                if at not in listed:
                    more.append(_unlisted(text, tokens, start, at))
                at = start
                while at > 0 and tokens.lower[at - 1] in self._joiners:
                    at -= 1
                if at == start:
                    break
        known.update(at for mention in more for at in range(mention.first, mention.last))
        for index, word in enumerate(tokens.lower):
            if word in self._leads:
                first = index + 1 + (tokens.lower[index + 1 : index + 2] in self._articles)
                end = self._name_behind(tokens, first, known)
                if end > first and (end == len(tokens.lower) or tokens.lower[end] in self._closes):
                    more.append(_unlisted(text, tokens, first, end)._replace(kind="place"))
        return more

    def _list_behind(
        self, tokens: Tokens, at: int, known: set[int], firsts: Mapping[int, int]
    ) -> list[tuple[int, int]]:
        """The names behind a word for data sets ("datasets, A and B, show", "such as A"); `firsts` are those known."""
        words, lower, size = tokens.words, tokens.lower, len(tokens.words)
        mark = words[at] if at < size and words[at] in self._opens else ""
        at += bool(mark)
        led = next((len(p) for p in self._examples if tuple(lower[at : at + len(p)]) == p), 0)
        at += led + (led > 0 and words[at + led : at + led + 1] == [","])
        found: list[tuple[int, int]] = []
        number, end, ended = 0, at, False
        while at < size and (mark or led):
            end = firsts.get(at) or self._end_of_name(tokens, at, known)
            if end == at:
                break
            number += 1
            if at not in firsts:
                found.append((at, end))
            at = end
            while at < size and lower[at] in self._joiners:
                at += 1
            if at == end or ended:
                break
            ended = words[at - 1] not in self._opens  # "A, B and C, FooNet gains"
        closed = lower[end] if end < size else "."
        bare = mark == "," and not led and (number < 2 or closed not in _CLOSING)  # "on both datasets, FooNet gains"
        open_ended = closed not in self._closes and closed not in _CLOSING
        return [] if bare or open_ended or (mark == "(" and closed not in ")(") else found

    def _end_of_name(self, tokens: Tokens, at: int, known: set[int]) -> int:
        """The token behind a name that begins at a token; the token itself where there is none."""
        end = at
        while end < len(tokens.words) and end - at < _SHORT and end not in known:
            word = tokens.words[end]
            if not self._is_name(word) and not (end > at and word[0].isdigit()):
                break
            end += 1
        return end

    def _name_behind(self, tokens: Tokens, first: int, known: set[int]) -> int:
        """The token behind a name that begins at a token; the token itself where there is none."""
        at = first
        while at < len(tokens.words) and at - first < 2 and at not in known and self._is_name(tokens.words[at]):
            word = tokens.words[at]
            marked = any(c.isdigit() or c == "-" for c in word)
            if not marked and (len(word) < _SHORT - 1 or sum(c.isupper() for c in word) < 2):
                break
            at += 1
        return at

    def _name_before(self, tokens: Tokens, end: int, known: set[int]) -> int:
        """The first token of a name that ends before a token; the token itself where there is none."""
        at = end
        while at > 0 and end - at < _SHORT and at - 1 not in known and self._is_name(tokens.words[at - 1]):
            at -= 1
        return at

    def _is_name(self, word: str) -> bool:
        """Whether a word of an unlisted name: capitals or digits in it, and no common one ("SOTA", "3D")."""
        if (
            word in self._common
            or word.removesuffix("s") in self._common
            or not word[0].isalnum()
            or not any(c.isupper() for c in word)
        ):
            return False
        if word.lower().partition("@")[0] in self._qualities:
            return False
        letters_in = sum(c.isalpha() for c in word)  # "10M" and "5K" are amounts
        return letters_in > 1 and word.lower() not in self._function and not self._formats.fullmatch(word)

    def _at(
        self, text: str, tokens: Tokens, index: int, found: Sequence[Mention], alone: list[Mention]
    ) -> Mention | None:
        """The name that begins at a token; a guarded one in no company goes to `alone`."""
        start = tokens.starts[index]
        for spelling in self._index.at(text, start):
            match = spelling.pattern.match(text, start)
            if match is None:
                continue
            end = self._extended(text, match.end(), spelling)
            if end is None or self._is_attribute(text, end, spelling.kind):
                continue
            suffixed = end > match.end() + 1
            last = last_token(tokens, index, end)
            mention = Mention(start, end, index, last, spelling.kind, spelling.name, text[start:end])
            if spelling.guarded and not suffixed and not self._in_company(text, start, end, spelling.kind, found):
                alone.append(mention)
                continue
            return mention
        return None

    def _is_attribute(self, text: str, end: int, kind: str) -> bool:
        """Whether a name is but part of an adjective: "BERT-based", and not "COCO based on"."""
        never = next((word for word in self._never[kind] if text.startswith(word, end + 1)), "")
        return bool(never) and not (text[end] == " " and text.startswith(self._no_attribute, end + 1 + len(never)))

    def _extended(self, text: str, end: int, spelling: Spelling) -> int | None:
        """The end with version, size and split; None where the name runs on into another word."""
        tail = self._tail[spelling.kind]
        if tail is not None and spelling.entry.get("suffix", spelling.kind == "dataset"):
            while (more := tail.match(text, end)) and more.end() > end:
                end = more.end()
        if end < len(text) and (text[end].isalnum() or text[end] == "_"):
            return None
        if text[end : end + 1] == "." and text[end + 1 : end + 2].isdigit():  # "C4.5"
            return None
        if spelling.kind == "dataset":
            split = self._splits.match(text, end)
            if split:
                end = split.end()
        return end

    def _in_company(self, text: str, start: int, end: int, kind: str, found: Sequence[Mention]) -> bool:
        near = _WORD.findall(text[end : end + 40])[: 3 if kind == "dataset" else 2]
        if any(word in self._after[kind] for word in near):
            return True
        before = text[max(0, start - 16) : start]
        if before.endswith(self._before[kind]):
            return True
        last = found[-1] if found else None
        return last is not None and last.kind == kind and bool(_LINK.match(text[last.end : start]))


def _qualities(rules: Rules) -> frozenset[str]:
    """The names of qualities, lower case: a gain "on PSNR" is on no data set."""
    metrics = rules.table("terms/metrics.toml")["metric"]
    return frozenset(name.lower() for metric in metrics if metric["family"] == "quality" for name in metric["words"])


def _bracketed(tokens: Tokens, end: int) -> int:
    """1 where a token stands behind one word in brackets: "the visual wake words (VWW) dataset"."""
    return int(end > 3 and tokens.words[end - 1] == ")" and tokens.words[end - 3] == "(")


def _with_first(text: str, found: Sequence[Mention], alone: Sequence[Mention]) -> list[Mention]:
    """The names, and the guarded ones that open a list of them: "SGD and Weather benchmarks"."""
    kept: list[Mention] = []
    sure = set(found)
    for mention in sorted({*found, *alone}, reverse=True):
        after = kept[-1] if kept else None
        linked = (
            after is not None
            and after.kind == mention.kind
            and mention.end <= after.start <= mention.end + _LINKED
            and _LINK.match(text[mention.end : after.start])
        )
        if mention in sure or linked:
            kept.append(mention)
    return kept[::-1]


def _merged(text: str, mentions: Sequence[Mention], backbone: Mapping[str, str]) -> list[Mention]:
    """The names, as one those of data sets that overlap or are next to one another, and a model with its backbone."""
    kept: list[Mention] = []
    for mention in mentions:
        last = kept[-1] if kept else None
        if last is not None and last.kind == mention.kind == "dataset" and mention.start <= last.end + 1:
            end = max(last.end, mention.end)
            if not text[last.end : mention.start].strip():
                whole = text[last.start : end]
                kept[-1] = last._replace(end=end, last=max(last.last, mention.last), text=whole)
                continue
        if last is not None and last.kind == mention.kind == "model" and _is_one(text, last, mention, backbone):
            kept[-1] = last._replace(end=mention.end, last=mention.last, text=text[last.start : mention.end])
            continue
        if last is not None and last.kind == mention.kind and _is_short_for(text, mention, last):
            kept[-1] = mention
            continue
        kept.append(mention)
    return kept


def _is_one(text: str, last: Mention, mention: Mention, backbone: Mapping[str, str]) -> bool:
    """Whether a model and the one behind it are one: "Mask R-CNN based on ViT", "Mask R-CNN with a ViT backbone"."""
    behind = backbone.get(text[last.end : mention.start])
    return behind is not None and text.startswith(behind, mention.end)


def _is_short_for(text: str, mention: Mention, last: Mention) -> bool:
    """Whether a name in brackets is the acronym of the one before it, which it then stands for."""
    bracketed = text[last.end : mention.start] == " (" and text[mention.end : mention.end + 1] == ")"
    short = 2 * sum(c.isupper() for c in mention.text) >= len(mention.text) < len(last.text)
    return bracketed and short and mention.text[0] == last.text[0]


def _unlisted(text: str, tokens: Tokens, first: int, last: int) -> Mention:
    start, end = tokens.starts[first], tokens.ends[last - 1]
    return Mention(start, end, first, last, "dataset", text[start:end], text[start:end])


def is_led(
    tokens: Tokens, start: int, mention: Mention, mentions: Sequence[Mention], before: frozenset[str],
    between: frozenset[str], *, near: bool = False,
) -> bool:  # fmt: skip
    """Whether a word of `before` stands before a name or the list it is in; `near`: with no number between.

    `start` is the first token looked at, `between` the words inside a list.
    """
    words = tokens.lower
    for at in range(mention.first - 1, max(start, mention.first - _LEAD) - 1, -1):
        word = words[at]
        if word in before:
            return True
        if word in ",." and any("." in w and w in before for w in words[max(start, at - 2) : at]):
            continue  # "e.g.,"
        inside = any(m.first <= at < m.last for m in mentions)
        if word == "," and not any(m.last in (at, at - 1) for m in mentions):
            return False
        plain = word.isalpha() or "-" in word if near else any(c.isalnum() for c in word)
        if word not in between and not inside and not plain:
            return False
    return False


def letters(text: str) -> str:
    """The letters and digits of a name, lower case."""
    return "".join(character for character in text.lower() if character.isalnum())


def last_token(tokens: Tokens, index: int, end: int) -> int:
    """The token behind a clean offset, counting from a token before it."""
    while index < len(tokens.words) and tokens.starts[index] < end:
        index += 1
    return index


def _may_begin(word: str) -> bool:
    """Whether a token can begin a name: it has an upper-case letter or mixes letters and digits."""
    return not word.islower() or any(character.isdigit() for character in word)


def _alternatives(words: Sequence[str]) -> re.Pattern[str]:
    """Any of some words behind a name, after a space, a hyphen or in brackets."""
    choice = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)) or r"(?!)"
    return re.compile(rf"[ -](?:{choice})(?![A-Za-z0-9])| \((?:{choice})\)")

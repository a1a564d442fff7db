"""Names: mentions of data sets, base models and devices in the cleaned text, by the lists of rules/terms/."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from extractor.rulefiles.rules import Rules, Table
from extractor.terms.lost import beside, has_no_commas, names_in
from extractor.terms.shapes import NameShapes
from extractor.terms.sizes import SizeFinder
from extractor.terms.spellings import (
    NOTHING,
    Spelling,
    SpellingIndex,
    SpellingPattern,
    choice,
    first_word,
    needs_case,
    unowned,
)
from extractor.terms.unlisted import Unlisted, UnlistedFinder
from extractor.terms.unlisted_models import UnlistedModels
from extractor.text.tokens import Sentence, Tokens

_WORD = re.compile(r"[A-Za-z]+")
_STEM = 3  # letters that two names begin with
_LINKED = 8  # characters of a link between two names of a list
_LED = 14  # characters before a name of what leads to it and a size: "on 384x384 "
_CUE = 40  # characters behind a guarded name among which its cues stand
_CUES_BEHIND = {"dataset": 3, "model": 2}  # words behind a guarded name of which one may be its cue
_LEAD = 14  # tokens between a leading word and a name of the list it opens
_YEAR = re.compile(r"(?:19|20)\d\d$")
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


class _Transfer(NamedTuple):
    """What stands between the two data sets of a transfer, and before two that are none."""

    between: frozenset[str]
    moved: tuple[str, ...]


class NameFinder:
    """Finds data sets and models: the longest name at a token, with the version or split behind it."""

    def __init__(self, rules: Rules) -> None:
        context = rules.folder("context")
        self._index = SpellingIndex()
        self._small: set[str] = set()
        self._suffix: dict[str, re.Pattern[str]] = {}
        self._after: dict[str, frozenset[str]] = {}
        self._before: dict[str, tuple[str, ...]] = {}
        self._never: dict[str, tuple[str, ...]] = {}
        for kind, relative in _TABLES:
            self._add_table(kind, rules.table(relative))
        split = choice(rules.table("terms/datasets.toml").get("splits", ()))
        self._splits = re.compile(rf"[ -](?:{split})(?![A-Za-z0-9])| \((?:{split})\)")  # "COCO val", "COCO (val)"
        self._between = frozenset(context["device"]["between"])
        table = context["dataset"]
        self._tried = frozenset(table["tried"])
        self._leads = frozenset(table["leads"])
        self._learning = frozenset(table["learned"])
        self._no_attribute = tuple(table["no_attribute"])
        self._backbone: dict[str, str] = context["model"]["backbone"]
        self._joiners = frozenset(table["joiners"])
        self._link = re.compile(rf"\s?(?:{'|'.join(map(re.escape, table['links']))})\s?$")
        self._possessive: list[str] = context["baseline"]["possessive"]
        self._sizes = SizeFinder(rules)
        self._shapes = NameShapes(rules)
        self._find_unlisted = UnlistedFinder(rules, self._shapes)
        self._unlisted_models = UnlistedModels(rules)
        self._transfer = _Transfer(frozenset(table["adapted"]), tuple(table["moved"]))
        self._data = frozenset(context["model"]["data"])
        self._based = frozenset(context["model"]["based"])
        self._based_on = re.compile(rf"(?s).*(?<![\w-])(?i:{choice(context['model']['based_on'])}) $")
        self._index.sort()

    def _add_table(self, kind: str, table: Table) -> None:
        guarded = frozenset(table.get("guarded", ()))
        exact = guarded | frozenset(table.get("exact", ()))
        for entry in table.get(kind, ()):
            for alias in dict.fromkeys([entry["name"], *entry.get("aliases", ())]):
                if alias[0].islower():
                    self._small.add(first_word(alias))
                suffixed = bool(entry.get("suffix", kind == "dataset"))
                free, bound = kind == "dataset" and alias not in exact, alias in exact or needs_case(alias)
                pattern = SpellingPattern(alias, exact=bound, open_end=suffixed, humps=free)
                self._index.add(alias, Spelling(kind, entry["name"], pattern, alias in guarded, entry))
        self._suffix[kind] = re.compile(table.get("suffix_pattern", NOTHING))
        self._after[kind] = frozenset(table.get("cues_after", ()))
        self._before[kind] = tuple(f"{cue} " for cue in table.get("cues_before", ()))
        self._never[kind] = tuple(table.get("not_followed_by", ()))

    def __call__(self, text: str, tokens: Tokens) -> list[Mention]:
        """Mentions left to right, none overlapping."""
        found: list[Mention] = []
        alone: list[Mention] = []  # guarded names, which may still be the first of a list
        small, begins, end = self._small, self._index.begins, -1
        for index, word in enumerate(tokens.words):
            if (word.isalpha() and word.islower() and word not in small) or word[0] not in begins:
                continue  # most words
            start = tokens.starts[index]
            if start < end or not (_may_begin(word) or word in small):
                continue
            mention = self._at(text, tokens, index, found, alone)
            if mention is not None:
                if mention.kind == "model" and self._data.intersection(tokens.lower[mention.last : mention.last + 1]):
                    mention = mention._replace(kind="dataset")
                found.append(mention)
                found.extend(self._further_year(tokens, mention))
                found.extend(self._further_splits(text, tokens, found[-1]))
                found.extend(self._further_sizes(text, tokens, mention))
                end = found[-1].end
        found = _with_first(text, found, alone, self._link)
        no_commas = has_no_commas(text)
        found = sorted(found + self._unlisted(text, tokens, found, no_commas=no_commas))
        return _merged(text, found, self._backbone, self._transfer, no_commas=no_commas)

    def _further_sizes(self, text: str, tokens: Tokens, mention: Mention) -> list[Mention]:
        """The same model in other sizes: "Foo-7B and 13B"."""
        more: list[Mention] = []
        for start, end, name in self._sizes(text, mention.start, mention.end) if mention.kind == "model" else ():
            first = last_token(tokens, mention.last, start + 1) - 1
            last = last_token(tokens, first, end)
            more.append(mention._replace(start=start, end=end, first=first, last=last, text=name, name=name))
        return more

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

    def _further_splits(self, text: str, tokens: Tokens, mention: Mention) -> list[Mention]:
        """The same data set's other splits: "DAVIS val and test-dev"."""
        at = mention.last
        if mention.kind != "dataset" or at >= len(tokens.words) or tokens.lower[at] not in self._joiners:
            return []
        ends = (self._splits.fullmatch(mention.text, at) for at in range(len(mention.text) - 1, 0, -1))
        whole = next(filter(None, ends), None)
        more: list[Mention] = []
        while whole and at + 1 < len(tokens.words):
            at += sum(word in self._joiners for word in tokens.lower[at : at + 2])  # ", and"
            split = self._splits.match(text, tokens.starts[at] - 1) if at < len(tokens.words) else None
            first = more[-1].last if more else mention.last
            if at == first or split is None:
                break
            end, last = split.end(), last_token(tokens, at, split.end())
            name = mention.text[: whole.start()] + split[0]
            more.append(mention._replace(start=tokens.starts[at], end=end, first=at, last=last, name=name, text=name))
            at = last
        return more

    def tried_on(self, tokens: Tokens, sentence: Sentence, mentions: Sequence[Mention]) -> list[Mention]:
        """The names of a sentence, and of the data sets those it says were tried: "We evaluate on A and B."."""
        sets = [mention for mention in mentions if mention.kind == "dataset"]
        return [
            m
            for m in mentions
            if m.kind != "dataset" or is_led(tokens, sentence.first, m, sets, self._tried, self._between)
        ]

    def _unlisted(self, text: str, tokens: Tokens, found: Sequence[Mention], *, no_commas: bool) -> list[Mention]:
        """Names that no list has, as the words around them tell: "on the Foo and Bar-2 datasets"."""
        taken = {at for mention in found for at in range(mention.first, mention.last)}
        listed = {mention.first: mention.last for mention in found if mention.kind == "model"}
        models = self._unlisted_models(tokens, taken, listed)
        taken |= {at for first, last in models for at in range(first, last)}
        listed = {mention.first: mention.last for mention in found if mention.kind == "dataset"}
        names = self._find_unlisted(tokens, taken, listed)
        if no_commas:
            names = self._parted(tokens, taken, listed, names)
        of_models = [self._mention(text, tokens, first, last, "model") for first, last in models]
        of_models += [more for model in of_models for more in self._further_sizes(text, tokens, model)]
        return of_models + [self._mention(text, tokens, name.first, name.last, name.kind) for name in names]

    def _mention(self, text: str, tokens: Tokens, first: int, last: int, kind: str) -> Mention:
        """The name at tokens [first, last), without the ending of an owner: "Foo's hard split"."""
        start, end = tokens.starts[first], tokens.ends[last - 1]
        name = unowned(text[start:end], self._possessive)
        return Mention(start, start + len(name), first, last, kind, name, name)

    def _parted(
        self, tokens: Tokens, taken: set[int], listed: Mapping[int, int], names: Sequence[Unlisted]
    ) -> list[Unlisted]:
        """The names of a text that has lost its commas: each that a list ran together, and those beside them."""
        parted = [Unlisted(*part, n.kind) for n in names for part in names_in(tokens, n.first, n.last, self._shapes)]
        taken = taken | {at for name in parted for at in range(name.first, name.last)}
        sets = {**listed, **{name.first: name.last for name in parted if name.kind == "dataset"}}
        return parted + [Unlisted(*part, "dataset") for part in beside(tokens, taken, sets, self._shapes)]

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
            if end is None or self._is_attribute(text, start, end, spelling.kind):
                continue
            suffixed = end > match.end() + 1
            if spelling.kind == "dataset":
                end = _part_end(text, end)
            last = last_token(tokens, index, end)
            mention = Mention(start, end, index, last, spelling.kind, spelling.name, text[start:end])
            if spelling.guarded and not suffixed and not self._in_company(text, start, end, spelling.kind, found):
                alone.append(mention)
                continue
            return mention
        return None

    def _is_attribute(self, text: str, start: int, end: int, kind: str) -> bool:
        """Whether a name is but part of an adjective: "BERT-based", and not "COCO based on", "on COCO pretraining"."""
        if not text.startswith(self._never[kind], end + 1):
            return False
        never = next(word for word in self._never[kind] if text.startswith(word, end + 1))
        if kind == "model" and never in self._based and self._based_on.match(text, max(0, start - _LED), start):
            return False  # "a BERT-based ranker"
        if never in self._learning and not self._leads.isdisjoint(text[max(0, start - _LED) : start].split()[-2:]):
            return False
        return not (text[end] == " " and text.startswith(self._no_attribute, end + 1 + len(never)))

    def _extended(self, text: str, end: int, spelling: Spelling) -> int | None:
        """The end with version, size and split; None where the name runs on into another word."""
        suffix = self._suffix[spelling.kind]
        if spelling.entry.get("suffix", spelling.kind == "dataset"):
            while (more := suffix.match(text, end)) and more.end() > end:
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
        near = _WORD.findall(text[end : end + _CUE])[: _CUES_BEHIND[kind]]
        if any(word in self._after[kind] for word in near):
            return True
        longest = max(map(len, self._before[kind]), default=0)
        if text[max(0, start - longest) : start].lower().endswith(self._before[kind]):
            return True
        last = found[-1] if found else None
        return last is not None and last.kind == kind and bool(self._link.match(text[last.end : start]))


def _with_first(text: str, found: Sequence[Mention], alone: Sequence[Mention], link: re.Pattern[str]) -> list[Mention]:
    """The names, and the guarded ones that open a list of them: "SGD and Weather benchmarks"."""
    kept: list[Mention] = []
    sure = set(found)
    for mention in sorted({*found, *alone}, reverse=True):
        after = kept[-1] if kept else None
        linked = (
            after is not None
            and after.kind == mention.kind
            and mention.end <= after.start <= mention.end + _LINKED
            and link.match(text[mention.end : after.start])
        )
        if mention in sure or linked:
            kept.append(mention)
    return kept[::-1]


def _merged(
    text: str, mentions: Sequence[Mention], backbone: Mapping[str, str], transfer: _Transfer, *, no_commas: bool
) -> list[Mention]:
    """The names, as one those of data sets that overlap or are next to one another, and a model with its backbone."""
    kept: list[Mention] = []
    lost = False  # whether the list has lost its commas
    for mention in mentions:
        last = kept[-1] if kept else None
        lost = lost and last is not None and mention.start == last.end + 1
        if last is not None and last.kind == mention.kind == "dataset" and mention.start <= last.end + 1:
            end = max(last.end, mention.end)
            lost = mention.start > last.end and (lost or no_commas or _repeats(last.text, mention.text))
            if not text[last.end : mention.start].strip() and not lost:
                whole = text[last.start : end]
                kept[-1] = last._replace(end=end, last=max(last.last, mention.last), text=whole)
                continue
        if last is not None and mention.kind == "dataset" and _is_transfer(text, last, mention, transfer):
            whole = text[last.start : mention.end]
            kept[-1] = Mention(last.start, mention.end, last.first, mention.last, "dataset", whole, whole)
            continue
        if last is not None and last.kind == mention.kind == "model" and _is_one(text, last, mention, backbone):
            kept[-1] = last._replace(end=mention.end, last=mention.last, text=text[last.start : mention.end])
            continue
        if last is not None and last.kind == mention.kind and _is_short_for(text, mention, last):
            kept[-1] = mention
            continue
        kept.append(mention)
    return kept


def _repeats(last: str, name: str) -> bool:
    """Whether a name begins as the one before it does, and so is another of a list whose commas are lost."""
    first, second = (_WORD.match(text) for text in (last, name))
    return first is not None and second is not None and len(first[0]) >= _STEM and first[0] == second[0]


def _is_transfer(text: str, last: Mention, mention: Mention, transfer: _Transfer) -> bool:
    """Whether a data set and the one behind it are those of a transfer, and one name: "GTA5 to Cityscapes"."""
    if text[last.end : mention.start] not in transfer.between:
        return False
    return last.kind in ("dataset", "place") and not text.endswith(transfer.moved, 0, last.start)


def _is_one(text: str, last: Mention, mention: Mention, backbone: Mapping[str, str]) -> bool:
    """Whether a model and the one behind it are one: "Mask R-CNN based on ViT", "Mask R-CNN with a ViT backbone"."""
    behind = backbone.get(text[last.end : mention.start])
    return behind is not None and text.startswith(behind, mention.end)


def _is_short_for(text: str, mention: Mention, last: Mention) -> bool:
    """Whether a name in brackets is the acronym of the one before it, which it then stands for."""
    bracketed = text[last.end : mention.start] == " (" and text[mention.end : mention.end + 1] == ")"
    short = 2 * sum(c.isupper() for c in mention.text) >= len(mention.text) < len(last.text)
    return bracketed and short and mention.text[0] == last.text[0]


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
    """The letters and digits of a name, lower case, with the plus of a further one: "FooNet++" is not "FooNet"."""
    lower = text.lower()
    if lower.isalnum():  # most names
        return lower
    return "".join(character for character in lower if character.isalnum() or character == "+")


def last_token(tokens: Tokens, index: int, end: int) -> int:
    """The token behind a clean offset, counting from a token before it."""
    while index < len(tokens.words) and tokens.starts[index] < end:
        index += 1
    return index


def _may_begin(word: str) -> bool:
    """Whether a token can begin a name: it has an upper-case letter or mixes letters and digits."""
    return not word.islower() or any(map(str.isdigit, word))


def _part_end(text: str, at: int) -> int:
    """Where a name ends with the parts that hyphens add to it, each a word with a capital or a number: "MMLU-Math"."""
    while text[at : at + 1] == "-" and (text[at + 1 : at + 2].isupper() or text[at + 1 : at + 2].isdigit()):
        at += 2
        while at < len(text) and text[at].isalnum():
            at += 1
    return at

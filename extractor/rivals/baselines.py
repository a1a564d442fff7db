"""Baselines: the names of what a sentence compares with; which of them a value belongs to is chosen afterwards."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from extractor.frames.joins import Chunk
from extractor.frames.listing import MARKS
from extractor.rivals.anaphora import Anaphora
from extractor.rivals.besides import Besides
from extractor.rivals.changed import Changed
from extractor.rivals.ends import LONGEST, NoNames, is_amount, text_of
from extractor.rivals.extents import Extents
from extractor.rivals.keepers import Keepers
from extractor.rivals.likened import Likened
from extractor.rivals.objects import Objects, is_system
from extractor.rivals.overtaken import Overtaken
from extractor.rivals.portions import Portions
from extractor.rivals.rivals import RivalReader
from extractor.rivals.weighed import Weighed
from extractor.rulefiles.rules import Rules
from extractor.terms.names import Mention, letters
from extractor.text.tokens import Sentence, Tokens

_METRIC = frozenset(["M"])
_MEASURED = frozenset(["ratio", "percent", "points", "unit"])  # kinds of quantities that are no part of a name
_BESIDE = frozenset(["Q", "QV", "MV"])
_VALUES = frozenset(["Q", "QV"])
_LEADING = 2  # tokens in which a sentence opens: "Moreover, unlike X"
_NOUN = 4  # tokens from "this" to its verb
_GAINED = 8  # tokens from a gain to what it is a gain with respect to


class Marker(NamedTuple):
    """A comparison: where its words stand, the name compared with, and how it is worded.

    `rank` is 0 for "than", "compared to", 1 for a likeness ("on par with"); `verb` marks "outperforms",
    and `trails` "outperforming", which speaks of the values before it, too. One that is `held` has a value of its own
    behind it ("surpassing X by 2%"), one that is `own` none for values before it ("improves X by 2%").
    """

    at: int
    name: str
    rank: int
    verb: bool = False
    trails: bool = True
    held: bool = False
    each: tuple[str, ...] = ()
    own: bool = False

    def of(self, nth: int, size: int) -> str:
        """The name for the nth of `size` parallel values: "by 2x and 3x over A and B, respectively"."""
        return self.each[nth] if len(self.each) == size > 1 else self.name


class BaselineFinder:
    """Finds what is compared with, by rules/context/baseline.toml."""

    def __init__(self, rules: Rules, names: RivalReader) -> None:
        context = rules.folder("context")
        table = context["baseline"]
        self._names = names
        self._besides = Besides(rules, names)
        self._objects = Objects(rules)
        self._anaphora = Anaphora(rules)
        self.changed = Changed(rules, names)
        self._weighed = Weighed(rules, names)
        keepers = Keepers(rules, names)
        self._likened = Likened(rules, names, keepers, self._weighed)
        self._extents = Extents(rules, names)
        self._overtaken = Overtaken(rules, names, keepers)
        self.shared = Portions(rules, names)
        self._phrases: dict[str, list[tuple[tuple[str, ...], int]]] = {}
        for rank, key in ((0, "after"), (1, "weak"), (0, "doubtful")):
            for phrase in table[key]:
                words = tuple(phrase.split())
                self._phrases.setdefault(words[0], []).append((words, rank))
        self._doubtful = frozenset(tuple(phrase.split()) for phrase in table["doubtful"])
        self._likens = frozenset(tuple(phrase.split()) for phrase in table["weak"])
        self._before_names = frozenset(tuple(phrase.split()) for phrase in table["before_names"])
        self._behind_gains = frozenset(tuple(phrase.split()) for phrase in table["behind_gains"])
        for group in self._phrases.values():
            group.sort(key=lambda item: -len(item[0]))
        self._drop = frozenset(table["drop"])
        self._articles = frozenset(table["articles"])
        self._systems = frozenset(table["nouns"])
        self._wins: dict[str, list[tuple[str, ...]]] = {}
        for entry in rules.table("terms/words.toml")["class"]:
            for phrase in entry["words"] if entry["name"] == "OUT" else ():
                self._wins.setdefault(phrase.split()[0], []).append(tuple(phrase.split()))
        self._trailing, self._leading = tuple(table["trailing"]), frozenset(table["leading"])
        self._not_behind, self._turned = frozenset(table["not_behind"]), frozenset(table["turned"])
        self._by, self._former = frozenset(table["changed"]), frozenset(table["former"])
        self._into = frozenset(table["into"])
        self._itself = frozenset(table["itself"])
        self._undivided = frozenset(table["undivided"])
        self._counted = frozenset(table["counted"])
        self._ours = frozenset(table["ours"])
        self._advances = frozenset(table["advances"])
        self._records = [tuple(phrase.split()) for phrase in table["records"]]
        self._kinds = tuple(context["model"]["unlisted"]["kinds"])
        self._tries = frozenset(context["model"]["tries"])
        self._bounding = frozenset(context["owner"]["bounding"])
        self._begins = frozenset(self._phrases) | self._advances | self._likened.words | self._likened.amounts

    def markers(
        self,
        tokens: Tokens,
        sentence: Sentence,
        chunks: Sequence[Chunk],
        mentions: Sequence[Mention],
        own: Sequence[str],
    ) -> list[Marker]:
        """Every comparison of a sentence with something else than data or the paper's own system, left to right."""
        data = data_tokens(mentions)
        values = frozenset(at for c in chunks if c.tags & _VALUES for at in range(c.start, c.end))
        sized = (chunk.start for chunk in chunks if "Q" in chunk.tags and chunk.sub in _MEASURED)
        amounts = frozenset(at for at in sized if tokens.words[at][0].isdigit())  # "FooNet x1.0" is a name
        measured = (chunk for chunk in chunks if chunk.tags == _METRIC and not self._is_counted(tokens, chunk))
        metrics = frozenset(at for chunk in measured for at in range(chunk.start, chunk.end))
        mine = self._weighed.own(tokens, sentence.first, sentence.last, own)
        none, larger = NoNames(data | values, metrics, amounts, mine), NoNames(values, metrics, amounts)
        found: list[Marker] = []
        for at in range(sentence.first, sentence.last):
            word = tokens.lower[at]
            begins = (word in self._begins or word.endswith(self._likened.endings)) and at not in metrics
            begins = begins and (word not in self._leading or at <= sentence.first + _LEADING)
            # What is "larger than" a data set is compared with it; an "improvement over" one is measured on it.
            known = larger if word in self._bounding else none
            marker = self._marker(tokens, at, sentence.last, known) if begins else None
            passive = marker is None and word in self._overtaken.words
            if passive and (name := self._overtaken.kept(tokens, at, sentence.first, none, own)):
                marker = Marker(at, name, 1)
            elif passive and (name := self._overtaken.advanced(tokens, at, sentence, none, own)):
                marker = Marker(at, name, 0, True, trails=False, held=True, own=True)
            if marker is not None and not self._extents(tokens, chunks, marker.at, marker.name):
                found.append(marker)
        self._add_told_by_chunks(tokens, sentence, chunks, none, own, found)
        for at in self._anaphora.among(tokens.lower, sentence.first, sentence.last) if found else ():
            before = [m.name for m in sorted(found) if m.at < at]
            found += [Marker(at, name, 0) for name in self._anaphora(tokens, at, before)]
        return self._rivals(tokens, chunks, mentions, own, found)

    def _add_told_by_chunks(
        self,
        tokens: Tokens,
        sentence: Sentence,
        chunks: Sequence[Chunk],
        none: NoNames,
        own: Sequence[str],
        found: list[Marker],
    ) -> None:
        """Add what is named beside a value, behind a verb of change or of winning, or once more behind a value."""
        before = sentence.first
        for at, chunk in enumerate(chunks):
            name = "" if chunk.tags.isdisjoint(_BESIDE) else self._beside(tokens, chunks, at, sentence.last, none)
            if self._names.is_named(name) or self._besides.is_beside(tokens, chunk, name):
                verb = chunk.tags.isdisjoint(_VALUES)
                start = chunk.start if verb else chunk.end
                found.append(Marker(start, name, 0, verb, trails=False, held=verb, own=verb))
            elif name := self._objects(tokens, chunk, sentence.last, none):
                found.append(Marker(chunk.start, name, 0, True, trails=False, own=True))
            if "OUT" in chunk.tags and (beaten := self._beaten(tokens, sentence, chunks, at, none, own)):
                found.append(beaten)
            if "Q" in chunk.tags:
                changing = [m for m in found if (m.held or m.own) and m.at < before]
                verbs = any(m.verb and m.at >= before for m in found)  # "by 4%, outperforming A and B by 3%"
                if changing and not verbs:
                    found += self._gapped(tokens, chunks, before, chunk.start, none, changing[-1])
                before = chunk.end

    def _beaten(
        self,
        tokens: Tokens,
        sentence: Sentence,
        chunks: Sequence[Chunk],
        at: int,
        none: NoNames,
        own: Sequence[str],
    ) -> Marker | None:
        """What chunk `at`, a verb of winning, has as its object, or behind the amount that it wins by."""
        chunk = chunks[at]
        if tokens.before(chunk.start) in self._articles:  # "the best", "a leading"
            return None
        if name := self._overtaken(tokens, chunk.start, sentence.first, none, own):
            held = self._overtaken.has_amount(tokens, chunk.end, sentence.last, none)
            return Marker(chunk.start, name, 0, True, trails=False, held=held)
        name = self._names.name(tokens, chunk.end, sentence.last, none)
        if name:
            held = self._has_own(tokens, chunk.end, sentence.last, none, apart=True)
            if not held and self._overtaken.likens(tokens, chunk.start):
                return Marker(chunk.start, name, 0)
            trails = tokens.lower[chunk.start].endswith(self._trailing) and not held
            return Marker(
                chunk.start, name, 0, True, trails, held, self._names.parallel(tokens, chunk.end, sentence.last)
            )
        name = self._besides.beaten_by(tokens, chunks, at, sentence.last, none)
        return Marker(chunk.start, name, 0, True, trails=False, held=True) if name else None

    def _rivals(
        self,
        tokens: Tokens,
        chunks: Sequence[Chunk],
        mentions: Sequence[Mention],
        own: Sequence[str],
        found: Sequence[Marker],
    ) -> list[Marker]:
        """The markers but for those of the paper's own, of metrics, and of models told from their mentions."""
        models = [mention.text for mention in mentions if mention.kind == "model"]
        # A model that something is applied to is told from its mention: "compresses A by 2x and B by 3x".
        applied = [m for m in found if (m.own and not m.held) or tokens.lower[m.at] in self._tries]
        gone = {m for m in applied if any(model in m.name for model in models)}
        metrics = (chunk for chunk in chunks if "M" in chunk.tags and not self._is_counted(tokens, chunk))
        measured = [text_of(tokens, chunk.start, chunk.end).lower() for chunk in metrics]
        # "Faster than FooNet" tells that this name is not the paper's own, "outperforming FooNet" need not.
        ours = {m for m in found if (m.verb or m.rank) and letters(m.name) in own}
        told = sorted(m for m in found if m not in gone and m not in ours and m.name.lower() not in measured)
        surer = [(m, behind) for m, behind in pairwise(told) if not behind.verb and not behind.rank]
        where = {m for m, behind in surer if self._extents.is_where(tokens, m.at, behind.at)}
        return [m for m in told if m not in where]

    def _is_counted(self, tokens: Tokens, chunk: Chunk) -> bool:
        """Whether a metric counts devices, which may as well be compared with: "3x faster than GPUs"."""
        return chunk.end == chunk.start + 1 and tokens.lower[chunk.start] in self._counted

    def rival_of_change(self, tokens: Tokens, first: int, end: int, last: int, mentions: Sequence[Mention]) -> str:
        """The rival that the change at tokens [first, end) names between its two values or behind the second.

        No data set is one.
        """
        none = NoNames(data_tokens(mentions))
        return self._besides.inside(tokens, first, end, none) or self._besides.set_against(
            tokens, first, end, last, none
        )

    def _beside(self, tokens: Tokens, chunks: Sequence[Chunk], at: int, last: int, none: NoNames) -> str:
        """What stands by a value or a verb of its own: "12% from X", "twice the speed of X", "accelerates X by 2x"."""
        chunk, end = chunks[at], chunks[at].end
        if end + 1 >= last:
            return ""
        if "MV" in chunk.tags and tokens.lower[end] not in self._ours and self._has_own(tokens, end, last, none, ()):
            return self._names.name(tokens, end, last, none)
        return "" if chunk.tags.isdisjoint(_VALUES) else self._besides(tokens, chunks, at, last, none)

    def _gapped(
        self, tokens: Tokens, chunks: Sequence[Chunk], before: int, first: int, none: NoNames, verb: Marker
    ) -> list[Marker]:
        """The comparison that shares the verb of the one before it: "outperforms X by 10%, and Y by 3%"."""
        any_name = not verb.own and self._into.isdisjoint(tokens.lower[verb.at : before])
        at, name = self._besides.second(tokens, chunks, before, first, none, any_name=any_name)
        return [Marker(at, name, 0, True, trails=False, held=not verb.own, own=verb.own)] if name else []

    def owner_behind(self, tokens: Tokens, chunks: Sequence[Chunk], at: int, last: int) -> str:
        """The system whose measure an amount that ends at a token is of: "saves 94% of the time required by X"."""
        name = self.shared(tokens, chunks, at, last)
        return name if self.is_named(name) and not self._names.is_any(name) else ""

    def begins(self, words: Sequence[str]) -> bool:
        """Whether one of some words can begin a comparison."""
        return not self._begins.isdisjoint(words)

    def comparisons(self, tokens: Tokens, own: Sequence[str]) -> Iterator[tuple[int, str]]:
        """What a short text compares with but for the paper's own, left to right, and where its words stand."""
        none = NoNames(own=self._weighed.own(tokens, 0, len(tokens.words), own))
        for at, word in enumerate(tokens.lower):
            wins = next((w for w in self._wins.get(word, ()) if tokens.spells(at, w)), ())
            if wins and tokens.before(at) not in self._articles:
                name = self._names.name(tokens, at + len(wins), len(tokens.words))
            else:
                marker = self._marker(tokens, at, len(tokens.words), none)
                name = marker.name if marker and (marker.rank == 0 or word in self._weighed.words) else ""
            if name and letters(name) not in own:
                yield at, name

    def _has_own(
        self,
        tokens: Tokens,
        at: int,
        last: int,
        none: NoNames,
        drop: Collection[str] | None = None,
        *,
        apart: bool = False,
    ) -> bool:
        """Whether a verb of winning has a value behind it: "surpassing X by 7.5%", "by more than 5%".

        A word of `drop` right behind "by" stands for the value; `apart`: also behind a comma ("beats X, by 5%").
        """
        for end in range(at, min(at + LONGEST, last - 1)):
            if tokens.lower[end] in self._by:
                said = tokens.lower[end + 1] in (self._drop if drop is None else drop)
                said = said or is_amount(tokens.lower[end + 1])
                return said or none.valued(end, last)
            if tokens.words[end] in MARKS and not (apart and tokens.lower[end + 1] in self._by):
                break
        return False

    def _marker(self, tokens: Tokens, at: int, last: int, none: NoNames) -> Marker | None:
        """The comparison that begins at a token."""
        for words, rank in self._phrases.get(tokens.lower[at], ()):
            end = at + len(words)
            compares = words[0] not in self._turned or tokens.before(at) not in self._not_behind
            if compares and tokens.spells(at, words, last):
                name = self._names.name(tokens, end, last, none)
                gained = words in self._behind_gains and self._is_gain(tokens, at, none)
                if not name or (words in self._doubtful and not (gained or self._is_told(words, name))):
                    return None
                likened = int(rank or self._likened.is_second(tokens, at))
                return Marker(at, name, likened, each=self._names.parallel(tokens, end, last))
        if tokens.lower[at] in self._advances:
            return self._advance(tokens, at, last, none)
        if tokens.lower[at] in self._likened.amounts:
            name = self._likened.as_much(tokens, at, last, none)
            return Marker(at, name, 0) if name else None
        name = self._likened(tokens, at, last, none)
        return Marker(at, name, 1) if name else None

    @staticmethod
    def _is_gain(tokens: Tokens, at: int, none: NoNames) -> bool:
        """Whether a value in digits, no complexity, stands near before: "30% less time with respect to X"."""
        near = range(max(at - _GAINED, 0), at)
        return not none.amounts.isdisjoint(near) and not any("(" in tokens.words[i] for i in near)

    def _is_told(self, words: tuple[str, ...], name: str) -> bool:
        """Whether a name behind doubtful words is one of a system; behind some it need but look like a name."""
        known = words in self._before_names and self._names.is_named(name)
        return known or self._names.is_rival(name) or (words in self._likens and self._is_whole(name))

    def _is_whole(self, name: str) -> bool:
        """Whether a name is that of something left whole: "close to full context"."""
        return " " in name and name.partition(" ")[0].partition("-")[0].lower() in self._undivided

    def _advance(self, tokens: Tokens, at: int, last: int, none: NoNames) -> Marker | None:
        """What a verb advances: "advances the state of the art", "improves a strong baseline by 2%"."""
        start = self._names.begin(tokens, at + 1, last)
        if ")" in tokens.words[at:start] and ")" not in tokens.words[start - 2 : start]:
            return None  # "is improved (by 6%) compared to the state of the art", not "improves (by 6%) the ..."
        noun = start
        if start < last and tokens.lower[start] in self._into:
            noun = self._names.begin(tokens, start + 1, last)  # "improves on the state of the art"
        record = next((r for r in self._records if tokens.spells(noun, r)), ())
        if record:
            beaten = self._names.name(tokens, noun, last, none)
            if self._names.tells_system(beaten):  # "improves a state-of-the-art tracker by 2%"
                return Marker(at, beaten, 0, True, held=self._has_own(tokens, start, last, none))
            return Marker(at, text_of(tokens, noun, noun + len(record)), 0, True)
        if start >= last or tokens.lower[start] in self._phrases:
            return None  # "improves upon X"
        name = self._names.name(tokens, start + (tokens.lower[start] in self._into), last, none)
        known = bool(name) and self._names.is_known(name)
        told = known or (" " in name and self._names.is_rival(name) and not self._is_ours(tokens, at, last))
        beside = known and none.valued(start, last)  # "by" left out
        held = beside or (told and self._has_own(tokens, start, last, none))
        if known and self.is_of_it(tokens, at):  # "in O(n) time, which improves existing methods (by a factor of n)"
            return Marker(at, name, 0, True, held=held)
        return Marker(at, name, 0, True, trails=False, held=known, own=True) if told and held else None

    def is_of_it(self, tokens: Tokens, at: int) -> bool:
        """Whether the verb at a token speaks of the value before it: "O(n) time, which considerably improves on X"."""
        return not self._itself.isdisjoint(tokens.lower[max(at - _NOUN, 0) : at])

    def _is_ours(self, tokens: Tokens, at: int, last: int) -> bool:
        """Whether what a verb changes is the paper's own: "improves the speed of our baseline model by 2x"."""
        end = next((end for end in range(at, min(at + LONGEST, last)) if tokens.lower[end] in self._by), last)
        return not self._ours.isdisjoint(tokens.lower[at:end])

    def is_system(self, name: str) -> bool:
        """Whether a name ends in a plural of systems: "16 mainstream classifiers", no task or data."""
        return name.rpartition(" ")[2].lower() in self._systems

    def is_named(self, name: str) -> bool:
        """Whether a name is one of a system, or looks like a name."""
        return self._names.is_named(name)

    def is_former(self, name: str) -> bool:
        """Whether a name of several words, or a record, tells of what was there before: "the best known result"."""
        words = name.lower().split()
        told = len(words) > 1 and (self._names.is_rival(name) or not self._former.isdisjoint(words))
        return told or self._names.is_record(name) or self._names.is_known(name)

    def is_known(self, name: str) -> bool:
        """Whether a word of a name tells that it is a competitor's."""
        return self._names.is_known(name)

    def is_owner(self, name: str) -> bool:
        """Whether a quality named with "of" is that of a system: "the accuracy of a traditional method"."""
        looks = is_system(name.rpartition(" ")[2]) or self._names.is_known(name)
        told = " " in name and (
            self._names.is_rival(name) or self._names.tells_system(name) or name.endswith(self._kinds)
        )
        return looks or self.is_system(name) or told


def data_tokens(mentions: Sequence[Mention]) -> frozenset[int]:
    """The tokens of the data sets among some names."""
    return frozenset(at for m in mentions if m.kind == "dataset" for at in range(m.first, m.last))

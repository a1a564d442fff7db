"""Baselines: the names of what a sentence compares with, and which of them a value belongs to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from extractor.chunks import Chunk
from extractor.names import Mention, letters
from extractor.rules import Rules
from extractor.tokens import Sentence, Tokens

_LONGEST = 12  # tokens of a name


class Marker(NamedTuple):
    """A comparison: where its words stand, the name compared with, and how it is worded.

    `rank` is 0 for "than", "compared to", 1 for a likeness ("on par with"); `verb` marks "outperforms",
    and `trails` "outperforming", which speaks of the values before it, too.
    """

    at: int
    name: str
    rank: int
    verb: bool = False
    trails: bool = True
    each: tuple[str, ...] = ()

    def of(self, nth: int, size: int) -> str:
        """The name for the nth of `size` parallel values: "by 2x and 3x over A and B, respectively"."""
        return self.each[nth] if len(self.each) == size > 1 else self.name


class NoNames(NamedTuple):
    """The tokens of a sentence that are none of a baseline: those of data sets and values, and of metrics."""

    data: frozenset[int] = frozenset()
    metrics: frozenset[int] = frozenset()


_NONE = NoNames()
_METRIC = frozenset(["M"])


class BaselineFinder:
    """Finds what is compared with, by [baseline] of rules/context/context.toml."""

    def __init__(self, rules: Rules) -> None:
        table = rules.table("context/context.toml")["baseline"]
        self._phrases: dict[str, list[tuple[tuple[str, ...], int]]] = {}
        for rank, key in enumerate(("after", "weak")):
            for phrase in table[key]:
                words = tuple(phrase.split())
                self._phrases.setdefault(words[0], []).append((words, rank))
        for group in self._phrases.values():
            group.sort(key=lambda item: -len(item[0]))
        self._stop = frozenset(table["stop"])
        self._joiners = frozenset(table["joiners"])
        self._drop = frozenset(table["drop"])
        self._empty = frozenset(table["empty"])
        self._measures = frozenset(table["measures"])
        self._tests = frozenset(table["tests"])
        self._shortened = frozenset(table["shortened"])
        self._articles = frozenset(table["articles"])
        self._ceilings = frozenset(table["ceilings"])
        self._links_nouns = self._joiners - frozenset(_MARKS) - frozenset(["/"])
        nouns = [*rules.table("context/context.toml")["system"]["nouns"], *table["nouns"]]
        self._nouns = frozenset(nouns)
        self._wins: dict[str, list[tuple[str, ...]]] = {}
        for entry in rules.table("terms/words.toml")["class"]:
            for phrase in entry["words"] if entry["name"] == "OUT" else ():
                self._wins.setdefault(phrase.split()[0], []).append(tuple(phrase.split()))
        self._going = frozenset(table["going_on"])
        self._counts = frozenset(table["counts"])
        self._given = frozenset(table["given"])
        self._links = frozenset(table["links"])
        self._of = frozenset(table["of"])
        self._trailing = tuple(table["trailing"])
        self._possessive = tuple(table["possessive"])
        self._not_behind = frozenset(table["not_behind"])
        self._by = frozenset(table["changed"])
        self._ours = frozenset(table["ours"])
        self._like = frozenset(table["like"])
        self._shared_out = frozenset(table["shared_out"])
        self._advances = frozenset(table["advances"])
        self._records = [tuple(phrase.split()) for phrase in table["records"]]
        self._as = frozenset(table["as"])
        self._examples = [tuple(phrase.split()) for phrase in table["examples"]]

    def markers(
        self,
        tokens: Tokens,
        sentence: Sentence,
        chunks: Sequence[Chunk],
        mentions: Sequence[Mention],
        own: Sequence[str],
    ) -> list[Marker]:
        """Every comparison of a sentence with something else than data or the paper's own system, left to right."""
        data = {at for m in mentions if m.kind == "dataset" for at in range(m.first, m.last)}
        data.update(chunk.start for chunk in chunks if "Q" in chunk.tags)
        metrics = frozenset(at for chunk in chunks if chunk.tags == _METRIC for at in range(chunk.start, chunk.end))
        none = NoNames(frozenset(data), metrics)
        found: list[Marker] = []
        for at in range(sentence.first, sentence.last):
            marker = self._marker(tokens, at, sentence.last, none) if at not in metrics else None
            if marker is not None:
                found.append(marker)
        for chunk in chunks:
            if "OUT" in chunk.tags and tokens.lower[chunk.start - 1] not in self._articles:  # "the best", "a leading"
                name = self.name(tokens, chunk.end, sentence.last, none)
                if name:
                    trails = tokens.lower[chunk.start].endswith(self._trailing) and not self._has_own(
                        tokens, chunk.end, sentence.last
                    )
                    found.append(Marker(chunk.start, name, 0, True, trails))
        measured = [text_of(tokens, chunk.start, chunk.end).lower() for chunk in chunks if "M" in chunk.tags]
        return sorted(m for m in found if letters(m.name) not in own and m.name.lower() not in measured)

    def told(self, tokens: Tokens, own: Sequence[str]) -> str:
        """The first thing that a short text compares with; nothing where a number belongs to it there."""
        for at in range(len(tokens.words)):
            wins = next(
                (w for w in self._wins.get(tokens.lower[at], ()) if tuple(tokens.lower[at : at + len(w)]) == w), ()
            )
            if wins and tokens.lower[at - 1] not in self._articles:
                name = self.name(tokens, at + len(wins), len(tokens.words))
            else:
                marker = self._marker(tokens, at, len(tokens.words), _NONE)
                name = marker.name if marker is not None and marker.rank == 0 else ""
            if name and letters(name) not in own:
                return name
        return ""

    def _has_own(self, tokens: Tokens, at: int, last: int) -> bool:
        """Whether a verb of winning has a value behind it: "surpassing X by 7.5%"."""
        for end in range(at, min(at + _LONGEST, last - 1)):
            if tokens.lower[end] in self._by:
                return _is_amount(tokens.lower[end + 1]) or tokens.lower[end + 1] in self._drop
            if tokens.words[end] in _MARKS:
                break
        return False

    def _marker(self, tokens: Tokens, at: int, last: int, none: NoNames) -> Marker | None:
        """The comparison that begins at a token."""
        for words, rank in self._phrases.get(tokens.lower[at], ()):
            end = at + len(words)
            if tuple(tokens.lower[at : min(end, last)]) == words and tokens.lower[at - 1] not in self._not_behind:
                name = self.name(tokens, end, last, none)
                return Marker(at, name, rank, each=self._parallel(tokens, end, last)) if name else None
        if tokens.lower[at] in self._advances:
            start = self._begin(tokens, at + 1, last)
            record = next((r for r in self._records if tuple(tokens.lower[start : start + len(r)]) == r), ())
            return Marker(at, text_of(tokens, start, start + len(record)), 0, True) if record else None
        if tokens.lower[at] in self._like:
            for end in range(at + 1, min(at + _LIKE, last)):
                if tokens.lower[end] in self._as:
                    name = self.name(tokens, end + 1, last, none)
                    return Marker(at, name, 1) if name else None
                if not tokens.lower[end].isalpha():
                    break
        return None

    def object(self, tokens: Tokens, chunks: Sequence[Chunk], before: int, first: int) -> str:
        """What a verb changes the measure of: "reduces the FLOPs of five popular networks by 10%"."""
        for chunk in chunks:
            at = chunk.end
            if (
                "M" not in chunk.tags
                or not before <= chunk.start
                or at + 2 >= first
                or tokens.lower[at] not in self._of
            ):
                continue
            end = first + (tokens.lower[first] in self._by)
            while end > at + 1 and tokens.lower[end - 1] not in self._by:
                end -= 1
            if end <= at + 2 or self._ours.intersection(tokens.lower[at + 1 : end]):
                continue
            return self.name(tokens, at + 1, end - 1)
        return ""

    def shared(self, tokens: Tokens, at: int, last: int) -> str:
        """The owner of what a share is a part of: "96% of ResNet18's performance", "of the performance of BERT"."""
        direct = at + 1 < last and tokens.lower[at] in self._articles  # "half the memory of X"
        if at + 1 >= last or not (direct or tokens.lower[at] in self._of):
            return ""
        start = self._begin(tokens, at + 1, last)
        for end in range(start, min(start + _LIKE, last)):
            if tokens.lower[end].endswith(self._possessive):
                return _unowned(text_of(tokens, start, end + 1), self._possessive)
            if tokens.lower[end] in self._stop:
                break
        measured = start < last and tokens.lower[start] in (self._measures | self._ceilings)
        return self.name(tokens, start, last) if measured else ""

    def name(self, tokens: Tokens, at: int, last: int, none: NoNames = _NONE) -> str:
        """The noun phrase at a token, as written and short; empty where there is none."""
        at = self._begin(tokens, at, last)
        if at >= last or _is_amount(tokens.lower[at]) or at in none.data:
            return ""
        end = at
        while end < min(last, at + _LONGEST) and not self._ends(tokens, end, last):
            end += 1
        whole, end = end, self._trimmed(tokens, at, end, none)
        if end == at:
            return self._owner(tokens, at, last, none)
        words = tokens.lower[at:end]
        owner = next((i for i in range(at, end) if tokens.lower[i].endswith(self._possessive)), end)
        if end < whole and owner < end:
            return _unowned(text_of(tokens, at, owner + 1), self._possessive)  # "REPA's best FID"
        if words[-1] in self._counts and tokens.lower[end : end + 1] and tokens.lower[end] in self._of:
            return self.name(tokens, end + 1, last, none)  # "a number of recent methods"
        if all(word in self._measures for word in words):
            return self._owner(tokens, at, last, none)
        if words[-1] in self._given:
            behind = self.name(tokens, end + 1, last, none) if tokens.lower[end : end + 1] == ["by"] else ""
            return behind or text_of(tokens, at, end - 1) if end - 1 > at else behind
        listed = self._listed(tokens, end, last)
        if listed:
            return listed
        if (
            end - at == 1
            and words[0] in self._nouns
            and tokens.lower[end : end + 1]
            and tokens.lower[end] in self._going
        ):
            return self._described(tokens, at, end, last)
        if " ".join(words) in self._empty or words[-1] in self._tests:
            return ""
        return self._apposed(tokens, end, last) or text_of(tokens, at, end)

    def _described(self, tokens: Tokens, at: int, end: int, last: int) -> str:
        """A lone noun with what tells which: "methods that neglect biases", "an implementation using full precision"."""
        stop = end + 1
        while (
            stop < min(last, end + _TOLD) and tokens.words[stop] not in _CLOSED and tokens.lower[stop] not in self._by
        ):
            stop += 1
        return text_of(tokens, at, stop) if stop > end + 1 else ""

    def _trimmed(self, tokens: Tokens, at: int, end: int, none: NoNames) -> int:
        """The end of a name without words that join, or that name a metric."""
        while end > at and (tokens.lower[end - 1] in self._joiners or end - 1 in none.metrics):
            end -= 1
        return end

    def _owner(self, tokens: Tokens, at: int, last: int, none: NoNames) -> str:
        """Whose measure it is: "surpasses the performance of the baseline models", "28% of the memory used by X"."""
        while at < last and (tokens.lower[at] in self._measures or at in none.metrics):
            at += 1
        owner = at
        while owner < last and tokens.lower[owner] in self._links:
            owner += 1
        return self.name(tokens, owner, last, none) if owner > at else ""

    def _apposed(self, tokens: Tokens, at: int, last: int) -> str:
        """The name that a description is followed by: "the previous accelerator, GOBO, by"."""
        if named(tokens.words[at - 1]) or at + 2 >= last or not named(tokens.words[at + 1]):
            return ""
        if tokens.words[at] == "(" and tokens.words[at + 2] == ")" and not self._is_short(tokens, at):
            return tokens.words[at + 1]  # "the second-best model (S3Net)"
        if tokens.words[at] != ",":
            return ""
        end = at + 1
        while end < min(last, at + _ASIDE) and not self._ends(tokens, end, last):
            end += 1
        return text_of(tokens, at + 1, end) if end > at + 1 and tokens.words[end : end + 1] == [","] else ""

    @staticmethod
    def _is_short(tokens: Tokens, at: int) -> bool:
        """Whether what is in brackets only abbreviates the words before: "vector quantization (VQ)"."""
        short = tokens.words[at + 1].rstrip("s").lower()
        initials = "".join(
            word[0] for token in tokens.lower[max(0, at - _LONGEST) : at] for word in token.split("-") if word
        )
        return tokens.words[at + 1].isdigit() or short in initials or short[0] == tokens.lower[at - 1][0]

    def _parallel(self, tokens: Tokens, at: int, last: int) -> tuple[str, ...]:
        """The names of a list that "respectively" shares out over the values, one each."""
        names: list[str] = []
        start = at = self._begin(tokens, at, last)
        while at < min(last, start + 3 * _LONGEST):
            word = tokens.lower[at]
            if _is_amount(word) and not named(tokens.words[at - 1]):
                return ()
            if word in self._joiners or word in self._shared_out or word in self._stop:
                if at > start:
                    names.append(text_of(tokens, start, at))
                start = self._begin(tokens, at + 1, last)
                if word in self._shared_out:
                    return tuple(names)
                if word not in self._joiners:
                    break
            at += 1
        rest = tokens.lower[at : min(last, at + _LONGEST)]
        return tuple(names) if self._shared_out.intersection(rest) else ()

    def _begin(self, tokens: Tokens, at: int, last: int) -> int:
        """The first token of the name, past articles and a remark in brackets."""
        while at < last:
            if tokens.lower[at] in self._drop:
                at += 1
            elif tokens.words[at] == "(" and ")" in tokens.words[at : min(last, at + 8)]:
                at = tokens.words.index(")", at) + 1
            else:
                break
        return at

    def _ends(self, tokens: Tokens, at: int, last: int) -> bool:
        word = tokens.lower[at]
        if word in self._joiners and at + 1 < last and named(tokens.words[at + 1]) and named(tokens.words[at - 1]):
            return False
        if word in self._links_nouns and tokens.lower[at - 1] not in self._nouns:
            # "previous pruning and distillation approaches" are one kind of approaches
            behind = tokens.lower[at + 1 : min(last, at + 1 + _SHARED)]
            end = next(
                (i for i, later in enumerate(behind) if later in self._stop or later in self._joiners), len(behind)
            )
            return end < 2 or behind[end - 1] not in self._nouns
        if word == "/":
            return False
        return word in self._stop or (word[0].isdigit() and not named(tokens.words[at - 1]))

    def _listed(self, tokens: Tokens, at: int, last: int) -> str:
        """The names behind "including", "such as": "mainstream planners, including A, B and C"."""
        for begin in range(at + (tokens.words[at : at + 1] == [","]), min(at + _ASIDE, last)):
            for words in self._examples:
                start = begin + len(words)
                if (
                    tuple(tokens.lower[begin : min(start, last)]) == words
                    and start < last
                    and named(tokens.words[start])
                ):
                    end = start
                    while end < min(last, start + 2 * _LONGEST) and not self._ends(tokens, end, last):
                        end += 1
                    return text_of(tokens, start, end) if end > start else ""
            if tokens.words[begin] in _MARKS:
                break
        return ""

    def choose(
        self, tokens: Tokens, markers: Sequence[Marker], first: int, last: int, before: int, after: int, opening: int
    ) -> Marker | None:
        """The comparison for a value at tokens [first, last), between those that end at `before` and begin at `after`.

        The verb before it ("outperforms X by"), else nearest behind it, else nearest before it, else the next of
        the sentence; weaker wordings come last. What another bracket or part of the sentence holds does not count.
        The first value of the sentence begins at `opening`.
        """
        markers = self._of_bracket(tokens, [m for m in markers if self._reaches(tokens, m.at, first)], first)
        for rank in (0, 1):
            of_rank = [m for m in markers if m.rank == rank]
            near = [m for m in of_rank if last <= m.at < after]
            close = [m for m in of_rank if before <= m.at < first]
            earlier = [m for m in of_rank if m.at < first]
            later = [m for m in of_rank if m.at >= last]
            plain = [m for m in near if not m.verb]
            verbs = [m for m in close if m.verb]
            trailing = [m for m in near if m.trails]
            if of_rank:
                ahead = (
                    [m for m in later if not m.verb] if close and self._spent(tokens, close[-1], first, opening) else []
                )
                best = plain[:1] or verbs[-1:] or trailing[:1] or ahead[:1] or close[-1:]
                best = best or [m for m in later if m.trails][:1] or earlier[-1:] or later[:1]
                if best:
                    return self._exactly(best[0], later)
        return None

    @staticmethod
    def _spent(tokens: Tokens, marker: Marker, first: int, opening: int) -> bool:
        """Whether a comparison is that of a value before it, which a comma parts from this one."""
        return not marker.verb and marker.at > opening and "," in tokens.words[marker.at : first]

    @staticmethod
    def _exactly(marker: Marker, later: Sequence[Marker]) -> Marker:
        """The comparison, or the one behind it that names what it only describes: "outperforms others, 2x over X"."""
        exact = next((m for m in later if not m.verb and named(m.name)), None)
        return exact if exact is not None and marker.verb and not named(marker.name) else marker

    @staticmethod
    def _of_bracket(tokens: Tokens, markers: Sequence[Marker], first: int) -> Sequence[Marker]:
        """For a value in a bracket the comparisons in it, else the one that it stands behind: "X (0.6 vs 0.7 ms)"."""
        inside = [m for m in markers if not {"(", ")"}.intersection(tokens.words[min(m.at, first) : max(m.at, first)])]
        depth, at = 0, first - 1
        while at >= max(0, first - _BRACKET) and not depth:
            depth = {"(": 1, ")": -1}.get(tokens.words[at], 0)
            at -= 1
        if depth < 1:
            return markers
        near = [m for m in markers if m.at < first and tokens.words[first - 1] == "(" and first - m.at <= _LONGEST]
        return inside or [m._replace(rank=0) for m in near[-1:]] or markers

    def _reaches(self, tokens: Tokens, at: int, first: int) -> bool:
        """Whether a comparison can hold for a value: in one sentence, no semicolon, and in no bracket of its own."""
        low, high = min(at, first), max(at, first)
        between = tokens.words[low:high]
        if ";" in between:
            return False
        if any(word == "." and tokens.lower[low + i - 1] not in self._shortened for i, word in enumerate(between)):
            return False
        depth = 0
        for word in between if at < first else reversed(between):
            depth += {"(": 1, ")": -1}.get(word, 0) * (1 if at < first else -1)
            if depth < 0:
                return False
        return True


_BRACKET = 20  # tokens between a bracket's opening and a value in it
_SHARED = 4  # words behind "and" up to the noun that the words before it describe, too
_TOLD = 6  # tokens that tell which methods are meant
_LIKE = 6  # tokens between "same" and "as"
_ASIDE = 6  # tokens between a name and "such as"
_CLOSED = frozenset([",", ".", ";", "(", ")", ":"])
_MARKS = frozenset([",", ".", ";", "("])


def _unowned(name: str, possessive: Sequence[str]) -> str:
    """A name without the ending of an owner."""
    for ending in possessive:
        name = name.removesuffix(ending)
    return name


def _is_amount(word: str) -> bool:
    """Whether a word is a number, and no name such as "3x3"."""
    return word[0].isdigit() and not any(character.isalpha() for character in word)


def named(word: str) -> bool:
    """Whether a word looks like a name: an upper-case letter or a digit in it."""
    return any(character.isupper() or character.isdigit() for character in word)


def text_of(tokens: Tokens, start: int, end: int) -> str:
    """The words of tokens [start, end), spaced as in the cleaned text."""
    parts = [tokens.words[start]]
    parts += [("" if tokens.glued(at) else " ") + tokens.words[at] for at in range(start + 1, end)]
    return "".join(parts).strip(" ,")

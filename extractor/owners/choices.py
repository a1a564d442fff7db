"""Choices: which of the comparisons of a sentence a value belongs to."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.frames.joins import Chunk
from extractor.frames.listing import MARKS, named
from extractor.owners.places import Place
from extractor.rivals.baselines import BaselineFinder, Marker
from extractor.rivals.ends import HEDGED, LONGEST, text_of
from extractor.rulefiles.rules import Rules
from extractor.text.tokens import Tokens, starting_in

_LEADING = 2  # tokens in which a comparison opens a sentence
_SAID = 2  # chunks from a metric to what is said of it: "the accuracy is better"
_BESIDE = 2  # tokens between a comparative and a value beside it
_COMPARATIVE = frozenset(["DA", "MA"])
_VERBS = frozenset(["ACH", "BE", "KEEP"])
_VALUES = frozenset(["Q", "QV"])
_LISTED = 4  # tokens from the end of one part of a list to the number of the next
_BRACKET = 20  # tokens between a bracket's opening or end and a value in it


class Chooser:
    """Chooses by where comparisons stand; of words it knows only those that a period shortens."""

    def __init__(self, rules: Rules, baselines: BaselineFinder) -> None:
        context = rules.folder("context")
        self._baselines = baselines
        self._shortened = frozenset(context["baseline"]["shortened"])
        self._parts = frozenset(context["scope"]["parts"])
        self._than = frozenset(context["owner"]["bounding"])
        self._verbs = frozenset(context["subject"]["verbs"])
        self._heads = frozenset(context["foretold"]["heads"])
        self._merits = frozenset(context["baseline"]["merits"])
        self._goes_on = [tuple(words.split()) for words in context["foretold"]["goes_on"]]
        self._joiners = frozenset(context["baseline"]["counts_up"])
        self._trailing = tuple(context["baseline"]["trailing"])
        self._by = frozenset(context["baseline"]["changed"])
        self._within = frozenset(context["baseline"]["within"])

    def __call__(self, tokens: Tokens, markers: Sequence[Marker], place: Place, opening: int) -> Marker | None:
        """The comparison for the value at a place.

        The verb before it ("outperforms X by"), else nearest behind it, else nearest before it, else the next of
        the sentence; weaker wordings come last. What another bracket or part of the sentence holds does not count.
        The first value of the sentence begins at `opening`.
        """
        first, last, _, after = place
        able = [m for m in markers if not (m.own and m.at >= last)]
        reaching = [m for m in able if self._reaches(tokens, m.at, first, last)]
        if not reaching:  # "Compared to X; ours is 2x faster"
            reaching = [m for m in able if m.at < opening and self._reaches(tokens, m.at, first, last, parts=opening)]
        reaching = reaching or [m for m in able if m.at < opening and _heads(tokens, m.at, first)]
        if not reaching:
            return None
        markers = self._of_bracket(tokens, reaching, first)
        found = (self._of_rank(tokens, markers, rank, place, opening) for rank in (0, 1))
        best = next(filter(None, found), None)
        joined = best is not None and not self._joiners.isdisjoint(tokens.lower[best.at : first])
        if best is None or best.rank or best.at < opening or not joined:
            return best
        behind = self._of_rank(tokens, markers, 1, place, opening)
        return behind if behind is not None and last <= behind.at < after else best  # "2x faster than X, as good as Y"

    def _of_rank(
        self, tokens: Tokens, markers: Sequence[Marker], rank: int, place: Place, opening: int
    ) -> Marker | None:
        """The comparison of a rank that a value belongs to."""
        first, last, before, after = place
        of_rank = [m for m in markers if m.rank == rank]
        if not of_rank:
            return None
        near = [m for m in of_rank if last <= m.at < after and not self._anew(tokens, m.at)]
        close = [m for m in of_rank if before <= m.at < first]
        earlier = [m for m in of_rank if m.at < first]
        later = [m for m in of_rank if m.at >= last and not m.held]
        plain = [m for m in near if not m.verb]
        if rank and close and plain and "," in tokens.words[last : plain[0].at]:
            near = plain = []  # "matches A at half the cost, and the small one matches B"
        if earlier and plain and _is_told_apart(tokens, first, last):
            near = plain = later = []
        verbs = [m for m in close if m.verb]
        trailing = [m for m in near if m.trails]
        spent = bool(close) and self._spent(tokens, close[-1], first, opening)
        ahead = [m for m in later if not m.verb] if spent else []
        owning = [m for m in verbs[-1:] if m.held and m.rank == 0]  # "outperforms X by 5% against attacks"
        owning = [m for m in owning if not (m.own and plain)]  # "improves the accuracy of X by 5% over Y"
        owning = owning or [m for m in close[-1:] if not m.verb and self._bound(tokens, m, first)]
        if owning and self._is_over(tokens, owning[0], plain, first, last):
            owning = []
        best = owning or plain[:1] or verbs[-1:] or trailing[:1] or ahead[:1] or close[-1:]
        best = best or [m for m in later if m.trails][:1] or earlier[-1:] or later[:1]
        best = best or [m for m in of_rank if m.at >= last][:1]
        if best and not owning:  # "outperforms X, and is on par with Y at a 10x higher speed"
            liked = [m for m in markers if m.rank and max(best[0].at + 1, before) <= m.at < first][-1:]
            opens = tokens.words[best[0].at].istitle()  # "Against a net with the same size as X, ours is 2x faster"
            inside = opens and liked and self._joiners.isdisjoint(tokens.lower[best[0].at : liked[0].at])
            best = best if inside else liked or best
        if not best:
            return None
        return self._exactly(best[0], [m for m in later if self._verbs.isdisjoint(tokens.lower[last : m.at])])

    def opens(self, tokens: Tokens, first: int, marker: Marker, opening: int) -> bool:
        """Whether a comparison opens the sentence at token `first`, or its main clause: "On A, compared to X, it is".

        The first value of the sentence begins at `opening`.
        """
        if marker.at >= opening:
            return False
        before = tokens.before(marker.at)
        clause = before in self._parts or (before == "," and tokens.lower[marker.at] in self._heads)
        return clause or marker.at < first + _LEADING

    def bracketed(self, tokens: Tokens, markers: Sequence[Marker], first: int, last: int) -> Marker | None:
        """The beaten one whose own level stands in a bracket behind its name: "outperforming X (7.9 FID / 0.7 AP)"."""
        if not markers:
            return None
        at = tokens.opened(first, first - _BRACKET)
        if at < 0:
            return None
        near = range(last, min(last + _BRACKET, len(tokens.words)))
        end = next((i for i in near if tokens.words[i] == ")"), last)
        if self._baselines.begins(tokens.lower[last:end]) or tokens.lower[at + 1].endswith(self._trailing):
            return None  # "outperforms all (91% compared to 87%)", "gains over it (achieving 91%)"
        if not self._within.isdisjoint(tokens.lower[at:first]):
            return None  # "comparable to it (within 1% and 2%)"
        beaten = [m for m in markers if not m.own and m.at < at]
        colon = next((i for i in range(at - 1, max(at - _LISTED, 0), -1) if tokens.words[i] == ":"), 0)
        if colon and beaten and beaten[-1].at < colon and beaten[-1].name.endswith(tokens.words[colon - 1]):
            named_so = text_of(tokens, colon + 1, at)  # "beats two baselines: FooNet (0.75)"
            return beaten[-1]._replace(name=named_so) if named(tokens.words[at - 1]) else None
        return beaten[-1] if beaten and beaten[-1].name.endswith(tokens.words[at - 1]) else None

    def is_apart(self, tokens: Tokens, chunks: Sequence[Chunk], marker: Marker, first: int, last: int) -> bool:
        """Whether a comparison behind a value of no quality is none of it: "a 2x speedup, outperforming X"."""
        return marker.at >= last and (marker.verb or self._scores(tokens, chunks, marker, first, last))

    def _scores(self, tokens: Tokens, chunks: Sequence[Chunk], marker: Marker, first: int, last: int) -> bool:
        """Whether a comparison behind a value is a quality's own: "cuts the size by 3x and has better BLEU than X"."""
        between = [chunks[at] for at in starting_in(chunks, last, marker.at)]
        than = max((at for at, chunk in enumerate(between) if "DA" in chunk.tags), default=0)
        beside = starting_in(chunks, first - _BESIDE, last + 1)
        if any(chunks[at].tags & _COMPARATIVE for at in beside):
            return False  # "2x faster, and has better BLEU than X"
        if tokens.lower[marker.at] not in self._than or not than:
            return False
        quality = any("M" in c.tags and c.traits.quality for c in between[max(than - _SAID, 0) :])
        quality = quality or not self._merits.isdisjoint(tokens.lower[between[than].start : marker.at])
        valued = any(c.tags & _VALUES for c in between[max(than - _SAID, 0) :])
        return quality and not valued and any(c.tags & _VERBS for c in between[:than])

    def _bound(self, tokens: Tokens, marker: Marker, first: int) -> bool:
        """Whether "by" joins a value to the comparison before it: "it is faster than X, by at least 2x"."""
        near = range(first - 1, max(first - HEDGED, marker.at), -1)
        by = next((at for at in near if tokens.lower[at] in self._by), 0)
        end = by - (tokens.before(by) == ",")
        return by > 0 and marker.name.endswith(tokens.words[end - 1]) and self._baselines.is_named(marker.name)

    def _is_over(self, tokens: Tokens, marker: Marker, plain: Sequence[Marker], first: int, last: int) -> bool:
        """Whether a verb's amount was told, and another name follows: "beats X by far, and is 5x faster than Y"."""
        beside = bool(plain) and plain[0].at - last < _BESIDE
        by = self._by.intersection(tokens.lower[marker.at : first])
        return beside and bool(by) and self._by.isdisjoint(tokens.lower[max(first - HEDGED, 0) : first])

    def _anew(self, tokens: Tokens, at: int) -> bool:
        """Whether a comparison opens the clause of what follows: "by 2x, and compared to FooNet it is 3x smaller"."""
        return tokens.before(at) in self._joiners - MARKS and tokens.lower[at] in self._heads

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
        if tokens.opened(first, first - _BRACKET) < 0:
            return markers
        near = [m for m in markers if m.at < first and tokens.words[first - 1] == "(" and first - m.at <= LONGEST]
        near = [m for m in near if not m.rank or m.name.endswith(tokens.words[first - 2])]
        return inside or [m._replace(rank=0) for m in near[-1:]] or markers

    def _reaches(self, tokens: Tokens, at: int, first: int, last: int, parts: int = 0) -> bool:
        """Whether a comparison can hold for a value: in one sentence, no semicolon, and in no bracket of its own.

        One semicolon before the token `parts` may stand between.
        """
        low, high = (at, first) if at < first else (last, max(at, last))
        between = tokens.words[low:high]
        parted = _unbracketed(between).count(";") if ";" in between else 0
        if parted and (parted > 1 or ";" in tokens.words[parts:high]) and not self._follow(tokens, at, first):
            return False
        if any(word == "." and tokens.lower[low + i - 1] not in self._shortened for i, word in enumerate(between)):
            return False
        alone = at >= last and _is_alone(tokens, at)
        depth = int(alone)
        for word in between if at < first else reversed(between):
            depth += {"(": 1, ")": -1}.get(word, 0) * (1 if at < first else -1)
            if depth < 0:
                return False
        return True

    def _follow(self, tokens: Tokens, at: int, first: int) -> bool:
        """Whether the part behind a comparison goes on from it: "it beats X; it needs half the memory"."""
        parts = [i + 1 for i in range(at, first) if tokens.words[i] == ";"]
        begin = parts[0] + (tokens.lower[parts[0]] in self._joiners) if parts else first
        return len(parts) == 1 and any(tokens.spells(begin, words) for words in self._goes_on)


def _is_told_apart(tokens: Tokens, first: int, last: int) -> bool:
    """Whether a value stands alone in a bracket that ends its clause: "in speed (2x) and time (3x), and safer"."""
    alone = tokens.words[first - 1] == "(" and tokens.words[last : last + 1] == [")"]
    return alone and tokens.words[last + 1 : last + 2] == [","]


def _is_alone(tokens: Tokens, at: int) -> bool:
    """Whether a bracket holds a comparison at a token and nothing else: "by 2x (compared to FooNet)"."""
    opens = tokens.before(at) == "("
    end = tokens.past_bracket(at - 1, min(at + _BRACKET, len(tokens.words))) if opens else at
    return end > at and not any(word[0].isdigit() for word in tokens.words[at:end])


def _unbracketed(words: list[str]) -> list[str]:
    """Words but for those of whole remarks in brackets: "gains of 2 points (absolute; on A) and 3 points"."""
    out: list[str] = []
    for word in words:
        if word == ")" and "(" in out:
            del out[len(out) - 1 - out[::-1].index("(") :]
        else:
            out.append(word)
    return out


def _heads(tokens: Tokens, at: int, first: int) -> bool:
    """Whether only marks of a list stand between a comparison and a value: "over A: (a) ...; (b) it is 2x faster"."""
    ends = [i for i in range(at, first) if tokens.words[i] in (";", ".")]
    numbered = bool(ends) and "(" in tokens.words[at : ends[0]]  # not "(1) ours beats A; (2) it is 2x faster"
    return numbered and all("(" in tokens.words[i + 1 : i + _LISTED] for i in ends)

"""Around: what the sentences of a paper name, also those without a number; found only where a value asks for it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence

from extractor.names import Mention, NameFinder
from extractor.tokens import Tokenizer

_BACK = 12  # sentences that a value may go on from
_GAP = 2  # characters between two sentences


class Around:
    """The names in the sentences of a cleaned text whose title ends at `title_end`.

    `datasets` holds the canonical names of the data sets found so far, by how they are written.
    """

    def __init__(
        self, text: str, title_end: int, tokenize: Tokenizer, names: NameFinder, known: Iterable[Mention]
    ) -> None:
        self._text = text
        self._title_end = title_end
        self._tokenize = tokenize
        self._find = names
        self._ends: list[int] = []
        self._named: list[list[Mention]] = []
        self.datasets = {mention.text: mention.name for mention in known if mention.kind == "dataset"}

    def before(self, start: int) -> Iterator[Sequence[Mention]]:
        """What the sentences of the abstract before that at an offset name, the last one first.

        The first is the one that a sentence directly goes on from; nothing where something stands between them. Of a
        sentence without a digit only the data sets count that it says something was tried on.
        """
        if not self._ends:
            self._read()
        at = bisect_right(self._ends, start)
        if at == 0 or start - self._ends[at - 1] > _GAP:
            yield ()
        yield from reversed(self._named[max(0, at - _BACK) : at])

    def _read(self) -> None:
        tokens = self._tokenize(self._text, lambda text, start, end: start >= self._title_end)
        mentions = self._find(self._text, tokens)
        self.datasets |= {mention.text: mention.name for mention in mentions if mention.kind == "dataset"}
        starts = [mention.start for mention in mentions]
        for sentence in tokens.sentences:
            self._ends.append(sentence.end)
            first, last = bisect_left(starts, sentence.start), bisect_left(starts, sentence.end)
            here = mentions[first:last]
            if here and not any(map(str.isdigit, self._text[sentence.start : sentence.end])):
                here = self._find.tried_on(tokens, sentence, here)
            self._named.append(here)

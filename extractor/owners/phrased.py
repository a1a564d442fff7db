"""Phrased: the name in a noun phrase that introduces something: behind "we propose", "our", "the resulting"."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from extractor.owners.shortforms import short_form, stands_for
from extractor.rulefiles.rules import Rules
from extractor.text.plurals import is_among, singular

_PIECE = re.compile(r"\w[\w\-+/.'’@&^]*(?<![.'’/\-^])|[^\s\w]")
_QUOTES = re.compile(r"[\"“”‘’'`]+|(?<!\w)_|_(?!\w)")
_DIGITS = "0123456789"
_LEAST = 3  # words of a name without capitals
_PHRASE = 14  # words and marks of its noun phrase
_EXPANSION = 10  # words that a short form stands for
_ADJECTIVES = 3  # words between "our" and its noun
_PAIR = 2  # letters of the shortest short forms
_TITLE = 3  # letters that a short form with but one capital has at least one more of ("Fig.")
_TAIL = 2  # letters of a small tail that is part of a name
_NOUN = 20  # characters before a short form, or behind it, that hold its noun
_REMARK = 8  # words and marks behind a name that tell what it is


def pieces_of(text: str) -> list[str]:
    """The words and marks of a text, without its quotation marks."""
    return _PIECE.findall(_QUOTES.sub("", text))


def sentence_start(text: str, at: int) -> int:
    """Where the sentence of a text at an offset begins, the end of the one before it included."""
    return max(text.rfind(". ", 0, at), 0)


class NamePhrases:
    """Reads the names in noun phrases, as words and marks, by rules/context/system.toml."""

    def __init__(self, rules: Rules) -> None:
        context = rules.folder("context")
        table, baseline = context["system"], context["baseline"]
        self.nouns = frozenset(table["nouns"])
        self.data = frozenset(table["data"])
        self.fields = frozenset(table["fields"])
        self.based = tuple(table["based"])
        self._common = frozenset([*context["dataset"]["common"], *table["common"]])
        self._stop = frozenset(table["stop"])
        self._articles = frozenset(table["articles"])
        self._kinds = frozenset(table["kinds"])
        self.earlier = frozenset(table["earlier"])
        self._doers = tuple(table["doers"])
        self._components = frozenset(table["components"])
        self._fresh = frozenset(table["news"])
        self._joiners = frozenset(baseline["joiners"])
        self._of = frozenset(baseline["of"])
        self._clauses = self._stop - self._of - frozenset(self.based)
        self._doing = frozenset(table["doing"])
        self._applied = frozenset(table["applied"])
        self._prefixes = frozenset(table["prefixes"])
        self._drop = frozenset(table["drop"])

    def of_phrase(self, pieces: Sequence[str], *, strict: bool = False) -> str:
        """The name in a noun phrase: its short form in brackets, its last coined word, else its capitalised words.

        A `strict` one has its name in brackets, or a remark behind it.
        """
        if pieces and pieces[0] in self._doing:  # "propose to plug an attention (AT) module"
            if pieces[1:2] and pieces[1] in self._applied:
                return ""  # "propose to use"
            pieces, strict = pieces[2:], True
        if self._is_remarked(pieces):
            return pieces[0] if self.is_coined(pieces[0]) else ""
        first = 0
        while first < len(pieces) and pieces[first].lower() in self._drop:
            first += 1
        run = first
        while run < len(pieces) and _is_capitalised(pieces[run]):
            run += 1
        last = ""
        for at in range(first, min(len(pieces), first + _PHRASE)):
            word = pieces[at]
            if word == "(":
                return self.bracketed(pieces, at) or ("" if strict else last or self._run(pieces, first, run))
            kind = at > 0 and word in self._of and pieces[at - 1] in self._kinds  # "a novel type of architecture"
            if word.lower() in self._stop and not kind:
                if (at and pieces[at - 1] in self._applied) or (strict and not at):
                    return ""  # "the use of", "build upon"
                last = self._spelled(pieces, first, at) or ("" if strict else last)
                break
            if self.is_coined(word) and self._ends(pieces, at + 1, word):
                last = word
                after = pieces[at + 1] if at + 1 < len(pieces) else "."
                if after == "," and first and self._is_apposed(pieces, at + 2):
                    return pieces[at + 2]
                if not after[0].isalnum() and after != "(":
                    return last if not strict or after == "," else ""
        told = last or self._apposed(pieces)
        return told or ("" if strict else self._run(pieces, first, run) or self._plainly(pieces, first))

    def of_ours(self, pieces: Sequence[str], *, known: Callable[[str], bool] | None = None) -> str:
        """The name behind "our": directly, behind a noun such as "method", or in brackets behind its words.

        One that is `known` is none: behind "the resulting", a model that something was done to.
        """
        while pieces and pieces[0] in self._fresh:
            pieces = pieces[1:]
        if pieces and pieces[0] in self.earlier:
            return ""
        for at, word in enumerate(pieces[: _ADJECTIVES + 2]):
            if word in self.nouns:
                behind = at + 1 + (pieces[at + 1 : at + 2] == [","])
                name = pieces[behind] if behind < len(pieces) else ""
                told = bool(name) and self.is_coined(name)
                return name if told and (behind == at + 1 or self._ends(pieces, behind + 1, name)) else ""
            if at == 0 and self.is_coined(word):
                if pieces[1:2] == ["("]:
                    return self.bracketed(pieces, 1)  # "our Sketch-and-Match (SaM)"
                capitals = all(map(_is_capitalised, pieces[1 : pieces.index("(")])) if "(" in pieces else False
                whole = self.is_whole(word) and not (known and known(word))
                return (self._short(pieces) if capitals else "") or (word if whole else "")
            if word in self._stop or not word[0].isalnum():
                break
        return self._short(pieces) or self._apposed(pieces)

    def is_data(self, pieces: Sequence[str], name: str) -> bool:
        """Whether a name is introduced as that of data: "GazeCapture, the first large-scale dataset"."""
        at = pieces.index(name) if name in pieces else 0
        if pieces[max(0, at - 1)] in self.data and at:
            return True  # "the first image dataset Foo"
        near = pieces[at : at + _REMARK]
        end = next((i for i, word in enumerate(near) if i and word.lower() in self._stop), len(near))
        return not self.data.isdisjoint(word.lower() for word in near[:end])

    def is_part(self, name: str, body: str) -> bool:
        """Whether an abstract tells a name to be that of a part of a system: "a cross attention (CA) module"."""
        at = body.find(name)
        before, behind = pieces_of(body[max(0, at - _NOUN) : at]), pieces_of(body[at + len(name) :][:_NOUN])
        noun = before[-2:-1] if before[-1:] == ["("] else []
        after = behind[1:2] if behind[:1] == [")"] else behind[:1]
        return any(word.lower() in self._components for word in (*noun, *after))

    def _is_remarked(self, pieces: Sequence[str]) -> bool:
        """Whether a remark follows what is behind the verb: "We propose FooNet a new", "We present Murmel, an"."""
        if len(pieces) > 1 and pieces[1] in self._articles:
            return self.is_coined(pieces[0])
        told = len(pieces) > 2 and pieces[1] == "," and pieces[2] in self._articles
        return told and _is_capitalised(pieces[0]) and pieces[0].lower() not in self._drop

    def _plainly(self, pieces: Sequence[str], first: int) -> str:
        """The words of a name without capitals, which counts where the title has it: "token-wise feature caching"."""
        end = first
        while end < min(len(pieces), first + _PHRASE) and pieces[end] not in self._stop and pieces[end][0].isalnum():
            end += 1
        if not self._joiners.isdisjoint(pieces[first:end]):
            return ""
        if end < len(pieces) and pieces[end] in self._of:
            return ""  # "the design and development of"
        told = end - first >= _LEAST and pieces[end - 1] not in self.nouns
        return " ".join(pieces[first:end]) if told else ""

    def _is_apposed(self, pieces: Sequence[str], at: int) -> bool:
        """Whether a name stands between marks: "the first encoder-free 3D LMM, ENEL."."""
        return at + 1 < len(pieces) and self.is_coined(pieces[at]) and pieces[at + 1].lower() in self._stop

    def _apposed(self, pieces: Sequence[str]) -> str:
        """The name behind a noun phrase and a comma: "our router, Foo, is", "encoders, FOO (Fast Online ...)"."""
        for at in range(1, min(len(pieces) - 3, _PHRASE)):
            before, name, after = pieces[at - 1], pieces[at + 1], pieces[at + 2]
            if before == "." or before in self.data:
                break
            if pieces[at] != "," or not self.is_coined(name):
                continue
            doer = before in self.nouns or before.endswith(self._doers)
            plain = self._clauses.isdisjoint(word.lower() for word in pieces[:at])
            if doer and plain and after == "," and pieces[at + 3] not in self._joiners:
                return name
            if after == "(" and ")" in pieces[at:]:
                words = pieces[at + 3 : pieces.index(")", at)]
                return name if len(words) > 1 and stands_for(name, words) else ""
        return ""

    def _short(self, pieces: Sequence[str]) -> str:
        """The short form in brackets that a noun phrase ends with: "Layer-Adaptive Merging (LAMer)"."""
        at = pieces.index("(") if "(" in pieces[:_EXPANSION] else 0
        if at and not self._stop.intersection(word.lower() for word in pieces[:at]):
            return self.bracketed(pieces, at)
        return ""

    def bracketed(self, pieces: Sequence[str], at: int) -> str:
        """The short form in brackets at a piece: of the words before it, or in small letters, too ("RRKDNet").

        Behind the noun of a system, it need not stand for the words: "a novel method (FOO-M)".
        """
        closed = pieces[at + 2 : at + 3] == [")"] and not self._is_field(pieces[at + 3 : at + 5])
        short = pieces[at + 1] if closed else ""
        words = [word for word in pieces[max(0, at - _EXPANSION) : at] if word[0].isalnum()]
        if len(short) > _TITLE and short.istitle() and short.isalpha():
            return short if stands_for(short, words) and short not in words else ""
        if not short.lstrip(_DIGITS) or not (self.is_coined(short) or self.is_coined(short.lstrip(_DIGITS))):
            return ""
        if len(short) > _PAIR and pieces[at - 1] in self.nouns:
            return short_form(short)
        if len(singular(short)) == _PAIR and not all(word[0].isupper() for word in words[-_PAIR:]):
            return ""  # two capitals are a field's word ("single-task (ST)")
        mixed = sum(c.isupper() for c in short) > 1 and not singular(short).isupper() and short.isalpha()
        return short_form(short) if mixed or stands_for(short, words) else ""

    def _is_field(self, behind: Sequence[str]) -> bool:
        """Whether what stands behind a short form in brackets tells that it is that of a field: "(MDP) problem"."""
        based = len(behind) > 1 and behind[0] == "-" and behind[1].startswith(self.based)
        return based or (bool(behind) and behind[0].lower() in self.fields)

    def _spelled(self, pieces: Sequence[str], first: int, stop: int) -> str:
        """The short form of words among which one ends a noun phrase: "Query-aware Inference for LLMs (Q-LLM)"."""
        for at in range(stop + 1, min(stop + _EXPANSION, len(pieces) - 2)):
            if pieces[at] == "(":
                short = self.bracketed(pieces, at)
                opens = [
                    word
                    for index, word in enumerate(pieces[first:stop])
                    if short and word[0].lower() == short[0].lower() and (not index or word[0].isupper())
                ]
                part = pieces[stop].lower() in self._of and pieces[stop - 1] not in self.nouns
                return short if part or any(word not in self.nouns for word in opens) else ""
            if not pieces[at][0].isalnum():
                break
        return ""

    def _run(self, pieces: Sequence[str], first: int, end: int) -> str:
        """The capitalised words that a noun phrase opens with: two at least, or one that a remark follows."""
        if end - first >= 2 or (end > first and pieces[end : end + 1] in ([","], ["("], [":"])):
            words = list(pieces[first:end])
            return " ".join(words) if words[0] not in self._common else ""
        return ""

    def _ends(self, pieces: Sequence[str], at: int, word: str) -> bool:
        """Whether a name may end before a piece; one with a small tail ("LLM-embedded") only before a mark."""
        after = pieces[at].lower() if at < len(pieces) else "."
        if not after[0].isalnum():
            return after != "(" or self.is_whole(word)
        return self.is_whole(word) and (after in self._stop or after in self.nouns)

    @staticmethod
    def is_whole(word: str) -> bool:
        """Whether a word is no adjective made of a name: "LLM-embedded"."""
        tail = word.rpartition("-")[2]
        return tail == word or not (len(tail) > _TAIL and tail.islower())

    def is_coined(self, word: str) -> bool:
        """Whether a word looks like a name somebody made up: capitals inside it, or digits; and no common one."""
        if is_among(word, self._common) or not word[0].isalpha():
            return False
        if sum(c.isalpha() for c in word) < 2:
            return False
        if any(c.isupper() for c in word[1:]):
            first, hyphen, second = word.partition("-")  # "a Multi-Task model"
            return not (hyphen and first.lower() in self._prefixes and second.istitle() and second.isalpha())
        return word[0].isupper() and (word[-1] == "+" or any(c.isdigit() for c in word))


def _is_capitalised(word: str) -> bool:
    return word[0].isupper() and len(word) > 1

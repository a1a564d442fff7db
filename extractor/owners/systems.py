"""Systems: the names that a paper gives its own work, in its title and where the abstract introduces it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from extractor.frames.listing import named
from extractor.owners.prefixed import PrefixedPattern
from extractor.owners.worded import WordedNames
from extractor.rulefiles.rules import Rules
from extractor.terms.names import letters
from extractor.terms.spellings import any_phrase
from extractor.text.plurals import is_among, plural, singular

OURS = "ours"  # the subject where a paper names none

_TITLE_NAME = re.compile(r"^[\"“']?([A-Za-z0-9][^\s:]*(?: [^\s:]+){0,2})(?: ?: |:(?=[A-Z])| [-–—] )")
_WORD = re.compile(r"[A-Za-z]+")
_PIECE = re.compile(r"\w[\w\-+/.'’@&^]*(?<![.'’/\-^])|[^\s\w]")
_QUOTES = re.compile(r"[\"“”‘’'`]+")
_DIGITS = "0123456789"
_COUNTS = "23"  # digits that may count a letter
_LEAST, _MOST = 3, 6  # words of a title that an acronym stands for; the fewest of a name without capitals
_REACH = 260  # characters behind a verb that may hold the name it introduces
_OURS_REACH = 150  # the same behind "our"
_PHRASE = 14  # words and marks of its noun phrase
_EXPANSION = 10  # words that a short form stands for
_ADJECTIVES = 3  # words between "our" and its noun
_PAIR = 2  # letters of the shortest short forms
_TITLE = 3  # letters that a short form with but one capital has at least one more of ("Fig.")
_TAIL = 2  # letters of a small tail that is part of a name
_REMARK = 8  # words and marks behind a name that tell what it is
_NOUN = 20  # characters that hold the noun before a word that names
_SAID = 160  # characters before a verb that tell whose it is


class Systems(NamedTuple):
    """The name of a paper's system ("ours" where it gives none), of all that is its own, and the letters of these."""

    main: str
    all: tuple[str, ...]
    stems: tuple[str, ...]


class SystemFinder:
    """Finds a paper's own names by rules/context/system.toml."""

    def __init__(self, rules: Rules) -> None:
        context = rules.folder("context")
        table, baseline = context["system"], context["baseline"]
        self._common = frozenset([*context["dataset"]["common"], *table["common"]])
        self._leads = [
            (PrefixedPattern(table[key], rf"\b(?:{'|'.join(table[key])})\s+"), key)
            for key in ("introduces", "makes", "naming", "possessive")
        ]
        self._stop = frozenset(table["stop"])
        self._nouns = frozenset(table["nouns"])
        self._articles = frozenset(table["articles"])
        self._trailing = tuple(baseline["trailing"])
        self._joiners = frozenset(baseline["joiners"])
        self._of = frozenset(baseline["of"])
        self._with = frozenset(context["model"]["with"])
        self._doing = frozenset(table["doing"])
        self._phrases = frozenset([*table["stop"], *table["phrases"]])
        self._applied = frozenset(table["applied"])
        self._prefixes = frozenset(table["prefixes"])
        self._data = frozenset(table["data"])
        self._drop = frozenset(table["drop"])
        self._fields = frozenset(table["fields"])
        self._based = tuple(table["based"])
        self._worded = WordedNames(table)
        self._own, self._news, self._we = map(any_phrase, (context["owner"]["own"], table["news"], table["we"]))

    def __call__(self, title: str, text: str, title_end: int) -> Systems:
        """The names of a paper; `text` begins with the title, which ends at `title_end`."""
        match = _TITLE_NAME.match(title)
        titled = match.group(1) if match else self._in_title(title)
        body = text[title_end:]
        introduced = sorted(self._introduced(text, title_end))
        told = [name for _, name, _ in introduced]
        coined = [name for _, name, sure in introduced if sure or (" " not in name and not name.islower())]
        spelled = [name for name in told if name not in coined and letters(name) in letters(title)]
        found = list(dict.fromkeys([*coined, *spelled]))
        main = self._titled(titled, body) or self._acronym(title, body)
        if not main:
            # A name is one to go by: of those introduced, one that comes again.
            again = [name for name in found if body.count(name) > 1]
            main = next(iter(again or found), "") or (titled if self._is_title_name(titled) else "")
        own = [main, titled if " " not in titled or letters(titled) in letters(body) else "", *found]
        names = tuple(dict.fromkeys(name for name in own if name))
        return Systems(main or OURS, names, tuple(map(letters, names)))

    def _in_title(self, title: str) -> str:
        """The short form in brackets of a title: "Multi-Scale Patch Aggregation (MPA) for Segmentation"."""
        pieces = _PIECE.findall(title)
        return self._bracketed(pieces, pieces.index("(")) if "(" in pieces else ""

    def _acronym(self, title: str, body: str) -> str:
        """The acronym of a title, unless the sentence that spells it out speaks of a field: "Entity linking (EL) is".

        A title that is nothing else is that of a system.
        """
        short = _initials(title, body, self._common, self._with)
        at = body.find(f"({short}") if short else -1
        if at < 0 or len(_WORD.findall(title)) == len(short):
            return short
        begin, end = max(body.rfind(". ", 0, at), 0), body.find(". ", at)
        said = body[begin : end if end > 0 else len(body)]
        return short if any(words.search(said) for words in (self._we, self._own, self._news)) else ""

    def _titled(self, titled: str, body: str) -> str:
        """The name before the colon of a title, or its short form in the abstract; "" if the abstract has neither."""
        if not titled:
            return ""
        at = body.lower().find(titled.lower())
        if at >= 0:
            behind = re.match(r"s?\s?\(([\w\-+]+)\)", body[at + len(titled) :])
            if behind and named(behind.group(1)[1:]) and _stands_for(behind.group(1), titled.split()):
                return _short_form(behind.group(1))
        said = at >= 0 or letters(titled) in letters(body)
        if " " in titled:
            coined = any(map(self._is_coined, titled.split())) and self._is_title_name(titled.title())
            return titled if (said and named(titled[1:])) or coined else ""
        return titled if said or named(titled[1:]) else ""

    def _is_title_name(self, titled: str) -> bool:
        """Whether what stands before a title's colon may be a name though the abstract never says it."""
        words = titled.split()
        if len(words) < 2:
            return bool(words)
        phrase = words[0].endswith(self._trailing) or words[0].lower() in self._phrases
        return not phrase and not any(word[0].islower() for word in words)

    # names that the abstract introduces

    def _introduced(self, text: str, title_end: int) -> Iterator[tuple[int, str, bool]]:
        """Each name, with its place, and whether it is one for sure though it has several words."""
        for lead, key in self._leads:
            for match in lead.finditer(text):
                at = match.start()
                if at < title_end or (key != "possessive" and not self._is_ours(text, at, title_end, key)):
                    continue
                ours = key == "possessive"
                said = text[match.end() : match.end() + (_OURS_REACH if ours else _REACH)]
                pieces = _PIECE.findall(_QUOTES.sub("", said))
                name = self._of_ours(pieces) if ours else self._of_phrase(pieces, strict=key == "makes")
                if not ours and name and pieces[0] != name and _is_spelled(name, text[title_end:at]):
                    continue  # a field's word: "Optimal transport (OT) is costly. We propose a new OT solver"
                worded = "" if name and " " not in name else self._in_words(pieces, key, text, at, title_end)
                if (worded or name) and not self._is_data(pieces, worded or name):
                    yield at, worded or name, bool(worded)

    def _in_words(self, pieces: Sequence[str], key: str, text: str, at: int, title_end: int) -> str:
        """The name of ordinary words behind a verb at an offset, which nothing but its place tells."""
        if key == "naming":
            return self._worded.named(pieces, text[max(title_end, at - _NOUN) : at])
        return self._worded.introduced(pieces, text[title_end:]) if key == "introduces" else ""

    def _is_data(self, pieces: Sequence[str], name: str) -> bool:
        """Whether a name is introduced as that of data: "GazeCapture, the first large-scale dataset"."""
        at = pieces.index(name) if name in pieces else 0
        near = pieces[at : at + _REMARK]
        end = next((i for i, word in enumerate(near) if i and word.lower() in self._stop), len(near))
        return not self._data.isdisjoint(word.lower() for word in near[:end])

    def _is_ours(self, text: str, at: int, title_end: int, key: str) -> bool:
        """Whether the sentence of a verb has said that it is about the paper's own work.

        A word that names need but stand behind where the paper begins to speak of that ("A known one is called ...").
        """
        begin = max(text.rfind(". ", 0, at), text.rfind("\n", 0, at), at - _SAID)
        if self._we.search(text, begin, at):
            return True
        if key != "naming":
            return False
        return self._own.search(text, title_end, at) is not None or self._own.search(text, at) is None

    def _of_phrase(self, pieces: Sequence[str], *, strict: bool = False) -> str:
        """The name in a noun phrase: its short form in brackets, its last coined word, else its capitalised words.

        A `strict` one has its name in brackets, or a remark behind it.
        """
        if pieces and pieces[0] in self._doing:  # "propose to plug an attention (AT) module"
            if pieces[1:2] and pieces[1] in self._applied:
                return ""  # "propose to use"
            pieces, strict = pieces[2:], True
        if self._is_remarked(pieces):
            return pieces[0]
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
                return self._bracketed(pieces, at) or ("" if strict else last or self._run(pieces, first, run))
            if word.lower() in self._stop:
                if (at and pieces[at - 1] in self._applied) or (strict and not at):
                    return ""  # "the use of", "build upon"
                last = self._spelled(pieces, first, at) or ("" if strict else last)
                break
            if self._is_coined(word) and self._ends(pieces, at + 1, word):
                last = word
                after = pieces[at + 1] if at + 1 < len(pieces) else "."
                if after == "," and first and self._is_apposed(pieces, at + 2):
                    return pieces[at + 2]
                if not after[0].isalnum() and after != "(":
                    return last if not strict or after == "," else ""
        return last or ("" if strict else self._run(pieces, first, run) or self._plainly(pieces, first))

    def _is_remarked(self, pieces: Sequence[str]) -> bool:
        """Whether what is behind the verb is a name that a remark follows with no comma: "We propose FooNet a new"."""
        return len(pieces) > 1 and pieces[1] in self._articles and self._is_coined(pieces[0])

    def _plainly(self, pieces: Sequence[str], first: int) -> str:
        """The words of a name without capitals, which counts where the title has it: "token-wise feature caching"."""
        end = first
        while end < min(len(pieces), first + _PHRASE) and pieces[end] not in self._stop and pieces[end][0].isalnum():
            end += 1
        if not self._joiners.isdisjoint(pieces[first:end]):
            return ""
        if end < len(pieces) and pieces[end] in self._of:
            return ""  # "the design and development of"
        told = end - first >= _LEAST and pieces[end - 1] not in self._nouns
        return " ".join(pieces[first:end]) if told else ""

    def _is_apposed(self, pieces: Sequence[str], at: int) -> bool:
        """Whether a name stands between marks: "the first encoder-free 3D LMM, ENEL."."""
        return at + 1 < len(pieces) and self._is_coined(pieces[at]) and pieces[at + 1].lower() in self._stop

    def _of_ours(self, pieces: Sequence[str]) -> str:
        """The name behind "our": directly, behind a noun such as "method", or in brackets behind its words."""
        for at, word in enumerate(pieces[: _ADJECTIVES + 2]):
            if word in self._nouns:
                behind = at + 1 + (pieces[at + 1 : at + 2] == [","])
                name = pieces[behind] if behind < len(pieces) else ""
                told = bool(name) and self._is_coined(name)
                return name if told and (behind == at + 1 or self._ends(pieces, behind + 1, name)) else ""
            if at == 0 and self._is_coined(word):
                if pieces[1:2] == ["("]:
                    return ""
                capitals = all(map(_is_capitalised, pieces[1 : pieces.index("(")])) if "(" in pieces else False
                return (self._short(pieces) if capitals else "") or (word if self._is_whole(word) else "")
            if word in self._stop or not word[0].isalnum():
                break
        return self._short(pieces)

    def _short(self, pieces: Sequence[str]) -> str:
        """The short form in brackets that a noun phrase ends with: "Layer-Adaptive Merging (LAMer)"."""
        at = pieces.index("(") if "(" in pieces[:_EXPANSION] else 0
        if at and not self._stop.intersection(word.lower() for word in pieces[:at]):
            return self._bracketed(pieces, at)
        return ""

    def _bracketed(self, pieces: Sequence[str], at: int) -> str:
        """The short form in brackets at a piece: of the words before it, or in small letters, too ("RRKDNet").

        Behind the noun of a system, it need not stand for the words: "a novel method (FOO-M)".
        """
        closed = pieces[at + 2 : at + 3] == [")"] and not self._is_field(pieces[at + 3 : at + 5])
        short = pieces[at + 1] if closed else ""
        words = [word for word in pieces[max(0, at - _EXPANSION) : at] if word[0].isalnum()]
        if len(short) > _TITLE and short.istitle() and short.isalpha():
            return short if _stands_for(short, words) and short not in words else ""
        if not short.lstrip(_DIGITS) or not (self._is_coined(short) or self._is_coined(short.lstrip(_DIGITS))):
            return ""
        if len(short) > _PAIR and pieces[at - 1] in self._nouns:
            return _short_form(short)
        if len(singular(short)) == _PAIR and not all(word[0].isupper() for word in words[-_PAIR:]):
            return ""  # two capitals are a field's word ("single-task (ST)")
        mixed = sum(c.isupper() for c in short) > 1 and not singular(short).isupper() and short.isalpha()
        return _short_form(short) if mixed or _stands_for(short, words) else ""

    def _is_field(self, behind: Sequence[str]) -> bool:
        """Whether what stands behind a short form in brackets tells that it is that of a field: "(MDP) problem"."""
        based = len(behind) > 1 and behind[0] == "-" and behind[1].startswith(self._based)
        return based or (bool(behind) and behind[0].lower() in self._fields)

    def _spelled(self, pieces: Sequence[str], first: int, stop: int) -> str:
        """The short form of words among which one ends a noun phrase: "Query-aware Inference for LLMs (Q-LLM)"."""
        for at in range(stop + 1, min(stop + _EXPANSION, len(pieces) - 2)):
            if pieces[at] == "(":
                short = self._bracketed(pieces, at)
                opens = [
                    word
                    for index, word in enumerate(pieces[first:stop])
                    if short and word[0].lower() == short[0].lower() and (not index or word[0].isupper())
                ]
                part = pieces[stop].lower() in self._of and pieces[stop - 1] not in self._nouns
                return short if part or any(word not in self._nouns for word in opens) else ""
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
            return after != "(" or self._is_whole(word)
        return self._is_whole(word) and (after in self._stop or after in self._nouns)

    @staticmethod
    def _is_whole(word: str) -> bool:
        """Whether a word is no adjective made of a name: "LLM-embedded"."""
        tail = word.rpartition("-")[2]
        return tail == word or not (len(tail) > _TAIL and tail.islower())

    def _is_coined(self, word: str) -> bool:
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


def _short_form(short: str) -> str:
    """A short form without the "s" of a plural, which stands behind a capital or a digit: "QRNNs", but "IETrans"."""
    return short if short[-2:-1].islower() else singular(short)


def _is_spelled(short: str, text: str) -> bool:
    """Whether a text has a short form in brackets, so that it is no new one behind it."""
    return f"({short})" in text or f"({plural(short)})" in text


def _stands_for(short: str, words: Sequence[str]) -> bool:
    """Whether a short form takes its letters, in order, from the last of some words, beginning with one's first.

    A digit in it may count the letter before it: "E3BM" of "ensemble of epoch-wise empirical Bayes models".
    """
    plain = letters(singular(short))
    counted = "".join(plain[at - 1] * (int(c) - 1) if at and c in _COUNTS else c for at, c in enumerate(plain))
    for start in range(len(words) - 1, -1, -1):
        whole = letters("".join(words[start:]))
        if whole[:1] == plain[:1] and any(_in_order(wanted, whole) for wanted in {plain, counted}):
            return True
    return False


def _in_order(wanted: str, whole: str) -> bool:
    """Whether letters stand in a text in their order."""
    rest = iter(whole)
    return all(letter in rest for letter in wanted)


def _initials(title: str, body: str, common: frozenset[str], ends: frozenset[str]) -> str:
    """The acronym of a title's first words that the abstract goes by, or nothing."""
    words = _WORD.findall(title)
    for count in range(min(_MOST, len(words)), _LEAST - 1, -1):
        if ends.isdisjoint(word.lower() for word in words[:count]):
            short = "".join(word[0].upper() for word in words[:count])
            if short not in common and _stands(short, body):
                return short
    return ""


def _stands(name: str, text: str) -> bool:
    """Whether a name or its plural stands in a text by itself, no part of a word."""
    at = text.find(name)
    while at >= 0:
        end = at + len(name)
        end += text.startswith("s", end)
        if not (_in_word(text[max(at - 1, 0) : at]) or _in_word(text[end : end + 1])):
            return True
        at = text.find(name, at + 1)
    return False


def _in_word(character: str) -> bool:
    return character.isalnum() or character in ("-", "_")

"""Systems: the names that a paper gives its own work, in its title and where the abstract introduces it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from extractor.frames.listing import named
from extractor.owners.acting import ActingNames
from extractor.owners.phrased import NamePhrases, pieces_of, sentence_start
from extractor.owners.prefixed import PrefixedPattern
from extractor.owners.proposed import ProposedNames
from extractor.owners.shortforms import initials, is_spelled, short_form, stands_for
from extractor.owners.worded import WordedNames
from extractor.rulefiles.rules import Rules
from extractor.terms.names import letters
from extractor.terms.spellings import any_phrase

OURS = "ours"  # the subject where a paper names none

_TITLE_NAME = re.compile(r"^[\"“']?([A-Za-z0-9][^\s:]*(?: [^\s:]+){0,2})(?: ?: |:(?=[A-Z])| [-–—] )")
_WORD = re.compile(r"[A-Za-z]+")
_SHORT = re.compile(r" \(([\w\-+]+)\)")
_REACH = 260  # characters behind a verb that may hold the name it introduces
_OURS_REACH = 150  # the same behind "our"
_EXPANSION = 10  # words that a short form stands for
_NEAR = 3  # words before them that tell what they are
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
        leads = {
            key: PrefixedPattern(table[key], rf"\b(?:{'|'.join(table[key])})\s+")
            for key in ("introduces", "makes", "naming", "possessive", "resulting")
        }
        self._leads = [(lead, key) for key, lead in leads.items()]
        self._phrases = NamePhrases(rules)
        self._proposed = ProposedNames(rules, self._phrases)
        self._acting = ActingNames(rules, self._phrases, leads["introduces"])
        self._no_systems = self._phrases.fields | self._phrases.data
        self._worded = WordedNames(table)
        self._articles = frozenset(table["articles"])
        self._determiners = frozenset(baseline["articles"])
        self._trailing = tuple(baseline["trailing"])
        self._with = frozenset(context["model"]["with"])
        self._none = frozenset([*table["stop"], *table["phrases"]])
        self._own, self._news, self._we = map(any_phrase, (context["owner"]["own"], table["news"], table["we"]))

    def __call__(self, title: str, text: str, title_end: int) -> Systems:
        """The names of a paper; `text` begins with the title, which ends at `title_end`."""
        match = _TITLE_NAME.match(title)
        titled = match.group(1) if match else self._in_title(title)
        body = text[title_end:]
        introduced = sorted([*self._introduced(text, title_end), *self._proposed(text, title_end)])
        told = [name for _, name, _ in introduced]
        coined = [name for _, name, sure in introduced if sure or (" " not in name and not name.islower())]
        spelled = [name for name in told if name not in coined and letters(name) in letters(title)]
        found = list(dict.fromkeys([*coined, *spelled]))
        main = self._titled(titled, body) or self._acronym(title, body)
        if not main:
            # A name is one to go by: of those introduced, one that comes again.
            whole = [name for name in found if not self._phrases.is_part(name, body)]
            again = [name for name in whole if body.count(name) > 1]
            main = next(iter(again or whole), "") or (titled if self._is_title_name(titled, title) else "")
        main = main or self._spelled_out(title, body) or self._acting(body)
        own = [main, titled if " " not in titled or letters(titled) in letters(body) else "", *found]
        names = tuple(dict.fromkeys(name for name in own if name and not main.endswith(f" {name}")))
        return Systems(main or OURS, names, tuple(map(letters, names)))

    def _in_title(self, title: str) -> str:
        """The short form in brackets of a title: "Multi-Scale Patch Aggregation (MPA) for Segmentation"."""
        pieces = pieces_of(title)
        return self._phrases.bracketed(pieces, pieces.index("(")) if "(" in pieces else ""

    def _acronym(self, title: str, body: str) -> str:
        """The acronym of a title, unless the sentence that spells it out speaks of a field: "Entity linking (EL) is".

        A title that is nothing else is that of a system.
        """
        short = initials(title, body, self._common, self._with)
        at = body.find(f"({short}") if short else -1
        if at < 0 or len(_WORD.findall(title)) == len(short):
            return short
        return short if self._is_of_ours(body, at) else ""

    def _is_of_ours(self, body: str, at: int) -> bool:
        """Whether the sentence at an offset of the abstract speaks of the paper's own work, or of something new."""
        said = _sentence(body, at)
        return any(words.search(said) for words in (self._we, self._own, self._news))

    def _spelled_out(self, title: str, body: str) -> str:
        """The short form that the abstract gives the title's first words: "Hierarchical Video Transformer (HiViT)"."""
        first, _, others = title.partition(" ")
        plain = letters(others if first.lower() in self._determiners else title)
        for match in _SHORT.finditer(body):
            short, said = match.group(1), body[max(0, match.start() - _SAID) : match.start()]
            if self._phrases.is_coined(short) and self._is_of_ours(body, match.start()):
                words = pieces_of(said)
                count = next((n for n in range(2, _EXPANSION + 1) if stands_for(short, words[-n:])), 0)
                whole = letters("".join(words[-count:]))
                around = [*words[-count - _NEAR : -count], *pieces_of(body[match.end() :][:_NOUN])]
                field = not self._no_systems.isdisjoint(around)  # "the problem of optimal search (OS)"
                rest = plain.removeprefix(whole)
                if count and rest != plain and not field and not rest.startswith(self._phrases.based):
                    return short_form(short)
        return ""

    def _titled(self, titled: str, body: str) -> str:
        """The name before the colon of a title, or its short form in the abstract; "" if the abstract has neither."""
        if not titled:
            return ""
        at = body.lower().find(titled.lower())
        if at >= 0:
            behind = re.match(r"s?\s?\(([\w\-+]+)\)", body[at + len(titled) :])
            if behind and named(behind.group(1)[1:]) and stands_for(behind.group(1), titled.split()):
                return short_form(behind.group(1))
        said = at >= 0 or letters(titled) in letters(body)
        if " " in titled:
            return titled if said and named(titled[1:]) else ""
        return titled if said or named(titled[1:]) else ""

    def _is_title_name(self, titled: str, title: str) -> bool:
        """Whether what stands before a title's colon may be a name though the abstract never says it.

        Of several words, one is coined, or the title goes on with what it is: "Tag Map: A Text-Based Map".
        """
        words = titled.split()
        if len(words) < 2:
            return bool(words)
        phrase = words[0].endswith(self._trailing) or words[0].lower() in self._none
        thing = title[len(titled) :].lstrip(' :-–—"”').partition(" ")[0].lower() in self._articles
        return (
            not phrase
            and (thing or any(map(self._phrases.is_coined, words)))
            and not any(word[0].islower() for word in words)
        )

    # names that the abstract introduces

    def _introduced(self, text: str, title_end: int) -> Iterator[tuple[int, str, bool]]:
        """Each name, with its place, and whether it is one for sure though it has several words."""
        for lead, key in self._leads:
            for match in lead.finditer(text):
                at = match.start()
                ours = key in ("possessive", "resulting")
                if at < title_end or not (ours or self._is_ours(text, match, title_end, key)):
                    continue
                said = text[match.end() : match.end() + (_OURS_REACH if ours else _REACH)]
                pieces = pieces_of(said)
                name = self._name(pieces, key)
                if not ours and name and pieces[0] != name and is_spelled(name, text[title_end:at]):
                    continue  # a field's word: "Optimal transport (OT) is costly. We propose a new OT solver"
                worded = "" if name and " " not in name else self._in_words(pieces, key, text, at, title_end)
                if (worded or name) and not self._phrases.is_data(pieces, worded or name):
                    yield at, worded or name, bool(worded)

    def _name(self, pieces: Sequence[str], key: str) -> str:
        """The name in what is behind a lead."""
        if key == "possessive":
            return self._phrases.of_ours(pieces)
        if key == "resulting":
            return self._phrases.of_ours(pieces, known=self._acting.is_known)
        return self._phrases.of_phrase(pieces, strict=key == "makes")

    def _in_words(self, pieces: Sequence[str], key: str, text: str, at: int, title_end: int) -> str:
        """The name of ordinary words behind a verb at an offset, which nothing but its place tells."""
        if key == "naming":
            return self._worded.named(pieces, text[max(title_end, at - _NOUN) : at])
        return self._worded.introduced(pieces, text[title_end:]) if key == "introduces" else ""

    def _is_ours(self, text: str, lead: re.Match[str], title_end: int, key: str) -> bool:
        """Whether the sentence of a verb has said that it is about the paper's own work.

        A word that names need but stand behind where the paper begins to speak of that ("A known one is called ...").
        """
        at = lead.start()
        begin = max(text.rfind(". ", 0, at), text.rfind("\n", 0, at), at - _SAID)
        if self._we.search(text, begin, lead.end()):
            return True
        if key != "naming":
            return False
        return self._own.search(text, title_end, at) is not None or self._own.search(text, at) is None


def _sentence(body: str, at: int) -> str:
    """The sentence of an abstract at an offset."""
    end = body.find(". ", at)
    return body[sentence_start(body, at) : end if end > 0 else len(body)]

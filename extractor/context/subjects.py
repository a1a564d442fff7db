"""Subjects: which of the paper's own systems, or which competitor, a value belongs to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial

from extractor.choosing.actors import ActorReader
from extractor.frames.listing import named
from extractor.frames.own import is_variant, names_own
from extractor.owners.places import Place
from extractor.owners.scenes import Scene, sizes
from extractor.owners.systems import OURS, Systems
from extractor.readings.tasks import Reading
from extractor.rivals.ends import text_of
from extractor.rivals.rivals import RivalReader
from extractor.rulefiles.rules import Rules
from extractor.terms.names import letters
from extractor.terms.spellings import unowned
from extractor.text.plurals import is_among, is_plural
from extractor.text.tokens import Tokens

_QUOTES = "\"“'`"
_VERSION = re.compile(r"[vV]\d[\d.]*")
_BEHIND = 6  # tokens behind a competitor's value up to the word before its name
_LONGEST = 8  # tokens of a noun phrase
_SHORT = 3  # letters that a name has at least
_NEAR = 4  # tokens between "is" and a value
_SKIPPED = 3  # tokens between a name and its verb


class SubjectFinder:
    """Finds the subject by rules/context/subject.toml."""

    def __init__(self, rules: Rules, names: RivalReader) -> None:
        context = rules.folder("context")
        table = context["subject"]
        self._metrics = rules.metrics
        self._names = names
        self._actor = ActorReader(rules)
        self._being = frozenset(context["model"]["being"])
        self._verbs = frozenset(table["verbs"])
        self._adverbs = frozenset(table["adverbs"])
        self._skip = frozenset(table["skip"]) | self._adverbs
        self._to = frozenset(context["order"]["to"])
        # "is" acts only behind "able": "FooNet is able to reach", but "FooNet is outperformed"
        self._modal = (frozenset(table["modal"]) - self._being) | self._adverbs
        self._of = frozenset(table["of"])
        self._known = frozenset(rules.table("context/former.toml")["known"])
        self._joiners = frozenset(table["joiners"])
        self._owners, self._places = frozenset(table["owners"]), frozenset(table["places"])
        self._proposing = frozenset(table["proposing"])
        self._astray = frozenset(table["astray"])
        self._openings = frozenset(table["openings"])
        self._sizes = frozenset(table["sizes"])
        self._pronouns = frozenset(table["pronouns"])
        self._possessive = tuple(table["possessive"])
        self._trailing = tuple(context["baseline"]["trailing"])
        self._rivals = frozenset(context["owner"]["baseline"])
        self._empty = frozenset(table["generic"])
        self._generic = self._empty | frozenset(context["system"]["nouns"])
        self._nouns = frozenset(context["system"]["nouns"])
        self._plain = frozenset(table["plain"])
        self._predicates = frozenset(table["predicates"])
        self._ends = frozenset(context["system"]["stop"])
        self._common = frozenset([*context["dataset"]["common"], *context["system"]["common"]])

    def own(self, scene: Scene, place: Place, reading: Reading, own: Systems, title: str, data: str) -> str:
        """The paper's own name before the value, as written, else what the sentence is about, else its main one.

        What a name of `data` achieves is the work of a model on it; its size and its frame rate are its own.
        """
        main = OURS if own.main == data else own.main
        found = self._variants(scene, place, own) if main == own.main else []
        if found:
            return found[reading.place] if len(found) == reading.size > 1 else found[-1]
        free = main == OURS
        ours = self._ours(scene, place, reading) if free else ""
        before_verb = partial(self._acting, scene, place, title, free, reading.measure == "level")
        acting = (
            ours or before_verb(self._skip) or (self._actor(scene, place) if free else "") or before_verb(self._modal)
        )
        return acting or (main if self._metrics[reading.metric].traits.quality else own.main)

    def _variants(self, scene: Scene, place: Place, own: Systems) -> list[str]:
        """The paper's own names nearest before a value: one, or all of the list that it ends."""
        words, found = scene.tokens.words, list[str]()
        for at in range(place.first - 1, scene.sentence.first - 1, -1):
            if found and (words[at] in self._joiners or scene.tokens.lower[at] in self._joiners):
                continue
            if names_own(words[at], own.stems):
                kind, version = self._kind(scene, at, own.main), self._version(scene, at)
                found[:0] = [kind + name + version for name in self._split(words[at])]
            elif found:
                break
        return found

    def _kind(self, scene: Scene, at: int, main: str) -> str:
        """What stands before the paper's own name at a token and tells which it is: "Fast YOLO", "smallest FBNet"."""
        before = scene.tokens.words[at - 1] if at - 1 > scene.sentence.first else ""
        word = before.lower()
        told = before.istitle() and before.isalpha() and word not in self._verbs
        sized = word in self._sizes and scene.tokens.words[at] == main
        return f"{before} " if (told or sized) and not scene.is_known(at - 1) else ""

    def _version(self, scene: Scene, at: int) -> str:
        """The version behind a name at a token: "LLaMA-Adapter V2"."""
        behind = scene.tokens.words[at + 1] if at + 1 < scene.sentence.last else ""
        return f" {behind}" if _VERSION.fullmatch(behind) else ""

    def _split(self, word: str) -> list[str]:
        """A name, without a possessive ending, and each of its sizes: "EMOv2-1M/2M"."""
        word = unowned(word, self._possessive)
        return list(sizes(word)) if "-" in word.partition("/")[0][1:] else [word]

    def _acting(self, scene: Scene, place: Place, title: str, free: bool, level: bool, between: frozenset[str]) -> str:
        """The name right before the verb of the value's clause and some words: "Cluster2Sent clearly outperforms it".

        A known model has a level ("GPT-4 achieved 39%"), but a gain is that of what it is given.
        """
        words, lower, first = scene.tokens.words, scene.tokens.lower, scene.sentence.first
        for last in range(place.first - 1, first, -1):
            if lower[last] not in self._verbs:
                continue
            verb = self._actor.first_of(scene, last)
            at = self._before(scene, verb, between) - 1
            far = lower[verb] in self._being and place.first - verb > _NEAR
            if lower[at] in self._joiners and lower[at - 1] in self._verbs:
                continue  # "matches or exceeds"
            model = next((m for m in scene.mentions if m.kind == "model" and m.first <= at < m.last), None)
            if far or self._is_listed(scene, model.first if model else at) or not (model or self._is_name(words[at])):
                return ""
            titled = any(is_variant(words[at], letters(word)) for word in title.split() if self._is_name(word))
            acts = titled or (free and lower[verb] not in self._being and (level or not model))
            if scene.is_metric(at) or (not acts and scene.is_known(at)):
                return ""
            return self._split(text_of(scene.tokens, model.first, at + 1) if model else words[at])[0]
        return ""

    def _before(self, scene: Scene, verb: int, between: frozenset[str]) -> int:
        """The token that a verb's own words begin at: "can achieve", "is able to reach"; "FooNet to reach" has none."""
        lower, least = scene.tokens.lower, max(scene.sentence.first + 1, verb - _SKIPPED)
        at = scene.tokens.back(verb, between, least)
        if lower[at] in self._to:
            return verb
        able = at < verb and lower[at] in self._modal and lower[at - 1] in self._being
        return at - 1 if able and at > least else at

    def _is_listed(self, scene: Scene, at: int) -> bool:
        """Whether a name at a token is the last of a list, or another's; "On COCO, FooNet achieves" is no list."""
        first, before = scene.sentence.first, scene.tokens.before(at)
        if at == first or (before == "," and not self._is_name(scene.tokens.words[first])):
            return False
        return before in self._of or before in self._joiners

    def _is_name(self, word: str) -> bool:
        """Whether a word looks like the name of a system: capitals inside it."""
        if is_among(word, self._common) or not word[0].isalpha():
            return False
        return sum(c.isalpha() for c in word) >= _SHORT and named(word[1:])

    def _ours(self, scene: Scene, place: Place, reading: Reading) -> str:
        """What the sentence calls its own, where it is more than "our method": "our sparse networks".

        Behind "the proposed", a word of it is coined or has a hyphen: "the proposed low-rank decoder".
        """
        lower = scene.tokens.lower
        for at in range(place.first - 2, scene.sentence.first - 1, -1):
            proposed = lower[at] in self._proposing
            if (
                not (proposed or lower[at] in self._owners) or scene.tokens.before(at) in self._places
            ):  # "at our hospital"
                continue
            end = start = scene.tokens.past(at + 1, self._plain, place.first)
            while end < min(place.first, start + _LONGEST) and self._is_part(lower[end]):
                end += 1
            told = (
                end - start > 1
                and lower[start] not in self._generic
                and any(word not in self._generic for word in lower[start:end])
            )
            plain = self._empty.isdisjoint(lower[start:end])
            told = told and (not proposed or self._is_coined(scene.tokens.words[start:end]))
            if told and plain and end < place.first and self._acts(lower[end]):
                name = text_of(scene.tokens, start, end)
                each = self._split(name)
                return each[reading.place] if len(each) == reading.size else name
        return ""

    def _is_coined(self, words: Sequence[str]) -> bool:
        """Whether a word of some is a name, or made of several: "low-rank decoder", no "hand weighs 2 kg and"."""
        if words[-1] in self._joiners or not self._skip.isdisjoint(words) or any(word[0].isdigit() for word in words):
            return False
        return any(named(word) or "-" in word for word in words)

    def _is_part(self, word: str) -> bool:
        return (word[0].isalnum() or word == "-") and word not in self._ends and not self._acts(word)

    def _acts(self, word: str) -> bool:
        return word in self._verbs or word in self._adverbs

    # others

    def other(self, scene: Scene, reading: Reading, place: Place, start: int) -> str:
        """The competitor whose own value it is, named from a token on: "25% for X", "X reaches 46%", "X (1.6 ms)"."""
        tokens, last = scene.tokens, scene.sentence.last
        acts = not self._verbs.isdisjoint(tokens.lower[start : place.first])  # "the teacher reaches 81% on A"
        if place.first - start <= _NEAR - 1 and not acts:
            for at in range(place.last, min(place.last + _BEHIND, place.after, last - 1)):
                if tokens.lower[at] in self._of:
                    name = self._names.name(tokens, at + 1, last)
                    if name and name not in self._skip and "(" not in name:  # "from the usual O(n) to merely O(1)"
                        return name
                elif not tokens.words[at][0].isalnum():
                    break
        name = unowned(self._one_of(self._phrase(scene, start, place.first), reading), self._possessive)
        return "" if name.lower() in self._known else name  # "from the typical O(n)"

    def _one_of(self, phrase: str, reading: Reading) -> str:
        """The one of several names that a value of as many belongs to: "A and B reach 61% and 66%"."""
        each = [""]
        for word in phrase.replace(",", " ,").split():
            if word in self._joiners:
                each.append("")
            else:
                each[-1] += f" {word}"
        names = [name.strip() for name in each if name]
        return names[reading.place] if len(names) == reading.size > 1 else phrase

    def _phrase(self, scene: Scene, first: int, last: int) -> str:
        """The noun phrase at a token, which a verb must follow."""
        tokens = scene.tokens
        while first < last and (tokens.lower[first] in self._skip or tokens.lower[first] in self._joiners):
            first += 1
        end = first
        while end < min(last, first + _LONGEST) and tokens.lower[end] not in self._verbs:
            closed = tokens.lower[end] in self._ends or tokens.words[end] in (",", "(", ";", ":")
            if closed and not self._names.in_record(tokens, end):
                break
            if end > first and (self._is_plural(tokens.lower[end - 1]) or tokens.lower[end] in self._predicates):
                break  # "existing approaches struggle", "the first layer does"
            end += 1
        words = tokens.lower[first:end]
        if words and words[0].endswith(self._trailing) and words[0] not in self._rivals:
            return ""
        while words and words[-1] in self._skip and not (words[-1] in self._nouns and self._is_plain(tokens, end - 2)):
            words = words[:-1]
            end -= 1
        if not words or self._pronouns.intersection(words):
            return ""
        return text_of(tokens, first, end)

    def _is_plural(self, word: str) -> bool:
        """Whether a word is the plural noun of what acts."""
        return is_plural(word) and is_among(word, self._generic)

    def _is_plain(self, tokens: Tokens, at: int) -> bool:
        """Whether a word is no name, so that its noun is needed to tell what is meant: "large language models"."""
        return not named(tokens.words[at][1:])

    def prior(self, scene: Scene, place: Place) -> str:
        """What a sentence about earlier work speaks of: its opening noun phrase."""
        start = self._beginning(scene)
        if scene.tokens.words[start][0] in _QUOTES and start + 1 < place.first:
            start += 1
        start = scene.tokens.past(start, self._openings, place.first - 1)  # "However, although two bits"
        head = scene.tokens.past(start, self._skip, place.first)
        if scene.tokens.lower[start] in self._astray or scene.is_metric(head):
            return ""  # "The latency of"
        return self._phrase(scene, start, place.first)

    def _beginning(self, scene: Scene) -> int:
        """The first token behind an opening such as "However," or "On ImageNet,"."""
        first = scene.sentence.first
        comma = next(
            (at for at in range(first, min(first + _BEHIND, scene.sentence.last)) if scene.tokens.words[at] == ","), -1
        )
        opens = comma == first + 1 or scene.tokens.lower[first] in self._openings | self._of | self._ends
        return comma + 1 if comma > 0 and opens else first  # "Indeed, it takes"

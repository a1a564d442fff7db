"""Names of base models that no list has: told by their shape and by the words around them, by [model.unlisted]."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import NamedTuple

from extractor.rulefiles.rules import Rules
from extractor.terms.terms import forms
from extractor.text.plurals import singular, with_plurals
from extractor.text.tokens import Sentence, Tokens

_LISTED = 6  # names of a list that may stand between one and the noun behind them all
_APART = 16  # tokens between two values that have a model each
_PHRASE = 4  # tokens between a preposition and the noun of its phrase
_SHORTEST = 2  # letters of a name
_VALUE = 6  # tokens of a bracket with a value
_LEAST = 4  # letters of a name that stands on a par with a model
# How sure a word is a model's name by its shape; 0 is no name.
_COINED, _MIXED, _GRADED, _FAMILY, _SIZED = 1, 2, 3, 4, 5


def _is_plain(word: str) -> bool:
    """Whether a word is like any at the beginning of a sentence: "Foo", not "FooNet" and "Foo-v2"."""
    return word[1:].islower() and (word.isalpha() or not any(map(str.isdigit, word)))


class _Shaped(NamedTuple):
    """How sure the words up to a token are a name by their shape."""

    shape: int
    end: int


class UnlistedModels:
    """Finds names that are surely models ("QLM-7B"), and others where a word for models or a known one is beside them.

    The surer a name is by its shape, the less must stand around it: one with a size stands for itself, one of a
    family ("FooFormer") needs a preposition before it and its phrase to end behind it, others a noun ("the FooNet-B
    backbone") or a model in the same list.
    """

    def __init__(self, rules: Rules) -> None:
        context = rules.folder("context")
        table, data = context["model"]["unlisted"], context["dataset"]
        models = rules.table("terms/models.toml")
        measured = rules.table("terms/metrics.toml")["metric"]
        metrics = [name for metric in measured for word in metric["words"] for name in forms(word)]
        cased = [name for metric in measured for name in metric.get("case", ())]
        self._common = frozenset(
            [*data["common"], *context["system"]["common"], *models["generic"], *table["common"], *metrics, *cased]
        )
        lowered = [name.lower() for name in metrics]
        self._lower = frozenset([*data["function"], *lowered])
        self._sized = re.compile(table["sized"])
        self._graded = re.compile(table["graded"])
        self._formats = re.compile(data["formats"])
        self._families = tuple(table["families"])
        self._small = tuple(with_plurals(filter(str.islower, self._families)))
        self._kinds = tuple(table["kinds"])
        self._never = tuple(f"-{word}" for word in models["not_followed_by"])
        self._heads = frozenset(table["heads"])
        self._plural = frozenset(table["plural"])
        self._strong = frozenset(context["model"]["backbones"])
        self._before = frozenset(table["before"])
        self._leads = frozenset(table["leads"])
        self._shrinks, self._added = frozenset(table["shrinks"]), frozenset(table["added"])
        self._changes = frozenset(table["changes"])
        self._by, self._articles = frozenset(table["by"]), frozenset(data["articles"])
        self._determiners = frozenset(data["determiners"])
        self._metrics = frozenset([*lowered, *cased])
        self._measured_on = frozenset(table["measured_on"])
        self._openers = frozenset(table["openers"])
        self._links = frozenset([*table["openers"], *table["links"]])
        self._groups = frozenset([*table["plural"], *table["groups"]])
        self._verbs = frozenset(table["verbs"])
        self._of_data = tuple(table["of_data"])
        self._phrases = frozenset(context["model"]["before"])
        self._with = frozenset(context["model"]["with"])
        self._paired = frozenset(table["paired"])
        self._closes = frozenset(table["closes"])
        self._learned = frozenset(table["learned"])
        self._applies, self._applied_to = frozenset(table["applies"]), frozenset(table["applied_to"])
        self._equipped = frozenset(table["equipped"])
        self._relative = frozenset(table["relative"])
        self._data = frozenset([*data["nouns"], *table["not_before"]])
        self._joiners = frozenset([*data["joiners"], "/"])
        self._sizes = frozenset(table["sizes"])

    def __call__(self, tokens: Tokens, taken: Collection[int], listed: Mapping[int, int]) -> list[tuple[int, int]]:
        """The names of a text; `taken` are tokens of known names, `listed` where known models begin and end."""
        found = {**self._among(tokens, taken, listed), **self._examples(tokens, taken, listed)}
        for sentence in tokens.sentences:
            shapes = {at: n for at, n in self._shapes(tokens, sentence, taken).items() if at not in found}
            if not shapes:
                continue
            found |= {at: name.end for at, name in shapes.items() if self._is_model(tokens, sentence, at, name)}
            known = {**listed, **found}
            for at, name in shapes.items():
                if at not in known and (
                    self._follows(tokens, at, name.end, known) or self._is_par(tokens, sentence, at, name.end, known)
                ):
                    known[at] = found[at] = name.end
            for at, name in reversed(shapes.items()):
                given = at == sentence.first + 1 and tokens.lower[at - 1] in self._with  # "With FooNet, A and B need"
                if at not in known and not given and self._leads_to(tokens, name.end, known):
                    known[at] = found[at] = name.end
        return sorted(found.items())

    def _among(self, tokens: Tokens, taken: Collection[int], listed: Mapping[int, int]) -> dict[int, int]:
        """Names among models of a list, whatever their shape: "ResNet-50, Foo, and BERT", "BERT, GPT-2 and Foo"."""
        among: dict[int, int] = {}
        for end in listed.values():
            names = self._names(tokens, end, taken, listed)
            known = [at for at in names if at in listed]
            for at in names:
                ends_it = at == names[-1] and tokens.words[at - 1] != ","
                if known and at not in listed and (at < known[-1] or ends_it):
                    among[at] = at + 1
        return among

    def _examples(self, tokens: Tokens, taken: Collection[int], listed: Mapping[int, int]) -> dict[int, int]:
        """Names told to be examples of models: "LLMs such as Foo and Bar"."""
        found: dict[int, int] = {}
        if self._openers.isdisjoint(tokens.lower):
            return found
        for at in [at for at, word in enumerate(tokens.lower) if word in self._openers]:
            noun = tokens.back(at, self._links, 1) - 1
            if noun >= 0 and tokens.lower[noun] in self._groups:
                names = self._names(tokens, tokens.past(at, self._links), taken, listed)
                found |= {name: name + 1 for name in names if name not in listed}
        return found

    def _names(self, tokens: Tokens, at: int, taken: Collection[int], listed: Mapping[int, int]) -> list[int]:
        """Where the names of a list begin that goes on at a token, known models and others."""
        names: list[int] = []
        for _ in range(_LISTED):
            at = tokens.past(self._past_value(tokens, at), self._joiners)
            if at not in listed and (at in taken or not self._may_be_listed(tokens, at)):
                break
            names.append(at)
            at = self._past_value(tokens, listed.get(at, at + 1))
            if at >= len(tokens.words) or tokens.lower[at] not in self._joiners:
                break
        return names

    def _past_value(self, tokens: Tokens, at: int) -> int:
        """The token behind the value in brackets that stands at one: "BERT (2%), Foo (3%) and ViT"."""
        end = tokens.past_bracket(at, at + _VALUE)
        return end if any(map(str.isdigit, "".join(tokens.words[at:end]))) else at

    def _may_be_listed(self, tokens: Tokens, at: int) -> bool:
        """Whether a word of a list of models is one of them: with a capital, and no other noun's."""
        word = tokens.words[at] if at < len(tokens.words) else "."
        if len(word) < _SHORTEST or not (word[0].isalpha() and any(c.isupper() for c in word)):
            return False
        plain = _is_plain(word)
        if plain and (word in self._common or word.lower() in self._lower):
            return False
        closed = self._is_closed(tokens, at + 1) or self._behind(tokens, at + 1) in self._verbs
        return closed and (plain or self._shape(word) > 0) and not self._is_other(tokens, at + 1)

    def _shapes(self, tokens: Tokens, sentence: Sentence, taken: Collection[int]) -> dict[int, _Shaped]:
        """The words that may be names, and no other noun's."""
        shapes: dict[int, _Shaped] = {}
        words, first, last = tokens.words, sentence.first, sentence.last
        sized = not self._sizes.isdisjoint(words[first:last])
        pairs = zip(words[first:last], tokens.lower[first:last], strict=True)
        for at in [at for at, (word, lower) in enumerate(pairs, first) if word != lower]:
            word = words[at]
            plain = _is_plain(word) and not word.endswith(self._small)
            told = plain and at > first and tokens.lower[at - 1] in self._changes
            if (plain and not sized and not told) or len(word) < _SHORTEST or not word[0].isalpha() or at in taken:
                continue
            end = self._size_end(tokens, at, sentence) if sized else at + 1
            shape = _SIZED if end > at + 1 else 0 if plain and not told else self._shape(word)
            if shape and not self._is_other(tokens, end):
                shapes[at] = _Shaped(shape, end)
        return shapes

    def _size_end(self, tokens: Tokens, at: int, sentence: Sentence) -> int:
        """The token behind a name and its size: "Foo 7B", but not "The 7B" and "Foo 7B parameters"."""
        words = tokens.words
        if at == sentence.first or at + 2 >= sentence.last or words[at + 2] not in self._sizes:
            return at + 1
        if not words[at + 1][0].isdigit() or not tokens.glued(at + 2):
            return at + 1
        if not self._shape(f"{words[at].title()}-{words[at + 1]}{words[at + 2]}"):
            return at + 1
        behind = tokens.lower[at + 3] if at + 3 < sentence.last else "."
        return at + 3 if behind in self._closes or behind in self._heads or not behind[0].isalnum() else at + 1

    def _shape(self, word: str) -> int:
        """How sure a word is a model's name by its shape."""
        plain = singular(word)
        if word in self._common or plain in self._common or word.endswith(self._never):
            return 0
        if sum(c.isalpha() for c in word) < 2 or not any(c.isupper() for c in word) or self._formats.fullmatch(word):
            return 0
        if word.lower() in self._lower:
            return 0
        if self._sized.match(word):
            return _SIZED
        grade = self._graded.search(plain)
        stem = plain[: grade.start()] if grade else plain
        kind = next((kind for kind in self._kinds if stem.endswith(kind)), "")
        name = stem.removesuffix(kind)  # "CartoonGAN" is a name, "cGAN" and "DCNN" tell a kind
        named = not kind or (len(name) >= _LEAST and name.isalpha() and name[1:].islower())
        if not named or stem in self._common or not stem:
            return 0
        if stem.endswith(self._families) and stem not in self._families:
            return _FAMILY
        if grade and len(stem) > 1:
            return _GRADED
        mixed = any(c.islower() for c in stem) and any(c.isupper() for c in stem[1:]) and stem.isalnum()
        return _MIXED if mixed else _COINED

    def _is_other(self, tokens: Tokens, end: int) -> bool:
        """Whether behind a name that ends at a token, or its list, stands a noun before which it is no model."""
        lower, last = tokens.lower, len(tokens.lower)
        for _ in range(_LISTED):
            if end < last and lower[end] in self._data:
                return True
            here = end
            end = tokens.past(end, self._joiners)
            if end == here or end >= last or not any(c.isupper() for c in tokens.words[end]):
                return False
            end += 1
        return False

    def _is_model(self, tokens: Tokens, sentence: Sentence, at: int, name: _Shaped) -> bool:
        """Whether a name is a model's by its shape and the words beside it."""
        if name.shape == _SIZED:
            return True
        before = tokens.lower[at - 1] if at > sentence.first else ""
        behind = self._behind(tokens, name.end)
        if behind in self._heads:
            least = _GRADED if behind in self._plural else _MIXED  # "FooSeq models" may be a kind of them
            sure = name.shape >= least or behind in self._strong
            sure = sure or (behind not in self._plural and self._is_applied(tokens, sentence, at))
            added = not self._added.isdisjoint(tokens.lower[name.end + 1 : name.end + 2])
            opens = name.shape >= _GRADED and before == "," and added
            return sure and (opens or self._is_led(tokens, max(sentence.first, at - _PHRASE), at))
        if behind in self._equipped:
            return name.shape == _FAMILY
        if not self._is_closed(tokens, name.end):
            return False
        several = tokens.words[at][-2:-1].isupper() and tokens.words[at].endswith("s")  # "applied to FLMs"
        bare = before in self._applied_to or before in self._articles  # not "on the planner Foo"
        told = behind == "," and self._behind(tokens, name.end + 1) in self._determiners  # "on Foo, a hard benchmark"
        if name.shape >= _MIXED and bare and not (several or told) and self._is_applied(tokens, sentence, at):
            return True
        if before in self._shrinks and (name.shape >= _MIXED or behind in self._measured_on):
            return True  # no "pruning SVD"
        if behind in self._by and self._is_changed(tokens, sentence, at, name.end):
            return True
        if before in self._measured_on:
            return name.shape == _FAMILY and not tokens.words[at].endswith(self._of_data)
        if name.shape >= _GRADED and before in self._articles and at - 1 > sentence.first:
            before = tokens.lower[at - 2]  # "for the Foo-B"
        return (name.shape >= _MIXED and before in self._before) or (name.shape >= _GRADED and before in self._leads)

    def _is_changed(self, tokens: Tokens, sentence: Sentence, at: int, end: int) -> bool:
        """Whether a name is what is made better in a metric told behind it: "improves the detector Foo by 2% mAP"."""
        first = max(sentence.first, at - _PHRASE if tokens.lower[at - 1] in self._heads else at - 1)
        value = next((i for i in range(end, min(end + _PHRASE, sentence.last)) if tokens.words[i][0].isdigit()), None)
        if value is None or self._changes.isdisjoint(tokens.lower[first:at]):
            return False
        behind = range(value + 1, min(value + _PHRASE, sentence.last))
        return any(word in self._metrics for i in behind for word in (tokens.words[i], tokens.lower[i]))

    def _is_applied(self, tokens: Tokens, sentence: Sentence, at: int) -> bool:
        """Whether something is applied to what a name tells: "apply it to the FOO model", "built on the best FOO"."""
        words, first = tokens.lower, max(sentence.first, at - _PHRASE)
        to = next((i for i in range(at - 1, first - 1, -1) if words[i] in self._applied_to), -1)
        if to < 0 or not all(word.isalpha() or "-" in word for word in tokens.words[to:at]):
            return False
        return not self._applies.isdisjoint(words[max(sentence.first, to - _PHRASE) : to])

    def _is_led(self, tokens: Tokens, first: int, at: int) -> bool:
        """Whether a preposition or a verb leads to a name, over adjectives alone: "on the popular FooNet model"."""
        while at > first:
            at -= 1
            if tokens.lower[at] in self._phrases:
                return True
            if not tokens.words[at][0].isalpha():
                return False
        return False

    def _behind(self, tokens: Tokens, end: int) -> str:
        return tokens.lower[end] if end < len(tokens.lower) else "."

    def _is_closed(self, tokens: Tokens, end: int) -> bool:
        """Whether the phrase of a name ends with it, and nothing more is said of it: no "FooNet, which"."""
        behind = self._behind(tokens, end)
        if behind in self._learned:
            return self._behind(tokens, end + 1) in self._closes
        if behind == "," and self._behind(tokens, end + 1) in self._relative:
            return False
        return behind in self._closes or not behind[0].isalnum()

    def _is_par(self, tokens: Tokens, sentence: Sentence, at: int, end: int, known: Mapping[int, int]) -> bool:
        """Whether a name stands to its value as a model does to another: "by 2% on BERT, and by 3% on Foo"."""
        lead = tokens.before(at)
        if lead not in self._paired or not self._is_closed(tokens, end) or len(tokens.words[at]) < _LEAST:
            return False
        for other in range(max(sentence.first + 1, at - _APART), min(sentence.last, at + _APART)):
            if other in known and tokens.before(other) == lead:
                between = range(known[other], at) if other < at else range(end, other)
                goes_on = self._behind(tokens, between.start) in self._joiners
                if goes_on and any(tokens.words[i][0].isdigit() for i in between):
                    return True
        return False

    def _follows(self, tokens: Tokens, at: int, end: int, known: Mapping[int, int]) -> bool:
        """Whether a name stands behind a model in a list: "ResNet-50 and FooNet", "BERT, FooNet, and GPT-2"."""
        start = tokens.back(at, self._joiners)
        if start == at or not any(start == known.get(first) for first in range(max(start - _PHRASE, 0), start)):
            return False
        behind = self._behind(tokens, end)
        joined = tokens.words[at - 1] != "," or (behind in self._joiners and behind != "/")
        return joined and (behind in self._heads or self._is_closed(tokens, end))

    def _leads_to(self, tokens: Tokens, end: int, known: Mapping[int, int]) -> bool:
        """Whether a name that ends at a token stands before a model in a list: "FooNet and ResNet-50"."""
        at = tokens.past(end, self._joiners)
        if at == end or at not in known:
            return False
        return tokens.words[at - 1] != "," or self._behind(tokens, known[at]) in self._joiners

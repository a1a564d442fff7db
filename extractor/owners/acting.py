"""Acting: a name that an abstract introduces nowhere, but lets act: "LeanFlow ranks first on Spring"."""

from __future__ import annotations

import re

from extractor.owners.phrased import NamePhrases, sentence_start
from extractor.owners.prefixed import PrefixedPattern
from extractor.rulefiles.rules import Rules
from extractor.terms.names import letters
from extractor.text.plurals import singular

_SHORT = 3  # letters that a short form has, and that one of capitals alone has at least one more of
_SAID = 50  # characters that hold a noun phrase
_NOUN = 20  # characters that hold the word before a name


class ActingNames:
    """Finds the name by rules/context/system.toml and rules/terms/, which list what is known."""

    def __init__(self, rules: Rules, phrases: NamePhrases, introduces: PrefixedPattern) -> None:
        """`introduces` finds the verbs behind which a name is introduced."""
        context, terms = rules.folder("context"), rules.folder("terms")
        self._phrases, self._introduces = phrases, introduces
        table, endings = context["system"], "|".join(context["baseline"]["adverbial"])
        opens, adverbs = "|".join(table["opens"]), "|".join([*table["adverbs"], f"[a-z]+(?:{endings})"])
        self._acts = re.compile(rf"(?:^|[.!?;] |, |(?:{opens}) )([A-Za-z][\w\-+]*),? (?:(?:{adverbs}) )*([a-z]+)\b")
        self._verbs = frozenset(context["subject"]["verbs"])
        self._beside = frozenset(table["beside"])
        self._articles = frozenset(context["baseline"]["articles"])
        rows = [*terms["models"]["model"], *terms["datasets"]["dataset"], *terms["hardware"]["device"]]
        self._listed = frozenset(letters(name) for row in rows for name in (row["name"], *row.get("aliases", ())))

    def __call__(self, body: str) -> str:
        """A coined name that is none of anything listed, and that an abstract says again; "" if there is none."""
        known = set[str]()
        for match in self._acts.finditer(body):
            name, verb = match.groups()
            if match.group().startswith(", ") and self._is_older(body, match.start()):
                known.add(name)  # "A recent method, FooSort, needs"
            if verb in self._verbs and name not in known:
                coined = len(name) >= _SHORT and self._phrases.is_coined(name) and self._phrases.is_whole(name)
                if coined and not self.is_known(name) and self._is_said(body, name):
                    return name
        return ""

    def is_known(self, name: str) -> bool:
        """Whether a name is that of a listed model, data set or device, or begins with one and a size."""
        stem = re.split(r"[-\d]", name, maxsplit=1)[0]
        return letters(name) in self._listed or letters(stem) in self._listed

    def _is_said(self, body: str, name: str) -> bool:
        """Whether an abstract says a name twice, never as that of something beside its own, and of no field.

        Short forms of a field are spelled out where nothing is introduced ("Point processes (PPs) are"), or have three
        letters.
        """
        single = singular(name)
        spelled = max(body.find(f"({name})"), body.find(f"({single})"))
        if (spelled < 0 and single.isupper() and len(single) <= _SHORT) or self._phrases.is_part(single, body):
            return False
        before = body[sentence_start(body, spelled) : spelled]
        if spelled >= 0 and next(self._introduces.finditer(before), None) is None:
            return False
        places = [match.start() for match in re.finditer(rf"(?<![\w-]){re.escape(name)}(?![\w-])", body)]
        beside = any(self._last_word(body[max(0, at - _NOUN) : at]) in self._beside for at in places)
        return len(places) > 1 and not beside

    def _is_older(self, body: str, comma: int) -> bool:
        """Whether the noun before a comma is told to be older: "a recent method,"."""
        words = body[max(0, comma - _SAID) : comma].split()
        return words[-1:] != [] and words[-1] in self._phrases.nouns and not self._phrases.earlier.isdisjoint(words)

    def _last_word(self, text: str) -> str:
        """The last word of a text, without an article behind it, and without its full stop ("vs.")."""
        words = [word for word in text.lower().split() if word not in self._articles]
        return words[-1].rstrip(".") if words else ""

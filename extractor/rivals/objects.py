"""Objects: the system that a verb of change is about, where no list has its name: "speeds up FooNet by 2x"."""

from __future__ import annotations

from extractor.frames.joins import Chunk
from extractor.frames.listing import MARKS, named
from extractor.rivals.ends import NoNames, is_amount
from extractor.rulefiles.rules import Rules
from extractor.terms.spellings import unowned
from extractor.text.tokens import Tokens

_SYSTEM = 5  # letters of a name that capitals inside tell of a system; "IoU" and "MoF" are metrics
_MEASURE = 5  # words between a name and "by"
_WHERE = 8  # words between an owned measure and "by" that say where it was measured
_VERBS = frozenset(["DV", "MV"])


class Objects:
    """Tells the object of a verb by how its name looks, with words of rules/context/baseline.toml."""

    def __init__(self, rules: Rules) -> None:
        context = rules.folder("context")
        table = context["baseline"]
        self._possessive = tuple(table["possessive"])
        self._articles = frozenset(table["articles"]) - frozenset(table["ours"])
        self._changed = frozenset(table["changed"])
        self._measures = frozenset(table["measures"])
        self._judging = frozenset(context["model"]["judging"])
        self._where, self._theirs = frozenset(table["where"]), frozenset(context["owner"]["baseline"])

    def __call__(self, tokens: Tokens, chunk: Chunk, last: int, none: NoNames) -> str:
        """The name behind a verb of change, which a measure and an amount follow; empty where there is none."""
        at = chunk.end
        if at < last and tokens.lower[at] in self._articles:
            at += 1
        if chunk.tags.isdisjoint(_VERBS) or at + 2 >= last or at in none.data or at in none.metrics:
            return ""
        word = tokens.words[at]
        owns = word.endswith(self._possessive)
        name = unowned(word, self._possessive)
        short = name.isupper() and len(name) >= _SYSTEM  # "the RANSAC run-time"
        known = owns and name.lower() in self._theirs  # "improves the baseline's accuracy by 2%"
        judges = name.rpartition("-")[2].lower() in self._judging  # "improves LLM-judge accuracy by 2%"
        if judges or (word.lower() in self._measures and not known):
            return ""  # "reduces the P99 latency by 2x"
        if not (is_system(name) or short or known or (owns and named(name))):
            return ""
        end = at + 1
        while end < min(last - 1, at + _MEASURE) and (end in none.metrics or tokens.lower[end] in self._measures):
            end += 1
        if known or (owns and end > at + 1) or tokens.lower[end] in self._where:
            # "boosts FooNet's success rate across four tasks by 3%"
            behind = range(end, min(last - 1, end + _WHERE))
            marks = MARKS - {","} if known else MARKS
            end = next((i for i in behind if tokens.lower[i] in self._changed or tokens.words[i] in marks), end)
        if tokens.lower[end] not in self._changed:
            return ""
        valued = is_amount(tokens.lower[end + 1]) or not none.data.isdisjoint(range(end, min(end + _MEASURE, last)))
        return name if valued else ""


def is_system(name: str) -> bool:
    """Whether a word looks like the name of a system: "FooNet", "Foo-7B", not "NER", "IoU" or "Breakfast"."""
    inner = any(map(str.isupper, name[1:])) and any(map(str.islower, name))
    digits = any(map(str.isdigit, name)) and name[:1].isupper() and len(name) > 2
    begins = name[:1].isupper() or (name[:1].isalpha() and "-" not in name)
    return begins and "@" not in name and ((inner and len(name) >= _SYSTEM) or digits)

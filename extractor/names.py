"""Names: mentions of data sets, models and devices, with guarded names kept only in company."""

from __future__ import annotations

from typing import NamedTuple

from extractor.rules import Rules
from extractor.terms import Term
from extractor.tokens import Tokens


class Mention(NamedTuple):
    """A name at tokens [start, end): kind dataset, model, device or generic, its canonical name, its text."""

    start: int
    end: int
    kind: str
    name: str
    text: str
    count: float | None = None


class NameFinder:
    """Turns terms into mentions."""

    def __init__(self, rules: Rules) -> None:
        table = rules.table("context/context.toml")
        self._company = {kind: frozenset(table[kind]["company"]) for kind in ("dataset", "device")}
        self._company["model"] = frozenset()
        self._before = frozenset(table["dataset"]["before"])

    def __call__(self, tokens: Tokens, terms: list[Term]) -> list[Mention]:
        """Mentions left to right."""
        out = []
        for term in terms:
            for kind, name in term.kinds:
                plain = kind.removeprefix("guarded_")
                if plain not in ("dataset", "model", "device", "generic"):
                    continue
                if plain != kind and not self._in_company(tokens, term, plain):
                    continue
                text = " ".join(tokens.words[term.start : term.end])
                out.append(Mention(term.start, term.end, plain, name, text))
                break
        return out

    def _in_company(self, tokens: Tokens, term: Term, kind: str) -> bool:
        near = tokens.lower[term.end : term.end + 3]
        if any(word in self._company[kind] for word in near):
            return True
        before = tokens.lower[max(0, term.start - 2) : term.start]
        return kind == "dataset" and any(word in self._before for word in before)

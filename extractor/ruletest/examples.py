"""Examples: runs what the rule files say of themselves, each frame alone and together with all others."""

from __future__ import annotations

import math
import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from extractor.claims.claims import ClaimFinder, Sheet
from extractor.records import Claim, Paper
from extractor.rulefiles.rules import Example, FrameRule, Rules, Table
from extractor.text.clean import Cleaner
from extractor.text.markup import Markup
from extractor.text.tokens import Tokenizer

ALL, ALONE = "with all rules", "with only its rule"
UNSHOWN = "pattern"  # the kind of a problem that is no example's
_DEVICE_ROW = "hardware"
_CLEAN, _TOKENS = "clean/replacements.toml", "tokens/tokens.toml"
_CORE = ("metric", "measure", "value", "before", "unit", "bound", "direction")


@dataclass(frozen=True, slots=True)
class Problem:
    """An example that does not hold: where it stands, what it expects, and what came out instead.

    `kind` is match, no_match, todo_match, pattern (which no example shows), or example (of a table); `mode` says which
    rules were on.
    """

    file: str
    rule: str
    kind: str
    mode: str
    text: str
    expected: str
    found: str

    def __str__(self) -> str:
        mode = f" ({self.mode})" if self.mode else ""
        return (
            f"{self.file}: {self.rule}: {self.kind}{mode}\n"
            f"  text      {self.text}\n  expected  {self.expected}\n  found     {self.found}"
        )


def check_rule(rules: Rules, rule: FrameRule, finder: ClaimFinder | None = None) -> list[Problem]:
    """Run every example of a frame, and see that each of its patterns fits in one of those that match.

    `finder` is a line already built for `rules`, to save the second it costs.
    """
    both = finder or ClaimFinder(rules)
    alone = both.without(frozenset(other.id for other in rules.frames if other.id != rule.id))
    with warnings.catch_warnings():
        # One rule alone leaves most kinds of quantity without a pattern, of which spaCy warns.
        warnings.filterwarnings("ignore", r"\[W036\]")
        problems = [problem for example in rule.examples for problem in _check(both, alone, rule, example)]
        return [*problems, *_unshown(both, rule)]


def check_tables(rules: Rules) -> list[Problem]:
    """Run the examples of the tables of `clean` and `tokens`."""
    return [*_check_clean(rules.table(_CLEAN)), *_check_tokens(rules.table(_TOKENS))]


def example_claims(finder: ClaimFinder, example: Example) -> list[Claim]:
    """The claims of an example's text, by place; mentions of devices are left out."""
    return _claims(finder, _sheet(finder, example))


# frames


def _check(both: ClaimFinder, alone: ClaimFinder, rule: FrameRule, example: Example) -> Iterator[Problem]:
    if example.kind == "no_match":
        yield from _unmatched(both, ALL, rule, example)
        yield from _unmatched(alone, ALONE, rule, example)
        return
    problems = [*_matched(both, rule, example), *_matched_alone(both, alone, rule, example)]
    if example.kind == "match":
        yield from problems
    elif not problems:
        yield _problem(rule, example, "", "to fail, as a known miss does", "it passes: make it a [[match]]")


def _matched(finder: ClaimFinder, rule: FrameRule, example: Example) -> Iterator[Problem]:
    """With all rules on: exactly the claims listed, one of them by this rule."""
    sheet = _sheet(finder, example)
    found = _claims(finder, sheet)
    if not _equal(example.claims, found):
        yield _problem(rule, example, ALL, _listed(example.claims), _shown(found))
    elif rule.measure == "none":
        if not _fires(sheet, rule):
            yield _problem(rule, example, ALL, "this rule to silence a number", "it fits nowhere")
    elif not any(claim.rule == rule.id for claim in found):
        yield _problem(rule, example, ALL, f"a claim by {rule.id}", _shown(found))


def _matched_alone(both: ClaimFinder, alone: ClaimFinder, rule: FrameRule, example: Example) -> Iterator[Problem]:
    """With only this rule on: nothing that is not listed, and whatever it is responsible for among all rules.

    A rule that leans on an earlier claim needs that claim, so of such a rule only the places are asked.
    """
    sheet = _sheet(alone, example)
    found = _claims(alone, sheet)
    if rule.measure == "none":
        if found or not _fires(sheet, rule):
            yield _problem(rule, example, ALONE, "no claim, and this rule to silence a number", _shown(found))
        return
    if _leans(rule):
        quotes = {claim["quote"] for claim in example.claims}
        unlisted = [claim for claim in found if claim.quote not in quotes]
        if unlisted:
            yield _problem(rule, example, ALONE, f"no claim but those on {sorted(quotes)}", _shown(unlisted))
        return
    unlisted = [claim for claim in found if not any(_fits(listed, claim) for listed in example.claims)]
    if unlisted:
        yield _problem(rule, example, ALONE, f"nothing but {_listed(example.claims)}", _shown(unlisted))
    among_all = example_claims(both, example)
    if not _equal(example.claims, among_all):
        return
    own = [listed for listed, claim in zip(example.claims, among_all, strict=True) if claim.rule == rule.id]
    missing = [listed for listed in own if not any(_fits(listed, claim) for claim in found)]
    if missing:
        yield _problem(rule, example, ALONE, _listed(missing), _shown(found))


def _unmatched(finder: ClaimFinder, mode: str, rule: FrameRule, example: Example) -> Iterator[Problem]:
    sheet = _sheet(finder, example)
    found = [claim for claim in _claims(finder, sheet) if claim.rule == rule.id]
    if found:
        yield _problem(rule, example, mode, f"no claim by {rule.id}", _shown(found))
    elif rule.measure == "none" and _fires(sheet, rule):
        yield _problem(rule, example, mode, f"{rule.id} to fit nowhere", "it fits")


def _unshown(finder: ClaimFinder, rule: FrameRule) -> Iterator[Problem]:
    """The patterns that no [[match]] shows at work."""
    sheets = [_sheet(finder, example) for example in rule.examples if example.kind == "match"]
    chunked = [chunks for sheet in sheets for chunks, *_ in sheet.sentences if chunks]
    for pattern in rule.patterns:
        fitting = finder.only(replace(rule, patterns=(pattern,))).frames
        if not any(next(found, None) for chunks in chunked for found in fitting(chunks).values()):
            text = " ".join(pattern)
            yield Problem(f"frames/{rule.path}", rule.id, UNSHOWN, "", text, "a [[match]] that it fits", "none does")


def _leans(rule: FrameRule) -> bool:
    """Whether a rule takes its metric or direction from an earlier claim."""
    return (
        rule.metric == "M-before"
        or "previous" in (rule.metric, rule.direction)
        or rule.metric.endswith("or-performance")
    )


def _fires(sheet: Sheet, rule: FrameRule) -> bool:
    groups = (group for _, frames, *_ in sheet.sentences for group in frames.values())
    return any(frame.rule.id == rule.id for group in groups for frame in group)


def _sheet(finder: ClaimFinder, example: Example) -> Sheet:
    paper = Paper("example", example.title, example.text)
    return finder.sheet(paper.text, len(paper.title))


def _claims(finder: ClaimFinder, sheet: Sheet) -> list[Claim]:
    return [claim for claim in finder.claims(sheet) if claim.metric != _DEVICE_ROW]


def _equal(listed: Sequence[Mapping[str, Any]], found: Sequence[Claim]) -> bool:
    return len(listed) == len(found) and all(_fits(one, claim) for one, claim in zip(listed, found, strict=True))


def _fits(listed: Mapping[str, Any], claim: Claim) -> bool:
    """Whether a claim has every field that is listed."""
    return all(_same(value, _field(claim, key)) for key, value in listed.items())


def _field(claim: Claim, key: str) -> Any:
    """A field by the name examples give it: `value` is [low, high], or one number where both are equal."""
    if key == "value":
        same = claim.value_low == claim.value_high
        return claim.value_low if same else [claim.value_low, claim.value_high]
    value = getattr(claim, "value_before" if key == "before" else key)
    return list(value) if isinstance(value, tuple) else value


def _same(listed: Any, found: Any) -> bool:
    if isinstance(listed, list):
        return isinstance(found, list) and len(listed) == len(found) and all(map(_same, listed, found))
    if isinstance(listed, int | float) and isinstance(found, int | float):
        return math.isclose(listed, found, rel_tol=1e-9)
    return bool(listed == found)


def _problem(rule: FrameRule, example: Example, mode: str, expected: str, found: str) -> Problem:
    return Problem(f"frames/{rule.path}", rule.id, example.kind, mode, example.text, expected, found)


def _listed(claims: Sequence[Mapping[str, Any]]) -> str:
    return ", ".join(_inline(claim) for claim in claims)


def _shown(claims: Sequence[Claim]) -> str:
    """Claims in the form of the rule files, each after the rule that gave it; to be pasted once it is right."""
    if not claims:
        return "no claim"
    return ", ".join(f"{claim.rule} {_inline({'quote': claim.quote} | _core(claim))}" for claim in claims)


def _core(claim: Claim) -> dict[str, Any]:
    fields = {key: _field(claim, key) for key in _CORE}
    return {key: value for key, value in fields.items() if value is not None and value != ""}


def _inline(fields: Mapping[str, Any]) -> str:
    return "{" + ", ".join(f"{key} = {_plain(value)}" for key, value in fields.items()) + "}"


def _plain(value: Any) -> str:
    """A value as a rule file writes it: "66%", 66, [2, 3]."""
    if isinstance(value, list):
        return f"[{', '.join(_plain(part) for part in value)}]"
    return f"{value:.12g}" if isinstance(value, int | float) else f'"{value}"'


# tables


def _check_clean(table: Table) -> Iterator[Problem]:
    """Each pair comes out as written; a pair that changes something needs its own replacement for that."""
    clean = Cleaner(table)
    for index, entry in enumerate(table["replace"]):
        without = Cleaner({**table, "replace": [*table["replace"][:index], *table["replace"][index + 1 :]]})
        needed = False
        for source, expected in entry["examples"]:
            found = clean(source).text
            if found != expected:
                yield Problem(_CLEAN, entry["why"], "example", "", source, expected, found)
            needed = needed or without(source).text != found
        if not needed:
            text = "; ".join(source for source, _ in entry["examples"])
            yield Problem(_CLEAN, entry["why"], "example", "", text, "an example that needs this entry", "none does")
    markup = Markup(table["markup"])
    for source, expected in table["markup"]["examples"]:
        if (found := markup(source).text) != expected:
            yield Problem(_CLEAN, "markup", "example", "", source, expected, found)


def _check_tokens(table: Table) -> Iterator[Problem]:
    """Each text is cut as written, and one of an entry's texts would be cut otherwise without it."""
    tokenize = Tokenizer(table)
    for index, entry in enumerate(table["token"]):
        others = [*table["token"][:index], *table["token"][index + 1 :]]
        without = Tokenizer({**table, "token": others})
        needed = False
        for text, expected in entry["examples"]:
            found = tokenize.words(text)
            if found != expected:
                yield Problem(_TOKENS, entry["name"], "example", "", text, " | ".join(expected), " | ".join(found))
            needed = needed or without.words(text) != found
        if not needed:
            text = "; ".join(text for text, _ in entry["examples"])
            yield Problem(_TOKENS, entry["name"], "example", "", text, "an example that needs this kind", "none does")

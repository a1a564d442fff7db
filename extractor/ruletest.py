"""Ruletest: runs the examples of rule files and reports on them, a line a rule, like a test runner."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from extractor.claims import ClaimFinder
from extractor.examples import UNSHOWN, Problem, check_rule, check_tables
from extractor.labelled import check_techniques
from extractor.plurals import counted
from extractor.rules import RuleError, Rules
from extractor.technique_table import TABLE as TECHNIQUES


class Result(NamedTuple):
    """One rule (or table), how many examples it has, and those that do not hold."""

    name: str
    examples: int
    problems: tuple[Problem, ...]

    @property
    def failed(self) -> int:
        """How many examples do not hold, and patterns lack one; what fails alone and with all counts once."""
        return len({(problem.kind, problem.rule, problem.text) for problem in self.problems})

    @property
    def passed(self) -> int:
        """How many examples hold."""
        return self.examples - self.failed + sum(problem.kind == UNSHOWN for problem in self.problems)


class Line(NamedTuple):
    """One line of the report (or one failure of several); `status` is "ok", "FAIL", or "" for the rest."""

    status: str
    text: str


def run(finder: ClaimFinder, names: Sequence[str] = ()) -> Iterator[Result]:
    """Run the examples of the rules named; without names, those of all rules and then of the tables.

    Raises RuleError for a name that no rule has.
    """
    rules = finder.rules
    known = {rule.id: rule for rule in rules.frames}
    wanted = [_known(name, known) for name in names]
    for name in wanted or known:
        rule = known[name]
        yield Result(name, len(rule.examples), tuple(check_rule(rules, rule, finder)))
    if not wanted:
        yield from _tables(rules)


def report(results: Iterable[Result]) -> Iterator[Line]:
    """A line a rule as it is run, then every failure, then the count."""
    problems: list[Problem] = []
    passed = failed = 0
    for result in results:
        problems += result.problems
        failed += result.failed
        passed += result.passed
        yield Line("FAIL" if result.problems else "ok", f"{result.name}  {counted(result.examples, 'example')}")
    for problem in problems:
        yield Line("", f"\n{problem}")
    yield Line("", f"\n{passed:,} passed, {failed:,} failed")


def _tables(rules: Rules) -> Iterator[Result]:
    """The tables that hold examples, entry by entry."""
    problems = check_tables(rules)
    for relative, table in rules.tables.items():
        entries = (entry for group in table.values() if isinstance(group, list) for entry in group)
        examples = sum(len(entry["examples"]) for entry in entries if isinstance(entry, dict) and "examples" in entry)
        found = tuple(problem for problem in problems if problem.file == relative)
        if examples or found:
            yield Result(relative, max(examples, len(found)), found)
    yield Result(TECHNIQUES, *check_techniques(rules))


def _known(name: str, known: Iterable[str]) -> str:
    """A rule's id, also given as its file."""
    stem = Path(name).stem if name.endswith(".toml") else name
    if stem in known:
        return stem
    close = difflib.get_close_matches(stem, list(known), 3)
    hint = f"; did you mean {' or '.join(close)}?" if close else ""
    raise RuleError(f"no rule is called {stem!r}{hint}")

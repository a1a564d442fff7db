"""Ruletest: runs the examples of rule files and reports on them, a line a rule, like a test runner."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from extractor.claims.claims import ClaimFinder
from extractor.rulefiles.rules import Rules
from extractor.ruletest.examples import UNSHOWN, Problem, check_rule, check_tables
from extractor.ruletest.labelled import check_techniques
from extractor.ruletest.testnames import Wanted, example_tables, examples_of, wanted
from extractor.techniques.technique_table import TABLE as TECHNIQUES
from extractor.text.plurals import counted


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
    """Run the examples of what is named (testnames.py); without names, of all rules and then of the tables.

    Raises RuleError for a name of nothing that has examples.
    """
    rules = finder.rules
    known = {rule.id: rule for rule in rules.frames}
    asked = wanted(rules, names) if names else Wanted(list(known), list(example_tables(rules)), [])
    for name in asked.frames:
        rule = known[name]
        yield Result(name, len(rule.examples), tuple(check_rule(rules, rule, finder)))
    for label in asked.techniques:
        yield Result(label, *check_techniques(rules, [label]))
    for relative in asked.tables:
        yield _table(rules, relative)


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


def _table(rules: Rules, relative: str) -> Result:
    """The examples of a table, entry by entry."""
    if relative == TECHNIQUES:
        return Result(relative, *check_techniques(rules))
    examples = sum(map(len, examples_of(rules.table(relative))))
    found = tuple(problem for problem in check_tables(rules) if problem.file == relative)
    return Result(relative, max(examples, len(found)), found)

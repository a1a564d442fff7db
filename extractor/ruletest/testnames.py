"""What the names given to `claimtable rules test` stand for: rules, techniques, metrics, tables."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from extractor.rulefiles.rules import TABLES, RuleError, Rules, Table
from extractor.techniques.technique_table import TABLE as TECHNIQUES

_METRICS = "terms/metrics.toml"
_NAMED = {
    "terms/hardware.toml": ("device", "It is 2x faster on the {}."),
    "terms/datasets.toml": ("dataset", "It reaches 80% accuracy on {}."),
    "terms/models.toml": ("model", "It is 2x faster than {}."),
}
"""Tables of names: the section that holds them, and a sentence in which such a name can be tried."""
_TAKEN = "a rule, a technique, a metric or a table with examples"


class Wanted(NamedTuple):
    """What to run: the ids of rules, tables by their path, and labels of techniques."""

    frames: list[str]
    tables: list[str]
    techniques: list[str]


def example_tables(rules: Rules) -> Iterator[str]:
    """The tables that hold examples, those of the techniques last."""
    for relative, table in rules.tables.items():
        if relative != TECHNIQUES and any(examples_of(table)):
            yield relative
    yield TECHNIQUES


def examples_of(table: Table) -> Iterator[list[Any]]:
    """The examples of every entry of a table that has some."""
    for group in table.values():
        for entry in group if isinstance(group, list) else ():
            if isinstance(entry, dict) and "examples" in entry:
                yield entry["examples"]


def wanted(rules: Rules, names: Sequence[str]) -> Wanted:
    """What the names stand for. Raises RuleError, a line for each that stands for nothing which has examples."""
    found, wrong = Wanted([], [], []), []
    for name in names:
        one = _meant(rules, name)
        for kept, more in zip(found, one, strict=True):
            kept.extend(each for each in more if each not in kept)
        if not any(one):
            wrong.append(_refusal(rules, name))
    if wrong:
        raise RuleError("\n".join(wrong))
    return found


def _meant(rules: Rules, name: str) -> Wanted:
    """What one name stands for; nothing, where it stands for none of these."""
    stem = Path(name).stem if name.endswith(".toml") else name
    metrics = _metrics(rules, name)
    return Wanted(
        [rule.id for rule in rules.frames if rule.id == stem or metrics & _told(rule.examples)],
        [table for table in example_tables(rules) if _is_table(name, table)],
        _labels(rules, name),
    )


def _told(examples: Iterable[Any]) -> set[str]:
    """The metrics that examples tell of."""
    return {claim["metric"] for example in examples for claim in example.claims if "metric" in claim}


def _is_table(name: str, table: str) -> bool:
    """Whether a name is that of a table: "techniques", "techniques.toml", or a path that ends with the table's."""
    path = Path(name)
    return f"/{path.as_posix()}".endswith(f"/{table}") or name in (Path(table).name, Path(table).stem)


def _labels(rules: Rules, name: str) -> list[str]:
    labels = [str(entry["label"]) for entry in rules.table(TECHNIQUES)["technique"]]
    return [label for label in labels if _plain(label) == _plain(name)]


def _metrics(rules: Rules, name: str) -> set[str]:
    """The metrics of that id, else those that papers call so."""
    table = rules.table(_METRICS)
    named = {metric for metric in rules.metrics if _plain(metric) == _plain(name)}
    if named:
        return named
    said = [(entry["id"], [*entry["words"], *entry.get("case", ())]) for entry in table["metric"]]
    said += [
        (entry["metric"], [*entry.get("texts", ()), *filter(None, [entry.get("text")])]) for entry in table["reading"]
    ]
    return {metric for metric, words in said if _plain(name) in map(_plain, words)}


def _refusal(rules: Rules, name: str) -> str:
    """Why there is nothing to run for a name, and what to do."""
    if name and Path(name).is_dir():
        return f"{name} is a folder; rules of your own are given with --rules: claimtable rules test --rules {name}"
    for metric in sorted(_metrics(rules, name)):
        return f"no example of a rule tells of the metric {metric!r}; give one a [[match]] that does"
    for table in TABLES:
        if _is_table(name, table):
            return f"{table} holds no examples of its own; those of all rules show what it does: claimtable rules test"
    for table, (section, sentence) in _NAMED.items():
        for entry in rules.table(table)[section]:
            if _plain(name) in map(_plain, (entry["name"], *entry.get("aliases", ()), *entry.get("guarded", ()))):
                return (
                    f"{name!r} stands in {table}, whose entries have no examples; "
                    f'try it in a sentence: claimtable rules explain "{sentence.format(name)}"'
                )
    return f"no rule is called {name!r}{_nearest(rules, name) or f'; give {_TAKEN}'}"


def _nearest(rules: Rules, name: str) -> str:
    """The names most like one that is none; "" where there are none."""
    stem = Path(name).stem if name.endswith(".toml") else name
    labels = [str(entry["label"]) for entry in rules.table(TECHNIQUES)["technique"]]
    known = [*(rule.id for rule in rules.frames), *labels, *rules.metrics, *example_tables(rules)]
    close = difflib.get_close_matches(stem, known, 3)
    return f"; did you mean {' or '.join(close)}?" if close else ""


def _plain(text: str) -> str:
    return re.sub(r"[\s_-]+", "", text).casefold()

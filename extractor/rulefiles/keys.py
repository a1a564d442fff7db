"""Keys: what tables of somebody's own rules lack that the shipped ones have, told where a stage stopped at it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from extractor.rulefiles.rules import TABLES, RuleError, Rules, Table, load_table, rules_root


@contextmanager
def no_key_missing(rules: Rules) -> Iterator[None]:
    """Builds stages from rules inside.

    Raises:
        RuleError: a table of one's own lacks what a stage asks for (all of it is listed), or has what none can use.
    """
    try:
        yield
    except RuleError:
        raise
    except (KeyError, TypeError, ValueError, AttributeError, IndexError, re.error) as error:
        lacks = [f"{rules.root / relative}: {message}" for relative in TABLES for message in _lacks(rules, relative)]
        if lacks:
            raise RuleError("\n".join(lacks)) from error
        own = ", ".join(relative for relative in TABLES if (rules.root / relative).is_file())
        if rules.root == rules_root() or not own:
            raise
        what = f"a stage cannot use {own} ({type(error).__name__}: {error})"
        raise RuleError(f"{rules.root}: {what}; compare with the shipped files in {rules_root()}") from error


def _lacks(rules: Rules, relative: str) -> Iterator[str]:
    """What a table lacks of the shipped one, which it is where the folder has none."""
    if rules.root != rules_root() and (rules.root / relative).is_file():
        yield from missing_keys(rules.table(relative), load_table(relative))


def missing_keys(own: Table, shipped: Table) -> Iterator[str]:
    """What the own table lacks: sections, and word lists of them.

    A section that maps words to values ("seventeen" to 17) may lack some, and so may what stands deeper.
    """
    remedy = "copy it from the shipped file, or leave it empty"
    for section, value in shipped.items():
        if section not in own:
            yield f"no {section!r}; {remedy}"
        elif isinstance(value, Mapping) and isinstance(own[section], Mapping):
            lists = any(isinstance(item, list) for item in value.values())
            yield from (f"[{section}] has no {key!r}; {remedy}" for key in value if lists and key not in own[section])

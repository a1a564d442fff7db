"""Patterns of rule files: those that some text could make slow are refused, all others are not."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.rulefiles.patterns import PATTERNS, PatternError, beginnings, check_pattern, pattern_errors
from extractor.rulefiles.rules import TABLES

SLOW = [
    "(a+)+b", "(?:a*)*b", "(?:a|a)*b", "(?:aa|a)+b", "(?:a|b|ab){5,}c", r"(\d+(?:[.,]\d+)*\s*)+x", "(?:a?b?)*c",
    "(x+x+)+y", "(.*)(.*)(.*)x", ".*.*.*=", r"(\w+\s?)*$", "([a-z]+)*$", "^(([a-z])+.)+[A-Z]([a-z])+$", "(.|\\n)*x",
    "(?:[^x]|y)+z", "(?:a{0,9}){0,9}b", "(a{1,30}){1,30}b", "(?i)(?:A+a?)*b", "(?=(?:a+)+b)x", "(?x) ( a + ) + b", r"(a)\1+",
]  # fmt: skip
QUICK = [
    r"\d+(?:,\d{3})+", r"(?:[^()\n]|\([^()\n]{0,30}\))+\)", "(?:ab|cd)*x", "(?:abc|abd)+x", r"\s+foo\s+bar", r"(?:\w+ )?x",
    "a+?b", "(?:a|ab)*c", "", "(?:a+)+", r"\bfoo\b.*", "[a-z]{0,60}x", "(?:,x)*y",
]  # fmt: skip


@pytest.mark.promise("Rules are data")
@pytest.mark.parametrize("pattern", SLOW)
def test_slow_pattern_is_refused(pattern):
    with pytest.raises(PatternError):
        check_pattern(pattern)


@pytest.mark.parametrize("pattern", QUICK)
def test_quick_pattern_is_not(pattern):
    check_pattern(pattern, whole=False)


@pytest.mark.parametrize(
    ("pattern", "message"),
    [
        ("(", "no regular expression"),
        ("(" * 3000 + ")" * 3000, "nested too deep"),
        ("a" * 30_000, "20,000 are the most"),
    ],
)
def test_what_is_no_pattern(pattern, message):
    with pytest.raises(PatternError, match=message):
        check_pattern(pattern)


@pytest.mark.promise("Rules are data")
def test_the_shipped_patterns_pass(rules):
    assert pattern_errors(rules.tables) == []
    assert {relative for relative, _, _ in PATTERNS} <= set(TABLES)


def test_every_pattern_is_found(rules):
    """A key that is misspelt in PATTERNS would find nothing, and so refuse nothing."""
    for relative, keys, _ in PATTERNS:
        table = {relative: _spoilt(rules.table(relative), keys.split("."))}
        assert pattern_errors(table), (relative, keys)


def _spoilt(value, keys):
    """A table with a slow pattern at the end of some keys."""
    if isinstance(value, list):
        return [_spoilt(item, keys) for item in value]
    if isinstance(value, dict):
        if not keys:
            return {key: _spoilt(item, keys) for key, item in value.items()}
        return {key: _spoilt(item, keys[1:]) if key == keys[0] else item for key, item in value.items()}
    return value if keys else "(a+)+b"


_atoms = st.sampled_from(
    ["a", "b", "[ab]", "[^a]", r"\w", ".", "ab", "a?", "b+", "a*", "(?:a|b)", "(?:a|ab)", "c{0,3}"]
)
_parts = st.recursive(
    _atoms,
    lambda inner: st.one_of(
        st.tuples(inner, inner).map("".join),
        st.tuples(inner, inner).map(lambda two: f"(?:{two[0]}|{two[1]})"),
        st.tuples(inner, st.sampled_from(["*", "+", "?", "{2,6}"])).map(lambda two: f"(?:{two[0]}){two[1]}"),
    ),
    max_leaves=6,
)


@given(_parts, st.sampled_from(["a", "b", "ab", "aab", "ba", "abc"]))
def test_what_is_accepted_is_quick(pattern, text):
    """Patterns put together at random: those that are not refused stay quick on a text that just fails to fit."""
    try:
        check_pattern(f"{pattern}!")
    except PatternError:
        return
    compiled = re.compile(f"{pattern}!")
    start = time.process_time()
    compiled.match(text * 40)
    assert time.process_time() - start < 0.5  # exponential time would be centuries


@given(st.one_of(_parts, st.sampled_from(["(?i:a)b", "(?<=b)a", r"\W", "[^b]", r"(?=c)\w", "é"])))
def test_what_fits_begins_as_told(pattern):
    fits = {
        first for first in map(chr, range(0x80)) if any(re.match(pattern, first + rest) for rest in ("", "b", "ab"))
    }
    assert fits <= beginnings(pattern)


@pytest.mark.parametrize(
    ("pattern", "told"), [("(?<=x)ab|cd", "ac"), (r"\$?\\pm", "$\\"), ("[0-3]+", "0123"), ("é", "")]
)
def test_few_characters_begin_what_fits(pattern, told):
    assert beginnings(pattern) == frozenset(told)

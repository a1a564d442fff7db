"""Patterns of rule files, checked before they are used: no text can make one take more than its share of time.

Rules may be somebody else's. Python's `re` goes back and tries again where a pattern fails, and some patterns then
take exponential time: "(a+)+b" on a row of a's. Refused is what makes them so:

- a loop that can read the same text in two ways: a repeat or an optional part in it that shares its first letters
  with what may follow, or a choice of which two branches begin alike ("(?:a+)+", "(?:a|ab)*", "(?:a?b?)*");
- three repeats without end, one after the other, that can read the same text in two ways (".*.*.*");
- a reference back to a group.

A loop at the very end of a pattern is free: nothing behind it can fail.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any, NamedTuple

LONGEST = 20_000
"""Characters of a pattern."""
_FEW = 3  # rounds of a repeat that multiply the time by no more than a constant
_MOST_ENDLESS = 2  # repeats without end, outside loops, that can share text with what follows

_OWN_FLAGS = re.compile(r"\(\?[a-zA-Z]*-?[a-zA-Z]+:")  # a group with flags of its own: "(?i:a)" fits "A", too

_Nodes = Sequence[tuple[Any, Any]]
_REPEATS = frozenset([op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT])
# Sets of letters are bits: ASCII, one letter of each kind that patterns tell apart, and those patterns name.
_KINDS_OF_LETTERS = "".join(map(chr, range(0x80))) + "éµ½²٣𝟑词\u200b\u00a0\u2009–×"
_CATEGORIES = {
    op.CATEGORY_DIGIT: r"\d",
    op.CATEGORY_NOT_DIGIT: r"\D",
    op.CATEGORY_SPACE: r"\s",
    op.CATEGORY_NOT_SPACE: r"\S",
    op.CATEGORY_WORD: r"\w",
    op.CATEGORY_NOT_WORD: r"\W",
}
_LETTERS = sorted(map(ord, _KINDS_OF_LETTERS))
_ALL = (1 << len(_LETTERS)) - 1


def _bits_of(pattern: str) -> int:
    fits = re.compile(pattern).match
    return sum(1 << at for at, code in enumerate(_LETTERS) if fits(chr(code)))


_CATEGORY_BITS = {category: _bits_of(pattern) for category, pattern in _CATEGORIES.items()}


class PatternError(ValueError):
    """A pattern that is not read, or that some text could make slow; the message says why."""


class _After(NamedTuple):
    """What may follow a part: the first letters of it, and whether it is the end of the pattern."""

    letters: int
    end: bool


class _Walk:
    """One pattern being checked."""

    def __init__(self, flags: int) -> None:
        self._fold = bool(flags & re.IGNORECASE)
        self._endless = 0

    def check(self, nodes: _Nodes, after: _After, *, loop: bool) -> None:
        """Check the nodes from the last to the first; `loop` is whether they may be gone through many times."""
        for kind, value in reversed(nodes):
            if kind in _REPEATS:
                self._repeat(value, after, loop=loop)
            elif kind is op.BRANCH:
                self._branch(value[1], after, loop=loop)
            elif kind is op.SUBPATTERN:
                self.check(value[3], after, loop=loop)
            elif kind is op.ATOMIC_GROUP:
                self.check(value, after, loop=loop)
            elif kind in (op.ASSERT, op.ASSERT_NOT):
                self.check(value[1], _After(_ALL, True), loop=loop)
            elif kind in (op.GROUPREF, op.GROUPREF_EXISTS):
                raise PatternError("a reference back to a group can take exponential time")
            first, empty = self.first([(kind, value)])
            fails = kind in (op.ASSERT, op.ASSERT_NOT, op.AT) or not empty
            after = _After(first | (after.letters if empty else 0), after.end and not fails)

    def _repeat(self, value: tuple[Any, Any, Any], after: _After, *, loop: bool) -> None:
        least, most, inside = value
        first, empty = self.first(inside)
        endless = most is op.MAXREPEAT
        varies = most != least
        free = after.end and least <= 1
        ambiguous = varies and bool(first & after.letters) and not free
        if loop and ambiguous:
            raise PatternError("a repeat inside a loop that can read the same text in two ways takes exponential time")
        if endless and ambiguous:
            self._endless += 1
            if self._endless > _MOST_ENDLESS:
                raise PatternError(f"more than {_MOST_ENDLESS} repeats without end that can read the same text")
        many = most > _FEW
        if many and empty and not free and varies:
            raise PatternError("a loop over what may be nothing takes exponential time")
        behind = _After(after.letters | (first if most > 1 else 0), free)
        self.check(inside, behind, loop=loop or (many and not free))

    def _branch(self, branches: Sequence[_Nodes], after: _After, *, loop: bool) -> None:
        seen = 0
        for branch in branches:
            first, empty = self.first(branch)
            begins = first | (after.letters if empty else 0)
            if loop and begins & seen and not self._apart(branches):
                raise PatternError("a choice inside a loop of which two branches begin alike takes exponential time")
            seen |= begins
            self.check(branch, after, loop=loop)

    def _apart(self, branches: Sequence[_Nodes]) -> bool:
        """Whether branches that begin alike are texts of one length, none of them twice."""
        texts = [tuple(map(repr, branch)) for branch in branches]
        fixed = all(kind is op.LITERAL for branch in branches for kind, _ in branch)
        return fixed and len({len(text) for text in texts}) == 1 and len(set(texts)) == len(texts)

    def first(self, nodes: _Nodes) -> tuple[int, bool]:
        """The letters that nodes can begin with, and whether they can be nothing."""
        letters = 0
        for kind, value in nodes:
            more, empty = self._one(kind, value)
            letters |= more
            if not empty:
                return letters, False
        return letters, True

    def _one(self, kind: Any, value: Any) -> tuple[int, bool]:
        if kind in _REPEATS:
            letters, empty = self.first(value[2])
            return letters, empty or value[0] == 0
        if kind is op.BRANCH:
            parts = [self.first(branch) for branch in value[1]]
            return _union(letters for letters, _ in parts), any(empty for _, empty in parts)
        if kind is op.SUBPATTERN:
            return self.first(value[3])
        if kind is op.ATOMIC_GROUP:
            return self.first(value)
        if kind in (op.ASSERT, op.ASSERT_NOT, op.AT):
            return 0, True
        return self._letters(kind, value), False

    def _letters(self, kind: Any, value: Any) -> int:
        """The letters that one item of a pattern fits."""
        if kind is op.LITERAL:
            return self._range(value, value)
        if kind is op.NOT_LITERAL:
            return _ALL & ~self._range(value, value)
        if kind is op.RANGE:
            return self._range(*value)
        if kind is op.CATEGORY:
            return _CATEGORY_BITS.get(value, _ALL)
        if kind is op.IN:
            inside = [item for item in value if item[0] is not op.NEGATE]
            letters = _union(self._letters(*item) for item in inside)
            return letters if len(inside) == len(value) else _ALL & ~letters
        return _ALL

    def _range(self, low: int, high: int) -> int:
        at, end = bisect_left(_LETTERS, low), bisect_right(_LETTERS, high)
        letters = (1 << end) - (1 << at)
        if low == high and at == end:  # a letter that stands for itself alone: its kind is the nearest there is
            letters = 1 << min(at, len(_LETTERS) - 1)
        if self._fold and high - low < len(_LETTERS):
            other = [code for code in range(low, high + 1) if code < 0x80 and chr(code).isalpha()]
            letters |= _union(1 << bisect_left(_LETTERS, ord(chr(code).swapcase())) for code in other)
        return letters


def _union(parts: Any) -> int:
    letters = 0
    for part in parts:
        letters |= part
    return letters


def check_pattern(pattern: str, flags: int = 0, *, whole: bool = True) -> None:
    """Nothing, for a pattern that no text can make slow; without `whole`, nothing ever has to fit behind it.

    Raises:
        PatternError: it is no pattern, or one that some text could make slow.
    """
    if not isinstance(pattern, str):
        raise PatternError(f"a pattern is text, not {pattern!r}")
    if len(pattern) > LONGEST:
        raise PatternError(f"the pattern has {len(pattern):,} characters; {LONGEST:,} are the most")
    try:
        tree = _parser.parse(pattern, flags)
        _Walk(tree.state.flags).check(list(tree), _After(0, not whole), loop=False)
    except (re.error, OverflowError) as error:
        raise PatternError(f"no regular expression: {error}") from None
    except RecursionError:
        raise PatternError("no regular expression: nested too deep") from None


def beginnings(pattern: str) -> frozenset[str]:
    """The characters of ASCII that what a pattern fits can begin with, and some more where that is hard to tell."""
    tree = _parser.parse(pattern)
    letters, empty = _Walk(tree.state.flags).first(list(tree))
    if empty or _OWN_FLAGS.search(pattern):
        letters = _ALL
    return frozenset(chr(code) for at, code in enumerate(_LETTERS) if code < 0x80 and letters >> at & 1)


def pattern_errors(tables: Mapping[str, Any]) -> list[str]:
    """One line for each pattern of the tables of a rules folder that is refused: file, key and why."""
    errors: list[str] = []
    for relative, keys, whole in PATTERNS:
        for place, pattern in _values(tables.get(relative, {}), keys.split("."), ""):
            try:
                check_pattern(pattern, whole=whole)
            except PatternError as error:
                errors.append(f"{relative}: {place}: {error}: {_short(pattern)}")
    return errors


PATTERNS = (
    ("read/pages.toml", "header.pattern", False),
    ("read/pages.toml", "furniture.pattern", True),
    ("read/pages.toml", "prose", False),
    ("read/text.toml", "separator", False),
    ("read/text.toml", "heading", True),
    ("read/text.toml", "headings", False),
    ("read/text.toml", "abstract_heading", True),
    ("read/text.toml", "sentence", False),
    ("read/xml.toml", "shape.not_abstract", False),
    ("read/xml.toml", "shape.error", False),
    ("read/columns.toml", "ids.arxiv", True),
    ("read/columns.toml", "ids.arxiv_id", True),
    ("read/columns.toml", "ids.prefixes", False),
    ("clean/replacements.toml", "replace.find", False),
    ("clean/replacements.toml", "triggers", False),
    ("tokens/tokens.toml", "plain", False),
    ("tokens/tokens.toml", "token.pattern", False),
    ("tokens/tokens.toml", "beside", False),
    ("tokens/tokens.toml", "sentence.triggers", False),
    ("tokens/tokens.toml", "sentence.end", False),
    ("tokens/tokens.toml", "sentence.glued", False),
    ("terms/datasets.toml", "suffix_pattern", False),
    ("terms/models.toml", "suffix_pattern", False),
    ("terms/hardware.toml", "memory", False),
    ("terms/hardware.toml", "memory_before", True),
    ("terms/hardware.toml", "equipment", False),
    ("terms/hardware.toml", "guard_gap", False),
    ("terms/hardware.toml", "runs_before", True),
    ("terms/hardware.toml", "runs_after", False),
    ("terms/hardware.toml", "exemplified", True),
    ("terms/hardware.toml", "joint", True),
    ("terms/hardware.toml", "device.tail", False),
    ("terms/hardware.toml", "device.series.match", False),
    ("context/system.toml", "naming", True),
    ("context/system.toml", "possessive", True),
    ("context/system.toml", "introduces", True),
    ("context/system.toml", "makes", True),
    ("context/former.toml", "year", True),
    ("context/dataset.toml", "formats", True),
    ("context/model.toml", "sizes.kinds", True),
    ("context/model.toml", "sizes.joins", True),
    ("context/model.toml", "unlisted.sized", False),
    ("context/model.toml", "unlisted.graded", False),
    ("context/scope.toml", "topic", True),
    ("context/scope.toml", "not_topic", True),
    ("context/scope.toml", "said", True),
    ("context/scope.toml", "not_said", True),
    ("context/scope.toml", "named", True),
    ("context/scope.toml", "titled", True),
    ("context/scope.toml", "not_titled", True),
    ("context/scope.toml", "operator", True),
    ("context/scope.toml", "operation", True),
    ("context/scope.toml", "operator_ends", True),
    ("context/scope.toml", "complex_of", True),
)
"""Where regular expressions stand in a rules folder: the table, the keys that lead to them, and whether something
must fit behind them."""


def _values(value: Any, keys: list[str], place: str) -> list[tuple[str, Any]]:
    """The values at the end of some keys, each with its place; lists are gone through."""
    if isinstance(value, list):
        return [one for at, item in enumerate(value) for one in _values(item, keys, f"{place}[{at + 1}]")]
    if keys:
        if not isinstance(value, Mapping) or keys[0] not in value:
            return []
        return _values(value[keys[0]], keys[1:], f"{place}.{keys[0]}" if place else keys[0])
    if isinstance(value, Mapping):
        return [one for key in value for one in _values(value[key], [], f"{place}.{key}")]
    return [(place, value)] if isinstance(value, str) else []


def _short(text: str, most: int = 60) -> str:
    return repr(text if len(text) <= most else text[:most] + "…")

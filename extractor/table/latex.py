"""LaTeX and HTML as people read them: titles and sentences decoded for showing; the table keeps the source's text.

Commands are looked up in pylatexenc's table of symbols. Its own decoder is not used: it drops a bare `&` or `%` with
what follows, and reads "~5%" as " 5%".
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from extractor.rulefiles.rules import load_table
from extractor.text.clean import Cleaned, replaced
from extractor.text.markup import Markup, may_hold

PROSE = frozenset({"title", "sentence", "quote", "subject", "baseline"})
"""The columns that hold a source's words, which are decoded where they are shown."""

_SOME = re.compile(r"[\\{$]|``|\w~[a-zA-Z]")  # without one of these nothing is LaTeX
_MATH = re.compile(
    r"(?<!\\)\$(?=[^\s$])"
    r"(?:[^$\\^_{]{0,60}[\\^_{][^$]{0,240}|(?:[^$a-zA-Z\\]|(?<![a-zA-Z])[a-zA-Z](?![a-zA-Z])){1,60}(?=\$(?!\d))|[<>=+*-]{1,2}(?=\$))"
    r"(?<=\S)\$"
)
_TOKEN = (
    r"\\(?P<accent>[\"'`^~=.]|[cvuHkrdb](?=\s?\{\\?[a-zA-Z]\}))(?:\s?\{\\?(?P<letter>[a-zA-Z])\}|\\?(?P<bare>[a-zA-Z])|\{\})"
    r"|[ ~]?\\(?P<out>cite[a-z]{0,8}|label)\*?(?:\[[^\[\]]{0,40}\]){0,2}\{[^{}]{0,200}\}"
    r"|\\[dt]?frac\{(?P<over>[^{}\\]{1,20})\}\{(?P<under>[^{}\\]{1,20})\}"
    r"|\\(?P<old_font>bf|it|em|rm|tt|sc|sf|cal|bfseries|itshape)(?![a-zA-Z{]) ?|\\(?P<micro>mu) (?=[smgJWAF]\b)"
    r"|\\(?P<command>[a-zA-Z]+)(?:\{\})?"
    r"|\\(?P<escaped>[%&#_${}])|\\(?P<space>[,;: \\])|\\(?P<nothing>[!/()\-])"
    r"|(?P<degree>\^(?:\{\\circ\}|\\circ(?![a-zA-Z])))|\^\{(?P<raised>[-+0-9ni]{1,9})\}|\^(?P<power>[0-9])"
    r"|\^\{(?P<ordinal>ORDINAL)\}|\{(?P<comma>,)\}"
    r"|_\{(?P<lowered>[-+0-9]{1,9})\}"
    r"|(?P<sign>\$)|(?P<brace>[{}])"
    r"|(?<=[^\s~])(?P<tie>~)(?=[\w\\{$])|(?P<dashes>---?)(?=[^\s-])|(?P<left>``)|(?P<right>'')"
)
_TYPESET = {"tie": " ", "dashes": "–", "left": "“", "right": "”"}
_TIE = re.compile(r"\w~[a-zA-Z]")
_BRACE = re.compile(r"(?<!\\)[{}]")
_LIST = re.compile(r"\{[^{}\\$]*,[^{}\\$]*\}")
_RAISED = str.maketrans("+-0123456789ni", "⁺⁻⁰¹²³⁴⁵⁶⁷⁸⁹ⁿⁱ")
_LOWERED = str.maketrans("+-0123456789", "₊₋₀₁₂₃₄₅₆₇₈₉")


class Shown(NamedTuple):
    """A decoded text and, for each place that was decoded, (start in source, end in source, start, end in `text`)."""

    text: str
    marks: list[tuple[int, int, int, int]]

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Where the span [start, end) of the source stands in `text`."""
        return self._to(start, last=False), self._to(end, last=True)

    def _to(self, offset: int, *, last: bool) -> int:
        at = bisect_right(self.marks, offset - 1 if last else offset, key=lambda mark: mark[0]) - 1
        if at < 0:
            return offset
        _, source_end, start, end = self.marks[at]
        if offset < source_end or (last and offset == source_end):
            return end if last else start
        return end + offset - source_end


@lru_cache(maxsize=1024)  # titles and sentences come once for each of their claims
def decoded(text: str) -> str:
    """`text` without the marks of LaTeX and HTML: accents, symbols, dashes; what holds none is given back as it is."""
    return shown(text).text


def shown(text: str) -> Shown:
    """`text` decoded, with the map of its offsets; linear in its length."""
    read = _markup()(text, " ") if may_hold(text) else Cleaned(text, [], [])
    if _SOME.search(read.text) is not None:
        read = replaced(read.text, _edits(read.text)).over(read)
    return Shown(read.text, [(start, end, at, to) for at, to, start, end in read.marks])


def shown_parts(*texts: str) -> Shown:
    """Texts decoded each by itself, in lines one below the other; the map is that of the source in the same lines."""
    lines: list[str] = []
    marks: list[tuple[int, int, int, int]] = []
    source = length = 0
    for text in texts:
        one = shown(text)
        marks += ((start + source, end + source, at + length, to + length) for start, end, at, to in one.marks)
        lines.append(one.text)
        source += len(text) + 1
        length += len(one.text) + 1
    return Shown("\n".join(lines), marks)


def _edits(text: str) -> Iterator[tuple[int, int, str]]:
    """What is replaced, in order: start, end, the new text."""
    math = [found.span() for found in _MATH.finditer(text)]
    dollars = {at for start, end in math for at in (start, end - 1)}
    kept = _plain_braces(text)
    # A tie, dashes and quotation marks are LaTeX only where something else is.
    latex = bool(math) or "\\" in text or "``" in text or text.count("{") * 2 > len(kept)
    before = -1  # the end of the last command: a "$" right behind it lost its partner
    for found in _token().finditer(text):
        start, end = found.span()
        kind = found.lastgroup
        new: str | None = None
        if kind == "sign":
            if start in dollars or start == before or text.startswith(("\\", "^"), end):
                new = ""
        elif kind == "brace":
            if start not in kept:
                new = ""
        elif kind in _TYPESET:
            if latex or (kind == "tie" and _TIE.match(text, start - 1)):
                new = _TYPESET[kind] if kind != "dashes" else "—" if end - start == 3 else "–"
        elif text[start] not in "^_" or text[start + 1] == "{" or _within(start, math):
            new = _command(found)
            before = end
        if new is not None:
            yield start, end, new


def _command(found: re.Match[str]) -> str:
    """What stands for a command, an accent, an escaped sign, or what is raised or lowered."""
    kind, held = found.lastgroup, found[found.lastgroup or 0]
    if kind in ("letter", "bare"):
        return unicodedata.normalize("NFC", held + _table()["accents"][found["accent"]])
    if kind == "command":
        return _symbol(held, holds=found.string.startswith("{", found.end()))
    if kind == "under":
        return f"{found['over']}/{held}"
    if kind in ("raised", "power"):
        return held.translate(_RAISED)
    if kind == "lowered":
        return held.translate(_LOWERED)
    if kind in ("escaped", "accent", "ordinal", "comma"):  # an accent over nothing is the sign itself
        return held
    return {"space": " ", "degree": "°", "micro": "μ"}.get(kind or "", "")


@lru_cache(maxsize=1)
def _token() -> re.Pattern[str]:
    """A piece of LaTeX, with the letters of ordinals that are raised: "4^{th}"."""
    return re.compile(_TOKEN.replace("ORDINAL", "|".join(map(re.escape, _table()["ordinals"]))))


@lru_cache(maxsize=1)
def _table() -> dict[str, Any]:
    return load_table("clean/latex.toml")


@lru_cache(maxsize=1)
def _markup() -> Markup:
    return Markup(load_table("clean/replacements.toml")["markup"])


@lru_cache(maxsize=4096)
def _symbol(name: str, *, holds: bool) -> str:
    """What stands for a command; one that nobody knows stays, but for its name before what it holds."""
    from pylatexenc.latex2text import get_default_latex_context_db

    table = _table()
    if name in table["look"]:
        return ""
    if name in table["symbols"]:
        return str(table["symbols"][name])
    known = get_default_latex_context_db().get_macro_spec(name)
    symbol = getattr(known, "simplify_repl", None)
    if isinstance(symbol, str) and symbol and "%" not in symbol and "<" not in symbol.strip("<"):
        return symbol.strip() or " "
    return "" if holds else "\\" + name


def _plain_braces(text: str) -> set[int]:
    """Where the braces stand that are no LaTeX: a pair around a list or between digits."""
    kept, opened = set[int](), list[int]()
    for found in _BRACE.finditer(text):
        at = found.start()
        if text[at] == "{":
            opened.append(at)
        elif opened:
            start = opened.pop()
            before, inside = text[start - 1] if start else " ", text[start + 1]
            listed = _LIST.fullmatch(text, start, at + 1) and not (before.isalpha() or before in "^_")
            if listed or (before.isdigit() and inside.isdigit()):
                kept |= {start, at}
    return kept


def _within(at: int, spans: list[tuple[int, int]]) -> bool:
    """Whether a place lies in one of the spans, which ascend."""
    before = bisect_right(spans, at, key=lambda span: span[0]) - 1
    return before >= 0 and at < spans[before][1]

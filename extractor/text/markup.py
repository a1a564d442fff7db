"""Markup: tags and entities of HTML and JATS in the text of a source that does not say it is any ("2&times;", "<i>").

They are read before anything else is cleaned, so that a sign is found as what it stands for. Each comes out as one
character or none, and the offsets go back to the source as those of cleaning do.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Iterator
from html.entities import html5

from extractor.rulefiles.rules import Table
from extractor.text.clean import Cleaned, replaced

_FIRST = re.compile(r"[<&]")  # without one of them there is no markup
_ENTITY = r"&(?:amp;)?(?P<entity>#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,30});"
_OPEN, _CLOSE, _PREFIX = "(?:<|&lt;)", "(?:>|&gt;)", r"(?:[a-z]{1,8}:)?"
_ATTRIBUTES = r"(?:\s[\w:-]{1,40}=[^<>]{0,400}?)?\s?/?"
_POWER = re.compile(r"[-+−–]?(?:[0-9]|[a-z]\b)")
_NONE = ("Cc", "Cs", "Cn")  # controls, halves of pairs, places that hold nothing


def may_hold(text: str) -> bool:
    """Whether there may be markup in a text."""
    return _FIRST.search(text) is not None


class Markup:
    """Text in, `Cleaned` out, by [markup] of rules/clean/replacements.toml."""

    def __init__(self, table: Table) -> None:
        self._parting, self._raised = frozenset(table["parting"]), frozenset(table["raised"])
        scripts = "|".join([*table["raised"], *table["lowered"]])
        names = "|".join([*table["parting"], *table["raised"], *table["lowered"], *table["left_out"]])
        said = [_element(tag) for tag in table["again"]]
        said += [rf"{_element(tag)}(?=\s{{0,9}}{_OPEN}{_PREFIX}{other}\b)" for tag, other in table["before"].items()]
        self._find = re.compile(
            rf"{_OPEN}{_PREFIX}(?:{'|'.join(said)})"  # said twice: none of the groups below, so nothing is read
            rf"|(?P<last>[^\s<>&;]){_OPEN}/{_PREFIX}(?:{scripts}){_CLOSE}"
            rf"|{_OPEN}(?P<end>/?){_PREFIX}(?P<tag>{names}){_ATTRIBUTES}{_CLOSE}|{_ENTITY}"
        )

    def __call__(self, text: str, parted: str = "\n") -> Cleaned:
        """Read a text without its markup; a tag that parts blocks is read as `parted`, in the first line as a space."""
        return replaced(text, self._found(text, parted)) if may_hold(text) else Cleaned(text, [], [])

    def _found(self, text: str, parted: str) -> Iterator[tuple[int, int, str]]:
        first = text.find("\n")
        for found in self._find.finditer(text):
            if found["last"]:  # the end of what is raised belongs to its last letter, and to a quote of it
                new = found["last"]
            elif found["entity"]:
                new = _character(found["entity"])
            elif found["tag"] in self._parting:
                new = parted if found.start() > first else " "
            else:
                new = "^" if self._is_power(found) else ""
            if new is not None:
                yield *found.span(), new

    def _is_power(self, found: re.Match[str]) -> bool:
        """Whether a tag raises a number or a letter behind a word: "10<sup>6</sup>", but "4<sup>th</sup>"."""
        text, start = found.string, found.start()
        behind = start > 0 and (text[start - 1].isalnum() or text[start - 1] == ")")
        raises = found["tag"] in self._raised and not found["end"]
        return raises and behind and _POWER.match(text, found.end()) is not None


def _element(tag: str) -> str:
    """A pattern of an element of text alone, behind the opening bracket and the prefix of its tag."""
    return rf"{tag}{_ATTRIBUTES}{_CLOSE}[^<>&]{{0,400}}{_OPEN}/{_PREFIX}{tag}{_CLOSE}"


def _character(name: str) -> str | None:
    """The one character that an entity stands for, a space for white space of any kind; None for what is none."""
    if not name.startswith("#"):
        character = html5.get(f"{name};", "")
    else:
        code = int(name[2:], 16) if name[1] in "xX" else int(name[1:])
        character = chr(code) if code <= sys.maxunicode else ""
    if len(character) != 1 or (unicodedata.category(character) in _NONE and not character.isspace()):
        return None
    return " " if character.isspace() and character != "\u00a0" else character

"""Lines: a source that wraps its text breaks sentences over lines; for matching such a break is a space."""

from __future__ import annotations

import re

_WIDEST = 120  # characters of a wrapped line; a longer one is a paragraph of its own
_BREAK = re.compile(r"\n(?=[^\S\n]*\S)")
_MIDST = re.compile(r"[^\s.!?:;][^\S\n]*\n[^\S\n]*[a-z(]")  # a break between two words of one sentence
_ITEM = re.compile(r"\s*(?:[-*•–—·]\s|\(?\w{1,2}[.)]\s)")


def unwrapped(text: str, title_end: int = 0) -> str:
    """`text` with a space for each line break that only wraps a line; as long as before, so offsets stay.

    The title ends at `title_end` (0: there is none): all breaks before it wrap, the one that ends it stays. Further
    on, blank lines, breaks before an item of a list, and those behind a line of more than 120 characters stay, unless
    the next line goes on with a small letter.
    """
    breaks = text.count("\n")
    if not breaks or (breaks == 1 and text.startswith("\n", title_end)):
        return text
    letters = list(text)
    line = title_end + 1 if title_end else 0
    for at in (found.start() for found in _BREAK.finditer(text)):
        if at < title_end:
            letters[at] = " "
        elif at > title_end or not title_end:
            start = text.rfind("\n", line, at) + 1 or line
            wraps = at - start <= _WIDEST or _MIDST.match(text, start + len(text[start:at].rstrip()) - 1)
            if len(text[start:at].strip()) > 0 and wraps and not _ITEM.match(text, at + 1):
                letters[at] = " "
    return "".join(letters)

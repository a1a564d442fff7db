"""Names unified: which spellings are one name, which phrases hold several, and which name nothing.

"FlashAttention2", "FlashAttention-2" and "the Flash Attention 2 kernel" are one name; FlashAttention-3 is
another. "the dense baseline" and "existing methods" name nothing: they are generic.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

KEY_STEPS = (
    (r"\([^)]*\)", " "),
    (r"^\s+|\s+$", ""),
    (r"([A-Z])s$", r"\1"),  # ViTs
    (r"([a-z]{3}[a-rt-z])s$", r"\1"),  # Transformers
    ("", ""),  # here the name is put into lower case
    (r"([a-z0-9])[ _-]*v\.? ?([0-9])", r"\1-\2"),  # LLaVA v1.5, MobileNetV3
    (r"([0-9])[ _\x{2010}-\x{2014}-]+([0-9])", r"\1~\2"),  # the border between two numbers stays
    (r"([0-9])[ _\x{2010}-\x{2014}-]+([0-9])", r"\1~\2"),
    (r"[ _\x{2010}-\x{2014}-]+", ""),
    ("~", "-"),
)
"""How a name becomes its key, as patterns that Python and DuckDB (RE2) read alike, and what replaces a find."""

_STEPS = tuple((re.compile(pattern.replace(r"\x{2010}-\x{2014}", "\u2010-\u2014")), new) for pattern, new in KEY_STEPS)


_DIGIT = re.compile(r"[0-9]")
_NAMED = re.compile(r"[A-Z0-9]")
_SLASH = r"(?<=[A-Za-z0-9]{2})/(?=[A-Z][A-Za-z]{2})"  # between two names, not two digits or letters


class _Words(NamedTuple):
    """The words of rules/ask/names.toml: what is no part of a name, and what stands between two."""

    leading: frozenset[str]
    kinds: frozenset[str]
    deeds: frozenset[str]
    form: re.Pattern[str]
    maker: re.Pattern[str]
    between: re.Pattern[str]


@lru_cache(maxsize=1)
def _words() -> _Words:
    """Read once, when the first name is asked for: the command's help needs neither rules nor what reads them."""
    from extractor.rulefiles.rules import load_table

    table = load_table("ask/names.toml")
    makers, devices, joins = ("|".join(map(re.escape, table[key])) for key in ("makers", "devices", "joins"))
    return _Words(
        leading=frozenset(table["leading"]),
        kinds=frozenset(table["kinds"]),
        deeds=frozenset(table["deeds"]),
        form=re.compile(rf"[a-z-]+-(?:{'|'.join(map(re.escape, table['forms']))})"),
        maker=re.compile(rf"^(?:{makers})\s+|\s+(?:{devices})$", re.IGNORECASE),
        between=re.compile(rf"\s*[,;]\s*(?:(?:{joins}) )?|\s+(?:{joins}|&)\s+|{_SLASH}"),
    )


class Name(NamedTuple):
    """One name found in `raw`: how to write it, the key that its spellings share, and whether it names nothing."""

    raw: str
    name: str
    key: str
    generic: bool


def name_key(text: str) -> str:
    """What the spellings of one name share: no case, no hyphens, no "v" before a version, no plural.

    >>> name_key("FlashAttention 2") == name_key("flash-attention-v2") == name_key("FlashAttention2")
    True
    >>> name_key("FlashAttention-2") == name_key("FlashAttention-3")
    False
    """
    for pattern, new in _STEPS:
        text = pattern.sub(new, text) if pattern.pattern else text.lower()
    return text


def device_key(text: str) -> str:
    """The key of a device, the same with and without its maker: "NVIDIA A100" and "A100" are one.

    >>> device_key("NVIDIA A100") == device_key("A100 GPUs"), device_key("Intel CPU") == device_key("CPU")
    (True, False)
    """
    bare = _words().maker.sub("", text.strip())
    return name_key(bare if _DIGIT.search(bare) else text)


def bare_name(text: str) -> tuple[str, bool]:
    """`text` without the words that are no part of the name, and whether it is generic: no name at all.

    >>> bare_name("the original FlashAttention-2 kernel")
    ('FlashAttention-2', False)
    >>> bare_name("the dense baseline")
    ('the dense baseline', True)
    """
    words, known = text.split(), _words()
    start, end = 0, len(words)
    while start < end and _is_filler(words[start], known.leading):
        start += 1
    while end > start and _is_filler(words[end - 1], known.kinds | known.deeds):
        end -= 1
    if any(_NAMED.search(word) for word in words[start:end]):
        return " ".join(words[start:end]), False
    if start == end or _is_filler(words[-1], known.kinds):
        return text, True
    return " ".join(words[start:]), False


def names_in(text: str) -> list[Name]:
    """Every name in `text`, a list such as "MPCFormer and THE-X" taken apart; generic ones too."""
    found: dict[str, Name] = {}
    for part in _words().between.split(text):
        if part.strip():
            name, generic = bare_name(part.strip())
            key = name_key(name)
            found.setdefault(key, Name(text, name, key, generic))
    return list(found.values())


def unified(counts: Mapping[str, int], kind: str = "") -> list[Name]:
    """The names of `counts` (a text, how often it stands in the table), the spellings of one written alike.

    The commonest spelling wins, then the shortest. Texts of the kind "baseline" are phrases that hold several names;
    those of the kind "hardware" are one with and without their maker.
    """
    key = device_key if kind == "hardware" else name_key
    names = [
        name for raw in counts for name in (names_in(raw) if kind == "baseline" else [Name(raw, raw, key(raw), False)])
    ]
    spellings: dict[str, dict[str, int]] = {}
    for name in names:
        of_key = spellings.setdefault(name.key, {})
        of_key[name.name] = of_key.get(name.name, 0) + counts[name.raw]
    best = {
        key: min((-number, len(name), name) for name, number in of_key.items())[-1] for key, of_key in spellings.items()
    }
    return [name._replace(name=best[name.key]) for name in names]


def root(key: str) -> str:
    """A key without the version at its end: what FlashAttention, FlashAttention-2 and FlashAttention-3 share."""
    return re.sub(r"[0-9.~-]+$", "", key)


def _is_filler(word: str, words: frozenset[str]) -> bool:
    plain = word.strip(".,:()'\"’").lower()
    return plain in words or (word == word.lower() and bool(_words().form.fullmatch(plain)))

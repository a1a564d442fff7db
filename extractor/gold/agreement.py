"""When a row of the table and a claim of the gold say the same: the comparisons behind every figure.

The judgement is the one of the specification's scorer: numbers are compared after their unit's prefix, names
without case and punctuation (one may hold the other), devices without vendor, count and memory size.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import zip_longest
from typing import Any

from extractor.gold.gold import GoldClaim, GoldDevice
from extractor.records import Claim
from extractor.rulefiles.rules import load_table

CORE = ("metric", "measure", "direction")
ROW = ("bound", "by", "effect", "baseline", "datasets", "models", "hardware", "scope")
BESIDE = ("unit", "subject")
"""Fields that are compared but that no level asks for."""

_TOLERANCE = 1e-6
_ROUNDING = 0.05  # "a third" may be written 33.3 or 33.33
_SHORTEST_PART = 3  # letters from which a name that lies in another is the same
_OFFSET_MEASURES = ("level", "points", "change")  # those whose unit can carry a prefix

_DEVICE_SIZE = re.compile(r"\d+(?:gb|k|x)")


@lru_cache(maxsize=1)
def _table() -> dict[str, Any]:
    return load_table("evaluate/agreement.toml")


def differences(row: Claim, gold: GoldClaim) -> frozenset[str]:
    """The fields in which a row differs from a claim of the gold; "value" among them if the number does."""
    checks = {
        "value": same_value(row, gold),
        **{name: getattr(row, name) == getattr(gold, name) for name in (*CORE, "bound", "by", "effect")},
        **{name: same_text(getattr(row, name), getattr(gold, name)) for name in ("baseline", "subject")},
        **{name: same_set(getattr(row, name), getattr(gold, name)) for name in ("datasets", "models", "scope")},
        "hardware": same_set(row.hardware, gold.hardware, same_device),
        "unit": row.unit == gold.unit or letters(row.unit) == letters(gold.unit),
    }
    return frozenset(name for name, same in checks.items() if not same)


def device_differences(row: Claim, gold: GoldDevice) -> frozenset[str]:
    """The fields in which a mention differs from one of the gold: "hardware", its name, and "count".

    No count in the gold fits any; no count in the row is one.
    """
    checks = {
        "hardware": same_device(" ".join(row.hardware), gold.name),
        "count": gold.count is None or close(1 if row.value_low is None else row.value_low, gold.count),
    }
    return frozenset(name for name, same in checks.items() if not same)


def overlap(row: Claim, gold: GoldClaim | GoldDevice) -> bool:
    """Whether the two quotes share a character."""
    return row.start < gold.end and gold.start < row.end


def affinity(row: Claim, gold: GoldClaim) -> int:
    """How well a row fits a claim, to pair the best first; 0 where the quotes do not even overlap."""
    if not overlap(row, gold):
        return 0
    worth = {"metric": 4, "measure": 2, "direction": 1}
    return (
        1 + 8 * same_value(row, gold) + sum(w for name, w in worth.items() if getattr(row, name) == getattr(gold, name))
    )


# values


def same_value(row: Claim, gold: GoldClaim) -> bool:
    """Whether the numbers are equal, as written or after the prefix of the unit: 60 MFLOP is 6e7 FLOP."""
    values = (row.value_low, row.value_high, row.value_before)
    if _same_numbers(row.measure, values, gold.measure, gold.value):
        return True
    if not gold.value or row.value_low is None or gold.measure not in _OFFSET_MEASURES:
        return False
    low, high, before = (None if value is None else value * _prefix(row.unit) for value in values)
    plain = tuple(value * _prefix(gold.unit) for value in gold.value)
    return _same_numbers(row.measure, (low, high, before), gold.measure, plain)


def close(a: float | None, b: float | None) -> bool:
    """Whether two numbers are equal but for the noise of floating point; None equals nothing."""
    return a is not None and b is not None and abs(a - b) <= _TOLERANCE * max(1.0, abs(a), abs(b))


def _same_numbers(
    row_measure: str,
    values: tuple[float | None, float | None, float | None],
    measure: str,
    wanted: Sequence[float],
) -> bool:
    low, high, before = values
    if measure == "complexity" or not wanted:
        return row_measure == "complexity"
    if measure == "change":
        return close(before, wanted[0]) and close(low, wanted[1])
    if low is None:
        return False
    high = low if high is None else high
    if close(low, wanted[0]) and close(high, wanted[-1]):
        return True
    fraction = measure in ("percent", "share") and any(value != int(value) for value in wanted)
    return fraction and abs(low - wanted[0]) < _ROUNDING and abs(high - wanted[-1]) < _ROUNDING


def _prefix(unit: str) -> float:
    """What the prefix of a unit multiplies by; 1 where there is none, or none is known of this unit."""
    table = _table()
    return float(table["prefixes"].get(unit[:1], 1.0)) if unit[1:].strip() in table["prefixed"] else 1.0


# names


def letters(text: str) -> str:
    """The letters and digits of a text, lower case: what two spellings of a name share."""
    return re.sub(r"[^a-z0-9]+", "", text.lower())


def same_text(a: str, b: str) -> bool:
    """Whether two names have the same letters, or one of them, not trivially short, lies in the other."""
    short, long = sorted((letters(a), letters(b)), key=len)
    return short == long or (len(short) >= _SHORTEST_PART and short in long)


def same_set(given: Sequence[str], wanted: Sequence[str], same: Callable[[str, str], bool] = same_text) -> bool:
    """Whether as many names were given as are wanted, and each wanted one is among them."""
    return len(given) == len(wanted) and all(any(same(name, want) for name in given) for want in wanted)


def same_device(a: str, b: str) -> bool:
    """Whether two devices are the same: "8 A100 80 GB GPUs" and "NVIDIA A100" are; "GPU" is only "GPU"."""
    (name, kind), (other_name, other_kind) = _device(a), _device(b)
    if name and other_name:
        return same_text(name, other_name)
    return (name, kind) == (other_name, other_kind)


def _device(text: str) -> tuple[str, str]:
    """The name of a device, without vendor, count and memory size, and its kind ("gpu", "" if not said)."""
    words = re.findall(r"[a-z0-9.]+", text.lower())
    kinds, fillers = _table()["device_kinds"], _table()["device_fillers"]
    name, kind = "", ""
    for place, (word, following) in enumerate(zip_longest(words, words[1:], fillvalue="")):
        number = word.isdigit() and (place == 0 or following in ("gb", "core"))
        if word in kinds:
            kind = kinds[word]
        elif not (number or word in fillers or _DEVICE_SIZE.fullmatch(word)):
            name += word
    return name, kind

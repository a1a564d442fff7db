"""docs/speed.md was measured with rules like these: the number of frames is what its figures hang on."""

from __future__ import annotations

import re
from pathlib import Path

TEXT = (Path(__file__).parents[1] / "docs" / "speed.md").read_text(encoding="utf-8")
MOST_OFF = 0.1
"""Further off than that, measure anew: a tenth more frames costs some hundredths of the time."""


def _is_near(frames, rules):
    return abs(frames / len(rules.frames) - 1) <= MOST_OFF


def test_rules_were_about_as_many_when_they_were_loaded(rules):
    (frames,) = re.findall(r"of the (\d+) frames of that day", TEXT)
    assert _is_near(int(frames), rules)


def test_growth_was_measured_from_about_as_many_frames(rules):
    table = TEXT.partition("\n| frames | ")[2].partition("\n\n")[0]
    first, *more = [int(number.replace(",", "")) for number in re.findall(r"(?m)^\| ([\d,]+) \|", table)]
    assert _is_near(first, rules)
    assert more == [first << times for times in range(1, len(more) + 1)]
    assert more

"""Refuse a run of the tests that left some out: check_skips.py RESULTS.xml (pytest --junitxml) ALLOWED

ALLOWED holds pieces of reasons, one a line. Says nothing where every skipped test has one of them.
"""

from __future__ import annotations

import sys
import xml.etree.ElementTree as ET
from collections import Counter
from pathlib import Path


def unallowed(results: str, allowed: str) -> Counter[str]:
    """The reasons of skipped tests that are not allowed, and how many tests each kept from running."""
    pieces = [line.strip() for line in allowed.splitlines() if line.strip()]
    skips = (skip for skip in ET.fromstring(results).iter("skipped") if skip.get("type") == "pytest.skip")
    reasons = Counter(skip.get("message", "") for skip in skips)
    return Counter({reason: n for reason, n in reasons.items() if not any(piece in reason for piece in pieces)})


def main() -> None:
    """Exit code 1 where a test was left out for a reason that is not allowed."""
    found = unallowed(Path(sys.argv[1]).read_text(encoding="utf-8"), sys.argv[2])
    for reason, number in sorted(found.items()):
        print(f"{number} left out: {reason}")
    if found:
        sys.exit(
            "tests were left out: install what they need, or put pieces of the reasons, one a line, into CI_ALLOW_SKIPS"
        )


if __name__ == "__main__":
    main()

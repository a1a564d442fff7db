"""Names that no list has: how often the fields of a claim follow when a name is replaced by a made-up one.

    python tests/benchmarks/names.py papers.parquet datasets [--papers 6000 --seed 1 --show 20]

The unlisted names of tomorrow's papers are like those made up here. In each abstract drawn, every name that a claim has
in the field (datasets, models, baseline, subject) is replaced everywhere by one of a kind; all claims must come out the
same, with the new name in the place of the old. What is printed is how many do not.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable

from drawn import abstracts, arguments, claims_in

from extractor.records import Claim
from extractor.rulefiles.rules import load_rules
from extractor.run.extract import Extractor

NAMES = {
    "datasets": ("FooBench", "QuadNav-3D", "MRTV", "TalloQA", "WideStreets", "Zern-100"),
    "models": ("Zornet-B", "QLM-7B", "Tallow-v2-13B", "MVRT", "TallowFormer", "DeepZorn-50"),
    "baseline": ("Zornet", "QLM-7B", "Tarnish++", "MVRT", "DeepTallow", "Tallow-v2"),
    "subject": ("Zornet", "FastTallow", "MVRT", "Tallow++", "TallowFormer", "QLM-v2"),
}
FIELDS = ("metric", "measure", "direction", "value_low", "bound", "by", "effect", *NAMES, "hardware", "scope")


def main() -> None:
    """Replace names in a sample of papers and count what is lost."""
    parser = arguments(__doc__, papers=6000, seed=1)
    parser.add_argument("field", choices=NAMES)
    options = parser.parse_args()
    rng, extract = random.Random(options.seed), Extractor(load_rules())
    tried, lost, shown = 0, Counter[str](), []
    for title, abstract in abstracts(options.papers, options.number, rng):
        claims = claims_in(extract, title, abstract)
        for name in _names(claims, options.field, abstract):
            new = rng.choice(NAMES[options.field])
            swap = _swap(name, new)
            wanted = [_fields(claim, swap) for claim in claims]
            found = [_fields(claim, str) for claim in claims_in(extract, swap(title), swap(abstract))]
            tried += 1
            if wanted != found:
                lost["claims"] += 1
                lost.update({field for pair in zip(wanted, found, strict=False) for field in _differing(*pair)})
                shown.append(f"{name} -> {new}: {claims[0].sentence}")
    print(f"{lost.pop('claims', 0)} of {tried} names of {options.field} are not followed; fields: {dict(lost)}")
    print(*rng.sample(shown, min(options.show, len(shown))), sep="\n")


def _names(claims: list[Claim], field: str, abstract: str) -> list[str]:
    """The names of a field that stand in the abstract as they are; of several words only those of data sets."""
    values = [getattr(claim, field) for claim in claims]
    names = dict.fromkeys(name for value in values for name in ((value,) if isinstance(value, str) else value))
    whole = (name for name in names if name and not name.islower() and (" " not in name or field == "datasets"))
    return [name for name in whole if re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", abstract)]


def _swap(name: str, new: str) -> Callable[[str], str]:
    pattern = re.compile(rf"(?<![\w-]){re.escape(name)}(?![\w-])")
    return lambda text: pattern.sub(new, text)


def _fields(claim: Claim, swap: Callable[[str], str]) -> list[object]:
    """The fields of a claim, names replaced."""
    values = ((field, getattr(claim, field)) for field in FIELDS)
    return [
        (swap(value) if isinstance(value, str) else tuple(map(swap, value))) if field in NAMES else value
        for field, value in values
    ]


def _differing(wanted: list[object], found: list[object]) -> set[str]:
    return {field for field, one, other in zip(FIELDS, wanted, found, strict=True) if one != other}


if __name__ == "__main__":
    main()

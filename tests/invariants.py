"""What holds for the claims of any text at all; the tests of properties and the fuzzer share it."""

from __future__ import annotations

import math

from extractor.rulefiles.rules import load_rules
from extractor.table.table import TableBuilder
from extractor.table.units import Units

_FLOATS = (
    *("value_low", "value_high", "value_before", "uncertainty"),
    *("si_low", "si_high", "factor_low", "factor_high"),
)


def new_builder() -> TableBuilder:
    rules = load_rules()
    return TableBuilder(rules.metrics, Units(rules.root / "quantities" / "units.txt"))


def check_claims(paper, claims):
    """Quotes cut out of the text, in order, each in its sentence, with numbers that are numbers."""
    text = paper.text
    for claim in claims:
        assert 0 <= claim.start < claim.end <= len(text), claim
        assert text[claim.start : claim.end] == claim.quote == claim.quote.strip(), claim
        assert claim.sentence in text, claim
        assert claim.quote in claim.sentence, claim
        assert (claim.value_low is None) == (claim.value_high is None), claim
        if claim.value_low is not None:
            assert claim.value_low <= claim.value_high, claim
        for value in (claim.value_low, claim.value_high, claim.value_before, claim.uncertainty):
            assert value is None or math.isfinite(value), claim
    assert [claim.start for claim in claims] == sorted(claim.start for claim in claims)


def check_rows(builder, extracted):
    """The rows of a paper: as many as it has claims, ids apart, no number that is none."""
    paper, claims, techniques = extracted
    builder.add(paper, claims, techniques)
    batch = builder.batch()
    assert batch.num_rows == len(claims)
    batch.validate(full=True)
    columns = {name: batch.column(name).to_pylist() for name in (*_FLOATS, "claim_id", "quote")}
    for name in _FLOATS:
        assert all(value is None or math.isfinite(value) for value in columns[name]), (name, columns[name])
        assert not any(value == 0 and math.copysign(1, value) < 0 for value in columns[name] if value is not None), name
    assert len(set(columns["claim_id"])) == len(claims)

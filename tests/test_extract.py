"""The extractor: while it is built no garbage is searched for; what a paper claims has a say in its labels."""

from __future__ import annotations

import gc

import pytest

from extractor.records import Paper
from extractor.run.extract import Extractor


@pytest.fixture
def collecting():
    """Whatever a test leaves behind, garbage is searched for again."""
    yield
    gc.enable()


def test_garbage_is_searched_for_again(rules, collecting):
    Extractor(rules)
    assert gc.isenabled()


def test_what_the_caller_switched_off_stays_off(rules, collecting):
    gc.disable()
    Extractor(rules)
    assert not gc.isenabled()


def test_also_when_it_cannot_be_built(collecting):
    with pytest.raises(AttributeError):
        Extractor(None)
    assert gc.isenabled()


def test_a_claim_of_a_gain_tells_that_a_paper_is_about_efficiency(rules):
    extractor = Extractor(rules)
    said = "We merge redundant tokens of films. A run takes 8 hours"
    assert extractor(Paper("1", "Merging Tokens", f"{said}."))[2] == ()
    assert extractor(Paper("1", "Merging Tokens", f"{said} instead of 64 hours."))[2] == ("token_reduction",)

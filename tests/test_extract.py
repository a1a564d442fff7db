"""Building the extractor: the search for garbage is left out meanwhile, and is afterwards as it was."""

from __future__ import annotations

import gc

import pytest

from extractor.extract import Extractor


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

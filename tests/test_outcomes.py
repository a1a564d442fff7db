"""Outcomes: `rules explain` tells of each frame what the reader really did with it."""

from __future__ import annotations

import pytest

from extractor.explain.outcomes import Outcomes

_PAPERS = 60  # of the seeds


@pytest.fixture(scope="module")
def outcomes(finder):
    return Outcomes(finder)


def _verdicts(finder, outcomes, text):
    """By the number of its quantity chunk among those with frames, what is said of each frame."""
    sheet = finder.sheet(text)
    ((chunks, frames, *_),) = sheet.sentences
    places = {anchor: place for place, anchor in enumerate(sorted(frames))}
    found = outcomes(sheet, chunks, frames)
    return {(places[one.frame.anchor], one.frame.rule.id): one for one in found}


def test_the_winner_is_the_rule_of_the_reading(finder, outcomes, seed_papers):
    compared = 0
    for paper in seed_papers[:_PAPERS]:
        for chunks, frames, readings, _ in (sheet := finder.sheet(paper.text)).sentences:
            told = outcomes(sheet, chunks, frames)
            won = {
                (one.frame.anchor, one.frame.rule.id) for one in told if one.won and one.frame.rule.measure != "none"
            }
            dealt = {(one.frame.anchor, one.verdict.split()[2]) for one in told if "took this value" in one.verdict}
            given = {(reading.anchor, reading.rule) for reading in readings}
            assert won <= given <= won | dealt
            compared += len(won)
    assert compared > _PAPERS


def test_a_value_dealt_out_with_the_one_before_it_is_told(finder, outcomes):
    found = _verdicts(finder, outcomes, "The codec reaches a PSNR and SSIM of 34 dB and 0.93.")
    assert found[0, "metric-of-value"].verdict.endswith("the values behind this one are of its list")
    again = found[1, "same-as-before"]
    assert not again.won
    assert again.verdict == "not asked: metric-of-value took this value with the one before it"


def test_a_question_is_told_as_such(finder, outcomes):
    found = _verdicts(finder, outcomes, "Can a cache be 4x faster than BarNet?")
    assert not any(one.won for one in found.values())
    assert found[0, "amount-faster"].verdict == "no reading: it was first, but a question claims nothing"

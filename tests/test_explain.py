"""Explanations: what each stage found, which frame won and why, which came close and where it failed."""

from __future__ import annotations

import pytest

from extractor.explain.drawn import page
from extractor.explain.explain import Explainer
from extractor.explain.nearest import Nearest


@pytest.fixture(scope="module")
def explain(finder):
    return Explainer(finder)


def stages(sections):
    """Every stage by the first word of its title; of several sentences the last."""
    return {stage.title.split()[0].strip(","): stage for section in sections for stage in section.stages}


def close(explain, text):
    rows = next(s for s in explain(text)[1].stages if s.title.startswith("Frames that come close")).rows
    return {frame: failed for _, frame, _, failed in rows}


def outcomes(explain, text):
    rows = next(s for s in explain(text)[1].stages if s.title.startswith("Frames that match")).rows
    return {frame: verdict for _, frame, _, _, verdict in rows}


def test_every_stage_shows_what_it_found(explain):
    found = stages(explain(r"FireQ cuts latency by 40\% on an A100."))
    assert found["Cleaned"].rows == ((str(len("FireQ cuts latency by 40")), r"\%", "%"),)
    assert "FireQ | cuts | latency" in found["Tokens"].rows[0][1]
    assert ("40", "40", "number", "", "1") in found["Numbers"].rows
    assert found["Quantities"].rows[0][:3] == ("40%", "percent", "40")
    assert ("latency", "metric latency") in found["Terms"].rows
    assert ("A100", "device", "NVIDIA A100") in found["Names"].rows
    assert [row[2] for row in found["Chunks"].rows][2:5] == ["M.speed", "W 'by'", "Q.percent"]
    assert found["Readings"].rows[0][:4] == ("40%", "latency", "percent", "lower")
    assert found["Context"].rows[0][found["Context"].columns.index("hardware")].endswith("A100")


def test_result_holds_the_rows_with_their_factor(explain, claims_of):
    text = "FireQ cuts latency by 40% on an A100."
    rows = stages(explain(text))["Rows"].rows
    assert [row[2] for row in rows] == [claim.quote for claim in claims_of(text)]
    assert "factor 1.667" in rows[0][3]


def test_winner_is_told_with_its_priority(explain):
    verdicts = outcomes(explain, "It reduces FLOPs by 66% at night.")
    won = {frame: verdict for frame, verdict in verdicts.items() if verdict.startswith("won")}
    assert list(won) == ["verb-metric-by-amount"]
    assert "priority" in won["verb-metric-by-amount"]
    assert verdicts["same-as-before"] == "not asked: verb-metric-by-amount was first"


@pytest.mark.parametrize(
    ("text", "frame", "reason"),
    [
        ("Latency melts by 40% on phones.", "metric-by-amount-again", "nothing in it says which way"),
        ("Latency melts by 40% on phones.", "same-as-before", "it goes by the claim before it"),
        ("Of the latency, 40% is gone.", "metric-of-value", "a percent cannot be a level of latency"),
    ],
)
def test_a_better_frame_without_reading_is_told_why(explain, text, frame, reason):
    assert reason in outcomes(explain, text)[frame]


def test_close_frames_name_the_element_and_the_chunk(explain):
    found = close(explain, "Latency melts by 40% on phones.")
    assert found["metric-changed-by-amount"] == "wanted DV, found 'melts' (chunk 1)"
    assert len(found) <= 5


def test_close_frames_tell_what_is_in_the_way(explain):
    assert close(explain, "It is 3x ( faster.")["amount-faster"] == "no place for '(' (chunk 2) next to MA"


def test_a_matching_frame_is_not_close(explain):
    text = "It reduces FLOPs by 66% on images."
    assert not close(explain, text).keys() & outcomes(explain, text).keys()


def test_a_frame_that_begins_with_what_has_its_own_value_is_told(explain):
    reasons = outcomes(explain, "It has 6x acceleration and a mIoU of 58.9%.")["speedup-of-amount"]
    assert "has a value of its own" in reasons


def test_reference_matcher_agrees_with_spacy(rules, finder):
    nearest = Nearest(rules.frames, finder.frames)
    compared = 0
    for rule in rules.frames:
        for chunks, frames, *_ in finder.sheet(rule.examples[0].text).sentences:
            for anchor in frames:
                matched = {near.rule.id for near in nearest.tries(chunks, anchor) if not near.misses}
                assert matched == {frame.rule.id for frame in frames[anchor]}
                compared += len(matched)
    assert compared > len(rules.frames)


@pytest.mark.parametrize("text", ["", "\n", "no number", "5", "a" * 5000, "2x " * 40, "\x00\x1b[31m 40%\ud800"])
def test_any_text_can_be_explained(explain, text):
    assert explain(text)[-1].title == "Result"
    assert "</html>" in page(explain(text), text)


def test_page_draws_spans_and_escapes_text(explain):
    html = page(explain("FireQ <script>alert(1)</script> cuts latency by 40%."), "<i>")
    assert 'class="spans"' in html
    assert "<script" not in html
    assert "<i>" not in html
    assert "http" not in html.replace("http-equiv", "")  # it needs nothing else

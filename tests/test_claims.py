"""Claims: one compact sentence for each thing a row can say."""

from __future__ import annotations

import pytest

from extractor.records import Paper
from extractor.run.extract import Extractor


def rows(claims):
    return [
        (claim.quote, claim.metric, claim.measure, claim.value_low) for claim in claims if claim.metric != "hardware"
    ]


@pytest.mark.parametrize(
    ("text", "metric", "measure", "value", "unit", "direction", "effect"),
    [
        ("It is 2.5x faster.", "speed", "ratio", 2.5, "x", "higher", "better"),
        ("It has 3 times lower latency.", "latency", "ratio", 3, "x", "lower", "better"),
        ("It cuts memory by 40%.", "memory", "percent", 40, "%", "lower", "better"),
        ("The accuracy drops by 0.3%.", "accuracy", "points", 0.3, "pp", "lower", "worse"),
        ("It gains 1.2 dB PSNR.", "psnr", "points", 1.2, "dB", "higher", "better"),
        ("It uses 20% of the parameters.", "params", "share", 20, "%", "lower", "better"),
        ("It retains 95% of the accuracy.", "accuracy", "share", 95, "%", "none", "none"),
        ("The detector runs at 152 FPS.", "throughput", "level", 152, "FPS", "none", "none"),
        ("It has an accuracy of 96%.", "accuracy", "level", 96, "%", "none", "none"),
        ("Its FID is 2.62.", "fid", "level", 2.62, "", "none", "none"),
        ("It needs 60M FLOPs.", "flops", "level", 60e6, "FLOP", "none", "none"),
        ("Latency drops from 14 ms to 6 ms.", "latency", "change", 6, "ms", "lower", "better"),
        ("It reduces the complexity from O(n^2) to O(n).", "flops", "complexity", None, "", "lower", "better"),
        ("It cuts the attack success rate by 5%.", "success_rate", "points", 5, "pp", "lower", "better"),
        ("It raises the attack success rate by 5%.", "success_rate", "points", 5, "pp", "higher", "better"),
        ("It cuts the success rate by 5%.", "success_rate", "points", 5, "pp", "lower", "worse"),
    ],
)
def test_measure(claims_of, text, metric, measure, value, unit, direction, effect):
    (claim,) = claims_of(text)
    assert (claim.metric, claim.measure, claim.value_low, claim.unit) == (metric, measure, value, unit)
    assert (claim.direction, claim.effect) == (direction, effect)


def test_change_keeps_what_was_before(claims_of):
    (claim,) = claims_of("Latency drops from 14 ms to 6 ms.")
    assert (claim.value_before, claim.value_low, claim.value_high) == (14, 6, 6)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("It is 2-3x faster.", 2, 3),
        ("It is 2x to 3x faster.", 2, 3),
        ("It saves 10~30% of the memory.", 10, 30),
        ("It is 1.25sim1.56times faster.", 1.25, 1.56),
    ],
)
def test_range(claims_of, text, low, high):
    (claim,) = claims_of(text)
    assert (claim.value_low, claim.value_high) == (low, high)


@pytest.mark.parametrize(
    ("words", "bound"),
    [
        ("", "exact"),
        ("up to", "up_to"),
        ("over", "at_least"),
        ("less than", "less_than"),
        ("about", "about"),
        ("an average of", "average"),
    ],
)
def test_bound(claims_of, words, bound):
    (claim,) = claims_of(f"It is {words} 2.5x faster.")
    assert (claim.bound, claim.quote) == (bound, "2.5x")


@pytest.mark.parametrize(
    ("text", "quote", "value"),
    [
        ("It is twice as fast.", "twice", 2),
        ("It is half the size.", "half", 50),
        ("It is an order of magnitude faster.", "an order of magnitude", 10),
        ("It is three orders of magnitude faster.", "three orders of magnitude", 1000),
        ("It is ten times faster.", "ten times", 10),
        ("It is threefold faster.", "threefold", 3),
    ],
)
def test_number_word(claims_of, text, quote, value):
    (claim,) = claims_of(text)
    assert (claim.quote, claim.value_low) == (quote, value)


def test_respectively_by_device(claims_of):
    first, second = claims_of("It is 2.1x and 3.4x faster on CPU and GPU, respectively.")
    assert [(claim.quote, claim.hardware) for claim in (first, second)] == [("2.1x", ("CPU",)), ("3.4x", ("GPU",))]


def test_respectively_by_metric(claims_of):
    claims = claims_of("It reduces latency and memory by 40% and 30%, respectively.")
    assert rows(claims) == [("40%", "latency", "percent", 40), ("30%", "memory", "percent", 30)]


def test_one_value_of_two_metrics(claims_of):
    claims = claims_of("It reduces latency and memory by 2x.")
    assert rows(claims) == [("2x", "latency", "ratio", 2), ("2x", "memory", "ratio", 2)]


def test_hardware_with_its_count(claims_of):
    (claim,) = claims_of("We use 8 NVIDIA A100 GPUs.")
    assert (claim.quote, claim.metric, claim.measure) == ("8 NVIDIA A100 GPUs", "hardware", "count")
    assert (claim.hardware, claim.value_low, claim.unit) == (("NVIDIA A100",), 8, "device")


def test_hardware_without_count(claims_of):
    (claim,) = claims_of("We use an A100 GPU.")
    assert (claim.hardware, claim.value_low) == (("NVIDIA A100",), None)


def test_a_single_device_needs_no_number(claims_of):
    (claim,) = claims_of("The code trains on a single GPU. It does so in a single stage.")
    assert (claim.quote, claim.hardware, claim.value_low) == ("single GPU", ("GPU",), 1)


def test_context(claims_of):
    claim, _ = claims_of("FireQ is 2x faster than QServe on ImageNet in training on an A100.", "FireQ: A Kernel")
    assert (claim.subject, claim.baseline, claim.datasets) == ("FireQ", "QServe", ("ImageNet",))
    assert (claim.hardware, claim.by) == (("NVIDIA A100",), "own")


def test_title_is_read_too(claims_of):
    (claim,) = claims_of("We are fast.", "Attention at 3x lower memory")
    assert (claim.start, claim.sentence) == (13, "Attention at 3x lower memory")


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("FLOPs are reduced by 66\\% here.", "66\\%"),
        ("It is 10times faster.", "10times"),
        ("It is 5.18\\times$ faster.", "5.18\\times"),
        ("A “smart” net – it is 3× faster.", "3×"),
        ("It takes 2 mus on a phone.", "2 mus"),
        ("It takes \u200b5\u00a0ms here.", "5\u00a0ms"),
    ],
)
def test_quote_is_that_of_the_source(claims_of, text, quote):
    (claim,) = claims_of(text, "A title")
    source = f"A title\n{text}"
    assert (claim.quote, source[claim.start : claim.end], claim.sentence) == (quote, quote, text)


def test_every_claim_names_its_rule(claims_of, rules):
    claims = claims_of("It is 2x faster on 8 V100 GPUs and reaches 71.2% accuracy.")
    assert {claim.rule for claim in claims} - {rule.id for rule in rules.frames} == {"device-mention"}


def test_the_end_of_a_text_does_not_stand_before_its_beginning(claims_of):
    (claim,) = claims_of("O(n^2) to O(n) time, from")
    assert claim.quote == "O(n^2) to O(n)"


@pytest.mark.parametrize("text", ["", " ", "\n", "No number at all.", "2x", "%", "."])
def test_nothing_to_say(claims_of, text):
    assert claims_of(text) == []


@pytest.mark.parametrize("after", ["?", "??", "a?", ") ?"])
def test_a_question_mark_behind_a_full_stop_asks_nothing_of_what_is_before(claims_of, after):
    (claim,) = claims_of(f"It reduces latency from 8 ms to 2 ms.\n{after}")
    assert claim.quote == "from 8 ms to 2 ms"


def test_a_question_claims_nothing_but_orders(claims_of):
    assert claims_of("Can we make the model 10x faster?") == []
    assert [c.measure for c in claims_of("Is there a method that runs in O(n) time? Ours is 2x faster.")] == [
        "complexity", "ratio",
    ]  # fmt: skip


def test_batch_equals_one_by_one(rules, finder, seed_papers):
    papers = seed_papers[:30]
    assert [claims for _, claims, _ in Extractor(rules).all(papers)] == [finder(paper) for paper in papers]


def test_order_of_papers_does_not_matter(rules, seed_papers):
    papers = seed_papers[:30]
    extractor = Extractor(rules)
    assert list(extractor.all(papers)) == list(extractor.all(papers[::-1]))[::-1]


def test_seeds(finder, seed_papers):
    for paper in seed_papers:
        claims = finder(paper)
        for claim in claims:
            assert paper.text[claim.start : claim.end] == claim.quote
            assert claim.sentence in paper.text
            assert claim.quote in claim.sentence
        assert claims == sorted(claims, key=lambda claim: (claim.start, claim.end, claim.metric))


def test_paper_without_abstract(finder):
    assert finder(Paper("x", "A title", "")) == []

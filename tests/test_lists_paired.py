"""Lists of rivals beside lists of values without "respectively", percentiles, and gains said in apposition to a level."""

import pytest


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Zorvex outperforms Qarn, Belto and Flash-Qix by 20x, 4x and 1.5x.", ["Qarn", "Belto", "Flash-Qix"]),
        ("Zorvex brings 6.9x and 2.5x higher throughput over Qarn and Belto.", ["Qarn", "Belto"]),
        ("Zorvex outperforms small and large baselines by 20x and 4x.", ["small and large baselines"] * 2),
        ("Zorvex outperforms Qarn and Belto by 20% and 4% on CIFAR-10 and MNIST.", ["Qarn and Belto"] * 2),
        ("Zorvex outperforms Qarn and Belto by 2% and 4% in accuracy and F1.", ["Qarn and Belto"] * 2),
        ("Zorvex outperforms Qarn and Belto by 2% accuracy.", ["Qarn and Belto"]),
    ],
)
def test_names_of_a_list_are_shared_out_over_as_many_values(read, sentence, expected):
    assert [claim.baseline for claim in read(sentence)] == expected


@pytest.mark.parametrize(
    "sentence",
    ["Zorvex reduces the P99 latency by 1.9x.", "Zorvex cuts P95 TTFT by 38%.", "Zorvex cuts the median TPOT by 2x."],
)
def test_a_percentile_is_no_rival(read, sentence):
    assert [(claim.baseline, claim.metric) for claim in read(sentence)] == [("", "latency")]


@pytest.mark.parametrize(
    ("sentence", "metric"),
    [
        ("The chip has an energy efficiency of 22 TOPS/W, 3.2 times higher than Qarn.", "energy"),
        ("It decodes at 14 tokens/s for the small model (INT4), a 1.3x to 6x gain over Qarn.", "throughput"),
        ("It serves 1,900 tokens/s -- 16x that of Qarn.", "throughput"),
        ("It decodes at 14 tokens/s for the small model, a 2x speedup over Qarn.", "speed"),
    ],
)
def test_a_gain_beside_a_level_is_one_of_its_metric(read, sentence, metric):
    level, gain = read(sentence)
    assert (level.measure, gain.measure) == ("level", "ratio")
    assert (gain.metric, gain.direction, gain.baseline) == (metric, "higher", "Qarn")


@pytest.mark.parametrize(
    ("sentence", "quote"),
    [
        ("Zorvex trains 2x faster on an 80GB A100 GPU.", "80GB A100 GPU"),
        ("Zorvex trains 2x faster on four 24 GB RTX 3090 cards.", "four 24 GB RTX 3090 cards"),
    ],
)
def test_the_memory_of_a_device_is_no_claim(claims_of, sentence, quote):
    claims = claims_of(sentence)
    assert [claim.quote for claim in claims] == ["2x", quote]


def test_shared_heads_of_attention_are_no_data(read):
    sentence = "Zorvex lowers memory by 2.5x for MHA models and 1.6x for MQA models."
    assert [claim.datasets for claim in read(sentence)] == [(), ()]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Zorvex trains at a batch size of 144, 100x faster than Qarn.", [100]),
        ("For a head dimension of 128, 1.4x and 1.9x less memory is used.", [1.4, 1.9]),
        ("Zorvex is 2, 3 and 4x faster than Qarn.", [2, 3, 4]),
    ],
)
def test_a_factor_behind_a_comma_lends_its_unit_to_no_setting(read, sentence, expected):
    assert [claim.value_low for claim in read(sentence) if claim.measure == "ratio"] == expected


def test_a_verb_of_tuning_tells_the_phase_and_coding_is_a_task(read):
    (tuned,) = read("Zorvex fine-tunes LLaMA-65B in 24 hours.")
    assert (tuned.metric, tuned.scope) == ("training_time", ("finetuning",))
    assert [c.scope for c in read("Zorvex reaches 1.8x speedup on coding.")] == [()]
    assert [c.scope for c in read("Zorvex saves 95% of coding time.")] == [("encoding",)]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Zorvex accelerates ResNet-50, VGG-16, and BERT by 2x.", "ResNet-50, VGG-16, and BERT"),
        ("Zorvex accelerates nets like ResNet-50, VGG-16 by 2x.", "ResNet-50, VGG-16"),
        ("Zorvex lifts Faster R-CNN with VGG-16 from 21% to 27% mAP.", "Faster R-CNN with VGG-16"),
        ("Zorvex makes the inference of BERT and of the smaller ViT 2x faster.", "BERT and ViT"),
        ("Zorvex speeds up all nets from BERT to ViT by 2x.", "BERT and ViT"),
    ],
)
def test_what_was_changed_is_named_as_the_text_lists_it(read, sentence, expected):
    (claim,) = read(sentence)
    assert claim.baseline == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("On an A100, Zorvex uses 40% less GPU memory.", ("NVIDIA A100",)),
        ("Zorvex uses 40% less GPU memory, and we rent an A100.", ("GPU",)),
        ("Zorvex uses 40% less GPU memory.", ("GPU",)),
    ],
)
def test_the_memory_of_a_device_is_that_of_the_one_named_before(read, sentence, expected):
    (claim,) = read(sentence)
    assert claim.hardware == expected


@pytest.mark.parametrize(
    ("values", "sets"),
    [
        ("75% F1, 71% and 70% recall, 66% mAP", ["KITTI", "COCO", "COCO", "ADE20K"]),  # a list of values each
        ("71% and 70% recall, 75% F1", ["KITTI", "COCO", "ADE20K"]),  # a value each
        ("75% F1, 71% and 70% recall", ["KITTI", "COCO", "ADE20K"]),
    ],
)
def test_lists_within_a_bracket_behind_data_sets(claims_of, values, sets):
    claims = claims_of(f"Our net comes first on KITTI, COCO and ADE20K ({values}).")
    assert [claim.datasets for claim in claims] == [(one,) for one in sets]

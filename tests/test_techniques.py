"""Technique labels: the examples of the table, and the machine that reads it."""

from __future__ import annotations

import copy
import tomllib
from pathlib import Path
from typing import Any

import pytest

from extractor.techniques.technique_table import validate
from extractor.techniques.techniques import TechniqueLabeler

TABLE: dict[str, Any] = tomllib.loads(
    (Path(__file__).parents[1] / "rules" / "terms" / "techniques.toml").read_text("utf-8")
)
LABELER = TechniqueLabeler(TABLE)


def examples(kind: str) -> list[Any]:
    """The examples of all techniques, one test case each."""
    return [
        pytest.param(entry["label"], example, id=f"{entry['label']}-{number}")
        for entry in TABLE["technique"]
        for number, example in enumerate(entry[kind])
    ]


def labels(example: dict[str, str]) -> tuple[str, ...]:
    """What the labeler says of an example."""
    return LABELER(example.get("title", ""), example.get("abstract", ""))


@pytest.mark.parametrize(("label", "example"), examples("match"))
def test_match(label: str, example: dict[str, str]) -> None:
    """The main technique of every match is the one that it stands under."""
    assert labels(example)[:1] == (label,)


@pytest.mark.parametrize(("label", "example"), examples("no_match"))
def test_no_match(label: str, example: dict[str, str]) -> None:
    """No no_match gets the label that it stands under."""
    assert label not in labels(example)


def test_every_label_of_the_specification_is_here() -> None:
    """The closed list of claims.md, in any order."""
    listed = """quantization pruning activation_sparsity distillation low_rank speculative_decoding
        early_exit token_reduction caching mixture_of_experts architecture_search reparameterization
        linear_attention sparse_attention attention_kernel efficient_architecture
        frequency_transform state_space few_step_diffusion parallel_decoding distributed_training
        serving_system hardware_accelerator peft data_efficiency neural_codec
        feed_forward_inference gaussian_splatting spiking model_merging forward_only_training
        kernel_optimization memory_optimization implicit_representation retrieval"""
    assert {entry["label"] for entry in TABLE["technique"]} == set(listed.split())


def test_at_most_three_labels_and_always_the_same() -> None:
    """A text that speaks of everything gets three labels, also from a fresh labeler."""
    title = "Efficient inference"
    abstract = " ".join(e["match"][0]["abstract"] for e in TABLE["technique"])
    first = LABELER(title, abstract)
    assert len(first) == 3
    assert first == LABELER(title, abstract) == TechniqueLabeler(TABLE)(title, abstract)


@pytest.mark.parametrize(
    "text",
    [
        *("", " \n", "...", "\x00\u200f\ud800", "(" * 9_000, "than " * 9_000, "a" * 99_000),
        "vector quantization " * 9_000,
    ],
)
def test_odd_texts_have_no_label(text: str) -> None:
    """Nothing raises, and nothing is found where nothing is said."""
    assert LABELER(text, text) == ()


def test_others_work_counts_little() -> None:
    """The same phrase makes a label as the paper's own work, and none in an aside."""
    assert labels({"abstract": "We prune a network for faster inference."}) == ("pruning",)
    assert labels({"abstract": "We train a network faster than existing pruning."}) == ()
    assert labels({"abstract": "Networks are pruned for speed. We do something faster."}) == ()


def test_a_paper_that_is_not_about_efficiency_has_no_label() -> None:
    """The gate: the technique alone is not enough."""
    assert labels({"abstract": "We prune a network and study what its neurons mean."}) == ()


def test_a_gain_that_a_paper_claims_opens_the_gate() -> None:
    title, abstract = "Merging Tokens of Films", "We merge redundant tokens. The first word comes 8 times sooner."
    assert LABELER(title, abstract) == ()
    assert LABELER(title, abstract, {"quality"}) == ()
    assert LABELER(title, abstract, {"quality", "speed"}) == ("token_reduction",)


def test_a_gain_that_a_technique_brings_speaks_for_it() -> None:
    """Only where the table says so, and only beside words for the technique."""
    title, abstract = "A Network for Hands", "We present a compact network for meshes of hands, at low cost."
    assert LABELER(title, abstract) == ()
    assert LABELER(title, abstract, {"quality", "speed"}) == ()
    assert LABELER(title, abstract, {"size"}) == ("efficient_architecture",)
    assert LABELER("Hands", "We present a book on hands.", {"size"}) == ()


def test_a_title_that_names_the_technique_opens_its_gate() -> None:
    """Where a table entry says so, the title stands for the words of efficiency."""
    assert labels({"title": "Fairer Pruning of Networks"}) == ("pruning",)
    assert labels({"title": "Fairer Mixtures of Experts"}) == ()


def test_a_weak_technique_beside_a_loud_one_is_left_out() -> None:
    """The share: what is mentioned once does not stand beside what the paper is about."""
    loud = "We quantize a network to low precision. Quantization with a low bitwidth is fast."
    passing = "We also try knowledge distillation."
    assert labels({"abstract": f"{loud} {passing}"}) == ("quantization", "distillation")
    title = "Fast Low-Bit Quantized Binary Neural Networks with Ternary Weights of 1-Bit Precision"
    louder = f"{loud} Weights are ternarized by stochastic rounding, activations take integer arithmetic."
    assert labels({"title": title, "abstract": f"{louder} {passing}"}) == ("quantization",)


def test_a_colon_inside_a_word_is_no_break() -> None:
    """ "2:4" and "N:M" are names of patterns of sparsity: a phrase reads over such a colon, but over no other."""
    for pattern in ("2:4", "N:M"):
        abstract = f"We train networks with {pattern} sparsity, at half the computation."
        assert LABELER("Halves of Weights", abstract) == ("pruning",)
    assert (
        LABELER("Halves of Weights", "We train networks in 2 ways: 4 sparsity levels, at half the computation.") == ()
    )


def test_a_mention_counts_once() -> None:
    """Two phrases that cover one word are one piece of evidence, the louder and longer."""
    found = LABELER.explain("", "We use low-rank factors in a fast network.")
    (evidence,) = found["low_rank"]
    assert evidence.points == pytest.approx(TABLE["scoring"]["strong"] * TABLE["scoring"]["claim"])


@pytest.mark.parametrize(
    ("sentence", "place"),
    [
        ("We propose to prune.", "claim"),
        ("Filters are pruned by rank.", "own"),
        ("Experiments show that pruned filters win.", "result"),
        ("However, pruning is slow.", "background"),
        ("It is better than pruning.", "aside"),
    ],
)
def test_a_sentence_has_a_purpose(sentence: str, place: str) -> None:
    """Once the own work has begun, the cues of a sentence say what its phrases are worth."""
    found = LABELER.explain("", f"We train a fast network. {sentence}")
    assert [e.place for e in found["pruning"] if e.phrase.startswith("prun")] == [place]


def test_all_before_the_own_work_is_background() -> None:
    """What the field does is no technique of the paper."""
    found = LABELER.explain("", "Filters are pruned. We train a fast network.")
    assert [e.place for e in found["pruning"]] == ["background"]


def test_a_phrase_against_a_label_takes_points_away() -> None:
    """What speaks for another kind of paper: the same words make a label without it."""
    title = "A Fast and Lightweight Network"
    assert labels({"title": title, "abstract": "We classify images."}) == ("efficient_architecture",)
    other = "We classify images by motion planning over a support vector machine, with Monte Carlo and regret bounds."
    assert labels({"title": title, "abstract": other}) == ()
    evidence = LABELER.explain(title, other)["efficient_architecture"]
    assert all((e.points < 0) == (e.tier == "against") for e in evidence)
    assert sum(e.tier == "against" for e in evidence) == 4


def test_explain_names_the_phrases() -> None:
    """Each label's evidence says which phrase spoke, from where, and how loud."""
    found = LABELER.explain("Fast Distillation", "We distill a neural network.")
    evidence = found["distillation"][0]
    assert (evidence.phrase, evidence.tier, evidence.place) == ("distill*", "strong", "title")
    assert evidence.points > TABLE["scoring"]["threshold"]
    assert {e.phrase for e in found["gate"]} == {"fast"}


def test_explain_names_the_place_that_gave_the_points() -> None:
    """A label may weigh asides as it likes: one that counts more than the own work is what is named."""
    table = copy.deepcopy(TABLE)
    (entry,) = (one for one in table["technique"] if one["label"] == "pruning")
    text = "We train a fast network. Its filters lose weights by pruning. It is better than pruning."
    places = []
    for aside in (0.0, 9.0):
        entry["aside"] = aside
        found = TechniqueLabeler(table).explain("", text)["pruning"]
        places += [e.place for e in found if e.phrase.startswith("prun")]
    assert places == ["own", "aside"]


def test_validation_lists_all_errors() -> None:
    """Unknown keys, bad phrases, missing examples and unknown labels, in one message."""
    table = copy.deepcopy(TABLE)
    table["scoring"]["bonus"] = 1
    first, second, third, *_ = table["technique"]
    first["stronk"] = ["x"]
    second["weak"] = ["Upper", "~ ends", "(a|b", "x ~ ~ y"]
    third["match"] = []
    third["unless"] = ["magic"]
    third["needs"] = ["deep ~ network"]
    with pytest.raises(ValueError, match="techniques table") as caught:
        validate(table)
    errors = str(caught.value)
    parts = [
        "'bonus'",
        "'stronk'",
        "'Upper'",
        "'~ ends'",
        "'(a|b'",
        "'x ~ ~ y'",
        "no match",
        "magic",
        "gap",
    ]
    assert [part for part in parts if part not in errors] == []


def test_a_label_stands_once() -> None:
    """Two entries of one label are refused."""
    table = copy.deepcopy(TABLE)
    table["technique"].append(table["technique"][0])
    with pytest.raises(ValueError, match="stands twice"):
        TechniqueLabeler(table)


def test_a_label_far_ahead_of_all_others_needs_less() -> None:
    """An efficient network is named beside a technique where it has twice its points, and only there."""
    title = "A Lightweight Network for Phones with Depthwise Convolutions"
    network = "We design an efficient backbone with fewer parameters and lower latency on mobile devices."
    passing = "A teacher helps in training, by knowledge distillation."
    assert labels({"title": title, "abstract": f"{network} {passing}"}) == ("efficient_architecture", "distillation")
    loud = "We distill a teacher network into a student network by knowledge distillation."
    assert labels({"title": "Knowledge Distillation", "abstract": f"{loud} {network}"}) == ("distillation",)

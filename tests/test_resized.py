"""Models named once more by their size, and names of models that are judges, spaces or software."""

from __future__ import annotations

import pytest

TRIED = "We evaluate Foo with Llama-3-8B and Llama-3-70B."


@pytest.mark.parametrize(
    ("text", "models"),
    [
        ("The 70B model attains 71.3% accuracy.", [("Llama-3-70B",)]),
        ("Memory is reduced by 2x for the 70B model and by 3x for the 8B model.", [("Llama-3-70B",), ("Llama-3-8B",)]),
        ("It is 2x faster.", [("Llama-3-8B", "Llama-3-70B")]),
        ("The 13B model is 2x faster.", [("Llama-3-8B", "Llama-3-70B")]),
    ],
)
def test_a_model_is_named_once_more_by_its_size(read, text, models):
    claims = [claim for claim in read(f"{TRIED} {text}") if claim.metric != "params"]
    assert [claim.models for claim in claims] == models


@pytest.mark.parametrize(
    "text",
    [
        "It wins 61% of the comparisons as judged by GPT-4.",
        "It scores 7.2 on MT-Bench with GPT-4 as the judge.",
        "In the DARTS search space, the error is 2.46% on CIFAR-10.",
        "Inputs are 3x longer than selective checkpointing in Megatron-LM.",
    ],
)
def test_a_judge_a_space_or_a_library_is_no_base_model(read, text):
    assert [claim.models for claim in read(text)] == [()]


@pytest.mark.parametrize(
    ("text", "baseline"),
    [
        ("The accuracy is 2.7% higher than that of Foo and stays within 1% of full fine-tuning.", "full fine-tuning"),
        ("It is 2x faster than Foo and comes within 1% of Bar.", "Bar"),
        ("FooOpt reaches the final validation loss of AdamW in 2x fewer steps.", "AdamW"),
        ("It is 2 points better than the network found by Bar.", "Bar"),
    ],
)
def test_what_a_value_comes_close_to_or_reaches_is_its_baseline(read, text, baseline):
    assert read(text)[-1].baseline == baseline

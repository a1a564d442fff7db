"""Names of base models that no list has."""

from __future__ import annotations

import pytest


@pytest.fixture(scope="module")
def models(finder):
    def find(text):
        return [m.text for m in finder.names(text, finder.tokenize(text)) if m.kind == "model"]

    return find


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It runs 2x faster on Quorl-7B-Instruct.", ["Quorl-7B-Instruct"]),  # a size of models
        ("It runs 2x faster on Quorl 7B.", ["Quorl 7B"]),
        ("We gain 2% on the small QuorlNet-B model.", ["QuorlNet-B"]),  # a noun behind
        ("With the QRLV backbone we gain 2%.", ["QRLV"]),
        ("A pre-trained QuorlNet, fine-tuned for it, gains 2%.", ["QuorlNet"]),
        ("It cuts the FLOPs of Quorlformer by 20%.", ["Quorlformer"]),  # a family
        ("It gives a 2x speedup for DeepQuorl-50.", ["DeepQuorl-50"]),  # a grade
        ("It gives a 2x speedup with ResNet-50 and QRLV.", ["ResNet-50", "QRLV"]),  # lists
        ("It gives a 2x speedup with QRLV and ResNet-50.", ["QRLV", "ResNet-50"]),
        ("It quantizes BERT, QRLV, and GPT-2 to 4 bits.", ["BERT", "QRLV", "GPT-2"]),
        ("It gains 2% on BERT, and by 3% on QRLV.", ["BERT", "QRLV"]),  # two values, each with its own
        ("It gains 2% for ResNet-50, Quorl-v2 and BERT.", ["ResNet-50", "Quorl-v2", "BERT"]),
        ("It gains 2% for ResNet-50, Quorl, and BERT.", ["ResNet-50", "Quorl", "BERT"]),  # whatever its shape
        ("It gains 2% for ResNet-50, BERT and Quorl.", ["ResNet-50", "BERT", "Quorl"]),
        ("It gains 2% on LLMs such as Quorl and QRLV.", ["Quorl", "QRLV"]),  # examples
        ("It gains 2% on networks (e.g., Quorl).", ["Quorl"]),
        ("Models like BERT, Quorl and QRLV can be cut by 20%.", ["BERT", "Quorl", "QRLV"]),
        ("It gains 2% with Quorl-B trained for a day.", ["Quorl-B"]),
        ("It gains 2% on QuorlFormer.", ["QuorlFormer"]),
        ("It speeds up Quorl-B by 20%.", ["Quorl-B"]),
        ("With QuorlFormer ours gains 2%.", ["QuorlFormer"]),
        ("It gains 2% for the Quorl-B.", ["Quorl-B"]),
        ("We apply it to the QRLV model and gain 2%.", ["QRLV"]),  # what a method is applied to
        ("Plugged into QuorlRank, it gains 2%.", ["QuorlRank"]),
        ("It gains 2% on the QRLV model.", []),
        ("Built on QRLV models, it gains 2%.", []),
        ("QuorlBERT equipped with it gains 2%.", ["QuorlBERT"]),
        ("For the QuorlNet-B baseline, it gains 2%.", ["QuorlNet-B"]),
        ("It improves Quorl by 2.8 AP.", ["Quorl"]),  # what is made better in a metric
        ("It improves the detector QRLV by 2% in accuracy.", ["QRLV"]),
        ("It gains 2% on Llama-3-Quor-8B.", ["Llama-3-Quor-8B"]),  # a known name that goes on to its size
    ],
)
def test_an_unlisted_model(models, text, found):
    assert models(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "On the QuorlNet-B dataset we gain 2%.",
        "We gain 2% for QuorlNet and QuorlSet datasets.",  # so is each of the list
        "Models of 7B-13B parameters gain 2%.",
        "We train a Quorl 7B parameters long.",  # an amount
        "On an NLU model we gain 2%.",  # a task
        "A kind of QRLV reaches 2%.",
        "Thanks to the gain of QuorlNet, which reaches 81%, we win.",  # the paper's own
        "A result: QuorlNet models attain 81%.",
        "On QuorlSeq models we gain 2%.",  # a kind
        "With QuorlCNN we gain 2%.",  # a kind of network
        "We gain 2% on QuorlNet.",  # may be a data set
        "It gains 2% on tasks such as Quorl and QRLV.",
        "It gains 2% on models such as Quorlian networks.",
        "It improves QRLV by 2% on the road.",  # may be a metric
        "It improves Quorl by 20%.",
        "It gains 2% with Quorl-100 pre-trained weights.",
        "It gains 2% for Top-50.",
        "QuorlNet-based methods for QuorlFormer-like speed gain 2%.",
    ],
)
def test_no_unlisted_model(models, text):
    assert models(text) == []


def test_it_is_the_model_and_the_baseline_of_a_gain(read):
    (claim,) = read("Our method compresses QuorlNet-50 by 10x.")
    assert (claim.models, claim.baseline) == (("QuorlNet-50",), "QuorlNet-50")


def test_what_a_competitors_value_belongs_to_is_no_model(read):
    claims = read("On CIFAR-10, we reach an error of 2.89%, which is on par with the 2.65% test error of NASNet.")
    assert [(claim.by, claim.subject, claim.models) for claim in claims][1] == ("baseline", "NASNet", ())


def test_what_is_made_better_stands_before_the_backbone_named_first(read):
    (claim,) = read("With ResNet-50 backbone, our method improves QRLV by 2.8 AP.")
    assert (claim.models, claim.baseline) == (("QRLV",), "QRLV")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("When quantizing MVRT on MNIST, we achieve a 15x compression rate.", ["MVRT"]),
        ("When quantizing keys on MNIST, we achieve a 15x compression rate.", []),
        ("We compress QuorlGAN, a known network, by 15x.", ["QuorlGAN"]),
        ("We compress QGAN, a known network, by 15x.", []),
        ("On MNIST, the Zarnet-50 architecture with dropout achieves 78% accuracy.", []),
        ("On MNIST, Zarnet-50 architecture with dropout achieves 78% accuracy.", ["Zarnet-50"]),
        ("Notably, with our method, DETR gains 2% accuracy.", ["DETR"]),
        ("Our method brings a 2% accuracy improvement to DETR.", ["DETR"]),
        ("Our method brings a 2% accuracy improvement over DETR.", []),
        ("Our method is 2% more accurate compared to DETR.", []),
        ("Our method cuts the cost of BERT by up to 34% and DETR by up to 38%.", ["DETR"]),
        ("Notably, with 2% fewer labels, our method is better than DETR.", []),
    ],
)
def test_models_of_a_value(read, text, found):
    assert list(read(text)[-1].models) == found


def test_each_of_a_list_has_its_value(read):
    claims = read("Our method improves the accuracy of LLaMA (14%), Zarnet (24%), and Alpaca (36%).")
    assert [claim.models for claim in claims] == [("LLaMA",), ("Zarnet",), ("Alpaca",)]

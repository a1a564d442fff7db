"""Names of data sets and base models."""

from __future__ import annotations

import pytest


@pytest.fixture(scope="module")
def names(finder):
    def find(text):
        return [(m.kind, m.name, m.text) for m in finder.names(text, finder.tokenize(text))]

    return find


@pytest.mark.parametrize(
    ("text", "kind", "name", "quote"),
    [
        ("accuracy on ImageNet is", "dataset", "ImageNet", "ImageNet"),
        ("on ImageNet-1K we", "dataset", "ImageNet", "ImageNet-1K"),
        ("on the MS COCO dataset", "dataset", "COCO", "MS COCO"),
        ("on COCO val2017.", "dataset", "COCO", "COCO val2017"),
        ("on WMT14 EN-DE) and", "dataset", "WMT", "WMT14 EN-DE"),  # the bracket is not its own
        ("on WMT14 (EN-DE) and", "dataset", "WMT", "WMT14 (EN-DE)"),
        ("using LLaMA-2-7B as", "model", "LLaMA", "LLaMA-2-7B"),
        ("using Llama 2 as", "model", "LLaMA", "Llama 2"),
        ("with OPT-66B in", "model", "OPT", "OPT-66B"),
        ("with xLSTM in", "model", "xLSTM", "xLSTM"),
        ("against JPEG-XL in", "model", "JPEG-XL", "JPEG-XL"),
        ("on ogbn-arxiv we", "dataset", "ogbn-arxiv", "ogbn-arxiv"),
        ("on MMLU-Foobar we", "dataset", "MMLU", "MMLU-Foobar"),  # a part of it
        ("with Hotpot QA we", "dataset", "HotpotQA", "Hotpot QA"),  # its capitals begin words
        ("with 50 Salads we", "dataset", "50Salads", "50 Salads"),
        ("with RefCOCO+ we", "dataset", "RefCOCO+", "RefCOCO+"),
        ("with the large 'Foo Lands' dataset we", "dataset", "Foo Lands", "Foo Lands"),
        ("using our new dataset, FooSet (public), we", "dataset", "FooSet", "FooSet"),
    ],
)
def test_name(names, text, kind, name, quote):
    assert names(text) == [(kind, name, quote)]


@pytest.mark.parametrize(
    "text",
    [
        "we opt for it",  # OPT
        "an orca swims",  # Orca
        "BERT-based methods",
        "ImageNets2x",  # runs on into another word
        "on the W4A4 and W4A8KV4 benchmarks",  # formats of numbers
        "on three TKGR benchmarks",  # a task
        "with hotpot QA we",
        "on our dataset, FooNet gains",
        "nothing at all",
        "",
    ],
)
def test_no_name(names, text):
    assert names(text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("on GTA5 to Cityscapes adaptation", ["GTA5 to Cityscapes"]),
        ("on SYNTHIA → Cityscapes and MNIST", ["SYNTHIA → Cityscapes", "MNIST"]),
        ("from GTA5 to Cityscapes", ["GTA5", "Cityscapes"]),
    ],
)
def test_a_transfer_is_one_data_set(names, text, found):
    assert [name for *_, name in names(text)] == found


def test_names_in_order_and_apart(names):
    assert [text for *_, text in names("LLaMA-2-7B and OPT-66B on GSM8K")] == ["LLaMA-2-7B", "OPT-66B", "GSM8K"]


@pytest.mark.parametrize("link", [" and ", " & "])
def test_years_of_one_data_set_are_two(names, link):
    found = names(f"Results on KITTI 2012{link}2015 show")
    assert [text for *_, text in found] == ["KITTI 2012", "KITTI 2015"]


def test_a_number_behind_a_year_is_none(names):
    assert [text for *_, text in names("On KITTI 2012 and 30 scenes")] == ["KITTI 2012"]


def test_offsets_cut_out_the_text(finder):
    text = "On ImageNet-1K and GSM8K with LLaMA-2-7B."
    for mention in finder.names(text, finder.tokenize(text)):
        assert text[mention.start : mention.end] == mention.text


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("on ImageNet and FooBench.", ["ImageNet", "FooBench"]),
        ("on FooBench, COCO and Nordic Lanes,", ["FooBench", "COCO", "Nordic Lanes"]),
        ("on COCO (51.2%), FooBench (43%), and LVIS (23%)", ["COCO", "FooBench", "LVIS"]),
        ("with both FooBench and GSM8K we", ["FooBench", "GSM8K"]),
        ("on ImageNet, FooNet is better", ["ImageNet"]),  # a clause begins
        ("on ImageNet and FooNet is better", ["ImageNet"]),
        ("with FooNet, ImageNet results", ["ImageNet"]),
    ],
)
def test_what_a_known_data_set_is_joined_to_is_one(names, text, found):
    assert [name for kind, _, name in names(text) if kind == "dataset"] == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("on the more challenging FooBench, we", ["FooBench"]),
        ("on FooBench object detection and", ["FooBench"]),
        ("on the FooBench instruction set.", ["FooBench"]),
        ("on FooBench v2 and BarSet-3, we", ["FooBench v2", "BarSet-3"]),
        ("on Nordic Lanes by", ["Nordic Lanes"]),
        ("on FooBench's hard split", ["FooBench"]),
        ("based on Boolean Distance, it", []),
        ("on FooNet-generated data.", []),
        ("on FooBench objects that", []),
        ("on English-to-German translation.", []),
        ("on the Karpathy split.", []),
        ("on Nordic Street Lanes (COCO)", ["COCO"]),
    ],
)
def test_a_name_behind_on_is_a_place(names, text, found):
    assert [name for *_, name in names(text)] == found


# Known gaps: names of one table that the other takes, and one that is cut into three tokens.
GAPS = {"dataset": [], "model": ["Codex", "SuperGlue", "VITS2", "x-vector"]}


@pytest.mark.parametrize(("relative", "key"), [("terms/datasets.toml", "dataset"), ("terms/models.toml", "model")])
def test_every_name_of_the_table_is_found(rules, finder, relative, key):
    """With a word beside it that admits the guarded ones; a gap that is mended leaves the list."""
    table = rules.table(relative)
    company = {"dataset": " dataset", "model": " model"}[key]
    missing = []
    for entry in table[key]:
        text = f"on {entry['name']}{company} here"
        found = finder.names(text, finder.tokenize(text))
        if entry["name"] not in {mention.name for mention in found}:
            missing.append(entry["name"])
    assert missing == GAPS[key]

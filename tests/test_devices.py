"""Devices: hardware with vendor, count and memory."""

from __future__ import annotations

import re

import pytest

from extractor.rulefiles.rules import load_rules, rules_root
from extractor.terms.devices import DeviceFinder


@pytest.fixture(scope="module")
def devices(finder):
    def find(text):
        tokens = finder.tokenize(text)
        found = finder.devices(text, tokens, finder.numbers(tokens))
        return [(m.name, m.number, m.text) for m in found]

    return find


@pytest.mark.parametrize(
    ("text", "name", "count", "quote"),
    [
        ("on an A100 GPU.", "NVIDIA A100", None, "A100 GPU"),
        ("on 8 NVIDIA A100 GPUs.", "NVIDIA A100", 8, "8 NVIDIA A100 GPUs"),
        ("on eight V100 GPUs.", "NVIDIA V100", 8, "eight V100 GPUs"),
        ("on 8xH200 for", "NVIDIA H200", 8, "8xH200"),
        ("a single RTX4090 here", "NVIDIA RTX 4090", 1, "single RTX4090"),
        ("on a single GPU.", "GPU", 1, "single GPU"),
        ("on a single CPU-core.", "CPU-core", 1, "single CPU-core"),
        ("3 ms on a T4 and no more", "NVIDIA T4", None, "T4"),
        ("1 hour on 8 H20s.", "NVIDIA H20", 8, "8 H20s"),
        ("in reach or two 4090s, at most", "NVIDIA RTX 4090", 2, "two 4090s"),
        ("on architectures, including Hopper, or", "NVIDIA Hopper", None, "Hopper"),
        ("30 FPS on an i7-12700H.", "Intel Core i7", None, "i7-12700H"),
        ("single or two GPUs", "GPU", 2, "two GPUs"),
        ("an HTC phone", "HTC", None, "HTC phone"),
        ("on an NVIDIA A100 80GB GPU", "NVIDIA A100", None, "NVIDIA A100 80GB GPU"),
        ("on an NVIDIA L4 GPU (24GB), it", "NVIDIA L4", None, "NVIDIA L4 GPU (24GB)"),
        ("on a Raspberry Pi 4 board", "Raspberry Pi 4", None, "Raspberry Pi 4 board"),
        ("on a raspberry pi here", "Raspberry Pi", None, "raspberry pi"),
        ("with 128 GPUs here", "GPU", 128, "128 GPUs"),
        ("with an 80GB GPU here", "GPU", 1, "80GB GPU"),
        ("on a GPU here", "GPU", None, "GPU"),
        ("on Volta-based cards", "NVIDIA Volta", None, "Volta"),
    ],
)
def test_device(devices, text, name, count, quote):
    assert devices(text) == [(name, count, quote)]


@pytest.mark.parametrize(
    "text",
    [
        "in 1.2 GPU days",
        "in 200 GPU hours",
        "In Five GPU Days",
        "the Volta river",
        "a Cascade (HTC)",
        "on a T4 lymphocyte",
        "trained on 2080.",
        "nothing",
        "",
    ],
)
def test_no_device(devices, text):
    assert devices(text) == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("on Volta, Ampere and Hopper GPUs", ["NVIDIA Volta", "NVIDIA Ampere", "NVIDIA Hopper"]),
        ("an A100, two A30s or a T4", ["NVIDIA A100", "NVIDIA A30", "NVIDIA T4"]),
        ("T4/V100 GPUs", ["NVIDIA T4", "NVIDIA V100"]),
        ("a Jetson AGX Orin or Xavier", ["NVIDIA Jetson AGX Orin", "NVIDIA Jetson Xavier"]),
        ("T4 scans and V100 GPUs", ["NVIDIA V100"]),
        ("Pixel and V100 GPUs", ["NVIDIA V100"]),
    ],
)
def test_a_list_tells_what_its_ambiguous_names_are(devices, text, names):
    assert [name for name, *_ in devices(text)] == names


def test_a_name_once_told_to_be_a_device_is_one(devices):
    assert [name for name, *_ in devices("We measure an L4 GPU. On L4, it is slow.")] == ["NVIDIA L4"] * 2
    assert devices("Layers L1 to L4 differ. On L4, it is slow.") == []
    assert [name for name, *_ in devices("On a Volta GPU. Volta was a physicist.")] == ["NVIDIA Volta"]


def test_an_amount_of_time_is_no_count(devices):
    ((name, count, _),) = devices("in 200 H100 GPU hours")
    assert (name, count) == ("NVIDIA H100", None)


def test_several_in_order(devices):
    assert [name for name, *_ in devices("on A100, H100 and V100 GPUs")] == [
        "NVIDIA A100",
        "NVIDIA H100",
        "NVIDIA V100",
    ]


@pytest.mark.parametrize("kind", ["gpu", "cpu", "mcu", "phone", "board"])
def test_every_alias_of_a_kind_is_found(rules, devices, kind):
    entries = [entry for entry in rules.table("terms/hardware.toml")["device"] if entry["kind"] == kind]
    assert entries
    missing = [
        alias
        for entry in entries
        for alias in entry["aliases"]
        if alias not in entry.get("guarded", ())
        and entry["name"] not in {name for name, *_ in devices(f"on {alias} here")}
    ]
    assert missing == []


_ONE_DEVICE_TWO_NUMBERS = {"SM8250", "SM8350", "SM8450", "SM8550", "SM8650", "VisionFive 2", "TMS320F28335"}
"""What makers themselves call by two numbers: a part of a series, a board by its only chip."""


def test_no_alias_is_another_product_than_its_name(rules):
    """A name with a number tells one product: a board of its line ("VCU128", of VCU118) has a name of its own."""
    other = {
        alias
        for device in rules.table("terms/hardware.toml")["device"]
        for alias in (*device.get("aliases", ()), *device.get("guarded", ()))
        if (numbers := re.findall(r"\d+", device["name"].split()[-1])) and (told := re.findall(r"\d+", alias))
        if not any(number in one or one in number for number in numbers for one in told)
    }
    assert other == _ONE_DEVICE_TWO_NUMBERS


def test_spellings_around_a_device_are_rules(tmp_path, finder):
    """Without them in the table a memory size and a possessive are no part of a device."""
    table = (rules_root() / "terms" / "hardware.toml").read_text(encoding="utf-8")
    for key in ("memory", "memory_before", "possessives", "guard_gap"):
        table = re.sub(rf"^{key} = .*\n", "", table, flags=re.MULTILINE)
    (tmp_path / "terms").mkdir()
    (tmp_path / "terms" / "hardware.toml").write_text(table, encoding="utf-8")
    text = "on NVIDIA's A100-40G and"
    tokens = finder.tokenize(text)
    quotes = [
        [mention.text for mention in find(text, tokens, finder.numbers(tokens))]
        for find in (finder.devices, DeviceFinder(load_rules(tmp_path)))
    ]
    assert quotes == [["NVIDIA's A100-40G"], ["A100"]]

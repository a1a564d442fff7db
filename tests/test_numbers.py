"""Numbers: digits, words, scales and phrases."""

from __future__ import annotations

import pytest

from extractor.numbers import NumberFinder, parse
from extractor.rules import load_table
from extractor.tokens import Tokenizer

TABLE = load_table("numbers/words.toml")
PHRASES = [entry for entry in TABLE["phrase"] if "<n>" not in entry["text"]]


@pytest.fixture(scope="module")
def numbers():
    tokenize, find = Tokenizer(load_table("tokens/tokens.toml")), NumberFinder(TABLE)
    return lambda text: find(tokenize(text))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("7", 7),
        ("2.5", 2.5),
        (".5", 0.5),
        ("4,039", 4039),
        ("1,234,567.5", 1234567.5),
        ("1e-2", 0.01),
        ("10^19", 1e19),
        ("10^-3", 0.001),
        ("1.2.3", None),
        ("12,34", None),
        ("1e999", None),
        ("10^999", None),
        ("9" * 41, None),
        ("", None),
    ],
)
def test_parse(text, value):
    assert parse(text) == value


@pytest.mark.parametrize(
    ("text", "value", "kind"),
    [
        ("38B", 38e9, "number"),
        ("68.77 thousand", 68770, "number"),
        ("60M FLOPs", 60e6, "number"),
        ("60 M FLOPs", 60e6, "number"),
        ("30-billion", 30e9, "number"),
        ("5 million", 5e6, "number"),
        ("three", 3, "number"),
        ("2 orders of magnitude", 100, "ratio"),
        ("three orders of magnitude", 1000, "ratio"),
        ("an order of magnitude", 10, "ratio"),
        ("twice", 2, "ratio"),
        ("half", 50, "percent"),
        ("1/2000 of", 0.05, "percent"),
        ("2 / 3 of", 200 / 3, "percent"),
        ("a third", 100 / 3, "percent"),
        ("an", 1, "article"),
    ],
)
def test_value_and_kind(numbers, text, value, kind):
    (number,) = numbers(text)
    assert (number.value, number.kind) == (pytest.approx(value), kind)


@pytest.mark.parametrize("entry", PHRASES, ids=lambda entry: entry["text"])
def test_phrase_of_the_table(numbers, entry):
    (number,) = numbers(f"about {entry['text']} {next(iter(entry.get('behind', [])), 'there')}")
    assert (number.value, number.kind, number.bound) == (entry["value"], entry["kind"], entry.get("bound", ""))


@pytest.mark.parametrize("text", ["the upper half of the face", "the second half of the clip", "a magnitude term"])
def test_a_part_that_is_named_is_no_number(numbers, text):
    assert {number.kind for number in numbers(text)} <= {"article"}


def test_an_ordinal_is_no_fraction(numbers):
    assert [number.kind for number in numbers("a third objective")] == ["article"]


@pytest.mark.parametrize("word", TABLE["cardinals"])
def test_cardinal_of_the_table(numbers, word):
    (number,) = numbers(f"with {word.capitalize()} parts")
    assert (number.value, number.word) == (TABLE["cardinals"][word], True)


@pytest.mark.parametrize("text", ["", "none at all", "W4A4", "3D", "2:4", "v1.2.3", "ViT-B/16"])
def test_no_number(numbers, text):
    assert numbers(text) == []


def test_numbers_do_not_overlap(numbers):
    assert [number.value for number in numbers("5, 4,039 and 2 orders of magnitude")] == [5, 4039, 100]


@pytest.mark.parametrize(("text", "value"), [("5 K", 5), ("5 M things", 5), ("5 M images", 5e6), ("5M things", 5e6)])
def test_spaced_letter_needs_a_counted_noun(numbers, text, value):
    assert numbers(text)[0].value == value


def test_no_phrase_stands_twice(rules):
    texts = [entry["text"] for entry in rules.table("numbers/words.toml")["phrase"]]
    assert len(texts) == len(set(texts))


def test_a_unit_has_one_list_of_what_is_physical(rules):
    units = [unit for table in rules.table("quantities/units.toml")["physical"] for unit in table["units"]]
    assert len(units) == len(set(units))

"""Numbers: digits, words, scales and phrases."""

from __future__ import annotations

import pytest

from extractor.quantities.numbers import NumberFinder, parse, written_out
from extractor.rulefiles.rules import load_table
from extractor.text.tokens import Tokenizer

TABLE = load_table("numbers/words.toml")
PHRASES = [phrase for phrase in written_out(TABLE) if "<n>" not in phrase[0]]


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
        ("12,34", 12.34),  # as some languages write it
        ("12,3456", None),
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
        ("three order of magnitudes", 1000, "ratio"),
        ("2-orders of magnitude", 100, "ratio"),
        ("one or more orders of magnitude", 10, "ratio"),
        ("several orders of magnitude", 100, "ratio"),
        ("two magnitudes faster", 100, "ratio"),
        ("by up to two magnitudes", 100, "ratio"),
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


@pytest.mark.parametrize(("text", "value", "entry"), PHRASES, ids=[text for text, *_ in PHRASES])
def test_phrase_of_the_table(numbers, text, value, entry):
    follows = TABLE["behind"][entry["behind"]][0] if "behind" in entry else "there"
    (number,) = numbers(f"about {text} {follows}")
    assert (number.value, number.kind, number.bound) == (value, entry["kind"], entry.get("bound", ""))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("sevenfold", 7),
        ("twelve-fold", 12),
        ("two-thirds", 200 / 3),
        ("a sixth of", 100 / 6),
        ("four-orders lower", 1e4),
    ],
)
def test_a_phrase_is_written_out_for_number_words(numbers, text, value):
    assert numbers(text)[0].value == pytest.approx(value)


@pytest.mark.parametrize(("text", "verbs"), [("can double speed", 1), ("double the speed", 1), ("a double descent", 0)])
def test_double_is_a_verb_by_the_words_around_it(numbers, text, verbs):
    assert sum(number.verb for number in numbers(text)) == verbs


def test_a_word_may_stand_for_a_number_before_a_metric():
    tokenize, find = Tokenizer(load_table("tokens/tokens.toml")), NumberFinder(TABLE, ["throughput"])
    assert [len(find(tokenize(text))) for text in ("it triples throughput", "it ranks triples by score")] == [1, 0]


@pytest.mark.parametrize(
    "text",
    ["the upper half of the face", "the second half of the clip", "a magnitude term", "a lower order of magnitude"],
)
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


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("with 1.6 and 3.1 billion parameters", [1.6e9, 3.1e9]),
        ("on 5 and 20 million pairs", [5e6, 20e6]),
        ("with 2 heads and 20 million pairs", [2, 20e6]),
        ("in 2019 and 20 million pairs", [2019, 20e6]),
        ("one and 20 million pairs", [1, 20e6]),
    ],
)
def test_a_scale_is_said_once_for_two_numbers(numbers, text, values):
    assert [number.value for number in numbers(text)] == values


@pytest.mark.parametrize(("text", "value"), [("5 K", 5), ("5 M things", 5), ("5 M images", 5e6), ("5M things", 5e6)])
def test_spaced_letter_needs_a_counted_noun(numbers, text, value):
    assert numbers(text)[0].value == value


def test_no_phrase_stands_twice(rules):
    texts = [text for text, *_ in written_out(rules.table("numbers/words.toml"))]
    assert len(texts) == len(set(texts))


def test_a_unit_has_one_list_of_what_is_physical(rules):
    units = [unit for table in rules.table("quantities/units.toml")["physical"] for unit in table["units"]]
    assert len(units) == len(set(units))

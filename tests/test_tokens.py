"""Tokens: where sentences end, and how they are cut."""

from __future__ import annotations

import pytest

from extractor.rulefiles.rules import load_table
from extractor.text.tokens import Tokenizer

TABLE = load_table("tokens/tokens.toml")
EXAMPLES = [(entry["name"], text, words) for entry in TABLE["token"] for text, words in entry["examples"]]


@pytest.fixture(scope="module")
def tokenize():
    return Tokenizer(TABLE)


@pytest.mark.parametrize(("name", "text", "words"), EXAMPLES, ids=[f"{name}-{text}" for name, text, _ in EXAMPLES])
def test_example_of_the_table(tokenize, name, text, words):
    assert tokenize(text).words == words


@pytest.mark.parametrize("entry", TABLE["token"], ids=lambda entry: entry["name"])
def test_every_kind_has_an_example(entry):
    assert entry["examples"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2.3x", ["2.3", "x"]),
        ("1.5B", ["1.5", "B"]),
        ("5.6M", ["5.6", "M"]),
        ("50%-70%", ["50", "%", "-", "70", "%"]),
        ("3-5x", ["3", "-", "5", "x"]),
        ("16 GB.", ["16", "GB", "."]),
        ("(+0.5%)", ["(", "+", "0.5", "%", ")"]),
        ("W4A4", ["W4A4"]),
        ("ResNet-50's", ["ResNet-50's"]),
        ("…", ["…"]),
        ("", []),
    ],
)
def test_words(tokenize, text, words):
    assert tokenize.words(text) == words


def test_offsets_cut_out_the_words(tokenize):
    text = "It is 2.5x faster.\nIt needs 16GB (not 32 GB)."
    tokens = tokenize(text)
    assert [text[start:end] for start, end in zip(tokens.starts, tokens.ends, strict=True)] == tokens.words


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        (
            "It is general. It is a softmax. See Foo et al. (2018).",
            ["It is general.", "It is a softmax.", "See Foo et al. (2018)."],
        ),
        ("It is fast. It is small.", ["It is fast.", "It is small."]),
        ("It is 2.5x faster, i.e. It wins.", ["It is 2.5x faster, i.e. It wins."]),
        ("See Fig. 3 for more.", ["See Fig. 3 for more."]),
        ("Title\nThe abstract", ["Title", "The abstract"]),
        ("First part.Second part", ["First part.", "Second part"]),
        ("Is it? Yes! So.", ["Is it?", "Yes!", "So."]),
        ("v1.2.3 is out", ["v1.2.3 is out"]),
        ("no end", ["no end"]),
        ("", []),
    ],
)
def test_sentences(tokenize, text, sentences):
    assert [text[start:end] for start, end in tokenize.sentences(text)] == sentences


def test_unwanted_sentences_are_left_out(tokenize):
    text = "No digit here. It is 2x faster."
    tokens = tokenize(text, [at for at, character in enumerate(text) if character == "2"])
    assert tokens.words[0] == "It"
    assert [text[one.start : one.end] for one in tokens.sentences] == ["It is 2x faster."]


def test_plain_words_are_a_short_cut_alone(seed_papers):
    slow = Tokenizer({**TABLE, "plain": "(?!)"})
    for paper in seed_papers[:100]:
        assert slow.words(paper.text) == Tokenizer(TABLE).words(paper.text)


def test_glued():
    tokens = Tokenizer(TABLE)("16 GB 8GB")
    assert [tokens.glued(at) for at in range(4)] == [False, False, False, True]


@pytest.mark.parametrize(
    ("text", "first", "opened"),
    [
        ("of X (the 2nd) here", 0, -1),  # behind a bracket that is closed
        ("of X (the old here", 0, 2),
        ("of X (the old here", 2, 2),
        ("of X (the old here", 3, -1),  # it opens too far before
        ("( here", -9, 0),
        ("of X (the (old) one here", 0, -1),  # the nearest mark tells
        ("here", -9, -1),
    ],
)
def test_the_bracket_that_a_word_stands_in(tokenize, text, first, opened):
    tokens = tokenize(text)
    assert tokens.opened(tokens.words.index("here"), first) == opened

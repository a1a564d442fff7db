"""Properties that hold for any text, tried on mixtures of what papers and their publishers write."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pieces import PIECES

from extractor.claims.claims import ClaimFinder
from extractor.records import Paper
from extractor.rulefiles.rules import load_rules, load_table
from extractor.run.extract import Extractor
from extractor.text.clean import Cleaner
from extractor.text.tokens import Tokenizer

EXTRACT = Extractor(load_rules())
CLEAN = Cleaner(load_table("clean/replacements.toml"))
TOKENIZE = Tokenizer(load_table("tokens/tokens.toml"))

texts = st.lists(st.sampled_from(PIECES), max_size=25).map("".join)
papers = st.builds(
    lambda title, abstract: Paper("x", title, abstract), texts.map(lambda t: t.replace("\n", " ")), texts
)


@pytest.mark.promise("Every quote is in its text")
@given(papers)
def test_offsets_cut_out_the_quote(paper):
    for claim in EXTRACT.find(paper):
        assert 0 <= claim.start < claim.end <= len(paper.text)
        assert paper.text[claim.start : claim.end] == claim.quote
        assert claim.quote == claim.quote.strip()


@given(papers)
def test_claims_stand_in_order_and_in_their_sentence(paper):
    claims = EXTRACT.find(paper)
    assert [claim.start for claim in claims] == sorted(claim.start for claim in claims)
    assert all(claim.sentence in paper.text for claim in claims)
    assert all(claim.quote in claim.sentence for claim in claims)


@given(papers)
def test_values_are_in_order(paper):
    for claim in EXTRACT.find(paper):
        assert (claim.value_low is None) == (claim.value_high is None)
        if claim.value_low is not None:
            assert claim.value_low <= claim.value_high


@given(st.text() | texts)
def test_every_clean_offset_goes_back(text):
    cleaned = CLEAN(text)
    offsets = range(len(cleaned.text) + 1)
    for to_source in (cleaned.source_start, cleaned.source_end):
        places = [to_source(offset) for offset in offsets]
        assert places == sorted(places)
        assert all(0 <= place <= len(text) for place in places)
    assert all(cleaned.source_start(at) <= cleaned.source_end(at + 1) for at in offsets[:-1])


@given(st.text(st.characters(max_codepoint=127, exclude_characters="\\$*!{}_:[]%x\n")).filter(str.isalpha))
def test_plain_words_stay_as_they_are(text):
    assert CLEAN(text).text == text


@given(st.text() | texts)
def test_tokens_cut_out_their_words(text):
    tokens = TOKENIZE(text)
    assert [text[start:end] for start, end in zip(tokens.starts, tokens.ends, strict=True)] == tokens.words
    assert all(a <= b for a, b in zip(tokens.ends, tokens.starts[1:], strict=False))
    for one in tokens.sentences:
        assert one.start <= tokens.starts[one.first]
        assert tokens.ends[one.last - 1] <= one.end


@given(st.text() | texts)
def test_tokens_leave_out_white_space_alone(text):
    assert "".join("".join(TOKENIZE(text).words).split()) == "".join(text.split())


@pytest.mark.promise("Never a traceback")
@given(st.text(), st.text())
@example("\ud800", "3\ud800x faster")
@settings(max_examples=300)
def test_never_raises(title, abstract):
    EXTRACT(Paper("x", title, abstract))


@pytest.mark.promise("Deterministic")
@given(st.lists(papers, min_size=2, max_size=5))
def test_papers_do_not_see_each_other(batch):
    one_by_one = [EXTRACT(paper) for paper in batch]
    assert list(EXTRACT.all(batch)) == one_by_one
    assert list(EXTRACT.all(batch[::-1]))[::-1] == one_by_one


@given(texts)
def test_same_text_same_claims(text):
    paper = Paper("x", "", text)
    assert EXTRACT(paper) == EXTRACT(paper)


def test_order_of_rules_does_not_matter(rules, finder, seed_papers):
    turned = ClaimFinder(replace(rules, frames=tuple(reversed(rules.frames))))
    for paper in seed_papers[::6]:
        assert turned(paper) == finder(paper)

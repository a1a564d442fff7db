"""Coverage: which sentences count as missed, and how they are grouped."""

from __future__ import annotations

import json

from extractor.explain.coverage import as_json, as_text, coverage
from extractor.records import Paper


def found(finder, *abstracts, window=2):
    return coverage(finder, [Paper(f"p{at}", "A title", text) for at, text in enumerate(abstracts)], window)


def test_a_sentence_that_gave_a_claim_is_covered(finder):
    result = found(finder, "It is 3x faster.")
    assert (result.sentences, result.covered, result.groups) == (1, 1, ())


def test_a_missed_sentence_is_listed_with_what_frames_saw(finder):
    (group,) = found(finder, "Everything is fine. Our contributions are 3x grumpy.").groups
    assert group.wording == "contributions are Q.ratio grumpy ."
    (gap,) = group.gaps
    assert (gap.paper_id, gap.sentence, gap.quote) == ("p0", "Our contributions are 3x grumpy.", "3x")
    assert "Q.ratio" in gap.seen


def test_sentences_without_a_quantity_do_not_count(finder):
    assert found(finder, "We use 5 layers. In 2019 nothing happened.").sentences == 0


def test_numbers_and_names_are_masked_and_the_most_frequent_comes_first(finder):
    result = found(finder, "It was grumpy 4x in FireQ.", "It was grumpy 7x in BarNet-2.", "It was sleepy 4x in Foo.")
    assert [(group.wording, len(group.gaps)) for group in result.groups] == [
        ("was grumpy Q.ratio in NAME", 2),
        ("was sleepy Q.ratio in NAME", 1),
    ]


def test_the_window_says_how_many_words_make_a_wording(finder):
    text = "It was very grumpy 4x in town."
    assert found(finder, text, window=1).groups[0].wording == "grumpy Q.ratio in"
    assert found(finder, text, window=0).groups[0].wording == "Q.ratio"


def test_text_and_json_say_the_same(finder):
    result = found(finder, "It was grumpy 4x in town.", "It was sleepy 4x in town.", "It is 3x faster.")
    lines = list(as_text(result, 1))
    assert lines[-1] == "1 of 3 sentences with a quantity gave a claim (33.3%); 1 of 2 other wordings listed"
    record = json.loads(as_json(result, 5))
    assert (record["sentences"], record["covered"], len(record["groups"])) == (3, 1, 2)
    assert record["groups"][0]["examples"][0]["sentence"] == "It was grumpy 4x in town."

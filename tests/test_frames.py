"""Frames: the language of patterns, and which of several frames wins."""

from __future__ import annotations

import dataclasses

import pytest

from extractor.frames.frames import FrameMatcher, tag_sets
from extractor.records import Paper
from extractor.rulefiles.elements import errors
from extractor.rulefiles.rules import FrameRule


def frame(*pattern, priority=50, rule_id="mine"):
    return FrameRule(rule_id, f"{rule_id}.toml", "", priority, (pattern,), "level")


@pytest.fixture(scope="module")
def fits(rules, finder):
    """Whether a frame of one pattern fits a sentence somewhere."""

    def ask(pattern, text):
        mine = dataclasses.replace(rules, frames=(*rules.frames, frame(*pattern)))
        only = dataclasses.replace(mine, disabled=frozenset(rule.id for rule in rules.frames))
        line = finder.without(frozenset())
        line.frames = FrameMatcher(only, finder.vocab, tag_sets(rules, finder.terms.tags))
        return any(frames for _, frames, *_ in line.sheet(text).sentences)

    return ask


@pytest.mark.filterwarnings(r"ignore:\[W036\]")
@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (["Q"], "It is 5 ms."),
        (["Q.ratio"], "It is 5x bigger."),
        (["Q.unit|ratio"], "It is 5x bigger."),
        (["Q", "MA"], "It is 5x faster."),
        (["DV", "M", "by", "Q"], "It reduces latency by 40%."),
        (["DV", "..2", "by", "Q"], "It reduces the weird gizmo by 40%."),
        (["DV", "~9", "Q"], "It reduces on phones (and PCs) the latency by 40%."),
        (["DA?", "M", "of", "Q"], "An accuracy of 40%."),
        (["in|of", "Q"], "An accuracy of 40%."),
        (["M.quality", "of", "Q"], "An accuracy of 40%."),
        (["LP", "Q", "RP"], "It wins (40%)."),
        (["D", "~3", "Q"], "It reduces latency by 40%."),
    ],
    ids=str,
)
def test_pattern_fits(fits, pattern, text):
    assert fits(pattern, text)


@pytest.mark.filterwarnings(r"ignore:\[W036\]")
@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (["Q.ratio"], "It is 5 ms."),
        (["Q", "MA"], "A faster 5 ms."),
        (["DV", "M", "by", "Q"], "It reduces latency on all phones by 40%."),
        (["DV", "..2", "by", "Q"], "It reduces latency, and wins, by 40%."),  # `..` stays inside a noun phrase
        (["DV", "~9", "Q.percent"], "It reduces latency, but 40% remain."),  # `~` ends with the clause
        (["DV", "~9", "Q.percent"], "It reduces 3 ms and 40% too."),  # ... and at another quantity
        (["M.memory", "of", "Q"], "An accuracy of 40%."),
        (["Q"], "It has no number."),
    ],
    ids=str,
)
def test_pattern_does_not_fit(fits, pattern, text):
    assert not fits(pattern, text)


@pytest.mark.parametrize("amount", ["only 5%", "within 5%", "fewer than 3 steps", "less than 40 epochs"])
def test_a_bound_from_above_is_like_only(fits, amount):
    assert fits(["QO"], f"It takes {amount} there.")


def test_a_value_with_a_unit_is_not_like_only(fits):
    assert not fits(["QO"], "It takes less than 3 hours there.")


@pytest.mark.parametrize(
    ("pattern", "problem"),
    [
        (["Q", "NOSUCH"], "no class of words is called 'NOSUCH'"),
        (["Q", "AND", "QN"], "no class of words is called 'QN'"),
        (["Q", "W{0,3}", "M"], "cannot read the pattern element 'W{0,3}'"),
        (["Q", "%%"], "cannot read the pattern element '%%'"),
        (["M", "of"], "a pattern needs exactly one Q, not 0"),
        (["Q", "M.sped"], "'M.sped' names no kind or family: sped"),
        (["Q", "AND", "Q"], "a pattern needs exactly one Q, not 2"),
    ],
    ids=str,
)
def test_unreadable_pattern_is_refused(pattern, problem):
    assert list(errors(pattern, {"DA"}, {"speed"})) == [problem]


def test_frames_are_ranked_by_priority(finder):
    ((chunks, frames, *_),) = finder.sheet("It reduces latency by 40%.").sentences
    (group,) = frames.values()
    assert len(group) > 1
    assert [one.rule.priority for one in group] == sorted((one.rule.priority for one in group), reverse=True)
    (again,) = finder.frames(chunks).values()
    assert next(again) == group[0]
    assert list(again) == group[1:]


def test_line_without_a_frame(finder, claims_of):
    from extractor.records import Paper

    (claim,) = claims_of("The detector runs at 152 FPS.")
    without = finder.without(frozenset([claim.rule]))
    assert claim.rule not in {found.rule for found in without(Paper("x", "", "The detector runs at 152 FPS."))}
    assert claims_of("The detector runs at 152 FPS.") == [claim]


def test_words_of_texts_do_not_pile_up(finder):
    """Frames see the words of the rules and one for all others: what spaCy keeps of words does not grow with papers."""
    finder(Paper("a", "", "Our Foonet is 3x faster than Barnet."))
    strings, lexemes = len(finder.vocab.strings), len(finder.vocab)
    for number in range(50):
        assert finder(Paper("a", "", f"Our Foo{number}net is 3x faster than Bar{number}net on zork{number} things."))
    assert (len(finder.vocab.strings), len(finder.vocab)) == (strings, lexemes)

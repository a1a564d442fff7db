"""The same said in other words of one class, or with something set in that says nothing: the same claims."""

from __future__ import annotations

import pytest

# Each sentence with the places where a citation (`{}`) or a phase (`<>`) may be set in.
SENTENCES = [
    "Our parser improves the accuracy<>{} by 3.1%<> over FooNet{}.",
    "On BarSet{}, the encoder reduces the memory<> by 40%<> compared to FooNet{}.",
    "FooNet{} is outperformed by 2.4 points in F1<>{}.",
    "The decoder{} runs 2.5x faster<> than FooNet{}.",
    "It achieves an accuracy<> of 81.2%<>{} with 30% fewer parameters{}.",
    "Latency drops from 14 ms to 6 ms<>{} while the error is 12% lower{}.",
    "Compared with FooNet{}, the score<> of the planner is 3.1% better<>{} and its FLOPs shrink by half<>{}.",
]
CITATIONS = ["[12]", "[3, 14]", "(Li et al., 2020)", "(Smith and Lee, 2019)", "(Xu, 2018)"]
PHASES = ["at inference time", "at test time", "at runtime", "during inference"]

CLASSES = [
    ["improves", "boosts", "increases", "raises", "enhances"],
    ["reduces", "cuts", "lowers", "decreases", "shrinks"],
    ["achieves", "attains", "reaches", "obtains", "yields"],
    ["drops", "falls", "decreases", "goes down"],
    ["compared to", "compared with", "relative to", "in comparison with"],
    ["fewer", "less"],
    ["faster", "quicker"],
    ["outperformed", "surpassed", "beaten", "exceeded"],
    ["parser", "decoder", "framework", "chip"],
    ["2.5x", "2.5 times", "$2.5\\times$", "2.5×"],
    ["40%", "40 %", "40\\%", "40 percent"],
]

PLAIN = [sentence.replace("{}", "").replace("<>", "") for sentence in SENTENCES]


def core(claims):
    """What each claim says, in order, without where it stands."""
    return [(c.metric, c.measure, c.direction, c.value_low, c.value_before, c.bound) for c in claims]


def _with(mark, other, words):
    """Each sentence without anything set in, and with one word at one of its marks."""
    cases = []
    for sentence, plain in zip(SENTENCES, PLAIN, strict=True):
        parts = sentence.replace(other, "").split(mark)
        for at in range(1, len(parts)):
            cases += [(plain, "".join(parts[:at]) + " " + word + "".join(parts[at:])) for word in words]
    return cases


def _swapped():
    """Each sentence, and with one word in the place of another of its class."""
    return [
        (plain, plain.replace(f" {old} ", f" {new} "))
        for plain in PLAIN
        for words in CLASSES
        for old in words
        if f" {old} " in plain
        for new in words
        if new != old
    ]


@pytest.mark.parametrize("sentence", PLAIN)
def test_each_sentence_holds_claims(claims_of, sentence):
    assert core(claims_of(sentence))


@pytest.mark.parametrize(("plain", "text"), _with("{}", "<>", CITATIONS))
def test_a_citation_says_nothing(claims_of, plain, text):
    assert core(claims_of(text)) == core(claims_of(plain))


@pytest.mark.parametrize(("plain", "text"), _with("<>", "{}", PHASES))
def test_a_phase_is_no_metric(claims_of, plain, text):
    assert core(claims_of(text)) == core(claims_of(plain))


@pytest.mark.parametrize(("plain", "text"), _swapped())
def test_words_of_one_class_say_the_same(claims_of, plain, text):
    assert core(claims_of(text)) == core(claims_of(plain))


@pytest.mark.parametrize(
    "sentence",
    [
        "On Open Images, our parser improves the accuracy by 3.1% over Wide ResNet.",
        "We compress Wide ResNet by 4x on an Apple M1 Pro.",
        "It is 2.5x faster (31 ms on a single laptop CPU) on Open Images.",
    ],
)
def test_the_width_of_spaces_says_nothing(claims_of, sentence):
    fields = ("metric", "measure", "value_low", "by", "subject", "baseline", "datasets", "models", "hardware", "scope")
    wide, plain = ([[getattr(c, f) for f in fields] for c in claims_of(sentence.replace(" ", w))] for w in ("   ", " "))
    assert plain
    assert wide == plain

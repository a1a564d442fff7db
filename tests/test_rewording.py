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


ACTING = ["achieves", "can achieve", "could achieve", "is able to achieve", "manages to achieve", "has achieved"]


@pytest.mark.parametrize("acting", ACTING)
@pytest.mark.parametrize("name", ["MCN", "The L-VO network", "Foo-Score"])
def test_a_name_acts_before_every_form_of_a_verb(claims_of, name, acting):
    (claim,) = claims_of(f"{name} {acting} a precision of 0.88.")
    assert claim.subject == name.removeprefix("The ")


@pytest.mark.parametrize(
    "led", ["MCN is outperformed by 3% in F1.", "It is tuned for MCN to achieve a precision of 0.88."]
)
def test_a_name_that_something_is_done_to_does_not_act(claims_of, led):
    assert {claim.subject for claim in claims_of(led)} == {"ours"}


@pytest.mark.parametrize("word", ["previous", "prior", "existing", "earlier", "contemporary"])
def test_what_was_there_before_is_a_baseline_in_any_word(claims_of, word):
    (claim,) = claims_of(f"It is 3x faster than {word} methods.")
    assert claim.baseline == f"{word} methods"


@pytest.mark.parametrize("led", ["compared to", "in comparison to", "in contrast to"])
def test_the_other_side_has_a_level_in_any_word(claims_of, led):
    own, other = claims_of(f"It reaches a perplexity of 54.0 {led} 57.3 for BarNet.")
    assert (own.by, own.baseline) == ("own", "BarNet")
    assert (other.by, other.subject, other.value_low) == ("baseline", "BarNet", 57.3)

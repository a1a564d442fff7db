"""Whose value it is, in plain sentences: what stands beside a rival's value, behind a semicolon, or before the system."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from extractor.records import Claim

Read = Callable[[str, str], list[Claim]]


@pytest.mark.parametrize(
    ("text", "by"),
    [
        ("Zornet reaches 31.4 AP, whereas BarNet reaches 29.8 AP at 118 FPS.", "own baseline baseline"),
        ("It has 82% accuracy, while BarNet-S reaches 83% accuracy and needs 3 GB.", "own baseline baseline"),
        ("Zornet has 5M parameters; BarNet has 25M parameters.", "own baseline"),
        ("In comparison to BarNet's accuracy of 84%, Zornet has 95% accuracy.", "baseline own"),
        ("Zornet has 37% accuracy, which is competitive with the best accuracy of 38%.", "own baseline"),
        ("Zornet has 95% accuracy (vs.\\ previous SOTA 84% accuracy).", "own baseline"),
        (
            "Zornet has 91% accuracy, comparing to 83% when it is frozen and 92% when it is trained.",
            "own baseline baseline",
        ),
        ("Zornet has 91% accuracy, compared with novices' average of 73%.", "own baseline"),
        ("Zornet has 71% accuracy, which is comparable to the full-precision accuracy 72%.", "own baseline"),
        ("The state-of-the-art planning tool using guided search needed 86% more queries.", "baseline"),
        ("It has an error of 3%. In contrast, existing energy models see an error of 50%.", "own baseline"),
        ("Zornet is fast. In contrast, existing methods reduce the latency by only 5%.", "baseline"),
        ("We achieve the best accuracy, surpassing BarNet trained on over 100k images.", "baseline"),
        ("Zornet needs 3 hours of training; its competitor needs 12 hours.", "own baseline"),
        ("Zornet takes 21 ms, whereas the original model takes 41 ms.", "own baseline"),
        ("Zornet takes 21 ms. The teacher takes 41 ms.", "own baseline"),
        ("Zornet keeps 98% of the accuracy, while BarNet and BazNet maintain 91% and 94%.", "own baseline baseline"),
        ("Its accuracy stays at 91%, whereas that of BarNet falls to 54%.", "own baseline"),
        ("Zornet cuts memory by 60%, against 40% for BarNet and 35% for BazNet.", "own baseline baseline"),
        ("Zornet is 3x faster on CPUs, compared to 2x on GPUs.", "own own"),
        ("Zornet takes 21 ms on a phone; it takes 41 ms on a watch.", "own own"),
        ("Zornet is small; for instance, with a baseline net, it needs 3 GB.", "own"),
        (
            "It is small; specifically, for the BarNet baseline, a 6x compression achieves the same score by using "
            "only 3B training tokens.",
            "own own",
        ),
        ("The original model can be pruned into one with only 5 MB.", "own"),
        ("A BarNet takes 780 MB on average. Zornet needs 34 MB.", "prior own"),
        ("BarNet makes inference 9 times slower. Zornet sorts in 3 ms.", "prior own"),
        ("Zornet reaches 4% error, outperforming BarNet trained with 1000 labels.", "own baseline"),
        ("Zornet reaches 77% accuracy, outperforming the best rival which reaches 50% accuracy.", "own baseline"),
        ("Zornet outperforms all methods which use a teacher with 93% accuracy.", "own"),
        ("Zornet needs 2 GB of memory, BarNet 16 GB.", "own baseline"),
        ("Zornet reaches an F1 of 84.8 (previous best: 82.1).", "own baseline"),
        ("Zornet reaches an accuracy of 61% (chance: 25%).", "own baseline"),
        ("Our best baseline (Zornet) reaches top accuracy on two sets: 57% on Foo and 65% on Bar.", "own own"),
        ("Zornet reaches an F1 of 33% (previous nets - Bar: 28%, Baz: 27%).", "own baseline baseline"),
        ("Zornet with 4M parameters can match BarNet with 25M parameters.", "own baseline"),
        ("Our tuned 3B model surpasses a frozen 32B LLM.", "own baseline"),
        ("With only 2 timesteps, Zornet surpasses BarNet with 6 timesteps.", "own baseline"),
        ("It needs 8% of the labels to reach the same accuracy as a net with 30% of the labels.", "own baseline"),
        ("Zornet with 5M parameters outperforms BarNet, and with 20M parameters it is better still.", "own own"),
        ("Zornet with 25M parameters outperforms BarNet with 4M parameters.", "own own"),
        (
            "Policies trained on 1 demonstration match the performance of nets trained on 90 demonstrations.",
            "own baseline",
        ),
        ("Zornet is tiny, while it keeps the accuracy of the baseline net with only 12% of the parameters.", "own"),
        ("With a current of 2 A, the robot folds in 9 s. The current implementation takes 2 s.", "own own"),
        ("The questions can be answered (84% human accuracy).", "baseline"),
        ("Zornet names songs with 24% accuracy (chance level 4%).", "own baseline"),
        ("Zornet names songs with 24% accuracy (chance is 4%).", "own baseline"),
        ("Zornet has 83% accuracy and approaches human accuracy of 88%.", "own baseline"),
        ("Zornet has 83% accuracy, reaching human accuracy (83%).", "own own"),
        ("Zornet has 95% accuracy, better than voters and the previous 86% accuracy on words.", "own baseline"),
        ("Zornet has an error of 2 mm, while the grasp without feedback yielded an error of 9 mm.", "own baseline"),
        ("Zornet takes 15 ms, where exact methods can require up to 24 s.", "own baseline"),
        ("When tuning BERT on new sets, standard techniques yield 29% accuracy.", "baseline"),
        ("For comparison, a phrase-based system achieves a BLEU of 33.", "baseline"),
        ("Zornet has a score (55.9) far superior to the Borvik board (51.4).", "own baseline"),
        ("Zornet has 83% accuracy, a gain over BarNet (achieving 83%).", "own own"),
        ("Zornet has 73% accuracy compared to Barnet (67% / 30 ms), Baznet (70% / 28 ms).", "own" + 4 * " baseline"),
        (
            "Zornet has 98% accuracy, greater than their own accuracies of 89% (left) and 97% (right) alone.",
            "own baseline baseline",
        ),
        ("Zornet answers in 9 ms, the BarNet baseline in 40 ms.", "own baseline"),
        ("An image is sorted by Zornet in 9 ms, by BarNet in 40 ms", "own baseline"),
        ("Its latency is 9 ms for Zornet and 30 ms for BarNet.", "own baseline"),
        ("The index takes 41 GB in BarNet and 3 GB in Zornet", "baseline own"),
        ("With Zornet, ResNet-50 takes 9 ms and ResNet-101 15 ms.", "own own"),
        ("Zornet runs LLaMA-7B in 4 GB and LLaMA-13B in 8 GB.", "own own"),
        ("It can process 4K at 76 FPS and HD at 104 FPS.", "own own"),
        ("BarNet draws 1.9 W, Zornet 0.2 W.", "baseline own"),
        ("BarNet is 3x slower than Zornet", "baseline"),
        ("The dense net needs 3x the memory of Zornet and takes twice as long.", "baseline baseline"),
        ("Zornet trains in 2 hours, BarNet being 3x slower.", "own baseline"),
        ("The best competitor, BarNet, is 1.5x slower.", "baseline"),
        ("Zornet is 3x slower than BarNet.", "own"),
        ("Zornet is better than a net trained on 10x more data.", "own"),
    ],
)
def test_whose_value_it_is(read: Read, text: str, by: str) -> None:
    assert " ".join(claim.by for claim in read(text, "Zornet: A Fast Network")) == by


def test_each_of_several_rivals_has_its_value(read: Read) -> None:
    text = "Zornet has an accuracy of 71%, while BarNet and BazNet reach 61% and 66%, respectively."
    assert [claim.subject for claim in read(text, "Zornet: A Fast Network")] == ["Zornet", "BarNet", "BazNet"]


@pytest.mark.parametrize(
    ("text", "metric"),
    [
        ("We train on 64 A100 GPUs, and utilization rises from 38% to 57%.", "utilization"),
        ("On 64 H100 GPUs, the throughput rises by 30%.", "throughput"),
        ("It needs 4x fewer A100 GPUs.", "cost"),
    ],
)
def test_the_words_of_a_device_are_no_cost_but_where_they_are_counted(read: Read, text: str, metric: str) -> None:
    assert [claim.metric for claim in read(text, "A title")] == [metric]


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("Its perplexity never exceeds that of the full net by more than 0.3.", "less_than"),
        ("The accuracy does not drop by more than 0.5 points.", "less_than"),
        ("It halts without losing more than 1% accuracy.", "less_than"),
        ("It does not only sort, but is more than 2x faster.", "at_least"),
        ("Without labels it is more than 2x faster.", "at_least"),
        ("It beats nets not relying on labels by more than 3%.", "at_least"),
    ],
)
def test_a_bound_that_is_denied_is_turned_round(read: Read, text: str, bound: str) -> None:
    assert [claim.bound for claim in read(text, "A title")] == [bound]


@pytest.mark.parametrize(
    ("text", "metric"),
    [
        ("The checkpoint takes 1.7 GB.", "model_size"),
        ("The checkpoint shrinks from 14 GB to 3 GB.", "model_size"),
        ("The index takes 2 GB of RAM.", "memory"),
        ("Per query, the client computes for 15 ms.", "latency"),
        ("The longest sequence that fits is 4x longer.", "capacity"),
    ],
)
def test_what_a_plain_value_is_of(read: Read, text: str, metric: str) -> None:
    assert [claim.metric for claim in read(text, "A title")] == [metric]


def test_a_day_is_no_query(read: Read) -> None:
    assert not read("The crawler runs 24 hours per day.", "A title")


def test_a_rival_that_acts_is_named_before_its_value(read: Read) -> None:
    text = "Zornet is small, while the teacher reaches 81% accuracy on MNIST and Zornet 80%."
    assert [(claim.subject, claim.baseline) for claim in read(text, "Zornet: A Fast Network")] == [
        ("teacher", ""),
        ("Zornet", "teacher"),
    ]

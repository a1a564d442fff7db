"""One fact told in many constructions: the same row in all its fields."""

from __future__ import annotations

import pytest

# The quote of each fact, and the constructions that tell it, the plainest first.
FACTS = {
    "3.1%": [
        "Our parser improves the accuracy over FooNet by 3.1% on BarSet.",
        "On BarSet, our parser improves the accuracy by 3.1% over FooNet.",
        "Compared to FooNet, the accuracy of our parser on BarSet is 3.1% higher.",
        "On BarSet, our parser is 3.1% more accurate than FooNet.",
        "FooNet is outperformed by 3.1% in accuracy on BarSet.",
        "FooNet is outperformed on BarSet in accuracy by 3.1%.",
        "In accuracy, FooNet is outperformed by 3.1% on BarSet.",
        "An accuracy gain of 3.1% over FooNet is achieved on BarSet.",
        "On BarSet, the accuracy gain over FooNet is 3.1%.",
        "On BarSet, we outperform FooNet by 3.1% in accuracy.",
        "On BarSet, our parser surpasses the accuracy of FooNet by 3.1%.",
        "Our parser gains 3.1% accuracy over FooNet on BarSet.",
        "With our parser, accuracy on BarSet rises by 3.1% compared with FooNet.",
        "The accuracy is raised by 3.1% over FooNet on BarSet.",
        "Relative to FooNet, there is a 3.1% increase in accuracy on BarSet.",
        "On BarSet, the gain in accuracy over FooNet amounts to 3.1%.",
        "Replacing FooNet with our parser raises the accuracy on BarSet by 3.1%.",
        "On BarSet, accuracy is 3.1% better than that of FooNet.",
    ],
    "2.5x": [
        "Our system accelerates inference by 2.5x over FooNet on an A100.",
        "Our system speeds up inference by 2.5x over FooNet on an A100.",
        "At inference, our system is 2.5x faster than FooNet on an A100.",
        "On an A100, inference is 2.5x faster than with FooNet.",
        "Compared with FooNet, inference is accelerated by 2.5x on an A100.",
        "On an A100, inference is sped up by 2.5x relative to FooNet.",
        "An inference speedup of 2.5x over FooNet is achieved on an A100.",
        "The inference speedup over FooNet is 2.5x on an A100.",
        "Our system delivers a 2.5x inference speedup over FooNet on an A100.",
        "On an A100, our system infers 2.5x faster than FooNet.",
        "Running on an A100, our system makes inference 2.5x faster than FooNet.",
        "Compared to FooNet, inference becomes faster by 2.5x on an A100.",
        "At inference, there is a speedup of 2.5x over FooNet on an A100.",
        "On an A100, the speed of inference is increased by 2.5x over FooNet.",
        "With our system, inference on an A100 runs 2.5x faster than with FooNet.",
    ],
    "40%": [
        "Our optimizer reduces the training memory by 40% compared to FooNet.",
        "Training takes 40% less memory than with FooNet.",
        "40% less memory is needed for training than with FooNet.",
        "The memory for training shrinks by 40% relative to FooNet.",
        "A 40% reduction in training memory over FooNet is obtained.",
        "A reduction of 40% in training memory is obtained over FooNet.",
        "Training memory is cut by 40% compared with FooNet.",
        "Compared to FooNet, training needs 40% less memory.",
        "Compared to FooNet, memory savings of 40% are seen in training.",
        "Our optimizer trains with 40% less memory than FooNet.",
        "During training, memory is 40% lower than that of FooNet.",
        "In training, the memory is 40% smaller than with FooNet.",
        "Compared with FooNet, our optimizer lowers memory in training by 40%.",
        "Memory consumption during training is decreased by 40% over FooNet.",
        "Training requires less memory than FooNet, by 40%.",
    ],
    "81.2%": [
        "Our parser achieves an accuracy of 81.2% on BarSet.",
        "On BarSet, the accuracy is 81.2%.",
        "An accuracy of 81.2% is achieved on BarSet.",
        "On BarSet, 81.2% accuracy is reached by our parser.",
        "The accuracy of our parser reaches 81.2% on BarSet.",
        "Our parser is 81.2% accurate on BarSet.",
        "With our parser, accuracy on BarSet rises to 81.2%.",
        "Our parser scores 81.2% in accuracy on BarSet.",
        "On BarSet, our parser's accuracy is 81.2%.",
        "In terms of accuracy, our parser reaches 81.2% on BarSet.",
        "Accuracy on BarSet stands at 81.2%.",
    ],
    "from 14 ms to 6 ms": [
        "Inference latency drops from 14 ms to 6 ms on an A100.",
        "Our system reduces the inference latency from 14 ms to 6 ms on an A100.",
        "On an A100, inference latency is reduced from 14 ms to 6 ms.",
        "On an A100, our system brings the latency of inference down from 14 ms to 6 ms.",
        "A drop in inference latency from 14 ms to 6 ms is seen on an A100.",
        "On an A100, inference takes 6 ms instead of 14 ms.",
        "On an A100, the inference latency is 6 ms, down from 14 ms.",
        "On an A100, the inference latency is 6 ms rather than 14 ms.",
        "On an A100, the inference latency is 6 ms (down from 14 ms).",
    ],
    "3x": [
        "Our net has 3x fewer parameters than FooNet.",
        "Our net uses 3x fewer parameters than FooNet.",
        "Compared to FooNet, the parameters are reduced by 3x.",
        "A 3x reduction in parameters over FooNet is achieved.",
        "A reduction of 3x in parameters over FooNet is achieved.",
        "Compared with FooNet, the number of parameters drops by 3x.",
        "The parameter count is 3x lower than that of FooNet.",
        "The parameter count is 3x smaller than that of FooNet.",
        "Relative to FooNet, our net cuts parameters by 3x.",
        "3x fewer parameters than in FooNet are needed.",
        "Parameters are lowered 3x over FooNet.",
    ],
    "20%": [
        "Our net uses 20% of the FLOPs of FooNet at inference.",
        "At inference, our net needs 20% of FooNet's FLOPs.",
        "Inference takes 20% of the FLOPs of FooNet.",
        "At inference, 20% of the FLOPs of FooNet are needed.",
        "Our net reduces the inference FLOPs to 20% of those of FooNet.",
    ],
    "4x": [
        "Our tuner trains 4x faster than FooNet.",
        "Training is 4x faster than with FooNet.",
        "Compared with FooNet, training is accelerated by 4x.",
        "Our tuner accelerates training by 4x compared with FooNet.",
        "A 4x training speedup over FooNet is achieved.",
        "The training speedup over FooNet is 4x.",
        "Training speed is increased by 4x over FooNet.",
        "During training, our tuner is 4x faster than FooNet.",
        "Our tuner is 4x faster to train than FooNet.",
        "Our tuner is 4x faster than FooNet in training.",
        "With our tuner, nets train 4x faster than with FooNet.",
        "In training, a speedup of 4x is obtained over FooNet.",
        "It is 4x faster to train our tuner than FooNet.",
        "Our tuner can be trained 4x faster than FooNet.",
        "For training, the speedup over FooNet is 4x.",
        "Our tuner offers 4x faster training than FooNet.",
        "When training, our tuner is 4x faster than FooNet.",
    ],
    "1.8x": [
        "Our engine improves decoding throughput by 1.8x over FooNet.",
        "Compared to FooNet, the throughput in decoding is 1.8x higher.",
        "During decoding, our engine has 1.8x higher throughput than FooNet.",
        "The decoding throughput is 1.8x that of FooNet.",
        "Our engine decodes at 1.8x the throughput of FooNet.",
        "Throughput of decoding rises by 1.8x over FooNet.",
        "1.8x higher decoding throughput than FooNet is achieved.",
        "For decoding, throughput is increased by 1.8x over FooNet.",
        "In the decoding phase, our engine raises throughput by 1.8x over FooNet.",
        "In the decode stage, throughput is 1.8x higher than with FooNet.",
        "A 1.8x increase in decoding throughput is achieved over FooNet.",
    ],
    "1.7x": [
        "Our engine achieves a 1.7x end-to-end speedup over FooNet.",
        "End to end, our engine is 1.7x faster than FooNet.",
        "Our engine is 1.7x faster end-to-end than FooNet.",
        "The end-to-end speedup over FooNet is 1.7x.",
        "Our engine speeds up end-to-end execution by 1.7x over FooNet.",
        "Compared with FooNet, end-to-end execution is accelerated by 1.7x.",
        "An end-to-end speedup of 1.7x over FooNet is achieved.",
        "In end-to-end tests, our engine is 1.7x faster than FooNet.",
        "End-to-end, a speedup of 1.7x over FooNet is observed.",
        "Our engine yields speedups of 1.7x end to end over FooNet.",
        "Over FooNet, the speedup is 1.7x end-to-end.",
    ],
    "6x": [
        "Our library speeds up attention kernels by 6x over FooNet.",
        "Attention kernels are 6x faster than those of FooNet.",
        "At the kernel level, our library is 6x faster than FooNet.",
        "A 6x kernel speedup over FooNet is achieved.",
        "The kernel speedup over FooNet is 6x.",
        "Our kernel is 6x faster than FooNet.",
        "Our kernels run 6x faster than FooNet.",
        "Compared to FooNet, kernels are accelerated by 6x.",
        "Our kernel outpaces FooNet with a 6x speedup.",
        "Our kernel achieves a 6x speedup over FooNet.",
        "Kernels are sped up by 6x over FooNet.",
        "Our library achieves 6x faster kernels than FooNet.",
    ],
    "35%": [
        "Our chip reduces the energy of inference by 35% over FooNet.",
        "Inference takes 35% less energy than with FooNet.",
        "At inference, energy is 35% lower than with FooNet.",
        "Energy consumption during inference is cut by 35% compared to FooNet.",
        "Compared to FooNet, inference energy falls by 35%.",
        "A 35% reduction of inference energy over FooNet is achieved.",
        "Inference consumes 35% less energy than FooNet.",
        "Compared with FooNet, our chip saves 35% energy in inference.",
        "35% less energy is spent on inference than with FooNet.",
        "Our chip infers with 35% less energy than FooNet.",
        "Relative to FooNet, the inference energy is reduced by 35%.",
    ],
    "5 hours": [
        "Training takes 5 hours on an A100.",
        "Our model trains in 5 hours on an A100.",
        "Our model is trained in 5 hours on an A100.",
        "On an A100, training finishes in 5 hours.",
        "The training time is 5 hours on an A100.",
        "A training time of 5 hours is needed on an A100.",
        "On an A100, it takes 5 hours to train.",
        "5 hours of training suffice on an A100.",
        "Training on an A100 requires 5 hours.",
        "Training our model needs 5 hours on an A100.",
        "On an A100, 5 hours of training are enough.",
        "We train our model for 5 hours on an A100.",
        "Training is completed in 5 hours on an A100.",
    ],
    "30 FPS": [
        "Inference runs at 30 FPS on an A100.",
        "On an A100, our model runs at 30 FPS at inference.",
        "The inference speed is 30 FPS on an A100.",
        "An inference speed of 30 FPS is reached on an A100.",
        "Our model infers at 30 FPS on an A100.",
        "On an A100, inference reaches 30 FPS.",
        "On an A100, our model achieves 30 FPS.",
        "30 FPS are reached on an A100.",
        "Our model processes, on an A100, 30 frames per second.",
        "On an A100, frames are processed at 30 FPS.",
    ],
    "2 points": [
        "FooNet is outperformed by 2 points in F1 on BarSet.",
        "FooNet is surpassed by 2 F1 points on BarSet.",
        "Our parser beats FooNet by 2 points of F1 on BarSet.",
        "On BarSet, F1 improves by 2 points over FooNet.",
        "On BarSet, our parser has an F1 that is 2 points higher than that of FooNet.",
        "The F1 score on BarSet increases by 2 points compared to FooNet.",
        "Compared with FooNet, we gain 2 points in F1 on BarSet.",
        "A gain of 2 points in F1 over FooNet is seen on BarSet.",
        "The improvement over FooNet is 2 points in F1 on BarSet.",
        "On BarSet, our F1 exceeds that of FooNet by 2 points.",
    ],
}
BOUNDS = {
    "up_to": ["up to", "as much as"],
    "at_least": ["more than", "over", "at least"],
    "about": ["about", "nearly", "roughly"],
    "average": ["an average of"],
}
# What a fact may stand behind and before, which says nothing of it.
LEADS = [
    "Without any loss of quality,",
    "We find that",
    "It turns out that",
    "Remarkably,",
    "Although simple,",
    "Thanks to the new scheme,",
    "As a result,",
]
TRAILS = [
    ", while being simple.",
    ", as our experiments show.",
    " in practice.",
    "; the code is public.",
    ", at no extra cost.",
]
_NAMES = ("FooNet", "BarSet")

CASES = [(quote, text) for quote, texts in FACTS.items() for text in texts]


def row(claims):
    """All that the claims say, but for where they stand and how their subject is called."""
    return [
        (
            (c.metric, c.measure, c.direction, c.effect, c.value_low, c.value_before, c.bound, c.by),
            (c.baseline, c.datasets, c.models, c.hardware, sorted(c.scope)),
        )
        for c in claims
    ]


def _led(lead, text):
    """A sentence behind a lead, which takes its capital."""
    return f"{lead} {text}" if text.startswith(_NAMES) else f"{lead} {text[0].lower()}{text[1:]}"


@pytest.mark.parametrize(("plain", "text"), [(texts[0], text) for texts in FACTS.values() for text in texts[1:]])
def test_a_fact_is_one_row_in_whatever_construction(read, plain, text):
    assert len(read(plain)) == 1
    assert row(read(text)) == row(read(plain))


@pytest.mark.parametrize(("quote", "text"), [(q, t) for q, t in CASES if q in t[1:] and "from" not in q])
def test_a_bound_changes_nothing_else(read, quote, text):
    [((*core, _, by), rest)] = row(read(text))
    for bound, phrases in BOUNDS.items():
        for words in phrases:
            assert row(read(text.replace(quote, f"{words} {quote}"))) == [((*core, bound, by), rest)]


@pytest.mark.parametrize("text", [text for _, text in CASES if not text.startswith("In accuracy")])
def test_what_stands_around_a_fact_says_nothing_of_it(read, text):
    plain = row(read(text))
    for lead in LEADS:
        assert row(read(_led(lead, text))) == plain
    for trail in TRAILS:
        assert row(read(text[:-1] + trail)) == plain

"""Phrases that are read rightly alone are as rightly read in lists, in clauses and behind openings."""

from __future__ import annotations

import random

import pytest

# Noun phrases, verb phrases, passives and participles with the metric of each.
NOUNS = {
    "81.4% accuracy": "accuracy",
    "a mIoU of 58.9%": "miou",
    "an SSIM of 0.913": "ssim",
    "a mean absolute error of 0.274": "error",
    "an FID of 7.81": "fid",
    "a latency of 12 ms": "latency",
    "17.3M parameters": "params",
    "only 6.7 GFLOPs": "flops",
    "a 40% reduction in memory": "memory",
    "a FLOPs reduction of 45%": "flops",
    "3.1x lower energy consumption": "energy",
    "4.2x memory savings": "memory",
    "a compression ratio of 7.3x": "model_size",
    "a latency reduction from 69 ms to 5.6 ms": "latency",
    "a 4.7% gain in F1": "f1",
    "0.82 dB higher PSNR": "psnr",
    "a top-1 accuracy gain of 0.9%": "accuracy",
    "a 6.9x speedup": "speed",
    "2.5 times faster inference": "speed",
    "62% sparsity": "sparsity",
}
VERBS = {
    "achieves 81.4% accuracy": "accuracy",
    "obtains a mIoU of 58.9%": "miou",
    "scores 44.8 BLEU": "bleu",
    "attains an FID of 7.81": "fid",
    "runs at 137 FPS": "throughput",
    "consumes only 3.3 W": "power",
    "requires only 17.3M parameters": "params",
    "reduces latency by 43%": "latency",
    "uses 36% less memory": "memory",
    "cuts FLOPs by 2.8x": "flops",
    "consumes 4.3x less energy": "energy",
    "improves F1 by 3.7%": "f1",
    "outperforms the old net by 2.6% mAP": "map",
    "is 5.4x smaller": "model_size",
    "accelerates inference by 6.1x": "speed",
    "loses only 0.6% accuracy": "accuracy",
    "shortens training time by 51%": "training_time",
}
PASSIVES = {
    "latency is reduced by 43%": "latency",
    "memory is cut by 2.7x": "memory",
    "the error is reduced by 31%": "error",
    "throughput is increased by 8.1x": "throughput",
    "mAP is improved by 2.2%": "map",
    "FLOPs are cut by 79%": "flops",
    "training time drops by 51%": "training_time",
    "accuracy is increased from 71% to 76%": "accuracy",
}
PARTICIPLES = {
    "achieving 81.4% accuracy": "accuracy",
    "reaching an F1 score of 66.4%": "f1",
    "running at 137 FPS": "throughput",
    "reducing memory by 43%": "memory",
    "using 3.8x fewer parameters": "params",
    "saving 27% energy": "energy",
    "retaining 96.5% of the performance": "performance",
}
FORMS = {
    "Our method achieves {}, {}, and {}.": (NOUNS, NOUNS, NOUNS),
    "The model yields {}, {} and {}.": (NOUNS, NOUNS, NOUNS),
    "Our method {}, {}, and {}.": (VERBS, VERBS, VERBS),
    "Our method {} and {}.": (VERBS, VERBS),
    "Our method {}. Moreover, it {}.": (VERBS, VERBS),
    "Our method (i) {} and (ii) {}.": (VERBS, VERBS),
    "Our method {}, and {}.": (VERBS, PASSIVES),
    "With our method, {} and {}.": (PASSIVES, PASSIVES),
    "Our method {}, {}.": (VERBS, PARTICIPLES),
    "Our method {} while {}.": (VERBS, PARTICIPLES),
    "Our method achieves {} by {}.": (NOUNS, PARTICIPLES),
    "With {}, our method {}.": (NOUNS, VERBS),
    "While {}, our method {}.": (PARTICIPLES, VERBS),
    "Our method {}, resulting in {}.": (VERBS, NOUNS),
    "Our method has three benefits: {}, {}, and {}.": (NOUNS, NOUNS, NOUNS),
    "Our method achieves {} on Cityscapes and {} compared with BERT.": (NOUNS, NOUNS),
    "On one GPU, our method {} and {}.": (VERBS, VERBS),
}
EACH = 18


def said(read, text):
    """Metric, measure, values and direction of each claim."""
    return sorted((c.metric, c.measure, c.value_low or 0, c.value_before or 0, c.direction) for c in read(text))


def sentences():
    """Some sentences of each form, always the same, each of phrases on different metrics."""
    rng = random.Random(9)
    for form, banks in FORMS.items():
        found = 0
        while found < EACH:
            phrases = tuple(rng.choice(list(bank)) for bank in banks)
            if len({bank[phrase] for bank, phrase in zip(banks, phrases, strict=True)}) == len(banks):
                found += 1
                yield form, phrases


@pytest.fixture(scope="module")
def alone(read):
    """What each phrase says alone."""
    found = {phrase: said(read, f"Our method achieves {phrase}.") for phrase in NOUNS}
    found |= {phrase: said(read, f"Our method {phrase}.") for phrase in VERBS}
    found |= {phrase: said(read, f"With our method, {phrase}.") for phrase in PASSIVES}
    return found | {phrase: said(read, f"Our method works well, {phrase}.") for phrase in PARTICIPLES}


@pytest.mark.parametrize(("form", "phrases"), list(sentences()))
def test_in_a_sentence(read, alone, form, phrases):
    rows = [row for phrase in phrases for row in alone[phrase]]
    assert said(read, form.format(*phrases)) == sorted(rows)


@pytest.mark.parametrize("phrase", NOUNS | VERBS | PASSIVES | PARTICIPLES)
def test_alone(alone, phrase):
    assert [row[0] for row in alone[phrase]] == [(NOUNS | VERBS | PASSIVES | PARTICIPLES)[phrase]]

"""Sentences that claim something of named things, put together at random, so that every stage has work to do."""

from __future__ import annotations

from hypothesis import strategies as st

DATASETS = ["COCO", "KITTI", "ImageNet", "ADE20K", "CIFAR-10", "the Zorb dataset"]
MODELS = ["BERT", "GPT-2", "ResNet-50", "LLaMA-2-7B", "FooNet", "BarNet"]
DEVICES = ["A100", "a V100 GPU", "8 H100 GPUs", "a Raspberry Pi"]
VALUES = [
    "81%", "79% and 78%", "2.1x", "5x, 6x", "3 ms", "5.2 GB", "1.2 points", "+0.5%", "70 mAP", "12M and 13M", "O(n^2)",
    "from 3 to 2 ms", "half", "70% to 80%", "88.1%, 2.1%", "0.1s vs 1.1s", "up to 3.5x", "half the memory",
]  # fmt: skip
TAILS = [
    "", " mAP", " accuracy", " F1", " faster", " lower latency", " parameters", " on COCO", " for BERT", " over GPT-2",
    " than BarNet", " (+2%)", " fewer FLOPs on A100", " of BarNet", " relative", " during training",
]  # fmt: skip
WORDS = [
    "accuracy", "mAP", "latency", "memory", "speedup", "and", ",", "(", ")", "on", "over", "compared to", "while", "with",
    "of", "by", "which is", "respectively", ";", "faster", "our", "outperforms", "the baseline", "than", "for", "in",
    "reduces", "achieves", "/", "-", "improves", "is", "that", ":", "from", "to", "state-of-the-art", "[15]", "both", ".",
    "it", "their", "larger", "whose", "without", "trained on", "the same", "size", "training", "inference", "only", "error",
]  # fmt: skip
TEMPLATES = [
    "Our model improves accuracy on {names} ({values}).",
    "It wins on {names} ({values}).",
    "The best results are ours on {names} ({values}) and on KITTI ({value}).",
    "It beats {names} by {values}, respectively.",
    "On {names}, it reaches {values}.",
    "With {names}, FooNet needs {values}, while BarNet needs {value}.",
    "FooNet ({values}) is better: {value} than ours.",
    "Compared to {names}, it has {values}.",
    "We compress {names} by {values}, outperforming GPT-2.",
    "{names}: from 3 ms to {values}.",
    "It takes {values}: {value} of BarNet and half the memory.",
    "FooNet, which runs on {names}, achieves {values} and {value}.",
    "Trained on {names}, the student keeps {value} of the accuracy of its teacher with {values}.",
    "While {names} reach {values}, ours reaches {value} on COCO.",
    "{values} are obtained on {names} with {value}.",
    "In contrast to BarNet ({value}), our net runs {values} on {names}.",
    "Experiments on {names} show {values}, and {value} in the worst case.",
]


def _listed(parts: list[str], joints: list[str]) -> str:
    """Some parts, each behind a joint of its own."""
    return parts[0] + "".join(joint + part for joint, part in zip(joints, parts[1:], strict=False))


def _lists(parts: st.SearchStrategy[str], most: int, joints: list[str]) -> st.SearchStrategy[str]:
    between = st.lists(st.sampled_from(joints), min_size=most, max_size=most)
    return st.builds(_listed, st.lists(parts, min_size=1, max_size=most, unique=True), between)


def _names() -> st.SearchStrategy[str]:
    """Lists of names, most of them of one kind, as papers have them."""
    kinds = [DATASETS, DATASETS, MODELS, DEVICES, [*DATASETS, *MODELS, *DEVICES]]
    return st.one_of([_lists(st.sampled_from(kind), 3, [", ", " and "]) for kind in kinds])


def _spliced(words: str, cuts: list[tuple[float, int, list[str]]]) -> str:
    """A sentence with words put in at some places (parts of its length), and some taken out there."""
    out = words.split()
    for place, less, more in cuts:
        at = int(place * len(out))
        out[at : at + less] = more
    return " ".join(out)


def texts_out_of(sentences: list[str]) -> st.SearchStrategy[str]:
    """One to three sentences: of the templates or among those given, spliced with names, values and pieces of others."""
    known = st.sampled_from([*DATASETS, *MODELS, *DEVICES])
    value = st.builds(str.__add__, st.sampled_from(VALUES), st.sampled_from(TAILS))
    made = st.builds(
        lambda template, names, values, value: template.format(names=names, values=values, value=value),
        st.sampled_from(TEMPLATES),
        _names(),
        _lists(value, 4, [", ", "; ", " and ", ", and "]),
        value,
    )
    piece = st.builds(
        lambda sentence, place, length: sentence.split()[int(place * 8) :][:length],
        st.sampled_from(sentences), st.floats(0, 1), st.integers(2, 8),
    )  # fmt: skip
    put = st.lists(known | value | st.sampled_from(WORDS), max_size=3) | piece
    cut = st.tuples(st.floats(0, 1), st.integers(0, 2), put)
    spliced = st.builds(_spliced, made | st.sampled_from(sentences), st.lists(cut, max_size=5))
    return st.lists(made | spliced, min_size=1, max_size=3).map(" ".join)

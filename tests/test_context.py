"""Context: what holds for a value besides its metric, one compact sentence for each ruling."""

from __future__ import annotations

import pytest

from extractor.extract import Extractor
from extractor.records import Paper
from extractor.rules import load_rules


@pytest.fixture(scope="module")
def read():
    extract = Extractor(load_rules())

    def of(text, title="A title"):
        return [claim for claim in extract(Paper("p", title, text))[1] if claim.metric != "hardware"]

    return of


@pytest.mark.parametrize(
    ("text", "baselines"),
    [
        ("The inference speed of DeiT-S is increased by 50%.", ["DeiT-S"]),
        ("We apply our method to LLaMA-2, yielding a 1.9x speedup.", ["LLaMA-2"]),
        ("Our method reduces the FLOPs of five popular networks by 10%.", ["five popular networks"]),
        ("In various models (ResNet-50, ViT-B), our method achieves a 2x speedup.", [""]),
        ("It achieves a 3.1% improvement on accuracy.", [""]),
        ("Our method accelerates BERT and ViT-B by 2x and 3x, respectively.", ["BERT", "ViT-B"]),
    ],
)
def test_baseline(read, text, baselines):
    assert [claim.baseline for claim in read(text)] == baselines


@pytest.mark.parametrize(
    ("text", "by"),
    [
        ("ViT-B has an accuracy of 81% while our model has an accuracy of 83%.", ["baseline", "own"]),
        ("It has an accuracy of 83%, comparable to the 82% of ViT-B.", ["own", "baseline"]),
        ("It is faster than previous methods and takes only 0.07 seconds.", ["own"]),
    ],
)
def test_by(read, text, by):
    assert [claim.by for claim in read(text)] == by


@pytest.mark.parametrize(
    ("text", "datasets"),
    [
        ("It reaches 91.7% accuracy on Foo-12, and is simple.", [["Foo-12"]]),
        ("It reaches an accuracy of 91.7% on CIFAR-10. It is simple.", [["CIFAR-10"]]),
        ("It reaches state-of-the-art mAP: COCO 56.4% and Foobar 83.1%.", [["COCO"], ["Foobar"]]),
        ("It achieves a 2.5x speedup without loss on LongBench.", [[]]),
        ("It runs at 30 FPS on GPUs.", [[]]),
        ("It runs at 30 FPS on GPUs, while obtaining 58% AUC on COCO.", [[], ["COCO"]]),
        ("It achieves a 2x speedup on the Alpaca dataset.", [["Alpaca"]]),
        ("It gains 14% on COCO, and raises the accuracy of ViT-B on MNIST by 2%.", [["COCO"], ["MNIST"]]),
        ("Our model loses 0.29 WikiText-2 perplexity and retains 99% of the accuracy.", [["WikiText-2"], []]),
        ("We evaluate on CIFAR-10 and the Foobar dataset. It is 3% more accurate.", [["CIFAR-10", "Foobar"]]),
        ("We introduce the Foobar dataset. It is 3% more accurate.", [[]]),
        ("We test it on MNIST. It is better. It is 3% more accurate.", [[]]),
        ("We test it on MNIST. It has 3 layers. It reaches 83% accuracy.", [["MNIST"]]),
        ("We test it on Labeled Faces in the Wild (LFW). It is 3% more accurate.", [["LFW"]]),
        ("It is 3% more accurate on the Foo and MNIST datasets.", [["Foo", "MNIST"]]),
        ("It reaches 83% accuracy on the Foobar database.", [["Foobar"]]),
        ("It reaches 83% accuracy on a public plant disease dataset.", [["plant disease dataset"]]),
        ("We use MNIST. It reaches 83% accuracy across seven benchmarks.", [[]]),
        ("On a new visual dialog dataset, we show an accuracy of 83%.", [["visual dialog dataset"]]),
    ],
)
def test_datasets(read, text, datasets):
    assert [list(claim.datasets) for claim in read(text)] == datasets


def test_own_dataset(read):
    (claim,) = read("The best model reaches an accuracy of 65.8%.", "FOOBENCH: A benchmark for agents")
    assert claim.datasets == ("FOOBENCH",)


@pytest.mark.parametrize(
    ("text", "models"),
    [
        ("On ResNet-18/34/50 it has an accuracy drop of 3.9/2.5/2.2%.", ["ResNet-18", "ResNet-34", "ResNet-50"]),
        ("It improves Faster R-CNN based on ResNet50 by 3.2% mAP.", ["Faster R-CNN based on ResNet50"]),
        ("Our method reduces the memory of 20 ViT models by 30%.", ["ViT"]),
        ("It improves the accuracy of ViTs by 5% for ViT-B/16.", ["ViT-B/16"]),
        ("It compresses ViT-B by 11x, and can compress BERT by 3x.", ["ViT-B", "BERT"]),
        ("A Foobar equipped RetinaNet reaches 41.5 mAP.", ["RetinaNet"]),
        ("On many networks, including VGG, it achieves a 2x speedup.", ["VGG"]),
        ("On various networks (e.g., VGG and ResNet), it achieves a 2x speedup.", ["VGG", "ResNet"]),
        ("It achieves a 2x speedup on the Alpaca dataset.", []),
        ("Our implementation of Faster R-CNN with a ViT backbone reaches 47% mAP.", ["Faster R-CNN with a ViT"]),
    ],
)
def test_models(read, text, models):
    assert [name for claim in read(text) for name in claim.models] == models


@pytest.mark.parametrize(
    ("text", "hardware"),
    [
        ("It takes 6 ms (157 FPS) and 0.2 J on an NVIDIA Jetson TX2.", [["NVIDIA Jetson TX2"]] * 3),
        ("On mobile phones, it reduces the latency by 5x, a step towards running on the edge.", [["mobile phone"]]),
        ("It runs at 30 FPS on a single CPU-core.", [["CPU-core"]]),
        ("It has 1.6 ms latency on iPhone 12, and the largest has 7.0 ms latency.", [["iPhone 12"], ["iPhone 12"]]),
        ("It is 2.7x more energy efficient compared to embedded computers.", [[]]),
        ("On a mobile robot, it runs at 30 FPS.", [[]]),
        ("On a mobile platform, it runs at 30 FPS.", [["mobile platform"]]),
    ],
)
def test_hardware(read, text, hardware):
    assert [list(claim.hardware) for claim in read(text)] == hardware


@pytest.mark.parametrize(
    ("text", "title", "scopes"),
    [
        ("It brings a 2.3x speedup for prefill and 1.7x speedup for decoding.", "A title", [["prefill"], ["decoding"]]),
        ("It achieves a 2x end-to-end speedup.", "Fast inference of models", [["end_to_end", "inference"]]),
        ("It has 3.2x faster TTFT.", "A title", [["inference", "prefill"]]),
        ("It achieves a 5x speedup.", "Accelerating diffusion models", [["inference"]]),
        ("It achieves a 5x speedup.", "Accelerating training of diffusion models", [[]]),
        ("It reduces the complexity from O(n^2) to O(n).", "A title", [["kernel"]]),
        ("It reduces inference time by 45% and FLOPs by 88%.", "A title", [["inference"], ["inference"]]),
        ("It trains 3x faster and has a latency of 5 ms.", "A title", [["training"], ["inference"]]),
        ("It accelerates a single MoE layer by 2x.", "A title", [["kernel"]]),
        ("It achieves 60% of the throughput when trained on A100 GPUs.", "A title", [["training"]]),
        ("It achieves 2.3x the inference speed of ViT-B.", "A title", [["inference"]]),
        ("Similarly, on end-to-end inference, it is 5x faster.", "A title", [["end_to_end", "inference"]]),
        ("Our fine-tuned models show a speedup of 2x.", "A title", [[]]),
        ("It reduces FLOPs by 66%.", "Fast inference of models", [["inference"]]),
        ("It reduces communication by 66%.", "Distributed training of models", [["training"]]),
        ("Inference matters. It is 2x faster.", "A title", [["inference"]]),
        ("Training and inference matter. It is 2x faster.", "A title", [[]]),
    ],
)
def test_scope(read, text, title, scopes):
    assert [sorted(claim.scope) for claim in read(text, title)] == scopes


@pytest.mark.parametrize(
    ("title", "text", "subject"),
    [
        ("Generative Query Trees", "GQT is 2x faster.", "GQT"),
        ("A title", "Our FooNet is 2x faster.", "FooNet"),
        ("A title", "We design a net of shifts (SHFT). It is 2x faster.", "SHFT"),
    ],
)
def test_subject(read, title, text, subject):
    assert [claim.subject for claim in read(text, title)] == [subject]

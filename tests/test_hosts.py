"""On which devices a value was measured, one compact sentence for each ruling."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("text", "hardware"),
    [
        ("It takes 6 ms (157 FPS) and 0.2 J on an NVIDIA Jetson TX2.", [["NVIDIA Jetson TX2"]] * 3),
        ("On mobile phones, it reduces the latency by 5x, a step towards running on the edge.", [["mobile phone"]]),
        ("It runs at 30 FPS on a single CPU-core.", [["CPU-core"]]),
        ("It has 1.6 ms latency on iPhone 12, and the largest has 7.0 ms latency.", [["iPhone 12"], ["iPhone 12"]]),
        ("It is 2.7x more energy efficient compared to embedded computers.", [[]]),
        ("On a mobile robot, it runs at 30 FPS.", [[]]),
        ("It cuts latency by 3x and KV cache memory by 62% on a Jetson Nano.", [["NVIDIA Jetson Nano"]] * 2),
        ("It cuts latency by 3x and lowers KV cache memory by 62% on a Jetson Nano.", [[], ["NVIDIA Jetson Nano"]]),
        ("It takes 3 ms on a T4 GPU, and one has 54 AP at 96 FPS.", [["NVIDIA T4"], [], ["NVIDIA T4"]]),
        ("It trains in 3 hours on a T4 GPU, and one has 54 AP at 96 FPS.", [["NVIDIA T4"], [], []]),
        ("On a mobile platform, it runs at 30 FPS.", [["mobile platform"]]),
        ("It runs at 22 FPS on an NVIDIA Jetson AGX embedded GPU.", [["NVIDIA Jetson"]]),
        ("It runs at 22 FPS on one core of a mobile CPU.", [["mobile CPU"]]),
        ("It runs at 22 FPS on a single thread.", [[]]),
        ("It runs at 22 FPS on image edges.", [[]]),
        ("It runs at 22 FPS on a laptop, or 9 FPS on a small headset.", [["laptop"], []]),
        ("Our GPU-based planner is 9x faster.", [["GPU"]]),
        ("It enables GPU-based planning, which is 9x faster.", [[]]),
        ("Our encoder speeds up CPU decoding by 2x.", [["CPU"]]),
        ("It cuts GPU and CPU energy by 55% and 70%, respectively.", [["GPU"], ["CPU"]]),
        ("The latency on a mobile CPU falls by 58%.", [["mobile CPU"]]),
        ("About 96 requests instead of 18 fit into a 24 GB GPU.", [["GPU"]]),
        ("It takes half an hour on standard hardware.", [["standard hardware"]]),
        ("It runs at 6 FPS on a graphics processing unit (GPU).", [["GPU"]]),
        ("It is 9x faster on GPUs than Foo and 4x than Bar.", [["GPU"], ["GPU"]]),
        ("It runs at 30 FPS, which is 9x faster than an implementation on a Jetson Nano.", [[], []]),
        ("We run it on a T4 GPU. It is 9x faster than on a Jetson Nano.", [["NVIDIA T4"]]),
        (
            "On an A100, it is 9x and 4x faster than Foo and a Jetson Nano, respectively.",
            [["NVIDIA A100"]] * 2,
        ),
    ],
)
def test_hardware(read, text, hardware):
    assert [list(claim.hardware) for claim in read(text)] == hardware


@pytest.mark.parametrize(
    ("text", "hardware"),
    [
        ("FooNet on a mobile CPU achieves 30 FPS.", [["mobile CPU"]]),
        ("On a mobile CPU it takes 30 ms.", [["mobile CPU"]]),
        ("On a mobile CPU network it takes 30 ms.", [[]]),
        ("FooNet runs at 30 FPS (GPU) and 12 FPS (CPU).", [["GPU"], ["CPU"]]),
        ("FooNet runs at 30 FPS on a 3 GHz CPU.", [["CPU"]]),
        ("Our GPU implementation runs at 30 FPS.", [["GPU"]]),
        ("A GPU implementation of BarNet runs at 30 FPS.", [[]]),
        ("A CPU implementation of our method runs at 30 FPS.", [["CPU"]]),
        ("It has a simple design, allowing a GPU implementation that runs at 30 FPS.", [["GPU"]]),
        ("It is 3x faster than a GPU implementation.", [[]]),
        ("It runs at 30 FPS on one CPU without a GPU.", [["CPU"]]),
        ("It achieves a 4x and 3x speedup, respectively, on a cluster of 128 GPUs.", [["GPU"], ["GPU"]]),
        ("It trains 3x faster on 16 cores.", [["core"]]),
        ("It is 3x faster on graphs with 90 nodes.", [[]]),
        ("It cuts the memory at each node from O(n^2) to O(n).", [[]]),
        ("It runs at 30 FPS on a GPU designed for cars.", [["GPU"]]),
        ("It runs at 30 FPS on a GPU, which is 2x faster than pruning.", [["GPU"], ["GPU"]]),
        ("It speeds up inference on GPUs by 2.4x and on CPUs by 3.1x.", [["GPU"], ["CPU"]]),
        ("Our FPGA implementation of BarNet is 3x faster.", [["FPGA"]]),
        ("Our GPU prototype runs at 30 FPS.", [["GPU"]]),
        ("It trains in 48 H100 GPU hours.", [["NVIDIA H100"]]),
        ("It trains in 48 GPU hours.", [[]]),
        ("It runs at 30 FPS on a standard desktop PC.", [["standard desktop PC"]]),
        ("It takes 3 ms on an off-the-shelf CPU.", [["off-the-shelf CPU"]]),
        ("It takes 3 ms on a modern A100.", [["NVIDIA A100"]]),
        ("Since a standard CPU implementation runs at 20 fps, it is fast.", [["CPU"]]),
        ("It runs at 30 FPS on the GPU (Titan Xp).", [["NVIDIA Titan Xp"]]),
        ("On a mobile CPU and an Edge TPU, it runs 3x faster.", [["mobile CPU", "Google Edge TPU"]]),
        ("On an A100 and a V100, it cuts latency and energy by 2x and 3x.", [["NVIDIA A100", "NVIDIA V100"]] * 2),
        ("It cuts latency by 2x and 3x on an A100 and a V100.", [["NVIDIA A100"], ["NVIDIA V100"]]),
        ("It runs at 30 FPS on small wearables.", [["wearable"]]),
        ("It takes 23 ms on a GPU, being 1.8x faster than pruning and 2.3x faster than DETR.", [["GPU"]] * 3),
        ("It takes 23 ms on a GPU, and 1.8x less time than pruning when it is quantized.", [["GPU"], []]),
        ("It takes 23 ms on a GPU, 12 mJ of energy, and is tiny.", [["GPU"], []]),
        ("It trains in 20 minutes and runs, as said, at 30 FPS, both on a GPU.", [["GPU"], ["GPU"]]),
        ("It trains in 20 minutes and runs, as said, at 30 FPS on a GPU.", [[], ["GPU"]]),
        ("It trains in 20 minutes and runs, as said, at 30 FPS, both with the GPU.", [["GPU"], ["GPU"]]),
        ("Compared to an embedded GPU such as Jetson Nano, it is 3x faster.", [[]]),
        ("It has less energy than BarNet and is 3x faster on a GPU.", [["GPU"]]),
        ("A single GPU is enough to run it at 30 FPS.", [["GPU"]]),
        ("It runs at 30 FPS with less than one GPU.", [["GPU"]]),
        ("One CPU core suffices to process 30 frames per second.", [["CPU core"]]),
        ("One CPU core remains idle while it processes 30 frames per second.", [[]]),
        ("On an A100 it takes 20 ms, while on a mobile CPU it takes 150 ms.", [["NVIDIA A100"], ["mobile CPU"]]),
        ("We evaluate it on 16 A100 GPUs. It is 2x faster than FooNet.", [["NVIDIA A100"]]),
        ("It was deployed on a V100. The index stays the same. It is 2x faster.", [["NVIDIA V100"]]),
        ("We ran it on a V100. It is 2x faster on a TPU v3.", [["Google TPU v3"]]),
        ("We ran it on a V100. Moreover, it is 2x faster.", [[]]),
        ("We ran it on a V100. It reaches 83% accuracy.", [[]]),
        ("We train it on a V100 and run it in the cloud. It is 2x faster.", [[]]),
    ],
)
def test_generic_hardware(read, text, hardware):
    assert [list(claim.hardware) for claim in read(text)] == hardware

"""Context: what a value is compared with and whose it is, one compact sentence for each ruling."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("text", "baselines"),
    [
        ("The inference speed of DeiT-S is increased by 50%.", ["DeiT-S"]),
        ("We apply our method to LLaMA-2, yielding a 1.9x speedup.", ["LLaMA-2"]),
        ("Our method reduces the FLOPs of five popular networks by 10%.", ["five popular networks"]),
        ("In various models (ResNet-50, ViT-B), our method achieves a 2x speedup.", [""]),
        ("It achieves a 3.1% improvement on accuracy.", [""]),
        ("Our method accelerates BERT and ViT-B by 2x and 3x, respectively.", ["BERT", "ViT-B"]),
        ("It is 2x faster than the solutions provided by FooWare.", ["FooWare"]),
        ("It is 2x faster than a number of fast nets.", ["fast nets"]),
        (
            "It is 2x faster than previous pruning and distillation methods.",
            ["previous pruning and distillation methods"],
        ),
        ("It is 2x faster than methods that neglect biases.", ["methods that neglect biases"]),
        ("It is 2x faster than the second-best net (BarNet).", ["BarNet"]),
        ("It matches FooNet's best FID with a 2x speedup.", ["FooNet"]),
        ("Our best cache has a 2x speedup.", [""]),
        ("It runs at 90 FPS (faster than FooNet by 2x), and is smaller than BarNet.", ["", "FooNet"]),
        (
            "It surpasses prior methods, with 2x faster training and 3x faster inference than FooNet.",
            ["FooNet", "FooNet"],
        ),
        ("It needs half the memory of FooNet.", ["FooNet"]),
        ("It retains 97% accuracy of the teacher model.", ["teacher model"]),
        ("It is 2x faster than the original settings.", ["original settings"]),
        ("Compared to BarNet, FooNet gains a 2x speedup.", ["BarNet"]),
        ("It is 2x faster than BarNet, FooNet and BazNet.", ["BarNet, FooNet and BazNet"]),
        ("It is 2x faster than the previous state of the art.", ["previous state of the art"]),
        ("It is 2x faster than CPU-based and slow designs.", ["CPU-based and slow designs"]),
        ("It is 2x faster than gated and unitary nets.", ["gated and unitary nets"]),
        ("Compared to BarNet, FooNet has a 2x speedup.", ["BarNet"]),
        ("It is 2x faster than current leading nets, leading to less traffic.", ["current leading nets"]),
        ("It is 2x faster than the fast 8-bit compiler FooWare.", ["fast 8-bit compiler FooWare"]),
        ("It cuts latency by 20% compared to exclusively using cloud servers.", ["cloud servers"]),
        ("Latency is lower by 20% with respect to the slow baseline.", ["slow baseline"]),
        ("It improves by 20% with respect to latency.", [""]),
        ("We get a 2x speedup with respect to the best method, FooNet, on phones.", ["FooNet"]),
        ("It improves the baseline about 5.5% on faces.", ["baseline"]),
        (
            "It is only 0.3% behind the state-of-the-art supervised method in accuracy.",
            ["state-of-the-art supervised method"],
        ),
        ("It cuts the tracking error of a traditional filter model by up to 63%.", ["traditional filter model"]),
        ("It raises the accuracy of an FCM model by 3%.", ["FCM model"]),
        ("It raises the accuracy of our FCM model by 3%.", [""]),
        ("The cost is 10x lower compared to full training runs.", ["full training runs"]),
        ("It is 2x faster than 3DGS on phones.", ["3DGS"]),
        ("It gains 3% accuracy over the best of the baseline models.", ["baseline models"]),
        ("It gains 3% accuracy over the state of art.", ["state of art"]),
        ("We show an improvement on the state of the art by 2.1% accuracy.", ["state of the art"]),
        ("We show a 2.1% accuracy improvement on synthetic and real scenes.", [""]),
        ("It needs 25% of the size, 33% of the FLOPs and 10% of the latency of FooNet.", ["FooNet"] * 3),
        ("It has on par accuracy with FooNet and is 2x faster.", ["FooNet"]),
        ("It keeps the quality of the teacher with a 2x speedup.", ["teacher"]),
        ("It performs as well as the teacher and is 2x faster.", ["teacher"]),
        ("It is 2x faster while preserving the teacher's accuracy.", ["teacher"]),
        ("It has a 2x speedup at 97% of the quality of the base model.", ["base model", "base model"]),
        ("It costs a 1% increase in the misclassification rate of the baseline network.", ["baseline network"]),
        ("It is 2x smaller than the methods of FooNet and BarNet.", ["methods of FooNet and BarNet"]),
        ("It outperforms fast nets, such as FooNet and BarNet, by 2% and 3%, respectively.", ["FooNet", "BarNet"]),
        ("It beats FooNet and BarNet, with 2x and 3x fewer FLOPs, respectively.", ["FooNet", "BarNet"]),
        ("It needs 10% of the sparse operations required by FooNet.", ["FooNet"]),
        ("Compared to fast caches our net is 28% faster.", ["fast caches"]),
        ("It reaches 50% of the theoretical peak FLOPs, 2x faster than FooNet.", ["theoretical peak FLOPs", "FooNet"]),
        ("It reduces the complexity of full attention from O(n^2) to O(n).", ["full attention"]),
        ("It improves the state-of-the-art by 2.1% accuracy.", ["state-of-the-art"]),
        ("Our accuracy is 83%, whereas FooNet has an accuracy of 81%.", ["FooNet", ""]),
        (
            "It is 2x faster than FooNet and 3x faster than BarNet, and uses 9x less energy than the former.",
            ["FooNet", "BarNet", "FooNet"],
        ),
        ("It beats FooNet and BarNet, 2x faster than the former and 3x faster than the latter.", ["FooNet", "BarNet"]),
        ("It is 2x faster than FooNet, and needs 3x less memory than the latter.", ["FooNet", "FooNet"]),
        ("Our scenes are preferred to those of FooNet in 70% of cases.", ["FooNet"]),
        ("Our method compresses AlexNet by 50x, and VGG-16 by up to 10x.", ["AlexNet", "VGG-16"]),
        ("It surpasses 10x larger models by 2.1%.", ["models", "models"]),
        ("It is 3x faster than a 12-layer Transformer.", ["12-layer Transformer"]),
        ("We reduce the computational cost of 3D networks by 40%.", ["3D networks"]),
        ("It surpasses FooNet by more than 10% and competes with BarNet, with 31% fewer FLOPs.", ["FooNet"] * 2),
        ("We cut the time required by existing methods by 50%.", ["existing methods"]),
        ("The proposed optimizer reduces the cost of annotation by 30%.", [""]),
        ("The accuracy is within 1% of the full-precision model.", ["full-precision model"]),
        ("Accuracy drops by 0.5% from the full-precision baseline.", ["full-precision baseline"]),
        ("It improves a strong baseline by 2.1 points.", ["baseline"]),
        ("FooNet brings a 3x speedup for ResNet-50.", [""]),
        ("FooNet has twice the throughput of vLLM.", ["vLLM"]),
        ("We accelerate the fastest exact algorithm by 29.8%.", ["fastest exact algorithm"]),
        ("We accelerate training by 2x.", [""]),
        ("We gain 13% for DeiT, and enhance an even stronger baseline by 1.9%.", ["", "stronger baseline"]),
        ("We use less than 30% parameters used by the slow nets.", ["slow nets"]),
        ("It takes 4x less memory compared to 32-bit representations.", ["32-bit representations"]),
        ("We cut travel time by 12% from search-based methods.", ["search-based methods"]),
        ("When dropping layers, Llama-2-13B still retains 90% of the performance.", [""]),
        ("It raises previous results by up to 4%.", ["previous results"]),
        ("Accuracy rises by 1.2 p.p. compared to the slow net.", ["slow net"]),
        ("FooNet outperforms BarNet nearly 5%.", ["BarNet"]),
        (
            "It is 2x faster than FooNet and 3x faster than BarNet, and surpasses them by 2%.",
            ["FooNet", *["BarNet"] * 2],
        ),
        ("We surpass plain caches. In particular, we have a 2x speedup.", ["plain caches"]),
        ("We surpass plain caches. On phones, we have a 2x speedup.", [""]),
        ("We surpass plain caches. As a result, we have a 2x speedup.", ["plain caches"]),
        ("We surpass plain caches. Moreover, we have a 2x speedup.", [""]),
        ("It improves the accuracy of existing detection methods by 2.1%.", ["existing detection methods"]),
        ("It improves the accuracy of object detection by 2.1%.", [""]),
        ("Its latency is as low as 8% of other spiking methods.", ["spiking methods"]),
        ("It needs 20% of the existing data.", [""]),
        ("It is 2x faster than the original model.", ["original model"]),
        ("It is 2x faster than with a plain cache.", ["plain cache"]),
        ("It maintains the performance of the dense teacher with a 2x speedup.", ["dense teacher"]),
        ("It maintains the performance of the model with a 2x speedup.", [""]),
        ("It reaches a similar rate-distortion quality as FooNet with a 2x speedup.", ["FooNet"]),
        ("Using 0.4 times the parameters, our net can still surpass FooNet by 2%.", ["FooNet", "FooNet"]),
        ("It outperforms FooNet by 5% against strong attacks.", ["FooNet"]),
        ("It outperforms FooNet and BarNet by 2% and 3%, respectively.", ["FooNet", "BarNet"]),
        ("It outperforms FooNet and BarNet by 2% and 3% on average.", ["FooNet", "BarNet"]),
        ("It outperforms FooNet by 5%, and the fast baseline by 3%.", ["FooNet", "fast baseline"]),
        ("It outperforms FooNet by 5%, and the best net on all scenes by 3%.", ["FooNet", "best net"]),
        (
            "It is faster than slow nets in planning (2x) and control (3x), and safer than large nets.",
            ["slow nets"] * 2,
        ),
        ("It has gains of 3 dB and 2 dB over slow and large nets, respectively.", ["slow", "large nets"]),
        ("It has more than twice the quality of the best demonstration.", ["best demonstration"]),
        ("It raises the score from 82% for the previous net to 85%.", ["previous net"]),
        ("The error falls by 20% compared to AS.", ["AS"]),
        ("We present a 3x faster replacement for plain search.", ["plain search"]),
        ("We present an alternative to gravity, with a 3x speedup.", [""]),
        ("It improves FooNet across all tasks by 3 points.", ["FooNet"]),
        ("It improves the baseline's ranking, search and speed by 3%.", ["baseline"]),
        ("It saves 94% of the time required by the FooNet planner.", ["FooNet planner"]),
        ("It surpasses FooNet by 5%, outperforming prior nets by 3%.", ["FooNet", "prior nets"]),
        ("It outperforms FooNet and has the same accuracy as BarNet, but is 2x faster.", ["BarNet"]),
        ("It improves the accuracy of the quantized model by 1% compared to FooNet.", ["FooNet"]),
        ("It boosts the benchmark model by 7.5% in accuracy.", ["benchmark model"]),
        ("It improves our proposed model by 7.5% in accuracy.", [""]),
        ("We train on 10x more data than other publicly available nets.", ["publicly available nets"]),
        ("We train on 10x more data than CIFAR-10.", ["CIFAR-10"]),
        ("Our accuracy is 3% higher over CIFAR-10.", [""]),
        ("It uses half as many parameters as FooNet.", ["FooNet"]),
        ("It is 2x faster than without any cache.", ["without any cache"]),
        ("It improves PSNR by 2 dB over 8 competing methods.", ["8 competing methods"]),
        ("Compared to training on all scenes, it cuts latency by 20%.", ["training on all scenes"]),
        ("It keeps up with the accuracy of slow nets, while being 2x faster.", ["slow nets"]),
        ("It has a 2x speedup while keeping the model's accuracy.", [""]),
        ("A comparison with FooNet shows that latency falls by 20%.", ["FooNet"]),
        ("Applied to existing detectors, it improves mAP by 3%.", ["existing detectors"]),
        ("It outperforms FooNet significantly with a 2x speedup.", ["FooNet"]),
        ("It doubles the success rate of standalone nets.", ["standalone nets"]),
        ("It needs 50% of the learning parameters of the standard adapter.", ["standard adapter"]),
        ("It is 2x faster than the spring damper (SD) controller.", ["spring damper (SD) controller"]),
        ("It is 2x faster than vector quantization (VQ) and FooNet (FN).", ["vector quantization (VQ)"]),
        ("It outperforms FooWare's BarNet accuracy by 5%.", ["FooWare's BarNet"]),
        ("It has a 2x speedup on CIFAR-10, outperforming FooNet.", [""]),
        ("It has a 2x speedup on ResNet-50, which outperforms FooNet.", ["ResNet-50"]),
        ("It has a 2% gain in accuracy on CIFAR-10, outperforming FooNet.", ["FooNet"]),
        ("It has a 2x speedup when evaluated on ResNet-50.", [""]),
        ("We surpass plain caches. It is a mere table. It has a 2x speedup.", ["plain caches"]),
        ("It is 2x faster than FooNet, BarNet, and QuxNet.", ["FooNet, BarNet, and QuxNet"]),
        ("Compared to FooNet, BarNet has a 2x speedup.", ["FooNet"]),
        ("It is 2x faster than the plain, dense cache.", ["plain, dense cache"]),
        ("It improves upon the state of the art, raising the speed by 20%.", ["state of the art"]),
        ("It outperforms the previous SOTA 0.4 dB on CIFAR-10.", ["previous SOTA"]),
        ("It is 2x faster than FooNet x1.5 on a CPU.", ["FooNet x1.5"]),
        ("It is 2x faster than a 70% sparse network.", ["70% sparse network"]),
        ("FooNet can be compressed by 40% without a loss.", [""]),
        ("It has a 3% gain in accuracy over various domains.", [""]),
        ("Experiments over the labelled clips show that it is 2x faster.", [""]),
        ("It has a 2x speedup over random search.", ["random search"]),
        ("It surpasses a large body of prior systems by 2%.", ["prior systems"]),
        ("It is 2x faster than methods based on wavelets.", ["methods based on wavelets"]),
        ("It is 2x faster than existing wavelet methods based on lifting.", ["existing wavelet methods"]),
        ("It is 2x faster than models trained from scratch on CIFAR-10.", ["models trained from scratch"]),
        ("Compared to manual control the automatic mode cuts latency by 20%.", ["manual control"]),
        ("It outperforms not only FooNet by 2%.", ["FooNet"]),
        ("It is 2x faster than random search and grid search.", ["random search and grid search"]),
        ("It surpasses hand-made methods and special variants by 2%.", ["hand-made methods and special variants"]),
        ("It surpasses prior baselines and sets new baselines on CIFAR-10 by 2%.", ["prior baselines"]),
        ("It is 2x faster than the vision transformer (ViT) approach.", ["vision transformer (ViT) approach"]),
        ("It surpasses the vision transformer (ViT) by 2%.", ["vision transformer (ViT)"]),
        ("It surpasses the state-of-the-art (SOTA) by 2%.", ["state-of-the-art"]),
        ("It surpasses the state-of-the-art (SOTA) nets by 2%.", ["state-of-the-art nets"]),
        ("It surpasses ResNet (RadNet) by 2%.", ["ResNet"]),
        ("It is 2x faster than the other 17 methods.", ["other 17 methods"]),
        ("It is 2x faster than 13 methods.", [""]),
        ("It is 2x faster than the ones from an older recipe.", ["older recipe"]),
        ("It is 2x faster than those made with a common tool.", ["common tool"]),
        ("It is 3x faster than real time (0.4 RTF) on a phone.", ["real time", ""]),
        ("It surpasses other results by a wide margin of about 15% relative error rate.", [""]),
        ("Compared to FooNet, it improves the accuracy of ResNet-50 by 3%.", ["FooNet"]),
        ("It surpasses prior nets on benchmarks including FooSet and BarSet by 2%.", ["prior nets"]),
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
        ("It is better compared to existing light nets requiring only 2M parameters.", ["own"]),
        ("It detects at faster than 42 frames per second.", ["own"]),
        ("It takes 3 hours while Randomized SVD takes 6 hours.", ["own", "baseline"]),
        (
            "Our accuracy is 83%, while FooNet, which is 9 times larger, has an accuracy of 84%.",
            ["own", "baseline", "baseline"],
        ),
        ("Our accuracy is 83%, while FooNet, trained on it, reaches 84% accuracy.", ["own", "baseline"]),
        ("FooNet needs 2 GB, while it runs at 30 FPS and our accuracy reaches 83%.", ["own", "own", "own"]),
        ("Our net needs 2 bits per weight, whereas conventional nets require 8 bits per weight.", ["own", "baseline"]),
        ("It is faster than competing nets - the whole runs at 10 frames per second.", ["own"]),
        ("Our tracker runs faster than 80 FPS.", ["own"]),
        (
            "We need 17% of the data, whereas the previous state of the art required 40% of the data.",
            ["own", "baseline"],
        ),
        ("We run at 52 FPS but also provide state-of-the-art accuracy of 97%.", ["own", "own"]),
        ("All baselines fail where data is scarce, while our method achieves an accuracy of 60%.", ["own"]),
        ("Its accuracy is 54%, compared to 46% for FooNet and 28% for BarNet.", ["own", "baseline", "baseline"]),
        ("Its accuracy is 54%, compared to 46% for FooNet, and 28% on new data.", ["own", "baseline", "own"]),
        ("Our accuracy is 60%, outperforming FooNet (22%) and BarNet (20%).", ["own", "baseline", "baseline"]),
        ("Our method outperforms all baselines (91% accuracy).", ["baseline"]),
        ("Our error is 2.9%, on par with the 2.7% error of FooNet.", ["own", "baseline"]),
        ("Our accuracy is 90%, outperforming the 85% of FooNet.", ["own", "baseline"]),
        ("Our accuracy is 90%, surpassing 85% for the first time.", ["own", "own"]),
        ("Our accuracy is 90%, compared to FooNet's 85%.", ["own", "baseline"]),
        ("While prior work needs more, our net has an accuracy of 80%.", ["own"]),
        ("While all baselines need graphs, FooNet reaches an accuracy of 80%.", ["own"]),
        ("It is kept at less than an error of 0.13%.", ["own"]),
        ("Our accuracy is high on sets such as FooSet (96.0%).", ["own"]),
        ("Here is BarNet. Existing nets are outpaced by a factor of 5.", ["own"]),
        ("Here is BarNet. This exceeds the previous record by 4.6%.", ["own"]),
        ("State-of-the-art methods are beaten clearly, as accuracy reaches 56%.", ["own"]),
        ("State-of-the-art methods trail: accuracy reaches 56%.", ["own"]),
        ("The best competitor on it has an accuracy of 56%.", ["baseline"]),
        ("It has an accuracy of 56%, reached by the net presented here.", ["own"]),
        ("Our accuracy is 90%, whereas other approaches reach at most 86% accuracy.", ["own", "baseline"]),
        ("Our accuracy is 90%, whereas other classes reach at most 86% accuracy.", ["own", "own"]),
        ("Our accuracy is 90%, better than the previously reported best accuracy 86%.", ["own", "baseline"]),
        ("Our accuracy is 90% (95% for humans).", ["own", "baseline"]),
        ("It comes close to its supervised counterpart, a net which reaches 54% accuracy.", ["baseline"]),
        ("Our accuracy is 90%, compared to 85% and 86% with slow and fast nets.", ["own", "baseline", "baseline"]),
        ("We need no labels, because prior nets' accuracy drops by 4%.", ["baseline"]),
    ],
)
def test_by(read, text, by):
    assert [claim.by for claim in read(text)] == by


@pytest.mark.parametrize(
    ("title", "text", "subject"),
    [
        ("Generative Query Trees", "GQT is 2x faster.", "GQT"),
        ("A title", "Our FooNet is 2x faster.", "FooNet"),
        ("A title", "We design a net of shifts (SHFT). It is 2x faster.", "SHFT"),
        ("A title", "We propose fast Foo for LLMs (F-LLM). It is 2x faster.", "F-LLM"),
        ("A title", "We propose a recurrent neural network (RNN). It is 2x faster.", "ours"),
        ("A title", "We present a method for semantic barking (SEB). It is 2x faster.", "ours"),
        ("A title", "Our method, FooNet, prunes. It is 2x faster.", "FooNet"),
        ("A title", "We present the first small codec, FOOC. It is 2x faster.", "FOOC"),
        ("A title", "We present FooSet, a new dataset. With it, training is 2x faster.", "ours"),
        ("Swift Word Cache", "We propose a Swift Word Cache. It is 2x faster.", "Swift Word Cache"),
        ("Once-a-Day: A net", "We train a once-a-day (OAD) net. It is 2x faster.", "OAD"),
        ("Lean and Mean: A net", "Our net is 2x faster.", "ours"),
        ("FAST: A net", "FAST-T is 2x faster than the fastest net.", "FAST-T"),
        ("FAST: A net", "It is faster than the fastest net, by 2x.", "FAST"),
        ("A title", "Our sparse networks are 2x faster.", "sparse networks"),
        ("FooNet: A net", "BarHead is 2x faster than attention.", "BarHead"),
        ("A title", "We propose a net (2018). It is 2x faster.", "ours"),
        ("A title", "We propose to plug a cross-image attention (CIA) module. It is 2x faster.", "CIA"),
        ("A title", "We design a light network (RRKDNet). It is 2x faster.", "RRKDNet"),
        ("A title", "We propose a 2-Channel Encoder (2CH-E). It is 2x faster.", "2CH-E"),
        ("N2N learning: A net", "N2N learning is sparse. It is 2x faster.", "N2N learning"),
        ("A title", "We train single-task (ST) models. Ours are 2x faster.", "ours"),
        ("FooNet: A net", "BarNet matches or exceeds it with 2x faster decoding.", "BarNet"),
        ("FooNet - a net", "It is 2x faster.", "FooNet"),
        ("A title", "We propose a Joint Data Transfer (JoTrans) method. It is 2x faster.", "JoTrans"),
        ("A title", "On two devices, FooNet achieves a 2x speedup.", "FooNet"),
        ("A title", "FooNet, BarNet achieve a 2x speedup.", "ours"),
        ("FooBench: A benchmark of tasks", "When it was new, Claude 3 Opus achieved 39% accuracy.", "Claude 3 Opus"),
        ("Big Fast Net (BiFaN) for Cats", "It is 2x faster.", "BiFaN"),
        ("A title", "Our FOO-based net is 2x faster.", "FOO-based net"),
        ("Design and Development of a Net", "We present the design and development of a net. It is 2x faster.", "ours"),
        ("Lip Reading With Nets", "LRW is 2x faster.", "ours"),
        ("FooSet: A dataset of cats", "We reach an accuracy of 81%.", "ours"),
        ("FooSet: A dataset of cats", "It is 2x larger than other sets.", "FooSet"),
        ("FooSet: A dataset of cats", "On FooSet, our cat detector has an accuracy of 81%.", "cat detector"),
        ("A title", "We show that sparse nets achieve an accuracy of 81%.", "sparse nets"),
        ("A title", "On widgets, the proposed window sorter can reduce latency by 30%.", "window sorter"),
        ("A title", "Our results show that the fused sorter is 2x faster.", "fused sorter"),
        ("A title", "In summary, the proposed low-rank sorter is 2x faster.", "low-rank sorter"),
        ("A title", "At a high rate, for instance, the proposed sorting system is 2x faster.", "ours"),
        ("A title", "The proposed low-rank hand weighs 1.2 kg and has a latency of 3 ms.", "ours"),
        ("FooNet : A net", "It is 2x faster.", "FooNet"),
        ("A title", "The latency of FooNet is 3 ms.", "FooNet"),
        ("A title", "FooNet's accuracy is 81%.", "FooNet"),
        ("A title", "Extensive results show that it achieves an accuracy of 81%.", "ours"),
        ("A title", "The proposed method achieves an accuracy of 81%.", "ours"),
        ("A title", "The average sorting time was reduced by 30%.", "ours"),
        ("FooNet: A net", "The resulting window sorter achieves an accuracy of 81%.", "FooNet"),
        ("Searching for MobileNetV3", "MobileNetV3-Large is 2x faster than ViT-B.", "MobileNetV3-Large"),
        ("A title", "Our schedule not only avoids it, but also leads to a gain of 3%.", "ours"),
        ("A title", "EdgeZRN computes it 240 times faster than real time.", "EdgeZRN"),
        ("Sorting Widgets", "At our large hospital we find that it is 2x faster.", "ours"),
    ],
)
def test_subject(read, title, text, subject):
    assert [claim.subject for claim in read(text, title)] == [subject]


@pytest.mark.parametrize(
    ("said", "subject"),
    [
        ("Indeed, they sort at a cost of $O(n^2)$", ""),
        ("Indeed, widget trees need over 20 hours of training", "widget trees"),
        ("Large widget models need over 20 hours of training", "Large widget models"),
        ("Existing linear algorithms find a sorted widget in $O(n^2)$ time", "Existing linear algorithms"),
        ("The previous method had required 20 GB of memory", "previous method"),
        ("The FooNet model had required 20 GB of memory", "FooNet"),
        ("BazNet does not sort widgets within 20 ms", "BazNet"),
        ("The latency of today's sorters is 20 ms", ""),
        ("Given a set of widgets, the overall runtime is $O(n^2)$", ""),
    ],
)
def test_the_subject_of_earlier_work(read, said, subject):
    (claim,) = read(f"{said}. We propose Zornet.")
    assert (claim.by, claim.subject) == ("prior", subject)


@pytest.mark.parametrize(
    ("text", "by"),
    [
        ("BarNet has 636M parameters. Zornet removes blocks. It reaches 80% accuracy.", ["prior", "own"]),
        ("We address the fitting of widgets. Others take 40 minutes. We propose Zornet.", ["prior"]),
        ("We address the fitting of widgets. It takes 40 minutes. Code will be public.", ["own"]),
        ("We fit widgets. They take 40 minutes. We propose Zornet.", ["own"]),
    ],
)
def test_what_stands_before_the_own_work(read, text, by):
    assert [claim.by for claim in read(text, "Zornet: Fitting Widgets")] == by


def test_sizes_of_one_name_have_a_value_each(read):
    claims = read("FooNet-1M/2M achieve 72.3% and 75.8% top-1 accuracy.", "FooNet: A net")
    assert [claim.subject for claim in claims] == ["FooNet-1M", "FooNet-2M"]


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("ViT-B has an accuracy of 81% while our model has an accuracy of 83%.", "ViT-B"),
        ("It has an accuracy of 83%, comparable to the 82% of BarNet.", "BarNet"),
        ("Our accuracy is 83%, whereas the baseline reaches 81% accuracy.", "baseline"),
        ("However, previous caches have an overhead of 30% in latency. We propose FooNet.", "previous caches"),
        ("Existing sorters have an error of 3%. We propose FooNet.", "Existing sorters"),
        ("Existing approaches struggle with an error of 3%. We propose FooNet.", "Existing approaches"),
        ("However, they are slower by 3x. We propose FooNet.", ""),
        ("However, although pruned sorters are 3x slower, they are simple. We propose FooNet.", "pruned sorters"),
        ("Although binary sorters are 3x faster, they are less accurate. We propose FooNet.", "binary sorters"),
        ("However, after training on more data they are 3x slower. We propose FooNet.", ""),
    ],
)
def test_subject_of_others(read, text, subject):
    claims = [claim for claim in read(text, "FooNet: A net") if claim.by != "own"]
    assert [claim.subject for claim in claims] == [subject]


@pytest.mark.parametrize(
    "text",
    [
        "It is 2x more energy efficient.",
        "It converges up to 3 times faster.",
        "It has a 2x convergence speed improvement.",
    ],
)
def test_an_efficiency_is_better_the_higher(read, text):
    assert [(claim.direction, claim.effect) for claim in read(text)] == [("higher", "better")]


@pytest.mark.parametrize(
    "text",
    [
        "It has up to 2.5x lower time to first token (TTFT) and 3x lower latency.",
        "It has up to 4 points better perplexity and 5 points better accuracy.",
    ],
)
def test_a_bound_covers_the_noun_phrase(read, text):
    assert [claim.bound for claim in read(text)] == ["up_to", "up_to"]


@pytest.mark.parametrize(
    ("text", "baseline"),
    [
        ("It has 20% of the parameters of its teacher.", "teacher"),
        ("It has 20% of the parameters of the network.", ""),
        ("On BERT it is 2x faster than GPT-2; on ViT-B the memory is reduced by 40%.", "ViT-B"),
    ],
)
def test_what_a_part_is_of(read, text, baseline):
    assert read(text)[-1].baseline == baseline

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
        ("It outperforms FooNet and BarNet by 2% and 3% on average.", ["FooNet and BarNet", "FooNet and BarNet"]),
        ("It outperforms FooNet by 5%, and the fast baseline by 3%.", ["FooNet", "fast baseline"]),
        ("It surpasses FooNet by 5%, outperforming prior nets by 3%.", ["FooNet", "prior nets"]),
        ("It outperforms FooNet and has the same accuracy as BarNet, but is 2x faster.", ["BarNet"]),
        ("It improves the accuracy of the quantized model by 1% compared to FooNet.", ["FooNet"]),
        ("It boosts the benchmark model by 7.5% in accuracy.", ["benchmark model"]),
        ("It improves our proposed model by 7.5% in accuracy.", [""]),
        ("Our corpus is 10x larger than other publicly available datasets.", ["publicly available datasets"]),
        ("Our corpus is 10x larger than CIFAR-10.", ["CIFAR-10"]),
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
        ("It is 2x faster than the spring damper (SD) controller.", ["spring damper controller"]),
        ("It is 2x faster than vector quantization (VQ) and FooNet (FN).", ["vector quantization"]),
        ("It outperforms FooWare's BarNet accuracy by 5%.", ["FooWare's BarNet"]),
        ("It has a 2x speedup on CIFAR-10, outperforming FooNet.", [""]),
        ("It has a 2x speedup on ResNet-50, which outperforms FooNet.", ["ResNet-50"]),
        ("It has a 2% gain in accuracy on CIFAR-10, outperforming FooNet.", ["FooNet"]),
        ("It has a 2x speedup when evaluated on ResNet-50.", [""]),
        ("We surpass plain caches. It is a mere table. It has a 2x speedup.", ["plain caches"]),
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
        ("Our accuracy is 90%, compared to FooNet's 85%.", ["own", "baseline"]),
        ("While prior work needs more, our net has an accuracy of 80%.", ["own"]),
        ("While all baselines need graphs, FooNet reaches an accuracy of 80%.", ["own"]),
        ("It is kept at less than an error of 0.13%.", ["own"]),
        ("Our accuracy is high on sets such as FooSet (96.0%).", ["own"]),
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
        ("It is 3% more accurate on the fast foo bar (FOOBAR) dataset.", [["FOOBAR"]]),
        (
            "It gains 3% and 4% accuracy on the MNIST and Foo Bar (FOOBAR) datasets, respectively.",
            [["MNIST"], ["FOOBAR"]],
        ),
        ("It reaches a top accuracy on MNIST digit recognition (99.4%) and TIMIT (75.2%).", [["MNIST"], ["TIMIT"]]),
        ("It is 2.5% better on PSNR.", [[]]),
        ("It is 2.5% better on Transformers.", [[]]),
        (
            "It is best (IS=8.8) on MNIST and COCO, and on STL-10 (IS=9.4, FID=6.1).",
            [["MNIST", "COCO"], ["STL-10"], ["STL-10"]],
        ),
        ("It reaches 83% accuracy on a public plant disease dataset.", [["plant disease dataset"]]),
        ("We use MNIST. It reaches 83% accuracy across seven benchmarks.", [[]]),
        ("On a new visual dialog dataset, we show an accuracy of 83%.", [["visual dialog dataset"]]),
        ("On two sets of benchmarks, FooSet and BarSet, we reach 81% accuracy.", [["FooSet", "BarSet"]]),
        ("We gain 2% accuracy on datasets such as FooSet and BarSet.", [["FooSet", "BarSet"]]),
        ("We gain 2% accuracy on three benchmarks (FooSet, BarSet, Baz-2).", [["FooSet", "BarSet", "Baz-2"]]),
        ("On all benchmark datasets, FooNet reaches 81% accuracy.", [[]]),
        ("We gain 2% and 3% accuracy on MNIST and Foo-7, respectively.", [["MNIST"], ["Foo-7"]]),
        ("We gain 2% accuracy on Foo-7, FooBar and MNIST.", [["Foo-7", "FooBar", "MNIST"]]),
        ("On Foo-7, FooBar-S has an accuracy of 83%.", [["Foo-7"]]),
        ("On the challenging FooSet v2 dataset we gain 2% accuracy.", [["FooSet v2"]]),
        ("On six KGE datasets we gain 2% accuracy.", [[]]),  # a task
        ("On the KGE and the FooSet datasets we gain 2% accuracy.", [["KGE", "FooSet"]]),
        ("On two benchmarks FooSet and Bar-2 we gain 2% accuracy.", [["FooSet", "Bar-2"]]),
        ("On the MNIST dataset FooNet-S is 2% more accurate.", [["MNIST"]]),
        ("It has 58% AP on MS COCO and 30 FPS on a V100.", [["MS COCO"], []]),
        ("It has 97% of the accuracy of BERT on GLUE, but trains 2x faster.", [["GLUE"], []]),
        ("It has 58% AP on MS COCO, 2.5x fewer parameters and 3x lower latency.", [["MS COCO"]] * 3),
        ("It is up to 9x faster (and 2% more accurate on MMLU), with 3x less memory.", [["MMLU"], ["MMLU"], []]),
        ("It compresses ResNet-50 by 15x on ImageNet.", [["ImageNet"]]),
        ("On MS COCO, our model has 5M parameters.", [[]]),
        ("On MS COCO, our model has 58% AP with 5M parameters.", [["MS COCO"]] * 2),
        ("Pre-trained on ImageNet, it has 58% AP on MS COCO.", [["MS COCO"]]),
        ("It is 2% more accurate on MS COCO with ImageNet pre-training.", [["MS COCO"]]),
        ("Models trained on SNLI and tested on MultiNLI are 2% more accurate.", [["MultiNLI"]]),
        ("Models trained on SNLI are 2% more accurate.", [["SNLI"]]),
        ("We evaluate on MNIST. It is 3% more accurate. Moreover, pruning gains 2% accuracy.", [["MNIST"], []]),
        ("It has an accuracy of 83% on MNIST and accuracy of 81% on SVHN.", [["MNIST"], ["SVHN"]]),
        ("On two benchmarks: FooSet and BarSet, FooNet reaches 81% accuracy.", [["FooSet", "BarSet"]]),
        ("On FooBar-3D we reach 81% accuracy.", [["FooBar-3D"]]),
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
        ("For example, BERT-Large obtains a 30% speedup with a 2% accuracy drop.", ["BERT-Large", "BERT-Large"]),
        ("Built upon a ResNet-50 model, our method has a speedup of 20%.", ["ResNet-50"]),
        ("A 90% compressed VGG-16 is the result.", ["VGG-16"]),
        ("We quantize MobileNetV2 to a model size of 1MB.", ["MobileNetV2"]),
        ("It beats DETR, with 3.2% higher mAP on COCO, using Swin-T as the backbone.", ["Swin-T"]),
        ("It has 47.4 mAP with a ViT-B backbone and 49.0 mAP with a Swin-T backbone.", ["ViT-B", "Swin-T"]),
        ("YOLOv2 gets 76.8 mAP on COCO.", []),
        ("It gives a 3x speedup on GPT and 4x on BERT.", ["GPT", "BERT"]),
        ("We evaluate it on BERT. Our method is 2x faster than pruning.", ["BERT"]),
        ("We apply it to the BERT and ViT models. It reduces memory by 30%.", ["BERT", "ViT"]),
        ("Others fine-tune BERT. Our method is 2x faster than pruning.", []),
        ("We evaluate it against BERT. Our method is 2x faster than pruning.", []),
        ("We evaluate it on BERT. Our method is 2x faster on ViT-B.", ["ViT-B"]),
        ("It reduces the FLOPs of BERT (by 25%) and ViT-B (by 31%).", ["BERT", "ViT-B"]),
        ("It gets 78.6 mAP, outperforming methods like RetinaNet with ResNet and SSD.", []),
        ("It gets 30.9 mAP at 52 fps on ViT-S and 45.3 mAP at 7 fps on ViT-B.", ["ViT-S", "ViT-S", "ViT-B", "ViT-B"]),
        ("It shrinks a BERT model by 81%, and a ViT-B model by 84%.", ["BERT", "ViT-B"]),
        ("It cuts the size of BERT from 90MB to 3MB and for ViT-B from 48MB to 7MB.", ["BERT", "ViT-B"]),
        ("It has only 59% of the size of BERT.", []),
        ("It is 2x faster than larger models (e.g., BERT) and takes 30% less memory.", []),
        ("It is 2x faster than pruning on larger models (e.g., BERT).", ["BERT"]),
        ("It scores 16.2 BLEU, surpassing all models, including larger ones like BERT.", []),
        ("It gets 78.6 mAP, outperforming RetinaNet on ResNet-50.", ["ResNet-50"]),
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
        ("It runs at 22 FPS on an NVIDIA Jetson AGX embedded GPU.", [["NVIDIA Jetson"]]),
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
        ("It reduces the complexity from O(n^2) to O(n).", "A title", [[]]),
        ("It reduces the complexity of attention from O(n^2) to O(n).", "A title", [["kernel"]]),
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
        ("It runs at 25 FPS, three times faster than ViT-B.", "A title", [["inference"], ["inference"]]),
        ("It fits the data in 5 hours, three times faster than ViT-B.", "A title", [[], []]),
        ("It computes the kernel matrix in O(n^2) time.", "A title", [[]]),
        ("It has a kernel that is 2x faster.", "A title", [["kernel"]]),
        ("The scene is generated one hour faster than by others.", "A title", [[]]),
        ("It trains in 5 hours.", "A title", [["training"]]),
        ("It uses 137 W of power.", "A title", [[]]),
        ("It uses 2 W of power at 30 FPS.", "A title", [["inference"], ["inference"]]),
        ("It reconstructs a scene in 20 minutes.", "A title", [[]]),
        ("It reconstructs a scene in 2 seconds.", "A title", [["inference"]]),
        ("The architecture search took 4 GPU days.", "A title", [[]]),
        ("When training ResNet-50 on ImageNet, it achieves a 2x speedup.", "A title", [["training"]]),
        ("It has 3x faster learning than DQN.", "A title", [["training"]]),
        ("Variational inference matters. It is 2x faster.", "A title", [[]]),
        ("It improves decoding speed, achieving a 2x speedup over it.", "A title", [["decoding"]]),
        ("It has 5x faster inference with an accuracy drop of 1%.", "A title", [["inference"], ["inference"]]),
        ("It has 5x faster inference and 1% higher accuracy.", "A title", [["inference"], []]),
        ("It is 2x faster than attention-based models.", "A title", [[]]),
        ("It is 2x faster than standard attention.", "A title", [["kernel"]]),
        ("It reaches an accuracy of 82%.", "Prompt tuning of models", [[]]),
        ("It tunes 1% of the parameters.", "Prompt tuning of models", [["finetuning"]]),
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
        ("FooSet: A dataset of cats", "On FooSet, our cat detector has an accuracy of 81%.", "cat detector"),
        ("Searching for MobileNetV3", "MobileNetV3-Large is 2x faster than ViT-B.", "MobileNetV3-Large"),
    ],
)
def test_subject(read, title, text, subject):
    assert [claim.subject for claim in read(text, title)] == [subject]


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
        ("However, they are slower by 3x. We propose FooNet.", ""),
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

"""Where a value holds: its data sets, base models, devices and phase, one compact sentence for each ruling."""

from __future__ import annotations

import pytest


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
        ("We test it on MNIST. It is better. It is 3% more accurate.", [["MNIST"]]),
        ("It is best on MNIST. It is better. It is 3% more accurate.", [[]]),
        ("We test it on MNIST. It is better. It is small. It is 3% more accurate.", [[]]),
        ("We assess the 3D-Foo on MNIST. It is 2x faster. Moreover, it needs 30% less memory.", [["MNIST"]] * 2),
        ("We evaluate on 12 tasks of MNIST. It is 2x faster.", [["MNIST"]]),
        ("We evaluate on MNIST and achieve new records. It is 2x faster.", [[]]),
        ("It reaches 90% accuracy on MNIST. It is 2x faster.", [["MNIST"], []]),
        ("We evaluate on MNIST. It is 2x faster on seven tasks.", [[]]),
        ("We evaluate on MNIST. It has 3M parameters.", [[]]),
        ("Experiments on MNIST and SVHN show new records. It is 2x faster.", [["MNIST", "SVHN"]]),
        ("Experiments on MNIST show new records. It is also 2x faster.", [[]]),
        ("We show the effectiveness of our method on MNIST. Moreover, it is 2x faster.", [["MNIST"]]),
        ("We show that its results on MNIST are good. It is 2x faster.", [[]]),
        ("We evaluate on three datasets: MNIST, SVHN and COCO. It is 3% better.", [["MNIST", "SVHN", "COCO"]]),
        ("We evaluate it using MNIST. It is 3% more accurate.", [["MNIST"]]),
        ("We run experiments to demonstrate the effectiveness of it on MNIST. It is 2x faster.", [["MNIST"]]),
        ("Results on MNIST demonstrate the effectiveness of it. It is good. It is 2x faster.", [["MNIST"]]),
        ("Results on MNIST demonstrate new records. It is good. It is 2x faster.", [[]]),
        ("The effectiveness of it is demonstrated on MNIST. It is 2x faster.", [["MNIST"]]),
        ("Foo has demonstrated records on MNIST. It is 2x faster.", [[]]),
        ("Experiments show new records on MNIST. It is 2x faster.", [[]]),
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
        ("It reaches a mAP on COCO and LVIS (56.4%, 40.1%).", [["COCO"], ["LVIS"]]),
        ("It improves the accuracy on MNIST by up to 2% and on STL-10 by over 3%.", [["MNIST"], ["STL-10"]]),
        ("It is best on MNIST and STL-10 with 83% and 81% accuracy, respectively.", [["MNIST"], ["STL-10"]]),
        ("It reaches 83% accuracy on MNIST, and on STL-10 it reaches 81%.", [["MNIST"], ["STL-10"]]),
        ("On MNIST, it gains 3% accuracy; for digits on SVHN, it gains 2%.", [["MNIST"], ["SVHN"]]),
        ("It is 3% better on MNIST, which is a gain of 12%, and also outperforms FooNet on SVHN.", [["MNIST"]] * 2),
        ("On MNIST and SVHN, it gains 3% and 2% accuracy on the two datasets, respectively.", [["MNIST"], ["SVHN"]]),
        ("Experiments on MNIST show that it gains 3% accuracy across seven tasks.", [["MNIST"]]),
        ("It reaches 81% MNIST accuracy; with more data, it reaches 83% accuracy.", [["MNIST"]] * 2),
        ("It is 2x faster, and attains 81% accuracy on MNIST.", [[], ["MNIST"]]),
        ("It is 2x faster, while it attains 81% accuracy on MNIST.", [["MNIST"]] * 2),
        ("It runs at 30 FPS and sets a new record on datasets such as MNIST and SVHN.", [[]]),
        (
            "It reaches a mAP on DAVIS 2017 val and test-dev (88.1%, 83.0%).",
            [["DAVIS 2017 val"], ["DAVIS 2017 test-dev"]],
        ),
        ("It reaches 81% accuracy on the MNIST dataset and our FooSet dataset.", [["MNIST", "FooSet"]]),
        ("It reaches 81% accuracy on COCO detection as well as LVIS.", [["COCO", "LVIS"]]),
        ("Based on the FooBar-S, our model reaches 81% accuracy.", [[]]),
        (
            "It reaches 81% on MNIST, close to FooNet (83%); and on the SVHN digits, we gain 5%.",
            [["MNIST"]] * 2 + [["SVHN"]],
        ),
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
        ("It is 3% more accurate on MNIST. Moreover, pruning gains 2% accuracy.", [["MNIST"], []]),
        ("We evaluate on MNIST. It is 3% more accurate. Moreover, pruning gains 2% accuracy.", [["MNIST"]] * 2),
        ("It has an accuracy of 83% on MNIST and accuracy of 81% on SVHN.", [["MNIST"], ["SVHN"]]),
        ("On two benchmarks: FooSet and BarSet, FooNet reaches 81% accuracy.", [["FooSet", "BarSet"]]),
        ("On FooBar-3D we reach 81% accuracy.", [["FooBar-3D"]]),
        ("It is best on MNIST (81% top-1 and 90% top-5) and SVHN (71%).", [["MNIST"]] * 2 + [["SVHN"]]),
        ("It is best on the MNIST dataset (F1 of .81) and the SVHN dataset (F1 of .71).", [["MNIST"], ["SVHN"]]),
        ("It outperforms pruning on the MNIST dataset by about 8% and SVHN by about 6%.", [["MNIST"], ["SVHN"]]),
        (
            "It improves accuracy on the MNIST [9] dataset from 51.1% to 72.2% and from 61.2% to 72.3% on the SVHN dataset.",
            [["MNIST"], ["SVHN"]],
        ),
        ("For MNIST digits, it reaches 81% accuracy, and in SVHN digits, it reaches 71%.", [["MNIST"], ["SVHN"]]),
        ("On six KGE benchmark datasets we gain 2% accuracy.", [[]]),
        ("We gain 5% on QUX and 6% on MNIST.", [["QUX"], ["MNIST"]]),
        ("It has 7.5 FID and 0.74 GenEval, and is 3x faster.", [[], ["GenEval"], []]),
        ("It has 81% MNIST accuracy and is 3x faster.", [["MNIST"]] * 2),
        (
            "It has a good accuracy on MNIST (81%), SVHN (71%), and others, with 3x fewer steps.",
            [["MNIST"], ["SVHN"], []],
        ),
        ("It gains 8% on MNIST with more noise and on SVHN with less.", [["MNIST"]]),
        (
            "It gains 8% and 7% accuracy on MNIST with Foo and on SVHN with Bar, respectively.",
            [["MNIST"], ["SVHN"]],
        ),
        (
            "It gains 8% and 7% accuracy, respectively, and is first on MNIST with Foo and on SVHN with Bar.",
            [["MNIST"]] * 2,
        ),
        (
            "It has a top accuracy on DAVIS 2017 val and test-dev (88%, 83%), LVIS (86%).",
            [["DAVIS 2017 val"], ["DAVIS 2017 test-dev"], ["LVIS"]],
        ),
        ("We gain 5% on multilingual FooSet-3.", [["FooSet-3"]]),
        ("It gains 5% accuracy on FooSet-3 and is 2x faster.", [["FooSet-3"]] * 2),
        ("It is 2x faster on FooSet-3.", [[]]),
        ("It gains 5% on Average-Precision.", [[]]),
        ("We gain 5% accuracy with tests on QUX and 6% on MNIST.", [["MNIST"], ["MNIST"]]),
    ],
)
def test_datasets(read, text, datasets):
    assert [list(claim.datasets) for claim in read(text)] == datasets


def test_own_dataset(read):
    (claim,) = read("The best model reaches an accuracy of 65.8%.", "FOOBENCH: A benchmark for agents")
    assert claim.datasets == ("FOOBENCH",)


def test_a_method_is_no_data_set(read):
    """A system that the title does not name is not what its "benchmark" is, unless it is said to be one."""
    title = "Reading of old maps: A benchmark and a method"
    (claim,) = read("We propose FooNet. It reaches an accuracy of 65.8%.", title)
    assert claim.datasets == ()
    (claim,) = read(
        "We propose a new dataset, the Foo Bar Set (FBS). The best model reaches an accuracy of 65.8%.", title
    )
    assert claim.datasets == ("FBS",)


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
        ("We tune a BERT model with 2x less memory.", ["BERT"]),
        ("We perform experiments with BERT and ViT-B on MNIST. It is simple. It is 2x faster.", ["BERT", "ViT-B"]),
        ("We perform experiments with BERT. It is simple. It is small. It is 2x faster.", []),
        ("We evaluate it on MNIST, with a comparison to BERT. It is 2x faster.", []),
        ("We evaluate it on MNIST, as we did BERT. It is 2x faster.", []),
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
        ("It is 2% better than pruning across BERT and GPT-2.", ["BERT", "GPT-2"]),
        ("It reduces latency by 30% and improves accuracy by 2% on BERT.", ["BERT", "BERT"]),
        ("It reduces latency by 30%; on images it improves the accuracy by 2% for BERT.", ["BERT"]),
        ("On three networks: VGG, ResNet and DenseNet, it reduces FLOPs by 40%.", ["VGG", "ResNet", "DenseNet"]),
        ("We study three networks: VGG, ResNet and DenseNet, and cut FLOPs by 40%.", ["VGG", "ResNet", "DenseNet"]),
        ("With our pruning, BERT gains 0.8% in accuracy.", ["BERT"]),
        ("In our tests, BERT has a gain of 0.8% in accuracy.", []),
        ("It is hard for three models: BERT, an old one, achieves only 67.7% F1.", []),
        ("The ResNet-50 model with only 1M parameters is the best.", []),
        ("BERT within our engine reaches 5.1x higher throughput.", ["BERT"]),
        ("It takes 0.1 s (T2I) and 0.2 s (ControlNet) for an image.", ["ControlNet"]),
        ("It saves 85.2% of the memory on MNIST and 83.9% on AlexNet.", ["AlexNet"]),
        ("Leveraging GPT-4, our agent achieves 48.7% accuracy.", ["GPT-4"]),
        ("It gains 3.2% and 4.1% accuracy on LLaMA-7B and 13B, respectively.", ["LLaMA-7B", "LLaMA-13B"]),
        ("It is 2x faster on MobileNet-v1, v2, and v3.", ["MobileNet-v1", "MobileNet-v2", "MobileNet-v3"]),
        ("It improves LLaMA-7B and 13B tokens reduce its loss by 2%.", ["LLaMA-7B"]),
        ("We gain 3.2% accuracy on VGG and BERT models.", ["VGG", "BERT"]),
        ("We gain a 3.2% improvement on VGG and BERT models.", ["VGG", "BERT"]),
        ("It is 3.2% more accurate compared to VGG and BERT.", []),
        ("A VGG model equipped with it gains 3.2% accuracy.", ["VGG"]),
        ("Similar experiments with VGG reveal that FooNet can cut the FLOPs by 40%.", ["VGG"]),
        ("It has an error of 2.8%, which is on par with the 2.7% error of VGG.", []),
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
        ("It runs at 30 FPS on a GPU designed for cars.", [["GPU"]]),
        ("It runs at 30 FPS on a GPU, which is 2x faster than pruning.", [["GPU"], ["GPU"]]),
        ("It speeds up inference on GPUs by 2.4x and on CPUs by 3.1x.", [["GPU"], ["CPU"]]),
        ("On an A100 it takes 20 ms, while on a mobile CPU it takes 150 ms.", [["NVIDIA A100"], ["mobile CPU"]]),
    ],
)
def test_generic_hardware(read, text, hardware):
    assert [list(claim.hardware) for claim in read(text)] == hardware


@pytest.mark.parametrize(
    ("text", "title", "scopes"),
    [
        ("It brings a 2.3x speedup for prefill and 1.7x speedup for decoding.", "A title", [["prefill"], ["decoding"]]),
        ("It achieves a 2x end-to-end speedup.", "Fast inference of models", [["end_to_end", "inference"]]),
        ("It has 3.2x faster TTFT.", "A title", [["inference", "prefill"]]),
        ("It achieves a 5x speedup.", "Accelerating diffusion models", [["inference"]]),
        ("It achieves a 5x speedup.", "Accelerating training of diffusion models", [["training"]]),
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
        ("It needs 40% fewer parameters.", "Prompt tuning of models", [[]]),
        ("It needs 40% fewer trainable parameters.", "Prompt tuning of models", [["finetuning"]]),
        ("It trains a bot end-to-end in two days.", "A title", [["end_to_end", "training"]]),
        ("For instance, when pretraining FooNet, it is 30% faster.", "", [["training"]]),
        ("For instance, for FooNet, it is 30% faster.", "", [[]]),
        ("It is 20x faster to train and 2x faster in inference.", "", [["training"], ["inference"]]),
        ("It is 20x faster to use.", "", [[]]),
        ("It is 2x faster than FooNet on BarNet pretraining.", "", [["training"]]),
        ("It is 2x faster than FooNet on large training sets.", "", [[]]),
        ("It learns the game 3x faster.", "", [["training"]]),
        ("It learns a model that is 3x faster.", "", [[]]),
        ("It learns the game with 3x less memory.", "", [[]]),
        ("It reduces prediction time by 40%.", "", [["inference"]]),
        ("It improves prediction by 40%.", "", [[]]),
        ("It needs 40 fine-tuning steps.", "", [["finetuning"]]),
        ("We train with a thousand kernels in seven minutes.", "", [["training"]]),
        ("With fine-tuning, it is done in under 2 hours.", "", [["finetuning"]]),
        ("It is up to 4x faster.", "Robust Training of Trees", [["training"]]),
        ("It runs up to 4x faster.", "Robust Training of Trees", [[]]),
        ("It is up to 4x faster.", "Robust Post-Training of Trees", [[]]),
        ("It cuts computational cost by 40%.", "Robust Training of Trees", [["training"]]),
        ("It needs 40% fewer FLOPs.", "Robust Training of Trees", [[]]),
    ],
)
def test_scope(read, text, title, scopes):
    assert [sorted(claim.scope) for claim in read(text, title)] == scopes


@pytest.mark.parametrize(
    ("text", "scopes"),
    [
        ("It reduces training and inference latency by 40%.", [["training", "inference"]]),
        ("During training and inference, it is 2.4x faster.", [["training", "inference"]]),
        ("It speeds up the training and testing of models by 2.4x.", [["training", "inference"]]),
        ("It is 2.4x faster in training and 3.1x faster in inference.", [["training"], ["inference"]]),
        ("It brings 40% and 30% savings of training and inference costs.", [["training"], ["inference"]]),
        ("It has 1.7x and 2.8x higher end-to-end training throughput.", [["end_to_end", "training"]] * 2),
        ("It is 2.4x faster at train and test time.", [["training", "inference"]]),
        ("It brings a 2.4x runtime speedup.", [["inference"]]),
        ("It reduces the runtime of the solver by 40%.", [[]]),
    ],
)
def test_scope_of_several(read, text, scopes):
    assert [list(claim.scope) for claim in read(text)] == scopes

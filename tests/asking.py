"""A small claims table with one of everything that a question about it may meet."""

from __future__ import annotations

from datetime import date

from samples import METRICS, claim

from extractor.records import Paper
from extractor.rulefiles.rules import rules_root
from extractor.table.store import table_metadata, write_table
from extractor.table.table import TableBuilder
from extractor.table.units import Units

EVIL = "</script><script>window.__xss=1</script> | <q>bold</q>"
FORMULA = "=cmd|'/C calc'!A0"


def paper(number, title, abstract, url=None):
    return Paper(f"p{number}", title, abstract, ("page.txt",), url, date(2020 + number, 1, 2))


FIREQ = paper(
    1,
    "FireQ: Fast INT4 kernels",
    "FireQ is up to 1.68x faster than QServe on an A100, 0.6% less accurate on ImageNet. It runs in 6 ms, not 10 ms.",
    "https://arxiv.org/abs/2505.20839",
)
CALC = paper(2, FORMULA, "It is 3x faster than FlashAttention2.", "javascript:alert(1)")
PRUNED = paper(3, "Pruned", "It is 2-4x faster than FlashAttention-2. It has 76.1% accuracy on ImageNet.")
SCRIPT = paper(4, EVIL, "It is 5x faster than FlashAttention-3, 8x faster than the dense baseline.")
OTHERS = paper(5, "Others", "Prior work is 100x slower. Ours runs at 30 FPS on COCO, in 5 ms, at 80% on imagenet.")

LEVEL = {"measure": "level", "bound": "exact", "direction": "none", "effect": "none", "baseline": "", "scope": ()}
HUNDRED_BY_OTHERS = {"value_low": 100.0, "value_high": 100.0, "by": "prior", "baseline": ""}


def _level(quote, of, metric, value, unit, *datasets):
    return claim(quote, of, metric=metric, value_low=value, value_high=value, unit=unit, datasets=datasets, **LEVEL)


def _ratio(quote, of, low, baseline, high=None, **fields):
    return claim(quote, of, value_low=low, value_high=high or low, bound="exact", baseline=baseline, **fields)


LOSS = {"metric": "accuracy", "measure": "points", "value_low": 0.6, "value_high": 0.6, "unit": "pp", "bound": "exact"}
CHANGE = {"metric": "latency", "measure": "change", "value_low": 6.0, "value_high": 6.0, "value_before": 10.0}
DEVICE = {
    **{
        "metric": "hardware",
        "measure": "count",
        "value_low": None,
        "value_high": None,
        "unit": "device",
        "bound": "exact",
    },
    **{"direction": "none", "effect": "none", "subject": "", "baseline": "", "scope": (), "rule": "device"},
}

ROWS = (
    (
        FIREQ,
        ("quantization",),
        [
            claim("1.68x", FIREQ, hardware=("NVIDIA A100",)),
            claim("0.6%", FIREQ, direction="lower", effect="worse", datasets=("ImageNet",), **LOSS),
            claim("6 ms", FIREQ, unit="ms", direction="lower", **CHANGE),
            claim("A100", FIREQ, hardware=("NVIDIA A100",), **DEVICE),
        ],
    ),
    (CALC, ("quantization", "caching"), [_ratio("3x", CALC, 3.0, "FlashAttention2", hardware=("A100",))]),
    (
        PRUNED,
        ("pruning",),
        [
            _ratio("2-4x", PRUNED, 2.0, "FlashAttention-2", 4.0, hardware=("A1000",)),
            _level("76.1%", PRUNED, "accuracy", 76.1, "%", "ImageNet"),
        ],
    ),
    (SCRIPT, (), [_ratio("5x", SCRIPT, 5.0, "FlashAttention-3"), _ratio("8x", SCRIPT, 8.0, "the dense baseline")]),
    (
        OTHERS,
        ("pruning",),
        [
            claim("100x", OTHERS, **HUNDRED_BY_OTHERS),
            _level("30 FPS", OTHERS, "throughput", 30.0, "FPS", "COCO"),
            _level("5 ms", OTHERS, "latency", 5.0, "ms"),
            _level("80%", OTHERS, "accuracy", 80.0, "%", "imagenet"),
        ],
    ),
)


def batch(rows=ROWS):
    builder = TableBuilder(METRICS, Units(rules_root() / "quantities" / "units.txt"))
    for of, techniques, claims in rows:
        builder.add(of, claims, techniques)
    return builder.batch()


def write(path, rows=ROWS):
    write_table([batch(rows)], path, table_metadata("digest"))
    return path


def cells(frame_or_table, *columns):
    """The columns of an answer as tuples, for short comparisons."""
    table = frame_or_table
    return list(zip(*(table.column(name).to_pylist() for name in columns), strict=True))

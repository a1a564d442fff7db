"""Gold: papers whose claims a person wrote down, read from JSON Lines (data/gold/README.md)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extractor.gold.goldcheck import GoldError, lines, places, problems


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldClaim:
    """One claim as a person wrote it down; `start` and `end` cut `quote` out of the paper's text.

    `value` is () for a complexity, (before, after) for a change, else one number or the two ends of a range.
    """

    start: int
    end: int
    quote: str
    context: str
    measure: str
    value: tuple[float, ...]
    unit: str
    bound: str
    metric: str
    direction: str
    effect: str
    subject: str
    baseline: str
    datasets: tuple[str, ...]
    models: tuple[str, ...]
    hardware: tuple[str, ...]
    scope: tuple[str, ...]
    by: str
    optional: bool


@dataclass(frozen=True, slots=True)
class GoldDevice:
    """One device of a paper, with the number of them where one is stated."""

    start: int
    end: int
    quote: str
    name: str
    count: float | None


@dataclass(frozen=True, slots=True)
class GoldPaper:
    """One paper of the gold."""

    id: int | str
    title: str
    abstract: str
    source: str
    claims: tuple[GoldClaim, ...]
    hardware: tuple[GoldDevice, ...]
    techniques: tuple[str, ...]

    @property
    def text(self) -> str:
        """What offsets count characters of."""
        return f"{self.title}\n{self.abstract}"


def read_gold(path: Path) -> list[GoldPaper]:
    """The papers of a gold file. Metrics and techniques may be any, so that rules with names of their own can use it.

    Raises GoldError, listing every problem, if anything else is wrong.
    """
    wrong = list(problems(path, None))
    if wrong:
        raise GoldError("\n".join(map(str, wrong)))
    return [_paper(json.loads(line)) for _, line in lines(path)]


def _paper(record: Mapping[str, Any]) -> GoldPaper:
    text = f"{record['title']}\n{record['abstract']}"
    devices: list[GoldDevice] = []
    for entry in record["hardware"]:
        taken = {device.start for device in devices}
        start = next(at for at in places(entry["quote"], text) if at not in taken)
        devices.append(GoldDevice(start, start + len(entry["quote"]), entry["quote"], entry["name"], entry["count"]))
    return GoldPaper(
        record["id"], record["title"], record["abstract"], record["source"],
        tuple(_claim(entry, text) for entry in record["claims"]), tuple(devices), tuple(record["technique"]),
    )  # fmt: skip


def _claim(entry: Mapping[str, Any], text: str) -> GoldClaim:
    start = text.index(entry["context"]) + entry["context"].index(entry["quote"])
    return GoldClaim(
        start=start, end=start + len(entry["quote"]), quote=entry["quote"], context=entry["context"],
        measure=entry["measure"], value=tuple(map(float, entry["value"] or ())), unit=entry["unit"],
        bound=entry["bound"], metric=entry["metric"], direction=entry["direction"], effect=entry["effect"],
        subject=entry["subject"], baseline=entry["baseline"], datasets=tuple(entry["dataset"]),
        models=tuple(entry["model"]), hardware=tuple(entry["hardware"]), scope=tuple(entry["scope"]), by=entry["by"],
        optional=entry["optional"],
    )  # fmt: skip

"""How far to trust each rule: the file rules/precision.toml, written from an evaluation, read for the table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from extractor.records import Claim, Paper
from extractor.rulefiles.rules import PRECISIONS, RuleError, load_table, rules_root

COMMAND = "claimtable evaluate --gold data/gold --write-precision"

_HEAD = """\
# How often each rule is right, measured on {gold}.
# Generated, do not edit: {command}
#
# rule = {{ right, given, precision }}: so many of its rows right at core level (value, metric, measure and direction),
# of so many given; precision is (right + 1) / (given + 2), so that a rule seen twice is not yet sure.

"""


@dataclass(frozen=True, slots=True)
class RuleScore:
    """So many rows of a rule right at core level, of so many given."""

    right: int
    given: int

    @property
    def precision(self) -> float:
        """The smoothed share: one more right and one more wrong, so that two right rows are not yet 1."""
        return (self.right + 1) / (self.given + 2)


class PrecisionFilter:
    """Leaves out the claims of rules whose measured precision is below `least`, or was never measured.

    With `least` None everything passes.
    """

    def __init__(self, precisions: Mapping[str, float], least: float | None) -> None:
        """Start with nothing left out."""
        self.dropped = 0
        self._precisions, self._least = precisions, least

    def __call__(
        self, extracted: Iterable[tuple[Paper, Sequence[Claim], Sequence[str]]]
    ) -> Iterator[tuple[Paper, list[Claim], Sequence[str]]]:
        """The same papers with the claims that are left."""
        for paper, claims, techniques in extracted:
            kept = [claim for claim in claims if self._trusts(claim.rule)]
            self.dropped += len(claims) - len(kept)
            yield paper, kept, techniques

    def _trusts(self, rule: str) -> bool:
        return self._least is None or self._precisions.get(rule, -1.0) >= self._least


def precision_text(scores: Mapping[str, RuleScore], gold: Iterable[Path]) -> str:
    """The text of rules/precision.toml: one line a rule, in the order of their ids."""
    head = _HEAD.format(gold=", ".join(sorted(path.name for path in gold)), command=COMMAND)
    lines = (
        f"{rule} = {{ right = {score.right}, given = {score.given}, precision = {score.precision:.3f} }}\n"
        for rule, score in sorted(scores.items())
    )
    return head + "".join(lines)


def rule_precisions(root: Path) -> dict[str, float]:
    """The measured precision of rules, by id, as far as a rules folder and the shipped one have it.

    A shipped figure does not hold for a frame that `root` replaces. Raises RuleError for a broken file.
    """
    precisions: dict[str, float] = {}
    for base in dict.fromkeys((rules_root(), root)):
        replaced = {path.stem for path in (base / "frames").glob("*.toml")}
        precisions = {rule: value for rule, value in precisions.items() if rule not in replaced}
        if (base / PRECISIONS).exists():
            precisions |= _load(base)
    return precisions


def _load(base: Path) -> dict[str, float]:
    try:
        return {rule: float(entry["precision"]) for rule, entry in load_table(PRECISIONS, base).items()}
    except (KeyError, TypeError, ValueError) as error:
        why = str(error) if isinstance(error, RuleError) else f"{base / PRECISIONS}: a rule has no precision"
        raise RuleError(f"{why}; write it anew: {COMMAND}") from None

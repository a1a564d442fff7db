"""Extract: papers in, their claims and technique labels out; the core that every engine runs."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from extractor.claims.claims import ClaimFinder
from extractor.records import Claim, Paper
from extractor.rulefiles.keys import no_key_missing
from extractor.rulefiles.rules import RuleError, Rules
from extractor.techniques.techniques import labeler_of
from extractor.text.lines import unwrapped

Extracted = tuple[Paper, list[Claim], tuple[str, ...]]
OnFailure = Callable[[Paper, Exception], object]


class Extractor:
    """Claims and techniques of papers, for one set of rules; building it takes most of a second."""

    def __init__(self, rules: Rules) -> None:
        self.rules = rules
        with _uncollected(), no_key_missing(rules):
            self.find = ClaimFinder(rules)
            self.label = labeler_of(rules)

    def __call__(self, paper: Paper) -> Extracted:
        """One paper with its claims, by place, and its technique labels, the main one first."""
        claims = self.find(paper)
        return paper, claims, self._labels(paper, claims)

    def all(
        self, papers: Iterable[Paper], *, for_rows: bool = False, on_failure: OnFailure | None = None
    ) -> Iterator[Extracted]:
        """Every paper in turn, with flat memory however many there are.

        `for_rows` leaves the labels of papers without claims out: no row of a table can hold them. `on_failure` is told
        of a paper that a defect of the program ends at, and the rest goes on; without it the exception is raised.
        """
        for paper in papers:
            try:
                claims = self.find(paper)
                techniques = () if for_rows and not claims else self._labels(paper, claims)
            except (RuleError, MemoryError, OSError):
                raise  # the fault of the rules or of the machine, not of this paper
            except Exception as error:
                if on_failure is None:
                    raise
                on_failure(paper, error)
            else:
                yield paper, claims, techniques

    def _labels(self, paper: Paper, claims: Iterable[Claim]) -> tuple[str, ...]:
        metrics = self.rules.metrics
        gains = {metrics[one.metric].family for one in claims if one.by == "own" and one.effect == "better"}
        title, abstract = (self.find.markup(unwrapped(text)).text for text in (paper.title, paper.abstract))
        return self.label(title, abstract, gains)


@contextmanager
def _uncollected() -> Iterator[None]:
    """No search for garbage meanwhile: what is built stays, and looking it through again takes a third of the time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def extract_papers(papers: Iterable[Paper], rules: Rules) -> Iterator[Extracted]:
    """Each paper with its claims and technique labels, in the order of the papers."""
    yield from Extractor(rules).all(papers)

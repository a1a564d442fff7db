"""Gapped: the competitor of a value whose verb is left out: "FooNet needs 4 MB, BarNet 9 MB", "9 ms for BarNet"."""

from __future__ import annotations

from collections.abc import Collection

from extractor.frames.listing import named
from extractor.frames.own import OwnReader, names_own
from extractor.owners.places import Place
from extractor.owners.scenes import Scene
from extractor.readings.tasks import Reading
from extractor.rulefiles.rules import Rules
from extractor.terms.names import letters
from extractor.text.tokens import Tokens

_FAR = 14  # tokens between two values of which the second has no verb of its own
_NAME = 4  # tokens of a competitor's name


class GappedReader:
    """Reads what stands between two values of one metric, by rules/context/owner.toml."""

    def __init__(self, rules: Rules) -> None:
        context = rules.folder("context")
        table, baseline = context["owner"], context["baseline"]
        self._metrics = rules.metrics
        self._rivals = frozenset(table["baseline"])
        self._speaks_of_own = OwnReader(table["ourselves"])
        self._articles = frozenset(baseline["articles"]) - self._speaks_of_own.words
        self._marks = frozenset([*table["gapped_marks"], *context["subject"]["joiners"]])
        self._being = frozenset(table["gapped_being"])
        self._leads = self._being.union(table["gapped_leads"])
        self._holders = frozenset([*context["model"]["holders"], *table["gapped_holders"]])

    def __call__(
        self, scene: Scene, place: Place, reading: Reading, own: tuple[str, ...], *, listed: bool
    ) -> int | None:
        """Where the competitor's name begins, or the token before a value that it stands behind.

        The value before it may be a competitor's, too (`listed`).
        """
        if self._leads_to_own(scene, place, reading, own):
            return place.first
        if not 0 < place.first - place.before <= _FAR:
            return None
        tokens, known = scene.tokens, self._known(scene, place, own)
        level = reading.measure == "level" and self._is_alike(scene, place, reading)
        if level and (held := self._held(tokens, place, known, own)) is not None:
            return held
        if not self._goes_on(scene, place, reading, listed=listed):
            return None
        if not self._speaks_of_own(tokens, scene.sentence.first, place.before, own):
            return None
        mark = max((at for at in range(place.before, place.first) if tokens.lower[at] in self._marks), default=-1)
        lead = tokens.lower[place.first - 1]
        led = lead in self._leads
        if mark < 0 or (led and self._is_listed(tokens, scene.sentence.first, place.before, lead, own)):
            return None  # "runs 4K at 76 FPS and HD at 104 FPS"
        start = mark + 1
        start += start < place.first and tokens.lower[start] in self._leads  # "..., by BarNet in 9 ms"
        name, end = start + (start < place.first and tokens.lower[start] in self._articles), place.first - led
        return name if 0 < end - name <= _NAME and self._is_other(tokens, name, end, known, own) else None

    def _leads_to_own(self, scene: Scene, place: Place, reading: Reading, own: tuple[str, ...]) -> bool:
        """Whether the next value is one's own, held as this one is by another: "4 GB in BarNet and 1 GB in FooNet"."""
        tokens = scene.tokens
        holder = tokens.lower[place.last] if place.last < scene.sentence.last else ""
        if reading.measure != "level" or holder not in self._holders:
            return False
        alike = (r for r in scene.readings if (r.metric, r.measure) == (reading.metric, "level"))
        ends = [scene.place(r).last for r in alike if scene.place(r).first == place.after]
        if not ends or tokens.lower[ends[0] : ends[0] + 1] != [holder] or place.after - place.last > _FAR:
            return False
        if not self._speaks_of_own(tokens, ends[0] + 1, min(ends[0] + 1 + _NAME, scene.sentence.last), own):
            return False
        before = self._speaks_of_own(tokens, scene.sentence.first, place.first, own)
        return not before and self._is_told(tokens, place.last + 1, self._known(scene, place, own), own)

    def _goes_on(self, scene: Scene, place: Place, reading: Reading, *, listed: bool) -> bool:
        """Whether a value is the level of a resource, as is the value before it, or one that is worse by a participle.

        "FooNet trains in 2 h, BarNet being 3x slower".
        """
        alike = self._is_alike(scene, place, reading)
        if reading.effect == "worse":
            return (listed and alike) or scene.tokens.lower[place.first - 1] in self._being
        # A quality goes on with other data: "81% on A, and 45 mAP on B".
        return reading.measure == "level" and not self._metrics[reading.metric].traits.quality and alike

    @staticmethod
    def _is_alike(scene: Scene, place: Place, reading: Reading) -> bool:
        """Whether the value before is of the same metric and measure."""
        before = (r for r in scene.readings if scene.place(r).last == place.before)
        return any((r.metric, r.measure) == (reading.metric, reading.measure) for r in before)

    @staticmethod
    def _known(scene: Scene, place: Place, own: tuple[str, ...]) -> set[int]:
        """The tokens of names that are no competitors, nor is a second model: "with it, A takes 9 ms, and B 15 ms"."""
        models = any(m.last <= place.before and letters(m.text) not in own for m in scene.named("model"))
        others = scene.named("dataset", "device", *(["model"] if models else []))
        return {at for m in others for at in range(m.first, m.last)}

    def _is_listed(self, tokens: Tokens, first: int, last: int, lead: str, own: tuple[str, ...]) -> bool:
        """Whether the value before stands behind the same word and a name that is not the paper's own."""
        at = next((at for at in range(last - 1, first, -1) if tokens.lower[at] == lead), first)
        return at > first and named(tokens.words[at - 1]) and not names_own(tokens.words[at - 1], own)

    def _held(self, tokens: Tokens, place: Place, known: Collection[int], own: tuple[str, ...]) -> int | None:
        """The token before a value behind which another's name is told as one's own was: "4 J for X and 9 J for Y"."""
        holder = tokens.lower[place.before]
        if holder not in self._holders or tokens.lower[place.last : place.last + 1] != [holder]:
            return None
        mine = self._speaks_of_own(tokens, place.before + 1, min(place.before + 1 + _NAME, place.first), own)
        return place.first - 1 if mine and self._is_told(tokens, place.last + 1, known, own) else None

    def _is_told(self, tokens: Tokens, start: int, known: Collection[int], own: tuple[str, ...]) -> bool:
        """Whether the name of another begins at a token: any with a capital, where one's own has a value like it."""
        stop = min(start + _NAME, len(tokens.words))
        end = next((at for at in range(start, stop) if not named(tokens.words[at])), stop)
        if end == start:  # "the baseline"
            end = next((at for at in range(start, stop) if not tokens.words[at][0].isalpha()), stop)
            return self._is_other(tokens, start, end, known, own)
        return not any(at in known or names_own(tokens.words[at], own) for at in range(start, end))

    def _is_other(self, tokens: Tokens, first: int, last: int, known: Collection[int], own: tuple[str, ...]) -> bool:
        """Whether some tokens are a name of another: with a capital inside, or a word for competitors."""
        here = range(first, last)
        if any(at in known for at in here) or self._speaks_of_own(tokens, first, last, own):
            return False
        coined = all(named(tokens.words[at]) for at in here) and any(named(tokens.words[at][1:]) for at in here)
        return bool(here) and (coined or any(tokens.lower[at] in self._rivals for at in here))

    def is_own_behind(self, tokens: Tokens, at: int, own: tuple[str, ...]) -> bool:
        """Whether what has the value that ends at a token is the paper's own: "2 GB for FooNet"."""
        return at + 1 < len(tokens.words) and names_own(tokens.words[at + 1], own)

"""The stages as spaCy components, for people who already use spaCy; a pipeline needs no other import.

    nlp = spacy.blank("en")
    nlp.add_pipe("claimtable")
    doc = nlp("Our model is 2.1x faster than BERT.")
    claims_of(doc)

Each component reads the document's own text and leaves it as it is: what it finds goes into a group of
`doc.spans` named like the component, with the kind as label and the rule or canonical name as `span.id_`. A component
runs the stages before its own by itself, so that any of them can stand alone.

spaCy imports this module with every pipeline it makes: nothing heavy is imported before a document comes.
"""

from __future__ import annotations

import dataclasses
import shutil
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from spacy.language import Language
from spacy.tokens import Doc
from spacy.vocab import Vocab

if TYPE_CHECKING:
    from extractor.claims.claims import ClaimFinder, Sheet
    from extractor.records import Claim
    from extractor.rulefiles.states import State

# (source start, source end, label, id) of what a stage found
_Found = Iterator[tuple[int, int, str, str]]
_CLAIMS = "claimtable.claims"
_RULES = "rules"


def _finder(root: str | None) -> ClaimFinder:
    """The line for a rules folder, built once a process for each state of it."""
    from extractor.rulefiles.rules import state_of

    folder = Path(root) if root else None
    return _built(folder, state_of(folder))


@lru_cache(maxsize=4)
def _built(folder: Path | None, _: State) -> ClaimFinder:
    from extractor.claims.claims import ClaimFinder
    from extractor.rulefiles.rules import load_rules

    return ClaimFinder(load_rules(folder))


class StageComponent:
    """One stage as a component, by the rules as they are when its first document comes.

    Its name and its rules folder are all that is pickled and copied.
    """

    def __init__(self, name: str, rules: str | None) -> None:
        self.name = name
        self.rules = rules
        self._finder: ClaimFinder | None = None

    def __getstate__(self) -> dict[str, Any]:
        return self.__dict__ | {"_finder": None}

    def __call__(self, doc: Doc) -> Doc:
        """Add the stage's group of spans to a document; the text may hold anything."""
        finder = self._finder = self._finder or _finder(self.rules)
        sheet = finder.sheet(doc.text)
        found = _STAGES[self.name.removeprefix("claimtable_")](finder, sheet)
        spans = (doc.char_span(s, e, label=label, span_id=rule, alignment_mode="expand") for s, e, label, rule in found)
        doc.spans[self.name] = [span for span in spans if span is not None]
        if self.name == "claimtable":
            doc.user_data[_CLAIMS] = [dataclasses.asdict(claim) for claim in finder.claims(sheet)]
        return doc

    def to_disk(self, path: Path, exclude: Iterable[str] = ()) -> None:
        """Save the rules beside the pipeline: it then works without a rules folder of its own.

        They take the place of those that an earlier save left, of which every file would count.
        """
        from extractor.rulefiles.rules import load_rules

        target, rules = Path(path) / _RULES, load_rules(Path(self.rules) if self.rules else None)
        if target.exists() and target.samefile(rules.root):
            return  # saved where it was loaded from
        saved = target.with_name(f"{_RULES}.new")
        shutil.rmtree(saved, ignore_errors=True)
        shutil.copytree(rules.root, saved)
        shutil.rmtree(target, ignore_errors=True)
        saved.rename(target)

    def from_disk(self, path: Path, exclude: Iterable[str] = ()) -> StageComponent:
        """Use the rules saved with a pipeline."""
        self.rules, self._finder = str(Path(path) / _RULES), None
        return self


def claims_of(doc: Doc) -> list[Claim]:
    """The claims of a document that went through the component `claimtable`, by place.

    Raises:
        ValueError: the document has not been through it.
    """
    from extractor.records import Claim

    if _CLAIMS not in doc.user_data:
        raise ValueError('this document has no claims: nlp.add_pipe("claimtable") comes first')
    return [Claim(**{k: _frozen(v) for k, v in entry.items()}) for entry in doc.user_data[_CLAIMS]]


def _frozen(value: Any) -> Any:
    """Lists back to tuples: documents that cross a process come back with lists."""
    return tuple(value) if isinstance(value, list) else value


def _clean(finder: ClaimFinder, sheet: Sheet) -> _Found:
    for clean_start, clean_end, start, end in sheet.cleaned.marks:
        yield start, end, "replaced", sheet.cleaned.text[clean_start:clean_end]


def _numbers(finder: ClaimFinder, sheet: Sheet) -> _Found:
    for number in sheet.numbers:
        yield *sheet.span(number.start, number.end), number.kind, ""


def _quantities(finder: ClaimFinder, sheet: Sheet) -> _Found:
    for q in sheet.quantities:
        if q.kind != "none":
            yield *sheet.span(q.start, q.end), q.kind, q.unit


def _terms(finder: ClaimFinder, sheet: Sheet) -> _Found:
    for term in sheet.terms:
        for kind, value in term.kinds:
            yield *sheet.span(term.start, term.end), kind, value
    for mention in sheet.mentions:
        yield *sheet.span(mention.first, mention.last), mention.kind, mention.name


def _frames(finder: ClaimFinder, sheet: Sheet) -> _Found:
    for _, frames, _, _ in sheet.sentences:
        for group in frames.values():
            for frame in group:
                q = sheet.quantities[frame.quantity]
                yield *sheet.span(q.start, q.end), frame.rule.measure, frame.rule.id


def _context(finder: ClaimFinder, sheet: Sheet) -> _Found:
    for claim in finder.claims(sheet):
        yield claim.start, claim.end, claim.by, claim.baseline


def _claims(finder: ClaimFinder, sheet: Sheet) -> _Found:
    for claim in finder.claims(sheet):
        yield claim.start, claim.end, claim.metric, claim.rule


_STAGES: dict[str, Callable[[ClaimFinder, Sheet], _Found]] = {
    "clean": _clean,
    "numbers": _numbers,
    "quantities": _quantities,
    "terms": _terms,
    "frames": _frames,
    "context": _context,
    "claimtable": _claims,
}
_CONFIG: dict[str, Any] = {"rules": None}


@Language.factory("claimtable_clean", assigns=["doc.spans"], default_config=_CONFIG)
def make_clean(nlp: Language, name: str, rules: str | None) -> StageComponent:
    """Residues of LaTeX and Unicode that matching reads otherwise; `id_` holds what it reads instead."""
    return StageComponent("claimtable_clean", rules)


@Language.factory("claimtable_numbers", assigns=["doc.spans"], default_config=_CONFIG)
def make_numbers(nlp: Language, name: str, rules: str | None) -> StageComponent:
    """Numbers; the label is number, ratio or percent."""
    return StageComponent("claimtable_numbers", rules)


@Language.factory("claimtable_quantities", assigns=["doc.spans"], default_config=_CONFIG)
def make_quantities(nlp: Language, name: str, rules: str | None) -> StageComponent:
    """Quantities; the label is their kind, `id_` their unit."""
    return StageComponent("claimtable_quantities", rules)


@Language.factory("claimtable_terms", assigns=["doc.spans"], default_config=_CONFIG)
def make_terms(nlp: Language, name: str, rules: str | None) -> StageComponent:
    """Metrics, words of change, data sets, models and devices; `id_` is the canonical name."""
    return StageComponent("claimtable_terms", rules)


@Language.factory("claimtable_frames", assigns=["doc.spans"], default_config=_CONFIG)
def make_frames(nlp: Language, name: str, rules: str | None) -> StageComponent:
    """Quantities on which a frame fits, the best first; `id_` is the rule."""
    return StageComponent("claimtable_frames", rules)


@Language.factory("claimtable_context", assigns=["doc.spans"], default_config=_CONFIG)
def make_context(nlp: Language, name: str, rules: str | None) -> StageComponent:
    """Values with their owner (own, baseline, prior) as label and what they are compared with as `id_`."""
    return StageComponent("claimtable_context", rules)


@Language.factory("claimtable", assigns=["doc.spans"], default_config=_CONFIG)
def make_claimtable(nlp: Language, name: str, rules: str | None) -> StageComponent:
    """The whole line: claims as spans, and as records through `claims_of`."""
    return StageComponent("claimtable", rules)


class ClaimTokenizer:
    """The line's own tokenizer, for a pipeline whose tokens shall be those the rules see."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        """The tokens of a text, with its white space."""
        tokenize = _finder(None).tokenize
        words: list[str] = []
        spaces: list[bool] = []
        end = 0
        for match in tokenize.matches(text):
            gap = text[end : match.start()]
            if gap and words and gap[0] == " ":
                spaces[-1], gap = True, gap[1:]
            if gap:
                words.append(gap)
                spaces.append(False)
            words.append(match.group())
            spaces.append(False)
            end = match.end()
        rest = text[end:]
        if rest and words and rest[0] == " ":
            spaces[-1], rest = True, rest[1:]
        if rest:
            words.append(rest)
            spaces.append(False)
        return Doc(self.vocab, words=words, spaces=spaces)

    def to_disk(self, path: Path, exclude: Iterable[str] = ()) -> None:
        """Nothing of its own to save."""

    def from_disk(self, path: Path, exclude: Iterable[str] = ()) -> ClaimTokenizer:
        """Nothing of its own to load."""
        return self

    def to_bytes(self, exclude: Iterable[str] = ()) -> bytes:
        """Nothing of its own to save."""
        return b""

    def from_bytes(self, data: bytes, exclude: Iterable[str] = ()) -> ClaimTokenizer:
        """Nothing of its own to load."""
        return self


def make_tokenizer() -> Callable[[Language], ClaimTokenizer]:
    """For the config: `[nlp.tokenizer]` with `@tokenizers = "claimtable.tokenizer.v1"`."""
    return lambda nlp: ClaimTokenizer(nlp.vocab)

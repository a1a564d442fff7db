"""The stable core: a batch of papers in, a batch of claims out. Every engine runs this and nothing else."""

from __future__ import annotations

import hashlib
import logging
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from extractor import __version__
from extractor.read.columns import FIELDS, REQUIRED, names_of
from extractor.read.papers import RecordError, first_id, make_paper
from extractor.records import Paper
from extractor.rulefiles.rules import load_rules, rules_root, state_of
from extractor.rulefiles.states import State, kept
from extractor.run.extract import Extractor
from extractor.table.precision import PrecisionFilter, rule_precisions
from extractor.table.schema import SCHEMA_VERSION
from extractor.table.table import TableBuilder
from extractor.table.units import Units

if TYPE_CHECKING:
    import pyarrow as pa

_log = logging.getLogger(__name__)
_SOURCES = "sources"
_KINDS = {
    "paper_id": ("is_integer",),
    "published": ("is_integer", "is_temporal"),
    "year": ("is_integer", "is_temporal"),
}
"""What a column of a field may be besides text: names of tests of pyarrow.types."""
_LENIENT = ("url", "published", "year")
"""Fields whose columns of other names (`link`, `date`) hold nothing where they are of another type, as in a file."""


class BatchError(ValueError):
    """A batch whose columns are not those of papers."""


class Failure(NamedTuple):
    """A paper of a batch, by its place, that a defect of the program ended at, and what to report of it."""

    place: int
    paper_id: str
    reason: str


class Rows(NamedTuple):
    """What a batch of papers gives: rows of the claims schema, how many each paper has, and how many were left out.

    `failed` papers have no rows, in order.
    """

    batch: pa.RecordBatch
    counts: list[int]
    dropped: int
    failed: tuple[Failure, ...] = ()


def extract_batch(
    batch: pa.RecordBatch, *, rules: str | Path | None = None, min_precision: float | None = None
) -> pa.RecordBatch:
    """The claims of a batch of papers, as a batch of the claims schema (docs/columns.md), in the order of the papers.

    `batch` has the columns `title` and `abstract` (text) and, where there are any, `paper_id` (text or whole numbers),
    `url` (text), `published` (a date, a time stamp, text or a year), `year` and `sources` (a list of texts, or a text);
    or columns of the other names that `claimtable extract` knows (rules/read/columns.toml). Ids, addresses and days are
    brought into the form that they have there, and so the rows are the same. One whose title or abstract is null or
    blank gives no rows, nor does one that a defect of the program ends at, which the log tells. `rules` is a folder of
    rules of your own, `min_precision` (0 to 1) as on the command line. Rules are loaded once for each state of the
    folder, in under a second. No file is written.

    Raises BatchError if a column is missing or of another type, RuleError if the rules cannot be used.

    >>> import pyarrow as pa
    >>> papers = pa.RecordBatch.from_pydict({"title": ["A kernel"], "abstract": ["It is 2x faster than cuBLAS."]})
    >>> extract_batch(papers).column("quote").to_pylist()
    ['2x']
    """
    rows = batch_extractor(Path(rules) if rules is not None else None, min_precision).rows(batch)
    for failure in rows.failed:
        _log.warning("left out: %s", failure.reason)
    return rows.batch


def joined(some: Sequence[Rows]) -> Rows:
    """The rows of several batches, at least one, as of one batch."""
    import pyarrow as pa

    table = pa.Table.from_batches([rows.batch for rows in some]).combine_chunks()
    batch = next(iter(table.to_batches()), some[0].batch)
    counts: list[int] = []
    failed: list[Failure] = []
    for rows in some:
        failed += (one._replace(place=len(counts) + one.place) for one in rows.failed)
        counts += rows.counts
    return Rows(batch, counts, sum(rows.dropped for rows in some), tuple(failed))


class BatchExtractor:
    """The whole line of stages for one rules folder; building it takes most of a second."""

    def __init__(self, rules_folder: Path | None = None, min_precision: float | None = None) -> None:
        """Load the rules. Raises RuleError if they cannot be used."""
        self.rules = load_rules(rules_folder)
        self._precisions = rule_precisions(self.rules.root)
        self._least = min_precision
        self._extractor, self._units = stages(rules_folder)

    def basis(self) -> dict[str, str]:
        """What rows follow from besides the papers: each in a word that changes when it does."""
        precisions = repr(sorted(self._precisions.items()))
        return {
            "rules": self.rules.digest,
            "measured precisions": hashlib.sha256(precisions.encode()).hexdigest()[:16],
            "program": f"{__version__} {_program_digest()}",
            "schema": SCHEMA_VERSION,
            "--min-precision": "" if self._least is None else repr(float(self._least)),
        }

    def rows(self, batch: pa.RecordBatch, tick: Callable[[], object] | None = None) -> Rows:
        """The rows of a batch of papers; `tick` is called after each paper. Raises BatchError, RowError."""
        builder = TableBuilder(self.rules.metrics, self._units, self._precisions)
        trusted = PrecisionFilter(self._precisions, self._least)
        places: list[int] = []
        counts = [0] * batch.num_rows
        failed: list[Failure] = []

        def fail(paper: Paper, error: Exception) -> None:
            failed.append(Failure(places.pop(), paper.paper_id, _reason(paper, error)))
            if tick:
                tick()

        papers = _papers(batch, places, self.rules.root)
        found = self._extractor.all(papers, for_rows=True, on_failure=fail)
        for number, (paper, claims, techniques) in enumerate(trusted(found)):
            before = len(builder)
            builder.add(paper, claims, techniques)
            counts[places[number]] = len(builder) - before
            if tick:
                tick()
        return Rows(builder.batch(), counts, trusted.dropped, tuple(failed))


def _reason(paper: Paper, error: Exception) -> str:
    """What to report of a defect that a paper brought to light: the same words wherever the program runs."""
    place = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{Path(place.filename).name}:{place.lineno}"
    what = " ".join(f"{type(error).__name__}: {error}".split())
    return (
        f"paper {paper.paper_id}: a defect of claimtable {__version__} ({what}, at {where}); "
        "its claims are left out: please report this line with the title and the abstract"
    )


def batch_extractor(rules_folder: Path | None = None, min_precision: float | None = None) -> BatchExtractor:
    """The line of stages of this process for these rules, built once for each state of them. Raises RuleError."""
    return _extractor(rules_folder, min_precision, state_of(rules_folder))


@lru_cache(maxsize=4)
def _extractor(rules_folder: Path | None, min_precision: float | None, _: State) -> BatchExtractor:
    return BatchExtractor(rules_folder, min_precision)


@kept(state_of, most=4)
def stages(rules_folder: Path | None) -> tuple[Extractor, Units]:
    """The stages and units, which take long to build."""
    rules = load_rules(rules_folder)
    own = rules.root / "quantities" / "units.txt"
    return Extractor(rules), Units(own if own.is_file() else rules_root() / "quantities" / "units.txt")


@lru_cache(maxsize=1)
def _program_digest() -> str:
    """SHA-256 over the package's own code: between two releases the version does not tell that it changed."""
    sha = hashlib.sha256()
    package = Path(__file__).parents[1]
    for path in sorted(package.rglob("*.py")):
        if path.parent != package / "cli":
            sha.update(path.relative_to(package).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return sha.hexdigest()[:16]


def paper_columns(found: Sequence[str], rules: Path | None = None) -> dict[str, list[str]]:
    """Which of the columns found hold which field of a paper: that of the field's own name, then the known names.

    Title and abstract have at most one, and may have none.
    """
    names = names_of(rules)
    chosen = {}
    for field in FIELDS:
        columns = list(dict.fromkeys([*(name for name in found if name == field), *names.find(field, found)]))
        chosen[field] = columns[:1] if field in REQUIRED else columns
    return chosen | {_SOURCES: [_SOURCES] if _SOURCES in found else []}


def _papers(batch: pa.RecordBatch, places: list[int], rules: Path | None) -> Iterator[Paper]:
    """The papers of a batch; the place of each in the batch is added to `places` before it comes."""
    columns = _columns(batch, rules)
    for place in range(batch.num_rows):
        values = {field: [column[place] for column in some] for field, some in columns.items()}
        own = first_id(values.pop("paper_id"), rules)
        fields: dict[str, Any] = {field: next(filter(None, some), None) for field, some in values.items()}
        sources = tuple(fields.pop(_SOURCES) or ())
        try:
            paper = make_paper(sources, paper_id=own, rules=rules, **fields)
        except RecordError:
            continue
        places.append(place)
        yield paper


def _columns(batch: pa.RecordBatch, rules: Path | None) -> Mapping[str, list[list[Any]]]:
    """The columns of papers that a batch has, as Python values. Raises BatchError."""
    names = batch.schema.names
    chosen = paper_columns(names, rules)
    for field, some in chosen.items():
        if (field in REQUIRED and not some) or any(names.count(name) > 1 for name in some):
            problem = f"a batch of papers has one column {(some or [field])[0]!r}"
            raise BatchError(f"{problem}; this one has {', '.join(names) or 'none'}")
    return {field: [_values(field, name, batch.column(name)) for name in some] for field, some in chosen.items()}


def _values(field: str, name: str, column: pa.Array[Any]) -> list[Any]:
    import pyarrow as pa

    kind = column.type.value_type if pa.types.is_dictionary(column.type) else column.type
    try:
        if pa.types.is_null(kind):
            return [None] * len(column)
        if field == _SOURCES and not _is_text(kind):
            texts: list[Any] = cast(Any, column.cast(pa.list_(pa.string()))).to_pylist()
            return texts
        if field == "year" and pa.types.is_floating(kind):
            return column.to_pylist()
        if _is_text(kind) or (field in _KINDS and any(getattr(pa.types, test)(kind) for test in _KINDS[field])):
            texts = list(column.cast(kind).cast(pa.string()).to_pylist())
            return [text and [text] for text in texts] if field == _SOURCES else texts
    except (pa.ArrowException, ValueError) as error:
        raise BatchError(f"the column {name!r} cannot be read: {error}") from error
    if field != name and field in _LENIENT:
        return [None] * len(column)
    wanted = "a date" if field == "published" else "text"
    raise BatchError(f"the column {name!r} is of type {kind}, not {wanted}")


def _is_text(kind: pa.DataType) -> bool:
    import pyarrow as pa

    return pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind)

"""The stable core: a batch of papers in, a batch of claims out. Every engine runs this and nothing else."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from extractor import __version__
from extractor.extract import Extractor
from extractor.papers import arxiv_url, title_id
from extractor.precision import PrecisionFilter, rule_precisions
from extractor.records import Paper
from extractor.rules import load_rules, rules_root
from extractor.schema import SCHEMA_VERSION
from extractor.table import TableBuilder
from extractor.units import Units

if TYPE_CHECKING:
    import pyarrow as pa

PAPER_COLUMNS = ("title", "abstract", "paper_id", "url", "published", "sources")
"""The columns of a batch of papers; the first two must be there."""


class BatchError(ValueError):
    """A batch whose columns are not those of papers."""


class Rows(NamedTuple):
    """What a batch of papers gives: rows of the claims schema, how many each paper has, and how many were left out."""

    batch: pa.RecordBatch
    counts: list[int]
    dropped: int


def extract_batch(
    batch: pa.RecordBatch, *, rules: str | Path | None = None, min_precision: float | None = None
) -> pa.RecordBatch:
    """The claims of a batch of papers, as a batch of the claims schema (docs/columns.md), in the order of the papers.

    `batch` has the columns `title` and `abstract` (text) and, where there are any, `paper_id` (text or whole numbers),
    `url` (text), `published` (a date, a time stamp or ISO text) and `sources` (a list of texts, or a text); others
    are not looked at. A paper without an id gets one made of its title, as on the command line; one whose title or
    abstract is null gives no rows. `rules` is a folder of rules of your own, `min_precision` (0 to 1) as on the command
    line. Rules are loaded once a process, in under a second; do not change them while it runs. No file is written.

    Raises BatchError if a column is missing or of another type, RuleError if the rules cannot be used.

    >>> import pyarrow as pa
    >>> papers = pa.RecordBatch.from_pydict({"title": ["A kernel"], "abstract": ["It is 2x faster than cuBLAS."]})
    >>> extract_batch(papers).column("quote").to_pylist()
    ['2x']
    """
    return batch_extractor(Path(rules) if rules is not None else None, min_precision).rows(batch).batch


def joined(some: Sequence[Rows]) -> Rows:
    """The rows of several batches, at least one, as of one batch."""
    import pyarrow as pa

    table = pa.Table.from_batches([rows.batch for rows in some]).combine_chunks()
    batch = next(iter(table.to_batches()), some[0].batch)
    return Rows(batch, [count for rows in some for count in rows.counts], sum(rows.dropped for rows in some))


class BatchExtractor:
    """The whole line of stages for one rules folder; building it takes most of a second."""

    def __init__(self, rules_folder: Path | None = None, min_precision: float | None = None) -> None:
        """Load the rules. Raises RuleError if they cannot be used."""
        self.rules = load_rules(rules_folder)
        self._precisions = rule_precisions(self.rules.root)
        self._least = min_precision
        self._extractor, self._units = _stages(rules_folder, self.rules.digest)

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
        found = self._extractor.all(_papers(batch, places), for_rows=True)
        for number, (paper, claims, techniques) in enumerate(trusted(found)):
            before = len(builder)
            builder.add(paper, claims, techniques)
            counts[places[number]] = len(builder) - before
            if tick:
                tick()
        return Rows(builder.batch(), counts, trusted.dropped)


@lru_cache(maxsize=4)
def batch_extractor(rules_folder: Path | None = None, min_precision: float | None = None) -> BatchExtractor:
    """The line of stages of this process for these rules, built once. Raises RuleError."""
    return BatchExtractor(rules_folder, min_precision)


@lru_cache(maxsize=4)
def _stages(rules_folder: Path | None, digest: str) -> tuple[Extractor, Units]:
    """The stages and units, which take long to build, once for each state of a rules folder."""
    rules = load_rules(rules_folder)
    own = rules.root / "quantities" / "units.txt"
    return Extractor(rules), Units(own if own.is_file() else rules_root() / "quantities" / "units.txt")


@lru_cache(maxsize=1)
def _program_digest() -> str:
    """SHA-256 over the package's own code: between two releases the version does not tell that it changed."""
    sha = hashlib.sha256()
    for path in sorted(Path(__file__).parent.glob("*.py")):
        if not path.name.startswith("cli"):
            sha.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return sha.hexdigest()[:16]


def _papers(batch: pa.RecordBatch, places: list[int]) -> Iterator[Paper]:
    """The papers of a batch; the place of each in the batch is added to `places` before it comes."""
    columns = _columns(batch)
    for place in range(batch.num_rows):
        record = {name: values[place] for name, values in columns.items()}
        title, abstract = record["title"], record["abstract"]
        if title is not None and abstract is not None:
            places.append(place)
            own = (record.get("paper_id") or "").strip()
            url = record.get("url") or arxiv_url(own)
            sources = tuple(record.get("sources") or ())
            yield Paper(own or title_id(title), title, abstract, sources, url, record.get("published"))


def _columns(batch: pa.RecordBatch) -> Mapping[str, list[Any]]:
    """The columns of papers that a batch has, as Python values. Raises BatchError."""
    names = batch.schema.names
    for name in PAPER_COLUMNS:
        if names.count(name) > 1 or (name in PAPER_COLUMNS[:2] and name not in names):
            raise BatchError(f"a batch of papers has one column {name!r}; this one has {', '.join(names) or 'none'}")
    return {name: _values(name, batch.column(name)) for name in PAPER_COLUMNS if name in names}


def _values(name: str, column: pa.Array[Any]) -> list[Any]:
    import pyarrow as pa

    kind = column.type.value_type if pa.types.is_dictionary(column.type) else column.type
    try:
        if pa.types.is_null(kind):
            return [None] * len(column)
        if name == "published":
            return _days(column.cast(kind), kind)
        if name == "sources" and not _is_text(kind):
            texts: list[Any] = cast(Any, column.cast(pa.list_(pa.string()))).to_pylist()
            return texts
        if _is_text(kind) or (name == "paper_id" and pa.types.is_integer(kind)):
            texts = list(column.cast(kind).cast(pa.string()).to_pylist())
            return [text and [text] for text in texts] if name == "sources" else texts
    except (pa.ArrowException, ValueError) as error:
        raise BatchError(f"the column {name!r} cannot be read: {error}") from error
    raise BatchError(f"the column {name!r} is of type {kind}, not text")


def _days(column: pa.Array[Any], kind: pa.DataType) -> list[date | None]:
    """Days out of dates, time stamps or ISO text; null where there is none that Python has, or no date."""
    import pyarrow as pa

    texts = column.cast(pa.string()).to_pylist() if _is_text(kind) or pa.types.is_temporal(kind) else None
    if texts is None:
        raise BatchError(f"the column 'published' is of type {kind}, not a date")
    return [_day(text) for text in texts]


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text[:10]) if text else None
    except ValueError:
        return None


def _is_text(kind: pa.DataType) -> bool:
    import pyarrow as pa

    return pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind)

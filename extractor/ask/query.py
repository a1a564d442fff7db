"""DuckDB over one claims table or a folder of them: its views and macros, and queries that can reach nothing else.

Queries of ours read the Parquet files by DuckDB's own reader, which holds little of them at a time. For a query of the
user the files come in as an Arrow data set, so that no statement can name a file: access to files, networks and
extensions is off, and the configuration is locked. (DuckDB's `allowed_paths` would also allow a COPY over the table.)
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractor.ask.unify import KEY_STEPS, Name, unified
from extractor.table.schema import HARDWARE
from extractor.table.store import READING, check_pages, damaged, table_files

if TYPE_CHECKING:
    import pyarrow as pa

BATCH_ROWS = 4096

LIST_COLUMNS = {"hardware": "hardware", "dataset": "datasets", "model": "models"}
"""Names that stand in a column of lists: kind of name, column."""

NAME_KINDS = ("baseline", *LIST_COLUMNS)
"""The kinds of names that are unified; each has a view `baseline_names`, `hardware_names` ..."""

MACROS = {
    "factor(low, high)": (
        "the middle of a claim's factors: their geometric mean",
        "case when low is null then high when high is null or low < 0 then low else sqrt(low * high) end",
    ),
    "name_key(name)": ("what the spellings of one name share", None),
    "against(wanted)": (
        "the claims measured against a baseline, names unified",
        "table select * from claims where baseline in "
        "(select raw from baseline_names where key = name_key(wanted) and not generic)",
    ),
    "per_technique()": (
        "the claims, once for each technique of theirs (column technique)",
        "table select *, unnest(techniques) as technique from claims",
    ),
    "per_dataset()": (
        "the claims, once for each data set (column dataset, names unified)",
        "table select claims.*, name as dataset from (select *, unnest(datasets) as raw from claims) as claims "
        "join dataset_names using (raw)",
    ),
    "per_model()": (
        "the claims, once for each base model (column model, names unified)",
        "table select claims.*, name as model from (select *, unnest(models) as raw from claims) as claims "
        "join model_names using (raw)",
    ),
    "per_device()": (
        "the claims, once for each device (column device, names unified)",
        "table select claims.*, name as device from (select *, unnest(hardware) as raw from claims) as claims "
        "join hardware_names using (raw)",
    ),
    "claims_with_devices()": (
        "the claims, with all devices that their paper names (column devices)",
        "table select claims.*, devices from claims left join "
        "(select paper_id, list_sort(list(distinct device)) as devices from hardware group by paper_id) "
        "using (paper_id)",
    ),
}
"""The macros of every query: signature, meaning and definition."""

VIEWS = {
    "claims": ("every row of the table, columns as in docs/columns.md", None),
    "papers": (
        "one row a paper: paper_id, title, url, published, sources, techniques, claims, devices, best_factor",
        f"""select paper_id, any_value(title) as title, any_value(url) as url, any_value(published) as published,
            any_value(sources) as sources, any_value(techniques) as techniques,
            count(*) filter (metric <> '{HARDWARE}') as claims, count(*) filter (metric = '{HARDWARE}') as devices,
            max(factor(factor_low, factor_high)) filter ("by" = 'own') as best_factor
        from claims group by paper_id order by paper_id""",
    ),
    "hardware": (
        "one row a mention of a device: claim_id, paper_id, title, device, number, quote, sentence",
        f"""select claim_id, paper_id, title, unnest(hardware) as device, value_low as number, quote, sentence
        from claims where metric = '{HARDWARE}'""",
    ),
}
"""The views of every query: name, meaning and definition."""

_SETTINGS = (
    "set autoinstall_known_extensions = false",
    "set autoload_known_extensions = false",
    "set enable_external_access = false",
    "set python_enable_replacements = false",
    "set lock_configuration = true",
)


class QueryError(ValueError):
    """A query that cannot be answered; its text is meant for who asked."""


class Database:
    """The claims at `path` (a table or a folder of them) in DuckDB, for reading only.

    A claim that stands in two files of a folder counts once. Only a `closed` one takes queries of the user: it can
    reach nothing but the claims. Raises TableError if there is no table at `path`, or it is damaged.
    """

    def __init__(self, path: Path, *, closed: bool = False) -> None:
        """Open the table, after a look at its checksums; of a huge one nothing but the heads of its files is read."""
        import duckdb

        self.path = path
        self.files = table_files(path)
        check_pages(self.files)
        self.closed = closed
        self._connection = duckdb.connect(":memory:")
        self._connection.execute("set enable_progress_bar = false")  # it would be drawn into the answer
        self._names: dict[str, list[Name]] = {}
        self._make_files()
        self._make_claims()
        for signature, (_, body) in MACROS.items():
            if not (body or "").startswith("table"):
                self._connection.execute(f"create macro {signature} as {body or _key_in_sql()}")
        for name, (_, body) in VIEWS.items():
            if body:
                self._connection.execute(f"create view {name} as {body}")
        for setting in _SETTINGS if closed else ():
            self._connection.execute(setting)

    def table(self, sql: str, parameters: Mapping[str, Any] | None = None) -> pa.Table:
        """The answer to a query of ours, whole. Values come as `parameters` ($name in the query), never in its text."""
        return self.reader(sql, parameters).read_all()

    def reader(self, sql: str, parameters: Mapping[str, Any] | None = None) -> pa.RecordBatchReader:
        """The answer to a query of ours, in batches of at most BATCH_ROWS rows. Raises TableError, also on the way."""
        with self._damage_told():
            relation = self._connection.sql(sql, params=dict(parameters) if parameters else None)
            return _guarded(relation.to_arrow_reader(BATCH_ROWS), self._damage_told)

    def ask(self, sql: str) -> pa.RecordBatchReader:
        """The answer to a query of the user, which may only read. Raises QueryError, with the reason."""
        import duckdb

        if not self.closed:
            raise ValueError("only a closed database takes queries of the user")
        if not sql.strip():
            raise QueryError('the query is empty; "from claims" gives every claim')
        self._make_table_macros()
        try:
            statements = self._connection.extract_statements(sql)
        except duckdb.Error as error:
            raise QueryError(_message(error)) from error
        kinds = {duckdb.StatementType.SELECT, duckdb.StatementType.EXPLAIN, duckdb.StatementType.MULTI}
        if len(statements) != 1 or statements[0].type not in kinds:
            raise QueryError(
                "one query at a time, and only one that reads: select, from, with, pivot, describe, explain"
            )
        try:
            relation = self._connection.sql(sql)
            if relation is None:
                raise QueryError("this query gives no rows")
            return _guarded(relation.to_arrow_reader(BATCH_ROWS), _user_told)
        except duckdb.Error as error:
            raise QueryError(_message(error)) from error

    def names(self, kind: str) -> list[Name]:
        """The unified names of a kind (NAME_KINDS), also as the view `<kind>_names`."""
        import pyarrow as pa

        if kind not in self._names:
            column = f"unnest({LIST_COLUMNS[kind]})" if kind in LIST_COLUMNS else kind
            counts = self.table(
                f"select raw, count(*) as number from (select {column} as raw from claims) where raw <> '' "
                "group by raw order by raw"
            )
            pairs = zip(*(counts.column(name).to_pylist() for name in ("raw", "number")), strict=True)
            names = unified(dict(pairs), kind)
            texts: list[pa.Field[Any]] = [pa.field(column, pa.string()) for column in ("raw", "name", "key")]
            schema = pa.schema([*texts, pa.field("generic", pa.bool_())])
            rows = pa.Table.from_pylist([name._asdict() for name in names], schema=schema)
            self._connection.register(f"{kind}_names", rows)
            self._names[kind] = names
        return self._names[kind]

    def _make_table_macros(self) -> None:
        """The macros that give rows, and the names that they need."""
        if self._names.keys() == set(NAME_KINDS):
            return
        for kind in NAME_KINDS:
            self.names(kind)
        for signature, (_, body) in MACROS.items():
            if (body or "").startswith("table"):
                self._connection.execute(f"create macro {signature} as {body}")

    def close(self) -> None:
        """Let go of the files."""
        self._connection.close()

    @contextmanager
    def _damage_told(self) -> Iterator[None]:
        """Make what goes wrong in reading the table for a query of ours a TableError; what is wrong in it stays."""
        import duckdb
        import pyarrow as pa

        try:
            yield
        except (duckdb.BinderException, duckdb.CatalogException, duckdb.ParserException, duckdb.OutOfMemoryException):
            raise
        except (duckdb.Error, pa.ArrowException, OSError) as error:
            raise damaged(self.path, error) from error

    def _make_files(self) -> None:
        """The view `files`: every row of every file."""
        import pyarrow.dataset as ds

        from extractor.table.schema import claims_schema

        names = [str(file.resolve()) for file in self.files]
        if self.closed or any(letter in name for name in names for letter in "*?["):  # the reader takes these for globs
            parquet = ds.ParquetFileFormat(default_fragment_scan_options=ds.ParquetFragmentScanOptions(**READING))
            self._connection.register("files", ds.dataset(names, schema=claims_schema(), format=parquet))
        else:
            with self._damage_told():
                self._connection.read_parquet(names, hive_partitioning=False).create_view("files")

    def _make_claims(self) -> None:
        """The view `claims`: the files, each claim once."""
        twice = False
        if len(self.files) > 1:
            with self._damage_told():
                counted = self._connection.execute("select count(*) > count(distinct claim_id) from files").fetchone()
            twice = bool(counted and counted[0])
        once = " qualify row_number() over (partition by paper_id, claim_id) = 1" if twice else ""
        self._connection.execute(f"create view claims as select * from files{once}")


def describe_views() -> Sequence[tuple[str, str]]:
    """Every view and macro with its meaning, for the help page."""
    return [(name, meaning) for name, (meaning, _) in (VIEWS | MACROS).items()]


def _key_in_sql() -> str:
    """`name_key` as an SQL expression, out of the very steps that Python takes."""
    sql = "name"
    for pattern, new in KEY_STEPS:
        sql = f"regexp_replace({sql}, '{pattern}', '{new}', 'g')" if pattern else f"lower({sql})"
    return sql


@contextmanager
def _user_told() -> Iterator[None]:
    """Make what goes wrong a QueryError: what does so only on the way, such as a cast, is the user's query too."""
    import duckdb
    import pyarrow as pa

    try:
        yield
    except (duckdb.Error, pa.ArrowException, OSError) as error:
        raise QueryError(_message(error)) from error


def _guarded(reader: pa.RecordBatchReader, told: Callable[[], AbstractContextManager[None]]) -> pa.RecordBatchReader:
    """The same stream; what goes wrong on the way is `told`."""
    import pyarrow as pa

    def batches() -> Iterator[pa.RecordBatch]:
        batches = iter(reader)
        while True:
            with told():
                batch = next(batches, None)
            if batch is None:
                return
            yield batch

    return pa.RecordBatchReader.from_batches(reader.schema, batches())


def _message(error: Exception) -> str:
    return str(error).strip()

"""The line of stages on Apache Spark: `extract_batch` through `DataFrame.mapInArrow`, and nothing more.

Spark cuts the input, retries what fails, and commits the output. Every node needs claimtable installed, and a rules
folder of your own at the same path.
"""

from __future__ import annotations

import os
import sys
import warnings
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractor.read.columns import REQUIRED
from extractor.run.batch import batch_extractor, paper_columns
from extractor.run.parts import RunError
from extractor.table.schema import claims_schema
from extractor.table.store import table_metadata, write_table

if TYPE_CHECKING:
    import pyarrow as pa

_BATCH_ROWS = "1024"


def map_batches(
    batches: Iterator[pa.RecordBatch], rules: str | None = None, min_precision: float | None = None
) -> Iterator[pa.RecordBatch]:
    """What `mapInArrow` calls: batches of papers in, batches of claims out. Raises what `extract_batch` raises."""
    line = batch_extractor(Path(rules) if rules else None, min_precision)  # one for all, whatever is written meanwhile
    for batch in batches:
        yield line.rows(batch).batch


def claims_of_papers(papers: Any, rules: Path | None = None, min_precision: float | None = None) -> Any:
    """The claims of a Spark DataFrame of papers (columns as for `extract_batch`), as a DataFrame of the claims schema.

    A paper that occurs twice is two papers here. A paper without a column `sources` gets the name of its file.
    """
    from pyspark.sql import functions
    from pyspark.sql.pandas.types import from_arrow_schema

    if "sources" not in papers.columns:
        papers = papers.withColumn("sources", functions.array(functions.col("_metadata.file_name")))
    some = dict.fromkeys(name for names in paper_columns(papers.columns, rules).values() for name in names)
    wanted = papers.select(*(f"`{name.replace('`', '``')}`" for name in some))
    mapped = partial(map_batches, rules=str(rules) if rules else None, min_precision=min_precision)
    return wanted.mapInArrow(mapped, from_arrow_schema(claims_schema()))


def extract_with_spark(
    inputs: Sequence[str | Path],
    output: str | Path,
    *,
    master: str | None = None,
    rules: Path | None = None,
    min_precision: float | None = None,
) -> int:
    """Read Parquet files or folders of papers, and write the folder `output`; returns the number of rows.

    Places may be addresses that Spark knows (hdfs://, s3a://). Where `output` is in this machine's file system, its
    files are then given the claims table's own schema and metadata, so that every command of claimtable reads them.
    Raises RunError if there is no Spark or no Java, if `output` is there already, or for what Spark says; RuleError.
    """
    line = batch_extractor(rules, min_precision)  # what is wrong with the rules is said here, and once
    local = "://" not in str(output)
    if local and Path(output).exists():
        raise RunError(f"{output} is there already; Spark writes a new folder: remove it, or give another name")
    session = _session(master)
    from pyspark.errors import PySparkException

    try:
        papers = session.read.parquet(*map(str, inputs))
        chosen = paper_columns(papers.columns, rules)
        missing = [name for name in REQUIRED if not chosen[name]]
        if missing:
            found = ", ".join(papers.columns)
            raise RunError(f"there is no column {missing[0]!r}; the columns found are {found}; rename one of them")
        claims_of_papers(papers, rules, min_precision).write.parquet(str(output))
        rows: int = session.read.parquet(str(output)).count()
    except PySparkException as error:
        raise RunError(f"Spark: {str(error).strip().splitlines()[0]}") from error
    finally:
        session.stop()
    if local:
        _as_table(Path(output), table_metadata(line.rules.digest))
    return rows


def _session(master: str | None) -> Any:
    """A Spark session whose workers run this interpreter. Raises RunError."""
    import shutil

    try:
        from pyspark.errors import PySparkException
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise RunError("--engine spark needs PySpark: pip install 'claimtable[spark]'") from error
    if not (shutil.which("java") or os.environ.get("JAVA_HOME")):
        raise RunError("--engine spark needs Java 17 or later: install a JRE, or set JAVA_HOME")
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)  # or workers take any python3 there is on the path
    warnings.filterwarnings("ignore", "PySpark does not yet fully support pandas", FutureWarning)  # none is used here
    builder = SparkSession.builder.appName("claimtable").config(
        "spark.sql.execution.arrow.maxRecordsPerBatch", _BATCH_ROWS
    )
    if master:
        builder = builder.master(master)
    try:
        session = builder.config("spark.ui.enabled", "false").getOrCreate()
    except (PySparkException, RuntimeError) as error:
        raise RunError(f"Spark does not start: {str(error).strip().splitlines()[0]}") from error
    session.sparkContext.setLogLevel("ERROR")
    return session


def _as_table(folder: Path, metadata: dict[str, str]) -> None:
    """Give each file that Spark wrote the claims schema (Spark makes every column nullable) and its metadata."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = claims_schema()
    for path in sorted(folder.rglob("part-*.parquet")):
        with pq.ParquetFile(path) as file:
            kinds = [field.type for field in schema]
            batches = (
                pa.RecordBatch.from_arrays(list(map(pa.Array.cast, batch.columns, kinds)), schema=schema)
                for batch in file.iter_batches()
            )
            write_table(batches, path, metadata)
        path.with_name(f".{path.name}.crc").unlink(missing_ok=True)  # the checksum of what Spark wrote

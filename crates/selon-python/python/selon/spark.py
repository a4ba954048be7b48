"""Reports coded on a Spark cluster: the same claims and events as on one machine, however the data are partitioned.

>>> coded = selon.spark.code(spark.read.parquet("reports/"))
>>> selon.spark.claims(coded).write.parquet("claims/")
>>> selon.spark.merge(coded).write.parquet("merged/")

Executors import this package: install the wheel on each node, or ship a packed environment with ``--archives``, and let
``PYSPARK_PYTHON`` name its interpreter (docs/python.md).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import pyarrow as pa
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

from selon import _selon

FIELDS = ("id", "text", "lang", "date", "title", "outlet", "url")
"""What a report can state, each in a column of this name."""


def _ddl(data_type: pa.DataType) -> str:
    if pa.types.is_struct(data_type):
        fields = (data_type.field(idx) for idx in range(data_type.num_fields))
        return f"STRUCT<{', '.join(f'`{field.name}`: {_ddl(field.type)}' for field in fields)}>"
    if pa.types.is_list(data_type):
        return f"ARRAY<{_ddl(data_type.value_type)}>"
    words = {pa.string(): "STRING", pa.int64(): "BIGINT", pa.float64(): "DOUBLE", pa.bool_(): "BOOLEAN"}
    return words[data_type]


def _columns_ddl(schema: _selon.Schema) -> str:
    return ", ".join(f"`{field.name}` {_ddl(field.type)}" for field in pa.schema(schema))


CLAIMS_DDL = _columns_ddl(_selon.CLAIMS)
"""The table of claims as a Spark schema."""

CODED_DDL = _columns_ddl(_selon.CODED)
"""What :func:`code` gives, as a Spark schema: the columns of ``selon.REPORTS`` and ``claims``, a list of records."""


def code(df: DataFrame, *, columns: Mapping[str, str] | None = None) -> DataFrame:
    """Read every row. A pure map: a lost task can be run again, and the order of rows and partitions changes no claim.

    Args:
        df: Rows with ``text`` and, where known, the other :data:`FIELDS`. A row without an id is named by its content.
        columns: For a field whose column has another name, that name.

    Returns:
        One row a report: the columns of ``selon.REPORTS``, and ``claims``. A row that cannot be read has the reason in
        ``set_aside`` and no claims; the job goes on.

    Raises:
        selon.Error: When there is no column of texts, or ``columns`` names a field or a column that is not there.

    """
    named = dict(columns or {})
    for field, column in named.items():
        if field not in FIELDS or column not in df.columns:
            raise _selon.Error(f"columns={{{field!r}: {column!r}}}: no such field or column")
    wanted = {field: named.get(field, field) for field in FIELDS if named.get(field, field) in df.columns}
    if "text" not in wanted:
        raise _selon.Error(f"no column of texts in {df.columns}; name it with columns={{'text': …}}")
    texts = df.select([F.col(f"`{column}`").cast("string").alias(field) for field, column in wanted.items()])
    return texts.mapInArrow(_code_batches, CODED_DDL)


def code_files(spark: SparkSession, paths: Iterable[str]) -> DataFrame:
    """Read files of reports (WARC of CC-NEWS, JSON lines, feeds, pages; gzip, xz or Zstandard), one task a file.

    Args:
        spark: The session.
        paths: Files that every executor can open under this name.

    Returns:
        As :func:`code`. A broken record, or a file that cannot be read, is a row with the reason in ``set_aside``.

    """
    files = [(path,) for path in paths]
    df = spark.createDataFrame(files, "path STRING").repartition(max(len(files), 1), "path")
    return df.mapInArrow(_code_files, CODED_DDL)


def claims(coded: DataFrame) -> DataFrame:
    """The claims of coded reports, one row a claim, in the columns of ``selon.CLAIMS``.

    Args:
        coded: What :func:`code` or :func:`code_files` gave.

    """
    return coded.selectExpr("inline(claims)")


def set_aside(coded: DataFrame) -> DataFrame:
    """The rows that could not be read: ``report_id`` and the reason in ``set_aside``.

    Args:
        coded: What :func:`code` or :func:`code_files` gave.

    """
    return coded.where("set_aside IS NOT NULL").select("report_id", "set_aside")


def merge(coded: DataFrame) -> DataFrame:
    """Group the claims of coded reports to events. Reports with the same words are copies.

    Claims are grouped in blocks that never meet, one for each family of PLOVER types: a block is held by one Python
    worker, so that the largest family bounds the memory of a worker and there are at most fourteen tasks.

    Args:
        coded: What :func:`code` or :func:`code_files` gave; it is read twice, so persist it or write it first.

    Returns:
        The claims, with the columns of their event filled, in the columns of ``selon.CLAIMS``: the rows of
        ``selon.situation(…).claims()``.

    """
    read = coded.where("set_aside IS NULL")
    first = "min_by(outlet, struct(published IS NULL, published, report_id)) FILTER (WHERE outlet IS NOT NULL)"
    groups = read.groupBy("words_key").agg(F.min("report_id").alias("group"), F.expr(first).alias("voice"))
    rows = read.select("words_key", F.explode("claims").alias("claim")).select("words_key", "claim.*")
    families = [F.lit(part) for family in _selon.families() for part in family]
    blocks = rows.join(groups, "words_key").withColumn("block", F.create_map(families)[F.col("type")])
    return blocks.groupBy("block").applyInArrow(_merge_block, CLAIMS_DDL)


def _code_batches(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """One thread: Spark runs as many tasks as it has cores."""
    for batch in batches:
        yield from pa.table(_selon.code_nested(batch, [], 1)).to_batches()


def _code_files(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    for batch in batches:
        for path in batch.column("path").to_pylist():
            for table in _selon.CodedFile(path, 1):
                yield from pa.table(table).to_batches()


def _merge_block(table: pa.Table) -> pa.Table:
    return pa.table(_selon.merge_block(table))

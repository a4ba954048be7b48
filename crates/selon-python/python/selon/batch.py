"""Many reports: tables in, tables out, over the Arrow stream interface."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from os import PathLike, fspath

from selon import _selon
from selon._selon import Database, Situation, Table
from selon.arrow import ArrowStream
from selon.reading import Reading


@dataclass(frozen=True)
class Batch:
    """What many reports gave. Any Arrow library takes it as the table of claims.

    Attributes:
        claims: One row a claim, in the columns of :data:`selon.CLAIMS`; reports in the order given.
        reports: One row a report, in the columns of :data:`selon.REPORTS`, with remarks and, for a row that could not
            be read, the reason in ``set_aside``.

    """

    claims: Table
    reports: Table

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """Give the claims as an Arrow C stream."""
        return self.claims.__arrow_c_stream__(requested_schema)


def read_batch(table: ArrowStream, *, columns: Mapping[str, str] | None = None, jobs: int | None = None) -> Batch:
    """Read every row of a table. Other Python threads run meanwhile; Ctrl-C stops within 256 reports.

    Args:
        table: Rows with ``text`` and, where known, ``id``, ``lang``, ``date``, ``title``, ``outlet``, ``url``. Ids and
            dates may be of any type that has a text form. A row without an id is named by a hash of its content.
        columns: For a field whose column has another name, that name: ``{"text": "body"}``.
        jobs: Threads; one a core when not stated.

    Returns:
        Claims and reports. A row without text, or with one above 2 MiB, is set aside and the others are read.

    Raises:
        Error: When the table has no column of texts, or names a column that it does not have.
        ValueError: When ``jobs`` is less than 1.

    """
    if jobs is not None and jobs < 1:
        raise ValueError(f"jobs={jobs}: at least one thread is needed")
    return Batch(*_selon.code_tables(table, list((columns or {}).items()), jobs))


def situation(claims: Batch | ArrowStream | Iterable[Reading]) -> Situation:
    """Group claims to events: what several reports tell is counted once, and no claim is changed by it.

    Args:
        claims: What :func:`read_batch` gave; or readings; or a table of claims from anywhere, whose ``copy_group``
            tells which reports are copies. In the first two cases reports with the same words are copies.

    Returns:
        The situation, the same whatever the order of the reports.

    Raises:
        Error: When the table is no table of claims, or a reading comes from a pickle.

    """
    if isinstance(claims, Batch):
        return Situation.of_tables(claims.claims, claims.reports)
    if isinstance(claims, ArrowStream):
        return Situation.of_tables(claims, None)
    data = []
    for reading in claims:
        if reading._data is None:
            raise _selon.Error(
                f"{reading.id}: the reading comes from a pickle; read its text again to group its claims"
            )
        data.append(reading._data)
    return Situation.of_readings(data)


def open(path: str | PathLike[str]) -> Database:
    """Open a database that ``selon ingest --db`` made, to look at it; nothing in it is changed.

    Args:
        path: The file.

    Returns:
        The database; its tables come by :meth:`Database.reports`, :meth:`Database.situation`, :meth:`Database.search`.

    Raises:
        Error: When the file is missing, no database of Selon, of another version, or damaged.

    """
    return Database(fspath(path))

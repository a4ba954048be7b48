"""The extension module; use it through the package `selon`."""

from collections.abc import Iterator

import pandas
import polars
import pyarrow

from selon.arrow import ArrowStream

__version__: str
CLAIMS: Schema
REPORTS: Schema
CODED: Schema

class Error(Exception):
    """What Selon cannot do, and what to do about it."""

class Schema:
    """Names, types and meanings of the columns of a table; ``pyarrow.schema(schema)`` takes it."""

    @property
    def names(self) -> list[str]:
        """The names of the columns, in order."""

    def __arrow_c_schema__(self) -> object: ...

class Table:
    """A table in Arrow's memory form: pyarrow, pandas, polars and DuckDB take it without a copy."""

    @property
    def schema(self) -> Schema:
        """Names, types and meanings of the columns."""

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...
    def __len__(self) -> int: ...
    def to_jsonl(self) -> str:
        """One JSON object a row, byte for byte what the command writes with ``--format jsonl``."""

    def to_csv(self, *, spreadsheet: bool = False) -> str:
        """Comma-separated values; for a spreadsheet, text that would run as a formula is disarmed."""

    def to_arrow(self) -> pyarrow.Table:
        """A pyarrow table. Raises ImportError without pyarrow."""

    def to_pandas(self) -> pandas.DataFrame:
        """A pandas data frame. Raises ImportError without pandas or pyarrow."""

    def to_polars(self) -> polars.DataFrame:
        """A polars data frame. Raises ImportError without polars."""

class Situation:
    """Claims of many reports grouped to events. Made by :func:`selon.situation`."""

    @staticmethod
    def of_tables(claims: ArrowStream, reports: ArrowStream | None = None) -> Situation: ...
    @staticmethod
    def of_readings(readings: list[ReadingData]) -> Situation: ...
    def claims(self) -> Table:
        """The claims with their events, in the columns of :data:`selon.CLAIMS`."""

    def events(self) -> Table:
        """One row an event, sorted by its first day, unknown last."""

    def contested(self) -> Table:
        """One row for each position on each point at issue: what sources say, in their words."""

    def pairs(self, *, per: str = "all") -> Table:
        """Cooperation and conflict of each pair of actors per ``day``, ISO ``week`` or in ``all``.

        ``cooperation`` (at least 0) and ``conflict`` (at most 0) are sums of weight × PLOVER score; copies never add.
        Raises Error for another period.
        """

    def escalation(self) -> Table:
        """One row for each rise of conflict in a pair's own history, with its probability and the events behind it."""

    def brief(self, *, html: bool = False) -> str:
        """The situation with numbered sources, as Markdown or as one HTML page."""

class Database:
    """A database of readings, opened by :func:`selon.open`. All methods raise Error when it cannot be read.

    Conditions: first and last day of publication (``YYYY-MM-DD``), language (ISO 639-1), publisher, words of title or
    text as for :meth:`search`.
    """

    def __init__(self, path: str) -> None: ...
    def reports(
        self,
        *,
        published_from: str | None = None,
        published_to: str | None = None,
        lang: str | None = None,
        outlet: str | None = None,
        words: str | None = None,
    ) -> Table:
        """One row a report, by date of publication, unknown last."""

    def situation(
        self,
        *,
        published_from: str | None = None,
        published_to: str | None = None,
        lang: str | None = None,
        outlet: str | None = None,
        words: str | None = None,
    ) -> Situation:
        """The situation of these reports; those with the same words are copies."""

    def search(self, query: str, *, limit: int = 50) -> Table:
        """Reports that hold all words of ``query``, best first; ``"…"`` is a phrase, a final ``*`` a beginning."""

class ReadingData:
    """A reading inside the extension."""

    def json(self) -> str: ...

class CodedFile(Iterator[Table]):
    """The reports of a file, coded a few hundred at a time."""

    def __init__(self, path: str, jobs: int | None) -> None: ...
    def __next__(self) -> Table: ...

def read_text(
    id: str,
    text: str,
    date: str | None,
    lang: str | None,
    outlet: str | None,
    url: str | None,
    title: str | None,
) -> ReadingData: ...
def code_tables(table: ArrowStream, columns: list[tuple[str, str]], jobs: int | None) -> tuple[Table, Table]: ...
def code_nested(table: ArrowStream, columns: list[tuple[str, str]], jobs: int | None) -> Table: ...
def merge_block(claims: ArrowStream) -> Table: ...
def families() -> list[tuple[str, int]]: ...

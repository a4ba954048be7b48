"""What counts as a table: the Arrow PyCapsule stream interface."""

from typing import Protocol, runtime_checkable


@runtime_checkable
class ArrowStream(Protocol):
    """A table of pyarrow, pandas, polars, DuckDB or any library with the Arrow PyCapsule interface."""

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """Give the table as an Arrow C stream."""

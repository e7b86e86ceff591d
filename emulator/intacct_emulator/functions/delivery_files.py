"""The files of the data delivery service: an object's rows as CSV, and the table they fit into as DDL.

Column names and DDL are documented by sample; the naming of files and the wire format of values are inferred.
"""

import csv
import gzip
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import TextIO

from intacct_emulator.catalogue.model import DataType, Field, ObjectDefinition
from intacct_emulator.storage.private_files import make_private_file, make_private_folder

READ_TIME = "ddsReadTime"
_URL = "RECORD_URL"
_UNSAFE = re.compile(r"[^A-Za-z0-9_-]+")
# integer, varchar and timestamp are documented; the names of the others are PostgreSQL's (inferred).
_COLUMN_TYPES = {
    DataType.TEXT: "varchar",
    DataType.ENUM: "varchar",
    DataType.INTEGER: "integer",
    DataType.DECIMAL: "decimal",
    DataType.CURRENCY: "decimal",
    DataType.PERCENT: "decimal",
    DataType.DATE: "date",
    DataType.TIMESTAMP: "timestamp",
    DataType.BOOLEAN: "boolean",
}
_LINE_ENDS = {"unix": "\n", "windows": "\r\n", "mac": "\r"}


@dataclass(frozen=True, slots=True)
class FileFormat:
    """How files are written; the defaults are documented."""

    delimiter: str = ","
    enclosure: str = '"'
    headers: bool = False
    line_end: str = "\n"
    split_size: int = 100_000
    compressed: bool = False


def line_end(file_format: str) -> str | None:
    """The line end of `unix`, `windows` or `mac`; None for another word."""
    return _LINE_ENDS.get(file_format.lower())


def delivered_fields(definition: ObjectDefinition) -> tuple[Field, ...]:
    """The fields a delivery has: the object's own, without those of related objects and the link to its page."""
    return tuple(field for field in definition.visible_fields if "." not in field.id and field.id != _URL)


def table_definition(definition: ObjectDefinition) -> str:
    """The DDL of the table an object's files fit into."""
    name = definition.name
    columns = [f"{field.id} {_COLUMN_TYPES[field.type]}" for field in delivered_fields(definition)]
    lines = [f"create table {name} (", *(f"{column}," for column in columns), f"{READ_TIME} timestamp);", ""]
    key = definition.id_field or definition.key
    lines.append(f"alter table {name} add constraint PK_{name} primary key({key});")
    lines += [f"-- Link column {column} to {target};" for column, target in _links(definition)]
    return "\n".join(lines) + "\n"


def write_files(
    place: Path,
    names: Sequence[str],
    rows: Iterable[Sequence[str]],
    file_format: FileFormat,
    *,
    announce: Callable[[Path], None] | None = None,
) -> tuple[tuple[str, ...], int]:
    """Writes rows to as many files as their number asks for, at least one; the names of the files, and how many rows
    there were. `place` is a path that their names begin with. Rows are read as they are written.

    `announce` hears of each file before it is there. Raises OSError when one cannot be written.
    """
    make_private_folder(place.parent)
    remaining = iter(rows)
    written: list[str] = []
    total = 0
    while True:
        first = next(remaining, None)
        if first is None and written:
            return tuple(written), total
        part = () if first is None else chain((first,), islice(remaining, file_format.split_size - 1))
        name = f"{place.name}.{len(written) + 1:05d}.csv" + (".gz" if file_format.compressed else "")
        path = place.with_name(name)
        if announce is not None:
            announce(path)
        total += _write_file(path, names, part, file_format)
        written.append(name)


def safe_name(text: str) -> str:
    """A client's name for something as the name of a file or folder."""
    return _UNSAFE.sub("_", text) or "_"


def _write_file(path: Path, names: Sequence[str], rows: Iterable[Sequence[str]], file_format: FileFormat) -> int:
    count = 0
    make_private_file(path)
    with _opened(path, file_format) as file:
        writer = csv.writer(
            file,
            delimiter=file_format.delimiter,
            quotechar=file_format.enclosure,
            lineterminator=file_format.line_end,
        )
        if file_format.headers:
            writer.writerow(names)
        for row in rows:
            writer.writerow(row)
            count += 1
    return count


def _opened(path: Path, file_format: FileFormat) -> TextIO:
    # A file made anew follows no link that stands in its place.
    path.unlink(missing_ok=True)
    if file_format.compressed:
        return gzip.open(path, "xt", encoding="utf-8", newline="")
    return path.open("x", encoding="utf-8", newline="")


def _links(definition: ObjectDefinition) -> Iterator[tuple[str, str]]:
    """Columns that hold the record number of another object's record, and that object's column."""
    relationships = definition.relationships_by_path
    by_column = {entry.by.upper(): entry for entry in definition.relationships if entry.to == "RECORDNO"}
    for field in delivered_fields(definition):
        path, _, rest = (field.read_from or "").rpartition(".")
        entry = relationships.get(path.upper()) if rest == "RECORDNO" else by_column.get(field.id.upper())
        if field.type is DataType.INTEGER and entry is not None:
            yield field.id, f"{entry.object}.RECORDNO"
        elif field.id == "MEGAENTITYKEY":
            yield field.id, "LOCATION.RECORDNO"

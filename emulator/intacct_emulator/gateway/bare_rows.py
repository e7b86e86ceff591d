"""Rows without an envelope (documented shapes): CSV with quotes only where needed, JSON with every value a text."""

import csv
import io
import json
from collections.abc import Iterable, Sequence

from intacct_emulator.functions.outcome import CSV, Naked


def bare_rows(part: Naked) -> tuple[bytes, str]:
    """The rows as a document, and its content type."""
    names, rows = part.page.names, part.page.texts()
    if part.return_format == CSV:
        return _csv(names, rows, part.separator), "text/csv; charset=UTF-8"
    objects = [dict(zip(names, row, strict=True)) for row in rows]
    return json.dumps(objects, indent=4, ensure_ascii=False).encode(), "application/json"


def _csv(names: Sequence[str], rows: Iterable[Sequence[str]], separator: str) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=separator, lineterminator="\n")
    writer.writerow(names)
    writer.writerows(rows)
    return text.getvalue().encode()

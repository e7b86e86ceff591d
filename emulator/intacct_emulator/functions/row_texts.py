"""Rows as texts, for XML answers."""

from collections.abc import Iterable, Iterator, Sequence
from operator import call

from intacct_emulator.query.to_sql import Output
from intacct_emulator.work.rows import Page, StoredRow

TextRow = tuple[str, ...]


def texts_of(page: Page) -> list[TextRow]:
    """A page's rows as wire texts."""
    return list(as_texts(page.outputs, page.rows))


def as_texts(outputs: Sequence[Output], rows: Iterable[StoredRow]) -> Iterator[TextRow]:
    """Rows as wire texts, one by one."""
    renderers = [output.renderer for output in outputs]
    return (tuple(map(call, renderers, row)) for row in rows)

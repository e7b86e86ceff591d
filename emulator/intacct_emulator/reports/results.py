"""Results of reports that wait to be fetched: kept in the company's database, so that no page needs the whole report.

A result holds the rows as they were when the report was run. It can be read from `ready_at` on, and is deleted with its
last page (documented). One that nobody fetches for a day makes room for the next (inferred).
"""

import json
import logging
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import islice
from typing import NamedTuple

from intacct_emulator.storage.database import Database
from intacct_emulator.tenancy.company import Company

from .record_rows import TextRow

KEPT_FOR = timedelta(days=1)
_AT_ONCE = 1_000
_TOLD_EVERY = 50_000

log = logging.getLogger(__name__)


class Result(NamedTuple):
    """A report's result: its id, whose it is, its columns, and how far it was read."""

    id: str
    owner: str
    names: tuple[str, ...]
    page_size: int
    return_format: str
    separator: str
    ready_at: datetime
    total: int
    read: int = 0


class ResultPage(NamedTuple):
    """The next rows of a result, and how many are left after them."""

    rows: list[TextRow]
    remaining: int


def keep_result(company: Company, name: str, result: Result, rows: Iterable[TextRow]) -> None:
    """Keeps a result with its rows, in place of an earlier one of the same id. `name` is the report's, for the log."""
    database = company.database
    _prepare(database)
    _forget_old_ones(company)
    delete_result(company, result.id)
    total = 0
    for part in _parts(rows):
        database.executemany(
            "INSERT INTO report_row VALUES (?, ?, ?)",
            [(result.id, total + index, json.dumps(row, ensure_ascii=False)) for index, row in enumerate(part)],
        )
        if total // _TOLD_EVERY < (total + len(part)) // _TOLD_EVERY:
            log.info("report %r of %s: %d rows so far", name, company.id, total + len(part))
        total += len(part)
    log.info("report %r of %s: %d rows, ready at %s", name, company.id, total, result.ready_at.isoformat())
    database.execute(
        "INSERT INTO report_result VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0)",
        (
            *(result.id, result.owner, json.dumps(result.names), result.page_size, result.return_format),
            *(result.separator, result.ready_at.isoformat(), total),
        ),
    )


def find_result(company: Company, result_id: str, owner: str) -> Result | None:
    """The owner's result of that id; None if there is none, or no longer."""
    _prepare(company.database)
    row = company.database.one("SELECT * FROM report_result WHERE id = ? AND owner = ?", (result_id, owner))
    if row is None:
        return None
    found, whose, names, size, form, separator, ready_at, total, read = row
    ready = datetime.fromisoformat(str(ready_at))
    columns = tuple(json.loads(str(names)))
    count, done = int(total or 0), int(read or 0)
    return Result(str(found), str(whose), columns, int(size or 0), str(form), str(separator), ready, count, done)


def next_page(company: Company, result: Result) -> ResultPage:
    """The next page; the last one deletes the result."""
    rows = company.database.all(
        "SELECT texts FROM report_row WHERE result = ? AND place >= ? ORDER BY place LIMIT ?",
        (result.id, result.read, result.page_size),
    )
    read = result.read + len(rows)
    if read >= result.total:
        delete_result(company, result.id)
    else:
        company.database.execute("UPDATE report_result SET fetched = ? WHERE id = ?", (read, result.id))
    return ResultPage([tuple(json.loads(str(texts))) for (texts,) in rows], result.total - read)


def delete_result(company: Company, result_id: str) -> None:
    """Deletes a result and its rows, if there is one of that id."""
    company.database.execute("DELETE FROM report_row WHERE result = ?", (result_id,))
    company.database.execute("DELETE FROM report_result WHERE id = ?", (result_id,))


def _prepare(database: Database) -> None:
    database.execute(
        "CREATE TABLE IF NOT EXISTS report_result (id TEXT PRIMARY KEY, owner TEXT NOT NULL, names TEXT NOT NULL, "
        "page_size INTEGER NOT NULL, return_format TEXT NOT NULL, separator TEXT NOT NULL, ready_at TEXT NOT NULL, "
        "total INTEGER NOT NULL, fetched INTEGER NOT NULL) STRICT"
    )
    database.execute(
        "CREATE TABLE IF NOT EXISTS report_row (result TEXT NOT NULL, place INTEGER NOT NULL, texts TEXT NOT NULL, "
        "PRIMARY KEY (result, place)) STRICT, WITHOUT ROWID"
    )


def _forget_old_ones(company: Company) -> None:
    oldest = (company.clock.now() - KEPT_FOR).isoformat()
    for (result_id,) in company.database.all("SELECT id FROM report_result WHERE ready_at < ?", (oldest,)):
        delete_result(company, str(result_id))


def _parts(rows: Iterable[TextRow]) -> Iterator[list[TextRow]]:
    following = iter(rows)
    while part := list(islice(following, _AT_ONCE)):
        yield part

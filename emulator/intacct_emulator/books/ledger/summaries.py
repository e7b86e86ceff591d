"""Summaries: the batches that group a subledger's documents, and the journal entry each of them posts to.

How documents are grouped is configured per subledger (documented): those of a day, of a month, each by itself, or as
every request says.
"""

from datetime import date
from enum import StrEnum
from typing import NamedTuple

from intacct_emulator.errors import GatewayError, transactions
from intacct_emulator.masters.journal_numbers import numbers_of_journal
from intacct_emulator.records.record import Record
from intacct_emulator.records.store import Records
from intacct_emulator.records.visibility import OWNER, sees

from .entry import POSTED, Batch

OPEN, CLOSED = "Open", "Closed"
AUTOMATIC, MANUAL = "Auto-Summary", "Manual"


class Frequency(StrEnum):
    """How the documents of a subledger are grouped."""

    DAILY = "Daily"
    MONTHLY = "Monthly"
    TRANSACTION = "Transaction"
    USER_SPECIFIED = "User-specified"


class Series(NamedTuple):
    """The summaries of one kind of document: their object, the word their titles begin with, their record type. `also`
    are the types of other summaries that a document may be filed under when a request names them."""

    object: str
    title: str
    record_type: str
    also: tuple[str, ...] = ()


class Summary(NamedTuple):
    """A summary: its RECORDNO and title. `own` is whether it holds one document alone."""

    key: int
    title: str
    own: bool = False


def summary_of_period(records: Records, series: Series, frequency: Frequency, day: date) -> Summary:
    """The summary of the day, or of its month, made when it is the first. Raises GatewayError for a closed one."""
    if frequency is Frequency.MONTHLY:
        day = day.replace(day=1)
    title = _title(series, day)
    known = _titled(records, series, title)
    if known is None:
        return Summary(_new(records, series, title, day), title)
    require_open(known)
    return Summary(known.key, title)


def own_summary(records: Records, series: Series, day: date, number: str | None, kept: int | None) -> Summary:
    """A summary for one document: the one it had (`kept`), or a new one. That its title ends in the document's number
    is inferred."""
    title = f"{_title(series, day)} {number or ''}".rstrip()
    if kept is None:
        return Summary(_new(records, series, title, day), title, own=True)
    records.update(series.object, kept, {"TITLE": title, "CREATED": day})
    return Summary(kept, title, own=True)


def named_summary(records: Records, series: Series, key: int | None, title: str | None) -> Record | None:
    """The summary a request names; of key and title the key counts (documented). None when it names none.

    Raises GatewayError for one that is unknown, of other documents, or closed (documented).
    """
    if key is None and title is None:
        return None
    summary = records.get(series.object, key) if key is not None else _titled(records, series, title or "")
    if key is None and summary is None:
        summary = records.find_by(series.object, "TITLE", title)
    if summary is None or not sees(records, summary) or summary["RECORDTYPE"] not in (series.record_type, *series.also):
        raise GatewayError(transactions.SUMMARY_INVALID, value=title if key is None else key)
    require_open(summary)
    return summary


def require_open(summary: Record) -> None:
    """Raises GatewayError for a closed summary: nothing in it may be added, changed or removed (documented)."""
    if summary["OPEN"] == CLOSED:
        raise GatewayError(transactions.SUMMARY_CLOSED, value=summary.id)


def remove_own(records: Records, series: Series, key: int) -> None:
    """Removes the summary of one document, and its journal entry, when the document goes."""
    records.delete_where("GLBATCH", PRBATCHKEY=key)
    records.delete(series.object, key)


def journal_entry_for(records: Records, journal: str, *, module: str, summary: Summary, day: date) -> Batch:
    """The GLBATCH that a summary posts to on a day: `<summary title> Summary Entry` (observed), made when it is the
    first. Raises GatewayError for a journal that does not exist."""
    title = f"{summary.title} Summary Entry"
    known = records.find_by("GLBATCH", "PRBATCHKEY", summary.key)
    if known is not None and known.text("MODULE") == module:
        if known.day("BATCH_DATE") == day and not summary.own:
            return Batch(known.key, day)
        if summary.own:
            if (known.day("BATCH_DATE"), known.text("BATCH_TITLE")) != (day, title):
                records.update("GLBATCH", known.key, {"BATCH_DATE": day, "BATCH_TITLE": title})
            return Batch(known.key, day)
    for other in records.where("GLBATCH", PRBATCHKEY=summary.key, MODULE=module, BATCH_DATE=day.isoformat()):
        return Batch(other.key, day)
    key = new_journal_entry(records, journal, title, day, module, summary_key=summary.key)
    return Batch(key, day)


def new_journal_entry(
    records: Records,
    journal: str,
    title: str,
    day: date,
    module: str,
    *,
    summary_key: int | None = None,
    state: str = POSTED,
    reference: str | None = None,
    statistical: bool = False,
) -> int:
    """Creates a GLBATCH, numbered within its journal (observed); its RECORDNO. Raises GatewayError for a journal that
    does not exist, or is of the other kind."""
    if records.find("STATJOURNAL" if statistical else "JOURNAL", journal) is None:
        raise GatewayError(transactions.JOURNAL_INVALID, value=journal)
    return records.insert(
        "GLBATCH",
        {
            "BATCHNO": records.sequences.take(numbers_of_journal(journal)),
            "BATCH_TITLE": title,
            "JOURNAL": journal,
            "BATCH_DATE": day,
            "MODULE": module,
            "PRBATCHKEY": summary_key,
            "STATISTICAL": statistical,
            "STATE": state,
            "REFERENCENO": reference,
            "USERKEY": records.author.user_key,
            "MODIFIED": records.moment,
            "MODIFIEDBYID": records.author.login,
        },
    )


def title_of_day(word: str, day: date) -> str:
    """The title of a day's summary: `Bills: 2012/04/01 Batch` (observed)."""
    return f"{word}: {day:%Y/%m/%d} Batch"


def _titled(records: Records, series: Series, title: str) -> Record | None:
    """The author's summary of that title. The top level and each entity have summaries of their own, so that none
    belongs to whoever was the first of the day (inferred)."""
    owner = records.author.entity_key
    found = records.find_by(series.object, "TITLE", title)
    if found is None or found[OWNER] == owner:
        return found
    return next(iter(records.where(series.object, TITLE=title, MEGAENTITYKEY=owner)), None)


def _title(series: Series, day: date) -> str:
    return title_of_day(series.title, day)


def new_by_hand(records: Records, series: Series, title: str, day: date) -> Summary:
    """A summary that somebody makes under a title of their own. The day is that of all its documents (documented)."""
    return Summary(_new(records, series, title, day, automatic=False), title)


def made_by_hand(summary: Record) -> bool:
    """Whether somebody made a summary, and documents stay in it whatever becomes of them."""
    return summary["AUTOCREATED"] == MANUAL


def _new(records: Records, series: Series, title: str, day: date, *, automatic: bool = True) -> int:
    return records.insert(
        series.object,
        {
            "TITLE": title,
            "CREATED": day,
            "STATUS": "T",
            "RECORDTYPE": series.record_type,
            "OPEN": OPEN,
            "NOGL": False,
            "AUTOCREATED": AUTOMATIC if automatic else MANUAL,
            "SYSTEMGENERATED": "true" if automatic else "false",
        },
    )

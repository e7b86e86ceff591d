"""Summaries: the daily batches that group a subledger's documents, and the journal entry each of them posts to."""

from datetime import date

from intacct_emulator.records.store import Records
from intacct_emulator.tenancy.profile import Subledger

from .posting import POSTED, Batch

DAILY, MONTHLY = "Daily", "Monthly"


def summary_for(
    records: Records, subledger: Subledger, *, summary_object: str, title: str, record_type: str, day: date
) -> tuple[int, str]:
    """RECORDNO and title of the summary that a document posted on `day` belongs to, made when it is the first.

    `title` is the word before the colon: `Bills: 2012/04/01 Batch` (observed). Frequency is daily unless configured.
    """
    if subledger.summary_frequency == MONTHLY:
        day = day.replace(day=1)
    name = f"{title}: {day:%Y/%m/%d} Batch"
    known = records.find_by(summary_object, "TITLE", name)
    if known is not None:
        return known.key, name
    key = records.insert(
        summary_object,
        {
            "TITLE": name,
            "CREATED": day,
            "STATUS": "T",
            "RECORDTYPE": record_type,
            "OPEN": "Open",
            "NOGL": False,
            "AUTOCREATED": "Auto-Summary",
            "SYSTEMGENERATED": "true",
        },
    )
    return key, name


def journal_entry_for(
    records: Records, subledger: Subledger, *, module: str, summary: tuple[int, str], day: date, currency: str
) -> Batch:
    """The GLBATCH that a summary posts to: `<summary title> Summary Entry` (observed), made when it is the first."""
    key, title = summary
    known = records.find_by("GLBATCH", "PRBATCHKEY", key)
    if known is not None and known.day("BATCH_DATE") == day and known.text("MODULE") == module:
        return Batch(known.key, day, currency)
    for other in records.where("GLBATCH", PRBATCHKEY=key, MODULE=module, BATCH_DATE=day.isoformat()):
        return Batch(other.key, day, currency)
    batch_key = new_journal_entry(records, subledger.journal, f"{title} Summary Entry", day, module, summary_key=key)
    return Batch(batch_key, day, currency)


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
) -> int:
    """Creates a GLBATCH, numbered within its journal (observed); its RECORDNO."""
    return records.insert(
        "GLBATCH",
        {
            "BATCHNO": records.sequences.take(f"GLBATCH of {journal}"),
            "BATCH_TITLE": title,
            "JOURNAL": journal,
            "BATCH_DATE": day,
            "MODULE": module,
            "PRBATCHKEY": summary_key,
            "STATISTICAL": False,
            "STATE": state,
            "REFERENCENO": reference,
            "USERKEY": records.author.user_key,
            "MODIFIED": records.moment,
            "MODIFIEDBYID": records.author.login,
        },
    )

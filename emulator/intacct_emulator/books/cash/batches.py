"""The journal entries of cash documents: one for the documents of a day that move money through one account."""

from datetime import date

from intacct_emulator.books.ledger import summaries
from intacct_emulator.books.ledger.entry import Batch
from intacct_emulator.books.ledger.summaries import Summary
from intacct_emulator.records.visibility import OWNER
from intacct_emulator.tenancy.company import Company

from .kinds import MODULE, CashKind

_SUMMARIES = "PRBATCH"


def batch_of(company: Company, kind: CashKind, place: str, day: date) -> tuple[Batch, int]:
    """The journal entry a document posts to, made when it is the first, and its summary's number.

    `place` is the account that money moves through. Cash has no object of summaries in the gateway, so a summary here
    is its number and the title of its journal entry. The title's form is inferred from a documented one of advances.
    """
    title = summaries.title_of_day(f"{kind.summary_title}({place})", day)
    entry = f"{title} Summary Entry"
    owner = company.records.author.entity_key
    wanted = {"BATCH_DATE": day.isoformat(), "MODULE": MODULE, "BATCH_TITLE": entry}
    known = [batch for batch in company.records.where("GLBATCH", **wanted) if batch[OWNER] == owner]
    key = known[0].integer("PRBATCHKEY") if known else None
    summary = Summary(company.records.sequences.take(_SUMMARIES) if key is None else key, title)
    batch = summaries.journal_entry_for(
        company.records,
        kind.journal(company.profile),
        module=MODULE,
        summary=summary,
        day=day,
    )
    return batch, summary.key

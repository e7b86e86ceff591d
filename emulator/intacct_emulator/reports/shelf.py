"""The saved reports of a company, kept in its database."""

from collections.abc import Iterable

from intacct_emulator.storage.kept_texts import KeptTexts
from intacct_emulator.tenancy.company import Company

from .definition import Report, Writer, from_json, to_json

_KEPT = "reports"


def keep_reports(company: Company, reports: Iterable[Report]) -> None:
    """Gives a company its saved reports, in place of those it had."""
    KeptTexts(company.database).put(_KEPT, to_json(tuple(reports)))


def reports_of(company: Company) -> tuple[Report, ...]:
    """All saved reports of a company."""
    text = KeptTexts(company.database).get(_KEPT)
    return () if text is None else from_json(text)


def find_report(company: Company, name: str, writer: Writer) -> Report | None:
    """The report of that name that was made with that writer."""
    return next((one for one in reports_of(company) if one.name == name and one.writer is writer), None)

"""`get_araging`: what customers owe on a day, by the age of their documents. Elements are those of the response DTD."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby, pairwise

from lxml import etree

from intacct_emulator.books.settlement.aging import (
    AgingQuestion,
    CountedFrom,
    OpenDocument,
    Period,
    open_documents,
)
from intacct_emulator.catalogue.model import Evidence
from intacct_emulator.catalogue.values import parse_date, plain, scaled, wire_date
from intacct_emulator.errors import EmulatorGap, GatewayError, protocol, records, transactions
from intacct_emulator.functions.arguments import argument
from intacct_emulator.functions.outcome import Data, Element, Outcome
from intacct_emulator.functions.registry import function
from intacct_emulator.masters.hierarchy import with_those_below
from intacct_emulator.records.visibility import found
from intacct_emulator.work.access import Verb, require_permission
from intacct_emulator.work.context import Context
from intacct_emulator.work.rows import scope_of

DEFAULT_PERIODS = "0-30,31-60,61-90,91-120,121-"
_PERIOD = re.compile(r"(\d{1,6})-(\d{0,6})")
_FILTERS = ("customerid", "invoiceno", "locationid", "departmentid")
_PLACES = {"locationid": "LOCATION", "departmentid": "DEPARTMENT"}


@dataclass(frozen=True, slots=True)
class AgingCall:
    """`<get_araging>`: the parameters that have text, by name, and the day, None for today."""

    options: Mapping[str, str]
    day: date | None

    @classmethod
    def decode(cls, element: etree._Element) -> "AgingCall":
        """The call of an element. Raises GatewayError for a day that no calendar has."""
        options = {
            str(child.tag): (child.text or "").strip()
            for child in element.iterchildren(tag="*")
            if len(child) == 0 and (child.text or "").strip()
        }
        return cls(options, _day(element.find("asofdate")))

    def flag(self, name: str) -> bool:
        """A parameter that is true or false, and false when it is not given."""
        return self.options.get(name, "").lower() == "true"

    @property
    def counted_from(self) -> CountedFrom:
        """From which of its dates a document's age is counted. Of both flags the due date goes first (inferred)."""
        if self.flag("useduedate"):
            return CountedFrom.DUE
        return CountedFrom.POSTED if self.flag("useglpostdate") else CountedFrom.CREATED


@function(
    "get_araging",
    decode=AgingCall.decode,
    evidence=Evidence.DOCUMENTED,
    source="AR aging page; response DTD; which documents count is inferred",
    reads=True,
)
def get_ar_aging(context: Context, call: AgingCall) -> Outcome:
    """One `araging` per customer who owes something, or with `showzerowithactivity` who has any document.

    Invoices and adjustments count; advances and overpayments lie on accounts of their own and do not (inferred).

    Raises GatewayError: NO_PERMISSION, LOCATION_REQUIRED in a company with entities, INVALID_REFERENCE for a customer,
    location or department that does not exist, INVALID_VALUE for periods that cannot be read or overlap.
    """
    company = context.company
    require_permission(context, company.catalogue["ARINVOICE"], Verb.READ)
    periods = _periods(call.options.get("agingperiods", DEFAULT_PERIODS))
    if kind := call.options.get("documenttype"):
        # Which words there are is not evidenced.
        raise EmulatorGap("aging of one document type", protocol.NOT_BUILT, function=f"documenttype {kind}")
    documents = open_documents(company.records, _question(context, call))
    answers = []
    for customer, group in groupby(documents, key=lambda document: document.customer):
        own = [document for document in group if document.due or call.flag("showzerowithactivity")]
        if own:
            answers.append(_aging(call, customer, own, periods))
    return Outcome(Data(content=tuple(answers)))


def _question(context: Context, call: AgingCall) -> AgingQuestion:
    company, options = context.company, call.options
    customer = options.get("customerid")
    if customer is not None and found(company.records, "CUSTOMER", customer) is None:
        label = company.profile.term("Customer")
        raise GatewayError(records.INVALID_REFERENCE, label=label, value=customer)
    return AgingQuestion(
        call.day or company.clock.now().date(),
        call.counted_from,
        customer,
        options.get("invoiceno"),
        _locations(context, options.get("locationid")),
        _below(context, "departmentid", options.get("departmentid")),
        scope_of(context, include_private=True),
    )


def _locations(context: Context, named: str | None) -> Sequence[str] | None:
    """The locations whose lines count: those of the named one; None takes all that the session sees."""
    own = _below(context, "locationid", context.actor.entity_id)
    if named is None:
        if own is None and context.company.profile.multi_entity:
            raise GatewayError(transactions.LOCATION_REQUIRED)
        return None
    if own is not None and named not in own:
        raise GatewayError(transactions.LOCATION_INVALID, value=named)
    return _below(context, "locationid", named)


def _below(context: Context, parameter: str, named: str | None) -> Sequence[str] | None:
    if named is None:
        return None
    company, name = context.company, _PLACES[parameter]
    place = company.records.find(name, named)
    if place is None:
        raise GatewayError(records.INVALID_REFERENCE, label=company.profile.term(name.title()), value=named)
    return [record.id for record in with_those_below(company, name, [place])]


def _periods(text: str) -> list[Period]:
    """The periods a text names: `0-30,31-60,61-`. Raises GatewayError for one that cannot be read, and for overlaps."""
    periods = []
    for part in text.split(","):
        found = _PERIOD.fullmatch(part.strip())
        first, last = (int(number) if number else None for number in found.groups()) if found else (None, None)
        if first is None or (last is not None and last < first):
            raise GatewayError(records.INVALID_VALUE, object="AR aging", label="agingperiods", value=text)
        periods.append(Period(part.strip(), first, last))
    for one, other in pairwise(sorted(periods, key=lambda period: period.first)):
        if one.last is None or other.first <= one.last:
            raise GatewayError(records.INVALID_VALUE, object="AR aging", label="agingperiods", value=text)
    return periods


def _aging(call: AgingCall, customer: str, documents: list[OpenDocument], periods: list[Period]) -> Element:
    named = {**call.options, "customerid": customer}
    filters = [Element(name, named[name]) for name in _FILTERS if name in named]
    return Element("araging", (*filters, *(_period(call, period, documents) for period in periods)))


def _period(call: AgingCall, period: Period, documents: list[OpenDocument]) -> Element:
    within = [document for document in documents if period.holds(document.age)]
    total = sum((document.due for document in within), Decimal(0))
    parts = [Element("agingperiod", period.text), Element("totalamount", _amount(total))]
    due = [document for document in within if document.due]
    if call.flag("showdetails") and due:
        parts.append(Element("agingdetails", [_detail(document) for document in due]))
    return Element("aging", parts)


def _detail(document: OpenDocument) -> Element:
    month, day, year = wire_date(document.counted_from).split("/")
    return Element(
        "agingdetail",
        (
            Element("invoiceno", document.number or ""),
            Element("totaldue", _amount(document.due)),
            Element("agingdate", (Element("year", year), Element("month", month), Element("day", day))),
            Element("age", str(document.age)),
        ),
    )


def _amount(amount: Decimal) -> str:
    return plain(scaled(amount, 2), 2)


def _day(element: etree._Element | None) -> date | None:
    if element is None:
        return None
    year, month, day = (argument(element, part) for part in ("year", "month", "day"))
    if not (year or month or day):
        return None
    found = parse_date(f"{month}/{day}/{year}") or _past_the_month(year, month, day)
    if found is None:
        raise GatewayError(transactions.DATE_INVALID, value=f"{month}/{day}/{year}")
    return found


def _past_the_month(year: str, month: str, day: str) -> date | None:
    """A day up to the 31st that its month does not have: the reference page asks for a 31st of June. That the days
    beyond the month count into the next one is inferred."""
    start = parse_date(f"{month}/01/{year}")
    if start is None or day not in ("29", "30", "31"):
        return None
    return start + timedelta(days=int(day) - 1)

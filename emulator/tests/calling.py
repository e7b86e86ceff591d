"""Calls functions of a company in memory as the gateway does, and reads the answer as XML."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from lxml import etree

from intacct_emulator.books.views import VIEWS
from intacct_emulator.catalogue.loader import Catalogue
from intacct_emulator.clock import Clock
from intacct_emulator.errors import ErrorDetail
from intacct_emulator.gateway.authentication import SignedIn
from intacct_emulator.gateway.envelope import Control, FunctionCall, OperationBlock
from intacct_emulator.gateway.execution import SUCCESS, Result, run
from intacct_emulator.gateway.response import OperationAnswer, ResponseWriter
from intacct_emulator.storage.database import Database
from intacct_emulator.tenancy.company import Company
from intacct_emulator.tenancy.identifiers import Identifiers
from intacct_emulator.tenancy.open_company import CompanyParts, open_company
from intacct_emulator.tenancy.profile import CompanyProfile, SubledgerProfile
from intacct_emulator.tenancy.result_sets import ResultSets
from intacct_emulator.tenancy.sessions import Sessions
from intacct_emulator.tenancy.users import Rights
from intacct_emulator.work.context import Actor, Context

NOW = datetime(2024, 3, 15, 10, 30, tzinfo=UTC)
SHARED = Path(__file__).resolve().parents[3] / "shared"
needs_samples = pytest.mark.skipif(not SHARED.exists(), reason="the documented samples are not on this machine")
# What was opened here and is still to be closed.
_opened: list[Company | Database] = []
_CONTROL = Control("sender", "secret", "test", "false", "3.0", None, True, False)


@contextmanager
def closing_what_is_opened() -> Iterator[None]:
    """Closes at its end the companies and sessions that were opened here meanwhile."""
    before = len(_opened)
    yield
    while len(_opened) > before:
        _opened.pop().close()


class MovableClock(Clock):
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.moment = NOW
        super().__init__(lambda: self.moment)

    def advance(self, by: timedelta) -> None:
        self.moment += by


def advance(company: Company, **by: float) -> None:
    """Moves the clock of a company that was made here."""
    assert isinstance(company.clock, MovableClock)
    company.clock.advance(timedelta(**by))


def make_company(path: Path | None = None, catalogue: Catalogue | None = None, **profile: object) -> Company:
    """An empty company with a profile, in memory unless it has a path."""
    company = open_company(path, catalogue or Catalogue(), MovableClock(), CompanyParts(VIEWS))
    _opened.append(company)
    basic = CompanyProfile(
        "acme", "Acme", "USD", False, SubledgerProfile("1200", "ARJ"), SubledgerProfile("2000", "APJ")
    )
    company.profile = replace(basic, **profile)  # type: ignore[arg-type]
    return company


def make_context(company: Company, rights: Rights | None = None, login: str = "wsuser") -> Context:
    """A context in which that user works at top level."""
    identifiers = Identifiers(7)
    database = Database()
    _opened.append(database)
    sessions = Sessions(database, company.clock, identifiers, timedelta(hours=1))
    actor = Actor(1, login, rights)
    results = ResultSets(company.clock)
    return Context(company, actor, None, "sender", "http://localhost/", sessions, identifiers, results)


def result_of(context: Context, request: str) -> Result:
    """What one function element is answered, through the gateway's own execution."""
    element = etree.fromstring(request)
    operation = OperationBlock(None, False, (FunctionCall("test", element.tag, element),))
    return run(operation, context, unique=False)[0]


def answer(context: Context, request: str) -> etree._Element:
    """The `<data>` of a successful answer, written and read again as a client would."""
    result = result_of(context, request)
    assert result.status == SUCCESS, result.errors
    return as_xml(context, result)


def errors_of(context: Context, request: str) -> tuple[ErrorDetail, ...]:
    """The errors of a failed answer."""
    result = result_of(context, request)
    assert result.status != SUCCESS
    return result.errors


def as_xml(context: Context, result: Result) -> etree._Element:
    """The `<data>` element of a result as the response room writes it."""
    signed_in = SignedIn(context.company, context.actor, None, NOW, NOW)
    answers = (OperationAnswer(signed_in, context.actor.login, context.company.id, (result,)),)
    response = etree.fromstring(ResponseWriter(_CONTROL, lambda: "support").operations(answers))
    data = response.find("operation/result/data")
    assert data is not None
    return data


def shape(element: etree._Element) -> tuple[object, ...]:
    """Names, attributes, texts and order of an element, without the white space between its children."""
    children = tuple(shape(child) for child in element)
    text = "" if children else (element.text or "")
    return (element.tag, tuple(element.attrib.items()), text, children)


def texts(element: etree._Element, path: str) -> list[str]:
    """The texts of all elements at that path."""
    return [found.text or "" for found in element.iterfind(path)]


def recorded_data(name: str) -> etree._Element:
    """The `<data>` of a recorded or documented answer."""
    data = etree.parse(SHARED / "corpus" / "responses" / f"{name}.xml").find("operation/result/data")
    assert data is not None
    return data

"""The observer of exchanges: what it is told, and that it cannot break an answer."""

from collections.abc import Iterator

import pytest
from asking import Ask, envelope, invoice, line

from intacct_emulator.catalogue.model import Evidence
from intacct_emulator.errors import transactions
from intacct_emulator.gateway.service import XmlGateway
from intacct_emulator.records.written import Change
from intacct_emulator.tenancy.company import Company
from intacct_emulator.tenancy.tenants import Tenants
from intacct_emulator.work.exchange import Exchange

READ = "<read><object>CUSTOMER</object><keys>1</keys><fields>NAME</fields></read>"
UNKNOWN_TERM = invoice("INV-2", extra="<TERMNAME>Net 7</TERMNAME>")


@pytest.fixture
def seen() -> list[Exchange]:
    """The exchanges that were observed, in order."""
    return []


@pytest.fixture
def watched(tenants: Tenants, seen: list[Exchange]) -> Iterator[Ask]:
    """Asks a gateway that is observed."""
    gateway = XmlGateway(tenants, seen.append)
    yield Ask(gateway)
    gateway.stop_threads()


def written(exchange: Exchange) -> list[tuple[Change, str]]:
    """What an exchange wrote, without keys."""
    return [(entry.change, entry.object) for call in exchange.calls for entry in call.written]


def test_a_created_invoice_is_told_with_its_rows_and_journal_lines(watched: Ask, seen: list[Exchange]) -> None:
    """Function, object, key, every written row, who asked, and the request's id. A line of 100.00 posts a pair: 1200,
    the control account, is debited and 4010 credited."""
    said = watched.of(invoice(lines=line("100.00")))
    (exchange,) = seen
    (operation,), (call,) = exchange.operations, exchange.calls
    assert (exchange.request_id, exchange.sender, exchange.status) == ("R-1", "local_sender", 200)
    assert (operation.company, operation.user, operation.entity) == ("northfield", "wsuser", None)
    assert (call.function, call.objects, call.control_id, call.status) == ("create", ("ARINVOICE",), "f1", "success")
    invoices = [entry.key for entry in call.written if (entry.change, entry.object) == (Change.CREATE, "ARINVOICE")]
    assert [str(key) for key in invoices] == [said.key]
    entries = [entry.row for entry in call.written if entry.object == "GLENTRY"]
    assert [(row["TR_TYPE"], row["AMOUNT"]) for row in entries] == [(1, 10_000), (-1, 10_000)]
    assert (exchange.request, exchange.answer) == (envelope(invoice(lines=line("100.00"))).encode(), said.body)
    assert exchange.duration > 0


def test_a_refusal_is_told_with_its_catalogue_entry(watched: Ask, seen: list[Exchange]) -> None:
    """The rule behind each error, its evidence and source, the values in its slots; and that nothing was written."""
    watched.of(UNKNOWN_TERM)
    (call,) = seen[0].calls
    specific, outer = call.errors[0], call.errors[-1]
    assert call.status == "failure"
    assert specific.entry is transactions.TERM_INVALID
    assert (specific.entry.evidence, specific.slots) == (Evidence.CLIENT, {"value": "Net 7"})
    assert specific.entry.source == "partner help page; errorno inferred"
    assert outer.entry is transactions.CANNOT_CREATE_TRANSACTION
    assert call.written == ()
    assert seen[0].all_errors == call.errors


def test_what_is_undone_was_not_written(watched: Ask, seen: list[Exchange]) -> None:
    """Of a create the objects before the failing one stay; of a failed transaction nothing does."""
    classes = "<CLASS><CLASSID>{}</CLASSID><NAME>{}</NAME></CLASS>"
    one, two = classes.format("ONE", "One"), classes.format("TWO", "Two")
    watched.of(f"<create>{one}{one}{two}</create>")
    watched.of(f"<create>{two}</create>", UNKNOWN_TERM, transaction="true")
    partial, undone = seen
    assert [call.status for call in partial.calls] == ["failure"]
    assert written(partial) == [(Change.CREATE, "CLASS")]
    assert [call.status for call in undone.calls] == ["aborted", "aborted"]
    assert written(undone) == []


def test_each_call_tells_what_it_wrote(watched: Ask, seen: list[Exchange]) -> None:
    """Rows belong to the function that wrote them; a read wrote none."""
    create = "<create><CLASS><CLASSID>{}</CLASSID><NAME>{}</NAME></CLASS></create>"
    watched.of(create.format("ONE", "One"), READ, create.format("TWO", "Two"))
    rows = [[entry.row["CLASSID"] for entry in call.written] for call in seen[0].calls]
    assert rows == [["ONE"], [], ["TWO"]]
    assert [call.objects for call in seen[0].calls] == [("CLASS",), ("CUSTOMER",), ("CLASS",)]


def test_deletions_are_told_with_what_was_removed(watched: Ask, seen: list[Exchange]) -> None:
    """The row as it was, so that nobody has to know the books of yesterday."""
    key = watched.of("<create><CLASS><CLASSID>ONE</CLASSID><NAME>One</NAME></CLASS></create>").key
    watched.of(f"<delete><object>CLASS</object><keys>{key}</keys></delete>")
    ((entry,),) = [call.written for call in seen[1].calls]
    assert (entry.change, str(entry.key), entry.row["CLASSID"]) == (Change.DELETE, key, "ONE")


@pytest.mark.parametrize(
    ("options", "status", "errorno"),
    [
        ({"sender_password": "wrong"}, 200, "XL03000006"),
        ({"company": "nowhere"}, 400, "GW-0011"),
        ({"control": "<dtdversion>3.0</dtdversion><uniqueid>false</uniqueid>"}, 200, "XL03000003"),
    ],
    ids=["sender", "company", "schema"],
)
def test_requests_refused_as_a_whole_are_told(
    watched: Ask, seen: list[Exchange], options: dict[str, str], status: int, errorno: str
) -> None:
    """There are no operations then, and the errors are the exchange's own."""
    watched.of(READ, **options)
    (exchange,) = seen
    assert (exchange.status, exchange.operations) == (status, ())
    assert exchange.errors[0].errorno == errorno


def test_a_wrong_sign_in_is_told(watched: Ask, seen: list[Exchange]) -> None:
    """The operation has the errors, and no calls."""
    watched.of(READ, password="wrong")
    (operation,) = seen[0].operations
    assert (operation.company, operation.user, operation.calls) == ("northfield", "wsuser", ())
    assert [error.errorno for error in operation.errors] == ["XL03000006"]


def test_gaps_are_told(watched: Ask, seen: list[Exchange]) -> None:
    """What is not built is named in the exchange as in the header."""
    said = watched.of('<get_list object="vsoepricelist"/>')
    assert seen[0].gaps == said.gaps != ()


def test_a_bug_of_the_gateway_is_told(watched: Ask, seen: list[Exchange], monkeypatch: pytest.MonkeyPatch) -> None:
    """The exchange says what the client will be answered: HTTP 500."""

    def explode(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("intacct_emulator.gateway.service.check_sender", explode)
    with pytest.raises(RuntimeError):
        watched.of(READ)
    assert [(exchange.status, exchange.errors[0].errorno) for exchange in seen] == [(500, "GW-0001")]


def test_nothing_secret_is_in_the_repr(watched: Ask, seen: list[Exchange], company: Company) -> None:
    """Passwords, session ids, documents and values of rows are not shown to whoever logs an exchange."""
    session = watched.of("<getAPISession/>").text(".//sessionid") or ""
    watched.of(READ, session=session)
    watched.of(invoice("INV-PRIVATE"))
    shown = repr(seen)
    for secret in ("local_sender_secret", "wsuser_secret", session, "INV-PRIVATE", "<request>"):
        assert secret not in shown
    assert "ARINVOICE" in shown


def test_a_broken_observer_breaks_nothing(tenants: Tenants, caplog: pytest.LogCaptureFixture) -> None:
    """What an observer raises is logged, and the answer is sent as if nobody had watched."""

    message = "private"

    def break_down(_: Exchange) -> None:
        raise ValueError(message)

    gateway = XmlGateway(tenants, break_down)
    said = Ask(gateway).of(invoice())
    gateway.stop_threads()
    assert said.errors == []
    assert "in break_down" in caplog.text
    assert "private" not in caplog.text


def test_records_tell_which_request_writes(watched: Ask, company: Company) -> None:
    """An observer of records finds the request's id beside the author, for journal lines as for anything else."""
    heard: list[tuple[str, str, str]] = []
    records = company.records
    records.observe(
        lambda _, definition, __, ___: heard.append((definition.name, records.request_id, records.author.login)),
        bulk=True,
    )
    watched.of(invoice())
    assert {("ARINVOICE", "R-1", "wsuser"), ("GLENTRY", "R-1", "wsuser")} <= set(heard)
    assert {entry[1:] for entry in heard} == {("R-1", "wsuser")}
    assert (records.request_id, records.author.login) != ("R-1", "wsuser")

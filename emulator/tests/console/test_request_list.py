"""The page of what came in."""

from pathlib import Path

from asking import envelope, invoice, line
from browsing import Browsing

from intacct_emulator import Emulator

READ = "<read><object>CUSTOMER</object><keys>1</keys><fields>NAME</fields></read>"
CREATE_CLASS = "<create><CLASS><CLASSID>{0}</CLASSID><NAME>{0}</NAME></CLASS></create>"


def test_a_journal_that_is_off_says_how_to_switch_it_on(tmp_path: Path) -> None:
    """The flag for the next start, and a button for now; the other pages are there all the same."""
    with Emulator(companies=["blank"], state_dir=tmp_path, journal=0) as emulator, Browsing(emulator) as browse:
        page = browse.get()
        assert page.status == 200
        assert "serve --journal 1000" in page.text
        assert browse.get("/_emulator/console/companies").status == 200
        assert browse.get("/_emulator/console/requests/any").status == 404
        browse.ask(envelope(READ, company="blank"))
        page = browse.send("/_emulator/console/do/keepRequests", {"most": "1000", "back": "/_emulator/"})
        assert "Waiting for the first request" in page.text
        browse.ask(envelope(READ, company="blank"))
        assert [row[2] for row in browse.get().rows()] == ["read CUSTOMER"]


def test_before_the_first_request_it_says_where_to_send_one(browse: Browsing) -> None:
    """The gateway's address as this browser knows it, and where credentials are told."""
    page = browse.get()
    assert "Waiting for the first request" in page.text
    assert browse.emulator.url in page.text
    assert "/_emulator/companies/northfield" in page.links()


def test_the_latest_request_is_first(browse: Browsing) -> None:
    """Outcome, functions with objects, first error or what was written, company and user."""
    browse.ask(envelope(invoice("INV-1", lines=line("100.00"))))
    browse.ask(envelope(invoice("INV-2", extra="<TERMNAME>Net 7</TERMNAME>")))
    browse.ask(envelope("<installApp><appxml>x</appxml></installApp>"))
    browse.ask(envelope(CREATE_CLASS.format("A"), READ))
    rows = [row[1:5] for row in browse.get().rows()]
    assert rows == [
        ["ok", "create CLASS +1", "1 record written", "northfield / wsuser"],
        ["not built", "installApp", "function installApp", "northfield / wsuser"],
        ["failed", "create ARINVOICE", "BL01001973 The term name Net 7 is invalid", "northfield / wsuser"],
        ["ok", "create ARINVOICE", "6 records written, 2 of them journal lines", "northfield / wsuser"],
    ]


def test_what_was_refused_at_the_door_names_what_it_asked_for(browse: Browsing) -> None:
    """A request that the schema refuses has run nothing, and says so."""
    browse.ask(envelope("<read><fields>*</fields><object>CUSTOMER</object></read>"))
    browse.ask("no XML at all")
    assert [row[2] for row in browse.get().rows()] == ["no function", "read not run"]


def test_filters_and_search(browse: Browsing) -> None:
    """By outcome, company and function; words are looked for in ids, errors and documents, in any letter case."""
    browse.emulator.companies.create("blank", "other")
    browse.ask(envelope(READ))
    browse.ask(envelope(CREATE_CLASS.format("NEEDLE"), READ))
    browse.ask(envelope(invoice("INV-2", extra="<TERMNAME>Net 7</TERMNAME>")))
    browse.ask(envelope(READ, company="other"))

    def found(query: str) -> list[str]:
        return [row[2] for row in browse.get(f"/_emulator/?{query}").rows()]

    assert found("outcome=failure") == ["create ARINVOICE"]
    assert found("outcome=gap") == []
    assert found("company=other") == ["read CUSTOMER"]
    assert found("function=create") == ["create ARINVOICE", "create CLASS +1"]
    assert found("q=needle") == ["create CLASS +1"]
    assert found("q=BL01001973") == ["create ARINVOICE"]
    assert found("q=net+7&function=read") == []
    nothing = browse.get("/_emulator/?q=nowhere-to-be-found")
    assert "No request fits" in nothing.text
    assert nothing.root.xpath("//input[@id='q']/@value") == ["nowhere-to-be-found"]


def test_older_ones_are_on_the_next_page(browse: Browsing) -> None:
    """A hundred to a page; the filter goes along."""
    for _ in range(103):
        browse.ask(envelope(READ))
    first = browse.get("/_emulator/?function=read")
    (older,) = first.root.xpath("//a[text()='Older']/@href")
    assert len(first.rows()) == 100
    assert "function=read" in older
    second = browse.get(older)
    assert len(second.rows()) == 3
    assert second.root.xpath("//a[text()='Older']") == []


def test_everything_can_be_forgotten(browse: Browsing) -> None:
    """The form does what the control verb does, and leads back."""
    browse.ask(envelope(READ))
    page = browse.send("/_emulator/console/do/clearRequests", {"back": "/_emulator/"})
    assert "Waiting for the first request" in page.text


def test_without_a_slash_the_address_leads_here(browse: Browsing) -> None:
    """People type /_emulator."""
    assert browse.get("/_emulator").address.endswith("/_emulator/")

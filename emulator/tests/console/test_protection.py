"""The console is for the people of this machine: other sites cannot reach it, it loads nothing, it tells no secret."""

import re
from pathlib import Path

import pytest
from asking import envelope, invoice
from browsing import Browsing

import intacct_emulator.console
from intacct_emulator.console.app import POLICY

ROOM = Path(intacct_emulator.console.__file__).parent
READ = "<read><object>CUSTOMER</object><keys>1</keys><fields>NAME</fields></read>"
ADDRESSES = (
    "/_emulator/",
    "/_emulator/console/companies",
    "/_emulator/console/companies/northfield",
    "/_emulator/console/companies/northfield/trial-balance",
    "/_emulator/console/companies/northfield/aging",
    "/_emulator/console/companies/northfield/records/CUSTOMER",
    "/_emulator/console/companies/northfield/records/USERINFO?all=1",
    "/_emulator/console/companies/northfield/records/CUSTOMER/1",
    "/_emulator/console/faults",
    "/_emulator/console/coverage",
    "/_emulator/console/nowhere",
)


def test_every_page_has_a_strict_policy(browse: Browsing) -> None:
    """Only the console's own script and style, no frames, nothing kept by the browser."""
    browse.ask(envelope(invoice("INV-1", extra="<TERMNAME>Net 7</TERMNAME>")))
    for address in (*ADDRESSES, browse.latest()):
        headers = browse.get(address).headers
        assert headers["content-security-policy"] == POLICY
        assert (headers["x-content-type-options"], headers["cache-control"]) == ("nosniff", "no-store")
    assert "unsafe" not in POLICY


def test_every_page_needs_only_this_server(browse: Browsing) -> None:
    """Every address on a page leads to the emulator itself; what it loads is there."""
    browse.ask(envelope(invoice("INV-1")))
    for address in (*ADDRESSES, browse.latest()):
        page = browse.get(address)
        assert all(link.startswith(("/_emulator", "#", "?")) for link in page.links()), page.links()
        assert not page.root.xpath("//@style | //style | //@*[starts-with(name(), 'on')] | //script[not(@src)]")
        for loaded in page.root.xpath("//script/@src | //link/@href"):
            assert browse.get(loaded).status == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://elsewhere.example"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Host": "elsewhere.example"},
        {"Origin": "null"},
    ],
)
def test_other_sites_are_refused(browse: Browsing, headers: dict[str, str]) -> None:
    """Pages, forms and the stream, by the protections of the whole port."""
    for page in (
        browse.get("/_emulator/", headers),
        browse.get("/_emulator/console/events", headers),
        browse.send("/_emulator/console/do/deleteCompany", {"company_id": "northfield"}, headers),
    ):
        assert page.status == 403
    assert "northfield" in [company.company_id for company in browse.emulator.companies.list()]


def test_a_form_of_its_own_page_is_welcome(browse: Browsing) -> None:
    """As browsers send it."""
    own = {"Origin": browse.emulator.address, "Sec-Fetch-Site": "same-origin"}
    assert browse.send("/_emulator/console/do/freezeClock", headers=own).status == 200


def test_only_forms_change_anything(browse: Browsing) -> None:
    """A link cannot: the verbs take POST alone, and no form is larger than it need be."""
    assert browse.get("/_emulator/console/do/freezeClock").status == 405
    assert browse.send("/_emulator/console/do/addFault", {"kind": "x" * 100_000}).status == 422


def test_no_page_tells_a_secret(browse: Browsing) -> None:
    """Passwords of sender and user, right and wrong, and sessions, on no page that there is."""
    session = browse.ask(envelope("<getAPISession/>")).text(".//sessionid")
    browse.ask(envelope(READ, session=session))
    browse.ask(envelope(READ, password="wrong-password-1"))
    browse.ask(envelope(READ, sender_password="wrong-password-2"))
    browse.ask(envelope(READ, password="wrong-password-3").replace("</login>", ""))
    browse.send(f"{browse.latest()}/replay")
    requests = [f"/_emulator/console/requests/{entry.request_id}" for entry in browse.emulator.journal.find()]
    pages = [browse.get(address).html for address in (*ADDRESSES, *requests)]
    for secret in ("local_sender_secret", "wsuser_secret", "wrong-password", str(session)):
        assert not [page for page in pages if secret in page]


def test_templates_escape_everything() -> None:
    """No template switches escaping off, and none has script or style of its own."""
    for template in (ROOM / "templates").glob("*.html"):
        text = template.read_text(encoding="utf-8")
        assert not re.search(r"\|\s*safe|autoescape|Markup|<style|\sstyle=|\son[a-z]+=", text), template.name
        assert not re.search(r"https?://", text), template.name


def test_what_is_vendored_has_its_licence() -> None:
    """htmx comes as it was released, with its licence beside it."""
    script = (ROOM / "static" / "htmx.min.js").read_text(encoding="utf-8")
    assert 'version:"2.0.11"' in script
    assert "Zero-Clause BSD" in (ROOM / "static" / "htmx.LICENSE.txt").read_text(encoding="utf-8")


def test_other_files_are_not_served(browse: Browsing) -> None:
    """Only the four that pages load."""
    for name in ("htmx.LICENSE.txt", "..%2Fapp.py", "app.py", "..%2F..%2Fcli.py"):
        assert browse.get(f"/_emulator/console/static/{name}").status == 404

"""Sending a kept request once more."""

import pytest
from asking import envelope, invoice
from browsing import Browsing

from intacct_emulator.console.replay import signed

READ = "<read><object>CUSTOMER</object><keys>1</keys><fields>NAME</fields></read>"


def test_it_is_sent_as_the_same_user(browse: Browsing) -> None:
    """An invoice is made once more by who made it first, and refused for its number; the new exchange is shown."""
    browse.ask(envelope(invoice("INV-1"), user="argl_user", password="argl_user_secret"))
    page = browse.send(f"{browse.latest()}/replay")
    first, second = browse.emulator.journal.find()
    assert page.address.endswith(second.request_id)
    assert second.operations[0].user == "argl_user"
    assert (first.calls[0].status, second.calls[0].status) == ("success", "failure")
    assert b"***" in second.request


def test_the_entity_stays(browse: Browsing) -> None:
    """What was asked inside an entity is asked there again."""
    browse.ask(envelope(READ, location="US"))
    assert browse.emulator.journal.find()[-1].operations[0].entity == "US"
    browse.send(f"{browse.latest()}/replay")
    assert browse.emulator.journal.find()[-1].operations[0].entity == "US"


def test_what_the_schema_refused_is_refused_again(browse: Browsing) -> None:
    """It needs nobody to sign in."""
    browse.ask(envelope("<read><fields>*</fields><object>CUSTOMER</object></read>"))
    browse.send(f"{browse.latest()}/replay")
    first, second = browse.emulator.journal.find()
    assert first.all_errors[0].text == second.all_errors[0].text


@pytest.mark.parametrize(
    ("document", "reason"),
    [
        (envelope(READ, password="wrong-password"), "did not get past signing in"),
        (envelope(READ, company="nobody"), "did not get past signing in"),
        (
            envelope(
                "<create><CLASS><CLASSID>A</CLASSID><NAME>a</NAME><DESCRIPTION>wsuser_secret</DESCRIPTION>"
                "</CLASS></create>"
            ),
            "masked",
        ),
    ],
)
def test_what_cannot_be_sent_as_it_was_is_not_sent(browse: Browsing, document: str, reason: str) -> None:
    """Where the masks hide part of what it said, it would be another request: the page says why there is no button."""
    browse.ask(document)
    page = browse.get(browse.latest())
    assert reason in page.text
    assert page.root.xpath("//button[@disabled]")
    refused = browse.send(f"{browse.latest()}/replay")
    assert (refused.status, len(browse.emulator.journal.find())) == (422, 1)
    assert reason in refused.text


def test_a_company_that_is_gone(browse: Browsing) -> None:
    """There is nobody to send it to."""
    browse.emulator.companies.create("northfield", "shortlived")
    browse.ask(envelope(invoice(), company="shortlived"))
    browse.emulator.companies.delete("shortlived")
    page = browse.get(browse.latest())
    assert "The company shortlived is not there any more." in page.text


def test_lines_stay_where_they_are() -> None:
    """Errors of a replay are on the lines of the original."""
    kept = (
        b"<request>\n<control>\n<password>***</password>\n</control>\n<operation><authentication>\n<login>\n"
        b"<password>***</password></login>\n</authentication>\n<content/></operation></request>"
    )
    again = signed(kept, "a&b", "S1")
    assert again.count(b"\n") == kept.count(b"\n")
    assert b"<password>a&amp;b</password>" in again
    assert b"<authentication><sessionid>S1</sessionid></authentication>" in again
    assert b"<login>" not in again

"""Faults and clock, coverage, and what forms may do."""

import pytest
from asking import envelope
from browsing import Browsing

from intacct_emulator.console.control_pages import own_address

HERE = "/_emulator/console/faults"


def test_a_fault_is_ordered_and_taken_back(browse: Browsing) -> None:
    """Fields that are left empty mean any; the order is listed until it is met."""
    form = {"kind": "server error", "company": "", "function": "read", "times": "2", "probability": "1", "back": HERE}
    page = browse.send("/_emulator/console/do/addFault", form)
    assert page.texts("//ul[@class='orders']/li") == ["server error for read 2 times"]
    (fault,) = browse.emulator.faults.ordered
    assert (fault.function, fault.company, fault.times) == ("read", None, 2)
    page = browse.send("/_emulator/console/do/clearFaults", {"back": HERE})
    assert "None. Requests are answered" in page.text


def test_the_clock_is_set(browse: Browsing) -> None:
    """A moment as browsers send it; the head of every page shows it, and whether time stands."""
    browse.send("/_emulator/console/do/setClock", {"now": "2027-03-01T08:00:00"})
    page = browse.send("/_emulator/console/do/freezeClock", {"back": HERE})
    assert "2027-03-01" in page.text
    assert page.texts("//p[contains(@class, 'frozen')]") == ["Time stands at 2027-03-01 08:00 UTC"]
    browse.send("/_emulator/console/do/advanceClock", {"seconds": "86400"})
    assert "2027-03-02" in browse.get(HERE).text
    browse.send("/_emulator/console/do/resumeClock")
    assert browse.emulator.clock.frozen is False


@pytest.mark.parametrize("form", [{"kind": "odd"}, {"kind": "reset", "times": "x"}, {"kind": "reset", "more": "x"}, {}])
def test_a_wrong_order_is_a_sentence(browse: Browsing, form: dict[str, str]) -> None:
    """What the control verb would refuse, as a page."""
    page = browse.send("/_emulator/console/do/addFault", form)
    assert page.status == 422
    assert page.texts("//section[@role='alert']/h1") == ["That did not work"]


@pytest.mark.parametrize("verb", ["shutdown", "importCompany", "nothing", "exportCompany"])
def test_other_verbs_are_not_for_forms(browse: Browsing, verb: str) -> None:
    """Files, and the end of the emulator, are for programs."""
    assert browse.send(f"/_emulator/console/do/{verb}").status == 404


def test_coverage_lists_functions_and_what_was_missed(browse: Browsing) -> None:
    """What requests asked for and is not built comes first; functions are found by name and state."""
    browse.ask(envelope("<installApp><appxml>x</appxml></installApp>"))
    browse.ask(envelope("<installApp><appxml>x</appxml></installApp>"))
    page = browse.get("/_emulator/console/coverage")
    assert page.texts("//ul[@class='orders']/li") == ["function installApp 2 requests"]
    assert len(page.rows()) > 100
    found = browse.get("/_emulator/console/coverage?q=readby&state=modelled").rows()
    assert {row[0] for row in found} == {"readByName", "readByQuery"}
    assert browse.get("/_emulator/console/coverage?state=not+built&q=readByName").rows() == []


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("/_emulator/console/faults?x=1", True),
        ("/_emulator/", True),
        ("https://elsewhere.example/_emulator/", False),
        ("//elsewhere.example/_emulator/", False),
        ("/_emulator/\\elsewhere.example", False),
        ("/_emulator//elsewhere.example", False),
        ("/ia/xml/xmlgw.phtml", False),
        ("javascript:alert(1)", False),
        ("", False),
    ],
)
def test_forms_lead_back_into_the_console_only(address: str, kept: bool) -> None:
    """What a form names as the way back may be anything; where it leads out, the first page is shown."""
    assert own_address(address) == (address if kept else "/_emulator/")

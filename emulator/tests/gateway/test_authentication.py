"""Who may use what: sessions and the senders that opened them."""

from dataclasses import replace

import pytest
from asking import Ask

from intacct_emulator.tenancy.company import Company
from intacct_emulator.tenancy.tenants import Tenants

READ = "<read><object>CUSTOMER</object><keys>1</keys><fields>NAME</fields></read>"


@pytest.fixture
def partner(tenants: Tenants, company: Company) -> str:
    """A second sender that the company trusts; its password is `partner_secret`."""
    tenants.add_sender("partner", "partner_secret")
    with company.lock:
        senders = (*company.profile.authorized_senders, "partner")
        company.profile = replace(company.profile, authorized_senders=senders)
    return "partner"


def test_a_session_serves_only_the_sender_that_opened_it(ask: Ask, partner: str) -> None:
    """Another sender, though the company trusts it, is answered as for a session that is not alive."""
    session = ask.of("<getAPISession/>").text(".//sessionid") or ""
    assert ask.of(READ, sender=partner, sender_password="partner_secret").errors == []
    lent = ask.of(READ, session=session, sender=partner, sender_password="partner_secret")
    assert lent.errors == [("XL03000006", f"Invalid session {session[0]}....")]
    assert lent.texts("operation/authentication/*")[:3] == ["failure", None, None]
    assert lent.root.find("operation/result") is None
    assert ask.of(READ, session=session).errors == []


def test_each_sender_may_have_a_session_of_its_own(ask: Ask, partner: str) -> None:
    """What the other sender opens serves it, and not the first one."""
    options = {"sender": partner, "sender_password": "partner_secret"}
    session = ask.of("<getAPISession/>", **options).text(".//sessionid") or ""
    assert ask.of(READ, session=session, **options).errors == []
    assert ask.of(READ, session=session).errors != []


def test_the_front_door_names_the_id_of_the_request(ask: Ask) -> None:
    """The id in a refusal at the door is the one that logs and journals have."""
    said = ask.of(READ, company="nowhere")
    assert said.text("errormessage/error/description") == "Invalid Request [Request ID: R-1]"

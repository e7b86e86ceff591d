"""Users that go out of use, come back or are called otherwise: what becomes of their sign-in."""

import pytest
from asking import Ask, Said

from intacct_emulator.tenancy.company import Company

READ = "<read><object>DEPARTMENT</object><keys>1</keys><fields>DEPARTMENTID</fields></read>"
OTHER = "jo"
SECRET = "jo_secret"
CREATE = (
    "<create><USERINFO><LOGINID>jo</LOGINID><CONTACTINFO><LASTNAME>Doe</LASTNAME><FIRSTNAME>Jo</FIRSTNAME>"
    "<EMAIL1>jo@example.com</EMAIL1></CONTACTINFO></USERINFO></create>"
)
WRONG = [("XL03000006", "Sign-in information is incorrect")]


@pytest.fixture
def key(ask: Ask, company: Company) -> str:
    """A user of the company who signs in as jo."""
    key = ask.of(CREATE).key
    assert key is not None
    company.users.add(OTHER, int(key), SECRET)
    assert signed_in(ask).errors == []
    return key


def change(ask: Ask, key: str, fields: str, **options: str) -> Said:
    return ask.of(f"<update><USERINFO><RECORDNO>{key}</RECORDNO>{fields}</USERINFO></update>", **options)


def signed_in(ask: Ask, login: str = OTHER) -> Said:
    return ask.of(READ, user=login, password=SECRET)


@pytest.mark.parametrize("status", ["inactive", "lockedout"])
def test_a_user_out_of_use_is_refused_like_an_unknown_one(ask: Ask, key: str, status: str) -> None:
    """Sign-in and living sessions end with the status, in the words for wrong ones; an active user signs in again."""
    session = ask.of("<getAPISession/>", user=OTHER, password=SECRET).text(".//sessionid") or ""
    assert ask.of(READ, session=session).errors == []
    assert change(ask, key, f"<STATUS>{status}</STATUS>").errors == []
    assert signed_in(ask).errors == WRONG
    dead = ask.of(READ, session=session)
    assert dead.errors == [("XL03000006", f"Invalid session {session[0]}....")]
    assert dead.text("operation/authentication/userid") == ""
    assert change(ask, key, "<STATUS>active</STATUS>").errors == []
    assert signed_in(ask).errors == []


def test_a_status_that_is_rolled_back_has_no_effect(ask: Ask, key: str) -> None:
    """A transaction that fails leaves the user signed in as before."""
    update = f"<update><USERINFO><RECORDNO>{key}</RECORDNO><STATUS>inactive</STATUS></USERINFO></update>"
    bad = "<read><object>NOSUCH</object><keys>1</keys><fields>*</fields></read>"
    assert ask.of(update, bad, transaction="true").texts(".//result/status") == ["aborted", "aborted"]
    assert signed_in(ask).errors == []


def test_a_user_of_web_services_only_signs_in(ask: Ask, key: str) -> None:
    """LOGINDISABLED is about the product's own pages."""
    assert change(ask, key, "<LOGINDISABLED>true</LOGINDISABLED>").errors == []
    assert signed_in(ask).errors == []


def test_a_user_signs_in_by_a_new_login_only(ask: Ask, key: str) -> None:
    """The password stays; status still counts under the new name."""
    assert change(ask, key, "<LOGINID>joanna</LOGINID>").errors == []
    assert signed_in(ask).errors == WRONG
    assert signed_in(ask, "joanna").errors == []
    assert change(ask, key, "<STATUS>inactive</STATUS>").errors == []
    assert signed_in(ask, "joanna").errors == WRONG


def test_a_deleted_user_is_gone_for_good(ask: Ask, key: str) -> None:
    """A user of the same login that is created later does not inherit the password."""
    assert ask.of(f"<delete><object>USERINFO</object><keys>{key}</keys></delete>").errors == []
    assert signed_in(ask).errors == WRONG
    assert ask.of(CREATE.replace("<LASTNAME>Doe", "<LASTNAME>Deer")).errors == []
    assert signed_in(ask).errors == WRONG


@pytest.mark.parametrize("password", ["", "jo"])
def test_a_user_made_by_a_request_has_no_password(ask: Ask, password: str) -> None:
    """Nothing in a request gives one, and none is accepted."""
    assert ask.of(CREATE).errors == []
    assert ask.of(READ, user=OTHER, password=password).errors == WRONG

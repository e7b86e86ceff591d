"""Comments, processing instructions and CDATA inside values: nothing is cut off, in any room that reads text."""

import pytest
from asking import LOGIN, Ask, envelope, invoice

from intacct_emulator.tenancy.company import Company

COMMENT, INSTRUCTION = "<!-- batch 7 -->", "<?target data?>"
RIGHT = LOGIN.format(user="wsuser", company="northfield", password="wsuser_secret", location="")


def test_control_block(ask: Ask) -> None:
    """The sender and its password are read whole: a wrong end behind a comment is wrong, a right one is right."""
    senders = (("local_sender", True), (f"local_{COMMENT}sender", True), (f"local_sender{COMMENT}x", False))
    for sender, right in senders:
        said = ask.of("<getAPISession/>", sender=sender)
        assert (said.text("control/status") == "success") is right
    assert ask.of("<getAPISession/>", sender_password=f"local_sender_secret{COMMENT}x").errors != []
    assert ask.of("<getAPISession/>", sender_password=f"local_{INSTRUCTION}sender_secret").errors == []


@pytest.mark.parametrize("mark", [COMMENT, INSTRUCTION, f"{COMMENT}{INSTRUCTION}"])
def test_login(ask: Ask, mark: str) -> None:
    """User, company, password and entity are read whole."""
    halves = {"user": ("ws", "user"), "company": ("north", "field"), "password": ("wsuser_", "secret")}
    for name, (first, last) in halves.items():
        right = ask.of("<getAPISession/>", **{name: f"{first}{mark}{last}"})
        assert right.text("operation/authentication/status") == "success"
        wrong = ask.of("<getAPISession/>", **{name: f"{first}{last}{mark}zzz"})
        assert wrong.text("operation/authentication/status") != "success"
    entity = ask.of("<getAPISession/>", location=f"C{mark}A")
    assert entity.text("operation/authentication/locationid") == "CA"


def test_session_id(ask: Ask) -> None:
    """A session id that goes on behind a comment is another one."""
    session = ask.of("<getAPISession/>").text(".//sessionid") or ""
    call = "<getAPISession/>"
    assert ask.of(call, session=f"{session[:5]}{COMMENT}{session[5:]}").errors == []
    assert ask.of(call, session=f"{session}{COMMENT}x").errors != []


def test_fields_of_records(ask: Ask, company: Company) -> None:
    """CDATA and text on both sides of an instruction are one name; so are the texts of lines."""
    made = (
        "<create><CUSTOMER><CUSTOMERID>CC-1</CUSTOMERID>"
        f"<NAME>First{INSTRUCTION} and <![CDATA[second & third]]></NAME></CUSTOMER></create>"
    )
    assert ask.of(made).errors == []
    (customer,) = company.records.where("CUSTOMER", CUSTOMERID="CC-1")
    assert customer.text("NAME") == "First and second & third"
    amount = invoice("CC-2").replace("100.00", f"1{COMMENT}00.00")
    key = ask.of(amount).key
    read = f"<read><object>ARINVOICE</object><keys>{key}</keys><fields>TOTALENTERED</fields></read>"
    assert ask.of(read).text(".//TOTALENTERED") == "100"


def test_legacy_elements(ask: Ask, company: Company) -> None:
    """Both values of a legacy function, and those that its custom shape reads at a path, are whole."""
    made = (
        f"<create_customer><customerid>LC{COMMENT}2</customerid><name>Leg{COMMENT}acy</name>"
        f"<contactinfo><contact><contactname>Le{INSTRUCTION}na</contactname><printas>Lena</printas></contact></contactinfo>"
        "</create_customer>"
    )
    assert ask.of(made).errors == []
    (customer,) = company.records.where("CUSTOMER", CUSTOMERID="LC2")
    assert customer.text("NAME") == "Legacy"
    assert len(company.records.where("CONTACT", CONTACTNAME="Lena")) == 1


def test_arguments(ask: Ask) -> None:
    """Object, keys and fields of a read are whole."""
    keys, fields = f"<keys>1,{COMMENT}2</keys>", f"<fields>CUSTOMER{COMMENT}ID,NAME</fields>"
    said = ask.of(f"<read><object>CUST{COMMENT}OMER</object>{keys}{fields}</read>")
    assert said.errors == []
    assert [sorted(row) for row in said.rows()] == [["CUSTOMERID", "NAME"]] * 2


@pytest.mark.parametrize(
    "asked",
    [
        "<query><object>CUSTOMER</object><select><field>CUSTOMERID</field></select><filter><equalto>"
        f"<field>CUSTOMERID</field><value>C-10{COMMENT}02</value></equalto></filter></query>",
        "<readByQuery><object>CUSTOMER</object><fields>CUSTOMERID</fields>"
        f"<query>CUSTOMERID = {COMMENT}'C-1<![CDATA[0]]>0{INSTRUCTION}2'</query></readByQuery>",
        '<get_list object="customer"><filter><expression><field>customer<!-- x -->id</field><operator>=</operator>'
        f"<value>C-10{COMMENT}02</value></expression></filter></get_list>",
    ],
    ids=["query", "text", "legacy"],
)
def test_filters(ask: Ask, asked: str) -> None:
    """Each of the three languages compares with the whole value."""
    said = ask.of(asked)
    assert said.errors == []
    found = [element.text for element in said.root.iter() if element.tag.lower() == "customerid"]
    assert found == ["C-1002"]


def test_attributes_are_left_alone(ask: Ask) -> None:
    """An attribute holds no markup: what looks like a comment cannot stand in it, and its escaped form is text."""
    body = envelope("<getAPISession/>").replace('controlid="f1"', 'controlid="&lt;!-- x --&gt;"')
    assert ask.raw(body.encode()).text("operation/result/controlid") == "<!-- x -->"


def test_complaints_keep_their_lines(ask: Ask) -> None:
    """What comments stand above an element does not move the line of a complaint about it."""
    body = envelope(f"\n{COMMENT}\n<!-- two\nlines -->\n<nonsense/>")
    ((_, text),) = ask.raw(body.encode()).errors
    assert "Element 'nonsense'" in text
    assert text.endswith("Line: 5, column: 0.")

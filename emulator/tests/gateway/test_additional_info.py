"""`<additionalinfo>`: what newer doors of the product call an error."""

from asking import Ask
from lxml import etree

CONTROL = (
    "<uniqueid>false</uniqueid><dtdversion>3.0</dtdversion><showadditionalerrorinfo>true</showadditionalerrorinfo>"
)
ACCOUNT = "<create><GLACCOUNT><ACCOUNTNO>4010</ACCOUNTNO><TITLE>Again</TITLE></GLACCOUNT></create>"
ENTRY = (
    "<create><GLBATCH><JOURNAL>GJ</JOURNAL><BATCH_DATE>11/02/2026</BATCH_DATE><BATCH_TITLE>Odd</BATCH_TITLE><ENTRIES>"
    "<GLENTRY><ACCOUNTNO>6000</ACCOUNTNO><TR_TYPE>1</TR_TYPE><TRX_AMOUNT>{}</TRX_AMOUNT></GLENTRY>"
    "<GLENTRY><ACCOUNTNO>1000</ACCOUNTNO><TR_TYPE>-1</TR_TYPE><TRX_AMOUNT>2</TRX_AMOUNT></GLENTRY>"
    "</ENTRIES></GLBATCH></create>"
)


def infos(ask: Ask, body: str) -> list[etree._Element]:
    """The blocks of a refused request, one per error."""
    return list(ask.of(body, control=CONTROL).root.iter("additionalinfo"))


def test_a_duplicate_account_is_named_as_documented(ask: Ask) -> None:
    """GL-0493 with its category, its message ids and the account in a placeholder, then GL-0504 for the save."""
    duplicate, save = infos(ask, ACCOUNT)
    assert duplicate.findtext("errorid") == "GL-0493"
    assert duplicate.findtext("category") == "Duplication Prevention"
    ids = [duplicate.findtext(f"{name}/messageid") for name in ("description", "cdescription", "correction")]
    assert ids == [
        "IA.DUPLICATE_ACCOUNT_NUMBER",
        "IA.THE_ACCOUNT_NUMBER_ALREADY_EXISTS",
        "IA.ENTER_UNIQUE_ACCOUNT_NUMBER",
    ]
    (placeholder,) = duplicate.iter("placeholder")
    assert dict(placeholder.attrib.items()) == {"name": "ACCOUNTNO", "value": "4010"}
    assert save.findtext("errorid") == "GL-0504"
    assert save.findtext("cdescription/messageid") == "IA.COULD_NOT_CREATE_GL_ACCOUNT_RECORD"


def test_the_support_id_is_bare_at_the_error_and_in_brackets_at_its_text(ask: Ask) -> None:
    """`requestinfo` has the id of the answer's first description2 (documented by sample)."""
    said = ask.of(ACCOUNT, control=CONTROL)
    described = said.text(".//error/description2") or ""
    support_id = described.partition("[Support ID: ")[2].rstrip("]")
    (info, *_) = said.root.iter("additionalinfo")
    assert info.find("target").get("requestinfo") == support_id
    assert info.find("cdescription/target").get("requestinfo") == f"[Support ID: {support_id}]"


def test_one_number_has_the_name_of_what_it_stands_for(ask: Ask) -> None:
    """The error around a refused journal entry has the number of a refused account, and another newer name."""
    named = [info.findtext("errorid") for info in infos(ask, ENTRY.format("1"))]
    assert named[-1] == "GL-0951"


def test_what_is_not_known_stays_the_older_number(ask: Ask) -> None:
    """An error without a newer name repeats its number, with every id empty."""
    (info, *_) = infos(ask, "<create><CLASS/></create>")
    assert (info.findtext("errorid") or "").startswith("BL")
    assert {element.text for element in info.iter("messageid")} == {None}

"""The envelope: what stands around functions and results."""

import re
from typing import Any

import pytest
from lxml import etree

from contract_tests.harness import canonical
from contract_tests.harness.present import present
from contract_tests.harness.wire import Wire, errors, login, xml

READ = "<readByQuery><object>DEPARTMENT</object><fields>RECORDNO</fields><query/><pagesize>1</pagesize></readByQuery>"
UNKNOWN_OBJECT = "<readByQuery><object>NOSUCHOBJECT</object><fields>*</fields><query/></readByQuery>"
MISSING_RECORD = "<delete><object>CLASS</object><keys>987654321</keys></delete>"


@pytest.mark.recorded(source="jfcote87/intacct execResponse; craibuc/PsIntacct fixtures")
def test_control_echoes_the_request(wire: Wire) -> None:
    """`<control>` has status, senderid, controlid, uniqueid and dtdversion, in this order."""
    answer = wire.call(READ, control_id="2026-11-22 05:50:00 ünï", unique=False)
    expected = xml(
        "<control><status>success</status><senderid>{sender}</senderid><controlid>2026-11-22 05:50:00 ünï</controlid>"
        "<uniqueid>false</uniqueid><dtdversion>3.0</dtdversion></control>",
        sender=wire.target.credentials.sender_id,
    )
    assert not canonical.difference(answer.control, expected)


@pytest.mark.recorded(source="jfcote87/intacct; vendor SDK response fixtures")
def test_operation_holds_authentication_then_results(wire: Wire) -> None:
    """`<operation>` begins with its authentication; each result says status, function, control id, then its data."""
    operation = wire.call(READ).root.find("operation")
    assert [child.tag for child in present(operation)] == ["authentication", "result"]
    result = present(operation)[1]
    assert [child.tag for child in result] == ["status", "function", "controlid", "data"]
    assert [child.text for child in list(result)[:3]] == ["success", "readByQuery", "f1"]


@pytest.mark.recorded(source="jfcote87/intacct functionErrorSuccess.xml")
def test_functions_outside_a_transaction_are_independent(wire: Wire) -> None:
    """One result for each function, in order; a failing one does not stop those behind it."""
    answer = wire.call(UNKNOWN_OBJECT, READ, UNKNOWN_OBJECT)
    assert [result.findtext("controlid") for result in answer.results] == ["f1", "f2", "f3"]
    assert [result.findtext("status") for result in answer.results] == ["failure", "success", "failure"]


@pytest.mark.inferred(source="the schema lets a request have several operations")
def test_each_operation_signs_in_for_itself(wire: Wire) -> None:
    """Two operations: the second one's wrong password does not touch the first."""
    credentials = wire.target.credentials
    body = wire.envelope().around({"f1": READ})
    wrong = login(credentials, user_password="wrong")
    second = (
        f'<operation><authentication>{wrong}</authentication><content><function controlid="f2">{READ}</function>'
        "</content></operation></request>"
    )
    answer = wire.post(body.removesuffix("</request>") + second)
    assert [found.text for found in answer.root.iterfind("operation/authentication/status")] == ["success", "failure"]
    assert len(answer.results) == 1


@pytest.mark.recorded(source="jfcote87/intacct execXMLError.xml; developer.intacct.com error handling")
def test_malformed_xml_is_a_control_failure(wire: Wire) -> None:
    """Tags that do not match: HTTP 200, no operation, XL03000003 with the parser's own words and place."""
    body = wire.envelope().around({"f1": "<read>\n<object>CLASS</read>"})
    answer = wire.post(body)
    assert answer.status == 200
    assert answer.control.findtext("status") == "failure"
    assert answer.root.find("operation") is None
    found = errors(answer.root)
    assert {error.number for error in found} == {"XL03000003"}
    assert re.fullmatch(
        r"XML Parse schema error: Fatal Error 76: Opening and ending tag mismatch: object line 2 and read\. "
        r"Line: 2, column: \d+\.",
        found[0].description2,
    )


@pytest.mark.recorded(source="intacct/intacct-sdk-net issue 191: the same complaint about sotransitems")
def test_a_missing_child_is_named_with_two_dots(wire: Wire) -> None:
    """The schema's complaint ends in a dot of its own and gets another one; its column is 0."""
    answer = wire.post(wire.envelope().around({}))
    found = errors(answer.root)
    assert [error.number for error in found] == ["XL03000003"]
    assert re.fullmatch(
        r"XML Parse schema error: Error 1871: Element 'content': Missing child element\(s\)\. "
        r"Expected is \( function \)\.\. Line: \d+, column: 0\.",
        found[0].description2,
    )


SCHEMA_FAULTS = {
    "unknown function": ("<getNothing/>", "Error 1871: Element 'getNothing': This element is not expected."),
    "two calls in one function": (READ + READ, "Error 1871: Element 'readByQuery': This element is not expected."),
    "page too large": (
        "<query><object>CLASS</object><select><field>CLASSID</field></select><pagesize>5000</pagesize></query>",
        "Error 1834: Element 'pagesize': [facet 'maxInclusive'] The value '5000' is greater than the maximum value "
        "allowed ('2000').",
    ),
    "delete without keys": (
        "<delete><object>CLASS</object></delete>",
        "Error 1871: Element 'delete': Missing child element(s). Expected is ( keys ).",
    ),
    "empty create": ("<create></create>", "Error 1871: Element 'create': Missing child element(s)."),
}


@pytest.mark.parametrize(("function", "text"), SCHEMA_FAULTS.values(), ids=SCHEMA_FAULTS)
@pytest.mark.inferred(source="libxml2's verdict with the published schema; the wrapper around it is recorded")
def test_the_schema_refuses(wire: Wire, function: Any, text: Any) -> None:
    """A request that breaks the schema is refused as a whole, with XL03000003 and libxml2's words."""
    answer = wire.call(function)
    assert answer.status == 200
    assert answer.root.find("operation") is None
    found = errors(answer.root)
    assert found[0].number == "XL03000003"
    assert found[0].description2.startswith("XML Parse schema error: " + text)


@pytest.mark.client(source="developer.intacct.com queries; a client reports orderby in readByQuery refused")
def test_orderby_is_no_part_of_read_by_query(wire: Wire) -> None:
    """`<orderby>` in readByQuery is not expected."""
    answer = wire.call(
        "<readByQuery><object>CLASS</object><fields>*</fields><query/><orderby><order><field>CLASSID</field></order>"
        "</orderby></readByQuery>"
    )
    assert "Element 'orderby': This element is not expected." in errors(answer.root)[0].description2


@pytest.mark.client(source="intacct-sdk-js and -php: an answer is parsed only as text/xml or application/xml")
def test_answers_are_xml(wire: Wire) -> None:
    """Content type text/xml, and an XML declaration first."""
    answer = wire.call(READ)
    assert answer.headers["content-type"].startswith("text/xml")
    assert answer.body.startswith(b'<?xml version="1.0" encoding="UTF-8"?>')


@pytest.mark.parametrize(
    "content_type", ["application/xml", "text/xml; charset=utf-8", "x-intacct-xml-request", "application/octet-stream"]
)
@pytest.mark.client(source="content types of intacct_ruby, go-sage-intacct, the vendor's SDKs")
def test_the_content_type_does_not_matter(wire: Wire, content_type: str) -> None:
    """XML is read as XML whatever it is called."""
    answer = wire.post(wire.envelope().around({"f1": READ}), content_type=content_type)
    assert answer.result.findtext("status") == "success"


@pytest.mark.client(source="intacctaaron/intacctws-php api_post.php posts xmlrequest=")
def test_a_form_post_is_read_too(wire: Wire) -> None:
    """`xmlrequest=` in a form holds the request, percent-encoded."""
    from urllib.parse import urlencode

    body = urlencode({"xmlrequest": wire.envelope().around({"f1": READ})})
    answer = wire.post(body, content_type="application/x-www-form-urlencoded")
    assert answer.result.findtext("status") == "success"


@pytest.mark.documented(source="developer.intacct.com requests: includewhitespace")
def test_white_space_can_be_left_out(wire: Wire) -> None:
    """`includewhitespace` false gives the same answer without line breaks between the elements."""
    compact = wire.call(READ, whitespace=False)
    assert re.search(rb">\s+<[a-z]", compact.body.split(b"?>", 1)[1].strip()) is None
    pretty = wire.call(READ, whitespace=True)
    assert canonical.lines(canonical.parsed(compact.body))[5] == canonical.lines(canonical.parsed(pretty.body))[5]
    assert [element.tag for element in pretty.root.iter()] == [element.tag for element in compact.root.iter()]


@pytest.mark.recorded(source="jfcote87/intacct error answers; craibuc/PsIntacct")
def test_an_error_has_four_texts(wire: Wire) -> None:
    """errorno, description, description2 and correction are always there, empty where there is nothing to say."""
    error = wire.call(UNKNOWN_OBJECT).result.find("errormessage/error")
    assert [child.tag for child in present(error)] == ["errorno", "description", "description2", "correction"]


@pytest.mark.recorded(source="developer.intacct.com requests; intacct-sdk-js fixtures")
def test_the_support_id_follows_the_first_text(wire: Wire) -> None:
    """The first error's description2 ends in one space and ` [Support ID: ...]`."""
    error = wire.call(UNKNOWN_OBJECT).result.find("errormessage/error")
    assert re.fullmatch(
        r"Object definition NOSUCHOBJECT not found \[Support ID: [^\]]+\]",
        present(present(error).findtext("description2")),
    )
    assert errors(wire.call(UNKNOWN_OBJECT).result)[0].support_id


@pytest.mark.recorded(source="fylein/sageintacct-sdk-py; answers quoted in vendor SDK issues")
def test_apostrophes_in_error_texts_are_numeric_references(wire: Wire) -> None:
    """An apostrophe arrives as `&#039;`, as PHP writes it."""
    answer = wire.call(MISSING_RECORD)
    assert b"&#039;987654321&#039;" in answer.body


@pytest.mark.documented(source="developer.intacct.com requests: showadditionalerrorinfo, with sample")
def test_additional_error_info_comes_last(wire: Wire) -> None:
    """`showadditionalerrorinfo` adds `<additionalinfo>` behind the correction of each error."""
    error = wire.call(MISSING_RECORD, additional_info=True).result.find("errormessage/error")
    assert [child.tag for child in present(error)][-2:] == ["correction", "additionalinfo"]
    info = present(error).find("additionalinfo")
    assert [child.tag for child in present(info)] == [
        "errorid",
        "category",
        "target",
        "description",
        "cdescription",
        "correction",
    ]


@pytest.mark.documented(source="developer.intacct.com: transport policies; SDK offline response fixtures")
def test_an_unknown_policy_is_a_control_failure(wire: Wire) -> None:
    """`policyid` names a transport policy; one that does not exist is refused before anything runs."""
    body = wire.envelope().around({"f1": READ})
    answer = wire.post(body.replace("</dtdversion>", "</dtdversion><policyid>no-such-policy</policyid>", 1))
    assert answer.control.findtext("status") == "failure"
    (error,) = errors(answer.root)
    assert (error.number, error.description2) == ("XL03000006", "no-such-policy is not a valid transport policy.")
    assert isinstance(answer.root, etree._Element)

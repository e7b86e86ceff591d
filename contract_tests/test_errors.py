"""Errors of functions: the number is not always a number, and the same fault reads differently verb by verb."""

from typing import Any

import pytest

from contract_tests.harness.wire import Wire, errors
from contract_tests.harness.writing import Writing
from intacct_client import Client, FunctionError

UNKNOWN_OBJECT = {
    "readByQuery": (
        "<readByQuery><object>NOSUCH</object><fields>*</fields><query/></readByQuery>",
        "Query Failed",
        "",
    ),
    "read": ("<read><object>NOSUCH</object><keys>1</keys><fields>*</fields></read>", "XXX", ""),
    "readByName": ("<readByName><object>NOSUCH</object><keys>1</keys><fields>*</fields></readByName>", "XXX", ""),
}


@pytest.mark.recorded(source="intacct-sdk-js ResultTest.ts; intacct-sdk-php tests")
@pytest.mark.parametrize(("function", "number", "description"), UNKNOWN_OBJECT.values(), ids=UNKNOWN_OBJECT)
def test_an_unknown_object_is_not_found(wire: Wire, function: Any, number: Any, description: Any) -> None:
    """The text is the same for every reading verb, what stands for the number is not."""
    (error,) = errors(wire.call(function).result)
    assert (error.number, error.description) == (number, description)
    assert error.description2 == "Object definition NOSUCH not found"


@pytest.mark.client(source="craibuc/PsIntacct Remove-IntacctObject tests")
def test_deleting_an_unknown_object(wire: Wire) -> None:
    """errorno WS."""
    (error,) = errors(wire.call("<delete><object>NOSUCH</object><keys>1</keys></delete>").result)
    assert (error.number, error.description2) == ("WS", "Object definition NOSUCH not found")


@pytest.mark.client(source="a connector's test of query on SODOCUMENTPARAMS")
def test_querying_an_unknown_object(wire: Wire) -> None:
    """XL03000009, with a description before the text."""
    (error,) = errors(
        wire.call("<query><object>NOSUCH</object><select><field>RECORDNO</field></select></query>").result
    )
    assert error.number == "XL03000009"
    assert error.description == "There was an error processing the function"
    assert error.description2 == "Object definition NOSUCH not found"


@pytest.mark.recorded(source="jfcote87/intacct functionErrorSuccess.xml")
def test_read_refuses_unknown_fields_in_the_number(wire: Wire) -> None:
    """The whole sentence stands in errorno; the other texts are empty."""
    (error,) = errors(
        wire.call("<read><object>DEPARTMENT</object><keys>1</keys><fields>NOSUCHFIELD</fields></read>").result
    )
    assert error.number == "Invalid fields list NOSUCHFIELD"
    assert (error.description, error.description2, error.correction) == ("", "", "")


FAULTY_CONDITIONS = {
    "syntax": "DEPARTMENTID = = 'X'",
    "unbalanced": "(DEPARTMENTID = 'X'",
    "unknown field": "NOSUCHFIELD = 'X'",
    "order by": "DEPARTMENTID like '%' ORDER BY DEPARTMENTID",
    "ISO date": "WHENCREATED > '2026-01-31T00:00:00'",
}


@pytest.mark.recorded(source="craibuc/PsIntacct; Invoiced documentation; a client's notes on ISO dates")
@pytest.mark.parametrize("condition", FAULTY_CONDITIONS.values(), ids=FAULTY_CONDITIONS)
def test_read_by_query_tells_nothing_about_a_bad_condition(wire: Wire, condition: Any) -> None:
    """DL02000001, `Error`, and a text that names neither field nor place."""
    from contract_tests.harness.wire import xml

    function = xml(
        "<readByQuery><object>DEPARTMENT</object><fields>*</fields><query>{c}</query></readByQuery>", c=condition
    )
    (error,) = errors(wire.call(function).result)
    assert (error.number, error.description) == ("DL02000001", "Error")
    assert error.description2 == "There was an error processing the request."


@pytest.mark.recorded(source="intacct-sdk-js issue 83; intacct-sdk-net issue 150")
def test_query_names_the_fields_it_cannot_select(wire: Wire) -> None:
    """XL03000006 lists them under the object in lower case."""
    answer = wire.call(
        "<query><object>DEPARTMENT</object><select><field>RECORDNO</field><field>NOSUCH</field><field>NORTHIS</field>"
        "</select></query>"
    )
    (error,) = errors(answer.result)
    assert error.number == "XL03000006"
    assert error.description2 == "The following fields cannot be queried: [ department: [NOSUCH, NORTHIS] ]"


@pytest.mark.recorded(source="vendor PHP SDK test of readMore")
def test_read_more_of_a_dead_result(wire: Wire) -> None:
    """errorno `readMore failed`, and no data."""
    answer = wire.call("<readMore><resultId>bad</resultId></readMore>")
    (error,) = errors(answer.result)
    assert error.number == "readMore failed"
    assert error.description2 == "Attempt to readMore with an invalid or expired resultId: bad"
    assert answer.result.find("data") is None


@pytest.mark.recorded(source="vendor PHP SDK test; intacct-sdk-js issue 25")
def test_updating_what_does_not_exist(writing: Writing) -> None:
    """The sentence stands in errorno, dot included."""
    answer = writing.call("<update><CLASS><CLASSID>NO-SUCH-CLASS</CLASSID><NAME>X</NAME></CLASS></update>")
    (error,) = errors(answer.result)
    assert error.number == "Cannot update non-existing CLASS with CLASSID=NO-SUCH-CLASS."
    assert (error.description, error.description2, error.correction) == ("", "", "")


@pytest.mark.recorded(source="vendor PHP SDK test; craibuc/PsIntacct")
def test_deleting_what_does_not_exist(wire: Wire) -> None:
    """BL01001973 with the object in lower case; of several keys only the first is named; no data."""
    answer = wire.call("<delete><object>CLASS</object><keys>987654321,987654322</keys></delete>")
    (error,) = errors(answer.result)
    assert (error.number, error.description2) == ("BL01001973", "Cannot find class with key '987654321' to delete.")
    assert answer.result.find("data") is None


@pytest.mark.recorded(source="fylein/sageintacct-sdk-py issue 48")
def test_a_view_cannot_be_created(writing: Writing) -> None:
    """PL04000005: the verb is not for this object."""
    answer = writing.call("<create><GLDETAIL><ACCOUNTNO>1</ACCOUNTNO></GLDETAIL></create>")
    error = errors(answer.result)[0]
    assert error.number == "PL04000005"
    assert error.description2 == "API operation CREATE cannot be performed on objects of type gldetail"


@pytest.mark.recorded(source="vendor PHP SDK test of getUserPermissions")
def test_permissions_of_nobody(client: Client) -> None:
    """BL03000025 with a correction; the client carries number, texts, correction and support id."""
    with pytest.raises(FunctionError) as caught:
        client.get_user_permissions("no_such_user")
    error = caught.value.errors[0]
    assert (error.number, error.description2) == ("BL03000025", "Login ID no_such_user does not exist.")
    assert error.correction == "Provide a valid USER.LOGINID value."
    assert error.support_id

"""create, update, delete, read and readByName: shapes, partial success, transactions, repetition."""

from typing import Any

import pytest

from contract_tests.harness import canonical
from contract_tests.harness.documents import unique
from contract_tests.harness.facts import Facts
from contract_tests.harness.present import present
from contract_tests.harness.wire import Wire, errors, xml
from contract_tests.harness.writing import Writing
from intacct_client import Client, FunctionError, TransactionAbortedError, functions

ROLLED_BACK = "The entire transaction in this operation has been rolled back due to an error."


def create_class(*ids: Any) -> str:
    """A `<create>` of classes."""
    return (
        "<create>"
        + "".join(xml("<CLASS><CLASSID>{i}</CLASSID><NAME>{i}</NAME></CLASS>", i=i) for i in ids)
        + "</create>"
    )


@pytest.mark.recorded(source="craibuc/PsIntacct Save-Object.create.xml; developer.intacct.com samples")
def test_create_answers_the_keys(writing: Writing) -> None:
    """`listtype="objects"`, the object's element in lower case, RECORDNO and the id, nothing else."""
    name = unique("CT")
    data = writing.call(create_class(name)).data
    expected = xml(
        '<data listtype="objects" count="1"><class><RECORDNO>...</RECORDNO><CLASSID>{id}</CLASSID></class></data>',
        id=name,
    )
    assert not canonical.difference(data, expected)
    assert present(data.findtext("class/RECORDNO")).isdigit()


@pytest.mark.recorded(source="craibuc/PsIntacct Save-Object.update.xml")
def test_update_answers_as_create_does(writing: Writing) -> None:
    """The same shape, `<function>update</function>`; the record is found by RECORDNO or by id."""
    name = unique("CT")
    key = writing.create("CLASS", {"CLASSID": name, "NAME": "before"})
    for identity in (xml("<RECORDNO>{k}</RECORDNO>", k=key), xml("<CLASSID>{n}</CLASSID>", n=name)):
        answer = writing.call(f"<update><CLASS>{identity}<NAME>after</NAME></CLASS></update>")
        assert answer.result.findtext("function") == "update"
        expected = xml(
            '<data listtype="objects" count="1"><class><RECORDNO>{k}</RECORDNO><CLASSID>{n}</CLASSID></class></data>',
            k=key,
            n=name,
        )
        assert not canonical.difference(answer.data, expected)


@pytest.mark.documented(source="developer.intacct.com FAQ: updates are sparse")
def test_update_keeps_what_is_left_out_and_clears_what_is_empty(writing: Writing, client: Client) -> None:
    """A field that is not sent keeps its value; an empty element empties it."""
    key = writing.create("CLASS", {"CLASSID": unique("CT"), "NAME": "kept", "DESCRIPTION": "goes"})
    client.update("CLASS", {"RECORDNO": key, "DESCRIPTION": None})
    (row,) = client.read("CLASS", key, ["NAME", "DESCRIPTION"])
    assert row == {"NAME": "kept", "DESCRIPTION": None}


@pytest.mark.recorded(source="developer.intacct.com responses; vendor SDK tests")
def test_delete_answers_without_data(writing: Writing, client: Client) -> None:
    """status, function and control id, no `<data>`; afterwards the record reads as nothing."""
    key = writing.create("CLASS", {"CLASSID": unique("CT"), "NAME": "short-lived"})
    answer = writing.call(xml("<delete><object>CLASS</object><keys>{k}</keys></delete>", k=key))
    assert [child.tag for child in answer.result] == ["status", "function", "controlid"]
    assert answer.result.findtext("status") == "success"
    assert client.read("CLASS", key) == []


@pytest.mark.recorded(source="vendor PHP SDK test of a duplicate class; jfcote87/intacct for project")
def test_a_duplicate_id_is_refused_with_a_stack(writing: Writing) -> None:
    """BL34000061 (two blanks before `already`), then the wrappers; `count="0"` stands before the errors."""
    name = unique("CT")
    writing.call(create_class(name))
    result = writing.call(create_class(name)).result
    assert [child.tag for child in result] == ["status", "function", "controlid", "data", "errormessage"]
    assert not canonical.difference(present(result.find("data")), '<data listtype="objects" count="0"/>')
    found = errors(result)
    assert [error.number for error in found] == ["BL34000061", "BL01001973", "BL01001973"]
    assert found[0].description2 == f"Another Class with the given value(s) {name}  already exists"
    assert found[0].correction == "Use a unique value instead."
    assert [error.description2 for error in found[1:]] == [
        "Could not create class record!",
        "Could not create Class record!",
    ]
    assert [bool(error.support_id) for error in found] == [True, False, False]


@pytest.mark.recorded(source="jfcote87/intacct execFuncError.xml")
def test_create_keeps_what_went_before_a_failure(writing: Writing, client: Client) -> None:
    """Two records, the second a duplicate: failure, with the first one's keys before the errors; it stays."""
    taken, fresh = unique("CT"), unique("CT")
    writing.call(create_class(taken))
    result = writing.call(create_class(fresh, taken)).result
    assert result.findtext("status") == "failure"
    assert present(result.find("data")).get("count") == "1"
    assert result.findtext("data/class/CLASSID") == fresh
    assert len(client.read_by_name("CLASS", fresh)) == 1


@pytest.mark.client(source="vendor PHP SDK test: the errors of two classes, the first a duplicate, name the first only")
def test_create_stops_at_the_first_failure(writing: Writing, client: Client) -> None:
    """Nothing behind the record that fails is made."""
    taken, fresh = unique("CT"), unique("CT")
    writing.call(create_class(taken))
    result = writing.call(create_class(taken, fresh)).result
    assert present(result.find("data")).get("count") == "0"
    assert client.read_by_name("CLASS", fresh) == []


@pytest.mark.recorded(source="jfcote87/intacct; corpus of recorded read answers in public clients")
@pytest.mark.parametrize("name", ["DEPARTMENT", "department"])
def test_read_echoes_the_name_it_was_asked_with(wire: Wire, client: Client, facts: Facts, name: str) -> None:
    """listtype and record tags have the letter case of the request's `<object>`."""
    key = client.read_by_name("DEPARTMENT", facts.department_id, "RECORDNO")[0]["RECORDNO"]
    data = wire.call(
        xml("<read><object>{o}</object><keys>{k}</keys><fields>DEPARTMENTID</fields></read>", o=name, k=key)
    ).data
    expected = xml(
        '<data listtype="{o}" count="1"><{o}><DEPARTMENTID>{d}</DEPARTMENTID></{o}></data>',
        o=name,
        d=facts.department_id,
    )
    assert not canonical.difference(data, expected)


@pytest.mark.client(source="craibuc/PsIntacct: empty data means not found")
def test_reading_a_missing_key_is_no_error(wire: Wire) -> None:
    """Success, `count="0"`."""
    data = wire.call("<read><object>DEPARTMENT</object><keys>987654321</keys><fields>*</fields></read>").data
    assert data.get("count") == "0"
    assert len(data) == 0


@pytest.mark.documented(source="developer.intacct.com: readByName takes ids where read takes record numbers")
def test_read_by_name_finds_what_read_finds(client: Client, facts: Facts) -> None:
    """The same record by its id and by its record number."""
    (by_name,) = client.read_by_name("CUSTOMER", facts.customer_id)
    (by_key,) = client.read("CUSTOMER", str(by_name["RECORDNO"]))
    assert by_name == by_key
    assert by_name["CUSTOMERID"] == facts.customer_id


@pytest.mark.recorded(source="intacct-sdk-js issue 66, confirmed by the vendor; a recorded create_ictransaction")
def test_a_transaction_is_all_or_nothing(writing: Writing, client: Client) -> None:
    """Every result is `aborted`; the one at fault has its own errors first, all end with XL03000009."""
    first, second = unique("CT"), unique("CT")
    answer = writing.call(create_class(first), create_class(first), create_class(second), transaction=True)
    assert [result.findtext("status") for result in answer.results] == ["aborted"] * 3
    stacks = [errors(result) for result in answer.results]
    assert [len(stack) for stack in (stacks[0], stacks[2])] == [1, 1]
    assert stacks[1][0].number == "BL34000061"
    for stack in stacks:
        assert (stack[-1].number, stack[-1].description2) == ("XL03000009", ROLLED_BACK)
    assert client.read_by_name("CLASS", [first, second]) == []


@pytest.mark.documented(source="developer.intacct.com requests: transaction")
def test_a_transaction_without_fault_is_kept(writing: Writing, client: Client) -> None:
    """Later functions see what earlier ones made; all results succeed and all of it stays."""
    name = unique("CT")
    update = xml("<update><CLASS><CLASSID>{n}</CLASSID><NAME>renamed</NAME></CLASS></update>", n=name)
    answer = writing.call(create_class(name), update, transaction=True)
    assert [result.findtext("status") for result in answer.results] == ["success", "success"]
    assert client.read_by_name("CLASS", name, "NAME") == [{"NAME": "renamed"}]


@pytest.mark.recorded(source="intacct-sdk-js issue 66; here as the client raises it")
def test_the_client_raises_for_an_aborted_transaction(writing: Writing, client: Client) -> None:
    """TransactionAbortedError carries the errors of the function at fault."""
    missing = functions.delete("CLASS", "987654321")
    with pytest.raises(TransactionAbortedError) as caught:
        client.execute([functions.get_dimensions(), missing], transaction=True)
    assert caught.value.numbers == ("BL01001973", "XL03000009")
    assert caught.value.function == "delete"


@pytest.mark.documented(source="developer.intacct.com requests: uniqueid; intacct-sdk-php issue 74")
def test_a_unique_control_id_runs_once(writing: Writing, client: Client) -> None:
    """With uniqueid true, a function whose control id was executed and completed before is refused."""
    control_id, name = unique("once-"), unique("CT")
    first = writing.call_named({control_id: create_class(name)}, unique=True)
    assert first.result.findtext("status") == "success"
    other = unique("CT")
    second = writing.call_named({control_id: create_class(other)}, unique=True)
    assert second.result.findtext("status") != "success"
    assert client.read_by_name("CLASS", other) == []


@pytest.mark.documented(source="developer.intacct.com requests: uniqueid")
def test_a_control_id_that_need_not_be_unique_may_return(writing: Writing) -> None:
    """With uniqueid false the same control id runs as often as it is sent."""
    control_id = unique("often-")
    answers = [writing.call_named({control_id: create_class(unique("CT"))}, unique=False) for _ in range(2)]
    assert [answer.result.findtext("status") for answer in answers] == ["success", "success"]


@pytest.mark.documented(source="developer.intacct.com requests: uniqueid counts functions that completed")
def test_a_failed_function_may_be_tried_again(writing: Writing) -> None:
    """A control id whose function failed is not used up."""
    control_id, name = unique("retry-"), unique("CT")
    missing = xml("<update><CLASS><CLASSID>{n}</CLASSID><NAME>X</NAME></CLASS></update>", n=name)
    assert writing.call_named({control_id: missing}, unique=True).result.findtext("status") == "failure"
    assert writing.call_named({control_id: create_class(name)}, unique=True).result.findtext("status") == "success"


@pytest.mark.recorded(source="vendor PHP SDK test of a duplicate class; here as the client raises it")
def test_the_client_raises_the_stack(writing: Writing) -> None:
    """FunctionError has the numbers in order and the innermost text."""
    name = unique("CT")
    writing.create("CLASS", {"NAME": name, "CLASSID": name})
    with pytest.raises(FunctionError) as caught:
        writing.create("CLASS", {"CLASSID": name, "NAME": name})
    assert caught.value.numbers[0] == "BL34000061"
    assert caught.value.errors[0].text.startswith("Another Class with")


@pytest.mark.client(source="public client tests send and expect & < > quotes and accents in names")
def test_special_characters_come_back_as_sent(writing: Writing, client: Client) -> None:
    """Ampersand, angle brackets, quotes, accents and signs beyond them."""
    text = 'Müller & Söhne <"it\'s"> 株式会社 €'
    key = writing.create("CLASS", {"CLASSID": unique("CT"), "NAME": text})
    assert client.read("CLASS", key, "NAME") == [{"NAME": text}]

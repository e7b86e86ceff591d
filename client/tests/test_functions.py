"""Functions as the schema wants them, and their results as Python values."""

import importlib.util
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from intacct_client import Client, ascending, average, functions, highest, legacy, lowest, paging, requests, total
from intacct_client import filters as f
from intacct_client.credentials import Login, Secret, Sender
from intacct_client.functions import Function

from .conftest import Envelopes, Gateway

LINE = {"glaccountno": "4000", "amount": Decimal("10.50"), "locationid": "100", "departmentid": "SVC"}

EVERY_FUNCTION = [
    functions.get_api_session(),
    functions.get_api_session(""),
    functions.get_api_session("100"),
    functions.create("CLASS", {"CLASSID": "A", "WHENDUE": date(2026, 1, 1)}),
    functions.create_many("CLASS", [{"CLASSID": "A"}, {"CLASSID": "B"}]),
    functions.update("CLASS", {"RECORDNO": 1, "NAME": None}),
    functions.update_many("CLASS", [{"RECORDNO": 1}]),
    functions.delete("CLASS", [1, 2]),
    functions.read("CLASS", 1),
    functions.read("SODOCUMENT", [1, 2], ["RECORDNO", "DOCNO"], docparid="Sales Invoice"),
    functions.read_by_name("CLASS", "A"),
    functions.lookup("CLASS"),
    functions.lookup("SODOCUMENT", docparid="Sales Invoice"),
    functions.inspect("CLASS"),
    functions.inspect("CLASS", detail=True),
    functions.list_objects(),
    functions.get_dimensions(),
    functions.get_financial_setup(),
    functions.get_user_permissions("jsmith"),
    paging.read_by_query("CLASS", "A < 1", ["A", "B"], docparid="x").first,
    paging.read_more("r"),
    paging.query("CLASS", "RECORDNO").first,
    paging.query(
        "ARINVOICE",
        ["CUSTOMERID", total("A"), average("A"), lowest("A"), highest("A")],
        (f.between("A", 1, 2) & f.is_null("B") & ~f.like("C", "x%")) | f.is_not_in("D", [1]) | ~f.is_in("E", [1, 2]),
        order_by=ascending("CUSTOMERID"),
        case_insensitive=True,
        show_private=True,
        docparid="x",
    ).first,
    legacy.get("customer", "C1", ["customerid"]),
    legacy.get("customer", "C1"),
    legacy.get_list("customer").first,
    legacy.get_list(
        "customer",
        f.equal_to("a", 1) & f.is_in("b", [1, 2]) & f.between("c", 1, 2),
        order_by=["name"],
        fields=["customerid"],
        show_private=True,
    ).first,
    legacy.get_list("customer", f.is_null("a")).first,
    legacy.create_customer({"customerid": "C1", "name": "A & B", "creditlimit": 100, "status": "active"}),
    legacy.create_vendor({"vendorid": "V1", "name": "V"}),
    legacy.create_invoice(
        {
            "customerid": "C1",
            "datecreated": date(2026, 1, 1),
            "datedue": date(2026, 2, 1),
            "invoiceitems": {"lineitem": [LINE, LINE]},
        }
    ),
    legacy.create_bill(
        {
            "vendorid": "V1",
            "datecreated": date(2026, 1, 1),
            "datedue": date(2026, 2, 1),
            "billitems": {"lineitem": LINE},
        }
    ),
    legacy.create_gltransaction(
        {
            "journalid": "GJ",
            "datecreated": date(2026, 1, 1),
            "description": "d",
            "gltransactionentries": {
                "glentry": [
                    {"trtype": "debit", "amount": Decimal("1.00"), "glaccountno": "1000"},
                    {"trtype": "credit", "amount": Decimal("1.00"), "glaccountno": "2000"},
                ]
            },
        }
    ),
]


def envelope(function: Function[Any], authentication: Any) -> Any:
    labels = requests.Labels("request", ("one",))
    sender = Sender("s", Secret("p"))
    body = requests.build(sender, authentication, [function], labels, unique=True, transaction=True)
    return etree.fromstring(body)


def official_verdict(shared: Any) -> Any:
    spec = importlib.util.spec_from_file_location("official_schema", shared / "tools" / "official_schema.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.verdict


def test_every_request_satisfies_the_published_schema(shared: Path) -> None:
    """Whatever this client writes, the gateway's own schema accepts."""
    verdict = official_verdict(shared)
    logins = [Login("acme", "u", Secret("p")), Login("acme", "u", Secret("p"), "100"), Secret("session")]
    for function in EVERY_FUNCTION:
        for authentication in logins:
            assert verdict(envelope(function, authentication)) == (True, ""), function


def test_a_function_can_be_sent_twice() -> None:
    """Building an envelope takes nothing away from the function."""
    function = functions.read("CLASS", 1)
    first, second = (etree.tostring(envelope(function, Secret("x"))) for _ in range(2))
    assert first == second
    assert repr(function) == "<Function read>"


def test_only_reading_functions_say_so() -> None:
    """What may be repeated at will is marked, and nothing that changes anything is."""
    changing = {function.name for function in EVERY_FUNCTION if not function.reads_only}
    assert changing == {
        "create",
        "update",
        "delete",
        "readMore",
        "create_customer",
        "create_vendor",
        "create_invoice",
        "create_bill",
        "create_gltransaction",
    }


def test_writing_nothing_is_refused() -> None:
    """An empty list of records is a mistake, not a request."""
    with pytest.raises(ValueError, match="at least one record"):
        functions.create_many("CLASS", [])


def test_write_results(gateway: Gateway, envelopes: Envelopes, client: Client) -> None:
    """Keys come back: a row, rows, nothing, or a legacy key."""
    one, two = (f"<class><RECORDNO>{number}</RECORDNO></class>" for number in (1, 2))
    rows = f"<data listtype='objects' count='2'>{one}{two}</data>"
    gateway.answers(
        *[envelopes.response(envelopes.result(rows))] * 2,
        envelopes.response(envelopes.result(function="delete")),
        envelopes.response(envelopes.result("<key>Sales-1</key>")),
        envelopes.response(envelopes.result()),
    )
    assert client.create("CLASS", {"A": 1}) == {"RECORDNO": "1"}
    assert client.update_many("CLASS", [{"A": 1}, {"A": 2}]) == [{"RECORDNO": "1"}, {"RECORDNO": "2"}]
    assert client.delete("CLASS", 1) is None
    assert client.create_invoice({"customerid": "C"}) == "Sales-1"
    assert client.get("customer", "C9") is None


def test_metadata_results(gateway: Gateway, envelopes: Envelopes, client: Client) -> None:
    """Definitions, types, dimensions, set-up and permissions are values with names."""
    lookup = (
        "<data listtype='All' count='1'><Type Name='CLASS' DocumentType=''><Fields><Field><ID>STATUS</ID>"
        "<LABEL>Status</LABEL><DESCRIPTION>d</DESCRIPTION><REQUIRED>false</REQUIRED><READONLY>true</READONLY>"
        "<DATATYPE>TEXT</DATATYPE><VALIDVALUES><VALIDVALUE>active</VALIDVALUE><VALIDVALUE>inactive</VALIDVALUE>"
        "</VALIDVALUES><ISCUSTOM>false</ISCUSTOM></Field></Fields><Relationships><Relationship>"
        "<OBJECTPATH>PARENT</OBJECTPATH><OBJECTNAME>CLASS</OBJECTNAME><LABEL>Parent</LABEL>"
        "<RELATIONSHIPTYPE>MANY2ONE</RELATIONSHIPTYPE><RELATEDBY>PARENTID</RELATEDBY></Relationship></Relationships>"
        "</Type></data>"
    )
    plain = "<data listtype='All' count='1'><Type Name='CLASS'><Fields><Field>RECORDNO</Field></Fields></Type></data>"
    detail = (
        "<data><Type Name='CLASS'><Attributes><SingularName>Class</SingularName></Attributes>"
        "<Fields><Field><Name>RECORDNO</Name><maxLength>8</maxLength></Field></Fields></Type></data>"
    )
    policy = "<policy><policyName>Expenses</policyName><rights>List|View</rights></policy>"
    permissions = (
        "<data><permissions><appSubscription><applicationName>Time </applicationName>"
        f"<policies>{policy}</policies></appSubscription></permissions></data>"
    )
    dimensions = "<data><dimensions><dimension><objectName>PROJECT</objectName></dimension></dimensions></data>"
    setup = "<data><financialSetup><baseCurrency>USD</baseCurrency></financialSetup></data>"
    types = "<data listtype='All' count='1'><type typename='APBILL'>AP Bill</type></data>"
    for inside in (lookup, plain, detail, permissions, dimensions, setup, types):
        gateway.answers(envelopes.response(envelopes.result(inside)))

    definition = client.lookup("CLASS")
    assert definition.fields["STATUS"].valid_values == ("active", "inactive")
    assert definition.fields["STATUS"].read_only
    assert not definition.fields["STATUS"].required
    assert definition.relationships[0].related_by == "PARENTID"
    assert dict(client.inspect("CLASS").fields) == {"RECORDNO": {}}
    inspected = client.inspect("CLASS", detail=True)
    assert inspected.attributes == {"SingularName": "Class"}
    assert inspected.fields["RECORDNO"]["maxLength"] == "8"
    (permission,) = client.get_user_permissions("u")
    assert (permission.application, permission.policy, permission.rights) == ("Time", "Expenses", ("List", "View"))
    assert client.get_dimensions() == [{"objectName": "PROJECT"}]
    assert client.get_financial_setup() == {"baseCurrency": "USD"}
    assert client.list_objects() == {"APBILL": "AP Bill"}


def test_recorded_definitions_are_read(shared: Path) -> None:
    """Every recorded ``lookup`` answer becomes a definition with typed fields."""
    from intacct_client.responses import Result

    files = sorted((shared / "reference" / "lookup").glob("*.xml"))
    assert files
    for file in files:
        root = etree.parse(file).getroot()
        data = root if root.tag == "data" else root.find(".//data")
        assert data is not None, file.name
        definition = functions.lookup("X").decode(Result("lookup", "f", "success", data=data))
        assert definition.name, file.name
        assert all(field.datatype for field in definition.fields.values()), file.name

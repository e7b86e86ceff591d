"""readView: a list view the company defined, with conditions of the request on top."""

import pytest
from asking import Ask

from intacct_emulator.catalogue.customization import Customization, View, ViewCondition, ViewOperator
from intacct_emulator.tenancy.company import Company

VIEW = "CUSTOMER#100201@10001"


def view(name: str = VIEW, *conditions: tuple[str, str, str], junction: str = "", more: str = "") -> str:
    expressions = "".join(
        f"<filterExpression><field>{field}</field><operator>{operator}</operator><value>{value}</value></filterExpression>"
        for field, operator, value in conditions
    )
    joined = f"<filterCondition>{junction}</filterCondition>" if junction else ""
    filters = f"<filters>{joined}{expressions}</filters>" if conditions else ""
    return f"<readView><view>{name}</view>{more}{filters}</readView>"


def customers(ask: Ask, *conditions: tuple[str, str, str], junction: str = "") -> list[str | None]:
    said = ask.of(view(VIEW, *conditions, junction=junction))
    assert said.errors == []
    return [row["CUSTOMERID"] for row in said.rows()]


ALL = ["C-1011", "C-1002", "C-1006", "C-1017", "C-1009"]


def test_a_view_has_its_fields_conditions_and_order(ask: Ask) -> None:
    """Customers with a credit limit, the highest first, in the form of readByQuery."""
    said = ask.of(view())
    assert [row["CUSTOMERID"] for row in said.rows()] == ALL
    assert list(said.rows()[0]) == ["CUSTOMERID", "NAME", "CREDITLIMIT", "TOTALDUE", "CRM_ID"]
    attributes = {"listtype": "customer", "count": "5", "totalcount": "5", "numremaining": "0", "resultId": ""}
    assert dict(said.root.find(".//data").attrib) == attributes


@pytest.mark.parametrize("name", [VIEW, "customer#100201@10001", "Customers with a credit limit"])
def test_a_view_is_named_by_id_or_by_name(ask: Ask, name: str) -> None:
    """`OBJECT#originalId` is documented, the name is what a vendor's SDK test sends."""
    assert len(ask.of(view(name)).rows()) == 5


@pytest.mark.parametrize(
    ("field", "operator", "value", "expected"),
    [
        ("creditlimit", "greater than", "80000", ["C-1011", "C-1002"]),
        ("creditlimit", "greater than or equal to", "80000", ["C-1011", "C-1002", "C-1006"]),
        ("creditlimit", "less than", "20000", ["C-1009"]),
        ("creditlimit", "less than or equal to", "20000", ["C-1017", "C-1009"]),
        ("CREDITLIMIT", "equals", "5000", ["C-1009"]),
        ("NAME", "Not Equal To", "Ironbark Logistics", ALL[:4]),
        ("NAME", "contains", "Opt", ["C-1006"]),
        ("NAME", "does not contain", "e", ["C-1009"]),
        ("NAME", "starts with", "Kestrel", ["C-1011"]),
        ("CRM_ID", "is null", "", ["C-1011", "C-1006", "C-1017", "C-1009"]),
        ("CRM_ID", "is not null", "", ["C-1002"]),
        ("STATUS", "equals", "inactive", []),
    ],
)
def test_a_request_narrows_the_view(ask: Ask, field: str, operator: str, value: str, expected: list[str]) -> None:
    """Its conditions come on top of the view's own, whose order stays."""
    assert customers(ask, (field, operator, value)) == expected


def test_conditions_are_joined_as_asked(ask: Ask) -> None:
    """AND is what happens when nothing is said; OR joins the request's conditions, never the view's own."""
    conditions = (("creditlimit", "greater than", "100000"), ("NAME", "starts with", "B"))
    assert customers(ask, *conditions) == ["C-1002"]
    assert customers(ask, *conditions, junction="AND") == ["C-1002"]
    either = (("creditlimit", "greater than", "400000"), ("NAME", "starts with", "O"), ("NAME", "starts with", "B"))
    assert customers(ask, *either, junction="or") == ["C-1011", "C-1002"]


def test_a_view_may_match_any_of_its_conditions(ask: Ask, company: Company) -> None:
    """Its own `match_any`; without fields it shows all, without order rows come by key."""
    conditions = tuple(ViewCondition("CUSTOMERID", ViewOperator.EQUALS, name) for name in ("C-1003", "C-1002"))
    company.customization = Customization(views=(View("7", "CUSTOMER", "Two", (), conditions, match_any=True),))
    rows = ask.of(view("CUSTOMER#7")).rows()
    assert [row["CUSTOMERID"] for row in rows] == ["C-1002", "C-1003"]
    assert "RECORD_URL" in rows[0]


@pytest.mark.parametrize("more", ["<view>CUSTOMER#100201@10001</view>", ""])
def test_read_more_goes_on(ask: Ask, more: str) -> None:
    """By the view's name or by resultId, in the view's order, until nothing is left."""
    first = ask.of(view(more="<pagesize>2</pagesize>"))
    data = first.root.find(".//data")
    assert (data.get("totalcount"), data.get("numremaining")) == ("5", "3")
    more = more or f"<resultId>{data.get('resultId')}</resultId>"
    pages = [first, *(ask.of(f"<readMore>{more}</readMore>") for _ in range(2))]
    assert [row["CUSTOMERID"] for page in pages for row in page.rows()] == ALL
    assert ask.of(f"<readMore>{more}</readMore>").errors[0][0] == "readMore failed"


def test_what_is_unknown_is_told(ask: Ask) -> None:
    """A view, a field, an operator, a junction, a page size."""
    for name in ("CUSTOMER#1", "VENDOR#100201@10001", "nothing", "#", ""):
        assert ask.of(view(name)).errors == [("Query Failed", f"View {name} not found")]
    assert ask.of(view(VIEW, ("NO", "equals", "1"))).errors[0][0] == "XL03000010"
    assert (
        ask.of(view(VIEW, ("NAME", "near", "1"))).errors[0][1]
        == "The value 'near' is not valid for the field operator."
    )
    assert ask.of(view(VIEW, ("NAME", "equals", "1"), junction="XOR")).errors != []
    assert ask.of(view(VIEW, ("CREDITLIMIT", "less than", "much"))).errors[0][0] == "XL03000006"
    assert ask.of(view(more="<pagesize>1001</pagesize>")).errors != []


def test_a_user_without_rights_reads_no_view(ask: Ask, company: Company) -> None:
    """A view shows nothing that a query would not: vendors stay closed to a user of receivables."""
    company.customization = Customization(views=(View("8", "VENDOR", "Vendors"),))
    said = ask.of(view("VENDOR#8"), user="argl_user", password="argl_user_secret")
    assert said.errors == [
        ("PL04000005", "You do not have permission for API operation READ_BY_QUERY on objects of type vendor")
    ]

"""readRelated: from custom records along a relation, in either direction."""

import pytest
from asking import Ask

from intacct_emulator.catalogue.customization import Customization, CustomObject, CustomRelation
from intacct_emulator.tenancy.company import Company

RELATION = "R_letter_customer"


def related(keys: str, relation: str = RELATION, object_name: str = "engagement_letter", more: str = "") -> str:
    return (
        f"<readRelated><object>{object_name}</object><keys>{keys}</keys><relation>{relation}</relation>{more}"
        "</readRelated>"
    )


@pytest.mark.parametrize("relation", [RELATION, "RCUSTOMER"])
def test_records_at_the_other_end_come_once(ask: Ask, relation: str) -> None:
    """Two letters of one customer give that customer once; the fields asked for are the customer's; the relation may
    be named by its path or by its field."""
    said = ask.of(related("10005,10006,10007", relation, more="<fields>CUSTOMERID,CRM_ID</fields>"))
    assert dict(said.root.find(".//data").attrib) == {"listtype": "customer", "count": "2"}
    assert said.rows() == [
        {"CUSTOMERID": "C-1001", "CRM_ID": "ACC-2201"},
        {"CUSTOMERID": "C-1002", "CRM_ID": "ACC-2202"},
    ]


def test_all_fields_come_when_none_are_named(ask: Ask) -> None:
    """`*`, an empty element and none at all mean every field."""
    for more in ("<fields>*</fields>", "<fields/>", ""):
        (row,) = ask.of(related("10006", more=more)).rows()
        assert row["NAME"] == "Bellwether Marine Insurance"
        assert "STATUS" in row


def test_keys_that_name_nothing_give_fewer_records(ask: Ask) -> None:
    """As read does: unknown keys, none at all, keys that are no numbers."""
    assert [row["CUSTOMERID"] for row in ask.of(related("10005,99999,x")).rows()] == ["C-1001"]
    for keys in ("99999", "", "x", "9" * 30):
        said = ask.of(related(keys))
        assert said.errors == []
        assert said.root.find(".//data").get("count") == "0"


def test_a_relation_is_followed_from_both_custom_ends(ask: Ask, company: Company) -> None:
    """From the one side it gives all records that name it, by key."""
    van, tool = CustomObject("van", "Van", "Vans"), CustomObject("tool", "Tool", "Tools")
    relation = CustomRelation("R_tool_van", "tool", "van", "RVAN", "Van")
    company.customization = Customization(objects=(van, tool), relations=(relation,))
    ask.of(
        "<create><van><name>A</name></van><tool><name>x</name><RVAN>A</RVAN></tool><tool><RVAN>A</RVAN></tool></create>"
    )
    (key,) = [record.key for record in company.records.where("van")]
    tools = ask.of(related(str(key), "R_tool_van", "van", "<fields>id,RVAN</fields>")).rows()
    assert tools == [{"id": str(key + 1), "RVAN": str(key)}, {"id": str(key + 2), "RVAN": str(key)}]
    assert [row["name"] for row in ask.of(related(str(key + 1), "RVAN", "tool")).rows()] == ["A"]


def test_only_custom_objects_have_it(ask: Ask) -> None:
    """A standard object is refused (documented), in the words of a verb that is not allowed."""
    (error,) = ask.of(related("1", object_name="CUSTOMER")).errors
    assert error == ("PL04000005", "API operation READ_RELATED cannot be performed on objects of type customer")


def test_what_is_unknown_is_told(ask: Ask) -> None:
    """An object as read tells it; a relation with its object; a relation of another object is unknown too."""
    assert ask.of(related("1", object_name="NOTHING")).errors == [("XXX", "Object definition NOTHING not found")]
    unknown = ("XXX", "Relationship R_x not found in object engagement_letter")
    assert ask.of(related("10005", "R_x")).errors == [unknown]
    told = ("XXX", f"Relationship {RELATION} not found in object REGION")
    assert ask.of(related("10001", RELATION, "REGION")).errors == [told]


def test_fields_that_are_none_are_refused(ask: Ask) -> None:
    """With read's own error."""
    assert ask.of(related("10005", more="<fields>NO</fields>")).errors[0][0] == "Invalid fields list NO"


def test_rows_come_bare_when_asked_for(ask: Ask) -> None:
    """returnFormat as in read."""
    said = ask.of(related("10005", more="<fields>CUSTOMERID,NAME</fields><returnFormat>csv</returnFormat>"))
    assert said.body == b"CUSTOMERID,NAME\nC-1001,Alderbrook Foods\n"


def test_more_than_a_hundred_keys_are_refused(ask: Ask) -> None:
    """The documented limit."""
    assert ask.of(related(",".join(str(key) for key in range(101)))).errors != []

"""readByQuery and readMore: conditions written as text, pages held open by a result id."""

from typing import Any

import pytest

from contract_tests.harness import canonical
from contract_tests.harness.facts import Facts
from contract_tests.harness.present import present
from contract_tests.harness.wire import Wire, xml
from intacct_client import Client


def read_by_query(
    condition: Any = "", fields: Any = "ACCOUNTNO", page_size: Any = 100, object_name: str = "GLACCOUNT"
) -> Any:
    """A `<readByQuery>`."""
    return xml(
        "<readByQuery><object>{o}</object><fields>{f}</fields><query>{q}</query><pagesize>{n}</pagesize></readByQuery>",
        o=object_name,
        f=fields,
        q=condition,
        n=page_size,
    )


def values(data: Any, field: Any = "ACCOUNTNO") -> Any:
    """One field of every row."""
    return [row.findtext(field) for row in data]


@pytest.mark.recorded(source="craibuc/PsIntacct Find-IntacctObject; jfcote87/intacct")
def test_a_single_page_has_no_result_id(wire: Wire, facts: Facts) -> None:
    """Lower-case tags, counts, and an empty resultId where everything fits."""
    data = wire.call(read_by_query(f"ACCOUNTNO = '{facts.revenue_account}'")).data
    expected = xml(
        '<data listtype="glaccount" count="1" totalcount="1" numremaining="0" resultId="">'
        "<glaccount><ACCOUNTNO>{n}</ACCOUNTNO></glaccount></data>",
        n=facts.revenue_account,
    )
    assert not canonical.difference(data, expected)


@pytest.mark.recorded(source="craibuc/PsIntacct; jfcote87/intacct readMore answers")
def test_read_more_goes_on_where_the_page_ended(wire: Wire) -> None:
    """The same resultId until nothing remains; every row comes once."""
    session = wire.open_session()
    data = wire.call(read_by_query("ACCOUNTNO like '%'", page_size=20), session=session).data
    total, result_id, found = int(present(data.get("totalcount"))), data.get("resultId"), values(data)
    if total <= 20:
        pytest.skip("needs a chart of more than 20 accounts")
    assert result_id
    while int(present(data.get("numremaining"))):
        data = wire.call(xml("<readMore><resultId>{r}</resultId></readMore>", r=result_id), session=session).data
        assert data.get("listtype") == "glaccount"
        assert data.get("resultId") in {result_id, ""}
        assert data.get("totalcount") == str(total)
        found += values(data)
        assert int(present(data.get("numremaining"))) == total - len(found)
    assert len(found) == len(set(found)) == total


@pytest.mark.recorded(source="jfcote87/intacct; the vendor's SDKs page this way")
def test_the_client_pages_by_itself(client: Client) -> None:
    """Pages of ten through the client give what one page of a thousand gives."""
    paged = client.read_by_query("GLACCOUNT", "ACCOUNTNO like '%'", ["ACCOUNTNO"], page_size=10).all()
    whole = client.read_by_query("GLACCOUNT", "ACCOUNTNO like '%'", ["ACCOUNTNO"], page_size=1000).all()
    assert sorted(row.text("ACCOUNTNO") for row in paged) == sorted(row.text("ACCOUNTNO") for row in whole)
    assert len(paged) > 10


@pytest.mark.documented(source="developer.intacct.com queries: readByQuery compares stored codes")
def test_choices_are_compared_by_their_codes(wire: Wire, facts: Facts) -> None:
    """STATUS is `T` in the condition and `active` in the answer."""
    active = wire.call(read_by_query("STATUS = 'T'", fields="ACCOUNTNO,STATUS", page_size=1000)).data
    assert facts.revenue_account in values(active)
    assert set(values(active, "STATUS")) == {"active"}
    assert wire.call(read_by_query("STATUS = 'active'")).data.get("count") == "0"


CONDITIONS = {
    "equal": "ACCOUNTNO = '{a}'",
    "not not equal": "NOT ACCOUNTNO != '{a}'",
    "in": "ACCOUNTNO in ('{a}')",
    "like": "ACCOUNTNO like '{a}%' AND ACCOUNTNO like '%{a}'",
    "range": "ACCOUNTNO >= '{a}' AND ACCOUNTNO <= '{a}'",
    "parentheses": "(ACCOUNTNO = '{a}' OR ACCOUNTNO = 'none') AND TITLE IS NOT NULL",
    "precedence": "ACCOUNTNO = '{a}' OR ACCOUNTNO = '{a}' AND TITLE IS NULL",
}


@pytest.mark.documented(source="developer.intacct.com queries: operators of readByQuery")
@pytest.mark.parametrize("condition", CONDITIONS.values(), ids=CONDITIONS)
def test_conditions_find_one_account(wire: Wire, facts: Facts, condition: Any) -> None:
    """Each way of writing it finds the one account that is meant."""
    data = wire.call(read_by_query(condition.format(a=facts.revenue_account))).data
    assert values(data) == [facts.revenue_account]


@pytest.mark.documented(source="developer.intacct.com queries: rownum")
def test_rownum_limits_the_rows(wire: Wire) -> None:
    """`rownum < 4` gives three rows."""
    assert wire.call(read_by_query("rownum < 4")).data.get("count") == "3"


@pytest.mark.documented(source="developer.intacct.com queries: quotes inside texts")
def test_a_quote_in_a_text_is_escaped_by_a_backslash(wire: Wire) -> None:
    """`\\'` is a quote, not the end."""
    assert wire.call(read_by_query("TITLE = 'no such O\\'Neill account'")).data.get("count") == "0"


@pytest.mark.documented(source="developer.intacct.com: fields default to all; empty query is all rows")
def test_everything_can_be_asked_for(wire: Wire, client: Client) -> None:
    """`*` gives every field of the object, an empty condition every record."""
    data = wire.call(read_by_query("", fields="*", page_size=1)).data
    assert {"RECORDNO", "ACCOUNTNO", "TITLE", "STATUS"} <= {child.tag for child in data[0]}
    assert int(present(data.get("totalcount"))) == len(client.query("GLACCOUNT", "RECORDNO").all())


@pytest.mark.client(source="omniboost/go-sage-intacct sends empty fields and query, and `project` in lower case")
def test_empty_elements_and_lower_case_names(wire: Wire) -> None:
    """Empty `<fields>` is all of them; the object's letter case does not matter."""
    data = wire.call("<readByQuery><object>project</object><fields></fields><query></query></readByQuery>").data
    assert data.get("listtype") == "project"
    assert {row.tag for row in data} <= {"project"}
    assert data[0].find("PROJECTID") is not None

"""query: what is selected, filtered, ordered, counted, and paged."""

import json
from collections.abc import Iterable
from itertools import pairwise

import pytest

from contract_tests.harness import canonical
from contract_tests.harness.facts import Facts
from contract_tests.harness.present import present
from contract_tests.harness.wire import Wire, xml
from intacct_client import Client, count, descending
from intacct_client import filters as f
from intacct_client.filters import Filter
from intacct_client.rows import Row

ACCOUNTS = "GLACCOUNT"


def ids(rows: Iterable[Row]) -> list[str]:
    """The account numbers of rows."""
    return [row.text("ACCOUNTNO") for row in rows]


@pytest.fixture
def accounts(client: Client) -> list[str]:
    """Every account number of the company, in order."""
    return ids(client.query(ACCOUNTS, "ACCOUNTNO", order_by="ACCOUNTNO"))


@pytest.mark.documented(source="developer.intacct.com queries, with samples")
def test_data_says_where_the_page_stands(wire: Wire, accounts: list[str]) -> None:
    """listtype, totalcount, offset, count and numremaining; record tags in upper case; only the fields selected."""
    data = wire.call(
        "<query><object>GLACCOUNT</object><select><field>ACCOUNTNO</field></select><orderby><order>"
        "<field>ACCOUNTNO</field><ascending/></order></orderby><pagesize>1</pagesize><offset>1</offset></query>"
    ).data
    expected = xml(
        '<data listtype="GLACCOUNT" totalcount="{n}" offset="1" count="1" numremaining="{left}">'
        "<GLACCOUNT><ACCOUNTNO>{second}</ACCOUNTNO></GLACCOUNT></data>",
        n=len(accounts),
        left=len(accounts) - 2,
        second=accounts[1],
    )
    assert not canonical.difference(data, expected)
    assert "resultId" not in data.attrib


@pytest.mark.recorded(source="intacct-sdk-js issue 55")
def test_no_rows_are_a_success(wire: Wire) -> None:
    """Zeros everywhere, and no child."""
    data = wire.call(
        "<query><object>GLACCOUNT</object><select><field>ACCOUNTNO</field></select><filter><equalto>"
        "<field>ACCOUNTNO</field><value>no such account</value></equalto></filter></query>"
    ).data
    expected = '<data listtype="GLACCOUNT" totalcount="0" offset="0" count="0" numremaining="0"/>'
    assert not canonical.difference(data, expected)


@pytest.mark.documented(source="developer.intacct.com queries: orderby")
def test_order_runs_both_ways(client: Client, accounts: list[str]) -> None:
    """ascending and descending are each other's mirror."""
    assert len(accounts) == len(set(accounts)) > 1
    assert ids(client.query(ACCOUNTS, "ACCOUNTNO", order_by=descending("ACCOUNTNO"))) == accounts[::-1]


@pytest.mark.documented(source="developer.intacct.com queries: several orders")
def test_a_second_order_breaks_ties(client: Client) -> None:
    """Rows alike in the first field follow the second."""
    rows = client.query(ACCOUNTS, ["ACCOUNTTYPE", "ACCOUNTNO"], order_by=["ACCOUNTTYPE", descending("ACCOUNTNO")]).all()
    assert len(rows) > len({row["ACCOUNTTYPE"] for row in rows})
    for before, after in pairwise(rows):
        if before["ACCOUNTTYPE"] == after["ACCOUNTTYPE"]:
            assert before.text("ACCOUNTNO") > after.text("ACCOUNTNO")


@pytest.mark.documented(source="developer.intacct.com queries: pagesize and offset")
def test_pages_join_without_gap_or_overlap(client: Client, accounts: list[str]) -> None:
    """Small pages by offset give what one large page gives."""
    assert ids(client.query(ACCOUNTS, "ACCOUNTNO", order_by="ACCOUNTNO", page_size=7)) == accounts


@pytest.mark.documented(source="developer.intacct.com queries: default page size")
def test_an_offset_behind_the_end_gives_nothing(wire: Wire, accounts: list[str]) -> None:
    """The total stays, no row comes."""
    data = wire.call(
        "<query><object>GLACCOUNT</object><select><field>ACCOUNTNO</field></select><offset>100000</offset></query>"
    ).data
    assert (data.get("totalcount"), data.get("count")) == (str(len(accounts)), "0")


@pytest.mark.documented(source="developer.intacct.com queries: filter operators")
def test_comparisons_cut_the_accounts(client: Client, accounts: list[str]) -> None:
    """Each comparison keeps its side; between includes both ends; in and notin share the rest out."""
    low, high = accounts[1], accounts[-2]

    def found(where: Filter) -> list[str]:
        return ids(client.query(ACCOUNTS, "ACCOUNTNO", where, order_by="ACCOUNTNO"))

    assert found(f.equal_to("ACCOUNTNO", low)) == [low]
    assert found(~f.equal_to("ACCOUNTNO", low)) == [one for one in accounts if one != low]
    assert found(f.less_than("ACCOUNTNO", low)) == accounts[:1]
    assert found(~f.greater_than("ACCOUNTNO", low)) == accounts[:2]
    assert found(f.greater_than("ACCOUNTNO", high)) == accounts[-1:]
    assert found(~f.less_than("ACCOUNTNO", high)) == accounts[-2:]
    assert found(f.between("ACCOUNTNO", low, high)) == accounts[1:-1]
    assert found(f.is_in("ACCOUNTNO", [low, high])) == [low, high]
    assert found(~f.is_in("ACCOUNTNO", accounts[1:])) == accounts[:1]


@pytest.mark.documented(source="developer.intacct.com queries: like with % and _")
def test_like_takes_wildcards(client: Client, accounts: list[str]) -> None:
    """`%` is any text and `_` one character; notlike keeps the others."""
    first = accounts[0]

    def found(where: Filter) -> list[str]:
        return ids(client.query(ACCOUNTS, "ACCOUNTNO", where, order_by="ACCOUNTNO"))

    starting = [one for one in accounts if one.startswith(first[:2])]
    assert found(f.like("ACCOUNTNO", first[:2] + "%")) == starting
    assert found(~f.like("ACCOUNTNO", first[:2] + "%")) == [one for one in accounts if one not in starting]
    assert first in found(f.like("ACCOUNTNO", first[:-1] + "_"))
    assert first not in found(f.like("ACCOUNTNO", first[:-1] + "__"))


@pytest.mark.documented(source="developer.intacct.com queries: isnull, isnotnull")
def test_empty_fields_can_be_asked_for(client: Client, facts: Facts) -> None:
    """A field is null or it is not; the two share out all rows."""
    everything = {row["CUSTOMERID"] for row in client.query("CUSTOMER", "CUSTOMERID")}
    without = {row["CUSTOMERID"] for row in client.query("CUSTOMER", "CUSTOMERID", f.is_null("TERMNAME"))}
    having = {row["CUSTOMERID"] for row in client.query("CUSTOMER", "CUSTOMERID", ~f.is_null("TERMNAME"))}
    assert without.isdisjoint(having)
    assert without | having == everything
    assert facts.customer_without_term_id in without


@pytest.mark.documented(source="developer.intacct.com queries: and, or, nested")
def test_conditions_combine(client: Client, accounts: list[str]) -> None:
    """`or` inside `and`, and the other way round."""
    a, b, c = accounts[:3]
    either = f.equal_to("ACCOUNTNO", a) | f.equal_to("ACCOUNTNO", b)
    inner = f.greater_than("ACCOUNTNO", a) & (either | f.equal_to("ACCOUNTNO", c))
    assert ids(client.query(ACCOUNTS, "ACCOUNTNO", inner, order_by="ACCOUNTNO")) == [b, c]
    outer = f.equal_to("ACCOUNTNO", c) | (either & f.less_than("ACCOUNTNO", b))
    assert ids(client.query(ACCOUNTS, "ACCOUNTNO", outer, order_by="ACCOUNTNO")) == [a, c]


@pytest.mark.documented(source="developer.intacct.com queries: caseinsensitive")
def test_letter_case_matters_unless_told_otherwise(wire: Wire, client: Client, facts: Facts) -> None:
    """equalto tells upper from lower case; with `caseinsensitive` it does not."""
    name = str(client.read_by_name("CUSTOMER", facts.customer_id, "NAME")[0]["NAME"])
    counts = []
    for option in ("", "<options><caseinsensitive>true</caseinsensitive></options>"):
        body = xml(
            "<query><object>CUSTOMER</object><select><field>CUSTOMERID</field></select><filter><equalto>"
            "<field>NAME</field><value>{name}</value></equalto></filter>",
            name=name.swapcase(),
        )
        counts.append(wire.call(body + option + "</query>").data.get("count"))
    assert counts[0] == "0"
    assert int(present(counts[1])) >= 1


@pytest.mark.documented(source="developer.intacct.com queries: aggregates, with sample COUNT.RECORDNO")
def test_aggregates_group_by_the_plain_fields(wire: Wire, client: Client) -> None:
    """One row for each value of the plain field, with its count; totalcount counts the groups."""
    rows = client.query(ACCOUNTS, ["ACCOUNTTYPE", count("RECORDNO")], order_by="ACCOUNTTYPE").all()
    assert rows
    assert set(rows[0]) == {"ACCOUNTTYPE", "COUNT.RECORDNO"}
    plain = [row["ACCOUNTTYPE"] for row in client.query(ACCOUNTS, "ACCOUNTTYPE")]
    assert {row["ACCOUNTTYPE"]: row.integer("COUNT.RECORDNO") for row in rows} == {
        kind: plain.count(kind) for kind in set(plain)
    }
    data = wire.call(
        "<query><object>GLACCOUNT</object><select><field>ACCOUNTTYPE</field><count>RECORDNO</count></select></query>"
    ).data
    assert data.get("totalcount") == str(len(rows))


@pytest.mark.documented(source="developer.intacct.com queries: counting without plain fields")
def test_an_aggregate_alone_gives_one_row(client: Client, accounts: list[str]) -> None:
    """The whole company is one group."""
    (row,) = client.query(ACCOUNTS, [count("RECORDNO")]).all()
    assert row == {"COUNT.RECORDNO": str(len(accounts))}


@pytest.mark.documented(source="developer.intacct.com queries: fields of related objects")
def test_fields_of_related_objects_keep_their_dots(client: Client, facts: Facts) -> None:
    """A dotted field follows the relation and comes back under its dotted name, in select and in filter."""
    name = client.read_by_name("CUSTOMER", facts.customer_id, "NAME")[0]["NAME"]
    rows = client.query(
        "PROJECT",
        ["PROJECTID", "CUSTOMER.NAME"],
        f.equal_to("CUSTOMER.CUSTOMERID", facts.customer_id),
        order_by="PROJECTID",
    ).all()
    assert facts.project_id in [row["PROJECTID"] for row in rows]
    assert {row["CUSTOMER.NAME"] for row in rows} == {name}


@pytest.mark.documented(source="developer.intacct.com queries: labels of state-like fields")
def test_choices_are_filtered_by_their_labels(client: Client, facts: Facts) -> None:
    """STATUS is asked for as `active`, and answered so."""
    rows = client.query("CUSTOMER", ["CUSTOMERID", "STATUS"], f.equal_to("STATUS", "active")).all()
    assert facts.customer_id in [row["CUSTOMERID"] for row in rows]
    assert {row["STATUS"] for row in rows} == {"active"}


@pytest.mark.documented(source="developer.intacct.com queries: returnformat csv, with sample")
def test_csv_comes_without_an_envelope(wire: Wire, facts: Facts) -> None:
    """A header line of the fields asked for, then rows; the body holds nothing else."""
    answer = wire.call(
        xml(
            "<query><object>CUSTOMER</object><select><field>CUSTOMERID</field><field>STATUS</field></select><filter>"
            "<equalto><field>CUSTOMERID</field><value>{id}</value></equalto></filter>"
            "<options><returnformat>csv</returnformat></options></query>",
            id=facts.customer_id,
        )
    )
    assert answer.body.decode().splitlines() == ["CUSTOMERID,STATUS", f"{facts.customer_id},active"]


@pytest.mark.documented(source="developer.intacct.com queries: returnformat json, with sample")
def test_json_comes_without_an_envelope(wire: Wire, facts: Facts) -> None:
    """A list of flat objects in which every value is a text."""
    answer = wire.call(
        xml(
            "<query><object>CUSTOMER</object><select><field>CUSTOMERID</field><field>RECORDNO</field></select><filter>"
            "<equalto><field>CUSTOMERID</field><value>{id}</value></equalto></filter>"
            "<options><returnformat>json</returnformat></options></query>",
            id=facts.customer_id,
        )
    )
    (row,) = json.loads(answer.body)
    assert row["CUSTOMERID"] == facts.customer_id
    assert isinstance(row["RECORDNO"], str)


@pytest.mark.client(source="intacctaaron/intacctws-php: what parses as XML is an error, the rest is data")
def test_errors_are_xml_whatever_format_was_asked_for(wire: Wire) -> None:
    """A query that fails answers with the envelope, csv or not."""
    answer = wire.call(
        "<query><object>CUSTOMER</object><select><field>NOSUCH</field></select>"
        "<options><returnformat>csv</returnformat></options></query>"
    )
    assert answer.result.findtext("status") == "failure"


@pytest.mark.client(source="go-sage-intacct and fylein send the elements of a query in different orders")
def test_the_elements_of_a_query_have_no_order(wire: Wire) -> None:
    """filter before select, object last: the schema lets them stand as they come."""
    data = wire.call(
        "<query><pagesize>1</pagesize><select><field>ACCOUNTNO</field></select><object>GLACCOUNT</object></query>"
    ).data
    assert data.get("count") == "1"


@pytest.mark.client(source="a tap looks up object names in lower case; go-sage-intacct queries `class`")
def test_object_and_field_names_have_no_letter_case(wire: Wire, accounts: list[str]) -> None:
    """`glaccount` finds what GLACCOUNT finds."""
    data = wire.call(
        "<query><object>glaccount</object><select><field>accountno</field></select><pagesize>1</pagesize></query>"
    ).data
    assert data.get("totalcount") == str(len(accounts))

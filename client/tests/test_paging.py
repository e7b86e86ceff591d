"""Iterators that page by themselves."""

from typing import Any

from lxml import etree

from intacct_client import Client, count, descending, paging, total
from intacct_client import filters as f

from .conftest import Envelopes, Gateway
from .present import present


def data(numbers: Any, **attributes: Any) -> str:
    rows = "".join(f"<class><RECORDNO>{n}</RECORDNO></class>" for n in numbers)
    written = " ".join(f'{name}="{value}"' for name, value in attributes.items())
    return f"<data {written}>{rows}</data>"


def numbers(rows: Any) -> Any:
    return [row["RECORDNO"] for row in rows]


def test_query_pages_by_offset(gateway: Gateway, envelopes: Envelopes, client: Client) -> None:
    """Each page starts where the one before ended, until nothing remains."""
    gateway.answers(
        envelopes.response(envelopes.result(data([1, 2], totalcount=3, offset=0, count=2, numremaining=1))),
        envelopes.response(envelopes.result(data([3], totalcount=3, offset=2, count=1, numremaining=0))),
    )
    assert numbers(client.query("CLASS", "RECORDNO", page_size=2)) == ["1", "2", "3"]
    assert [request.findtext(".//offset") for request in gateway.requests[1:]] == ["0", "2"]


def test_an_empty_page_ends_the_iteration(gateway: Gateway, envelopes: Envelopes, client: Client) -> None:
    """A gateway that claims more rows but sends none is not asked for ever."""
    gateway.answers(envelopes.response(envelopes.result(data([], totalcount=5, offset=0, count=0, numremaining=5))))
    assert client.query("CLASS", "RECORDNO").all() == []


def test_read_by_query_pages_by_result_id(gateway: Gateway, envelopes: Envelopes, client: Client) -> None:
    """``readMore`` follows with the result id, which may change on the way."""
    gateway.answers(
        envelopes.response(envelopes.result(data([1], totalcount=3, count=1, numremaining=2, resultId="r1@eQAA4"))),
        envelopes.response(envelopes.result(data([2], totalcount=3, count=1, numremaining=1, resultId="r2"))),
        envelopes.response(envelopes.result(data([3], totalcount=3, count=1, numremaining=0, resultId="r2"))),
    )
    pages = list(client.read_by_query("CLASS", "STATUS = 'T' and AMOUNT < 5", ["RECORDNO"], page_size=1).pages())
    assert [page.total for page in pages] == [3, 3, 3]
    assert [page.remaining for page in pages] == [2, 1, 0]
    assert gateway.functions() == ["getAPISession", "readByQuery", "readMore", "readMore"]
    assert [request.findtext(".//resultId") for request in gateway.requests[2:]] == ["r1@eQAA4", "r2"]
    assert gateway.requests[1].findtext(".//query") == "STATUS = 'T' and AMOUNT < 5"


def test_a_single_page_asks_once(gateway: Gateway, envelopes: Envelopes, client: Client) -> None:
    """An empty resultId ends it, and ``first`` never asks for a second page."""
    answer = envelopes.response(envelopes.result(data([1], totalcount=1, count=1, numremaining=0, resultId="")))
    more = envelopes.response(envelopes.result(data([1], totalcount=2, count=1, numremaining=1, resultId="r")))
    gateway.answers(answer, more)
    rows = client.read_by_query("CLASS")
    assert numbers(rows) == ["1"]
    assert rows.first() == {"RECORDNO": "1"}
    assert len(gateway.requests) == 3


def test_get_list_pages_by_start(gateway: Gateway, envelopes: Envelopes, client: Client) -> None:
    """The legacy listing counts from zero and says how many there are."""
    gateway.answers(
        envelopes.response(envelopes.result('<listtype start="0" end="1" total="3">class</listtype>' + data([1, 2]))),
        envelopes.response(envelopes.result('<listtype start="2" end="2" total="3">class</listtype>' + data([3]))),
    )
    rows = client.get_list("class", f.equal_to("status", "active"), order_by="name", fields=["recordno"], page_size=2)
    assert numbers(rows) == ["1", "2", "3"]
    first, second = (request.find(".//get_list") for request in gateway.requests[1:])
    assert (present(first).get("start"), present(second).get("start"), present(second).get("maxitems")) == (
        "0",
        "2",
        "2",
    )
    assert [child.tag for child in present(first)] == ["filter", "sorts", "fields"]


def test_a_query_is_written_whole() -> None:
    """Aggregates, filter, order and options stand where the schema wants them."""
    described = paging.query(
        "ARINVOICE",
        ["CUSTOMERID", total("TOTALDUE"), count("RECORDNO")],
        f.equal_to("STATE", "Posted"),
        order_by=["CUSTOMERID", descending("TOTALDUE")],
        page_size=50,
        offset=10,
        case_insensitive=True,
        show_private=True,
        docparid="Sales Invoice",
    )
    assert etree.tostring(described.first.element).decode() == (
        "<query><object>ARINVOICE</object><select><field>CUSTOMERID</field><sum>TOTALDUE</sum><count>RECORDNO</count>"
        "</select><docparid>Sales Invoice</docparid>"
        "<filter><equalto><field>STATE</field><value>Posted</value></equalto></filter>"
        "<orderby><order><field>CUSTOMERID</field><ascending/></order>"
        "<order><field>TOTALDUE</field><descending/></order></orderby>"
        "<options><caseinsensitive>true</caseinsensitive><showprivate>true</showprivate></options>"
        "<pagesize>50</pagesize><offset>10</offset></query>"
    )

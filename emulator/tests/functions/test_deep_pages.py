"""Paging through many rows: what earlier pages found out is used, and never after it stopped being true."""

from typing import Any

import pytest
from asking import Ask, invoice

from intacct_emulator.tenancy.company import Company
from intacct_emulator.work import rows

FIELDS = "<field>RECORDNO</field><field>ACCOUNTNO</field><field>AMOUNT</field>"


def page(ask: Ask, offset: int, more: str = "", *, name: str = "GLENTRY", fields: str = FIELDS, size: int = 10) -> Any:
    """One page of a query, with private rows."""
    return ask.of(
        f"<query><object>{name}</object><select>{fields}</select>{more}"
        f"<options><showprivate>true</showprivate></options><pagesize>{size}</pagesize><offset>{offset}</offset></query>"
    )


def numbers(ask: Ask, offset: int, more: str = "", name: str = "GLENTRY") -> list[int]:
    return [int(row["RECORDNO"] or 0) for row in page(ask, offset, more, name=name).rows()]


def total(ask: Ask, offset: int = 0) -> int:
    return int(page(ask, offset).root.find(".//data").get("totalcount"))


@pytest.fixture
def booked(ask: Ask) -> Ask:
    """Sixteen invoices, each with two journal lines or more."""
    for number in range(16):
        assert ask.of(invoice(f"DEEP-{number}")).status == 200
    return ask


@pytest.fixture
def statements(company: Company, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The statements that reads run."""
    seen: list[str] = []
    run = rows.run

    def noting(company: Any, statement: Any, bound: Any = None) -> Any:
        seen.append(statement.sql)
        return run(company, statement, bound)

    monkeypatch.setattr(rows, "run", noting)
    return seen


@pytest.mark.parametrize("name", ["GLENTRY", "GLDETAIL"])
@pytest.mark.parametrize(
    "more",
    [
        "",
        "<filter><greaterthan><field>WHENMODIFIED</field><value>01/01/2020 00:00:00</value></greaterthan></filter>",
        "<orderby><order><field>RECORDNO</field><ascending/></order></orderby>",
        "<orderby><order><field>RECORDNO</field><descending/></order></orderby>",
        "<orderby><order><field>ACCOUNTNO</field><ascending/></order></orderby>",
    ],
    ids=["plain", "filtered", "by-number", "backwards", "by-account"],
)
def test_pages_in_a_row_are_the_pages_asked_for_alone(booked: Ask, company: Company, name: str, more: str) -> None:
    """Reading page after page gives what each page gives to somebody who knows nothing."""
    in_a_row = [numbers(booked, offset, more, name) for offset in (0, 10, 20)]
    alone: list[Any] = []
    for offset in (20, 10, 0):
        company.page_marks.clear()
        alone.insert(0, numbers(booked, offset, more, name))
    assert in_a_row == alone
    assert len({number for part in in_a_row for number in part}) == 30


def test_the_next_page_neither_counts_nor_skips(booked: Ask, statements: list[str]) -> None:
    """The second page goes on behind the last record of the first and takes the total from it."""
    page(booked, 0)
    assert any("count(*)" in sql for sql in statements)
    statements.clear()
    page(booked, 10)
    (sql,) = statements
    assert ":after" in sql
    assert "OFFSET" not in sql


def test_only_the_asked_fields_are_answered(booked: Ask) -> None:
    """The record number that pages go by is not shown to those who did not ask for it."""
    answered = page(booked, 0, fields="<field>ACCOUNTNO</field>").rows()
    assert {tuple(row) for row in answered} == {("ACCOUNTNO",)}


def test_a_page_after_a_write_counts_and_skips_again(booked: Ask) -> None:
    """Rows that were added or removed between two pages move what an offset means, and the total."""
    before = total(booked)
    first = numbers(booked, 0)
    assert booked.of("<delete><object>ARINVOICE</object><keys>1</keys></delete>").errors == []
    assert total(booked) < before
    assert numbers(booked, 10)[0] > first[-1] + 1


def test_what_is_found_in_a_unit_that_is_undone_is_forgotten(booked: Ask) -> None:
    """A count made inside a failed transaction is not an answer to anybody later."""
    before = total(booked)
    count = (
        f"<query><object>GLENTRY</object><select>{FIELDS}</select>"
        "<options><showprivate>true</showprivate></options><pagesize>10</pagesize></query>"
    )
    undone = booked.of(
        invoice("UNDONE"), count, "<delete><object>NOPE</object><keys>1</keys></delete>", transaction="true"
    )
    assert undone.errors
    assert total(booked) == before


def test_a_narrow_range_is_found_by_its_index(booked: Ask, company: Company, statements: list[str]) -> None:
    """Looking for the few rows changed lately does not walk the table in the order of record numbers."""
    lately = "<filter><greaterthan><field>WHENMODIFIED</field><value>01/01/2020 00:00:00</value></greaterthan></filter>"
    page(booked, 0, lately)
    sql = next(sql for sql in statements if "count(*)" not in sql)
    plan = company.database.execute(f"EXPLAIN QUERY PLAN {sql}", {"p0": "2020-01-01 00:00:00", "limit": 10})
    assert any("GLENTRY:WHENMODIFIED" in str(step[3]) for step in plan)

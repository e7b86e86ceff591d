"""Rows for any wire: typed values, page after page."""

from datetime import date
from decimal import Decimal

import pytest
from asking import Ask, invoice, line

from intacct_emulator.query.ast import Column, Comparison, Operator, Selection
from intacct_emulator.query.literals import CodeDialect
from intacct_emulator.tenancy.company import Company
from intacct_emulator.tenancy.tenants import Tenants
from intacct_emulator.work.context import Actor, Context
from intacct_emulator.work.paging import next_page, open_result
from intacct_emulator.work.rows import scope_of, select


@pytest.fixture
def context(tenants: Tenants, company: Company, ask: Ask) -> Context:
    """Work in a company with three invoices of 100.00, 200.50 and 300.00."""
    for number, amount in enumerate(("100.00", "200.50", "300.00"), 1):
        assert ask.of(invoice(f"PAGE-{number}", lines=line(amount))).errors == []
    return Context.among(tenants, company, Actor(1, "wsuser", None))


def test_rows_have_typed_values(context: Context) -> None:
    """Amounts are decimals, days are dates, what is empty is None."""
    company = context.company
    columns = tuple(Column(name) for name in ("RECORDID", "TOTALENTERED", "WHENCREATED", "DOCNUMBER"))
    second = Comparison("RECORDID", Operator.EQUAL, ("PAGE-2",))
    scope = scope_of(context, include_private=True)
    definition = company.catalogue["ARINVOICE"]
    page = select(company, definition, Selection(columns, second), scope, CodeDialect.DISPLAY)
    assert page.names == ("RECORDID", "TOTALENTERED", "WHENCREATED", "DOCNUMBER")
    assert list(page.values()) == [("PAGE-2", Decimal("200.5"), date(2026, 11, 2), None)]
    assert list(page.first(1).values()) == [("PAGE-2",)]


def test_a_result_is_read_to_its_end(context: Context) -> None:
    """Two and then one: each page tells what is left, and the last one ends the result."""
    definition = context.company.catalogue["ARINVOICE"]
    ours = Comparison("RECORDID", Operator.LIKE, ("PAGE-%",))
    found = open_result(context, definition, Selection((Column("RECORDID"),), ours), page_size=2, return_format="any")
    assert [row for (row,) in found.page.values()] == ["PAGE-1", "PAGE-2"]
    assert (found.remaining, found.result.return_format) == (1, "any")
    more = next_page(context, result_id=found.result_id)
    assert more is not None
    assert [row for (row,) in more.page.values()] == ["PAGE-3"]
    assert more.remaining == 0
    assert next_page(context, result_id=found.result_id) is None


def test_a_result_is_its_owners(context: Context) -> None:
    """Nobody else reads on in it."""
    definition = context.company.catalogue["ARINVOICE"]
    found = open_result(context, definition, Selection((Column("RECORDID"),)), page_size=1, return_format="any")
    stranger = context._replace(actor=Actor(2, "somebody", None))
    assert next_page(stranger, result_id=found.result_id) is None
    assert next_page(stranger, name="ARINVOICE") is None
    assert next_page(context, name="ARINVOICE") is not None

"""The page about accounting: every kind of document is on it, and its entries balance."""

import re
from decimal import Decimal

import pytest

from intacct_emulator.accounting_page import page
from intacct_emulator.books.documents.kinds import KINDS
from intacct_emulator.books.settlement.kinds import SETTLEMENTS

AMOUNTS = re.compile(r"\| \d{4} \| [^|]+ \| [^|]+ \| ([\d.]*) \| ([\d.]*) \|")


@pytest.fixture(scope="module")
def text() -> str:
    """The page, made once."""
    return page()


@pytest.mark.parametrize("name", [*KINDS, *SETTLEMENTS])
def test_every_kind_of_document_has_its_entries(text: str, name: str) -> None:
    """Whoever adds a kind adds an example of what it posts."""
    assert f"(`{name}`)" in text


def test_debits_equal_credits_under_every_heading(text: str) -> None:
    """Two entries at least, and as much on one side as on the other."""
    for section in text.split("### ")[1:]:
        rows = AMOUNTS.findall(section)
        assert len(rows) >= 2
        debits, credits = (sum((Decimal(row[side] or 0) for row in rows), Decimal(0)) for side in (0, 1))
        assert debits == credits > 0


def test_states_are_drawn_with_what_leads_to_them(text: str) -> None:
    """Drafts are submitted, posted documents reversed; nothing is drawn twice."""
    assert "    Draft --> Posted: submit\n" in text
    assert "    Posted --> Reversed: reverse\n" in text
    assert text.count("    Draft --> Complete: submit\n") == 1

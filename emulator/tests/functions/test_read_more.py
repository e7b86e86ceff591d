"""readMore over rows that come and go between its pages."""

from collections.abc import Iterator
from typing import Any

import pytest
from calling import answer, errors_of, make_company, make_context, texts
from lxml import etree

from intacct_emulator.tenancy.company import Company
from intacct_emulator.work.context import Context

# Rows by number, found by their place: the others are found behind the last record number.
BY_PLACE = "ROWNUM &lt;= 100"


@pytest.fixture
def company() -> Iterator[Company]:
    company = make_company()
    for number in range(1, 8):
        company.records.insert("CLASS", {"CLASSID": f"C{number}", "NAME": f"Class {number}"})
    yield company
    company.close()


def first(context: Context, query: str) -> etree._Element:
    """The first three of seven classes."""
    content = f"<object>CLASS</object><fields>CLASSID</fields><query>{query}</query><pagesize>3</pagesize>"
    return answer(context, f"<readByQuery>{content}</readByQuery>")


def more(result_id: str) -> str:
    return f"<readMore><resultId>{result_id}</resultId></readMore>"


def rest(context: Context, opened: etree._Element) -> tuple[list[list[str]], list[str | None]]:
    """The pages after the first and what they say remains, as a client reads them: until nothing remains."""
    pages: list[list[str]] = []
    remaining = [opened.get("numremaining")]
    while remaining[-1] != "0":
        assert len(pages) < 10, "no end"
        page = answer(context, more(opened.get("resultId") or ""))
        pages.append(texts(page, "class/CLASSID"))
        remaining.append(page.get("numremaining"))
    return pages, remaining


@pytest.mark.parametrize("query", ["", BY_PLACE], ids=["by key", "by place"])
class TestRowsThatComeAndGo:
    """However pages find where to go on."""

    def test_added_rows_never_leave_less_than_nothing(self, company: Company, query: str) -> None:
        """The total is that of the beginning: what came since may be on the last page, and counts for nothing."""
        context = make_context(company)
        opened = first(context, query)
        for number in (8, 9, 10):
            company.records.insert("CLASS", {"CLASSID": f"C{number}", "NAME": f"Class {number}"})
        pages, remaining = rest(context, opened)
        assert pages == [["C4", "C5", "C6"], ["C7", "C8", "C9"]]
        assert remaining == ["4", "1", "0"]
        assert errors_of(context, more(opened.get("resultId") or ""))

    @pytest.mark.parametrize(
        ("deleted", "expected"),
        [((5, 6, 7), [["C4"]]), ((7,), [["C4", "C5", "C6"], []]), ((4, 5, 6, 7), [[]])],
        ids=["page cut short", "page just full", "nothing left"],
    )
    def test_deleted_rows_do_not_keep_a_result_open(
        self, company: Company, query: str, deleted: tuple[int, ...], expected: Any
    ) -> None:
        """A page that is not full is the last one, whatever the total was."""
        context = make_context(company)
        opened = first(context, query)
        for number in deleted:
            company.records.delete("CLASS", number)
        pages, remaining = rest(context, opened)
        assert pages == expected
        assert remaining[-1] == "0"
        assert errors_of(context, more(opened.get("resultId") or ""))

"""Adjustments: credit and debit memos of receivables and payables, posted, changed, removed, and owed."""

import pytest
from asking import Ask, invoice
from paperwork import adjustment_line, ap_adjustment, ar_adjustment, payable, query

from intacct_emulator.tenancy.company import Company


def ledger(company: Company) -> list[tuple[object, ...]]:
    """Account, side, amount, customer and vendor of every journal line."""
    fields = ("ACCOUNTNO", "TR_TYPE", "AMOUNT", "CUSTOMERID", "VENDORID")
    return [tuple(entry[field] for field in fields) for entry in company.records.where("GLENTRY")]


def owed(ask: Ask, name: str, key: str) -> str | None:
    """TOTALDUE of a customer or vendor."""
    read = f"<readByName><object>{name}</object><keys>{key}</keys><fields>TOTALDUE</fields></readByName>"
    return ask.of(read).text(".//TOTALDUE")


@pytest.mark.parametrize(
    ("request_body", "expected"),
    [
        (ar_adjustment(), [("4010", 1), ("1200", -1)]),
        (ar_adjustment(adjustment_line("30")), [("1200", 1), ("4010", -1)]),
        (ap_adjustment(), [("2000", 1), ("6300", -1)]),
        (ap_adjustment(adjustment_line("30", "6300")), [("6300", 1), ("2000", -1)]),
    ],
    ids=["AR credit memo", "AR debit memo", "AP debit memo", "AP credit memo"],
)
def test_a_memo_posts_its_lines(ask: Ask, company: Company, request_body: str, expected: list[tuple[str, int]]) -> None:
    """A credit memo lowers receivables, a debit memo raises them; payables the other way round, by the line's sign."""
    assert ask.of(request_body).errors == []
    assert sorted((account, side) for account, side, *_ in ledger(company)) == sorted(expected)
    assert {entry[2] for entry in ledger(company)} == {3000}


def test_the_control_account_comes_first(ask: Ask, company: Company) -> None:
    """As for invoices and bills, with the party as dimension of both lines."""
    ask.of(ar_adjustment(), ap_adjustment())
    assert ledger(company) == [
        ("1200", -1, 3000, "C-1001", None),
        ("4010", 1, 3000, "C-1001", None),
        ("2000", 1, 3000, None, "V-2001"),
        ("6300", -1, 3000, None, "V-2001"),
    ]


def test_memos_count_in_what_a_party_owes(ask: Ask) -> None:
    """100.00 less a credit memo of 30.00 is 70.00; a draft counts nothing; 80.25 less 30.00 is 50.25."""
    ask.of(invoice(), ar_adjustment(), ar_adjustment(action="Draft"), payable(), ap_adjustment())
    assert owed(ask, "CUSTOMER", "C-1001") == "70"
    assert owed(ask, "VENDOR", "V-2001") == "50.25"


def test_memos_have_summaries_of_their_own(ask: Ask, company: Company) -> None:
    """Filed under `Adjustments`, in the journal of their subledger, apart from invoices of the day."""
    ask.of(invoice(), ar_adjustment(), ap_adjustment())
    found = [(row["BATCH_TITLE"], row["JOURNAL"], row["MODULE"]) for row in company.records.where("GLBATCH")]
    assert found == [
        ("Invoices: 2026/11/02 Batch Summary Entry", "ARJ", "4.AR"),
        ("Adjustments: 2026/11/02 Batch Summary Entry", "ARJ", "4.AR"),
        ("Adjustments: 2026/11/02 Batch Summary Entry", "APJ", "3.AP"),
    ]
    types = [row["RECORDTYPE"] for row in company.records.where("ARINVOICEBATCH")]
    assert types == ["ri", "ra"]


def test_lines_of_a_payable_adjustment_have_one_sign(ask: Ask, company: Company) -> None:
    """Mixed signs are refused (documented) and leave nothing; receivable ones may be mixed."""
    mixed = adjustment_line("10", "6300") + adjustment_line("-4", "6300")
    said = ask.of(ap_adjustment(mixed))
    assert said.errors[0] == ("BL01001973", "All line items of an adjustment must have the same sign")
    assert company.records.where("APADJUSTMENT") == []
    assert ask.of(ar_adjustment(adjustment_line("10") + adjustment_line("-4"))).errors == []


def test_an_adjustment_is_changed_line_by_line(ask: Ask, company: Company) -> None:
    """The named line changes and keeps its journal lines, a `lineitem` is added; the state stays Posted."""
    key = ask.of(ar_adjustment()).key
    lines = f'<updatelineitem line_num="1"><amount>-20</amount></updatelineitem>{adjustment_line("-5")}'
    changed = f"<updatearadjustmentitems>{lines}</updatearadjustmentitems>"
    said = ask.of(f'<update_aradjustment key="{key}"><description>Less</description>{changed}</update_aradjustment>')
    assert said.errors == []
    fields = ("RECORDTYPE", "STATE", "DESCRIPTION", "TOTALENTERED", "TOTALDUE")
    (row,) = ask.of(query("ARADJUSTMENT", *fields)).rows()
    assert list(row.values()) == ["ra", "Posted", "Less", "-25", "-25"]
    assert [entry[2] for entry in ledger(company)] == [2000, 2000, 500, 500]


@pytest.mark.parametrize("made", [ar_adjustment(), ap_adjustment()], ids=["AR", "AP"])
@pytest.mark.parametrize("generic", [True, False], ids=["generic", "legacy"])
def test_a_deleted_adjustment_leaves_the_ledger(ask: Ask, company: Company, made: str, generic: bool) -> None:
    """By `delete` and by the function of its own."""
    name = "ARADJUSTMENT" if "create_ar" in made else "APADJUSTMENT"
    key = ask.of(made).key
    legacy = f'<delete_{name.lower()} key="{key}"/>'
    assert ask.of(f"<delete><object>{name}</object><keys>{key}</keys></delete>" if generic else legacy).errors == []
    assert company.records.where("GLENTRY") == []
    assert company.records.where(name) == []
    assert company.records.where(f"{name}ITEM") == []


def test_there_is_no_generic_create(ask: Ask, company: Company) -> None:
    """Only legacy functions make adjustments (documented): `create` and `update` are refused."""
    fields = "<CUSTOMERID>C-1001</CUSTOMERID><WHENCREATED>11/02/2026</WHENCREATED>"
    assert ask.of(f"<create><ARADJUSTMENT>{fields}</ARADJUSTMENT></create>").errors
    assert company.records.where("ARADJUSTMENT") == []


def test_an_adjustment_is_no_invoice(ask: Ask) -> None:
    """Each object of the shared table has its own rows; numbers of the one leave those of the other alone."""
    ask.of(invoice("N-1"), ar_adjustment(number="N-1"))
    assert [row["RECORDNO"] for row in ask.of(query("ARINVOICE", "RECORDNO")).rows()] == ["1"]
    assert [row["RECORDNO"] for row in ask.of(query("ARADJUSTMENT", "RECORDNO")).rows()] == ["2"]
    assert ask.of("<read><object>ARINVOICE</object><keys>2</keys><fields>RECORDNO</fields></read>").rows() == []
    text = "<readByQuery><object>ARADJUSTMENT</object><fields>RECORDID</fields><query>STATE = 'A'</query></readByQuery>"
    assert ask.of(text).rows() == [{"RECORDID": "N-1"}]
    assert ask.of(ar_adjustment(number="N-1")).errors[0][0] == "BL03002185"

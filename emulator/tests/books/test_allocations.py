"""Allocated lines: split by a definition or by the shares a request brings, on journal entries and documents."""

import pytest
from asking import Ask, invoice, line
from paperwork import batch, bill_line, change, entry, payable, query

from intacct_emulator.tenancy.company import Company


def allocation(name: str, entries: str, kind: str = "Percentage") -> str:
    """A `<create>` of an ALLOCATION."""
    return (
        f"<create><ALLOCATION><ALLOCATIONID>{name}</ALLOCATIONID><TYPE>{kind}</TYPE>"
        f"<ALLOCATIONENTRIES>{entries}</ALLOCATIONENTRIES></ALLOCATION></create>"
    )


def share(value: str, department: str, value_type: str = "") -> str:
    """One ALLOCATIONENTRY in New York."""
    kind = f"<VALUETYPE>{value_type}</VALUETYPE>" if value_type else ""
    place = f"<LOCATIONID>US-NYC</LOCATIONID><DEPARTMENTID>{department}</DEPARTMENTID>"
    return f"<ALLOCATIONENTRY>{kind}<VALUE>{value}</VALUE>{place}</ALLOCATIONENTRY>"


def split(amount: str, department: str) -> str:
    """One SPLIT in New York."""
    place = f"<LOCATIONID>US-NYC</LOCATIONID><DEPARTMENTID>{department}</DEPARTMENTID>"
    return f"<SPLIT><AMOUNT>{amount}</AMOUNT>{place}</SPLIT>"


THIRDS = allocation("THIRDS", share("33.33", "20") + share("33.33", "30") + share("33.34", "40"))
CHOICE = "<ALLOCATION>{}</ALLOCATION>"


def shares(ask: Ask, account: str) -> list[tuple[str | None, ...]]:
    """Department and amount of every ledger line of an account."""
    rows = ask.of(query("GLDETAIL", "ACCOUNTNO", "DEPARTMENTID", "AMOUNT")).rows()
    return [(row["DEPARTMENTID"], row["AMOUNT"]) for row in rows if row["ACCOUNTNO"] == account]


def test_a_journal_line_is_split_by_percentages(ask: Ask) -> None:
    """100.00 in three: 33.33, 33.33 and what is left, 33.34. The line's own department does not count (documented)."""
    lines = (entry("6300", 1, "100", more=CHOICE.format("THIRDS")), entry("2100", -1, "100"))
    assert ask.of(THIRDS, batch(*lines)).errors == []
    assert shares(ask, "6300") == [("20", "33.33"), ("30", "33.33"), ("40", "33.34")]
    assert [row["ALLOCATION"] for row in ask.of(query("GLENTRY", "ALLOCATION")).rows()] == ["THIRDS"] * 3 + [None]


def test_the_last_share_takes_what_rounding_leaves(ask: Ask) -> None:
    """0.05 in three: 0.02 and 0.02 are rounded, 0.01 is left (inferred)."""
    lines = (entry("6300", 1, "0.05", more=CHOICE.format("THIRDS")), entry("2100", -1, "0.05"))
    assert ask.of(THIRDS, batch(*lines)).errors == []
    assert [amount for _, amount in shares(ask, "6300")] == ["0.02", "0.02", "0.01"]


@pytest.mark.parametrize(
    ("amount", "amounts"),
    [("800", ["500", "120", "180"]), ("500", ["500", "0", "0"]), ("300", ["300", "0", "0"])],
)
def test_exact_amounts_come_first(ask: Ask, amount: str, amounts: list[str]) -> None:
    """500 first, as far as the line goes, and 40 and 60 per cent of the rest (documented)."""
    entries = share("500", "20", "Amount") + share("40", "30", "Percent") + share("60", "40", "Percent")
    lines = (entry("6300", 1, amount, more=CHOICE.format("FIRST")), entry("2100", -1, amount))
    first = allocation("FIRST", entries, "Fixed amount with over/under logic")
    assert ask.of(first, batch(*lines)).errors == []
    assert [amount for _, amount in shares(ask, "6300")] == amounts


def test_a_line_brings_its_own_shares(ask: Ask) -> None:
    """`Custom` with SPLITs, as on the page: amounts without a sign that add up to the line (documented)."""
    custom = CHOICE.format("Custom") + split("450.80", "20") + split("700", "30") + split("300", "40")
    lines = (entry("2100", 1, "1450.80"), entry("6300", -1, "1450.80", more=custom))
    assert ask.of(batch(*lines)).errors == []
    assert shares(ask, "6300") == [("20", "-450.8"), ("30", "-700"), ("40", "-300")]


@pytest.mark.parametrize(
    ("more", "text"),
    [
        (CHOICE.format("NOPE"), "Invalid Allocation 'NOPE' specified."),
        (
            CHOICE.format("Custom") + split("99.99", "20"),
            "The shares of the allocation 'Custom' do not add up to the amount of the line",
        ),
        (CHOICE.format("Custom"), "The shares of the allocation 'Custom' do not add up to the amount of the line"),
        (CHOICE.format("EXACT"), "The shares of the allocation 'EXACT' do not add up to the amount of the line"),
    ],
)
def test_shares_that_do_not_add_up_are_refused(ask: Ask, company: Company, more: str, text: str) -> None:
    """So are allocations that do not exist, and nothing is left behind."""
    ask.of(allocation("EXACT", share("60", "20") + share("50", "30"), "Absolute"))
    said = ask.of(batch(entry("6300", 1, "100", more=more), entry("2100", -1, "100")))
    assert said.errors[0][1] == text
    assert company.records.where("GLBATCH") == []


def test_a_draft_is_allocated_when_it_is_posted(ask: Ask) -> None:
    """Until then it is one line."""
    draft = "<STATE>Draft</STATE>"
    lines = (entry("6300", 1, "100", more=CHOICE.format("THIRDS")), entry("2100", -1, "100"))
    ask.of(THIRDS)
    key = ask.of(batch(*lines, extra=draft)).key
    assert len(ask.of(query("GLENTRY", "RECORDNO")).rows()) == 2
    post = f"<update><GLBATCH><RECORDNO>{key}</RECORDNO><STATE>Posted</STATE></GLBATCH></update>"
    assert ask.of(post).errors == []
    assert shares(ask, "6300") == [("20", "33.33"), ("30", "33.33"), ("40", "33.34")]


def test_lines_of_bills_and_invoices_are_split(ask: Ask, company: Company) -> None:
    """Each share is a line of its own, posted against the control account at its own place."""
    allocated = CHOICE.format("THIRDS")
    said = ask.of(
        THIRDS, payable(lines=bill_line("90", more=allocated)), invoice(lines=line("-30", "4010", more=allocated))
    )
    assert said.errors == []
    assert shares(ask, "6300") == [("20", "30"), ("30", "30"), ("40", "30")]
    assert shares(ask, "2000") == [("20", "-30"), ("30", "-30"), ("40", "-30")]
    assert shares(ask, "4010") == [("20", "10"), ("30", "10"), ("40", "10")]
    rows = ask.of(query("APBILLITEM", "ALLOCATION", "ALLOCATIONKEY", "TRX_AMOUNT")).rows()
    assert [tuple(row.values()) for row in rows] == [("THIRDS", "1", "30")] * 3


def test_the_legacy_functions_name_it_allocationid(ask: Ask) -> None:
    """`allocationid` of a bill's line."""
    said = ask.of(
        THIRDS,
        "<create_bill><vendorid>V-2001</vendorid><datecreated><year>2026</year><month>11</month><day>02</day>"
        "</datecreated><datedue><year>2026</year><month>12</month><day>02</day></datedue><billno>L-1</billno>"
        "<billitems><lineitem><glaccountno>6300</glaccountno><amount>90</amount><allocationid>THIRDS</allocationid>"
        "</lineitem></billitems></create_bill>",
    )
    assert said.errors == []
    assert shares(ask, "6300") == [("20", "30"), ("30", "30"), ("40", "30")]


def test_a_share_is_not_split_again(ask: Ask) -> None:
    """A line that is sent back as it was read stays as it is; one that is allocated anew is split."""
    ask.of(THIRDS)
    key = ask.of(payable(lines=bill_line("90", more=CHOICE.format("THIRDS")))).key
    first, *_ = (row["RECORDNO"] for row in ask.of(query("APBILLITEM", "RECORDNO")).rows())
    kept = f"<APBILLITEM><RECORDNO>{first}</RECORDNO>{CHOICE.format('THIRDS')}</APBILLITEM>"
    assert ask.of(change("APBILL", key, lines=kept)).errors == []
    assert shares(ask, "6300") == [("20", "30")]
    assert ask.of(change("APBILL", key, lines=kept + bill_line("9", more=CHOICE.format("THIRDS")))).errors == []
    assert shares(ask, "6300") == [("20", "30"), ("20", "3"), ("30", "3"), ("40", "3")]


@pytest.mark.parametrize(
    ("entries", "kind", "text"),
    [
        (share("40", "20") + share("59", "30"), "Percentage", "The percentages of an allocation must add up to 100"),
        (
            share("40", "20", "Percent") + share("500", "30", "Amount") + share("60", "40", "Percent"),
            "Fixed amount with over/under logic",
            "The exact amounts of an allocation must come before its percentages",
        ),
        (share("100", "20"), "Fixed amount with over/under logic", "Required field Value type is missing"),
    ],
)
def test_definitions_that_cannot_be_carried_out(ask: Ask, company: Company, entries: str, kind: str, text: str) -> None:
    """Percentages that do not add up, amounts behind percentages, and values that may be either are refused."""
    assert ask.of(allocation("WRONG", entries, kind)).errors[0][1] == text
    assert company.records.where("ALLOCATION") == []


def test_an_update_must_leave_a_definition_that_adds_up(ask: Ask) -> None:
    """The entries that are given are all it has."""
    said = ask.of(
        THIRDS,
        "<update><ALLOCATION><ALLOCATIONID>THIRDS</ALLOCATIONID><ALLOCATIONENTRIES>"
        f"{share('50', '20')}</ALLOCATIONENTRIES></ALLOCATION></update>",
    )
    assert said.errors[0][1] == "The percentages of an allocation must add up to 100"


def test_an_allocation_that_was_used_stays(ask: Ask) -> None:
    """Lines of a journal entry name it."""
    lines = (entry("6300", 1, "100", more=CHOICE.format("THIRDS")), entry("2100", -1, "100"))
    assert ask.of(THIRDS, batch(*lines)).errors == []
    said = ask.of('<delete_allocation key="THIRDS"/>')
    assert said.errors[0][1] == "Cannot delete Transaction allocation 'THIRDS' because it is being used"

"""User-defined dimensions in the books: named on lines, carried into the ledger, asked for by accounts."""

from asking import Ask, invoice, line

from intacct_emulator.books.dimensions import DIMENSIONS, dimensions_of
from intacct_emulator.catalogue.loader import Catalogue
from intacct_emulator.tenancy.company import Company

EAST = 10002


def entries(ask: Ask, object_name: str = "GLENTRY") -> list[tuple[str | None, ...]]:
    """Account, region and the region's name of every journal line."""
    fields = ("ACCOUNTNO", "GLDIMREGION", "GLDIMREGION.name")
    select = "".join(f"<field>{name}</field>" for name in fields)
    order = "<orderby><order><field>RECORDNO</field></order></orderby>"
    rows = ask.of(f"<query><object>{object_name}</object><select>{select}</select>{order}</query>").rows()
    return [tuple(row[name] for name in fields) for row in rows]


def journal(first: str, second: str = "", extra: str = "") -> str:
    """A `<create>` of a GLBATCH with two lines of 10.00 in the same place."""
    lines = "".join(
        f"<GLENTRY><ACCOUNTNO>{account}</ACCOUNTNO><TR_TYPE>{side}</TR_TYPE><TRX_AMOUNT>10</TRX_AMOUNT>"
        f"<LOCATION>US-NYC</LOCATION>{more}</GLENTRY>"
        for account, side, more in (("6400", 1, first), ("1000", -1, second))
    )
    return (
        "<create><GLBATCH><JOURNAL>GJ</JOURNAL><BATCH_DATE>11/02/2026</BATCH_DATE><BATCH_TITLE>By hand</BATCH_TITLE>"
        f"{extra}<ENTRIES>{lines}</ENTRIES></GLBATCH></create>"
    )


def test_a_company_without_own_dimensions_has_the_standard_ones() -> None:
    """Not a copy of them: nothing is made where nothing was defined."""
    assert dimensions_of(Catalogue()) is DIMENSIONS


def test_an_invoice_line_carries_its_region_into_the_ledger(ask: Ask, company: Company) -> None:
    """Both journal lines of the pair have it, GLENTRY and GLDETAIL show it, the invoice's line too."""
    lines = line(more=f"<GLDIMREGION>{EAST}</GLDIMREGION>") + line()
    assert ask.of(invoice(lines=lines)).errors == []
    with_region = [("1200", str(EAST), "East"), ("4010", str(EAST), "East")]
    assert entries(ask) == [*with_region, ("1200", None, None), ("4010", None, None)]
    assert entries(ask, "GLDETAIL") == entries(ask)
    assert [item["GLDIMREGION"] for item in company.records.where("ARINVOICEITEM")] == [EAST, None]


def test_a_region_may_be_given_by_name(ask: Ask, company: Company) -> None:
    """The name of its record does as well as the key, on a draft too; the key is what is kept."""
    extra = "<ACTION>Draft</ACTION>"
    named = line(more="<GLDIMREGION>East</GLDIMREGION>")
    assert ask.of(invoice("A", lines=named), invoice("B", lines=named, extra=extra)).errors == []
    assert [item["GLDIMREGION"] for item in company.records.where("ARINVOICEITEM")] == [EAST, EAST]


def test_a_region_that_does_not_exist_is_refused(ask: Ask, company: Company) -> None:
    """Like any other dimension, by its label, whether it was given by key or by name."""
    for value in ("10099", "Nowhere", "1; DROP TABLE PT_REGION"):
        said = ask.of(invoice(lines=line(more=f"<GLDIMREGION>{value}</GLDIMREGION>")))
        assert said.errors[0] == ("BL01001973", f"Invalid Region '{value}' specified.")
        assert said.errors[-1][1] == "Currently, we can't create the transaction 'INV-1'."
    assert company.records.where("ARINVOICE") == []
    assert len(company.records.where("REGION")) == 4


def test_an_account_can_ask_for_a_region(ask: Ask) -> None:
    """REQUIREGLDIM<name> is obeyed on documents and on journal entries, and told like the standard flags."""
    missing = ("BL03000018", "Missing the Region dimension for Account 6400")
    assert ask.of(invoice(lines=line(account="6400"))).errors[0] == missing
    assert ask.of(journal("")).errors[0] == missing
    region = f"<GLDIMREGION>{EAST}</GLDIMREGION>"
    assert ask.of(invoice(lines=line(account="6400", more=region)), journal(region)).errors == []


def test_the_flag_of_an_account_is_written_and_read_like_others(ask: Ask) -> None:
    """An update sets REQUIREGLDIM<name>; accounts that never said read as false."""
    number = "<field>REQUIREGLDIMREGION</field>"
    where = "<filter><in><field>ACCOUNTNO</field><value>6400</value><value>6120</value></in></filter>"
    read = f"<query><object>GLACCOUNT</object><select><field>ACCOUNTNO</field>{number}</select>{where}</query>"
    update = "<ACCOUNTNO>6120</ACCOUNTNO><REQUIREGLDIMREGION>true</REQUIREGLDIMREGION>"

    def flags() -> dict[str | None, str | None]:
        return {row["ACCOUNTNO"]: row["REQUIREGLDIMREGION"] for row in ask.of(read).rows()}

    assert flags() == {"6400": "true", "6120": "false"}
    assert ask.of(f"<update><GLACCOUNT>{update}</GLACCOUNT></update>").errors == []
    assert flags() == {"6400": "true", "6120": "true"}


def test_a_journal_entry_and_its_reversal_carry_the_region(ask: Ask) -> None:
    """Lines written by hand have it; the reversal turns them around and keeps it."""
    regions = ("<GLDIMREGION>East</GLDIMREGION>", "<GLDIMREGION>10001</GLDIMREGION>")
    reversal = "<REVERSEDATE>12/01/2026</REVERSEDATE>"
    assert ask.of(journal(*regions, extra=reversal)).errors == []
    assert entries(ask) == [("6400", str(EAST), "East"), ("1000", "10001", "North")] * 2


def test_a_changed_invoice_is_posted_anew_with_its_region(ask: Ask) -> None:
    """A header change keeps the lines' region in line and ledger."""
    ask.of(invoice(lines=line(more="<GLDIMREGION>10004</GLDIMREGION>")))
    change = "<RECORDNO>1</RECORDNO><DESCRIPTION>changed</DESCRIPTION><PO_REFERENCE>PO-9</PO_REFERENCE>"
    said = ask.of(f"<update><ARINVOICE>{change}</ARINVOICE></update>")
    assert said.errors == []
    assert {row[1:] for row in entries(ask)} == {("10004", "West")}


def test_a_region_in_use_stays(ask: Ask, company: Company) -> None:
    """One that a line names cannot be deleted, one that none names can."""
    ask.of(invoice(lines=line(more="<GLDIMREGION>East</GLDIMREGION>")))
    assert "being used" in ask.of(f"<delete><object>REGION</object><keys>{EAST}</keys></delete>").errors[0][1]
    assert ask.of("<delete><object>REGION</object><keys>10001</keys></delete>").errors == []
    assert [record.id for record in company.records.where("REGION")] == ["East", "South", "West"]


def test_rows_can_be_found_by_region(ask: Ask) -> None:
    """In `query` by key and along the path, in `readByQuery` by key."""
    ask.of(invoice(lines=line("1", more="<GLDIMREGION>East</GLDIMREGION>") + line("2")))
    by_name = "<filter><equalto><field>GLDIMREGION.name</field><value>East</value></equalto></filter>"
    query = "<query><object>ARINVOICEITEM</object><select><field>AMOUNT</field></select>{}</query>"
    assert ask.of(query.format(by_name)).rows() == [{"AMOUNT": "1"}]
    text = f"<readByQuery><object>GLENTRY</object><fields>GLDIMREGION</fields><query>GLDIMREGION = {EAST}</query>"
    assert ask.of(f"{text}</readByQuery>").rows() == [{"GLDIMREGION": str(EAST)}] * 2

"""VAT on lines of bills, invoices, adjustments and journal entries: amounts, postings, tax records."""

from collections.abc import Mapping
from decimal import Decimal

import pytest
from asking import Ask, invoice, line, present
from paperwork import batch, bill_line, change, entry, payable, query

from intacct_emulator.tenancy.company import Company
from intacct_emulator.work.drafts import draft_from_texts
from intacct_emulator.work.writers import writer_for

DETAILS: tuple[Mapping[str, str], ...] = (
    {"DETAILID": "In 20", "TAXTYPE": "P", "VALUE": "20", "GLACCOUNT": "1320"},
    {"DETAILID": "In 5", "TAXTYPE": "P", "VALUE": "5"},
    {"DETAILID": "In cost", "TAXTYPE": "P", "VALUE": "10", "USEEXPENSEACCT": "true"},
    {"DETAILID": "Out 20", "TAXTYPE": "S", "VALUE": "20"},
    {"DETAILID": "Old", "TAXTYPE": "P", "VALUE": "17", "STATUS": "inactive"},
)


@pytest.fixture
def taxed(company: Company) -> Company:
    """Northfield with a British tax solution: 1320 for input taxes, 2200 for output taxes."""
    solution = {
        "SOLUTIONID": "United Kingdom - VAT",
        "TAXMETHOD": "VAT or GST",
        "STATUS": "Active",
        "SHOWMULTILINETAX": "true",
        "GLACCOUNTPURCHASE": "1320",
        "GLACCOUNTSALE": "2200",
    }
    accounts = ({"ACCOUNTNO": "1320", "TITLE": "Input VAT"},)
    for name, rows in (("GLACCOUNT", accounts), ("TAXSOLUTION", (solution,)), ("TAXDETAIL", DETAILS)):
        definition = company.catalogue[name]
        for row in rows:
            texts = {key: {"P": "Purchase", "S": "Sale"}.get(text, text) for key, text in row.items()}
            if company.records.find(name, next(iter(row.values()))) is None:
                with company.database.unit():
                    writer_for(company, definition).create(draft_from_texts(texts, definition))
    return company


def taxes(*details: str) -> str:
    """TAXENTRIES of a line; `detail=amount` gives the tax itself."""
    entries = ""
    for detail in details:
        name, _, amount = detail.partition("=")
        entries += f"<TAXENTRY><DETAILID>{name}</DETAILID><TRX_TAX>{amount}</TRX_TAX></TAXENTRY>"
    return f"<TAXENTRIES>{entries}</TAXENTRIES>"


def ledger(ask: Ask) -> list[tuple[str | None, ...]]:
    """Account and signed amount of every ledger line."""
    return [tuple(row.values()) for row in ask.of(query("GLDETAIL", "ACCOUNTNO", "AMOUNT")).rows()]


def test_a_tax_is_added_to_a_bill(ask: Ask, taxed: Company) -> None:
    """80.25 and 20 per cent, 16.05: 96.30 is owed, the tax is on its detail's account."""
    assert ask.of(payable(lines=bill_line("80.25", more=taxes("In 20")))).errors == []
    assert ask.of(query("APBILL", "TOTALENTERED", "TOTALDUE")).rows() == [{"TOTALENTERED": "96.3", "TOTALDUE": "96.3"}]
    assert ledger(ask) == [("2000", "-80.25"), ("6300", "80.25"), ("2000", "-16.05"), ("1320", "16.05")]


def test_a_tax_is_a_line_that_names_its_line_and_detail(ask: Ask, taxed: Company) -> None:
    """It is no line item, has PARENTENTRY and DETAILKEY, and the place of its line."""
    ask.of(payable(lines=bill_line("80.25", more=taxes("In 20"))))
    item, tax = taxed.records.where("APBILLITEM")
    assert (item["LINEITEM"], tax["LINEITEM"]) == ("T", "F")
    detail = taxed.records.find("TAXDETAIL", "In 20")
    assert detail is not None
    assert (tax["PARENTENTRY"], tax["DETAILKEY"]) == (item.key, detail.key)
    assert (tax["LOCATIONID"], tax["DEPARTMENTID"]) == ("US-NYC", "20")


def test_a_request_may_give_the_tax(ask: Ask, taxed: Company) -> None:
    """TRX_TAX counts as it is given (documented), and several taxes of one line are posted each."""
    assert ask.of(payable(lines=bill_line("100", more=taxes("In 20=19.99", "In 5")))).errors == []
    assert ledger(ask)[2:] == [("2000", "-19.99"), ("1320", "19.99"), ("2000", "-5"), ("1320", "5")]


@pytest.mark.parametrize(
    ("total", "details", "amounts"),
    [
        ("120", ("In 20",), ["100", "20"]),
        ("100", ("In 20",), ["83.33", "16.67"]),
        ("100", ("In 20", "In 5"), ["80", "16", "4"]),
        ("100", (), ["100"]),
    ],
)
def test_a_total_that_includes_its_taxes(
    ask: Ask, taxed: Company, total: str, details: tuple[str, ...], amounts: list[str]
) -> None:
    """INCLUSIVETAX: TOTALTRXAMOUNT is what is owed, and TRX_AMOUNT does not count (documented)."""
    more = f"<TOTALTRXAMOUNT>{total}</TOTALTRXAMOUNT>{taxes(*details)}"
    said = ask.of(payable(lines=bill_line("7", more=more), extra="<INCLUSIVETAX>true</INCLUSIVETAX>"))
    assert said.errors == []
    rows = ask.of(query("APBILLITEM", "TRX_AMOUNT")).rows()
    assert [row["TRX_AMOUNT"] for row in rows] == amounts
    assert ask.of(query("APBILL", "TOTALENTERED")).rows() == [{"TOTALENTERED": total}]


def test_a_tax_may_belong_to_the_expense(ask: Ask, taxed: Company) -> None:
    """A detail that assigns taxes to the expense account is posted there."""
    assert ask.of(payable(lines=bill_line("50", more=taxes("In cost")))).errors == []
    assert ledger(ask) == [("2000", "-50"), ("6300", "50"), ("2000", "-5"), ("6300", "5")]


def test_a_tax_on_a_sale(ask: Ask, taxed: Company) -> None:
    """100 and 20 on an invoice: a detail without an account is posted to the solution's for output taxes."""
    assert ask.of(invoice(lines=line("100", more=taxes("Out 20")))).errors == []
    assert ledger(ask) == [("1200", "100"), ("4010", "-100"), ("1200", "20"), ("2200", "-20")]


UK = "<TAXSOLUTIONID>United Kingdom - VAT</TAXSOLUTIONID>"


def add(company: Company, name: str, **texts: str) -> None:
    """Makes a tax detail or a solution, as the company's administrator would."""
    definition = company.catalogue[name]
    with company.database.unit():
        writer_for(company, definition).create(draft_from_texts(texts, definition))


@pytest.fixture
def irish(taxed: Company) -> Company:
    """A second solution, without accounts, and a detail of it: 10 per cent of purchases."""
    add(taxed, "TAXSOLUTION", SOLUTIONID="Ireland - VAT", TAXMETHOD="VAT or GST", STATUS="Active")
    add(taxed, "TAXDETAIL", DETAILID="Irish 10", TAXTYPE="Purchase", VALUE="10", TAXSOLUTIONID="Ireland - VAT")
    return taxed


@pytest.mark.parametrize("named", [UK, ""])
def test_a_document_may_name_its_solution(ask: Ask, irish: Company, named: str) -> None:
    """50 and 5 per cent, 2.50: a detail of no solution is posted to the named one's account, else to the first's."""
    assert ask.of(payable(lines=bill_line("50", more=taxes("In 5")), extra=named)).errors == []
    assert ledger(ask)[2:] == [("2000", "-2.5"), ("1320", "2.5")]


def test_a_detail_of_another_solution_does_not_apply(ask: Ask, irish: Company) -> None:
    """The Irish detail is refused on a British bill; a solution that is unknown or inactive is refused as well."""
    said = ask.of(payable(lines=bill_line("50", more=taxes("Irish 10")), extra=UK))
    assert said.errors[0][1] == "Invalid Tax detail 'Irish 10' specified."
    irish.records.update("TAXSOLUTION", 2, {"STATUS": "Inactive"})
    for name in ("Ireland - VAT", "Atlantis"):
        named = f"<TAXSOLUTIONID>{name}</TAXSOLUTIONID>"
        said = ask.of(payable(lines=bill_line("50", more=taxes("In 20")), extra=named))
        assert said.errors[0][1] == f"Invalid Tax solution '{name}' specified."
    assert irish.records.where("APBILL") == []


def test_a_tax_without_an_account_anywhere_is_refused(ask: Ask, irish: Company) -> None:
    """Neither the Irish detail nor its solution says where to post; with an account on the detail, 5 of 50 is there."""
    said = ask.of(payable(lines=bill_line("50", more=taxes("Irish 10"))))
    assert said.errors[0][1] == "Required field GL account is missing"
    assert irish.records.where("APBILL") == []
    irish.records.update("TAXDETAIL", present(irish.records.find("TAXDETAIL", "Irish 10")).key, {"GLACCOUNT": "1320"})
    assert ask.of(payable(lines=bill_line("50", more=taxes("Irish 10")))).errors == []
    assert ledger(ask)[2:] == [("2000", "-5"), ("1320", "5")]


@pytest.mark.parametrize(
    ("rule", "gap"),
    [
        ({"REVERSECHARGE": "true"}, "reverse charges"),
        ({"MINTAXABLE": "10"}, "taxes with limits"),
        ({"MAXTAX": "100"}, "taxes with limits"),
    ],
)
def test_rules_of_details_that_are_not_built_are_gaps(
    ask: Ask, taxed: Company, rule: Mapping[str, str], gap: str
) -> None:
    """Reverse charges and limits are told by name, on top of an amount and inside one, and nothing is left."""
    add(taxed, "TAXDETAIL", DETAILID="Odd", TAXTYPE="Purchase", VALUE="20", **rule)
    inside = bill_line("7", more=f"<TOTALTRXAMOUNT>120</TOTALTRXAMOUNT>{taxes('Odd')}")
    for request in (
        payable(lines=bill_line("50", more=taxes("Odd"))),
        payable(lines=inside, extra="<INCLUSIVETAX>true</INCLUSIVETAX>"),
    ):
        assert ask.of(request).gaps == (gap,)
    assert taxed.records.where("APBILL") == []


def test_a_taxed_line_needs_an_amount(ask: Ask, taxed: Company) -> None:
    """It is TRX_AMOUNT; without one there is nothing to tax, and nothing is left."""
    bare = bill_line("", more=taxes("In 20")).replace("<TRX_AMOUNT></TRX_AMOUNT>", "")
    said = ask.of(payable(lines=bare))
    assert [text for _, text in said.errors if text.startswith("Required field")] == [
        "Required field Amount is missing"
    ]
    assert taxed.records.where("APBILL") == []


def test_a_given_tax_of_an_allocated_line_is_a_gap(ask: Ask, taxed: Company) -> None:
    """How a given tax is spread over the shares is not known: it is told by name, and nothing is left."""
    places = "<LOCATIONID>US-NYC</LOCATIONID><DEPARTMENTID>20</DEPARTMENTID>"
    whole = (
        "<create><ALLOCATION><ALLOCATIONID>ALL</ALLOCATIONID><ALLOCATIONENTRIES><ALLOCATIONENTRY><VALUE>100</VALUE>"
        f"{places}</ALLOCATIONENTRY></ALLOCATIONENTRIES></ALLOCATION></create>"
    )
    more = f"<ALLOCATION>ALL</ALLOCATION>{taxes('In 20=3')}"
    assert ask.of(whole, payable(lines=bill_line("90", more=more))).gaps == ("given taxes of allocated lines",)
    assert taxed.records.where("APBILL") == []


def test_a_second_line_finds_its_own_tax_again(ask: Ask, taxed: Company) -> None:
    """Two lines of the same detail: an update of the second one alone keeps its tax line, and drops the first's."""
    both = bill_line("100", more=taxes("In 20")) + bill_line("200", more=taxes("In 20"))
    key = ask.of(payable(lines=both)).key
    _, _, second, tax = (row.key for row in taxed.records.where("APBILLITEM"))
    kept = f"<APBILLITEM><RECORDNO>{second}</RECORDNO><TRX_AMOUNT>300</TRX_AMOUNT>{taxes('In 20')}</APBILLITEM>"
    assert ask.of(change("APBILL", key, lines=kept)).errors == []
    assert [row.key for row in taxed.records.where("APBILLITEM")] == [second, tax]
    assert ledger(ask) == [("2000", "-300"), ("6300", "300"), ("2000", "-60"), ("1320", "60")]


def test_a_journal_entry_without_taxes_says_nothing_of_them(ask: Ask, taxed: Company) -> None:
    """TAXIMPLICATIONS is asked for only where a line is taxed."""
    assert ask.of(batch(entry("6300", 1, "50"), entry("2100", -1, "50"))).errors == []
    assert ledger(ask) == [("6300", "50"), ("2100", "-50")]


@pytest.mark.parametrize("detail", ["Out 20", "Old", "Nowhere"])
def test_details_that_do_not_apply(ask: Ask, taxed: Company, detail: str) -> None:
    """Those of sales on a bill, inactive and unknown ones are refused, and nothing is left."""
    said = ask.of(payable(lines=bill_line("50", more=taxes(detail))))
    assert said.errors[0][1] == f"Invalid Tax detail '{detail}' specified."
    assert taxed.records.where("APBILL") == []


def test_one_tax_a_line_where_the_solution_says_so(ask: Ask, taxed: Company) -> None:
    """Several are allowed only where the solution supports them (documented)."""
    taxed.records.update("TAXSOLUTION", 1, {"SHOWMULTILINETAX": False})
    said = ask.of(payable(lines=bill_line("50", more=taxes("In 20", "In 5"))))
    assert said.errors[0][1] == "The tax solution allows only one tax per line"


def test_an_inclusive_line_needs_its_total(ask: Ask, taxed: Company) -> None:
    """TOTALTRXAMOUNT is required then (documented)."""
    extra = "<INCLUSIVETAX>true</INCLUSIVETAX>"
    said = ask.of(payable(lines=bill_line("50", more=taxes("In 20")), extra=extra))
    assert said.errors[0][1] == "Required field Total transaction amount is missing"


def test_given_lines_bring_their_taxes(ask: Ask, taxed: Company) -> None:
    """An update keeps the tax that a line names again, removes one that it does not, and keeps all without lines."""
    key = ask.of(payable(lines=bill_line("100", more=taxes("In 20", "In 5")))).key
    first, tax, _ = (row.key for row in taxed.records.where("APBILLITEM"))
    kept = f"<APBILLITEM><RECORDNO>{first}</RECORDNO><TRX_AMOUNT>200</TRX_AMOUNT>{{}}</APBILLITEM>"
    assert ask.of(change("APBILL", key, lines=kept.format(taxes("In 20")))).errors == []
    assert [row.key for row in taxed.records.where("APBILLITEM")] == [first, tax]
    assert ledger(ask) == [("2000", "-200"), ("6300", "200"), ("2000", "-40"), ("1320", "40")]
    assert ask.of(change("APBILL", key, "<DESCRIPTION>Other</DESCRIPTION>")).errors == []
    assert [row["LINEITEM"] for row in taxed.records.where("APBILLITEM")] == ["T", "F"]
    assert ask.of(change("APBILL", key, lines=kept.format(""))).errors == []
    assert ledger(ask) == [("2000", "-200"), ("6300", "200")]


def test_an_allocated_line_is_taxed_share_by_share(ask: Ask, taxed: Company) -> None:
    """90 in three places, 6 of tax at each."""
    share = (
        "<ALLOCATIONENTRY><VALUE>{}</VALUE><LOCATIONID>US-NYC</LOCATIONID><DEPARTMENTID>{}</DEPARTMENTID>"
        "</ALLOCATIONENTRY>"
    )
    entries = share.format("33.33", "20") + share.format("33.33", "30") + share.format("33.34", "40")
    thirds = (
        "<create><ALLOCATION><ALLOCATIONID>T</ALLOCATIONID>"
        f"<ALLOCATIONENTRIES>{entries}</ALLOCATIONENTRIES></ALLOCATION></create>"
    )
    more = f"<ALLOCATION>T</ALLOCATION>{taxes('In 20')}"
    assert ask.of(thirds, payable(lines=bill_line("90", more=more))).errors == []
    rows = ask.of(query("APBILLITEM", "DEPARTMENTID", "TRX_AMOUNT", "LINEITEM")).rows()
    assert [tuple(row.values()) for row in rows] == [
        (department, amount, item) for department in ("20", "30", "40") for amount, item in (("30", "T"), ("6", "F"))
    ]


def test_tax_records_tell_what_was_taxed(ask: Ask, taxed: Company) -> None:
    """One per tax of what is posted, with source and tax amounts, rate and kind; drafts have none."""
    draft = payable("B-2", lines=bill_line("10", more=taxes("In 20")), extra="<ACTION>Draft</ACTION>")
    ask.of(
        payable(lines=bill_line("80.25", more=taxes("In 20"))), invoice(lines=line("100", more=taxes("Out 20"))), draft
    )
    fields = ("TAXCODE", "TAXTYPE", "TR_TYPE", "SOURCEAMOUNT", "TAXAMOUNT", "RATE", "TRANSACTIONID", "GLBATCHKEY")
    assert [tuple(row.values()) for row in ask.of(query("TAXRECORD", *fields)).rows()] == [
        ("In 20", "Input Tax", "1", "80.25", "16.05", "20", "B-1", "1"),
        ("Out 20", "Output Tax", "-1", "100", "20", "20", "INV-1", "2"),
    ]


def test_an_entity_sees_the_taxes_of_its_own_lines(ask: Ask, taxed: Company) -> None:
    """A bill of New York has its tax record in the US, and none in Canada; at top level everything is seen."""
    ask.of(payable(lines=bill_line("80.25", more=taxes("In 20"))))
    records = query("TAXRECORD", "TAXCODE")
    seen = {place: ask.of(records, location=place).rows() for place in ("US", "CA")}
    assert seen == {"US": [{"TAXCODE": "In 20"}], "CA": []}
    assert ask.of(records).rows() == [{"TAXCODE": "In 20"}]


def test_a_reversal_takes_its_taxes_back(ask: Ask, taxed: Company) -> None:
    """reverse_bill: the ledger comes to nothing, and so do the tax records."""
    key = ask.of(payable(lines=bill_line("80.25", more=taxes("In 20")))).key
    day = "<datereversed><year>2026</year><month>11</month><day>20</day></datereversed>"
    assert ask.of(f'<reverse_bill key="{key}">{day}</reverse_bill>').errors == []
    sums: dict[str | None, Decimal] = {}
    for account, amount in ledger(ask):
        sums[account] = sums.get(account, Decimal(0)) + Decimal(amount or 0)
    assert set(sums.values()) == {Decimal(0)}
    rows = ask.of(query("TAXRECORD", "SOURCEAMOUNT", "TAXAMOUNT", "TR_TYPE", "ENTRY_DATE")).rows()
    assert [tuple(row.values()) for row in rows] == [
        ("80.25", "16.05", "1", "11/02/2026"),
        ("-80.25", "-16.05", "-1", "11/20/2026"),
    ]


def test_a_payment_pays_the_tax_too(ask: Ask, taxed: Company) -> None:
    """96.30 settle a bill of 80.25 and 16.05 of tax."""
    key = ask.of(payable(lines=bill_line("80.25", more=taxes("In 20")))).key
    said = ask.of(
        "<create><APPYMT><PAYMENTMETHOD>EFT</PAYMENTMETHOD><FINANCIALENTITY>CHK-US</FINANCIALENTITY>"
        "<VENDORID>V-2001</VENDORID><PAYMENTDATE>11/10/2026</PAYMENTDATE><APPYMTDETAILS><APPYMTDETAIL>"
        f"<RECORDKEY>{key}</RECORDKEY><TRX_PAYMENTAMOUNT>96.30</TRX_PAYMENTAMOUNT></APPYMTDETAIL></APPYMTDETAILS>"
        "</APPYMT></create>"
    )
    assert said.errors == []
    assert ask.of(query("APBILL", "STATE", "TOTALDUE")).rows() == [{"STATE": "Paid", "TOTALDUE": "0"}]


def test_a_detail_that_was_used_stays(ask: Ask, taxed: Company) -> None:
    """Tax records name it: it cannot be deleted while lines of a bill or of a journal entry are its taxes."""
    ask.of(payable(lines=bill_line("80.25", more=taxes("In 20"))))
    inbound = "<TAXIMPLICATIONS>Inbound</TAXIMPLICATIONS>"
    lines = (entry("6300", 1, "50", more=taxes("In 5")), entry("2100", -1, "52.5"))
    assert ask.of(batch(*lines, extra=inbound)).errors == []
    for detail in ("In 20", "In 5"):
        said = ask.of(f'<delete_taxdetail detailid="{detail}"/>')
        assert said.errors[0][1] == f"Cannot delete Tax detail '{detail}' because it is being used"
    assert ask.of('<delete_taxdetail detailid="Old"/>').errors == []


def test_a_manual_journal_has_taxes(ask: Ask, taxed: Company) -> None:
    """As on the page: 5000 and a given tax of 500 against 5500; the tax is posted beside its line."""
    inbound = "<TAXIMPLICATIONS>Inbound</TAXIMPLICATIONS><VATVENDORID>V-2001</VATVENDORID>"
    lines = (entry("6300", 1, "5000", more=taxes("In 20=500")), entry("2100", -1, "5500"))
    assert ask.of(batch(*lines, extra=inbound)).errors == []
    assert ledger(ask) == [("6300", "5000"), ("1320", "500"), ("2100", "-5500")]
    fields = ("TAXCODE", "TR_TYPE", "SOURCEAMOUNT", "TAXAMOUNT", "GLBATCHKEY")
    assert [tuple(row.values()) for row in ask.of(query("TAXRECORD", *fields)).rows()] == [
        ("In 20", "1", "5000", "500", "1")
    ]
    assert ask.of(query("GLBATCH", "TAXIMPLICATIONS", "VATVENDORID")).rows() == [
        {"TAXIMPLICATIONS": "Inbound", "VATVENDORID": "V-2001"}
    ]


def test_taxes_of_a_journal_say_whether_it_buys_or_sells(ask: Ask, taxed: Company) -> None:
    """Without TAXIMPLICATIONS they are refused (inferred)."""
    lines = (entry("6300", 1, "50", more=taxes("In 20")), entry("2100", -1, "60"))
    assert ask.of(batch(*lines)).errors[0][1] == "Required field Tax implications is missing"


def test_the_legacy_functions_bring_taxes(ask: Ask, taxed: Company) -> None:
    """`taxentries` of create_bill, and `totaltrxamount` with `inclusivetax`."""
    item = (
        "<lineitem><glaccountno>6300</glaccountno><amount>{}</amount><locationid>US-NYC</locationid>"
        "<departmentid>20</departmentid>{}<taxentries><taxentry><detailid>In 20</detailid><trx_tax/></taxentry>"
        "</taxentries></lineitem>"
    )
    head = (
        "<create_bill><vendorid>V-2001</vendorid><datecreated><year>2026</year><month>11</month><day>02</day></datecreated>"
        "<datedue><year>2026</year><month>12</month><day>02</day></datedue><billno>{}</billno>{}<billitems>{}</billitems>"
        "</create_bill>"
    )
    plain = head.format("L-1", "", item.format("50", ""))
    total = item.format("1", "<totaltrxamount>120</totaltrxamount>")
    inclusive = head.format("L-2", "<inclusivetax>true</inclusivetax>", total)
    assert ask.of(plain, inclusive).errors == []
    rows = ask.of(query("APBILLITEM", "TRX_AMOUNT")).rows()
    assert [row["TRX_AMOUNT"] for row in rows] == ["50", "10", "100", "20"]


@pytest.mark.parametrize("more", [taxes("In 20"), "<TAXENTRIES><TAXENTRY><DETAILID/></TAXENTRY></TAXENTRIES>"])
def test_without_a_solution_nothing_changes(ask: Ask, company: Company, more: str) -> None:
    """A named tax is a gap that leaves nothing behind; an empty entry, which clients send, means nothing."""
    said = ask.of(payable(lines=bill_line("50", more=more)))
    assert said.gaps == (("tax entries",) if "In 20" in more else ())
    assert len(company.records.where("APBILL")) == (0 if "In 20" in more else 1)

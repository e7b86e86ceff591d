"""Documents in other than the base currency: which rate they have, which books they are in."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from trading import CAD, EUR, Trader, bill, document, invoice

from intacct_emulator.books.bulk.templates import DocumentTemplate, LineTemplate, PlannedDocument, PlannedEntry
from intacct_emulator.books.bulk.writer import BulkWriter
from intacct_emulator.tenancy.profile import Response
from intacct_emulator.world.generate import Order, generate

RATE = ("CURRENCY", "BASECURR", "EXCHANGE_RATE", "EXCH_RATE_TYPE_ID", "EXCH_RATE_DATE")
TOTALS = ("TRX_TOTALENTERED", "TOTALENTERED", "TRX_TOTALDUE", "TOTALDUE")


def test_an_invoice_is_worth_its_days_daily_rate(lakeshore: Trader) -> None:
    """100.00 and 33.33 Canadian dollars at 0.73 are 73.00 and 24.33; the header is the sum of its lines."""
    key = lakeshore.made(invoice("100 33.33"))
    assert lakeshore.row("ARINVOICE", key, *RATE) == ["CAD", "USD", "0.73", "Intacct Daily Rate", "01/15/2026"]
    assert lakeshore.row("ARINVOICE", key, *TOTALS) == ["133.33", "97.33", "133.33", "97.33"]
    assert lakeshore.entries("ri", key) == [
        ("1200", "73.00", "100.00 CAD"),
        ("4000", "-73.00", "-100.00 CAD"),
        ("1200", "24.33", "33.33 CAD"),
        ("4000", "-24.33", "-33.33 CAD"),
    ]


def test_lines_and_journal_lines_tell_both_amounts_and_the_rate(lakeshore: Trader) -> None:
    """The rate of the header is that of its lines and of the journal lines they post."""
    lakeshore.done(bill("B-1", "50"))
    (line,) = lakeshore.company.records.where("APBILLITEM")
    fields = ("TRX_AMOUNT", "AMOUNT", "CURRENCY", "BASECURR", "EXCHANGE_RATE", "EXCH_RATE_TYPE_ID")
    assert lakeshore.row("APBILLITEM", line.key, *fields) == ["50", "36.5", "CAD", "USD", "0.73", "Intacct Daily Rate"]
    for posted in lakeshore.company.records.where("GLENTRY"):
        assert lakeshore.row("GLENTRY", posted.key, *fields) == [
            *("50", "36.5", "CAD", "USD", "0.73", "Intacct Daily Rate")
        ]


@pytest.mark.parametrize(
    ("more", "rate"),
    [
        ("<EXCH_RATE_DATE>02/14/2026</EXCH_RATE_DATE>", ["0.735", "Intacct Daily Rate", "02/14/2026"]),
        ("<EXCH_RATE_TYPE_ID>Month rate</EXCH_RATE_TYPE_ID>", ["0.74", "Month rate", "01/15/2026"]),
        ("<EXCHANGE_RATE>0.8</EXCHANGE_RATE>", ["0.8", "Custom", "01/15/2026"]),
        (
            "<EXCH_RATE_TYPE_ID>Custom</EXCH_RATE_TYPE_ID><EXCHANGE_RATE>0.812345678</EXCHANGE_RATE>",
            ["0.81234568", "Custom", "01/15/2026"],
        ),
    ],
    ids=["another day", "another type", "a number", "a number called custom"],
)
def test_a_request_may_say_which_rate_it_wants(lakeshore: Trader, more: str, rate: list[str]) -> None:
    """By day, by type, or outright (documented)."""
    key = lakeshore.made(invoice(more=CAD + more))
    assert lakeshore.row("ARINVOICE", key, *RATE[2:]) == rate


def test_the_newest_rate_that_has_begun_counts(lakeshore: Trader) -> None:
    """Rates start on a day and hold until the next (documented): the month rate of January, then that of February."""
    month = "<EXCH_RATE_TYPE_ID>Month rate</EXCH_RATE_TYPE_ID>"
    for when, rate in (("01/31/2026", "0.74"), ("02/01/2026", "0.72"), ("12/31/2026", "0.72")):
        key = lakeshore.made(invoice(more=CAD + month, when=when))
        assert lakeshore.row("ARINVOICE", key, "EXCHANGE_RATE") == [rate]
    assert lakeshore.refused(invoice(more=CAD + month, when="12/31/2025")) == (
        "There is no exchange rate of type 'Month rate' from CAD to USD on 12/31/2025"
    )


def test_a_type_of_the_companys_own_can_be_the_default(lakeshore: Trader) -> None:
    """Documents that name no type have the default one (documented)."""
    (kind,) = lakeshore.company.records.where("EXCHANGERATETYPES")
    lakeshore.company.records.update("EXCHANGERATETYPES", kind.key, {"ISDEFAULT": "true"})
    key = lakeshore.made(invoice())
    assert lakeshore.row("ARINVOICE", key, "EXCH_RATE_TYPE_ID", "EXCHANGE_RATE") == ["Month rate", "0.74"]


def test_books_are_in_the_base_currency_of_the_lines_entity(lakeshore: Trader) -> None:
    """Canadian dollars are foreign in the United States, and US dollars in Canada: 100.00 at 1 / 0.73 are 136.99."""
    own = lakeshore.made(invoice(location="CA-TOR"))
    assert lakeshore.row("ARINVOICE", own, *RATE) == ["CAD", "CAD", None, None, None]
    foreign = lakeshore.made(invoice(location="CA-TOR", more="<CURRENCY>USD</CURRENCY>"))
    assert lakeshore.row("ARINVOICE", foreign, *RATE[:3], "TOTALENTERED") == ["USD", "CAD", "1.36986301", "136.99"]
    silent = lakeshore.made(invoice(location="CA-TOR", more=""))
    assert lakeshore.row("ARINVOICE", silent, *RATE[:2], "TOTALENTERED") == ["CAD", "CAD", "100"]


def test_a_session_in_an_entity_is_in_its_books(lakeshore: Trader) -> None:
    """Lines without a location are the session's entity's."""
    function = invoice(more=EUR).replace("<LOCATIONID>US</LOCATIONID>", "")
    key = lakeshore.made(function, location="CA")
    assert lakeshore.row("ARINVOICE", key, *RATE[:3], location="CA") == ["EUR", "CAD", "1.48"]


def test_a_document_may_name_its_books(lakeshore: Trader) -> None:
    """BASECURR is that of its lines' entity, or the document is a gap: what the product does is not known."""
    key = lakeshore.made(invoice(more=f"<BASECURR>USD</BASECURR>{EUR}"))
    assert lakeshore.row("ARINVOICE", key, *RATE[:3]) == ["EUR", "USD", "1.08"]
    said = lakeshore.of(invoice(more=f"<BASECURR>CAD</BASECURR>{EUR}"))
    assert said.gaps == ("transactions between base currencies",)
    assert lakeshore.refused(invoice(more="<BASECURR>EUR</BASECURR>")) == "'EUR' is not a base currency of the company"


def test_lines_of_books_in_two_currencies_are_a_gap(lakeshore: Trader) -> None:
    """One line in each entity: nothing is written."""
    said = lakeshore.of(invoice("100 5").replace("<LOCATIONID>US</LOCATIONID>", "<LOCATIONID>CA</LOCATIONID>", 1))
    assert said.gaps == ("transactions between base currencies",)
    assert lakeshore.entries() == []


def test_a_rate_beside_the_base_currency_has_no_meaning(lakeshore: Trader) -> None:
    """None is kept, as amounts are equal."""
    key = lakeshore.made(invoice(more="<CURRENCY>USD</CURRENCY><EXCHANGE_RATE>2</EXCHANGE_RATE>"))
    assert lakeshore.row("ARINVOICE", key, *RATE, "TOTALENTERED") == ["USD", "USD", None, None, None, "100"]


@pytest.mark.parametrize(
    ("more", "text"),
    [
        ("<EXCHANGE_RATE>0.8</EXCHANGE_RATE>", "An exchange rate needs a transaction currency"),
        ("<EXCH_RATE_TYPE_ID>Month rate</EXCH_RATE_TYPE_ID>", "An exchange rate needs a transaction currency"),
        ("<CURRENCY>JPY</CURRENCY>", "Invalid Currency 'JPY' specified."),
        (f"{CAD}<EXCH_RATE_TYPE_ID>Spot</EXCH_RATE_TYPE_ID>", "Invalid Exchange rate type 'Spot' specified."),
        (f"{CAD}<EXCH_RATE_TYPE_ID>Custom</EXCH_RATE_TYPE_ID>", "Required field Exchange rate is missing"),
        (f"{CAD}<EXCHANGE_RATE>0</EXCHANGE_RATE>", "An exchange rate must be above zero"),
        (
            f"{CAD}<EXCH_RATE_TYPE_ID>Month rate</EXCH_RATE_TYPE_ID><EXCHANGE_RATE>1</EXCHANGE_RATE>",
            "Give an exchange rate or an exchange rate type, not both",
        ),
        (
            "<CURRENCY>GBP</CURRENCY><EXCH_RATE_DATE>12/31/2019</EXCH_RATE_DATE>",
            "There is no exchange rate of type 'Intacct Daily Rate' from GBP to USD on 12/31/2019",
        ),
    ],
)
def test_wrong_currencies_and_rates_are_refused(lakeshore: Trader, more: str, text: str) -> None:
    """Nothing is left behind."""
    assert lakeshore.refused(invoice(more=more)) == text
    assert lakeshore.entries() == []


def test_a_changed_document_keeps_its_rate_unless_another_is_named(lakeshore: Trader) -> None:
    """A new description leaves 0.8; a currency, a type or a number are a new question."""
    key = lakeshore.made(invoice(more=f"{CAD}<EXCHANGE_RATE>0.8</EXCHANGE_RATE>"))

    def changed(fields: str) -> list[str | None]:
        lakeshore.done(f"<update><ARINVOICE><RECORDNO>{key}</RECORDNO>{fields}</ARINVOICE></update>")
        return lakeshore.row("ARINVOICE", key, *RATE[:4], "TOTALENTERED")

    assert changed("<DESCRIPTION>x</DESCRIPTION>") == ["CAD", "USD", "0.8", "Custom", "80"]
    assert changed(CAD) == ["CAD", "USD", "0.8", "Custom", "80"]
    assert changed("<EXCHANGE_RATE>0.9</EXCHANGE_RATE>") == ["CAD", "USD", "0.9", "Custom", "90"]
    assert changed("<EXCH_RATE_TYPE_ID>Month rate</EXCH_RATE_TYPE_ID>") == ["CAD", "USD", "0.74", "Month rate", "74"]
    assert changed("<CURRENCY>EUR</CURRENCY>") == ["EUR", "USD", "1.08", "Intacct Daily Rate", "108"]
    assert changed("<CURRENCY>USD</CURRENCY>") == ["USD", "USD", None, None, "100"]
    assert lakeshore.entries("ri", key) == [("1200", "100.00", "100.00 USD"), ("4000", "-100.00", "-100.00 USD")]
    (line,) = lakeshore.company.records.where("ARINVOICEITEM")
    assert lakeshore.row("ARINVOICEITEM", line.key, *RATE[:4]) == ["USD", "USD", None, None]


def test_older_functions_have_rates_too(lakeshore: Trader) -> None:
    """`exchratetype` and `exchrate` are the rate of the document (documented)."""
    head = (
        "<create_invoice><customerid>C-200</customerid><datecreated><year>2026</year><month>01</month><day>15</day>"
        "</datecreated><termname>Net 30</termname><basecurr>USD</basecurr><currency>CAD</currency>{rate}<invoiceitems>"
        "<lineitem><glaccountno>4000</glaccountno><amount>10</amount><locationid>US</locationid></lineitem>"
        "</invoiceitems></create_invoice>"
    )
    by_type = lakeshore.made(head.format(rate="<exchratetype>Month rate</exchratetype>"))
    outright = lakeshore.made(head.format(rate="<exchrate>0.9</exchrate>"))
    assert lakeshore.row("ARINVOICE", by_type, "TOTALENTERED") == ["7.4"]
    assert lakeshore.row("ARINVOICE", outright, "TOTALENTERED") == ["9"]


def test_a_reversed_document_takes_back_what_it_was_worth(lakeshore: Trader) -> None:
    """At the document's own rate, whatever the day's is."""
    key = lakeshore.made(invoice("33.33"))
    lakeshore.done(
        f'<reverse_invoice key="{key}"><datereversed><year>2026</year><month>06</month><day>30</day></datereversed>'
        "</reverse_invoice>"
    )
    assert lakeshore.balances("US") == {}
    assert lakeshore.row("ARINVOICE", int(key) + 1, "TOTALENTERED", "TRX_TOTALENTERED", "EXCHANGE_RATE") == [
        *("-24.33", "-33.33", "0.73")
    ]


def test_money_in_advance_is_in_the_accounts_currency(lakeshore: Trader) -> None:
    """Canadian dollars into the Canadian dollar account; into that of US dollars it is a gap."""
    place = (
        "<PAYMENTMETHOD>EFT</PAYMENTMETHOD><FINANCIALENTITY>{}</FINANCIALENTITY><RECEIPTDATE>01/15/2026</RECEIPTDATE>"
    )
    key = lakeshore.made(document("ARADVANCE", "C-200", "50", more=place.format("US-CAD") + CAD, account="2300"))
    assert lakeshore.entries("rr", key) == [("1010", "36.50", "50.00 CAD"), ("2300", "-36.50", "-50.00 CAD")]
    said = lakeshore.of(document("ARADVANCE", "C-200", "50", more=place.format("US-USD") + CAD, account="2300"))
    assert said.gaps == ("money in another currency than the bank account's",)


def test_what_recurs_is_in_the_base_currency(lakeshore: Trader) -> None:
    """A schedule in another currency is a gap: its documents would each need a rate."""
    schedule = (
        "<create_recurringinvoice><customerid>C-200</customerid><datecreated><year>2026</year><month>11</month>"
        "<day>01</day></datecreated><termname>Net 30</termname>{}<startdate><year>2026</year><month>12</month>"
        "<day>01</day></startdate><modenew>months</modenew><interval>1</interval><recurinvoiceitems><recurlineitem>"
        "<glaccountno>4000</glaccountno><amount>10</amount><locationid>CA</locationid></recurlineitem>"
        "</recurinvoiceitems></create_recurringinvoice>"
    )
    said = lakeshore.of(schedule.format("<currency>EUR</currency><exchratetype>Intacct Daily Rate</exchratetype>"))
    assert said.gaps == ("recurring documents in foreign currencies",)
    key = lakeshore.made(schedule.format("<currency>CAD</currency><exchratetype>Intacct Daily Rate</exchratetype>"))
    assert lakeshore.row("ARRECURINVOICE", key, "CURRENCY", "BASECURR", "TOTALENTERED") == ["CAD", "CAD", "10"]


def test_the_setup_tells_of_several_currencies(lakeshore: Trader) -> None:
    """`getFinancialSetup` has no base currency where entities differ (documented); preferences have names inferred."""
    setup = lakeshore.of("<getFinancialSetup/>")
    found = {name: setup.text(f".//{name}") for name in ("baseCurrency", "multiBaseCurrency", "multiCurrency")}
    assert found == {"baseCurrency": "", "multiBaseCurrency": "true", "multiCurrency": "true"}
    told = lakeshore.of('<get_companyprefs application="GL"/>')
    preferences = dict(zip(told.texts(".//preference"), told.texts(".//prefvalue"), strict=True))
    assert preferences["MULTI_CURRENCY"] == "T"
    assert preferences["TRANSACTION_CURRENCIES"] == "USD,CAD,EUR,GBP"
    assert preferences["CURRENCY_ROUNDING_ACCOUNT"] == "8090"


def test_what_is_due_in_two_base_currencies_has_no_sum(lakeshore: Trader) -> None:
    """TOTALDUE is told in the books of one currency, and empty over both; each entity's session sees its own."""
    lakeshore.made(invoice())
    (customer,) = lakeshore.company.records.where("CUSTOMER", CUSTOMERID="C-200")
    assert lakeshore.row("CUSTOMER", customer.key, "TOTALDUE") == ["73"]
    lakeshore.made(invoice(location="CA"))
    assert lakeshore.row("CUSTOMER", customer.key, "TOTALDUE") in ([""], [None])
    assert lakeshore.row("CUSTOMER", customer.key, "TOTALDUE", location="CA") == ["100"]


def test_a_credit_limit_over_two_base_currencies_is_a_gap(lakeshore: Trader) -> None:
    """Where invoices over it would be refused: there is no one sum to compare it with."""
    company = lakeshore.company
    receivables = replace(company.profile.receivables, over_credit_limit=Response.REFUSE)
    company.profile = replace(company.profile, receivables=receivables)
    (customer,) = company.records.where("CUSTOMER", CUSTOMERID="C-200")
    company.records.update("CUSTOMER", customer.key, {"CREDITLIMIT": Decimal(1000)})
    assert lakeshore.of(invoice()).gaps == ("credit limits over several base currencies",)


def test_many_documents_at_once_are_what_single_ones_are(lakeshore: Trader) -> None:
    """In bulk, too, documents of a company with several currencies are converted one by one."""
    line = LineTemplate({"ACCOUNTNO": "4000", "LOCATIONID": "US"})
    template = DocumentTemplate("ARINVOICE", {"CUSTOMERID": "C-200", "CURRENCY": "CAD"})
    planned = PlannedDocument(template, "INV-1", date(2026, 1, 15), None, ((line, 10000), (line, 3333)))
    entry_line = LineTemplate(
        {"ACCOUNTNO": "6500", "LOCATION": "US", "CURRENCY": "EUR", "EXCHANGE_RATE": Decimal("1.1")}
    )
    entry = PlannedEntry("GJ", date(2026, 1, 31), "Bulk", ((entry_line, 5000), (entry_line, -5000)))
    with lakeshore.company.database.unit():
        writer = BulkWriter(lakeshore.company)
        writer.add(planned)
        writer.add_entry(entry)
        writer.flush()
    assert lakeshore.entries() == [
        ("1200", "73.00", "100.00 CAD"),
        ("4000", "-73.00", "-100.00 CAD"),
        ("1200", "24.33", "33.33 CAD"),
        ("4000", "-24.33", "-33.33 CAD"),
        ("6500", "55.00", "50.00 EUR"),
        ("6500", "-55.00", "-50.00 EUR"),
    ]


def test_invented_business_is_in_the_books_currency(lakeshore: Trader) -> None:
    """`generate` fills a company with several currencies, each entity in its own."""
    generate(lakeshore.company, Order(invoices=12, bills=8, journals=6, seed=2))
    assert not sum(lakeshore.balances("US").values())
    assert not sum(lakeshore.balances("CA").values())
    foreign = "SELECT COUNT(*) FROM GLENTRY WHERE CURRENCY <> BASECURR"
    assert lakeshore.company.database.scalar(foreign) == 0

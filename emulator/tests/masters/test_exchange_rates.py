"""Exchange rates that a company keeps itself."""

import pytest
from trading import CAD, Trader, invoice

from intacct_emulator.masters.directory import writer_for
from intacct_emulator.work.drafts import draft_from_texts


def rates(*entries: tuple[str, str], kind: str = "Month rate", sold: str = "EUR", bought: str = "USD") -> str:
    """A `<create>` of an EXCHANGERATE with what each day's rate is."""
    lines = "".join(
        f"<EXCHANGERATEENTRY><EFFECTIVE_START_DATE>{day}</EFFECTIVE_START_DATE><EXCHANGE_RATE>{rate}</EXCHANGE_RATE>"
        "<RECIPROCAL_RATE></RECIPROCAL_RATE></EXCHANGERATEENTRY>"
        for day, rate in entries
    )
    return (
        f"<create><EXCHANGERATE><TYPENAME>{kind}</TYPENAME><FROM_CURRENCY>{sold}</FROM_CURRENCY>"
        f"<TO_CURRENCY>{bought}</TO_CURRENCY><EXCHANGERATEENTRIES>{lines}</EXCHANGERATEENTRIES></EXCHANGERATE></create>"
    )


def test_a_rate_is_kept_with_its_days(lakeshore: Trader) -> None:
    """A reciprocal rate that is left blank is worked out (documented)."""
    key = lakeshore.made(rates(("01/12/2015", "4.56"), ("02/20/2015", "2.63")))
    assert lakeshore.row("EXCHANGERATE", key, "TYPE_ID", "TYPENAME", "FROM_CURRENCY", "TO_CURRENCY") == [
        *("1", "Month rate", "EUR", "USD")
    ]
    entries = lakeshore.company.records.where("EXCHANGERATEENTRY", EXCHANGERATEKEY=int(key))
    fields = ("EFFECTIVE_START_DATE", "EXCHANGE_RATE", "RECIPROCAL_RATE")
    assert [lakeshore.row("EXCHANGERATEENTRY", entry.key, *fields) for entry in entries] == [
        ["01/12/2015", "4.56", "0.21929825"],
        ["02/20/2015", "2.63", "0.38022814"],
    ]


def test_a_rate_serves_both_directions(lakeshore: Trader) -> None:
    """Where only CAD into USD is kept, US dollars become Canadian ones by the reciprocal rate (inferred)."""
    more = "<CURRENCY>USD</CURRENCY><EXCH_RATE_TYPE_ID>Month rate</EXCH_RATE_TYPE_ID>"
    key = lakeshore.made(invoice(more=more, location="CA"))
    assert lakeshore.row("ARINVOICE", key, "EXCHANGE_RATE", "TOTALENTERED") == ["1.35135135", "135.14"]


@pytest.mark.parametrize(
    ("function", "text"),
    [
        (rates(kind="Spot"), "Invalid Exchange rate type 'Spot' specified."),
        (rates(sold="JPY"), "Invalid Currency 'JPY' specified."),
        (rates(sold="USD"), "The currencies of an exchange rate must differ"),
        (rates(sold="CAD"), "Another Exchange rate with the given value(s) Month rate, CAD, USD  already exists"),
        (rates(("01/01/2026", "0")), "An exchange rate must be above zero"),
        (
            rates(kind="Intacct Daily Rate"),
            "Rates of the type 'Intacct Daily Rate' are fetched daily and can't be added",
        ),
    ],
)
def test_wrong_rates_are_refused(lakeshore: Trader, function: str, text: str) -> None:
    """A type, two currencies, one record of each (documented)."""
    assert lakeshore.refused(function) == text


def test_the_daily_rate_is_not_listed(lakeshore: Trader) -> None:
    """Every company has it, and it is hidden from lists (documented)."""
    said = lakeshore.of("<readByQuery><object>EXCHANGERATETYPES</object><fields>NAME</fields><query/></readByQuery>")
    assert said.rows() == [{"NAME": "Month rate"}]
    assert lakeshore.of(
        "<readByName><object>EXCHANGERATETYPES</object><keys>Month rate</keys><fields>NAME</fields></readByName>"
    ).rows() == [{"NAME": "Month rate"}]


def test_only_one_type_is_the_default(lakeshore: Trader) -> None:
    """A new default takes it from the old one (documented)."""
    company = lakeshore.company
    definition = company.catalogue["EXCHANGERATETYPES"]
    for name in ("Spot", "Forward"):
        with company.database.unit():
            draft = draft_from_texts({"NAME": name, "ISDEFAULT": "true"}, definition)
            writer_for(company, definition).create(draft)
    assert [(kind.id, kind["ISDEFAULT"]) for kind in company.records.where("EXCHANGERATETYPES")] == [
        ("Month rate", "false"),
        ("Spot", "false"),
        ("Forward", "true"),
    ]
    assert "type 'Forward'" in lakeshore.refused(invoice(more=CAD))


def test_the_transaction_currencies_are_listed(lakeshore: Trader) -> None:
    """By code, in the order of the setup."""
    said = lakeshore.of("<readByQuery><object>TRXCURRENCIES</object><fields>CODE</fields><query/></readByQuery>")
    assert [row["CODE"] for row in said.rows()] == ["USD", "CAD", "EUR", "GBP"]
    older = lakeshore.of('<get_list object="trxcurrencies"/>')
    assert older.texts(".//trxcurrencies/code") == ["USD", "CAD", "EUR", "GBP"]

"""Requests of a company that trades in several currencies, and what its books then hold."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from asking import Ask, Said, present

from intacct_emulator.books.money import shown
from intacct_emulator.tenancy.company import Company

CAD = "<CURRENCY>CAD</CURRENCY>"
EUR = "<CURRENCY>EUR</CURRENCY>"
MEMO_RATE = "<currency>CAD</currency><exchratetype>Intacct Daily Rate</exchratetype>"


@dataclass(frozen=True)
class Trader:
    """The shipped company of two base currencies, and whoever asks it."""

    ask: Ask
    company: Company

    def of(self, *functions: str, **options: str) -> Said:
        """The answer to functions."""
        return self.ask.of(*functions, company=self.company.id, **options)

    def made(self, function: str, **options: str) -> str:
        """The key of what a function made. Fails the test when it was refused."""
        said = self.of(function, **options)
        assert (said.errors, said.gaps) == ([], ()), function
        return present(said.key)

    def done(self, *functions: str) -> None:
        """Fails the test when a function was refused."""
        for function in functions:
            said = self.of(function)
            assert (said.errors, said.gaps) == ([], ()), function

    def refused(self, function: str, **options: str) -> str:
        """The innermost text of a refusal."""
        said = self.of(function, **options)
        assert said.errors, function
        return said.errors[0][1]

    def row(self, name: str, key: str | int, *fields: str, **options: str) -> list[str | None]:
        """Fields of a record, as `query` answers them."""
        select = "".join(f"<field>{field}</field>" for field in fields)
        where = f"<filter><equalto><field>RECORDNO</field><value>{key}</value></equalto></filter>"
        (found,) = self.of(f"<query><object>{name}</object><select>{select}</select>{where}</query>", **options).rows()
        return [found[field] for field in fields]

    def entries(self, record_type: str | None = None, key: str | int | None = None) -> list[tuple[str, str, str]]:
        """The lines of the ledger: account, amount in the base currency (debits positive), amount in its own. Those of
        one document, when its type and key are given."""
        self.company.records.prepare(self.company.catalogue["GLENTRY"])
        where = "" if key is None else f"WHERE PRRECORDTYPE = '{record_type}' AND PRRECORDKEY = {int(key)}"
        sql = (
            f"SELECT ACCOUNTNO, TR_TYPE * AMOUNT, TR_TYPE * TRX_AMOUNT, CURRENCY FROM GLENTRY {where} ORDER BY RECORDNO"
        )
        return [
            (str(account), str(shown(int(base or 0))), f"{shown(int(own or 0))} {currency!s}")
            for account, base, own, currency in self.company.database.all(sql)
        ]

    def balances(self, entity: str) -> dict[str, Decimal]:
        """What stands on each account of an entity's books, in its base currency."""
        found: defaultdict[str, Decimal] = defaultdict(Decimal)
        for (place, account, _), amount in self.in_each_currency().items():
            if place == entity:
                found[account] += amount[0]
        return {account: amount for account, amount in sorted(found.items()) if amount}

    def in_each_currency(self) -> Mapping[tuple[str, str, str], tuple[Decimal, Decimal]]:
        """Base amount and own amount by entity, account and currency."""
        sql = (
            "SELECT place.LOCATIONID, ACCOUNTNO, line.CURRENCY, SUM(TR_TYPE * AMOUNT), SUM(TR_TYPE * TRX_AMOUNT) "
            "FROM GLENTRY AS line JOIN LOCATION AS place ON place.RECORDNO = line.BASELOCATION "
            "WHERE line.STATE = 'P' GROUP BY 1, 2, 3"
        )
        return {
            (str(place), str(account), str(currency)): (shown(int(base or 0)), shown(int(own or 0)))
            for place, account, currency, base, own in self.company.database.all(sql)
        }


def document(
    name: str,
    party: str,
    amounts: str,
    location: str = "US",
    more: str = "",
    when: str = "01/15/2026",
    number: str = "",
    account: str = "4000",
) -> str:
    """A `<create>` of an invoice, bill or advance of lines with these amounts, separated by blanks."""
    field = "VENDORID" if name.startswith("AP") else "CUSTOMERID"
    items = "".join(
        f"<{name}ITEM><ACCOUNTNO>{account}</ACCOUNTNO><TRX_AMOUNT>{amount}</TRX_AMOUNT>"
        f"<LOCATIONID>{location}</LOCATIONID></{name}ITEM>"
        for amount in amounts.split()
    )
    return (
        f"<create><{name}><{field}>{party}</{field}><WHENCREATED>{when}</WHENCREATED><RECORDID>{number}</RECORDID>"
        f"{more}<{name}ITEMS>{items}</{name}ITEMS></{name}></create>"
    )


def invoice(
    amounts: str = "100", more: str = CAD, location: str = "US", when: str = "01/15/2026", customer: str = "C-200"
) -> str:
    """An invoice; in Canadian dollars of the US entity unless it says otherwise."""
    return document("ARINVOICE", customer, amounts, location, more, when)


def bill(number: str, amounts: str = "100", more: str = CAD, location: str = "US", when: str = "01/15/2026") -> str:
    """A bill; in Canadian dollars of the US entity unless it says otherwise."""
    return document("APBILL", "V-200", amounts, location, more, when, number, "5000")


def advance(amount: str, more: str = CAD, bank: str = "US-CAD", when: str = "01/15/2026") -> str:
    """An advance of a customer."""
    money = (
        f"<PAYMENTMETHOD>EFT</PAYMENTMETHOD><FINANCIALENTITY>{bank}</FINANCIALENTITY><RECEIPTDATE>{when}</RECEIPTDATE>"
    )
    return document("ARADVANCE", "C-200", amount, "US", money + more, when, account="2300")


def memo(amount: str, when: str = "01/20/2026", more: str = MEMO_RATE) -> str:
    """A credit memo of a customer, in Canadian dollars of the US entity."""
    return (
        f"<create_aradjustment><customerid>C-200</customerid>{day('datecreated', when)}{more}<aradjustmentitems>"
        f"<lineitem><glaccountno>4000</glaccountno><amount>{amount}</amount><locationid>US</locationid></lineitem>"
        "</aradjustmentitems></create_aradjustment>"
    )


def day(name: str, when: str) -> str:
    """A date as older functions have it."""
    month, of_month, year = when.split("/")
    return f"<{name}><year>{year}</year><month>{month}</month><day>{of_month}</day></{name}>"


def paid(key: str | int, amount: str = "", more: str = "") -> str:
    """A detail of a payment."""
    money = f"<TRX_PAYMENTAMOUNT>{amount}</TRX_PAYMENTAMOUNT>" if amount else ""
    return f"<PAYMENTDETAIL><RECORDKEY>{key}</RECORDKEY>{money}{more}</PAYMENTDETAIL>"


def receipt(
    details: str,
    when: str = "02/10/2026",
    bank: str = "US-CAD",
    more: str = CAD,
    customer: str = "C-200",
    action: str = "",
) -> str:
    """A receipt of a customer."""
    place = f"<FINANCIALENTITY>{bank}</FINANCIALENTITY>" if bank else ""
    return (
        f"<create><ARPYMT>{place}<PAYMENTMETHOD>EFT</PAYMENTMETHOD><CUSTOMERID>{customer}</CUSTOMERID>"
        f"<RECEIPTDATE>{when}</RECEIPTDATE>{more}{action}"
        f"<ARPYMTDETAILS>{details.replace('PAYMENTDETAIL', 'ARPYMTDETAIL')}</ARPYMTDETAILS></ARPYMT></create>"
    )


def payment(details: str, when: str = "02/10/2026", bank: str = "US-CAD", more: str = CAD, method: str = "EFT") -> str:
    """A payment to a vendor."""
    return (
        f"<create><APPYMT><FINANCIALENTITY>{bank}</FINANCIALENTITY><PAYMENTMETHOD>{method}</PAYMENTMETHOD>"
        f"<VENDORID>V-200</VENDORID><PAYMENTDATE>{when}</PAYMENTDATE>{more}"
        f"<APPYMTDETAILS>{details.replace('PAYMENTDETAIL', 'APPYMTDETAIL')}</APPYMTDETAILS></APPYMT></create>"
    )


def reversal(name: str, key: str | int, when: str) -> str:
    """A reversal, by the older function of a kind of document."""
    return f'<reverse_{name} key="{key}">{day("datereversed", when)}</reverse_{name}>'


def entry(account: str, amount: str, currency: str = "USD", location: str = "US", more: str = "") -> str:
    """A line of a journal entry: a debit, or a credit with an amount below zero."""
    side = "-1" if amount.startswith("-") else "1"
    return (
        f"<GLENTRY><ACCOUNTNO>{account}</ACCOUNTNO><TR_TYPE>{side}</TR_TYPE><TRX_AMOUNT>{amount.lstrip('-')}</TRX_AMOUNT>"
        f"<CURRENCY>{currency}</CURRENCY>{more}<LOCATION>{location}</LOCATION></GLENTRY>"
    )


def journal(*entries: str, when: str = "01/31/2026", more: str = "") -> str:
    """A journal entry."""
    return (
        f"<create><GLBATCH><JOURNAL>GJ</JOURNAL><BATCH_DATE>{when}</BATCH_DATE><BATCH_TITLE>By hand</BATCH_TITLE>{more}"
        f"<ENTRIES>{''.join(entries)}</ENTRIES></GLBATCH></create>"
    )

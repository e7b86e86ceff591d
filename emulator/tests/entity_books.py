"""Works and looks in the two entities of northfield, for tests of what each of them sees."""

from decimal import Decimal
from typing import NamedTuple

from asking import Ask, Said, invoice, line
from paperwork import batch, entry


class Desk(NamedTuple):
    """Somebody's place of work: a user, and the entity they sign in to; none is the top level."""

    user: str = "wsuser"
    entity: str | None = None

    def ask(self, ask: Ask, *functions: str) -> Said:
        """Asks from here."""
        place = {} if self.entity is None else {"location": self.entity}
        return ask.of(*functions, user=self.user, password=f"{self.user}_secret", **place)


TOP, US, CA = Desk(), Desk(entity="US"), Desk(entity="CA")
KEPT_TO_US = Desk("us_user")
DESKS = (TOP, US, CA, KEPT_TO_US)

PLACES = {"US": "US-NYC", "CA": "CA-TOR"}


def invoice_in(*entities: str, number: str, amount: str = "100.00", extra: str = "") -> str:
    """A `<create>` of an invoice with a line of that amount in each of the entities."""
    lines = "".join(line(amount, location=PLACES[entity]) for entity in entities)
    return invoice(number, lines=lines, extra=extra)


def entry_in(*entities: str, amount: str = "10.00", extra: str = "") -> str:
    """A `<create>` of a journal entry that balances in each of the entities."""
    lines = [entry("6300", side, amount, PLACES[entity]) for entity in entities for side in (1, -1)]
    return batch(*lines, extra=extra)


def listed(name: str, *fields: str, private: bool = True) -> str:
    """A `<query>` of all rows of an object, those of entities included."""
    select = "".join(f"<field>{field}</field>" for field in fields)
    options = "<options><showprivate>true</showprivate></options>" if private else ""
    return f"<query><object>{name}</object><select>{select}</select>{options}<pagesize>2000</pagesize></query>"


def by_query(name: str, *fields: str) -> str:
    """A `<readByQuery>` of all rows of an object."""
    asked = f"<object>{name}</object><fields>{','.join(fields)}</fields><query/><pagesize>1000</pagesize>"
    return f"<readByQuery>{asked}</readByQuery>"


def numbers(said: Said, field: str = "RECORDNO") -> set[str]:
    """The values of a field in the rows of an answer."""
    return {row[field] or "" for row in said.rows()}


def trial_balance(said: Said) -> dict[str, Decimal]:
    """The end balances of a `get_trialbalance`, by account."""
    return {
        row.findtext("glaccountno", ""): Decimal(row.findtext("endbalance", "0"))
        for row in said.root.iter("trialbalance")
    }


def summed(said: Said, account: str, amount: str, side: str | None = None) -> dict[str, Decimal]:
    """The sums of rows by account, those of zero left out. `side` is the field that signs the amount."""
    sums: dict[str, Decimal] = {}
    for row in said.rows():
        signed = Decimal(row[amount] or 0) * (1 if side is None else Decimal(row[side] or 0))
        sums[row[account] or ""] = sums.get(row[account] or "", Decimal(0)) + signed
    return {number: total for number, total in sums.items() if total}


ALL_TIME = (
    "<get_trialbalance><startdate><year>2000</year><month>01</month><day>01</day></startdate>"
    "<enddate><year>2039</year><month>12</month><day>31</day></enddate></get_trialbalance>"
)

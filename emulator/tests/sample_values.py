"""Texts for generated requests: what the company knows under a name, what its type allows, and what nobody expects."""

from collections.abc import Mapping, Sequence
from random import Random

from intacct_emulator.catalogue.model import DataType, Field
from intacct_emulator.tenancy.company import Company

MOST_KNOWN = 12
AMOUNTS = ("0.01", "5", "12.34", "100.00", "99.99", "1000", "-20", "-0.05", "0", "12.345", "9999999999999.99")
WORDS = ("Kestrel", "x", "A-1", "New", "Ærø & <Söhne>", "'; DROP TABLE CUSTOMER; --", "0", "-1", "%", "a,b", "#~#", " ")
DAYS = ("11/02/2026", "2026-11-05", "12/31/2026", "01/15/2014", "11/20/2026 09:30:00")
HOSTILE = (
    *("", "9" * 25, "NaN", "1e400", "-", "²", "٣", "1_0", "02/30/2026", "0001-01-01", "9999-12-31T23:59:59Z", "null"),
    *("x" * 300, "\t\n", "\u202e", "🦆", "true", "None", "1,2,3", "*", "../../etc/passwd", "{0}", "%s", "12/31/9999"),
    *("2147483648", "9223372036854775808", "-9223372036854775809", "1" * 4400),
)
# What older functions and lines call a field otherwise than the object that owns it.
ALIASES = {
    "GLACCOUNTNO": "ACCOUNTNO",
    "OFFSETGLACCOUNTNO": "ACCOUNTNO",
    "LOCATION": "LOCATIONID",
    "DEPARTMENT": "DEPARTMENTID",
    "BANKACCOUNTID": "ACCOUNTID",
    "CHECKINGACCOUNTID": "ACCOUNTID",
    "FINANCIALENTITY": "BANKACCOUNTID",
    "UNDEPOSITEDACCOUNTNO": "ACCOUNTNO",
    "TERMNAME": "NAME",
    "CHARGECARDID": "CARDID",
    "JOURNALID": "SYMBOL",
    "JOURNAL": "SYMBOL",
}
SHORT = {
    "YEAR": ("2026", "2026", "2014", "26", "0", "99999"),
    "MONTH": ("11", "11", "12", "2", "13", "x"),
    "DAY": ("2", "15", "30", "31", "0", "-1"),
    "TR_TYPE": ("1", "-1", "1", "-1", "0"),
    "TRTYPE": ("debit", "credit", "debit", "credit", "x"),
    "ACTION": ("Submit", "Draft", "Submitted", "Pay", "x"),
    "STATUS": ("active", "inactive", "T", "x"),
    "CURRENCY": ("USD", "CAD", "EUR", "XXX"),
    "BASECURR": ("USD", "CAD"),
    "PAGESIZE": ("1", "10", "100", "2000"),
    "OFFSET": ("0", "1", "50"),
    "FIELDS": ("*", "RECORDNO", "RECORDNO,NAME", "NOPE"),
    "RETURNFORMAT": ("xml", "json", "csv"),
    "PAYMENTMETHOD": ("EFT", "Printed Check", "Cash", "Credit Card"),
    "START": ("0", "1"),
    "MAXITEMS": ("1", "10", "100"),
    "OPERATOR": ("=", "<", ">", "<=", "like", "in", "is null", "x"),
    "ATTACHMENTDATA": ("QUJD", "x", ""),
}


class Values:
    """Draws texts. What the company holds is read once, when this is made."""

    def __init__(self, random: Random, company: Company) -> None:
        self.random = random
        self.objects = tuple(company.catalogue.names())
        self._known = known_ids(company)

    def of_name(self, name: str) -> str:
        """A text for an element or attribute of that name."""
        upper = name.upper()
        if self.random.random() < 0.04:
            return self.random.choice(HOSTILE)
        if upper == "OBJECT":
            return self.random.choice(self.objects)
        if short := SHORT.get(upper):
            return self.random.choice(short)
        if "AMOUNT" in upper or "TOTAL" in upper or "PRICE" in upper or "RATE" in upper:
            return self.random.choice(AMOUNTS)
        if known := self._known.get(ALIASES.get(upper, upper)):
            return self.random.choice(known)
        if upper.endswith(("KEY", "KEYS", "NO")):
            return str(self.random.randint(0, 30))
        if "DATE" in upper or upper.startswith("WHEN"):
            return self.random.choice(DAYS)
        return self.random.choice(WORDS)

    def of_field(self, field: Field) -> str:
        """A text for a field of the catalogue."""
        if self.random.random() < 0.04:
            return self.random.choice(HOSTILE)
        if field.values and self.random.random() < 0.9:
            return self.random.choice(field.values)
        if field.type is DataType.BOOLEAN:
            return self.random.choice(("true", "false", "T", "x"))
        if field.type in (DataType.DATE, DataType.TIMESTAMP):
            return self.random.choice(DAYS)
        if field.type in (DataType.CURRENCY, DataType.DECIMAL, DataType.PERCENT):
            return self.random.choice(AMOUNTS)
        if field.reference and (known := self._known.get(field.reference)) and self.random.random() < 0.8:
            return self.random.choice(known)
        if field.type is DataType.INTEGER:
            return str(self.random.randint(0, 30))
        return self.of_name(field.id)


def known_ids(company: Company) -> Mapping[str, Sequence[str]]:
    """Some ids of the records there are, by the field that holds them and by the name of their object."""
    found: dict[str, list[str]] = {}
    for definition in company.catalogue:
        if definition.id_field is None or not (records := company.records.where(definition.name)):
            continue
        ids = [str(record[definition.id_field]) for record in records[:MOST_KNOWN]]
        found.setdefault(definition.id_field, []).extend(ids)
        found[definition.name] = ids
    return found

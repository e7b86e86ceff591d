"""Calls of legacy functions that write, and what is left of them."""

from dataclasses import dataclass

from asking import Ask, Said

from intacct_emulator.records.record import Record
from intacct_emulator.tenancy.company import Company

CREATED = "<datecreated><year>2026</year><month>11</month><day>02</day></datecreated>"
DUE = "<datedue><year>2026</year><month>12</month><day>15</day></datedue>"
PLACE = "<locationid>US-NYC</locationid><departmentid>20</departmentid>"


def line(amount: str = "100.00", account: str = "4010", more: str = "", memo: str = "Fee") -> str:
    """A line of an invoice or a bill."""
    return (
        f"<lineitem><glaccountno>{account}</glaccountno><amount>{amount}</amount><memo>{memo}</memo>{PLACE}{more}"
        "</lineitem>"
    )


def invoice(
    lines: str = "", *, dates: str = CREATED, head: str = "<invoiceno>INV-9</invoiceno>", customer: str = "C-1001"
) -> str:
    """A `<create_invoice>`."""
    return (
        f"<create_invoice><customerid>{customer}</customerid>{dates}{head}"
        f"<invoiceitems>{lines or line()}</invoiceitems></create_invoice>"
    )


def bill(lines: str = "", *, due: str = DUE, head: str = "<billno>B-9</billno>", vendor: str = "V-2001") -> str:
    """A `<create_bill>`."""
    return (
        f"<create_bill><vendorid>{vendor}</vendorid>{CREATED}{due}{head}"
        f"<billitems>{lines or line(account='6300')}</billitems></create_bill>"
    )


def answered(said: Said) -> str | None:
    """The key of a call that succeeded, None where it answers none."""
    assert said.errors == []
    return said.text(".//key")


def number_of(said: Said) -> int:
    """The record number that a call succeeded with."""
    return int(answered(said) or "0")


def no_record(key: str | int) -> list[tuple[str, str]]:
    """The recorded error for a key that names nothing, its spelling included."""
    return [("DL03000005", f"No record exits for the recordkey {key}")]


def stored(company: Company, object_name: str, key: str | int) -> Record:
    """A record by id, or by record number."""
    records = company.records
    record = records.get(object_name, key) if isinstance(key, int) else records.find(object_name, key)
    assert record is not None
    return record


def entries(company: Company) -> list[tuple[object, ...]]:
    """The lines of the ledger: account, side, amount in cents and dimensions."""
    fields = ("ACCOUNTNO", "TR_TYPE", "AMOUNT", "DEPARTMENT", "LOCATION", "PROJECTID")
    return [tuple(entry[field] for field in fields) for entry in company.records.where("GLENTRY")]


@dataclass(frozen=True)
class Life:
    """The life of a record that users number themselves, in three calls.

    `noun` ends the functions' names, `attribute` holds the id in the later two. `changes` is what an update sends,
    `field` where that is found, as `value`.
    """

    noun: str
    object: str
    attribute: str
    id: str
    body: str
    changes: str
    field: str
    value: str

    def create(self, ask: Ask) -> Said:
        """What the create answers."""
        return ask.of(f"<create_{self.noun}>{self.body}</create_{self.noun}>")

    def update(self, ask: Ask) -> Said:
        """What the update answers."""
        return ask.of(f'<update_{self.noun} {self.attribute}="{self.id}">{self.changes}</update_{self.noun}>')

    def delete(self, ask: Ask) -> Said:
        """What the delete answers."""
        return ask.of(f'<delete_{self.noun} {self.attribute}="{self.id}"/>')

    def lived(self, ask: Ask, company: Company) -> None:
        """Asserts that each call does its part, and that the key names nothing once the record is removed."""
        assert company.records.find(self.object, self.id) is None
        assert answered(self.create(ask)) == self.id
        assert stored(company, self.object, self.id)[self.field] != self.value
        assert answered(self.update(ask)) == self.id
        assert stored(company, self.object, self.id)[self.field] == self.value
        assert answered(self.delete(ask)) is None
        assert company.records.find(self.object, self.id) is None
        assert self.update(ask).errors == no_record(self.id)
        assert self.delete(ask).errors == no_record(self.id)

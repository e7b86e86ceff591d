"""Requests that raise errors, and what they need before: companies set up otherwise, records, documents."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from asking import envelope

from intacct_emulator.books.ledger.closing import close_books
from intacct_emulator.catalogue.values import Python
from intacct_emulator.functions.delivery import delivery_folder
from intacct_emulator.tenancy.company import Company
from intacct_emulator.tenancy.profile import CurrencySetup, InterEntityPlan, Standing
from intacct_emulator.tenancy.tenants import Tenants

READ = "<read><object>CLASS</object><keys>1</keys><fields>*</fields></read>"
ONCE = "<dtdversion>3.0</dtdversion>"
POLICY = "<uniqueid>false</uniqueid><dtdversion>3.0</dtdversion><policyid>test</policyid>"
FOLDER = "<create_supdocfolder><supdocfoldername>Bills</supdocfoldername></create_supdocfolder>"


@dataclass(frozen=True)
class Raising:
    """Functions whose answer has the error, after those of `before` and what `prepare` did to northfield. `options` are
    those of the envelope, `body` stands in for the whole request."""

    functions: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    prepare: Callable[[Tenants, Company], None] | None = None
    options: dict[str, str] = field(default_factory=dict)
    body: bytes | None = None

    @property
    def request(self) -> bytes:
        """The request as sent."""
        return self.body or envelope(*self.functions, **self.options).encode()


def asking(*functions: str, before: tuple[str, ...] = (), **options: str) -> Raising:
    """Functions that need no preparation but other functions."""
    return Raising(functions, before, options=options)


def as_billing(function: str) -> Raising:
    """A function called by the user who has no rights to payables and administration."""
    return asking(function, user="argl_user", password="argl_user_secret")


def balances_of(condition: str) -> str:
    """A `<readByQuery>` of account balances."""
    return f"<readByQuery><object>GLACCOUNTBALANCE</object><fields>*</fields><query>{condition}</query></readByQuery>"


def standing(standing: Standing) -> Raising:
    """Any function, of a company in that standing."""

    def prepare(tenants: Tenants, company: Company) -> None:
        company.profile = replace(company.profile, standing=standing)

    return Raising((READ,), prepare=prepare)


def add_sender(tenants: Tenants, company: Company) -> None:
    tenants.add_sender("another", "secret")


def refuse_classes(tenants: Tenants, company: Company) -> None:
    company.database.execute("CREATE TRIGGER no BEFORE INSERT ON CLASS BEGIN SELECT RAISE(ABORT, 'no'); END")


def pay(tenants: Tenants, company: Company) -> None:
    (key,) = (record.key for record in company.records.where("ARINVOICE"))
    company.records.update("ARINVOICE", key, {"TOTALPAID": 1})


def use_tasks(tenants: Tenants, company: Company) -> None:
    company.profile = replace(company.profile, dimensions=(*company.profile.dimensions, "TASK"))


def use_currencies(tenants: Tenants, company: Company) -> None:
    """Lets a company trade in Canadian dollars as well, and its entity there keep books in them."""
    rates = {"CAD": {"USD": {"2026-01-01": "0.73"}}}
    company.profile = replace(company.profile, currencies=CurrencySetup(("USD", "CAD"), None, rates))
    for code in ("USD", "CAD"):
        if company.records.find("TRXCURRENCIES", code) is None:
            company.records.insert("TRXCURRENCIES", {"CODE": code, "STATUS": "T"})
    canada = company.records.find("LOCATION", "CA")
    assert canada is not None
    company.records.update("LOCATION", canada.key, {"CURRENCY": "CAD"})


def add_rate_type(tenants: Tenants, company: Company) -> None:
    """Gives a company with several currencies a type of rates."""
    use_currencies(tenants, company)
    company.records.insert("EXCHANGERATETYPES", {"NAME": "Spot", "ISDEFAULT": "false"})


def payables(**setup: Any) -> Callable[[Tenants, Company], None]:
    """Sets a company's payables up otherwise."""

    def prepare(tenants: Tenants, company: Company) -> None:
        company.profile = replace(company.profile, payables=replace(company.profile.payables, **setup))

    return prepare


def receivables(**setup: Any) -> Callable[[Tenants, Company], None]:
    """Sets a company's receivables up otherwise."""

    def prepare(tenants: Tenants, company: Company) -> None:
        company.profile = replace(company.profile, receivables=replace(company.profile.receivables, **setup))

    return prepare


def mapped_by(plan: InterEntityPlan) -> Callable[[Tenants, Company], None]:
    """Maps a company's inter-entity accounts by another plan."""

    def prepare(tenants: Tenants, company: Company) -> None:
        company.profile = replace(company.profile, inter_entity=plan)

    return prepare


def override(source: str, target: str) -> str:
    """An `<update>` of one side of a relationship between entities."""
    accounts = {"IEPAYABLEACCTNO": "2900", "IERECEIVABLEACCTNO": "1900"}
    side = object("ENTITYACCTOVERRIDE", {"SOURCEENTITYID": source, "TARGETENTITYID": target, **accounts})
    return update("INTERENTITYSETUP", RECORDNO="1", ENTITYACCTOVERRIDES=side)


def close_books_of_november(tenants: Tenants, company: Company) -> None:
    with company.database.unit():
        close_books(company.records, date(2026, 11, 30))


def use_taxes(tenants: Tenants, company: Company) -> None:
    solution: dict[str, Python] = {"SOLUTIONID": "VAT", "TAXMETHOD": "VAT or GST", "STATUS": "Active"}
    company.records.insert("TAXSOLUTION", solution)
    detail: dict[str, Python] = {"DETAILID": "In", "TAXTYPE": "P", "VALUE": 20, "GLACCOUNT": "2100", "STATUS": "T"}
    company.records.insert("TAXDETAIL", detail)


def close_summary(tenants: Tenants, company: Company) -> None:
    company.records.update("ARINVOICEBATCH", 1, {"OPEN": "Closed"})


def block_deliveries(tenants: Tenants, company: Company) -> None:
    folder = delivery_folder(company)
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.write_text("a file where the folder should be", encoding="utf-8")


def create(name: str, **fields: str) -> str:
    """A `<create>` of one object without lines."""
    return f"<create>{object(name, fields)}</create>"


def update(name: str, **fields: str) -> str:
    """An `<update>` of one object without lines."""
    return f"<update>{object(name, fields)}</update>"


def object(name: str, fields: dict[str, str]) -> str:
    return f"<{name}>{''.join(f'<{field}>{text}</{field}>' for field, text in fields.items())}</{name}>"


def query(name: str, select: str = "<field>RECORDNO</field>", more: str = "") -> str:
    """A `<query>`."""
    return f"<query><object>{name}</object><select>{select}</select>{more}</query>"


def delete(name: str, keys: str) -> str:
    """A `<delete>`."""
    return f"<delete><object>{name}</object><keys>{keys}</keys></delete>"


def bill(number: str = "B-1", vendor: str = "V-2001", more: str = "") -> str:
    """A `<create>` of an APBILL with one line."""
    item = object(
        "APBILLITEM", {"ACCOUNTNO": "6300", "TRX_AMOUNT": "80", "LOCATIONID": "CA-TOR", "DEPARTMENTID": "30"}
    ).replace("</APBILLITEM>", f"{more}</APBILLITEM>")
    return create(
        "APBILL", VENDORID=vendor, WHENCREATED="11/02/2026", WHENDUE="12/02/2026", RECORDID=number, APBILLITEMS=item
    )


def entry(account: str, side: int, amount: str = "25", location: str = "US-NYC") -> str:
    """One GLENTRY."""
    fields = {"ACCOUNTNO": account, "TR_TYPE": str(side), "TRX_AMOUNT": amount, "LOCATION": location}
    return object("GLENTRY", {**fields, "DEPARTMENT": "30"})


def batch(*entries: str, journal: str = "GJ", **more: str) -> str:
    """A `<create>` of a GLBATCH."""
    head = {"JOURNAL": journal, "BATCH_DATE": "11/05/2026", "BATCH_TITLE": "Accrual", **more}
    return create("GLBATCH", **head, ENTRIES="".join(entries))


def folder(**fields: str) -> str:
    """An `<update_supdocfolder>` of Bills."""
    return object("update_supdocfolder", {"supdocfoldername": "Bills", **fields})


def file(data: str) -> str:
    """A `<create_supdoc>` with one file."""
    attachment = object("attachment", {"attachmentname": "Scan", "attachmenttype": "pdf", "attachmentdata": data})
    return object("create_supdoc", {"supdocid": "A-1", "supdocfoldername": "Bills", "attachments": attachment})


def period(name: str = "P", first: str = "01/01/2030", last: str = "01/31/2030", budgeting: str = "false") -> str:
    """A `<create>` of a REPORTINGPERIOD."""
    return create(
        "REPORTINGPERIOD",
        NAME=name,
        HEADER1=name,
        HEADER2=name,
        START_DATE=first,
        END_DATE=last,
        BUDGETING=budgeting,
    )

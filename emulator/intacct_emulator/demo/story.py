"""The story: a billing product posts invoices, the ledger follows, and a wrong project is refused."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from intacct_client import Aggregate, Client, ErrorDetail, FunctionError, Row, count, total
from intacct_client import filters as f
from intacct_emulator.demo.screen import Screen

INVOICES = 20
_SHOWN = 6
_FIRST_DAY = date(2026, 10, 1)
_ACCOUNTS = ("4000", "4010", "4020", "4030")
_LEDGER = ["ACCOUNTNO", "ACCOUNTTITLE", "DEBITAMOUNT", "CREDITAMOUNT", "DEPARTMENTID", "PROJECTID", "LOCATIONID"]
_NOWHERE = "P-9999"


@dataclass(frozen=True, slots=True)
class Project:
    """What an invoice needs to know of the project it bills."""

    id: str
    customer: str
    department: str
    location: str


@dataclass(frozen=True, slots=True)
class Invoice:
    """One invoice of the billing product: (account, amount) lines, all on one project."""

    number: str
    day: date
    project: Project
    lines: tuple[tuple[str, Decimal], ...]

    @property
    def total(self) -> Decimal:
        """What the customer will owe."""
        return sum((amount for _, amount in self.lines), Decimal(0))

    def record(self, *, last_project: str | None = None) -> dict[str, object]:
        """The ARINVOICE to create; `last_project` replaces the last line's project."""
        items: list[dict[str, object]] = [
            {
                "ACCOUNTNO": account,
                "TRX_AMOUNT": amount,
                "LOCATIONID": self.project.location,
                "DEPARTMENTID": self.project.department,
                "PROJECTID": self.project.id,
            }
            for account, amount in self.lines
        ]
        if last_project is not None:
            items[-1]["PROJECTID"] = last_project
        return {
            "RECORDID": self.number,
            "CUSTOMERID": self.project.customer,
            "WHENCREATED": self.day,
            "WHENDUE": self.day + timedelta(days=30),
            "ARINVOICEITEMS": {"ARINVOICEITEM": items},
        }


def tell(screen: Screen, url: str, sandbox: Client, company: Client, *, seed: int) -> None:
    """Tell it all. Raises the client's errors where a step cannot be made."""
    _connect(screen, url, sandbox)
    projects = _look_around(screen, sandbox)
    invoices = _invoices(projects, Random(seed))  # noqa: S311 - the same story every time
    _post(screen, sandbox, invoices)
    _journal_lines(screen, sandbox, invoices)
    _trial_balance(screen, sandbox, invoices)
    _unknown_project(screen, sandbox, invoices[0])
    _for_real(screen, sandbox, company, invoices[0])


def _connect(screen: Screen, url: str, client: Client) -> None:
    screen.heading("Connect")
    session = client.session()
    screen.say(f"POST {url}")
    screen.say("getAPISession as wsuser in northfield-sandbox")
    screen.check(session.endpoint_url == url, "the session's endpoint is the address we called")


def _look_around(screen: Screen, client: Client) -> list[Project]:
    screen.heading("Read the company's configuration and dimensions")
    setup = client.get_financial_setup()
    screen.say(f"base currency {setup['baseCurrency']}, fiscal year from month {setup['firstFiscalMonth']}")
    dimensions = client.get_dimensions()
    # Objects of a company's own have no RECORDNO.
    keys = ["id" if dimension["userDefinedDimension"] == "true" else "RECORDNO" for dimension in dimensions]
    sizes = [
        _count(client, str(dimension["objectName"]), key=key) for dimension, key in zip(dimensions, keys, strict=True)
    ]
    screen.table(
        ("dimension", "called", "records"),
        [(str(one["objectName"]), str(one["termLabel"]), size) for one, size in zip(dimensions, sizes, strict=True)],
    )
    rows = client.query(
        "PROJECT",
        ["PROJECTID", "CUSTOMERID", "DEPARTMENTID", "LOCATIONID"],
        f.equal_to("STATUS", "active") & ~f.is_null("CUSTOMERID"),
        order_by="PROJECTID",
    ).all()
    screen.check(all(sizes) and bool(rows), f"every dimension has records; {len(rows)} projects can be billed")
    names = ("PROJECTID", "CUSTOMERID", "DEPARTMENTID", "LOCATIONID")
    return [Project(*(str(row[name]) for name in names)) for row in rows]


def _invoices(projects: Sequence[Project], random: Random) -> list[Invoice]:
    invoices = []
    for number in range(1, INVOICES + 1):
        cents = [random.randrange(50_000, 1_500_000, 25) for _ in range(random.randint(1, 3))]
        lines = tuple((random.choice(_ACCOUNTS), Decimal(amount).scaleb(-2)) for amount in cents)
        day = _FIRST_DAY + timedelta(days=random.randrange(31))
        invoices.append(Invoice(f"NF-2026-{number:03}", day, random.choice(projects), lines))
    return invoices


def _post(screen: Screen, client: Client, invoices: Sequence[Invoice]) -> None:
    screen.heading(f"Post {len(invoices)} invoices to northfield-sandbox")
    keys = [str(client.create("ARINVOICE", invoice.record())["RECORDNO"]) for invoice in invoices]
    shown = [
        (one.number, one.project.customer, one.project.id, one.project.department, len(one.lines), one.total, key)
        for one, key in zip(invoices[:_SHOWN], keys, strict=False)
    ]
    head = ("invoice", "customer", "project", "dept", "lines", "total", "RECORDNO")
    screen.table(head, shown, left_out=len(invoices) - len(shown))
    rows = client.read("ARINVOICE", keys, ["RECORDID", "TOTALDUE", "STATE"])
    owed = {str(row["RECORDID"]): _decimal(row["TOTALDUE"]) for row in rows}
    screen.check(len(set(keys)) == len(invoices), "every invoice has a RECORDNO of its own")
    screen.check(owed == {one.number: one.total for one in invoices}, "read back, each is due in full")
    screen.check({row["STATE"] for row in rows} == {"Posted"}, "each is posted")


def _journal_lines(screen: Screen, client: Client, invoices: Sequence[Invoice]) -> None:
    first = invoices[0]
    screen.heading(f"The journal lines that {first.number} caused")
    rows = client.query("GLDETAIL", _LEDGER, f.equal_to("RECORDID", first.number), order_by="LINE_NO").all()
    head = ("account", "title", "debit", "credit", "dept", "project", "location")
    screen.table(head, [_ledger_cells(row) for row in rows])
    screen.check(len(rows) == 2 * len(first.lines), "two journal lines for each line of the invoice")
    debits, credits = (_sum(rows, name) for name in ("DEBITAMOUNT", "CREDITAMOUNT"))
    screen.check(debits == credits == first.total, f"debits {debits:,.2f} = credits {credits:,.2f}")
    carried = {(row["DEPARTMENTID"], row["PROJECTID"]) for row in rows}
    screen.check(carried == {(first.project.department, first.project.id)}, "department and project are carried")
    batches = client.query("GLDETAIL", ["BATCHKEY", total("AMOUNT")], _ours(invoices)).all()
    balanced = all(_decimal(row["SUM.AMOUNT"]) == 0 for row in batches)
    screen.check(bool(batches) and balanced, f"each of the {len(batches)} journal entries balances")


def _trial_balance(screen: Screen, client: Client, invoices: Sequence[Invoice]) -> None:
    screen.heading("The trial balance they caused")
    rows = trial_balance(client)
    table = [(str(row["ACCOUNTNO"]), str(row["ACCOUNTTITLE"]), *_sides(row)) for row in rows]
    debits, credits = (_sum(rows, f"SUM.{side}AMOUNT") for side in ("DEBIT", "CREDIT"))
    screen.table(("account", "title", "debit", "credit"), [*table, ("", "Total", debits, credits)])
    posted = sum((invoice.total for invoice in invoices), Decimal(0))
    screen.check(debits == credits == posted, f"debits and credits are the {posted:,.2f} that were invoiced")
    offices = client.query("GLDETAIL", ["LOCATIONID", total("AMOUNT")]).all()
    balanced = all(_decimal(row["SUM.AMOUNT"]) == 0 for row in offices)
    screen.check(bool(offices) and balanced, f"the books of each of the {len(offices)} offices balance")
    (receivables,) = client.query("ARINVOICE", [total("TOTALDUE")]).all()
    control = sum((_decimal(row["SUM.DEBITAMOUNT"]) for row in rows if row["ACCOUNTNO"] == "1200"), Decimal(0))
    screen.check(_decimal(receivables["SUM.TOTALDUE"]) == control, "open invoices agree with account 1200")


def _unknown_project(screen: Screen, client: Client, model: Invoice) -> None:
    screen.heading(f"Send an invoice for a project that does not exist, {_NOWHERE}")
    before, wrong = (
        trial_balance(client),
        Invoice("NF-2026-WRONG", model.day, model.project, (*model.lines, *model.lines)),
    )
    try:
        client.create("ARINVOICE", wrong.record(last_project=_NOWHERE))
    except FunctionError as refusal:
        errors = refusal.errors
        for error in errors:
            _show(screen, error)
        screen.check(_NOWHERE in errors[0].text and bool(errors[0].support_id), "the first error names the project")
        screen.check(bool(errors[-1].correction), "the last one says what to do")
    else:
        screen.check(False, "the invoice is refused")
    screen.check(_count(client, "ARINVOICE", f.equal_to("RECORDID", wrong.number)) == 0, "no such invoice was made")
    screen.check(trial_balance(client) == before, "and not a cent of it is in the ledger")


def _for_real(screen: Screen, sandbox: Client, company: Client, model: Invoice) -> None:
    screen.heading("Post one invoice to northfield")
    known = _count(sandbox, "ARINVOICE")
    before = _count(company, "ARINVOICE")
    key = str(company.create("ARINVOICE", model.record())["RECORDNO"])
    screen.say(f"RECORDNO {key}")
    (row,) = company.read("ARINVOICE", key, ["RECORDID", "TOTALDUE"])
    screen.check(row["RECORDID"] == model.number and _decimal(row["TOTALDUE"]) == model.total, "read back, it is ours")
    lines = company.query("GLDETAIL", ["AMOUNT"], f.equal_to("RECORDID", model.number)).all()
    screen.check(len(lines) == 2 * len(model.lines) and _sum(lines, "AMOUNT") == 0, "its journal lines balance")
    apart = _count(company, "ARINVOICE") == before + 1 and _count(sandbox, "ARINVOICE") == known
    screen.check(apart, "the two companies' books are apart")


def _show(screen: Screen, error: ErrorDetail) -> None:
    screen.say(f"{error.number}  {' '.join(filter(None, (error.description, error.description2)))}")
    for label, text in (("correction", error.correction), ("support id", error.support_id)):
        if text:
            screen.say(f"{' ' * len(error.number)}  {label}: {text}")


def trial_balance(client: Client) -> list[Row]:
    select: list[str | Aggregate] = ["ACCOUNTNO", "ACCOUNTTITLE", total("DEBITAMOUNT"), total("CREDITAMOUNT")]
    return client.query("GLDETAIL", select, order_by="ACCOUNTNO").all()


def _count(client: Client, object_name: str, where: f.Filter | None = None, key: str = "RECORDNO") -> int:
    (row,) = client.query(object_name, [count(key)], where).all()
    return int(str(row[f"COUNT.{key}"]))


def _ours(invoices: Sequence[Invoice]) -> f.Filter:
    return f.is_in("RECORDID", [invoice.number for invoice in invoices])


def _ledger_cells(row: Row) -> tuple[str | Decimal | None, ...]:
    account, title, debit, credit, *places = (row[name] for name in _LEDGER)
    amounts = [_decimal(side) if side else None for side in (debit, credit)]
    return (str(account), str(title), *amounts, *(str(place) if place else None for place in places))


def _sides(row: Row) -> tuple[Decimal, Decimal]:
    return _decimal(row["SUM.DEBITAMOUNT"]), _decimal(row["SUM.CREDITAMOUNT"])


def _sum(rows: Sequence[Row], name: str) -> Decimal:
    return sum((_decimal(row[name]) for row in rows), Decimal(0))


def _decimal(value: object) -> Decimal:
    return Decimal(str(value or 0))

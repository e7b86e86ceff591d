"""What each customer is invoiced for and each vendor bills: documents shaped to satisfy the account rules."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from random import Random

from intacct_emulator.books.bulk.templates import DocumentTemplate, LineTemplate
from intacct_emulator.books.currencies import Currencies
from intacct_emulator.books.dimensions import dimensions_in, kept
from intacct_emulator.catalogue.dimensions import CUSTOMER, DEPARTMENT, LOCATION, PROJECT, VENDOR, Dimension
from intacct_emulator.catalogue.values import Python, store
from intacct_emulator.records.record import Record
from intacct_emulator.tenancy.company import Company
from intacct_emulator.tenancy.profile import Response

# The share of lines with each optional dimension, most frequent first.
_SHARES = {"DEPARTMENT": 0.8, "ITEM": 0.4, "CLASS": 0.3, "EMPLOYEE": 0.1}
_OTHER_SHARE = 0.3
# The party comes from the document; project and location are drawn separately.
_NOT_DRAWN = frozenset({CUSTOMER, VENDOR, PROJECT, LOCATION})
_DEBIT_NORMAL, _CREDIT_NORMAL = "debit", "credit"
_ENTRY_TITLES = ("Monthly accrual", "Reclassification", "Payroll", "Depreciation", "Prepaid release", "Correction")


@dataclass(frozen=True, slots=True)
class Relation:
    """A party with what it is usually invoiced for: the shape of its documents, of its drafts, and of their lines."""

    posted: DocumentTemplate
    draft: DocumentTemplate
    lines: Sequence[LineTemplate]


@dataclass(frozen=True, slots=True)
class EntryTemplate:
    """A kind of journal entry: lines to debit, and one to credit with their total, all of one location."""

    title: str
    debits: Sequence[LineTemplate]
    credit: LineTemplate


class BusinessMix:
    """Draws relations and journal entries for one company, from its own accounts, labels and dimensions."""

    def __init__(self, company: Company, dice: Random) -> None:
        self._company = company
        self._records = company.records
        self._dice = dice
        self._currencies = Currencies(company)
        self._dimensions = dimensions_in(company)
        by_object = {one.object: one for one in self._dimensions if one not in _NOT_DRAWN}
        self._drawn = tuple(by_object[name] for name in dict.fromkeys((*_SHARES, *by_object)) if name in by_object)
        self._actives: dict[str, list[Record]] = {}

    def customers(self, terms: Sequence[str]) -> list[Relation]:
        """A relation for every active customer that may owe more."""
        offers = self._offers("ARACCOUNTLABEL", _CREDIT_NORMAL)
        return [
            self._relation(
                "ARINVOICE", "CUSTOMERID", party, terms=terms, offers=offers, projects=self._projects_of(party)
            )
            for party in self._active("CUSTOMER")
            if self._may_owe(party)
        ]

    def vendors(self, terms: Sequence[str]) -> list[Relation]:
        """A relation for every active vendor."""
        offers = self._offers("APACCOUNTLABEL", _DEBIT_NORMAL)
        return [
            self._relation("APBILL", "VENDORID", party, terms=terms, offers=offers, projects=self._projects)
            for party in self._active("VENDOR")
        ]

    def entries(self, count: int) -> list[EntryTemplate]:
        """Kinds of journal entries between expense and balance sheet accounts."""
        expenses = [account for account in self._statement_accounts(_DEBIT_NORMAL) if self._open_to_entries(account)]
        balances = [account for account in self._balance_accounts if self._open_to_entries(account)]
        templates = []
        for _ in range(count if expenses and balances else 0):
            location = self._dice.choice(self._locations) if self._locations else None
            debits = self._dice.sample(expenses, min(len(expenses), self._dice.randint(1, 4)))
            templates.append(
                EntryTemplate(
                    self._dice.choice(_ENTRY_TITLES),
                    [self._entry_line(account, location) for account in debits],
                    self._entry_line(self._dice.choice(balances), location),
                )
            )
        return templates

    def _relation(
        self,
        object_name: str,
        party_field: str,
        party: Record,
        *,
        terms: Sequence[str],
        offers: Sequence[tuple[Mapping[str, Python], Record]],
        projects: Sequence[Record],
    ) -> Relation:
        values: dict[str, Python] = {party_field: party.id}
        if party.text("TERMNAME") is None:
            values["TERMNAME"] = self._dice.choice(terms)
        fitting = [offer for offer in offers if self._fits(offer[1], bool(projects), party_field)]
        home = self._dice.choice(self._locations) if self._locations else None
        lines = [
            self._line(*self._dice.choice(fitting), home, projects) for _ in range(self._dice.randint(2, 5)) if fitting
        ]
        return Relation(DocumentTemplate(object_name, values), DocumentTemplate(object_name, values, draft=True), lines)

    def _line(
        self, named: Mapping[str, Python], account: Record, home: Record | None, projects: Sequence[Record]
    ) -> LineTemplate:
        dice = self._dice
        values: dict[str, Python] = dict(named)
        required = account.flag(PROJECT.required_flag)
        project = dice.choice(projects) if projects and (required or dice.random() < 0.5) else None
        location = dice.choice(self._beside(home)) if home is not None and dice.random() < 0.1 else home
        for dimension, record in ((LOCATION, location), (PROJECT, project)):
            if record is not None:
                values[dimension.id_field] = record.id
        for dimension in self._drawn:
            records, share = self._fitting(dimension, values), _SHARES.get(dimension.object, _OTHER_SHARE)
            if records and (account.flag(dimension.required_flag) or dice.random() < share):
                values.update(zip(dimension.line_columns, kept(dimension, dice.choice(records)), strict=True))
        return LineTemplate(values)

    def _entry_line(self, account: Record, location: Record | None) -> LineTemplate:
        values: dict[str, Python] = {"ACCOUNTNO": account.id}
        if location is not None:
            values[LOCATION.entry_field] = location.id
        if self._currencies.several:
            values["CURRENCY"] = self._currencies.base_at(location.id if location is not None else None)
        departments = self._active(DEPARTMENT.object)
        if departments and (account.flag(DEPARTMENT.required_flag) or self._dice.random() < 0.6):
            values[DEPARTMENT.entry_field] = self._dice.choice(departments).id
        return LineTemplate(values)

    def _offers(self, label_object: str, normal: str) -> list[tuple[Mapping[str, Python], Record]]:
        """What a line may name, and the account behind it: labels, with their texts, and accounts without a label."""
        offers: list[tuple[Mapping[str, Python], Record]] = []
        labelled = set()
        for label in self._active(label_object):
            account = self._records.find("GLACCOUNT", label.text("GLACCOUNTNO") or "")
            if account is not None and account.active:
                labelled.add(account.id)
                offers.append(({"ACCOUNTLABEL": label.id, "ENTRYDESCRIPTION": label.text("DESCRIPTION")}, account))
        for account in self._statement_accounts(normal):
            if account.id not in labelled:
                offers.append(({"ACCOUNTNO": account.id}, account))
        return offers

    def _fits(self, account: Record, has_projects: bool, party_field: str) -> bool:
        """Whether a line of the account can have all dimensions that the account requires."""
        return all(
            has_projects if dimension is PROJECT else self._available(dimension, party_field)
            for dimension in self._dimensions
            if account.flag(dimension.required_flag)
        )

    def _available(self, dimension: Dimension, party_field: str) -> bool:
        if dimension in (CUSTOMER, VENDOR):
            return dimension.id_field == party_field
        if dimension.needs:
            # Depends on the project drawn.
            return False
        return bool(self._locations if dimension is LOCATION else self._active(dimension.object))

    def _open_to_entries(self, account: Record) -> bool:
        """Whether a journal entry with location and department alone may name the account."""
        wanted = {dimension for dimension in self._dimensions if account.flag(dimension.required_flag)}
        return wanted <= {LOCATION, DEPARTMENT} and not account.flag("SUBLEDGERCONTROLON")

    def _fitting(self, dimension: Dimension, values: Mapping[str, Python]) -> list[Record]:
        """The values of a dimension that belong to what a line has already."""
        records = self._active(dimension.object)
        if not dimension.needs:
            return records
        fields = [other.id_field for other in self._dimensions if other.object in dimension.needs]
        return [one for one in records if all(one[field] and one[field] == values.get(field) for field in fields)]

    def _statement_accounts(self, normal: str) -> list[Record]:
        definition = self._company.catalogue["GLACCOUNT"]
        statement = store(definition.fields_by_id["ACCOUNTTYPE"], "incomestatement")
        side = store(definition.fields_by_id["NORMALBALANCE"], normal)
        return [
            account
            for account in self._active("GLACCOUNT")
            if account["ACCOUNTTYPE"] == statement and account["NORMALBALANCE"] == side
        ]

    @cached_property
    def _balance_accounts(self) -> list[Record]:
        definition = self._company.catalogue["GLACCOUNT"]
        sheet = store(definition.fields_by_id["ACCOUNTTYPE"], "balancesheet")
        profile = self._company.profile
        controls = {profile.receivables.control_account, profile.payables.control_account}
        accounts = [account for account in self._active("GLACCOUNT") if account["ACCOUNTTYPE"] == sheet]
        return [account for account in accounts if account.id not in controls]

    @cached_property
    def _locations(self) -> list[Record]:
        """Locations that are not entities, or else the entities."""
        every = self._active("LOCATION")
        return [location for location in every if location["LOCATIONTYPE"] != "E"] or every

    def _beside(self, home: Record) -> list[Record]:
        """The locations whose books are in the same currency: a document's lines are in no others."""
        if not self._currencies.several:
            return self._locations
        base = self._currencies.base_at(home.id)
        return [place for place in self._locations if self._currencies.base_at(place.id) == base]

    def _projects_of(self, customer: Record) -> list[Record]:
        return [project for project in self._projects if project.text("CUSTOMERID") == customer.id]

    @cached_property
    def _projects(self) -> list[Record]:
        return self._active(PROJECT.object) if PROJECT in self._dimensions else []

    def _may_owe(self, customer: Record) -> bool:
        """Whether a customer can be given any amount of credit: neither held nor, where limits are kept, limited."""
        limited = self._company.profile.receivables.over_credit_limit is Response.REFUSE
        return not customer.flag("ONHOLD") and not (limited and customer.python("CREDITLIMIT") is not None)

    def _active(self, name: str) -> list[Record]:
        known = self._actives.get(name)
        if known is None:
            known = self._actives[name] = [record for record in self._records.where(name) if record.active]
        return known

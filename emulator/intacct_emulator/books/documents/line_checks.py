"""What holds for the line of a document: its amount, its accounts, its dimensions."""

from collections.abc import Mapping
from decimal import Decimal

from intacct_emulator.books import accounts
from intacct_emulator.books.currencies import Currencies
from intacct_emulator.books.dimensions import CUSTOMER, PROJECT, Dimension, DimensionRules
from intacct_emulator.books.money import Money
from intacct_emulator.errors import GatewayError, transactions
from intacct_emulator.masters.key_references import with_names
from intacct_emulator.records.draft import RecordDraft
from intacct_emulator.records.record import Record
from intacct_emulator.tenancy.company import Company

from .changes import LineDraft
from .checked import CheckedDocument, CheckedLine
from .kinds import DocumentKind

_DERIVED = frozenset(
    {
        *("RECORDNO", "RECORDKEY", "RECORDTYPE", "LINE_NO", "STATE"),
        *("EXCH_RATE_DATE", "EXCH_RATE_TYPE_ID", "EXCHANGE_RATE"),
        *("TOTALPAID", "TRX_TOTALPAID", "TOTALSELECTED", "TRX_TOTALSELECTED"),
    }
)


class LineChecks:
    """The rules of lines of one kind of document in one company."""

    def __init__(self, company: Company, kind: DocumentKind, currencies: Currencies) -> None:
        self._company = company
        self._currencies = currencies
        self._records = company.records
        self._kind = kind
        self._setup = kind.subledger.setup(company.profile)
        self._rules = DimensionRules(company)

    def line(self, line: LineDraft, index: int, document: CheckedDocument) -> CheckedLine:
        """The line that a draft comes to in a document, counted from 1. Raises GatewayError for what is wrong."""
        draft, posts, party = with_names(self._company, line.draft), document.state.posts, document.party
        amount = self._amount(draft, document)
        account, label = self._account(draft, party, of_tax=line.tax is not None)
        if account is None and posts:
            raise GatewayError(transactions.ACCOUNT_MISSING, line=index, transaction=document.number or "")
        own = draft.stored_values(without=_DERIVED)
        memo = draft.text("ENTRYDESCRIPTION")
        if not posts or account is None or party is None:
            identified = self._rules.identify(draft.values)
            return CheckedLine(line.kept, own, amount, account, None, identified, None, memo, tax=line.tax)
        dimensions = self._dimensions(draft, party)
        if document.money is not None:
            control = document.money.account
        else:
            control = accounts.control_account(
                self._records,
                self._setup,
                self._kind.subledger.control_accounts,
                named=draft.text("OFFSETGLACCOUNTNO"),
                label=label,
                party=party,
            )
        accounts.refuse_kept_account(self._records, account, control, index, document.number)
        self._rules.check_required(dimensions, (account, control))
        entity = self._rules.entity(dimensions)
        self._currencies.require_same_base(entity, document.exchange.base)
        key, beside = entity.key if entity else None, None
        if document.money is not None:
            beside = document.money.beside(self._records, dimensions, key)
            document.money.require_currency(document.exchange.currency)
        return CheckedLine(line.kept, own, amount, account, control, dimensions, key, memo, beside, tax=line.tax)

    def _amount(self, draft: RecordDraft, document: CheckedDocument) -> Money:
        """TRX_AMOUNT, or the AMOUNT that clients send in its place though `lookup` calls it read-only."""
        amount = draft.amount("TRX_AMOUNT")
        if amount is None:
            given = draft.inputs.get("AMOUNT")
            amount = given if isinstance(given, Decimal) else None
        if amount is None:
            if document.state.posts:
                raise GatewayError(transactions.LINE_WITHOUT_AMOUNT)
            return document.exchange.nothing()
        return document.exchange.money(amount)

    def _account(
        self, draft: RecordDraft, party: Record | None, *, of_tax: bool
    ) -> tuple[Record | None, Record | None]:
        """The line's account and label: the account given, the label's, or the party's default one."""
        label_name = draft.text("ACCOUNTLABEL")
        label_object = self._kind.subledger.label_object
        label = accounts.active_label(self._records, label_object, label_name) if label_name else None
        if label is None and self._setup.labels_required and draft.given("ACCOUNTNO") and not of_tax:
            raise GatewayError(transactions.LABEL_REQUIRED)
        number = draft.text("ACCOUNTNO") or (label.text("GLACCOUNTNO") if label else None)
        if number is None:
            number = self._kind.default_account(self._setup, party)
        return accounts.active_account(self._records, number) if number else None, label

    def _dimensions(self, draft: RecordDraft, party: Record) -> dict[Dimension, Record]:
        resolved = self._rules.resolve(draft.values)
        self._check_project(resolved, party)
        # The header's party is the line's dimension unless the line names another (inferred).
        resolved.setdefault(self._kind.subledger.party, party)
        if self._kind.lines_within_party:
            self._require_within(resolved[self._kind.subledger.party], party)
        return {dimension: resolved[dimension] for dimension in self._rules.dimensions if dimension in resolved}

    def _require_within(self, named: Record, party: Record) -> None:
        """Raises GatewayError for a line of another party than the header's or one below it (documented)."""
        dimension = self._kind.subledger.party
        above: Record | None = named
        while above is not None and above.key != party.key:
            parent = above.text("PARENTID")
            above = self._records.find(dimension.object, parent) if parent is not None else None
        if above is None:
            label = self._company.profile.term(dimension.label)
            raise GatewayError(transactions.LINE_OF_ANOTHER_PARTY, label=label, value=named.id, party=party.id)

    def _check_project(self, resolved: Mapping[Dimension, Record], party: Record) -> None:
        project = resolved.get(PROJECT)
        owner = project.text("CUSTOMERID") if project is not None else None
        if project is None or owner is None:
            return
        if self._kind.subledger.party is CUSTOMER:
            if party.id != owner:
                raise GatewayError(transactions.PROJECT_NOT_CUSTOMERS, project=project.id, customer=party.id)
        else:
            require_customers_project(resolved)


def require_customers_project(resolved: Mapping[Dimension, Record]) -> None:
    """Raises GatewayError for a line whose project is another customer's than the one it names."""
    project = resolved.get(PROJECT)
    owner = project.text("CUSTOMERID") if project is not None else None
    if owner is not None and CUSTOMER in resolved and resolved[CUSTOMER].id != owner:
        raise GatewayError(transactions.PROJECT_NOT_CUSTOMERS_AP)

"""Errors of dimensions, accounts and documents."""

from intacct_emulator.catalogue.model import Evidence

from .model import ErrorEntry
from .newer import MessageIds, NewerName

R, D, C, I = Evidence.RECORDED, Evidence.DOCUMENTED, Evidence.CLIENT, Evidence.INFERRED  # noqa: E741

CANNOT_CREATE_TRANSACTION = ErrorEntry(
    "BL01001973",
    "Currently, we can't create the transaction{name}",
    "Check the transaction for errors or inconsistencies, then try again.",
    evidence=R,
    source="recorded stacks",
)
NO_ROOM_FOR_SUMS = ErrorEntry(
    "BL01001973",
    "The amounts of all journal lines together would exceed {limit}, the most that the company's ledger can add up.",
    "Use smaller amounts, or remove what is no longer needed.",
    evidence=I,
    source="the emulator's own limit; what the product does with such amounts is not published",
)
AMOUNT_TOO_LARGE = ErrorEntry(
    "BL01001973",
    "The total {total} exceeds {limit}, the largest amount of a transaction.",
    evidence=I,
    source="the emulator's own limit; what the product does with such amounts is not published",
)
INVALID_DIMENSION = ErrorEntry(
    "BL01001973", "Invalid {label} '{value}' specified.", evidence=R, source="recorded stack for Project and Vendor"
)
DIMENSION_NOT_ENABLED = ErrorEntry(
    "BL01001973",
    "Invalid {label} '{value}' specified.",
    "Enable the {label} dimension in the General Ledger, or leave it out, and try again.",
    evidence=I,
    source="wording of the dimension answer; that a dimension a company does not use is refused is not evidenced",
)
DIMENSION_NEEDS = ErrorEntry(
    "BL01001973",
    "The {label} dimension needs the {needed} dimension",
    evidence=I,
    source="rule of the published schema (a task needs a project, a cost type a task); text not evidenced",
)
PARTY_NOT_VALID = ErrorEntry(
    "BL01001973",
    "{label} '{value}' specified is not valid.",
    evidence=C,
    source="client's list of texts seen; errorno inferred",
)
LOCATION_INVALID = ErrorEntry(
    "BL01001973",
    "The location '{value}' is invalid.",
    evidence=C,
    source="client's list of texts seen; errorno inferred",
)
DEPARTMENT_INVALID = ErrorEntry(
    "BL01001973",
    "The department '{value}' is invalid.",
    evidence=C,
    source="client's list of texts seen; errorno inferred",
)
EMPLOYEE_INVALID = ErrorEntry(
    "BL01001973",
    "The employee '{value}' is invalid.",
    evidence=C,
    source="client's list of texts seen; errorno inferred",
)
ACTIVATE_VENDOR = ErrorEntry(
    "BL01001973",
    "The vendor '{value}' is invalid.",
    "Activate the vendor {value}, then try again.",
    evidence=C,
    source="client's list of texts seen; errorno and pairing inferred",
)
ACCOUNT_NOT_VALID = ErrorEntry(
    "BL01001973", "Account {value} is not valid", evidence=C, source="client's list of texts seen; errorno inferred"
)
ACCOUNT_MISSING = ErrorEntry(
    "BL01001973",
    "Enter an account number on line item {line}, in transaction '{transaction},' and try again",
    evidence=C,
    source="partner help page; errorno inferred",
)
ACCOUNT_LABEL_NOT_VALID = ErrorEntry(
    "BL01001973", "Account label {value} is not valid", evidence=I, source="by analogy with accounts"
)
PROJECT_NOT_CUSTOMERS = ErrorEntry(
    "BL01001973",
    "The project dimension you selected --{project}-- is not related to your header-level Customer ID value. "
    "The header-level Customer ID you selected is {customer}.",
    "Go back and select another project.",
    evidence=C,
    source="partner help page, with a gap in the middle of the text; errorno inferred",
)
PROJECT_NOT_CUSTOMERS_AP = ErrorEntry(
    "BL01001973",
    "The project you selected is not associated with the customer you selected",
    evidence=C,
    source="partner help page; errorno inferred",
)
LOCATION_REQUIRED = ErrorEntry(
    "BL01001973",
    "Use of empty Location is invalid. A valid Multi-Entity Location must be specified.",
    evidence=C,
    source="partner help pages; errorno inferred",
)
DIMENSION_REQUIRED = ErrorEntry(
    "BL03000018",
    "Missing the {label} dimension for Account {account}",
    evidence=R,
    source="recorded answer for Location",
)
LINE_OF_ANOTHER_PARTY = ErrorEntry(
    "BL01001973",
    "{label} '{value}' on a line must be '{party}' or below it",
    evidence=I,
    source="rule documented for advances; text not evidenced",
)
TERM_INVALID = ErrorEntry(
    "BL01001973", "The term name {value} is invalid", evidence=C, source="partner help page; errorno inferred"
)
DATE_DUE_MISSING = ErrorEntry(
    "BL03000018", "Required field Date Due is missing", evidence=C, source="client texts; errorno inferred"
)
DUE_BEFORE_DATE = ErrorEntry(
    "BL01001973",
    "Date Due cannot be earlier than date of transaction",
    evidence=C,
    source="help article heading; errorno inferred",
)
DATE_INVALID = ErrorEntry("PL03000006", "The transaction date '{value}' is invalid.", evidence=R, source="SDK issue")
NUMBER_EXISTS = ErrorEntry(
    "BL03002185", "A transaction with the number '{value}' already exists.", evidence=R, source="client reports"
)
BILL_NUMBER_MISSING = ErrorEntry("BL03002128", "Enter a Bill number, and try again.", evidence=R, source="SDK issue")
AMOUNT_MISSING = ErrorEntry(
    "BL03000018", "Required field Amount is missing on line item {line}", evidence=I, source="not evidenced"
)
NO_LINES = ErrorEntry("BL01001973", "No line items found", evidence=C, source="client tests; errorno inferred")
OFFSET_INVALID = ErrorEntry(
    "BL01001973", "Account {value} is not valid", evidence=I, source="offset account that is not a control account"
)
FOREIGN_CURRENCY = ErrorEntry(
    "BL01001973",
    "Enable foreign-currency transactions, and try again",
    evidence=C,
    source="partner help page; errorno inferred",
)
ALREADY_PAID = ErrorEntry(
    "BL03000130",
    "Transaction '{number}' is already paid and can't be deleted.",
    evidence=C,
    source="partner help page; pairing inferred",
)
PAID_IS_FIXED = ErrorEntry(
    "BL03000130",
    "Transaction '{number}' is already paid and can't be changed.",
    "Reclassify the transaction, or reverse its payment and then the transaction.",
    evidence=I,
    source="rule documented; number and text by likeness with deleting what is paid",
)
LINE_WITHOUT_AMOUNT = ErrorEntry(
    "BL03002101",
    "Remove the extra line item in the request, then reclassify the bill.",
    evidence=R,
    source="SDK issues: creates whose line had no amount, on invoices as well",
)
MIXED_SIGNS = ErrorEntry(
    "BL01001973",
    "All line items of an adjustment must have the same sign",
    evidence=I,
    source="rule documented; text not evidenced",
)
SUMMARY_INVALID = ErrorEntry(
    "BL01001973", "Invalid Summary '{value}' specified.", evidence=I, source="wording of the dimension answer"
)
SUMMARY_CLOSED = ErrorEntry(
    "BL01001973", "The summary {value} is closed", evidence=I, source="rule documented; text not evidenced"
)
UNBALANCED = ErrorEntry(
    "BL01001973",
    "Transactions do not balance for {label} {places}",
    evidence=R,
    source="recorded in a REST answer to an entry without locations, whose places are a comma; the errorno in XML, and "
    "that entities are named by id, are inferred",
    newer=(
        NewerName(
            "GL-1009",
            code="invalidConfiguration",
            messages=MessageIds(description2="IA.TRANSACTIONS_DO_NOT_BALANCE_FOR"),
            placeholders={"RENAMED_TEXT": "label", "ERR_STR": "places"},
            evidence=R,
            source="recorded in a REST answer",
        ),
    ),
)
NO_INTER_ENTITY_ACCOUNTS = ErrorEntry(
    "BL01001973",
    "Set up the inter-entity accounts of the entities {source} and {target}, and try again",
    evidence=I,
    source="that accounts must be mapped first documented; text not evidenced",
)
INTER_ENTITY_DISABLED = ErrorEntry(
    "BL01001973",
    "The account {account} is not enabled for inter-entity transactions",
    evidence=I,
    source="the setting documented; its effect and text not evidenced",
)
SOURCE_ENTITY_INVALID = ErrorEntry(
    "BL01001973", "Invalid Source entity '{value}' specified.", evidence=I, source="wording of the dimension answer"
)
SUBLEDGER_BATCH = ErrorEntry(
    "BL01001973",
    "Transactions created in another application can't be changed in the General Ledger",
    evidence=I,
    source="not evidenced",
)
JOURNAL_INVALID = ErrorEntry(
    "BL01001973", "Invalid Journal '{value}' specified.", evidence=I, source="wording of the dimension answer"
)
JOURNAL_LINES = ErrorEntry(
    "BL01001973", "A journal entry needs at least two lines", evidence=I, source="rule documented; text not evidenced"
)
ONE_TAX_A_LINE = ErrorEntry(
    "BL01001973",
    "The tax solution allows only one tax per line",
    evidence=I,
    source="rule documented; text not evidenced",
)
STATISTICAL_LINES = ErrorEntry(
    "BL01001973",
    "A statistical journal entry needs at least one line",
    evidence=I,
    source="rule documented; text not evidenced",
)
ALLOCATION_INVALID = ErrorEntry(
    "BL01001973", "Invalid Allocation '{value}' specified.", evidence=I, source="wording of the dimension answer"
)
SHARES_DIFFER = ErrorEntry(
    "BL01001973",
    "The shares of the allocation '{allocation}' do not add up to the amount of the line",
    evidence=I,
    source="rule documented for shares that a request brings; text not evidenced",
)
ALLOCATION_PERCENTAGES = ErrorEntry(
    "BL01001973",
    "The percentages of an allocation must add up to 100",
    evidence=I,
    source="rule documented; text not evidenced",
)
ALLOCATION_ORDER = ErrorEntry(
    "BL01001973",
    "The exact amounts of an allocation must come before its percentages",
    evidence=I,
    source="rule documented; text not evidenced",
)
REVERSAL_BEFORE_DATE = ErrorEntry(
    "BL01001973",
    "The reversal date must be after the transaction date",
    evidence=I,
    source="rule documented; text not evidenced",
)
DIRECT_POSTING_REFUSED = ErrorEntry(
    "BL01001973",
    "The account {value} is a control account and can't be posted to directly",
    evidence=I,
    source="rule documented; text not evidenced",
)
WRONG_STATE = ErrorEntry(
    "BL01001973",
    "The state of the transaction '{number}' does not allow the action {action}",
    evidence=I,
    source="which states allow what is documented; text not evidenced",
)
CREDIT_LIMIT_EXCEEDED = ErrorEntry(
    "BL01001973",
    "{label} {value} has exceeded the credit limit",
    evidence=C,
    source="client reports for order entry; that invoices answer alike is inferred",
)
ON_HOLD = ErrorEntry(
    "BL01001973",
    "{label} '{value}' is on hold.",
    evidence=I,
    source="field documented; its effect and text not evidenced",
)
LABEL_REQUIRED = ErrorEntry(
    "BL03000018",
    "Required field Account Label is missing",
    evidence=I,
    source="that labels can be required documented; text as for other required fields",
)
BANK_ACCOUNT_ON_LINE = ErrorEntry(
    "BL01001973",
    "The account number {account} is associated to the Bank account {bank}",
    "Enter an account number on line item {line} in transaction '{number}', that's not associated with any bank "
    "account, and try again.",
    evidence=C,
    source="texts of two clients' help pages; errorno inferred",
)
PERIOD_CLOSED = ErrorEntry(
    "BL01001973",
    "Periods are closed. Your transaction date ({day}) is within a period that's been closed. You can add, modify, or "
    "delete a transaction only if the date of that transaction is within a period that's open. Enter a date that "
    "occurs on or after the date of the relevant entity, listed below. Note that different entities may have different "
    "dates: {entities}",
    evidence=C,
    source="texts of two clients' help pages, and of a client's retries; errorno and the form of the list inferred",
)

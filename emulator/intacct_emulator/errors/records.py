"""Errors of creating, updating and deleting any object."""

from intacct_emulator.catalogue.model import Evidence

from .model import ErrorEntry
from .newer import MessageIds, NewerName

R, D, C, I = Evidence.RECORDED, Evidence.DOCUMENTED, Evidence.CLIENT, Evidence.INFERRED  # noqa: E741

ANOTHER_EXISTS = ErrorEntry(
    "BL34000061",
    "Another {label} with the given value(s) {value}  already exists",
    "Use a unique value instead.",
    evidence=R,
    source="recorded project answer; vendor SDK test for class",
)
ANOTHER_PARTY_EXISTS = ErrorEntry(
    "PL05000104",
    "Another record with the value '{value}' already exists",
    evidence=C,
    source="a client tells duplicate vendors and employees by number and beginning; the quotes, and customers alike, "
    "are inferred",
)
DUPLICATE_ACCOUNT_NUMBER = ErrorEntry(
    "BL01001973",
    "The account number '{value}' already exists",
    "Enter unique account number",
    "Duplicate account number",
    D,
    "requests page",
    (
        NewerName(
            "GL-0493",
            category="Duplication Prevention",
            messages=MessageIds(
                "IA.DUPLICATE_ACCOUNT_NUMBER",
                "IA.THE_ACCOUNT_NUMBER_ALREADY_EXISTS",
                "IA.ENTER_UNIQUE_ACCOUNT_NUMBER",
            ),
            placeholders={"ACCOUNTNO": "value"},
            evidence=D,
            source="requests page with sample",
        ),
    ),
)
COULD_NOT_CREATE = ErrorEntry("BL01001973", "Could not create {name} record!", evidence=R, source="recorded stacks")
COULD_NOT_CREATE_PERIOD = ErrorEntry(
    "BL01001973",
    "Could not create {name} record.",
    evidence=R,
    source="GL Account and GLBatch answers",
    newer=(
        NewerName(
            "GL-0504",
            category="Unable to create record.",
            messages=MessageIds(description2="IA.COULD_NOT_CREATE_GL_ACCOUNT_RECORD"),
            when={"name": "GL Account"},
            evidence=D,
            source="requests page with sample",
        ),
        NewerName(
            "GL-0951",
            code="unableToCreateRecordError",
            messages=MessageIds(description2="IA.COULD_NOT_CREATE_GLBATCH_RECORD"),
            when={"name": "GLBatch"},
            evidence=I,
            source="recorded in a REST answer; that it is this XML error is inferred",
        ),
    ),
)
COULD_NOT_UPDATE = ErrorEntry("BL01001973", "Could not update {name} record!", evidence=R, source="Employee answer")
COULD_NOT_DELETE = ErrorEntry(
    "BL01001973", "Could not delete {name} record!", evidence=I, source="by analogy with create"
)
COULD_NOT_UPDATE_PERIOD = ErrorEntry(
    "BL01001973", "Could not update {name} record.", evidence=I, source="by analogy with create"
)
COULD_NOT_DELETE_PERIOD = ErrorEntry(
    "BL01001973", "Could not delete {name} record.", evidence=I, source="by analogy with create"
)
ERROR_WHILE_SAVING = ErrorEntry(
    "BL01001973", "Error while saving the {name} info", evidence=R, source="recorded project answer"
)
ERROR_SAVING_CONTACT = ErrorEntry(
    "BL01001973", "Error While Saving the {name} Contact", evidence=R, source="recorded customer answer"
)
VALIDATE_FAILED = ErrorEntry(
    "BL01001973", "Validate {name} record failed!", evidence=R, source="recorded customer answer"
)
ILLEGAL_FORMAT = ErrorEntry(
    "BL03000018", "Illegal format for {label} : {field} {value}.", evidence=R, source="recorded customer answer"
)
REQUIRED_FIELD = ErrorEntry(
    "BL03000018", "Required field {label} is missing", evidence=C, source="partner help page; errorno inferred"
)
INVALID_VALUE = ErrorEntry(
    "BL03000018",
    "Illegal format for {object} : {label} {value}.",
    evidence=I,
    source="wording of the bad e-mail answer",
)
NOT_A_CHOICE = ErrorEntry("BL03000018", "Invalid value '{value}' for {label}.", evidence=I, source="not evidenced")
TOO_LONG = ErrorEntry(
    "BL03000018", "{label} is longer than the allowed {limit} characters.", evidence=I, source="not evidenced"
)
CONTACT_INVALID = ErrorEntry(
    "BL03000019",
    "The contact {value} does not exist.",
    evidence=R,
    source="SDK issue: a customer; other records alike (inferred)",
)
INVALID_REFERENCE = ErrorEntry(
    "BL01001973", "Invalid {label} '{value}' specified.", evidence=R, source="recorded charge-card answer for Project"
)
CANNOT_FIND_TO_DELETE = ErrorEntry(
    "BL01001973",
    "Cannot find {object} with key '{key}' to delete.",
    evidence=R,
    source="vendor SDK test; client fixture",
)
CANNOT_UPDATE_MISSING = ErrorEntry(
    "Cannot update non-existing {object} with {field}={value}.", evidence=R, source="vendor SDK test; SDK issue"
)
ID_IS_FIXED = ErrorEntry(
    "BL01001973",
    "The {label} of '{value}' cannot be changed",
    evidence=I,
    source="documented as fixed; errorno and wording not evidenced",
)
OWN_ANCESTOR = ErrorEntry(
    "BL01001973",
    "{label} '{value}' cannot be its own parent",
    evidence=I,
    source="errorno and wording not evidenced",
)
KEY_MISSING = ErrorEntry(
    "BL01001973", "Required field {label} is missing", evidence=I, source="update without RECORDNO or id: not evidenced"
)
IN_USE = ErrorEntry(
    "BL01001973",
    "Cannot delete {label} '{value}' because it is being used",
    evidence=I,
    source="wording not evidenced",
)
NOT_OWNER = ErrorEntry(
    "BL01001973",
    "You cannot update a root level {object} from an entity restricted user with one entity",
    evidence=C,
    source="partner help page for vendor; errorno inferred",
)
OTHER_INTER_ENTITY_PLAN = ErrorEntry(
    "BL01001973",
    "Inter-entity accounts are mapped by the {plan} plan in this company",
    evidence=I,
    source="that the plans cannot be used together documented; text not evidenced",
)
ONE_SIDED_RELATIONSHIP = ErrorEntry(
    "BL01001973",
    "The relationship of the entities {source} and {target} needs the accounts of both",
    evidence=I,
    source="rule documented; text not evidenced",
)
NO_RECORD_FOR_KEY = ErrorEntry(
    "DL03000005", "No record exits for the recordkey {key}", evidence=R, source="SDK issue (sic: exits)"
)
EMPLOYEE_CONTACT_EMPTY = ErrorEntry(
    "BL01001973", "Employee Contact info cannot be empty", evidence=D, source="REST error page shares the number"
)
EMPLOYEE_DATES = ErrorEntry(
    "PL03000006", "Employee cannot stop working before he starts", evidence=R, source="SDK issue"
)
PERIOD_DATES = ErrorEntry(
    "BL03000018", "End date cannot be earlier than start date", evidence=I, source="errorno and wording not evidenced"
)
PERIOD_OVERLAP = ErrorEntry(
    "BL01001973",
    "The dates overlap those of the reporting period '{value}', which is also used for budgeting",
    evidence=I,
    source="rule documented; errorno and wording not evidenced",
)
PERIOD_NOT_BUDGETABLE = ErrorEntry(
    "BL01001973",
    "The reporting period '{value}' is not used for budgeting, and account balances are kept for such periods only",
    evidence=I,
    source="that other periods have none is documented; that they are refused, errorno and wording not evidenced",
)
BUDGET_PERIOD = ErrorEntry(
    "BL01001973",
    "The reporting period '{value}' is not used for budgeting",
    evidence=I,
    source="rule documented; errorno and wording not evidenced",
)
ACCOUNT_RANGE = ErrorEntry(
    "BL03000018",
    "The range from {first} to {last} holds no account",
    evidence=I,
    source="that a range has a first and a last account is documented; that the order counts, and the text, inferred",
)
FIELD_MUST_BE_QUERIED = ErrorEntry(
    "BL03000018",
    "Required field {field} is missing",
    "Name it in the query, and try again.",
    evidence=I,
    source="documented as required in queries of account balances; the refusal is not evidenced",
)
DELIVERY_FAILED = ErrorEntry(
    "BL01001973",
    "The files of the job could not be written: {reason}",
    evidence=I,
    source="the emulator's own answer; what a delivery to cloud storage fails with is not evidenced",
)
ATTACHMENT_MISSING = ErrorEntry(
    "BL01001973", "Attachment '{value}' does not exist", evidence=I, source="wording not evidenced"
)
ATTACHMENT_UNREADABLE = ErrorEntry(
    "BL01001973", "The data of attachment '{value}' is not valid base64", evidence=I, source="wording not evidenced"
)
NOT_WAITING_FOR_APPROVAL = ErrorEntry(
    "BL01001973",
    "The {object} '{value}' is not waiting for approval",
    evidence=I,
    source="states documented; text not evidenced",
)

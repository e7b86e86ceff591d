"""Errors of the protocol itself: envelope, authentication, sessions, generic functions."""

from intacct_emulator.catalogue.model import Evidence

from .model import ErrorEntry

R, D, C, I = Evidence.RECORDED, Evidence.DOCUMENTED, Evidence.CLIENT, Evidence.INFERRED  # noqa: E741

INVALID_REQUEST = ErrorEntry(
    "GW-0011",
    description="Invalid Request [Request ID: {request_id}]",
    evidence=D,
    source="error handling page: HTTP 400",
)
RATE_LIMIT = ErrorEntry(
    "GW-0010",
    description="API rate limit exceeded",
    evidence=D,
    source="error handling page: HTTP 429; that the text is exactly this is inferred",
)
OFF_LINE = ErrorEntry(
    "",
    "The Service is Temporarily Off-line",
    "Please Try Again Later",
    evidence=C,
    source="both texts are in client programs; HTTP 200, the empty number and the place in the answer are inferred",
)
REQUEST_TOO_LARGE = ErrorEntry(
    "XL03000003",
    "XML Parse schema error: the request is larger than {limit} bytes.",
    "Send fewer objects in one request.",
    evidence=I,
    source="form of a document that could not be read; neither limit nor answer is published",
)
UNABLE_TO_PROCESS = ErrorEntry(
    "GW-0001",
    description="Unable to process request [Request ID: {request_id}]",
    evidence=D,
    source="error handling page: 5xx; body like GW-0011's",
)
XML_COMPLAINT = ErrorEntry("XL03000003", "{text}", evidence=R, source="recorded malformed-XML answer")
WRONG_SENDER = ErrorEntry(
    "XL03000006", "Incorrect Intacct XML Partner ID or password.", evidence=R, source="client reports; SDK fixtures"
)
SENDER_NOT_AUTHORIZED = ErrorEntry(
    "XL03000006",
    "The sender ID '{sender}' is not authorized to make Web Services requests to company ID '{company}'.",
    "Contact the company administrator to grant Web Services authorization to this sender ID.",
    "Invalid Web Services Authorization",
    R,
    "FAQ; client tests",
)
WRONG_SIGN_IN = ErrorEntry(
    "XL03000006", "Sign-in information is incorrect", evidence=R, source="SDK fixtures; several clients"
)
INVALID_SESSION = ErrorEntry(
    "XL03000006", "Invalid session {session}", evidence=R, source="recorded invalid-session answer"
)
ENTITY_NOT_ACCESSIBLE = ErrorEntry(
    "XL03000006",
    "Sign-in information is incorrect",
    evidence=I,
    source="errorno seen cut off in a provider message; text not captured",
)
COMPANY_EXPIRED = ErrorEntry(
    "PL04000055", "This company is a demo company and has expired.", evidence=R, source="SDK fixtures"
)
NOT_SUBSCRIBED = ErrorEntry(
    "XL03000006",
    "This company is not authorized for XML transactions. Please subscribe to the XML Gateway.",
    evidence=D,
    source="old FAQ; errorno and level inferred",
)
INVALID_POLICY = ErrorEntry(
    "XL03000006", "{policy} is not a valid transport policy.", evidence=C, source="SDK response fixtures"
)
DUPLICATE_CONTROL_ID = ErrorEntry(
    "XL03000006",
    "The function with control ID '{controlid}' has already been executed.",
    evidence=I,
    source="requests page says it is refused; number and text not published",
)
ROLLED_BACK = ErrorEntry(
    "XL03000009",
    "The entire transaction in this operation has been rolled back due to an error.",
    evidence=R,
    source="SDK issue; recorded answer",
)
NO_PERMISSION = ErrorEntry(
    "PL04000005",
    "You do not have permission for API operation {operation} on objects of type {object}",
    evidence=R,
    source="recorded answer",
)
NO_AUDIT_HISTORY = ErrorEntry(
    "",
    "You do not have permission to view audit history",
    evidence=C,
    source="a client looks for the text where errorno is empty",
)
VERB_NOT_ALLOWED = ErrorEntry(
    "PL04000005",
    "API operation {operation} cannot be performed on objects of type {object}",
    evidence=R,
    source="client issue with pasted answer",
)
NOT_BUILT = ErrorEntry(
    "XL03000009",
    "The function {function} is not supported",
    description="There was an error processing the function",
    evidence=I,
    source="shape of a query failure; the emulator's own answer for a gap",
)
INTERNAL = ErrorEntry(
    "XL03000009",
    "The request could not be processed because of an internal error",
    description="There was an error processing the function",
    evidence=I,
    source="shape of a query failure; the emulator's own answer for its own bugs",
)
BOOKS_UNUSABLE = ErrorEntry(
    "XL03000009",
    "The books of the company cannot be read or written: {reason}",
    "Make room on the disk, or make the data folder readable and writable, and send the request again.",
    description="There was an error processing the function",
    evidence=I,
    source="shape of a query failure; the emulator's own answer for a disk that is full, read-only or damaged",
)

QUERY_FAILED_OBJECT = ErrorEntry(
    "Query Failed", "Object definition {object} not found", evidence=R, source="SDK result tests"
)
READ_OBJECT_NOT_FOUND = ErrorEntry("XXX", "Object definition {object} not found", evidence=R, source="SDK result tests")
DELETE_OBJECT_NOT_FOUND = ErrorEntry("WS", "Object definition {object} not found", evidence=C, source="client tests")
FUNCTION_OBJECT_NOT_FOUND = ErrorEntry(
    "XL03000009",
    "Object definition {object} not found",
    description="There was an error processing the function",
    evidence=C,
    source="client test of query",
)
WRITE_OBJECT_NOT_FOUND = ErrorEntry(
    "XL03000009",
    "Object definition {object} not found",
    description="There was an error processing the function",
    evidence=I,
    source="as query answers; create and update not evidenced",
)
QUERY_TEXT_ERROR = ErrorEntry(
    "DL02000001",
    "There was an error processing the request.",
    description="Error",
    evidence=R,
    source="recorded answers to bad syntax, unknown fields, ISO dates, ORDER BY",
)
FIELDS_NOT_QUERYABLE = ErrorEntry(
    "XL03000006",
    "The following fields cannot be queried: [ {object}: [{fields}] ]",
    evidence=R,
    source="SDK issues with pasted answers",
)
FILTER_FIELD_UNKNOWN = ErrorEntry(
    "XL03000010",
    "Field requested is not valid: {object}.{field}",
    evidence=R,
    source="SDK issue: a filter on a field that the object does not have",
)
FILTER_VALUE_INVALID = ErrorEntry(
    "XL03000006",
    "The value '{value}' is not valid for the field {field}.",
    evidence=I,
    source="not evidenced",
)
FILTER_EMPTY = ErrorEntry(
    "XL03000006", "The {element} element must not be empty.", evidence=I, source="clients send it; answer not evidenced"
)
INVALID_FIELDS_LIST = ErrorEntry("Invalid fields list {fields}", evidence=R, source="recorded answer to read")
READ_MORE_FAILED = ErrorEntry(
    "readMore failed",
    "Attempt to readMore with an invalid or expired resultId: {result_id}",
    evidence=R,
    source="vendor SDK test; recorded answers",
)
TOO_MANY = ErrorEntry(
    "XL03000006",
    "The number of {what} exceeds the maximum of {limit}.",
    evidence=I,
    source="limit documented; answer not evidenced",
)
PAGE_SIZE = ErrorEntry(
    "XL03000006",
    "The page size must be between 1 and {limit}.",
    evidence=I,
    source="limit documented; answer not evidenced",
)
RELATION_NOT_FOUND = ErrorEntry(
    "XXX",
    "Relationship {relation} not found in object {object}",
    evidence=I,
    source="as read answers an unknown object; readRelated not evidenced",
)
VIEW_NOT_FOUND = ErrorEntry(
    "Query Failed",
    "View {view} not found",
    evidence=I,
    source="as readByQuery answers an unknown object; readView not evidenced",
)
REPORT_NOT_FOUND = ErrorEntry(
    "XL03000009",
    "Report definition {report} not found",
    description="There was an error processing the function",
    evidence=I,
    source="as query answers an unknown object; readReport not evidenced",
)
REPORT_ARGUMENT_UNKNOWN = ErrorEntry(
    "XL03000009",
    "The argument {argument} is not a parameter of the report {report}",
    description="There was an error processing the function",
    evidence=I,
    source="not evidenced",
)
REPORT_RESULT_GONE = ErrorEntry(
    "readMore failed",
    "Attempt to readMore with an invalid or expired reportId: {report_id}",
    evidence=I,
    source="as readMore answers an unknown resultId; documented is that the last page deletes the report",
)
LOGIN_UNKNOWN = ErrorEntry(
    "BL03000025",
    "Login ID {user} does not exist.",
    "Provide a valid USER.LOGINID value.",
    evidence=R,
    source="recorded getUserPermissions answer",
)

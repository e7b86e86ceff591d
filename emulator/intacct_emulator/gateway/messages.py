"""What passes between the HTTP edge and the gateway: a request without its HTTP, and its answer."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple, Protocol

from intacct_emulator.errors import ErrorDetail, protocol

if TYPE_CHECKING:
    from .response import OperationAnswer

XML_CONTENT_TYPE = 'text/xml; encoding="UTF-8";charset=UTF-8'
"""`encoding=` is what the vendor's SDKs record (evidence: client). `charset=` behind it is inferred: without it every
client built on Python's requests would read the text as Latin-1, which nobody has reported."""


class InboundRequest(NamedTuple):
    """One document a client sent: empty when the method was not POST or nothing was posted.

    `endpoint_url` is the gateway's address as this client knows it, for the `<endpoint>` of getAPISession.
    """

    body: bytes
    endpoint_url: str
    method: str
    request_id: str


class Answer(NamedTuple):
    """What goes back. `gaps` names what the emulator has not built; it travels in a response header.

    `sender`, `errors` and `operations` are what the body was rendered from: who asked, what refused the request as a
    whole, and the results.
    """

    status: int
    body: bytes
    content_type: str = XML_CONTENT_TYPE
    gaps: tuple[str, ...] = ()
    sender: str = ""
    errors: Sequence[ErrorDetail] = ()
    operations: "Sequence[OperationAnswer]" = ()


class Gateway(Protocol):
    """Answers documents. It knows no HTTP beyond the status code."""

    async def answer(self, request: InboundRequest) -> Answer:
        """The answer to one request. An exception is a defect of the gateway, and is answered by `server_failure`."""
        ...


def server_failure(request_id: str) -> Answer:
    """The answer when the gateway itself broke: HTTP 500 with the minimal error body.

    Documented: the 5xx range and GW-0001 with this text. Inferred: that it comes in the body form documented for
    GW-0011. Clients repeat a 5xx, as they would with the real gateway.
    """
    error = protocol.UNABLE_TO_PROCESS.fill(request_id=request_id)
    body = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f"<response><control><status>failure</status></control><errormessage><error><errorno>{error.errorno}</errorno>"
        f"<description>{error.description}</description></error></errormessage></response>"
    )
    return Answer(500, body.encode(), errors=(error,))


def too_large(limit: int) -> Answer:
    """The answer to a body over `limit` bytes: a control failure without echo, as for a body that is not XML.

    Inferred: there is no evidence of what the gateway does. The form is that of a document that could not be read,
    so that a client shows the text; a 400 would be taken for wrong credentials by clients that know only GW-0011.
    """
    error = protocol.REQUEST_TOO_LARGE.fill(limit=limit)
    body = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        "<response><control><status>failure</status><senderid></senderid><controlid></controlid></control>"
        f"<errormessage><error><errorno>{error.errorno}</errorno><description></description>"
        f"<description2>{error.description2}</description2>"
        f"<correction>{error.correction}</correction></error></errormessage></response>"
    )
    return Answer(200, body.encode(), errors=(error,))

"""What stands between contracts and the network: nothing is written where writing is not allowed, and the latest
requests and answers are kept, fit to be shown when a contract fails."""

from collections import deque

import httpx2
import pytest
from lxml import etree

from intacct_client.redaction import Redactor

GAP_HEADER = "x-intacct-emulator-gap"
_REMEMBERED = 4
_READING = ("read", "query", "lookup", "inspect", "get")


class Journal:
    """Remembers the latest exchanges with secrets masked, and refuses answers that say something is not built."""

    def __init__(self, redactor: Redactor) -> None:
        self._redactor = redactor
        self._latest: deque[str] = deque(maxlen=_REMEMBERED)

    def note(self, request: bytes, response: httpx2.Response) -> None:
        """Remember an exchange. AssertionError for an emulator gap: no contract may rest on one."""
        asked, said = (self._redactor.body(body) for body in (request, response.content))
        self._latest.append(f">>> {asked}\n<<< HTTP {response.status_code}\n{said}")
        gap = response.headers.get(GAP_HEADER)
        assert gap is None, f"the emulator has not built {gap} yet"

    def __str__(self) -> str:
        return "\n".join(self._latest)


class Guarded(httpx2.HTTPTransport):
    """HTTP whose exchanges a journal notes. Without `may_write`, a request that calls anything but reading functions
    is not sent: it skips the contract."""

    def __init__(self, journal: Journal, *, may_write: bool) -> None:
        super().__init__()
        self._journal = journal
        self._may_write = may_write

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        if not self._may_write and (names := writing_functions(request.read())):
            pytest.skip(f"sends {', '.join(names)} to the sandbox: give --allow-writes")
        response = super().handle_request(request)
        response.read()
        self._journal.note(request.read(), response)
        return response


def writing_functions(body: bytes) -> list[str]:
    """The functions a request calls that may change something; none in what is no XML, which no gateway runs."""
    try:
        root = etree.fromstring(body, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError:
        return []
    names = [str(call.tag) for call in root.iterfind(".//function/*")]
    return [name for name in names if not name.startswith(_READING)]

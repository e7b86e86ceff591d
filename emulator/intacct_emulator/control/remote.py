"""The control verbs for another process: the same words, sent over HTTP. Needs nothing but the standard library."""

import http.client
import json
import threading
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote, urlencode, urlsplit

from intacct_emulator.settings import CONTROL_PREFIX, GATEWAY_PATH

from .access import CompanyAccess
from .failure import AlreadyThereError, ControlError, NotThereError, UnusableError

_REFUSALS = {error.status: error for error in (NotThereError, AlreadyThereError, UnusableError)}
_JSON = "application/json"
_SECONDS = 60.0
_TIMEOUT = 408


class RemoteControl:
    """Controls the emulator at an address such as `http://127.0.0.1:8080`. May be used from several threads.

    Every verb raises ControlError: for what the emulator refuses, and when nobody answers at the address within so many
    seconds.
    """

    def __init__(self, address: str, *, seconds: float = _SECONDS) -> None:
        parts = urlsplit(address if "://" in address else f"http://{address}")
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise UnusableError(f"{address!r} is not the address of an emulator, such as http://127.0.0.1:8080")
        self.address = f"{parts.scheme}://{parts.netloc}"
        self._seconds = seconds
        self._lock = threading.Lock()
        self._connection: http.client.HTTPConnection | None = None

    @property
    def url(self) -> str:
        """The gateway's address."""
        return self.address + GATEWAY_PATH

    def create_company(self, template: str = "northfield", company_id: str | None = None) -> CompanyAccess:
        """A new company like a fixture."""
        body = {"template": template, "company_id": company_id}
        return CompanyAccess.from_json(self.send("POST", "/companies", body))

    def clone_company(self, source: str, company_id: str | None = None) -> CompanyAccess:
        """A new company that is what another one is now."""
        body = {"company_id": company_id}
        return CompanyAccess.from_json(self.send("POST", f"/companies/{quote(source, '')}/clone", body))

    def companies(self) -> list[dict[str, Any]]:
        """All companies."""
        found: list[dict[str, Any]] = self.send("GET", "/companies")
        return found

    def access(self, company_id: str) -> CompanyAccess:
        """How to sign in to a company."""
        return CompanyAccess.from_json(self.send("GET", f"/companies/{quote(company_id, '')}"))

    def delete_company(self, company_id: str) -> None:
        """Takes a company away."""
        self.send("DELETE", f"/companies/{quote(company_id, '')}")

    def reset_company(self, company_id: str) -> None:
        """Puts a company back to how it began."""
        self.send("POST", f"/companies/{quote(company_id, '')}/reset")

    def snapshot_company(self, company_id: str, name: str = "default") -> None:
        """Keeps what a company is now."""
        self.send("PUT", f"/companies/{quote(company_id, '')}/snapshots/{quote(name, '')}")

    def restore_company(self, company_id: str, name: str = "default") -> None:
        """Makes a company what it was at a snapshot."""
        self.send("POST", f"/companies/{quote(company_id, '')}/snapshots/{quote(name, '')}/restore")

    def export_company(self, company_id: str) -> bytes:
        """The company as a file."""
        content: bytes = self.send("GET", f"/companies/{quote(company_id, '')}/export")
        return content

    def import_company(self, content: bytes, company_id: str | None = None) -> CompanyAccess:
        """Takes in an exported company."""
        query = "?" + urlencode({"company_id": company_id}) if company_id else ""
        return CompanyAccess.from_json(self.send("POST", "/companies/import" + query, content))

    def books(self, company_id: str) -> list[dict[str, Any]]:
        """Up to which day the books of the top level and of each entity are closed, by module."""
        found: list[dict[str, Any]] = self.send("GET", f"/companies/{quote(company_id, '')}/books")
        return found

    def close_books(
        self, company_id: str, through: str, *, entity: str | None = None, modules: Sequence[str] | None = None
    ) -> list[dict[str, Any]]:
        """Closes books up to the end of a month such as 2026-01-31; the books as they are then."""
        body = {"through": through, "entity": entity, "modules": _listed(modules)}
        found: list[dict[str, Any]] = self.send("POST", f"/companies/{quote(company_id, '')}/books/close", body)
        return found

    def open_books(
        self,
        company_id: str,
        since: str | None = None,
        *,
        entity: str | None = None,
        modules: Sequence[str] | None = None,
    ) -> list[dict[str, Any]]:
        """Opens books again from the first of a month such as 2026-01-01, or altogether; the books as they are then."""
        body = {"since": since, "entity": entity, "modules": _listed(modules)}
        found: list[dict[str, Any]] = self.send("POST", f"/companies/{quote(company_id, '')}/books/open", body)
        return found

    def requests(self, **filters: object) -> list[dict[str, Any]]:
        """What came in, oldest first; see `/_emulator/openapi.json` for the filters."""
        found: list[dict[str, Any]] = self.send("GET", "/requests" + _query(filters))
        return found

    def wait_for_requests(self, count: int = 1, timeout: float = 5.0, **filters: object) -> list[dict[str, Any]]:
        """The requests as soon as there are `count`; after `timeout` seconds those that there are."""
        query = _query({"count": count, "timeout": timeout, **filters})
        found: list[dict[str, Any]] = self.send("GET", "/requests/wait" + query)
        return found

    def keep_requests(self, most: int = 1000) -> None:
        """Switches the journal on, for the latest so many requests, or with 0 off."""
        self.send("PUT", "/requests", {"most": most})

    def clear_requests(self, company: str | None = None) -> None:
        """Forgets what came in."""
        self.send("DELETE", "/requests" + _query({"company": company}))

    def add_fault(self, kind: str, **order: object) -> None:
        """Orders a fault; `/_emulator/openapi.json` lists the kinds and what they are told."""
        self.send("POST", "/faults", {"kind": kind, **order})

    def clear_faults(self, company: str | None = None) -> None:
        """Takes back the faults that are still to come."""
        self.send("DELETE", "/faults" + _query({"company": company}))

    def set_clock(self, now: str) -> None:
        """Sets the clock of all companies; it goes on from there."""
        self.send("PUT", "/clock", {"now": now})

    def freeze_clock(self, now: str | None = None) -> None:
        """Lets time stand."""
        self.send("POST", "/clock/freeze", {"now": now})

    def advance_clock(self, seconds: float) -> None:
        """Moves the clock on."""
        self.send("POST", "/clock/advance", {"seconds": seconds})

    def resume_clock(self) -> None:
        """Goes back to the system's time."""
        self.send("DELETE", "/clock")

    def shut_down(self) -> None:
        """Ends the emulator."""
        self.send("POST", "/shutdown")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Closes the connection."""
        with self._lock:
            self._drop()

    def send(self, method: str, path: str, body: Mapping[str, object] | bytes | None = None) -> Any:  # noqa: ANN401
        """One control request; what its JSON says, or its bytes."""
        content = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        with self._lock:
            status, kind, answer = self._exchange(method, CONTROL_PREFIX + path, content)
        if not kind.startswith(_JSON):
            if status >= 400:
                raise _REFUSALS.get(status, ControlError)(answer.decode("utf-8", "replace").strip())
            return answer
        said = json.loads(answer)
        if status >= 400 and status != _TIMEOUT:
            raise _REFUSALS.get(status, ControlError)(said.get("error", f"HTTP {status}"))
        return said

    def _exchange(self, method: str, path: str, content: bytes) -> tuple[int, str, bytes]:
        # A connection that was kept may have been closed meanwhile: then, and only then, a new one is tried.
        kept = self._connection is not None
        try:
            return self._once(method, path, content)
        except (OSError, http.client.HTTPException) as error:
            self._drop()
            if not kept or isinstance(error, TimeoutError):
                raise self._nobody(error) from error
        try:
            return self._once(method, path, content)
        except (OSError, http.client.HTTPException) as error:
            self._drop()
            raise self._nobody(error) from error

    def _nobody(self, error: Exception) -> ControlError:
        reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
        return ControlError(f"no emulator answers at {self.address}: {reason}; start one with: intacct-emulator serve")

    def _once(self, method: str, path: str, content: bytes) -> tuple[int, str, bytes]:
        if self._connection is None:
            parts = urlsplit(self.address)
            kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
            self._connection = kind(parts.netloc, timeout=self._seconds)
        self._connection.request(method, path, content, {"Content-Type": _JSON} if content else {})
        response = self._connection.getresponse()
        return response.status, response.getheader("Content-Type", ""), response.read()

    def _drop(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def _query(filters: Mapping[str, object]) -> str:
    given = {name: str(value) for name, value in filters.items() if value is not None}
    return "?" + urlencode(given) if given else ""


def _listed(names: Sequence[str] | None) -> list[str] | None:
    return None if names is None else list(names)

"""Writes that clean up after themselves: whatever a contract creates is deleted when it ends, latest first."""

from collections.abc import Mapping

from lxml import etree

from contract_tests.harness.wire import Answer, Wire
from intacct_client import Client, IntacctError

_LEGACY = {
    "create_invoice": "ARINVOICE",
    "create_bill": "APBILL",
    "create_gltransaction": "GLBATCH",
}
_GONE = "Cannot find"


class CleanUpError(Exception):
    """Something a contract made could not be deleted; the text names every record that stays."""


class Writing:
    """What a contract writes with. Everything created through it, by client or on the wire, is noted."""

    def __init__(self, wire: Wire, client: Client) -> None:
        self._wire = wire
        self._client = client
        self._made: list[tuple[str, str]] = []

    def create(self, object_name: str, record: Mapping[str, object]) -> str:
        """Create a record through the client; its RECORDNO. Raises the client's FunctionError."""
        key = str(self._client.create(object_name, record)["RECORDNO"])
        self.made(object_name, key)
        return key

    def delete(self, object_name: str, key: str) -> None:
        """Delete a record that was made here."""
        self._client.delete(object_name, key)
        self._made.remove((object_name, key))

    def call(self, *functions: str, **changed: object) -> Answer:
        """Call functions on the wire (control ids f1, f2 ...), noting what they create."""
        return self._noted(self._wire.call(*functions, **changed))  # type: ignore[arg-type]

    def call_named(self, functions: Mapping[str, str], **changed: object) -> Answer:
        """Call functions on the wire under control ids of one's own, noting what they create."""
        return self._noted(self._wire.call_named(functions, **changed))  # type: ignore[arg-type]

    def made(self, object_name: str, key: str) -> None:
        """Note a record that was made in another way."""
        self._made.append((object_name, key))

    def clean_up(self) -> None:
        """Delete what was made. Raises CleanUpError after trying everything."""
        staying = []
        while self._made:
            object_name, key = self._made.pop()
            try:
                self._client.delete(object_name, key)
            except IntacctError as error:
                if not any(_GONE in detail.description2 for detail in error.errors):
                    staying.append(f"{object_name} {key}: {error}")
        if staying:
            raise CleanUpError("these records are still there:\n" + "\n".join(staying))

    def _noted(self, answer: Answer) -> Answer:
        for result in answer.results:
            if result.findtext("function") == "create":
                self._note_rows(result)
            elif (legacy := _LEGACY.get(result.findtext("function") or "")) and result.findtext("key"):
                self.made(legacy, result.findtext("key") or "")
        return answer

    def _note_rows(self, result: etree._Element) -> None:
        # A failed create still lists what it saved before the failure; an aborted one saved nothing.
        if result.findtext("status") == "aborted":
            return
        for row in result.findall("data/*"):
            key = row.findtext("RECORDNO")
            if key:
                self.made(str(row.tag).upper(), key)

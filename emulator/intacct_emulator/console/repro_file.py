"""A case out of a kept request, as a file to download and unpack."""

import io
import tempfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

from intacct_emulator.failure import CannotRunError

from .screen import Asked, Download, Screen, Shown, missing

if TYPE_CHECKING:
    from intacct_emulator.control.room import ControlRoom
    from intacct_emulator.journal.entry import JournalEntry

_BASE = "northfield"


def repro_file(room: "ControlRoom", asked: Asked) -> Shown:
    """The case of the request that the address names, made for the fixture that its company is like."""
    entry = room.journal.entry(asked.path["request_id"]) if room.journal is not None else None
    if entry is None:
        return missing("The journal has no such request.")
    name = f"request-{entry.number}"
    try:
        return Download(f"{name}.zip", _packed(room, entry, name), "application/zip")
    except CannotRunError as fault:
        return Screen("message.html", {"title": "No case was made", "text": str(fault)}, 422)


def _packed(room: "ControlRoom", entry: "JournalEntry", name: str) -> bytes:
    from intacct_emulator.repro.capture import capture

    with tempfile.TemporaryDirectory(prefix="intacct-emulator-") as place:
        folder = Path(place) / name
        capture(entry.request, entry.answer, folder, company=_fixture(room, entry))
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for path in sorted(folder.rglob("*")):
                if path.is_file():
                    # Where it was made on this machine is nobody's business.
                    content = path.read_bytes().replace(f"{folder.parent.as_posix()}/".encode(), b"")
                    archive.writestr(path.relative_to(folder.parent).as_posix(), content)
        return packed.getvalue()


def _fixture(room: "ControlRoom", entry: "JournalEntry") -> str:
    of = {company.company_id: company.template for company in room.companies.list()}
    return next((of[one.company] for one in entry.operations if of.get(one.company)), _BASE)

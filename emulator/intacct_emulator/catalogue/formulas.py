"""Formulas of computed fields: SQL over the row, where `{row}` is its alias and `:today` the current date.

A formula stands in the object's file beside its field. One that several fields share stands under a name in
`objects/_formulas.json`, as a text or as its lines; a field asks for it as `"formula": "@invoice_state"`, another
shared one as `{posted_state}`.
"""

import json
import re
from collections.abc import Mapping
from pathlib import Path

_PLACE = re.compile(r"\{(\w+)\}")
_ROW = "row"
_URL_START = "https://www.intacct.com/ia/acct/ur.phtml?.r="


class Formulas:
    """The shared formulas of a catalogue's folder, read on first use."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "_formulas.json"
        self._shared: Mapping[str, str | list[str]] | None = None

    def expanded(self, text: str) -> str:
        """A formula with the shared ones it names filled in. KeyError for an unknown name, which is a bug in the
        data."""
        if text.startswith("@"):
            text = self._named(text[1:])
        return _PLACE.sub(lambda place: place[0] if place[1] == _ROW else self.expanded(f"@{place[1]}"), text)

    def _named(self, name: str) -> str:
        if self._shared is None:
            self._shared = json.loads(self._file.read_bytes())
        found = self._shared[name]
        return found if isinstance(found, str) else " ".join(found)


def record_url(object_name: str, key: str) -> str:
    """The formula of RECORD_URL, which nearly all objects have: a deep link in the recorded shape. Its token is our
    own."""
    return f"'{_URL_START}' || hex('{object_name}:' || {{row}}.\"{key}\")"

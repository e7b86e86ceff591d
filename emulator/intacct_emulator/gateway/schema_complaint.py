"""One complaint of the XML checks, in the words libxml2 2.9 uses and the wrapper the gateway puts around them."""

from dataclasses import dataclass
from typing import Final

LEVELS: Final = {1: "Warning", 2: "Error", 3: "Fatal Error"}
"""libxml2's severities as the gateway spells them."""


@dataclass(frozen=True, slots=True)
class Complaint:
    """A complaint of libxml2 about a document: severity, its own error number, message and position.

    `column` is 0 for a complaint of the schema: only the parser knows columns. `path` leads to the element that the
    schema complains of.
    """

    level: str
    code: int
    message: str
    line: int
    column: int
    path: str = ""

    def text(self, dtd: bool = False) -> str:
        """The sentence of `<description2>`.

        A schema message ends in a dot already and the wrapper adds another: the double dot is recorded. With `dtd`
        (dtdversion 2.1) the word "schema" is missing and double quotes arrive escaped once too often (both recorded).
        """
        kind, message = "XML Parse schema error", self.message.strip()
        if dtd:
            kind, message = "XML Parse error", message.replace('"', "&quot;")
        return f"{kind}: {self.level} {self.code}: {message}. Line: {self.line}, column: {self.column}."

"""The shape of a gateway error: a catalogue entry, its filled-in text, and the exception carrying a stack of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self

from intacct_emulator.catalogue.model import Evidence

from .newer import NewerName


@dataclass(frozen=True, slots=True)
class ErrorEntry:
    """One error of the catalogue. `{slot}` marks stand for values given where it is raised.

    `source` names the public evidence. `inferred` entries make up the published list of guesses. `newer` holds what the
    error is called in newer answers, as far as that is known.
    """

    errorno: str
    description2: str = ""
    correction: str = ""
    description: str = ""
    evidence: Evidence = Evidence.INFERRED
    source: str = ""
    newer: tuple[NewerName, ...] = ()

    def fill(self, **slots: object) -> "ErrorDetail":
        """The error with its slots filled in. A missing slot is a KeyError: a bug."""
        return ErrorDetail(
            self.errorno.format_map(slots),
            self.description.format_map(slots),
            self.description2.format_map(slots),
            self.correction.format_map(slots),
            self,
            slots,
        )


@dataclass(frozen=True, slots=True)
class ErrorDetail:
    """One `<error>` of an answer, without support id; the catalogue entry it is of, and the values in its slots."""

    errorno: str
    description: str
    description2: str
    correction: str
    entry: ErrorEntry
    slots: Mapping[str, object] = field(hash=False)

    @property
    def newer(self) -> NewerName | None:
        """The newer name of this error; None if unknown."""
        return next((name for name in self.entry.newer if name.fits(self.slots)), None)


class GatewayError(Exception):
    """A request that the gateway answers with errors: the specific one first, then one per level that failed for it.

    `gaps` names what the emulator has not built, where that is the reason.
    """

    gaps: tuple[str, ...] = ()

    def __init__(self, entry: ErrorEntry, **slots: object) -> None:
        self.stack: tuple[ErrorDetail, ...] = (entry.fill(**slots),)
        super().__init__(self.stack[0].description2 or self.stack[0].errorno)

    @property
    def entry(self) -> ErrorEntry:
        """The catalogue entry of the specific error."""
        return self.stack[0].entry

    def then(self, entry: ErrorEntry, **slots: object) -> Self:
        """Adds what an outer level of the same save has to say."""
        self.stack = (*self.stack, entry.fill(**slots))
        return self

    @classmethod
    def of(cls, details: tuple[ErrorDetail, ...]) -> Self:
        """An error made of details that are filled in already; at least one."""
        error = cls.__new__(cls)
        Exception.__init__(error, details[0].description2 or details[0].errorno)
        error.stack = details
        return error


class EmulatorGap(GatewayError):  # noqa: N818 - a gap is what it is called in the header and the docs
    """Something the real gateway has and this emulator has not built: answered with the closest real-shaped error and
    reported in the `X-Intacct-Emulator-Gap` header."""

    def __init__(self, what: str, entry: ErrorEntry, **slots: object) -> None:
        super().__init__(entry, **slots)
        self.gaps = (what,)

"""A control verb as a row of a table: route, parameters, answer. Routes and openapi.json are made of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from .failure import UnusableError


class Where(StrEnum):
    """Where a parameter stands in a request."""

    PATH = "path"
    QUERY = "query"
    BODY = "body"


class Kind(StrEnum):
    """What a parameter's value is, in the words of JSON Schema."""

    TEXT = "string"
    WHOLE = "integer"
    NUMBER = "number"
    TRUTH = "boolean"
    TEXTS = "array"
    """Texts, which only a body can hold."""


_PYTHON: Mapping[Kind, tuple[type, ...]] = {
    Kind.TEXT: (str,),
    Kind.WHOLE: (int,),
    Kind.NUMBER: (int, float),
    Kind.TRUTH: (bool,),
    Kind.TEXTS: (list,),
}
_TRUTHS = {"true": True, "1": True, "false": False, "0": False}


@dataclass(frozen=True, slots=True)
class Parameter:
    """One thing an operation is told. What is not required and not given is left out of the call."""

    name: str
    doc: str
    where: Where = Where.BODY
    kind: Kind = Kind.TEXT
    required: bool = False

    def from_text(self, text: str) -> object:
        """The value of a text of the address. Raises UnusableError."""
        try:
            if self.kind is Kind.TRUTH:
                return _TRUTHS[text.lower()]
            if self.kind is Kind.WHOLE:
                return int(text)
            return float(text) if self.kind is Kind.NUMBER else text
        except (ValueError, KeyError):
            raise UnusableError(f"{self.name}: {text!r} is no {self.kind}") from None

    def checked(self, value: object) -> object:
        """A value of a JSON body. Raises UnusableError for one of another kind."""
        right = isinstance(value, _PYTHON[self.kind]) and isinstance(value, bool) == (self.kind is Kind.TRUTH)
        if isinstance(value, list):
            right = right and all(isinstance(one, str) for one in value)
        if not right:
            what = "array of texts" if self.kind is Kind.TEXTS else self.kind
            raise UnusableError(f"{self.name}: {value!r} is no {what}")
        return value


@dataclass(frozen=True, slots=True)
class Reply:
    """What an operation answers: a value that becomes JSON, or, with a media type, bytes or text as they are."""

    value: Any = None
    status: int = 200
    media_type: str = ""


Handler = Callable[..., Reply]


@dataclass(frozen=True, slots=True)
class Operation:
    """One verb. `handle` gets the parameters by name, and `content` as well where the body is a file. `others` are
    further statuses that come with an answer and are no refusals."""

    name: str
    method: str
    path: str
    summary: str
    handle: Handler
    parameters: tuple[Parameter, ...] = ()
    answer: str = ""
    takes_file: str = ""
    status: int = 200
    others: tuple[tuple[int, str], ...] = ()

    def arguments(
        self, path: Mapping[str, str], query: Mapping[str, str], body: Mapping[str, object]
    ) -> dict[str, object]:
        """What `handle` is called with. Raises UnusableError for what is missing, unknown or of the wrong kind."""
        known = {parameter.name: parameter for parameter in self.parameters}
        of_body = {name for name, parameter in known.items() if parameter.where is Where.BODY}
        of_query = {name for name, parameter in known.items() if parameter.where is Where.QUERY}
        for name in [name for name in query if name not in of_query] + [name for name in body if name not in of_body]:
            raise UnusableError(f"{name} is not known here; {self.name} takes {', '.join(known) or 'nothing'}")
        found: dict[str, object] = dict(path)
        found |= {name: known[name].from_text(text) for name, text in query.items()}
        found |= {name: known[name].checked(value) for name, value in body.items() if value is not None}
        for name, parameter in known.items():
            if parameter.required and name not in found:
                raise UnusableError(f"{name} is missing: {parameter.doc}")
        return found

"""Results as `<response>`: the only place that writes envelope XML.

Texts are built directly, without a tree: answering rows is the gateway's hot path. Letter case, element order and the
two spellings of emptiness (`<x></x>` for values, `<data …/>` for no rows) are recorded.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from intacct_emulator.errors import ErrorDetail
from intacct_emulator.functions.outcome import Element, Table, can_be_element

from .authentication import AuthenticationFailure, SignedIn
from .envelope import Control
from .execution import FAILURE, SUCCESS, Result

DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
_INDENTS = tuple("    " * depth for depth in range(64))
_SPECIAL = re.compile("[&<>\"']")
# PHP's htmlspecialchars with ENT_QUOTES, as error texts arrive (recorded).
_REPLACEMENTS = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#039;"})


@dataclass(frozen=True, slots=True)
class OperationAnswer:
    """What one operation answers: its authentication, then results or the reason there are none."""

    authentication: SignedIn | AuthenticationFailure
    userid: str
    companyid: str
    results: Sequence[Result] = ()


class ResponseWriter:
    """Writes one response. `pretty` adds line breaks and indentation (`includewhitespace`, true by default)."""

    def __init__(self, control: Control, support_id: str, *, pretty: bool | None = None) -> None:
        self._control = control
        self._support_id = support_id
        self._pretty = control.includewhitespace if pretty is None else pretty
        self._parts: list[str] = [DECLARATION]

    def control_failure(self, errors: Iterable[ErrorDetail]) -> bytes:
        """A response whose control block failed: nothing was run."""
        return self._document([self._control_element(FAILURE), self._errormessage(errors)])

    def operations(self, answers: Sequence[OperationAnswer]) -> bytes:
        """A response whose control block is fine."""
        return self._document([self._control_element(SUCCESS), *(self._operation(answer) for answer in answers)])

    def front_door(self, error: ErrorDetail) -> bytes:
        """The minimal body of a refusal at the door: no ids, no description2 (documented)."""
        message = Element(
            "errormessage",
            (Element("error", (Element("errorno", error.errorno), Element("description", error.description))),),
        )
        return self._document([Element("control", (Element("status", FAILURE),)), message])

    def _document(self, children: Sequence[Element]) -> bytes:
        self._write(Element("response", children), 0)
        return "".join(self._parts).encode()

    def _control_element(self, status: str) -> Element:
        control = self._control
        return Element(
            "control",
            (
                Element("status", status),
                Element("senderid", control.senderid),
                Element("controlid", control.controlid),
                Element("uniqueid", control.uniqueid),
                Element("dtdversion", control.dtdversion),
            ),
        )

    def _operation(self, answer: OperationAnswer) -> Element:
        authentication = answer.authentication
        if isinstance(authentication, AuthenticationFailure):
            parts = [
                Element("status", FAILURE),
                Element("userid", authentication.userid),
                Element("companyid", authentication.companyid),
            ]
            if authentication.locationid is not None:
                parts.append(Element("locationid", authentication.locationid))
            return Element("operation", (Element("authentication", parts), self._errormessage(authentication.stack)))
        success = Element(
            "authentication",
            (
                Element("status", SUCCESS),
                Element("userid", answer.userid),
                Element("companyid", answer.companyid),
                Element("locationid", authentication.actor.entity_id or ""),
                Element("sessiontimestamp", authentication.timestamp.isoformat()),
                Element("sessiontimeout", authentication.timeout.isoformat()),
            ),
        )
        return Element("operation", (success, *(self._result(result) for result in answer.results)))

    def _result(self, result: Result) -> Element:
        children: list[Element] = [
            Element("status", result.status),
            Element("function", result.call.name),
            Element("controlid", result.call.controlid),
        ]
        if result.outcome.listtype is not None:
            children.append(result.outcome.listtype)
        if result.outcome.key is not None:
            children.append(Element("key", result.outcome.key))
        if result.data is not None:
            children.append(Element("data", result.data.content, result.data.attributes))
        if result.errors:
            children.append(self._errormessage(result.errors))
        return Element("result", children)

    def _errormessage(self, errors: Iterable[ErrorDetail]) -> Element:
        return Element("errormessage", [self._error(error, index == 0) for index, error in enumerate(errors)])

    def _error(self, error: ErrorDetail, first: bool) -> Element:
        description2 = error.description2
        if first and description2:
            description2 = f"{description2} [Support ID: {self._support_id}]"
        parts = [
            Element("errorno", error.errorno),
            Element("description", error.description),
            Element("description2", description2),
            Element("correction", error.correction),
        ]
        if self._control.showadditionalerrorinfo:
            parts.append(_additional_info(error, self._support_id))
        return Element("error", parts)

    def _write(self, element: Element, depth: int) -> None:
        indent, newline = (_INDENTS[depth], "\n") if self._pretty else ("", "")
        name, content = element.name, element.content
        opening = f"{indent}<{name}"
        if element.attributes:
            opening += "".join([f' {key}="{escaped(value)}"' for key, value in element.attributes])
        if isinstance(content, str):
            self._parts.append(f"{opening}>{escaped(content)}</{name}>{newline}")
        elif isinstance(content, Table):
            if content.rows:
                self._parts.append(f"{opening}>{newline}")
                self._write_rows(content, depth + 1)
                self._parts.append(f"{indent}</{name}>{newline}")
            else:
                self._parts.append(f"{opening}/>{newline}")
        elif content:
            self._parts.append(f"{opening}>{newline}")
            for child in content:
                self._write(child, depth + 1)
            self._parts.append(f"{indent}</{name}>{newline}")
        else:
            self._parts.append(f"{opening}/>{newline}")

    def _write_rows(self, table: Table, depth: int) -> None:
        indent, inner, newline = (_INDENTS[depth], _INDENTS[depth + 1], "\n") if self._pretty else ("", "", "")
        # One format for all rows: `%` fills them faster than any loop over their fields could. `%.0s` says nothing.
        fields = "".join(
            [
                f"{inner}<{name}>%s</{name}>{newline}" if can_be_element(name) else "%.0s"
                for name in map(_percent, table.field_names)
            ]
        )
        tag = _percent(table.row_name)
        row_format = f"{indent}<{tag}>{newline}{fields}{indent}</{tag}>{newline}"
        special = _SPECIAL.search
        self._parts.extend(
            [
                row_format % tuple([value.translate(_REPLACEMENTS) if special(value) else value for value in row])
                for row in table.rows
            ]
        )


def escaped(text: str) -> str:
    """Text as element content or attribute value."""
    return text.translate(_REPLACEMENTS) if _SPECIAL.search(text) else text


def _percent(name: str) -> str:
    return name.replace("%", "%%")


def _additional_info(error: ErrorDetail, support_id: str) -> Element:
    """`<additionalinfo>` in its documented nesting. What names the error's message ids is not known to us: empty."""

    def target(spelling: str, request_info: str | None) -> Element:
        attributes = [("domain", ""), ("object", ""), ("field", ""), (spelling, "")]
        if request_info is not None:
            attributes.insert(1, ("requestinfo", request_info))
        return Element("target", "", tuple(attributes))

    def message(name: str) -> Element:
        return Element(
            name,
            (
                Element("messageid", ""),
                Element("category", ""),
                target("businessInfo", None),
                Element("placeholders", ""),
            ),
        )

    return Element(
        "additionalinfo",
        (
            Element("errorid", error.errorno),
            Element("category", ""),
            target("businessinfo", support_id),
            message("description"),
            message("cdescription"),
            message("correction"),
        ),
    )

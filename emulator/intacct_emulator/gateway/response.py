"""Results as `<response>`: the only place that writes envelope XML.

Texts are built directly, without a tree: answering rows is the gateway's hot path. Letter case, element order and the
two spellings of emptiness (`<x></x>` for values, `<data …/>` for no rows) are recorded.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from typing import NamedTuple

from intacct_emulator.errors import ErrorDetail
from intacct_emulator.functions.outcome import Element, Table, element_name

from .additional_info import additional_info
from .authentication import AuthenticationFailure, SignedIn
from .bare_rows import bare_rows
from .envelope import Control
from .execution import FAILURE, SUCCESS, Result

DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
_CONTROL = ("status", "senderid", "controlid", "uniqueid", "dtdversion")
_REFUSED = ("status", "userid", "companyid", "locationid")
_SIGNED_IN = ("status", "userid", "companyid", "locationid", "sessiontimestamp", "sessiontimeout")
_SIGNED_IN_TO_CLIENT = (*_SIGNED_IN[:4], "clientid", "clientstatus", *_SIGNED_IN[4:])
_ACTIVE = "active"
_RESULT = ("status", "function", "controlid")
_INDENTS = tuple("    " * depth for depth in range(64))
_SPECIAL = re.compile("[&<>\"']")
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# PHP's htmlspecialchars with ENT_QUOTES, as error texts arrive (recorded).
_REPLACEMENTS = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#039;"})


class OperationAnswer(NamedTuple):
    """What one operation answers: its authentication, then results or the reason there are none. `clientid` is the
    client company that a console signed in to by name, `company` the id of the one that was found, for observers."""

    authentication: SignedIn | AuthenticationFailure
    userid: str
    companyid: str
    results: Sequence[Result] = ()
    clientid: str | None = None
    company: str = ""


class ResponseWriter:
    """Writes one response, indented unless `includewhitespace` says otherwise. `new_support_id` makes the id that all
    errors of the response share; most need none."""

    def __init__(self, control: Control, new_support_id: Callable[[], str]) -> None:
        self._control = control
        self._new_support_id = new_support_id
        self._pretty = control.includewhitespace
        self._parts: list[str] = []

    def control_failure(self, errors: Iterable[ErrorDetail], *, echoes: bool = True) -> bytes:
        """A response whose control block failed: nothing was run. Without echo it has the form recorded for an expired
        company."""
        if echoes:
            self._control_block(FAILURE)
        else:
            self._block("control", 1, _CONTROL[:3], (FAILURE, "", ""))
        self._write(self._errormessage(errors), 1)
        # A malformed request may contain characters that XML cannot hold.
        self._parts = [_NOT_IN_XML.sub("", part) for part in self._parts]
        return self._response()

    def acknowledged(self) -> bytes:
        """The answer to a request that a job will carry out (client evidence: the vendor's SDKs)."""
        self._block("acknowledgement", 1, ("status",), (SUCCESS,))
        self._control_block(SUCCESS)
        return self._response()

    def operations(self, answers: Sequence[OperationAnswer]) -> bytes:
        """A response whose control block succeeded."""
        self._control_block(SUCCESS)
        for answer in answers:
            self._operation(answer)
        return self._response()

    def front_door(self, error: ErrorDetail) -> bytes:
        """The minimal body of a refusal at the door: no ids, no description2 (documented)."""
        self._block("control", 1, ("status",), (FAILURE,))
        self._open("errormessage", 1)
        self._block("error", 2, ("errorno", "description"), (error.errorno, error.description))
        self._close("errormessage", 1)
        return self._response()

    def _response(self) -> bytes:
        opening, closing = _tags("response", 0, self._pretty)
        return "".join((DECLARATION, opening, *self._parts, closing)).encode()

    def _control_block(self, status: str) -> None:
        control = self._control
        values = (status, control.senderid, control.controlid, control.uniqueid, control.dtdversion)
        self._block("control", 1, _CONTROL, values)

    def _operation(self, answer: OperationAnswer) -> None:
        self._open("operation", 1)
        authentication = answer.authentication
        if isinstance(authentication, AuthenticationFailure):
            # The vendor's SDK for Python reads `locationid` of every answer (evidence: client).
            refused = (FAILURE, authentication.userid, authentication.companyid, authentication.locationid)
            self._block("authentication", 2, _REFUSED, refused)
            self._write(self._errormessage(authentication.stack), 2)
        else:
            place = (SUCCESS, answer.userid, answer.companyid, authentication.actor.entity_id or "")
            times = (authentication.timestamp.isoformat(), authentication.timeout.isoformat())
            if answer.clientid is None:
                self._block("authentication", 2, _SIGNED_IN, (*place, *times))
            else:
                client = (answer.clientid, _ACTIVE)
                self._block("authentication", 2, _SIGNED_IN_TO_CLIENT, (*place, *client, *times))
            for result in answer.results:
                self._result(result)
        self._close("operation", 1)

    def _result(self, result: Result) -> None:
        self._open("result", 2)
        self._leaves(_RESULT, 3, (result.status, result.call.name, result.call.controlid))
        if result.outcome.listtype is not None:
            self._write(result.outcome.listtype, 3)
        if result.outcome.key is not None:
            self._leaves(("key",), 3, (result.outcome.key,))
        if result.data is not None:
            self._write(Element("data", result.data.content, result.data.attributes), 3)
        elif result.outcome.naked is not None:
            self._write(Element("data", bare_rows(result.outcome.naked)[0].decode()), 3)
        if result.errors:
            self._write(self._errormessage(result.errors), 3)
        self._close("result", 2)

    def _block(self, name: str, depth: int, names: tuple[str, ...], values: tuple[str, ...]) -> None:
        self._open(name, depth)
        self._leaves(names, depth + 1, values)
        self._close(name, depth)

    def _leaves(self, names: tuple[str, ...], depth: int, values: tuple[str, ...]) -> None:
        # Looking through all values at once costs a tenth of looking through each.
        if _SPECIAL.search("".join(values)):
            values = tuple([escaped(value) for value in values])
        self._parts.append(_leaf_format(names, depth, self._pretty) % values)

    def _open(self, name: str, depth: int) -> None:
        self._parts.append(_tags(name, depth, self._pretty)[0])

    def _close(self, name: str, depth: int) -> None:
        self._parts.append(_tags(name, depth, self._pretty)[1])

    def _errormessage(self, errors: Iterable[ErrorDetail]) -> Element:
        return Element("errormessage", [self._error(error, index == 0) for index, error in enumerate(errors)])

    @cached_property
    def _support_id(self) -> str:
        return self._new_support_id()

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
            parts.append(additional_info(error, self._support_id))
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
            if content.page.rows:
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
        opening, closing = _tags(_percent(table.row_name), depth, self._pretty)
        outputs = table.page.outputs
        if table.blocks:
            format_of_fields, order = _block_format(outputs.names, depth + 1, self._pretty)
        else:
            format_of_fields, order = _leaf_format(outputs.names, depth + 1, self._pretty), None
        row_format = opening + format_of_fields + ("" if table.lines else closing)
        special, parts = _SPECIAL.search, self._parts
        for number, row in enumerate(table.page.rows):
            texts = outputs.texts(row)
            if order is not None:
                texts = [texts[place] for place in order]
            if special("".join(texts)):
                texts = [escaped(text) for text in texts]
            parts.append(row_format % tuple(texts))
            if table.lines:
                for element in table.lines[number]:
                    self._write(element, depth + 1)
                parts.append(closing)


def escaped(text: str) -> str:
    """Text as element content or attribute value."""
    return text.translate(_REPLACEMENTS) if _SPECIAL.search(text) else text


@lru_cache(maxsize=256)
def _tags(name: str, depth: int, pretty: bool) -> tuple[str, str]:
    """An element's opening and closing tag, each on its own line if the answer is indented."""
    indent, newline = (_INDENTS[depth], "\n") if pretty else ("", "")
    return f"{indent}<{name}>{newline}", f"{indent}</{name}>{newline}"


@lru_cache(maxsize=256)
def _leaf_format(names: tuple[str, ...], depth: int, pretty: bool) -> str:
    """A `%` format of elements that hold a text each: `%` fills it faster than any loop over its elements could."""
    indent, newline = (_INDENTS[depth], "\n") if pretty else ("", "")
    elements = [_percent(element_name(name)) for name in names]
    return "".join([f"{indent}<{name}>%s</{name}>{newline}" for name in elements])


@lru_cache(maxsize=256)
def _block_format(names: tuple[str, ...], depth: int, pretty: bool) -> tuple[str, tuple[int, ...] | None]:
    """Like `_leaf_format`, with dotted names in blocks, each where its first field stands. Also the order in which the
    format takes the texts, None for the order of the names."""
    places: list[int] = []
    root = _Block()
    for place, name in enumerate(names):
        *path, last = element_name(name).split(".")
        block = root
        for part in path:
            block = block.setdefault((part, None), _Block())
        block[last, place] = _Block()
    text = "".join(_filled(root, depth, pretty, places))
    return text, None if places == sorted(places) else tuple(places)


class _Block(dict[tuple[str, int | None], "_Block"]):
    """The elements of a block: inner blocks by name alone, fields by name and the place of their text."""


def _filled(block: _Block, depth: int, pretty: bool, places: list[int]) -> Iterator[str]:
    for (name, place), inner in block.items():
        if place is not None:
            places.append(place)
            yield _leaf_format((name,), depth, pretty)
        else:
            opening, closing = _tags(_percent(name), depth, pretty)
            yield opening
            yield from _filled(inner, depth + 1, pretty, places)
            yield closing


def _percent(name: str) -> str:
    return name.replace("%", "%%")

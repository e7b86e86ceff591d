"""Parses the filter text of `readByQuery`.

Grammar (documented): comparisons with `< > >= <= = like`, `not like`, `in`, `not in`, `IS [NOT] NULL`, joined by
`AND`, `OR`, `NOT` and parentheses, keywords in any letter case; texts in single quotes, `\\'` for a quote in them;
`rownum`. Inferred: `!=` and `<>`, a doubled quote for a quote, `\\\\` for a backslash, numbers without quotes. Every
fault of the text gets the one recorded error, QUERY_TEXT_ERROR.
"""

import re
from typing import NamedTuple

from intacct_emulator.catalogue.values import whole_number
from intacct_emulator.errors import GatewayError, protocol

from .ast import (
    MAX_LIST,
    Comparison,
    Filter,
    NullTest,
    Operator,
    Rownum,
    all_of,
    any_of,
    negation,
    nested_too_deep,
)

_TOKEN = re.compile(
    r"""\s*(?:
        (?P<text>'(?:[^'\\]|\\.|'')*')
      | (?P<number>[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?![\w.]))
      | (?P<name>[^\W\d][\w.\#$]*)
      | (?P<sign><=|>=|<>|!=|[<>=(),])
    )""",
    re.VERBOSE | re.DOTALL,
)
_ESCAPES = re.compile(r"\\(['\\])|''")
_SIGNS = {
    "=": Operator.EQUAL,
    "!=": Operator.NOT_EQUAL,
    "<>": Operator.NOT_EQUAL,
    "<": Operator.LESS,
    "<=": Operator.LESS_OR_EQUAL,
    ">": Operator.GREATER,
    ">=": Operator.GREATER_OR_EQUAL,
}
_KEYWORDS = frozenset({"AND", "OR", "NOT", "IN", "LIKE", "IS", "NULL"})
_STRENGTH = {"OR": 1, "AND": 2, "NOT": 3}
_MAX_PARENTHESES = 500
_END = "end"
_ROWNUM = "ROWNUM"


class _Token(NamedTuple):
    """`kind` is text, number, name, sign, keyword or end; `value` is unquoted, keywords are upper case."""

    kind: str
    value: str


def parse_query_text(text: str) -> Filter | None:
    """The filter of a `<query>` text; None for a blank one, which means all rows. Raises QUERY_TEXT_ERROR."""
    if not text.strip():
        return None
    condition = _Parser(_tokens(text)).parse()
    if nested_too_deep(condition):
        raise _fault()
    return condition


def _fault() -> GatewayError:
    return GatewayError(protocol.QUERY_TEXT_ERROR)


def _tokens(text: str) -> list[_Token]:
    tokens: list[_Token] = []
    text = text.rstrip()
    position, end = 0, len(text)
    while position < end:
        match = _TOKEN.match(text, position)
        if match is None or match.lastgroup is None:
            raise _fault()
        kind, value = match.lastgroup, match[match.lastgroup]
        if kind == "text":
            value = _ESCAPES.sub(lambda escape: escape[1] or "'", value[1:-1])
        elif kind == "name" and value.upper() in _KEYWORDS:
            kind, value = "keyword", value.upper()
        tokens.append(_Token(kind, value))
        position = match.end()
    tokens.append(_Token(_END, ""))
    return tokens


class _Parser:
    """Operator precedence over two stacks of its own, so that no request can exhaust Python's."""

    def __init__(self, tokens: list[_Token]) -> None:
        self._tokens = tokens
        self._position = 0
        self._conditions: list[Filter] = []
        self._operators: list[tuple[str, int]] = []
        self._open = 0

    def parse(self) -> Filter:
        while True:
            self._prefixes()
            self._conditions.append(self._comparison())
            self._closings()
            token = self._next()
            if token.kind == _END:
                break
            if token.kind != "keyword" or token.value not in ("AND", "OR"):
                raise _fault()
            self._join(token.value)
        if self._open:
            raise _fault()
        self._reduce(0)
        return self._conditions[0]

    def _prefixes(self) -> None:
        """Consumes what may stand before a comparison: opening parentheses and NOT."""
        while (token := self._peek()) in (("sign", "("), ("keyword", "NOT")):
            self._position += 1
            if token.value == "(":
                self._open += 1
                if self._open > _MAX_PARENTHESES:
                    raise _fault()
            self._operators.append((token.value, 1))

    def _closings(self) -> None:
        while self._peek() == ("sign", ")"):
            self._position += 1
            if not self._open:
                raise _fault()
            self._open -= 1
            self._reduce(0)
            self._operators.pop()

    def _join(self, junction: str) -> None:
        """Puts AND or OR on the stack; a run of the same one is kept as one operator with its number of operands."""
        self._reduce(_STRENGTH[junction] + 1)
        if self._operators and self._operators[-1][0] == junction:
            self._operators[-1] = (junction, self._operators[-1][1] + 1)
        else:
            self._operators.append((junction, 2))

    def _reduce(self, strength: int) -> None:
        """Applies the operators of at least that strength, down to the last open parenthesis."""
        while self._operators:
            name, operands = self._operators[-1]
            if name == "(" or _STRENGTH[name] < strength:
                return
            self._operators.pop()
            if name == "NOT":
                self._conditions[-1] = negation(self._conditions[-1])
                continue
            joined = self._conditions[-operands:]
            del self._conditions[-operands:]
            self._conditions.append(all_of(joined) if name == "AND" else any_of(joined))

    def _comparison(self) -> Filter:
        name = self._next()
        if name.kind != "name":
            raise _fault()
        operator = self._next()
        if operator.kind == "sign" and operator.value in _SIGNS:
            return self._compared(name.value, _SIGNS[operator.value])
        if name.value.upper() == _ROWNUM:
            raise _fault()
        if operator == ("keyword", "IS"):
            negated = self._peek() == ("keyword", "NOT")
            self._position += negated
            self._expect("keyword", "NULL")
            return NullTest(name.value, negated)
        negated = operator == ("keyword", "NOT")
        if negated:
            operator = self._next()
        if operator == ("keyword", "LIKE"):
            return Comparison(name.value, Operator.NOT_LIKE if negated else Operator.LIKE, (self._literal(),))
        if operator == ("keyword", "IN"):
            return Comparison(name.value, Operator.NOT_IN if negated else Operator.IN, self._list())
        raise _fault()

    def _compared(self, field: str, operator: Operator) -> Filter:
        literal = self._literal()
        if field.upper() == _ROWNUM:
            return _rownum(operator, literal)
        return Comparison(field, operator, (literal,))

    def _list(self) -> tuple[str, ...]:
        self._expect("sign", "(")
        values = [self._literal()]
        while (token := self._next()) == ("sign", ","):
            values.append(self._literal())
        if token != ("sign", ")") or len(values) > MAX_LIST:
            raise _fault()
        return tuple(values)

    def _literal(self) -> str:
        token = self._next()
        if token.kind not in ("text", "number"):
            raise _fault()
        return token.value

    def _expect(self, kind: str, value: str) -> None:
        if self._next() != (kind, value):
            raise _fault()

    def _peek(self) -> _Token:
        return self._tokens[self._position]

    def _next(self) -> _Token:
        token = self._tokens[self._position]
        if token.kind != _END:
            self._position += 1
        return token


def _rownum(operator: Operator, literal: str) -> Rownum:
    """The rows a `rownum` condition keeps: `< 5` is rows 1 to 4, `> 5` rows 6 and later (documented)."""
    number = whole_number(literal.strip())
    if number is None:
        raise _fault()
    if operator is Operator.EQUAL:
        return Rownum(number, number)
    if operator is Operator.LESS:
        return Rownum(1, number - 1)
    if operator is Operator.LESS_OR_EQUAL:
        return Rownum(1, number)
    if operator is Operator.GREATER:
        return Rownum(number + 1)
    if operator is Operator.GREATER_OR_EQUAL:
        return Rownum(number)
    raise _fault()

"""TOML tables read key by key: errors and unknown keys are reported with their line."""

import re
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from intacct_emulator.failure import CannotRunError

_TABLE_HEADER = re.compile(r"\s*\[\[?\s*(?P<name>[^\]#]+?)\s*\]")
_KEY = re.compile(r"\s*(?:\"(?P<quoted>[^\"]*)\"|(?P<bare>[A-Za-z0-9_-]+))\s*=")

T = TypeVar("T")
ChoiceT = TypeVar("ChoiceT", bound=StrEnum)


class FixtureError(CannotRunError, ValueError):
    """A fixture that cannot be read. The text starts with the file and, if known, the line."""

    def __init__(self, path: Path, line: int | None, reason: str) -> None:
        where = path.as_posix() if line is None else f"{path.as_posix()}:{line}"
        super().__init__(f"{where}: {reason}")
        self.path = path
        self.line = line
        self.reason = reason


class TomlTable:
    """A TOML table read key by key; reports errors and unknown keys with their line."""

    def __init__(self, path: Path, text: str, place: tuple[str | int, ...], data: Mapping[str, Any]) -> None:
        self._path = path
        self._text = text
        self._place = place
        self.data = data
        self._read: set[str] = set()

    def fault(self, key: str, reason: str) -> FixtureError:
        """The error for a key, at its line (or its table's)."""
        name = ".".join(str(part) for part in (*self._place, key) if isinstance(part, str))
        return FixtureError(self._path, _line_of(self._text, self._place, key), f"{name}: {reason}")

    def value(self, key: str, kind: type[T] | tuple[type[T], ...], description: str, default: T | None = None) -> T:
        self._read.add(key)
        value = self.data.get(key, default)
        if value is None:
            raise self.fault(key, "is missing")
        # bool is a kind of int in Python, not in TOML
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            raise self.fault(key, f"must be {description}")
        return value

    def text(self, key: str, default: str | None = None) -> str:
        text = self.value(key, str, "a text", default)
        if not text:
            raise self.fault(key, "is empty")
        return text

    def optional_text(self, key: str) -> str | None:
        return self.text(key) if key in self.data else None

    def choice(self, key: str, choices: type[ChoiceT], default: ChoiceT) -> ChoiceT:
        text = self.text(key, default)
        if text not in list(choices):
            raise self.fault(key, f"must be one of {', '.join(choices)}")
        return choices(text)

    def flag(self, key: str) -> bool:
        return self.value(key, bool, "true or false", False)

    def texts(self, key: str) -> tuple[str, ...]:
        values = self.value(key, list, "a list of texts", [])
        if not all(isinstance(value, str) and value for value in values):
            raise self.fault(key, "must be a list of texts")
        if len(set(values)) != len(values):
            raise self.fault(key, "names something twice")
        return tuple(values)

    def all_texts(self) -> Mapping[str, str]:
        return MappingProxyType({key: self.text(key) for key in self.data})

    def table(self, key: str, *, optional: bool = False) -> "TomlTable":
        data = self.value(key, dict, "a table", {} if optional else None)
        return TomlTable(self._path, self._text, (*self._place, key), data)

    def tables(self, key: str) -> tuple["TomlTable", ...]:
        entries = self.value(key, list, "a list of tables", [])
        if not all(isinstance(entry, dict) for entry in entries):
            raise self.fault(key, "must be a list of tables")
        return tuple(
            TomlTable(self._path, self._text, (*self._place, key, number), entry)
            for number, entry in enumerate(entries)
        )

    def finish(self) -> None:
        """Refuses keys that were not read, so that typos do not go unnoticed."""
        for key in self.data:
            if key not in self._read:
                raise self.fault(key, "is not known here")


def _line_of(text: str, place: tuple[str | int, ...], key: str) -> int | None:
    """The line of a key in a table, else of the table's header; None if neither is in the text."""
    current: list[str | int] = []
    seen: dict[str, int] = {}
    best = None
    for number, line in enumerate(text.splitlines(), 1):
        if header := _TABLE_HEADER.match(line):
            names = [name.strip().strip('"') for name in re.findall(r'"[^"]*"|[^.]+', header["name"])]
            array = names[0]
            if line.lstrip().startswith("[["):
                seen[array] = seen.get(array, -1) + 1
            current = [array, seen[array], *names[1:]] if array in seen else list(names)
            if current in ([*place], [*place, key]):
                best = number
        elif (entry := _KEY.match(line)) and current == [*place] and (entry["quoted"] or entry["bare"]) == key:
            return number
    return best

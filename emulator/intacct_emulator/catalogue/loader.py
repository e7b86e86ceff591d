"""Reads object definitions from the catalogue's data files, each when it is first asked for.

A file is `objects/<module>/<OBJECT>.json`; `objects/_values.json` holds value lists that many fields share, which a
field names as `"values": "@country_codes"`.
"""

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from .customization import NO_CUSTOMIZATION, Customization
from .model import DataType, Evidence, Field, Level, LineCollection, ObjectDefinition, Relationship

_HERE = Path(__file__).resolve().parent
_OBJECTS = _HERE / "objects"


class Catalogue:
    """The objects of the gateway by name, in any letter case. Definitions are immutable and shared.

    `customization` is what a company added: nothing, in the catalogue that all companies share.
    """

    customization: Customization = NO_CUSTOMIZATION

    def __init__(self, folder: Path = _OBJECTS) -> None:
        self._folder = folder
        self._files: dict[str, Path] | None = None
        self._loaded: dict[str, ObjectDefinition] = {}
        self._shared_values: Mapping[str, Any] | None = None
        self._state: str | None = None

    def find(self, name: str) -> ObjectDefinition | None:
        """The definition of the object of that name, or None when the gateway has none."""
        upper = name.upper()
        loaded = self._loaded.get(upper)
        if loaded is not None:
            return loaded
        path = self._paths().get(upper)
        if path is None:
            return None
        definition = self._read(path)
        self._loaded[upper] = definition
        return definition

    def __getitem__(self, name: str) -> ObjectDefinition:
        """The definition of an object the program itself names; KeyError is a bug."""
        definition = self.find(name)
        if definition is None:
            raise KeyError(name)
        return definition

    def names(self) -> tuple[str, ...]:
        """All object names, sorted."""
        return tuple(sorted(self._paths()))

    def __iter__(self) -> Iterator[ObjectDefinition]:
        return (self[name] for name in self.names())

    def state(self) -> str:
        """What the data files, and the code that reads them, look like: enough to notice that they were changed."""
        if self._state is not None:
            return self._state
        seen = hashlib.sha256()
        for file in sorted((*self._folder.rglob("*.json"), *_HERE.glob("*.py"))):
            status = file.stat()
            seen.update(f"{file.name} {status.st_size} {status.st_mtime_ns}\n".encode())
        self._state = seen.hexdigest()
        return self._state

    def _paths(self) -> Mapping[str, Path]:
        if self._files is None:
            modules = [module for module in self._folder.iterdir() if module.is_dir()]
            self._files = {
                name.removesuffix(".json").upper(): module / name
                for module in modules
                for name in os.listdir(module)
                if name.endswith(".json")
            }
        return self._files

    def _read(self, path: Path) -> ObjectDefinition:
        data = json.loads(path.read_bytes())
        fields = tuple(self._field(entry) for entry in data["fields"])
        known = {f.id: f for f in fields}
        return ObjectDefinition(
            name=data["name"],
            module=path.parent.name,
            level=Level(data["level"]),
            evidence=Evidence(data["evidence"]),
            fields=fields,
            relationships=tuple(_relationship(entry, known) for entry in data.get("relationships", ())),
            lines=tuple(LineCollection(**entry) for entry in data.get("lines", ())),
            label=data.get("label", data["name"]),
            plural=data.get("plural", data.get("label", data["name"])),
            document_type=data.get("document_type", ""),
            key=data.get("key", "RECORDNO"),
            id_field=data.get("id"),
            unique=tuple(tuple(group) for group in data.get("unique", ())),
            parent=data.get("parent"),
            parent_field=data.get("parent_field"),
            table=data.get("table", data["name"]),
            only=data.get("only", {}),
            sequence=data.get("sequence", data.get("table", data["name"])),
            verbs=frozenset(data.get("verbs", ())),
            write_only=frozenset(data.get("write_only", ())),
            application=data.get("application", ""),
            policy=data.get("policy", ""),
            owned_by_entity="MEGAENTITYKEY" in known,
            source=data.get("source", ""),
        )

    def _field(self, entry: dict[str, Any]) -> Field:
        values = entry.get("values", ())
        if isinstance(values, str):
            values = self._shared(values.removeprefix("@"))
        return Field(
            id=entry["id"],
            label=entry.get("label", entry["id"]),
            type=DataType(entry["type"]),
            required=entry.get("required", False),
            readonly=entry.get("readonly", False),
            values=tuple(values),
            codes=tuple(entry.get("codes", ())),
            length=entry.get("length"),
            scale=entry.get("scale", 2),
            reference=entry.get("reference"),
            read_from=entry.get("from"),
            computed=entry.get("computed", False),
            hidden=entry.get("hidden", False),
            custom=entry.get("custom", False),
            unlisted=entry.get("unlisted", False),
            description=entry.get("description"),
        )

    def _shared(self, name: str) -> tuple[str, ...]:
        if self._shared_values is None:
            self._shared_values = json.loads((self._folder / "_values.json").read_bytes())
        return tuple(self._shared_values[name])


def _relationship(entry: dict[str, Any], known: Mapping[str, Field]) -> Relationship:
    by = known.get(entry["by"])
    by_record_number = by is None or by.type is DataType.INTEGER
    return Relationship(
        path=entry["path"],
        object=entry["object"],
        label=entry.get("label", ""),
        type=entry["type"],
        by=entry["by"],
        to=entry.get("to", "RECORDNO" if by_record_number else ""),
        related_by=entry.get("related_by", entry["by"]),
        hidden=entry.get("hidden", False),
    )

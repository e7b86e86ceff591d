"""Reads object definitions from the catalogue's data files, each on first use.

A file is `objects/<module>/<OBJECT>.json`. What many objects share stands beside the modules' folders: value lists in
`objects/_values.json`, named as `"values": "@country_codes"`; formulas in `objects/_formulas.json`; and in
`objects/_tables.json` the objects of tables that bear no object's name, so that they can be found without reading every
file.
"""

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from .customization import NO_CUSTOMIZATION, Customization
from .formulas import Formulas, record_url
from .model import DataType, Evidence, Field, Level, LineCollection, ObjectDefinition, Relationship

_TYPES = {data_type.value: data_type for data_type in DataType}
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
        self._shared_tables: Mapping[str, list[str]] | None = None
        self._formulas = Formulas(folder)
        self._state: str | None = None

    def find(self, name: str) -> ObjectDefinition | None:
        """The definition of that object, or None if the gateway has no such object."""
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
        """The definition of an object that the code itself names; KeyError is a bug."""
        definition = self.find(name)
        if definition is None:
            raise KeyError(name)
        return definition

    def kept_in(self, table: str) -> tuple[ObjectDefinition, ...]:
        """The objects whose rows are in a table: those that share it, or the one it is called after."""
        if self._shared_tables is None:
            self._shared_tables = json.loads((self._folder / "_tables.json").read_bytes())
        named = (self.find(name) for name in self._shared_tables.get(table, (table,)))
        return tuple(definition for definition in named if definition is not None)

    def names(self) -> tuple[str, ...]:
        """All object names, sorted."""
        return tuple(sorted(self._paths()))

    def __iter__(self) -> Iterator[ObjectDefinition]:
        return (self[name] for name in self.names())

    def state(self) -> str:
        """A fingerprint of the data files and the code that reads them, to notice changes."""
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
        name, key = data["name"], data.get("key", "RECORDNO")
        address = record_url(name, key)
        fields = tuple(self._field(entry, address) for entry in data["fields"])
        known = {f.id: f for f in fields}
        return ObjectDefinition(
            name=name,
            module=path.parent.name,
            level=Level(data["level"]),
            evidence=Evidence(data["evidence"]),
            fields=fields,
            relationships=tuple(_relationship(entry, known) for entry in data.get("relationships", ())),
            lines=tuple(LineCollection(**entry) for entry in data.get("lines", ())),
            label=data.get("label", data["name"]),
            plural=data.get("plural", data.get("label", data["name"])),
            document_type=data.get("document_type", ""),
            key=key,
            id_field=data.get("id"),
            unique=tuple(tuple(group) for group in data.get("unique", ())),
            parent=data.get("parent"),
            parent_field=data.get("parent_field"),
            table=data.get("table", data["name"]),
            only={
                name: value if isinstance(value, str) else tuple(value) for name, value in data.get("only", {}).items()
            },
            sequence=data.get("sequence", data.get("table", data["name"])),
            verbs=frozenset(data.get("verbs", ())),
            inputs={entry["id"]: self._field(entry, address) for entry in data.get("inputs", ())},
            parts=data.get("parts", {}),
            write_only=frozenset(data.get("write_only", ())),
            application=data.get("application", ""),
            policy=data.get("policy", ""),
            owned_by_entity="MEGAENTITYKEY" in known,
            source=data.get("source", ""),
            indexes=tuple(data.get("index", ())),
            sparse_indexes=tuple(data.get("sparse_index", ())),
            kinds=data.get("kinds", ""),
            read_refusal=data.get("read_refusal", ""),
            levels={verb: Level(level) for verb, level in data.get("levels", {}).items()},
            derived=data.get("derived", False),
        )

    def _field(self, entry: dict[str, Any], address: str) -> Field:
        """The field of an entry. An unknown key is a TypeError: a bug in the data."""
        given = {"label": entry["id"], **entry, "type": _TYPES[entry["type"]]}
        values = given.get("values")
        if values is not None:
            given["values"] = self._shared(values.removeprefix("@")) if isinstance(values, str) else tuple(values)
        if "codes" in given:
            given["codes"] = tuple(given["codes"])
        if "listed_type" in given:
            given["listed_type"] = _TYPES[given["listed_type"]]
        if "from" in given:
            given["read_from"] = given.pop("from")
        if "formula" in given:
            given |= {"computed": True, "formula": self._formulas.expanded(given["formula"])}
        elif given["id"] == "RECORD_URL" and "computed" in given:
            given["formula"] = address
        return Field(**given)

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

"""The description of the control routes that other programs read."""

from collections.abc import Iterable
from typing import Any

from intacct_emulator import __version__

from .operation import Kind, Operation, Parameter, Where


def described(operations: Iterable[Operation], prefix: str) -> dict[str, Any]:
    """The OpenAPI document of a table of operations."""
    paths: dict[str, dict[str, Any]] = {}
    for operation in operations:
        paths.setdefault(prefix + operation.path, {})[operation.method.lower()] = _operation(operation)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Intacct Emulator, control",
            "version": __version__,
            "description": 'What can be done with a running emulator. A refused verb answers {"error": sentence}.',
        },
        "paths": paths,
    }


def _operation(operation: Operation) -> dict[str, Any]:
    described: dict[str, Any] = {
        "operationId": operation.name,
        "summary": operation.summary,
        "responses": {
            str(operation.status): {"description": operation.answer or "Done."},
            **{str(status): {"description": answer} for status, answer in operation.others},
            "default": {
                "description": "Refused.",
                "content": {
                    "application/json": {"schema": {"type": "object", "properties": {"error": {"type": "string"}}}}
                },
            },
        },
    }
    outside = [_parameter(parameter) for parameter in operation.parameters if parameter.where is not Where.BODY]
    if outside:
        described["parameters"] = outside
    inside = [parameter for parameter in operation.parameters if parameter.where is Where.BODY]
    if operation.takes_file:
        described["requestBody"] = {"required": True, "content": {operation.takes_file: {"schema": {}}}}
    elif inside:
        schema = {
            "type": "object",
            "additionalProperties": False,
            "properties": {one.name: {**_schema(one.kind), "description": one.doc} for one in inside},
            "required": [one.name for one in inside if one.required],
        }
        described["requestBody"] = {"content": {"application/json": {"schema": schema}}}
    return described


def _parameter(parameter: Parameter) -> dict[str, Any]:
    return {
        "name": parameter.name,
        "in": str(parameter.where),
        "required": parameter.required or parameter.where is Where.PATH,
        "description": parameter.doc,
        "schema": _schema(parameter.kind),
    }


def _schema(kind: Kind) -> dict[str, Any]:
    return {"type": str(kind), "items": {"type": "string"}} if kind is Kind.TEXTS else {"type": str(kind)}

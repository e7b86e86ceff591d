"""The gate that every function on objects passes: does the object have this verb, is it built, and may this user use
it?

The first and the last refusal are recorded with PL04000005; the object stands in lower case in their texts. The audit
history has a refusal of its own. What is not built is reported as a gap before anything else in the request is checked;
the catalogue says for every object and verb whether it is built.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from intacct_emulator.catalogue.model import READ, Level, ObjectDefinition
from intacct_emulator.errors import EmulatorGap, ErrorEntry, GatewayError, protocol

from .context import Actor, Context


class Verb(StrEnum):
    """What a function does to an object, in the words of the refusals.

    READ_BY_QUERY and CREATE are recorded; the others are spelled alike (inferred).
    """

    READ = "READ"
    READ_BY_NAME = "READ_BY_NAME"
    READ_BY_QUERY = "READ_BY_QUERY"
    READ_RELATED = "READ_RELATED"
    QUERY = "QUERY"
    CREATE = "CREATE"
    UPDATE = "UPDATE"
    DELETE = "DELETE"
    REVERSE = "REVERSE"


# An object that allows reading by number also allows reading by name (inferred).
_VERBS = {
    Verb.READ: ("read",),
    Verb.READ_BY_NAME: ("readByName", "read"),
    Verb.READ_BY_QUERY: ("readByQuery",),
    Verb.READ_RELATED: ("readRelated", "read"),
    Verb.QUERY: ("query",),
    Verb.CREATE: ("create",),
    Verb.UPDATE: ("update",),
    Verb.DELETE: ("delete",),
}
# Documented. Every right includes List, so reading only needs View.
_RIGHTS = {Verb.CREATE: "Add", Verb.UPDATE: "Edit", Verb.DELETE: "Delete", Verb.REVERSE: "Reverse"}
_READING = "View"
# By the name in an object's file.
_READ_REFUSALS: Mapping[str, ErrorEntry] = MappingProxyType({"NO_AUDIT_HISTORY": protocol.NO_AUDIT_HISTORY})
_WRITES = {Verb.CREATE: "create", Verb.UPDATE: "update", Verb.DELETE: "delete"}


def require(context: Context, definition: ObjectDefinition, operation: Verb) -> None:
    """Checks a generic function. Raises GatewayError: VERB_NOT_ALLOWED if the object does not have the operation,
    NO_PERMISSION (NO_AUDIT_HISTORY) if the user lacks the right; EmulatorGap if it is not built."""
    if not any(verb in definition.verbs for verb in _VERBS[operation]):
        raise GatewayError(protocol.VERB_NOT_ALLOWED, operation=operation.value, object=definition.name.lower())
    require_right(context, definition, operation)


def require_right(context: Context, definition: ObjectDefinition, operation: Verb) -> None:
    """Checks a legacy function, which does not depend on the object's generic verbs.

    Raises GatewayError: NO_PERMISSION (NO_AUDIT_HISTORY) when the user's rights do not cover the operation;
    EmulatorGap when it is not built.
    """
    require_built(context, definition, operation)
    require_permission(context, definition, operation)


def require_built(context: Context, definition: ObjectDefinition, operation: Verb) -> None:
    """Raises EmulatorGap for a write with effects that are not built. Reading records the product would have derived
    continues, with the gap noted in the answer's header."""
    verb = _WRITES.get(operation, READ)
    if definition.level_of(verb) is not Level.NOT_BUILT:
        return
    what = f"{verb} {definition.name}"
    if verb != READ:
        raise EmulatorGap(what, protocol.NOT_BUILT, function=what)
    context.note_gap(what)


def require_permission(context: Context, definition: ObjectDefinition, operation: Verb) -> None:
    """Raises GatewayError NO_PERMISSION (NO_AUDIT_HISTORY) when the user's rights do not cover the operation."""
    if not permits(context.actor, definition, operation):
        if operation not in _RIGHTS and definition.read_refusal:
            raise GatewayError(_READ_REFUSALS[definition.read_refusal])
        raise GatewayError(protocol.NO_PERMISSION, operation=operation.value, object=definition.name.lower())


def permits(actor: Actor, definition: ObjectDefinition, operation: Verb) -> bool:
    """Whether a user's rights cover an operation. Objects without a policy need none."""
    if actor.rights is None or not definition.policy:
        return True
    granted = actor.rights.get((definition.application, definition.policy), frozenset())
    return _RIGHTS.get(operation, _READING) in granted

"""The required fields and defaults of new records (documented: reference pages of create).

The facts of an object are its fields' `required_on_create` and `default`. `required` is what lookup reports, which is
wider: it also marks what the gateway fills in. Ids that a document sequence could supply are required where the company
has none. Inferred: the defaults of CUSTOMER (as VENDOR's), VISIBLE, USERINFO and DUEFROM of terms.
"""

from intacct_emulator.catalogue.dimensions import DIMENSIONS
from intacct_emulator.catalogue.model import DataType, ObjectDefinition
from intacct_emulator.catalogue.values import Python, parse

# The dimensions that accounts require on lines, and that account groups filter by.
_DIMENSIONS = {dimension.required_flag: "false" for dimension in DIMENSIONS} | {
    dimension.filter_field: "nofilter" for dimension in DIMENSIONS
}


def required_fields(definition: ObjectDefinition) -> tuple[str, ...]:
    """The required fields of a new record, its natural id first. If nothing is documented: the natural id, if lookup
    requires it."""
    documented = [field.id for field in definition.fields if field.required_on_create]
    if documented:
        return tuple(sorted(documented, key=lambda name: name != definition.id_field))
    natural = definition.find(definition.id_field) if definition.id_field else None
    named = natural is not None and natural.type is DataType.TEXT and natural.required and not natural.readonly
    return (natural.id,) if natural is not None and named else ()


def default_values(definition: ObjectDefinition) -> dict[str, Python]:
    """The values of fields left out of a new record. STATUS is active for every object that has it."""
    texts = {field.id: field.default for field in definition.fields if field.default is not None}
    texts |= {name: text for name, text in _DIMENSIONS.items() if definition.find(name) is not None}
    status = definition.find("STATUS")
    if status is not None and "active" in status.values:
        texts.setdefault("STATUS", "active")
    fields = definition.fields_by_id
    return {name: parse(fields[name], text) for name, text in texts.items() if fields[name].stored}

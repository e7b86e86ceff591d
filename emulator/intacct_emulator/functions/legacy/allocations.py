"""Legacy functions about transaction allocations."""

from .documents import changed_lines
from .write_shape import LinesShape, WriteShape, same
from .writing import creates, deletes, updates

ALLOCATION = WriteShape(
    object="ALLOCATION",
    key="key",
    fields={"allocateby": "TYPE", **same("allocationid description status docnumber supdocid")},
    lines=LinesShape(
        block="allocationentry",
        item="entry",
        collection="ALLOCATIONENTRIES",
        fields=same("value departmentid locationid"),
        changed_block="updateallocationentry",
        changed_item="updateentry",
    ),
)

creates("create_allocation", ALLOCATION)
updates("update_allocation", ALLOCATION, lines=changed_lines)
deletes("delete_allocation", ALLOCATION)

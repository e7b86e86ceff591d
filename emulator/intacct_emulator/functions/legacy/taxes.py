"""Legacy functions about taxes: details, schedules, groups of contacts and items, and which schedule holds for whom."""

from intacct_emulator.catalogue.model import Level

from .write_shape import WriteShape, names, same
from .writing import creates, deletes, updates

DETAIL = WriteShape(
    object="TAXDETAIL",
    key="detailid",
    fields={
        **same("detailid description taxtype value mintaxable maxtaxable include mintax maxtax taxauthority status"),
        "glaccountno": "GLACCOUNT",
    },
    noted=names("accountlabel"),
)
SCHEDULE = WriteShape(
    object="TAXSCHEDULE", key="scheduleid", fields=same("scheduleid description taxtype status"), level=Level.KEPT
)
SCHEDULE_DETAIL = WriteShape(
    object="TAXSCHEDULEDETAIL", key="recordno", fields=same("scheduleid detailid"), level=Level.KEPT
)
CONTACT_GROUP = WriteShape(object="CONTACTTAXGROUP", key="name", fields=same("name"), level=Level.KEPT)
ITEM_GROUP = WriteShape(object="ITEMTAXGROUP", key="name", fields=same("name"), level=Level.KEPT)
SCHEDULE_MAP = WriteShape(
    object="TAXSCHEDULEMAP",
    key="recordno",
    fields=same("documenttype itemtaxgroup accountgroup taxgroup scheduleid module"),
    level=Level.KEPT,
)

creates("create_taxdetail", DETAIL)
updates("update_taxdetail", DETAIL)
deletes("delete_taxdetail", DETAIL)
creates("create_taxschedule", SCHEDULE)
updates("update_taxschedule", SCHEDULE)
deletes("delete_taxschedule", SCHEDULE)
creates("create_taxscheduledetail", SCHEDULE_DETAIL)
deletes("delete_taxscheduledetail", SCHEDULE_DETAIL)
creates("create_contacttaxgroup", CONTACT_GROUP)
deletes("delete_contacttaxgroup", CONTACT_GROUP)
creates("create_itemtaxgroup", ITEM_GROUP)
deletes("delete_itemtaxgroup", ITEM_GROUP)
creates("create_taxschedulemap", SCHEDULE_MAP)
deletes("delete_taxschedulemap", SCHEDULE_MAP)

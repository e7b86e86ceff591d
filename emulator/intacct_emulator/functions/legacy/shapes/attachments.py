"""Attachments and their folders, as recorded; the contents of files are sent with a list, too (documented: they make
it large, and `fields` without `attachments` leaves them out)."""

from collections.abc import Mapping

from .model import Files, ListShape, leaves, plain

SHAPES: Mapping[str, ListShape] = {
    "supdoc": ListShape(
        "SUPDOC",
        (
            *plain("recordno supdocid supdocname folder description creationdate createdby"),
            Files("attachments", "attachment"),
        ),
        also={"supdocfoldername": "FOLDER", "supdocdescription": "DESCRIPTION"},
    ),
    "supdocfolder": ListShape(
        "SUPDOCFOLDER",
        leaves(
            "name",
            "description",
            "parentfolder",
            "creationdate",
            "createdby",
            "lastmodified",
            "lastmodifiedby",
            "status",
        ),
        # Clients filter by the names that creates have.
        also={
            "supdocfoldername": "NAME",
            "supdocfolderdescription": "DESCRIPTION",
            "supdocparentfoldername": "PARENTFOLDER",
        },
    ),
}

"""Attachments and their folders, as recorded.

A list leaves the contents of files out (recorded); `get` answers them (inferred: nothing else does).
"""

from collections.abc import Mapping

from .model import Files, ListShape, leaves, plain


def _attachment(*, contents: bool) -> ListShape:
    return ListShape(
        "SUPDOC",
        (
            *plain("recordno supdocid supdocname folder description creationdate createdby"),
            Files("attachments", "attachment", contents),
        ),
        also={"supdocfoldername": "FOLDER", "supdocdescription": "DESCRIPTION"},
    )


SHAPES: Mapping[str, ListShape] = {
    "supdoc": _attachment(contents=False),
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
SINGLE: Mapping[str, ListShape] = {"supdoc": _attachment(contents=True)}

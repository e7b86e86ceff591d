"""Attachments: files that a document can refer to by ``SUPDOCID``, in folders."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

from intacct_client.functions import Function
from intacct_client.responses import Result
from intacct_client.values import append_record


@dataclass(frozen=True, slots=True)
class AttachedFile:
    """One file of an attachment. ``type`` is the end of its name; ``content`` its bytes."""

    name: str
    type: str
    content: bytes = field(repr=False)

    @property
    def file_name(self) -> str:
        """Name and type, as on a disk."""
        return f"{self.name}.{self.type}" if self.type else self.name


def create_attachment_folder(name: str, *, description: str = "", parent: str = "") -> Function[str]:
    """Create a folder of attachments (``create_supdocfolder``). Returns its key."""
    element = etree.Element("create_supdocfolder")
    record = {"supdocfoldername": name, "supdocfolderdescription": description, "supdocparentfoldername": parent}
    append_record(element, {key: value for key, value in record.items() if value})
    return Function(element, _key)


def create_attachment(
    attachment_id: str, folder: str, files: Mapping[str, bytes], *, name: str = "", description: str = ""
) -> Function[str]:
    """Create an attachment (``create_supdoc``) of files, by their names with type: ``{"bill.pdf": ...}``. Returns its
    key; documents name it by ``attachment_id``."""
    element = etree.Element("create_supdoc")
    record = {
        "supdocid": attachment_id,
        "supdocname": name or attachment_id,
        "supdocfoldername": folder,
        "supdocdescription": description,
    }
    append_record(element, {key: value for key, value in record.items() if value})
    append_record(element, {"attachments": {"attachment": [_file(*one) for one in files.items()]}})
    return Function(element, _key)


def read_attachment(attachment_id: str) -> Function[list[AttachedFile]]:
    """The files of an attachment; none for one that is not there."""
    element = etree.Element("get", {"object": "supdoc", "key": attachment_id})
    return Function(element, _files, reads_only=True)


def delete_attachment(attachment_id: str) -> Function[None]:
    """Delete an attachment and its files."""
    return Function(etree.Element("delete_supdoc", {"key": attachment_id}), lambda _: None)


def _file(file_name: str, content: bytes) -> dict[str, str]:
    name, _, kind = file_name.rpartition(".")
    return {
        "attachmentname": name or file_name,
        "attachmenttype": kind if name else "",
        "attachmentdata": base64.b64encode(content).decode(),
    }


def _files(result: Result) -> list[AttachedFile]:
    return [] if result.data is None else [_attached(one) for one in result.data.iter("attachment")]


def _attached(element: etree._Element) -> AttachedFile:
    content = _bytes(element.findtext("attachmentdata"))
    return AttachedFile(element.findtext("attachmentname") or "", element.findtext("attachmenttype") or "", content)


def _bytes(text: str | None) -> bytes:
    try:
        return base64.b64decode(text or "")
    except binascii.Error:
        return b""


def _key(result: Result) -> str:
    return result.key or ""

"""Looks at the console of a running emulator without a browser."""

import re
from collections.abc import Mapping
from typing import Self

import httpx2
from asking import Said
from lxml import html

from intacct_emulator import Emulator


class Page:
    """A page: status, headers, HTML, and short cuts to what tests look at."""

    def __init__(self, response: httpx2.Response) -> None:
        self.status = response.status_code
        self.headers = response.headers
        self.content = response.content
        self.html = response.text
        self.address = str(response.url)

    @property
    def root(self) -> html.HtmlElement:
        return html.fromstring(self.html)

    @property
    def text(self) -> str:
        """What a person reads, spaces made one."""
        return re.sub(r"\s+", " ", self.root.xpath("string(//main)")).strip()

    def texts(self, path: str) -> list[str]:
        """The texts of the elements of an XPath."""
        return [re.sub(r"\s+", " ", found.xpath("string()")).strip() for found in self.root.xpath(path)]

    def rows(self) -> list[list[str]]:
        """The cells of the rows of all tables with lists."""
        found = self.root.xpath("//table[contains(@class, 'list')]/tbody/tr")
        return [[re.sub(r"\s+", " ", cell.xpath("string()")).strip() for cell in row.xpath("td")] for row in found]

    def links(self) -> set[str]:
        """Every address that the page leads to or loads."""
        return {str(address) for address in self.root.xpath("//@href | //@src | //@action | //@hx-get")}


class Browsing:
    """Gets pages, sends forms, and asks the gateway beside them. Redirects are followed."""

    def __init__(self, emulator: Emulator) -> None:
        self.emulator = emulator
        self._client = httpx2.Client(base_url=emulator.address, timeout=60, follow_redirects=True)

    def get(self, path: str = "/_emulator/", headers: Mapping[str, str] | None = None) -> Page:
        return Page(self._client.get(path, headers=headers))

    def send(self, path: str, form: Mapping[str, str] | None = None, headers: Mapping[str, str] | None = None) -> Page:
        return Page(self._client.post(path, data=dict(form or {}), headers=headers))

    def ask(self, document: str | bytes) -> Said:
        """Sends a document to the gateway."""
        answer = self._client.post(self.emulator.url, content=document)
        return Said(answer.status_code, answer.content, ())

    def latest(self) -> str:
        """The address of the page of the latest exchange."""
        return f"/_emulator/console/requests/{self.emulator.journal.find()[-1].request_id}"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

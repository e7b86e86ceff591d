"""The floor: the least a server of this kind must do, with the same parts. The emulator cannot be faster.

Starlette on uvicorn parses the request with lxml, checks it against our schema, inserts one row into SQLite and gives
a fixed answer. Prints `READY http://127.0.0.1:PORT/...` like the emulator.
"""

import socket
import sqlite3
from pathlib import Path

import uvicorn
from lxml import etree
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

GATEWAY_PATH = "/ia/xml/xmlgw.phtml"
SCHEMA = Path(__file__).resolve().parent.parent / "xsd" / "api.xsd"
ANSWER = b"""<?xml version="1.0" encoding="UTF-8"?>
<response>
    <control>
        <status>success</status>
        <senderid>local_sender</senderid>
        <controlid>benchmark</controlid>
        <uniqueid>false</uniqueid>
        <dtdversion>3.0</dtdversion>
    </control>
    <operation>
        <authentication>
            <status>success</status>
            <userid>wsuser</userid>
            <companyid>northfield</companyid>
            <locationid></locationid>
            <sessiontimestamp>2026-01-01T00:00:00+00:00</sessiontimestamp>
            <sessiontimeout>2026-01-01T06:00:00+00:00</sessiontimeout>
        </authentication>
        <result>
            <status>success</status>
            <function>create</function>
            <controlid>f1</controlid>
            <data listtype="objects" count="1">
                <arinvoice>
                    <RECORDNO>1</RECORDNO>
                </arinvoice>
            </data>
        </result>
    </operation>
</response>
"""


def application() -> Starlette:
    """The application, with its schema compiled and its table made."""
    schema = etree.XMLSchema(etree.parse(SCHEMA))
    database = sqlite3.connect(":memory:", isolation_level=None)
    database.execute("CREATE TABLE request (id INTEGER PRIMARY KEY, control_id TEXT NOT NULL) STRICT")

    async def answer(request: Request) -> Response:
        root = etree.fromstring(await request.body())
        schema.assertValid(root)
        database.execute("INSERT INTO request (control_id) VALUES (?)", (root.findtext("control/controlid"),))
        return Response(ANSWER, media_type="text/xml")

    return Starlette(routes=[Route(GATEWAY_PATH, answer, methods=["POST"])])


def main() -> None:
    """Serve until the process is told to end."""
    # The protocol is named because asyncio switches Nagle's algorithm off only on sockets that name it: without that,
    # every answer would wait 40 ms for an acknowledgement.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.bind(("127.0.0.1", 0))
    listener.listen(1024)
    config = uvicorn.Config(application(), http="httptools", loop="asyncio", lifespan="off", log_level="warning")
    config.access_log = False
    print(f"READY http://127.0.0.1:{listener.getsockname()[1]}{GATEWAY_PATH}", flush=True)
    uvicorn.Server(config).run(sockets=[listener])


if __name__ == "__main__":
    main()

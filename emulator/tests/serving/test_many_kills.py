"""A server under concurrent load is killed again and again at random moments: what it answered is there, what it did
not answer is there whole or not at all, and no number is given out twice. `--kills N` for more."""

import sqlite3
import threading
import time
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import httpx2
import pytest
from asking import Said, envelope
from kept_servers import CUSTOMER, Served, invoice, servers_of

WRITERS = 4
SEED = 20261125
# Documents without their lines or their journal lines, and lines without a document.
HALVES = (
    "SELECT count(*) FROM PRRECORD WHERE (SELECT count(*) FROM PRENTRY WHERE RECORDKEY = PRRECORD.RECORDNO) <> 1",
    "SELECT count(*) FROM PRRECORD WHERE (SELECT count(*) FROM GLENTRY WHERE PRRECORDKEY = PRRECORD.RECORDNO) <> 2",
    "SELECT count(*) FROM PRENTRY WHERE RECORDKEY NOT IN (SELECT RECORDNO FROM PRRECORD)",
    "SELECT count(*) FROM GLENTRY WHERE PRRECORDKEY NOT IN (SELECT RECORDNO FROM PRRECORD)",
    "SELECT count(*) FROM GLENTRY WHERE BATCHNO NOT IN (SELECT RECORDNO FROM GLBATCH)",
    "SELECT COALESCE(SUM(TR_TYPE * AMOUNT), 0) FROM GLENTRY",
)


@dataclass
class Writer:
    """Makes invoices one after another, and takes every fourth away again, until the server is gone."""

    url: str
    prefix: str
    made: dict[str, int] = field(default_factory=dict)
    deleted: dict[str, int] = field(default_factory=dict)
    # What was asked and not answered.
    creating: str | None = None
    deleting: str | None = None
    refused: str = ""

    def run(self) -> None:
        with httpx2.Client(timeout=20) as client:
            number = 0
            try:
                while not self.refused:
                    number += 1
                    self._create(client, f"{self.prefix}-{number}", take_away=number % 4 == 0)
            except httpx2.TransportError:
                return

    def _create(self, client: httpx2.Client, name: str, *, take_away: bool) -> None:
        self.creating = name
        key = self._asked(client, invoice(name)).key
        self.made[name], self.creating = int(key or 0), None
        if take_away and not self.refused:
            self.deleting = name
            self._asked(client, f"<delete><object>ARINVOICE</object><keys>{key}</keys></delete>")
            self.deleted[name], self.deleting = self.made.pop(name), None

    def _asked(self, client: httpx2.Client, function: str) -> Said:
        answer = client.post(self.url, content=envelope(function, company="blank").encode())
        if b"<status>failure" in answer.content:
            self.refused = answer.text
        return Said(answer.status_code, answer.content, ())


def loaded_and_killed(served: Served, round_number: int, random: Random) -> list[Writer]:
    """Writers that write at once; the server is killed some moments after the first answer."""
    writers = [Writer(served.url, f"R{round_number}W{number}") for number in range(WRITERS)]
    threads = [threading.Thread(target=writer.run) for writer in writers]
    for thread in threads:
        thread.start()
    deadline = time.monotonic() + 20
    while not any(writer.made for writer in writers) and time.monotonic() < deadline:
        time.sleep(0.002)
    time.sleep(random.uniform(0, 0.4))
    served.kill()
    for thread in threads:
        thread.join(20)
    assert [writer.refused for writer in writers] == [""] * WRITERS
    return writers


def kept_invoices(file: Path) -> dict[str, int]:
    """Numbers and keys of all invoices in a file, after a look at whether anything in it is half there."""
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert [database.execute(half).fetchone()[0] for half in HALVES] == [0] * len(HALVES)
        rows = database.execute("SELECT RECORDID, RECORDNO FROM PRRECORD").fetchall()
        assert len(dict(rows)) == len(rows)
        return dict(rows)


def test_kills_at_random_moments(tmp_path: Path, pytestconfig: pytest.Config) -> None:
    """Round for round on the same books: exactly what was answered, at most what was under way, and new numbers."""
    random = Random(SEED)
    expected: dict[str, int] = {}
    ever: set[int] = set()
    with servers_of(tmp_path) as servers:
        served = servers.serve()
        assert served.ask(CUSTOMER).errors == []
        for round_number in range(pytestconfig.getoption("--kills")):
            writers = loaded_and_killed(served, round_number, random)
            served = servers.serve()
            kept = kept_invoices(tmp_path / "data" / "blank.company.db")
            given = [key for writer in writers for key in (*writer.made.values(), *writer.deleted.values())]
            assert len(set(given)) == len(given)
            assert not ever & set(given)
            ever.update(given)
            for writer in writers:
                expected |= writer.made
            under_way = {writer.creating for writer in writers} | {writer.deleting for writer in writers}
            assert {name: key for name, key in expected.items() if name not in under_way}.items() <= kept.items()
            assert kept.keys() - expected.keys() <= under_way
            # One that was not answered has a number that nobody was given.
            assert not {kept[name] for name in kept.keys() - expected.keys()} & ever
            expected = kept
            ever.update(kept.values())

"""The load generator, a process of its own: raw sockets kept open, each sending its next request when it has an answer.

Reads one job (a JSON object) a line from standard input and writes one result a line: how many answers in how long,
the latencies in seconds, how many answers were not a success, and how much of a core the generator itself took.
"""

import asyncio
import json
import sys
import time
from itertools import count
from typing import TypedDict

MARK = b"@N@"
SUCCESS, FAILURE = b"<status>success</status>", b"<status>failure</status>"


class Job(TypedDict):
    """One measurement. Each request's number, from `first` on, or over `cycle` numbers again and again, replaces the
    mark in its body."""

    port: int
    path: str
    method: str
    body: str
    first: int
    cycle: int
    connections: int
    seconds: float


class Result(TypedDict):
    """What a measurement gave."""

    answers: int
    seconds: float
    latencies: list[float]
    failures: int
    sample: str
    core: float


class Connection(asyncio.Protocol):
    """One kept-open connection that asks, and asks again."""

    def __init__(self, load: "Load", done: asyncio.Future[None]) -> None:
        self._load = load
        self._done = done
        self._buffer = b""
        self._wanted = -1
        self._asked = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._ask()

    def data_received(self, data: bytes) -> None:
        self._buffer = self._buffer + data if self._buffer else data
        if self._wanted < 0:
            end = self._buffer.find(b"\r\n\r\n")
            if end < 0:
                return
            self._wanted = end + 4 + _length(self._buffer[: end + 2])
        if len(self._buffer) < self._wanted:
            return
        now = time.perf_counter()
        self._load.note(self._buffer, now - self._asked)
        if now >= self._load.until:
            self._transport.close()
        else:
            self._ask()

    def connection_lost(self, exc: Exception | None) -> None:
        if not self._done.done():
            if exc is None:
                self._done.set_result(None)
            else:
                self._done.set_exception(exc)

    def _ask(self) -> None:
        self._buffer, self._wanted = b"", -1
        request = self._load.next_request()
        self._asked = time.perf_counter()
        self._transport.write(request)


class Load:
    """The requests of one job and what came back."""

    def __init__(self, job: Job) -> None:
        self._head = f"{job['method']} {job['path']} HTTP/1.1\r\nHost: 127.0.0.1:{job['port']}\r\n".encode()
        self._head += b"Content-Type: application/xml\r\nContent-Length: "
        self._body = job["body"].encode()
        self._marked = MARK in self._body
        self._numbers = count(job["first"])
        self._first, self._cycle = job["first"], job["cycle"]
        self._judge_body = job["method"] == "POST"
        self.until = 0.0
        self.latencies: list[float] = []
        self.failures = 0
        self.sample = ""

    def next_request(self) -> bytes:
        body = self._body
        if self._marked:
            number = next(self._numbers)
            if self._cycle:
                number = self._first + (number - self._first) % self._cycle
            body = body.replace(MARK, b"%d" % number)
        return b"%s%d\r\n\r\n%s" % (self._head, len(body), body)

    def note(self, answer: bytes, latency: float) -> None:
        self.latencies.append(latency)
        fine = answer.startswith(b"HTTP/1.1 200") and (
            not self._judge_body or (SUCCESS in answer and FAILURE not in answer)
        )
        if not fine:
            self.failures += 1
            self.sample = answer.decode("utf-8", "replace")


def _length(head: bytes) -> int:
    for line in head.split(b"\r\n"):
        if line[:15].lower() == b"content-length:":
            return int(line[15:])
    raise ValueError("an answer without Content-Length")


async def measure(job: Job) -> Result:
    """Run one job."""
    loop = asyncio.get_running_loop()
    load = Load(job)
    ends = [loop.create_future() for _ in range(job["connections"])]
    busy, began = time.process_time(), time.perf_counter()
    load.until = began + job["seconds"]
    for end in ends:
        await loop.create_connection(lambda end=end: Connection(load, end), "127.0.0.1", job["port"])  # type: ignore[misc]
    await asyncio.gather(*ends)
    took = time.perf_counter() - began
    core = (time.process_time() - busy) / took
    return {
        "answers": len(load.latencies),
        "seconds": took,
        "latencies": load.latencies,
        "failures": load.failures,
        "sample": load.sample,
        "core": core,
    }


def main() -> None:
    """Answer jobs until standard input ends."""
    for line in sys.stdin:
        print(json.dumps(asyncio.run(measure(json.loads(line)))), flush=True)


if __name__ == "__main__":
    main()

"""Open pages hear of requests."""

import threading
import time

import httpx2
from asking import envelope
from browsing import Browsing

READ = "<read><object>CUSTOMER</object><keys>1</keys><fields>NAME</fields></read>"


def test_a_request_is_an_event(browse: Browsing) -> None:
    """As server-sent events, a moment after it came in."""
    with httpx2.stream("GET", f"{browse.emulator.address}/_emulator/console/events", timeout=10) as stream:
        assert stream.headers["content-type"].startswith("text/event-stream")
        lines = stream.iter_lines()
        assert next(lines).startswith("retry:")
        browse.ask(envelope(READ))
        assert next(line for line in lines if line) == "event: journal"


def test_what_came_in_before_the_page_listened_is_told(browse: Browsing) -> None:
    """The page says what it has seen: a request between its making and its listening is not lost."""
    (seen,) = browse.get().root.xpath("//button[@id='live']/@data-seen")
    browse.ask(envelope(READ))
    address = f"{browse.emulator.address}/_emulator/console/events?seen={seen}"
    with httpx2.stream("GET", address, timeout=10) as stream:
        assert next(line for line in stream.iter_lines() if line.startswith("event")) == "event: journal"


def test_an_open_page_does_not_hold_up_the_end(browse: Browsing) -> None:
    """The stream ends when the server stops, long before it would be cut off."""
    opened, ended = threading.Event(), threading.Event()

    def look() -> None:
        with httpx2.stream("GET", f"{browse.emulator.address}/_emulator/console/events", timeout=30) as stream:
            for _ in stream.iter_lines():
                opened.set()
        ended.set()

    watcher = threading.Thread(target=look)
    watcher.start()
    assert opened.wait(10)
    begun = time.monotonic()
    browse.emulator.stop()
    assert time.monotonic() - begun < 9
    assert ended.wait(5)
    watcher.join()

"""How log records look."""

import json
import logging
import re
import sys
from typing import Any

import pytest

from intacct_emulator.commands.log_form import ForMachines, ForPeople


def record(message: str = "read CUSTOMER  success", **exchange: Any) -> logging.LogRecord:
    """A record of a request."""
    made = logging.LogRecord("intacct_emulator.requests", logging.INFO, "", 0, message, None, None)
    made.__dict__["exchange"] = {"status": "success", "gaps": [], **exchange}
    return made


def plain(message: str, level: int = logging.WARNING) -> logging.LogRecord:
    """Any other record."""
    return logging.LogRecord("intacct_emulator.world", level, "", 0, message, None, None)


def test_people_read_a_line() -> None:
    """Without colour there is the time and the sentence, and nothing a file would not hold."""
    assert re.fullmatch(r"\d\d:\d\d:\d\d read CUSTOMER  success", ForPeople(colour=False).format(record()))
    assert ForPeople(colour=False).format(plain("odd")).endswith(" WARNING intacct_emulator.world: odd")


@pytest.mark.parametrize(
    ("exchange", "code"),
    [
        ({}, "\033[32m"),
        ({"status": "failure"}, "\033[31m"),
        ({"status": "failure", "gaps": ["function x"]}, "\033[33m"),
    ],
)
def test_the_colour_tells_how_it_ended(exchange: dict[str, Any], code: str) -> None:
    """Green is a success, red a failure, yellow what is not built."""
    assert f"{code}read CUSTOMER  success\033[0m" in ForPeople(colour=True).format(record(**exchange))


def test_bodies_follow_indented_and_harmless() -> None:
    """Their own line ends stay; what would steer a terminal does not."""
    text = ForPeople(colour=False).format(record(request="<a>\n\x1b[2J</a>", answer="<b/>"))
    assert text.splitlines()[1:] == ["  request:", "    <a>", "     [2J</a>", "  answer:", "    <b/>"]


def test_machines_read_an_object() -> None:
    """One line each; a request's facts are members, other records have their message, and their trace."""
    facts = json.loads(ForMachines().format(record(request_id="R-1")))
    assert (facts["level"], facts["request_id"], facts["status"]) == ("info", "R-1", "success")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", facts["time"])
    try:
        raise ValueError("broken")
    except ValueError:
        failed = plain("two\nlines", logging.ERROR)
        failed.exc_info = sys.exc_info()
    line = ForMachines().format(failed)
    assert "\n" not in line
    assert json.loads(line)["message"] == "two\nlines"
    assert "ValueError: broken" in json.loads(line)["trace"]
